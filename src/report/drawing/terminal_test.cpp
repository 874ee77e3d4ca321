// Figures in a terminal: as wide as it is, in braille or in ASCII.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "etude/report/figure.h"
#include "report/drawing/awkward_figures_test.h"
#include "report/text.h"

namespace etude::report {
namespace {

/// The text without its ANSI codes.
std::string without_colour(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    lines.push_back(text.substr(at, end - at));
  }
  return lines;
}

bool is_ascii(const std::string& text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

TEST(Terminal, EveryFigureFitsItsWidth) {
  for (const Case& c : awkward_figures()) {
    for (const int width : {20, 23, 40, 80, 132}) {
      for (const int variant : {0, 1, 2, 3}) {
        const TerminalStyle style{.width = width, .height = 8, .ascii = variant % 2 == 1, .colour = variant >= 2};
        const std::string text = draw_terminal(c.figure, style);
        ASSERT_FALSE(text.empty());
        EXPECT_EQ(text.back(), '\n');
        const std::string plain = without_colour(text);
        EXPECT_TRUE(style.colour || plain == text) << c.name;
        EXPECT_TRUE(!style.ascii || is_ascii(plain)) << c.name;
        for (const std::string& line : lines_of(plain)) {
          EXPECT_LE(static_cast<int>(display_width(line)), width) << c.name << ": " << line;
          EXPECT_TRUE(line.empty() || line.back() != ' ') << c.name;
        }
        EXPECT_EQ(text, draw_terminal(c.figure, style)) << c.name;
      }
    }
  }
}

TEST(Terminal, SizesOutsideTheRangeAreTakenToItsEnd) {
  const Figure figure = fan(2);
  EXPECT_EQ(draw_terminal(figure, {.width = -3, .height = -1}), draw_terminal(figure, {.width = 20, .height = 3}));
  EXPECT_EQ(draw_terminal(figure, {.width = 1 << 30, .height = 5}),
            draw_terminal(figure, {.width = 1000, .height = 5}));
}

TEST(Terminal, ColourChangesNothingButColour) {
  Figure figure = fan(3);
  const std::string coloured = draw_terminal(figure, {.ascii = true, .colour = true});
  EXPECT_EQ(without_colour(coloured), draw_terminal(figure, {.ascii = true}));
}

TEST(Terminal, EveryCurveHasItsColour) {
  const std::string text = draw_terminal(fan(12), {.colour = true});
  std::set<std::string> codes;
  for (std::size_t at = text.find("\x1b[38;5;"); at != std::string::npos; at = text.find("\x1b[38;5;", at + 1)) {
    codes.insert(text.substr(at, text.find('m', at) - at));
  }
  EXPECT_EQ(codes.size(), 12u);
}

TEST(Terminal, EveryCurveHasItsLetterAndItsName) {
  for (const bool ascii : {false, true}) {
    const std::string text = draw_terminal(fan(12), {.ascii = ascii});
    for (int k = 0; k < 12; ++k) {
      const std::string entry = std::string(1, static_cast<char>('A' + k)) + " curve " + std::to_string(k);
      EXPECT_NE(text.find(entry), std::string::npos) << entry;
    }
  }
}

TEST(Terminal, DrawsALine) {
  const Figure figure = figure_of({line_of("rises", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})});
  EXPECT_EQ(draw_terminal(figure, {.width = 30, .height = 6}),
            "loss at each step\n"
            "loss\n"
            "10 ┤                      ⢀⣀⠤⠒\n"
            "   │                  ⢀⡠⠔⠊⠁\n"
            "   │              ⣀⠤⠔⠊⠁\n"
            " 5 ┤        ⢀⡠⠤⠒⠊⠉\n"
            "   │    ⢀⡠⠔⠊⠁\n"
            " 0 ┤⣀⠤⠒⠊⠁\n"
            "   └┬────────────┬───────────┬\n"
            "    0            5          10\n"
            "               step\n"
            "rises\n");
  EXPECT_EQ(draw_terminal(figure, {.width = 30, .height = 6, .ascii = true}),
            "loss at each step\n"
            "loss\n"
            "10 +                        AA\n"
            "   |                   AAAAA\n"
            "   |              AAAAA\n"
            " 5 +         AAAAA\n"
            "   |    AAAAA\n"
            " 0 +AAAA\n"
            "   ++------------+-----------+\n"
            "    0            5          10\n"
            "               step\n"
            "A rises\n");
}

TEST(Terminal, MarksWhereACurveDiverged) {
  Figure figure = figure_of({line_of("gone", {1, 2, 4}), line_of("stays", std::vector<double>(21, 1))});
  figure.lines[0].diverged = true;
  figure.marked_x = 10;
  figure.mark_label = "here";
  EXPECT_EQ(draw_terminal(figure, {.width = 30, .height = 5}),
            "loss at each step\n"
            "loss         here\n"
            "4 ┤  ×A        ┊\n"
            "  │ ⢀⠇         ┊\n"
            "  │ ⡸          ┊\n"
            "2 ┤⢠⠃          ┊\n"
            "  │⠮⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤ B\n"
            "  └┬───────────┬───────────┬\n"
            "   0          10          20\n"
            "             step\n"
            "A gone    B stays\n");
}

TEST(Terminal, SaysWhenThereIsNothingToDraw) {
  EXPECT_NE(draw_terminal({}).find("nothing to draw"), std::string::npos);
  EXPECT_EQ(draw_terminal(fan(1)).find("nothing to draw"), std::string::npos);
}

}  // namespace
}  // namespace etude::report
