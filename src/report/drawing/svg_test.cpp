// Figures as SVG: well-formed, within their frame, the same bytes.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "etude/base/number.h"
#include "etude/report/figure.h"
#include "report/drawing/awkward_figures_test.h"
#include "report/drawing/marks.h"
#include "report/drawing/svg_style.h"
#include "report/drawing/xml_check_test.h"

namespace etude::report {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(XmlCheck, FindsFaults) {
  for (const char* good : {"<a/>", "<a b=\"1\" c=\"&amp;\">x<d/> &lt;</a>\n"})
    EXPECT_EQ(XmlCheck(good).fault(), "") << good;
  for (const char* bad : {"", "<a>", "<a></b>", "<a/><a/>", "<a b=1/>", "<a b=\"1\" b=\"2\"/>", "<a>&</a>",
                          "<a>\x1b</a>", "<a>a < b</a>", "<a>]]></a>", "x<a/>", "<a b=\"<\"/>"}) {
    EXPECT_NE(XmlCheck(bad).fault(), "") << bad;
  }
}

TEST(Svg, EveryFigureIsWellFormedAndTheSameTwice) {
  for (const Case& c : awkward_figures()) {
    for (const SvgStyle& style :
         {SvgStyle{}, SvgStyle{.width = 320, .height = 200}, SvgStyle{.width = -1, .height = 0}}) {
      const std::string svg = draw_svg(c.figure, style);
      EXPECT_EQ(XmlCheck(svg).fault(), "") << c.name;
      EXPECT_EQ(svg, draw_svg(c.figure, style)) << c.name;
    }
  }
}

/// The words of path data or a coordinate, between blanks, commas and single-letter commands.
std::vector<std::string> numbers_in(const std::string& data) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const bool command = std::string_view("MLHVZmlhvz").find(data[i]) != std::string_view::npos;
    if (data[i] == ' ' || data[i] == ',' || command) {
      words.emplace_back();
    } else {
      if (data[i] == '-' && !words.back().empty()) words.emplace_back();
      words.back() += data[i];
    }
  }
  std::erase(words, "");
  return words;
}

TEST(Svg, CoordinatesHaveOneDecimalAndLieOnThePaper) {
  for (const Case& c : awkward_figures()) {
    const std::string svg = draw_svg(c.figure);
    std::size_t seen = 0;
    for (const std::string attribute : {" d=\"", " x=\"", " y=\"", " cx=\"", " cy=\""}) {
      for (std::size_t at = svg.find(attribute); at != std::string::npos; at = svg.find(attribute, at + 1)) {
        const std::size_t begin = at + attribute.size();
        for (const std::string& text : numbers_in(svg.substr(begin, svg.find('"', begin) - begin))) {
          const std::optional<double> value = to_double(text);
          ASSERT_TRUE(value) << c.name << ": " << text;
          EXPECT_LE(text.size() - std::min(text.find('.'), text.size()), 2u) << c.name << ": " << text;
          EXPECT_GE(*value, 0) << c.name;
          EXPECT_LE(*value, 860) << c.name;
          ++seen;
        }
      }
    }
    EXPECT_GT(seen, 0u) << c.name;
  }
}

TEST(Svg, EscapesText) {
  Figure figure = figure_of({line_of("a<b & \"c\"", {1, 2})});
  figure.title = "<script>";
  const std::string svg = draw_svg(figure);
  EXPECT_NE(svg.find("<title>&lt;script&gt;</title>"), std::string::npos);
  EXPECT_NE(svg.find(">a&lt;b &amp; &quot;c&quot;</text>"), std::string::npos);
  EXPECT_EQ(svg.find("<script"), std::string::npos);
}

TEST(Svg, SpeaksToAScreenReader) {
  Figure figure = figure_of({line_of("cosine", {0, 100, 299}, {1.5, 0.5, 0.25})}, false, true);
  const std::string svg = draw_svg(figure);
  EXPECT_NE(svg.find("role=\"img\""), std::string::npos);
  EXPECT_NE(svg.find("<title>loss at each step</title>"), std::string::npos);
  EXPECT_NE(svg.find("cosine: 1.5 at 0, 0.25 at 299."), std::string::npos);
}

