// The figure of a claim: a line an effect, its value as a mark on its interval, before a band that holds what was claimed.
// Ratios stand on a log axis, differences on one of their own beneath, and printed figures, as ratios to them, above. What
// an effect says is told by the mark as by its colour: a disc is as claimed, a cross against it, a ring not detected, a small
// ring beside the claim. On a narrow screen the words stand above each line.

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "etude/report/claims.h"
#include "report/claims/words.h"
#include "report/drawing/scale.h"
#include "report/drawing/svg_style.h"

namespace etude::report {
namespace {

constexpr double kForestFoot = 46, kLabelFont = 12, kMark = 5, kSmallMark = 3,
                 kAir = 0.06;  // beyond both ends, as a share of what lies between: there a band goes on

/// Where things stand in a figure.
struct ForestLayout {
  double width, row, top, left, right;
  bool stacks = false;  // the words of a row above its line, not beside it
  int ticks = 6;

  double words_width() const { return stacks ? width - 20 : left - 24; }
};
constexpr ForestLayout kWideBook{.width = 900, .row = 34, .top = 10, .left = 330, .right = 700};
constexpr ForestLayout kNarrowBook{
    .width = 340, .row = 62, .top = 4, .left = 14, .right = 326, .stacks = true, .ticks = 4};

std::string tenth(double value) { return shortest(std::floor(value * 10 + 0.5) / 10); }

std::string drawn_path(const std::string& kind, const std::string& d) {
  return "<path class=\"" + kind + "\" d=\"" + d + "\"/>\n";
}

std::string words_at(double x, double y, const std::string& text, const std::string& kind = "",
                     const std::string& anchor = "") {
  return "<text x=\"" + tenth(x) + "\" y=\"" + tenth(y) + "\"" + (kind.empty() ? "" : " class=\"" + kind + "\"") +
         (anchor.empty() ? "" : " text-anchor=\"" + anchor + "\"") + ">" + escaped(text) + "</text>\n";
}

std::string mark(Told told, double x, double y) {
  if (told == Told::against)
    return drawn_path("curve", "M" + tenth(x - kMark) + " " + tenth(y - kMark) + "L" + tenth(x + kMark) + " " +
                                   tenth(y + kMark) + "M" + tenth(x - kMark) + " " + tenth(y + kMark) + "L" +
                                   tenth(x + kMark) + " " + tenth(y - kMark));
  return "<circle class=\"" + std::string(told == Told::as_claimed ? "dot" : "ring") + "\" cx=\"" + tenth(x) +
         "\" cy=\"" + tenth(y) + "\" r=\"" + tenth(told == Told::beside ? kSmallMark : kMark) + "\"/>\n";
}

std::string hue(Told told) {
  constexpr int hue_of_told[] = {2, 1, 9, 9};
  return "c" + std::to_string(hue_of_told[static_cast<int>(told)]);
}

/// What shares an axis.
struct Group {
  bool is_printed, is_ratio;
  const char* axis;
};
constexpr Group groups[] = {{true, true, "ratio to what was printed, log axis"},
                            {false, true, "ratio, log axis; shaded: what was claimed"},
                            {false, false, "difference; shaded: what was claimed"}};

/// The effects of one axis.
class Forest {
 public:
  Forest(std::vector<ClaimEffect> effects, const Group& group, double top, const ForestLayout& layout)
      : effects_(std::move(effects)), group_(group), top_(top), at_(layout) {
    double low = neutral(), high = low;
    for (const ClaimEffect& effect : effects_) {
      std::vector<double> ends{effect.low, effect.high};
      if (has_band(effect)) ends.insert(ends.end(), {bound(effect, 1), bound(effect, -1)});
      for (const double value : ends)
        if (drawable({"", is_ratio()}, value)) low = std::min(low, value), high = std::max(high, value);
    }
    if (!(low < high)) low = is_ratio() ? low / 2 : low - 1, high = is_ratio() ? high * 2 : high + 1;
    const double air = is_ratio() ? std::pow(high / low, kAir) : kAir * (high - low);
    low = is_ratio() ? low / air : low - air;
    high = is_ratio() ? high * air : high + air;
    scale_ = Scale(is_ratio(), low, high);
  }

  double bottom() const { return floor() + kForestFoot; }

  std::string drawn() const {
    std::string out = grid();
    for (std::size_t i = 0; i < effects_.size(); ++i) out += row(effects_[i], line_of(i));
    return out;
  }

 private:
  bool is_ratio() const { return group_.is_ratio; }
  double neutral() const { return is_ratio() ? 1 : 0; }
  double x_of(double value) const {
    const double inside = std::clamp(value, scale_.low(), scale_.high());
    return at_.left + scale_.position(inside) * (at_.right - at_.left);
  }
  double floor() const { return top_ + at_.row * static_cast<double>(effects_.size()); }

  static bool has_band(const ClaimEffect& effect) {
    return effect.told != Told::beside && effect.claimed != "printed" && std::isfinite(effect.margin);
  }

  /// The end of the margin on one side of neutral.
  double bound(const ClaimEffect& effect, int side) const {
    if (!is_ratio()) return side * effect.margin;
    return side > 0 ? effect.margin : 1 / effect.margin;
  }

  /// A line at that value, broken where words stand.
  std::string upright(const std::string& kind, double value) const {
    if (!at_.stacks) return drawn_path(kind, "M" + tenth(x_of(value)) + " " + tenth(top_) + "V" + tenth(floor()));
    std::string d;
    for (std::size_t i = 0; i < effects_.size(); ++i)
      d += "M" + tenth(x_of(value)) + " " + tenth(line_of(i) - 13) + "v26";
    return drawn_path(kind, d);
  }

  /// Where the line of an effect stands.
  double line_of(std::size_t i) const {
    return top_ + at_.row * static_cast<double>(i) + (at_.stacks ? at_.row - 16 : at_.row / 2);
  }

  std::string grid() const {
    std::string out;
    for (const Tick& tick : ticks(scale_, at_.ticks)) {
      out += upright("grid", tick.value);
      out += words_at(x_of(tick.value), floor() + 16, tick.label, "quiet", "middle");
    }
    out += upright("rule", neutral());
    return out + words_at((at_.left + at_.right) / 2, floor() + 34, group_.axis, "quiet", "middle");
  }

  /// What was claimed of the effect.
  std::string band(const ClaimEffect& effect, double y) const {
    double from = scale_.low(), to = scale_.high();
    if (!has_band(effect)) return "";
    if (effect.claimed == "lower") to = bound(effect, -1);
    if (effect.claimed == "no higher" || effect.claimed == "same") to = bound(effect, 1);
    if (effect.claimed == "higher") from = bound(effect, 1);
    if (effect.claimed == "same") from = bound(effect, -1);
    return "<rect class=\"band\" x=\"" + tenth(x_of(from)) + "\" y=\"" + tenth(y - 11) + "\" width=\"" +
           tenth(std::max(x_of(to) - x_of(from), 0.0)) + "\" height=\"22\"/>\n";
  }

  std::string row(const ClaimEffect& effect, double y) const {
    std::string out = "<g class=\"" + hue(effect.told) + "\">\n" + band(effect, y);
    if (effect.low < effect.high)
      out += drawn_path("curve", "M" + tenth(x_of(effect.low)) + " " + tenth(y) + "H" + tenth(x_of(effect.high)));
    return out + mark(effect.told, x_of(effect.value), y) + "</g>\n" + words(effect, y);
  }

  std::string words(const ClaimEffect& effect, double y) const {
    const std::string name = (effect.where.empty() ? "" : effect.where + ": ") + bare_sides_of(effect);
    const std::string found = value_of(effect) + "  " + std::string(effect.finding());
    if (at_.stacks)
      return words_at(10, y - 32, fitted(name, at_.words_width(), kLabelFont)) +
             words_at(10, y - 17, fitted(measure_of(effect) + ": " + found, at_.words_width(), kLabelFont), "quiet");
    return words_at(10, y - 2, fitted(name, at_.words_width(), kLabelFont)) +
           words_at(10, y + 11, fitted(measure_of(effect), at_.words_width(), kLabelFont), "quiet") +
           words_at(at_.right + 14, y + 4, found);
  }

  std::vector<ClaimEffect> effects_;
  Group group_;
  double top_;
  ForestLayout at_;
  Scale scale_;
};

/// What was printed, as a ratio to it.
ClaimEffect beside_what_is_printed(ClaimEffect effect) {
  effect.value /= effect.reference;
  effect.low = effect.high = effect.value;
  effect.is_ratio = true;
  return effect;
}

std::vector<ClaimEffect> drawable_effects(const ClaimResult& result, const Group& group) {
  std::vector<ClaimEffect> all;
  for (ClaimEffect effect : result.effects) {
    const bool is_printed = effect.claimed == "printed";
    if (is_printed) effect = beside_what_is_printed(effect);
    const auto fits = [&](double value) { return drawable({"", group.is_ratio}, value); };
    if (is_printed == group.is_printed && effect.is_ratio == group.is_ratio && fits(effect.low) && fits(effect.high))
      all.push_back(std::move(effect));
  }
  return all;
}

/// Its axes, one below the other; `top` becomes where they end. Empty where nothing can be drawn.
std::string forests(const ClaimResult& result, const ForestLayout& layout, double& top) {
  std::string content;
  for (const Group& group : groups) {
    auto effects = drawable_effects(result, group);
    if (effects.empty()) continue;
    const Forest forest(std::move(effects), group, top, layout);
    content += forest.drawn();
    top = forest.bottom() + layout.top;
  }
  return content;
}

std::string svg(const ClaimResult& result, const std::string& kind, double width, double height,
                const std::string& content) {
  return "<svg " + kind + " role=\"img\" viewBox=\"0 0 " + tenth(width) + " " + tenth(height) + "\">\n<title>" +
         escaped(result.id + ": " + result.verdict()) + "</title>\n<desc>" + escaped(result.finding) + "</desc>\n" +
         content + "</svg>\n";
}

}  // namespace

std::string claim_svg(const ClaimResult& result) {
  double bottom = kWideBook.top + 26;
  const std::string content = forests(result, kWideBook, bottom);
  if (content.empty()) return "";
  const std::string title = result.id + ": " + result.verdict() + ". " + result.statement;
  return svg(result, "xmlns=\"http://www.w3.org/2000/svg\" class=\"etude\"", kWideBook.width, bottom,
             "<style>" + style_sheet() + "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n" +
                 words_at(10, 24, fitted(title, kWideBook.width - 20, 17), "title") + content);
}

std::string inlined_claim_svg(const ClaimResult& result) {
  std::string out;
  for (const auto& [kind, layout] :
       {std::pair{"class=\"etude wide\"", kWideBook}, std::pair{"class=\"etude narrow\"", kNarrowBook}}) {
    double bottom = layout.top;
    const std::string content = forests(result, layout, bottom);
    if (!content.empty()) out += svg(result, kind, layout.width, bottom, content);
  }
  return out;
}

std::string inlined_mark(Told told) {
  return "<svg class=\"etude " + hue(told) + "\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">" +
         drawn_path("curve", "M2 6H26") + mark(told, 14, 6) + "</svg>";
}

}  // namespace etude::report