TEST(Svg, ANameThatDoesNotFitBesideItsCurveStandsInTheMargin) {
  const Line longest = line_of("the longest of all", {0, 100}, {1, 1});
  for (const auto& [name, leads] : {std::pair{"short", 1u}, std::pair{"a name that is as long as these", 2u}}) {
    const std::string svg = draw_svg(figure_of({longest, line_of(name, {0, 80}, {2, 2})}));
    EXPECT_EQ(count(svg, "class=\"lead\""), leads) << name;
  }
}

TEST(Svg, EveryCurveHasItsHueAndItsDashes) {
  for (const int curves : {6, 12}) {
    const std::string svg = draw_svg(fan(curves));
    std::set<std::string_view> dashes;
    for (std::size_t k = 0; k < static_cast<std::size_t>(curves); ++k) {
      EXPECT_GE(count(svg, "class=\"c" + std::to_string(k) + "\""), 2u) << k;  // the curve, and its label
      EXPECT_NE(svg.find(">curve " + std::to_string(k) + "</text>"), std::string::npos) << k;
      dashes.insert(dash(k));
    }
    EXPECT_EQ(dashes.size(), static_cast<std::size_t>(curves));
  }
}

TEST(Svg, ManyCurvesHaveLettersAndALegend) {
  const std::string svg = draw_svg(fan(7));
  EXPECT_EQ(count(svg, ">G</text>"), 2u);
  EXPECT_EQ(count(draw_svg(fan(6)), ">A</text>"), 0u);
}

TEST(Svg, ACrossMarksWhereACurveDiverged) {
  Figure figure = fan(2);
  const std::size_t before = count(draw_svg(figure), "<path");
  figure.lines[0].diverged = true;
  const std::string svg = draw_svg(figure);
  EXPECT_NE(svg.find("where it diverged"), std::string::npos);
  EXPECT_EQ(count(svg, "<path"), before - 2 + 1);  // its lead and its sample give way to the cross
}

TEST(Svg, AMillionPointsCostNoMoreThanTheyShow) {
  std::vector<double> y;
  for (int i = 0; i < 1000000; ++i) y.push_back(std::sin(i * 0.7));
  EXPECT_LT(draw_svg(figure_of({line_of("noise", y)})).size(), 40000u);
}

/// The colour that a rule sets, in the light part of the style sheet or in the dark one.
std::string colour_of(const std::string& selector, const std::string& property, bool dark) {
  const std::string sheet = style_sheet();
  const std::string key = ".etude " + selector + "{" + property + ":";
  const std::size_t at = sheet.find(key, dark ? sheet.find("@media") : 0) + key.size();
  return sheet.substr(at, 7);
}

double luminance(const std::string& colour) {
  const double weights[] = {0.2126, 0.7152, 0.0722};
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
    sum += weights[i] * (c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a);
  const double y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(SvgStyle, EveryHueAndEveryTextStandsOutFromThePaper) {
  for (const bool dark : {false, true}) {
    const std::string paper = colour_of(".paper", "fill", dark);
    for (std::size_t i = 0; i < kHues; ++i) {
      EXPECT_GE(contrast(colour_of(".c" + std::to_string(i), "color", dark), paper), 3)
          << i << (dark ? " dark" : " light");
    }
    EXPECT_GE(contrast(colour_of("text", "fill", dark), paper), 7);
    EXPECT_GE(contrast(colour_of(".quiet", "fill", dark), paper), 4.5);
  }
}

TEST(SvgStyle, FitsText) {
  EXPECT_EQ(fitted("cosine", 1000, 12), "cosine");
  EXPECT_EQ(fitted("", 0, 12), "");
  const std::string cut = fitted("warmup_cosine_peak_0.08", 100, 12);
  EXPECT_LE(text_width(cut, 12), 100);
  EXPECT_NE(cut.find("…"), std::string::npos);
}

}  // namespace
}  // namespace etude::report
