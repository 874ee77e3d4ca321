// The figure of a claim: a line an effect, its value as a mark on its interval, before a band that holds what was claimed.
// Ratios stand on a log axis, differences on one of their own beneath. What an effect says is told by the mark as by its
// colour: a disc is as claimed, a cross against it, a ring not detected.

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "etude/report/claims.h"
#include "report/claims/words.h"
#include "report/drawing/scale.h"
#include "report/drawing/svg_style.h"

namespace etude::report {
namespace {

constexpr double kForestWidth = 900, kRow = 28, kTop = 18, kFoot = 46;
constexpr double kPlotLeft = 330, kPlotRight = 700, kLabelFont = 12;

std::string tenth(double value) { return shortest(std::floor(value * 10 + 0.5) / 10); }

std::string drawn_path(const std::string& kind, const std::string& d) {
  return "<path class=\"" + kind + "\" d=\"" + d + "\"/>\n";
}

std::string words_at(double x, double y, const std::string& text, const std::string& kind = "",
                     const std::string& anchor = "") {
  return "<text x=\"" + tenth(x) + "\" y=\"" + tenth(y) + "\"" + (kind.empty() ? "" : " class=\"" + kind + "\"") +
         (anchor.empty() ? "" : " text-anchor=\"" + anchor + "\"") + ">" + escaped(text) + "</text>\n";
}

/// The effects of one axis.
class Forest {
 public:
  Forest(std::vector<ClaimEffect> effects, double top) : effects_(std::move(effects)), top_(top) {
    double low = neutral(), high = low;
    for (const ClaimEffect& effect : effects_)
      for (const double value : {effect.low, effect.high, bound(effect, 1), bound(effect, -1)})
        if (drawable({"", is_ratio()}, value)) low = std::min(low, value), high = std::max(high, value);
    if (!(low < high)) low = is_ratio() ? low / 2 : low - 1, high = is_ratio() ? high * 2 : high + 1;
    scale_ = Scale(is_ratio(), low, high);
  }

  double bottom() const { return top_ + kRow * static_cast<double>(effects_.size()) + kFoot; }

  std::string drawn() const {
    std::string out = grid();
    for (std::size_t i = 0; i < effects_.size(); ++i)
      out += row(effects_[i], top_ + kRow * (static_cast<double>(i) + 0.5));
    return out;
  }

 private:
  bool is_ratio() const { return effects_.front().is_ratio; }
  double neutral() const { return is_ratio() ? 1 : 0; }
  double x_of(double value) const {
    const double inside = std::clamp(value, scale_.low(), scale_.high());
    return kPlotLeft + scale_.position(inside) * (kPlotRight - kPlotLeft);
  }
  double floor() const { return bottom() - kFoot; }

  /// The end of the margin on one side of neutral.
  double bound(const ClaimEffect& effect, int side) const {
    if (!is_ratio()) return side * effect.margin;
    return side > 0 ? effect.margin : 1 / effect.margin;
  }

  std::string grid() const {
    std::string out;
    for (const Tick& tick : ticks(scale_, 6)) {
      out += drawn_path("grid", "M" + tenth(x_of(tick.value)) + " " + tenth(top_) + "V" + tenth(floor()));
      out += words_at(x_of(tick.value), floor() + 16, tick.label, "quiet", "middle");
    }
    out += drawn_path("rule", "M" + tenth(x_of(neutral())) + " " + tenth(top_) + "V" + tenth(floor()));
    return out +
           words_at((kPlotLeft + kPlotRight) / 2, floor() + 34,
                    is_ratio() ? "ratio, log axis; shaded: what was claimed" : "difference; shaded: what was claimed",
                    "quiet", "middle");
  }

  /// What was claimed of the effect.
  std::string band(const ClaimEffect& effect, double y) const {
    double from = scale_.low(), to = scale_.high();
    if (effect.told == Told::beside) return "";
    if (effect.claimed != "higher") to = bound(effect, effect.claimed == "same" ? 1 : -1);
    if (effect.claimed != "lower") from = bound(effect, effect.claimed == "same" ? -1 : 1);
    return "<rect class=\"band\" x=\"" + tenth(x_of(from)) + "\" y=\"" + tenth(y - kRow / 2 + 3) + "\" width=\"" +
           tenth(std::max(x_of(to) - x_of(from), 0.0)) + "\" height=\"" + tenth(kRow - 6) + "\"/>\n";
  }

  static std::string mark(const ClaimEffect& effect, double x, double y) {
    const std::string cx = tenth(x), cy = tenth(y);
    if (effect.told == Told::against)
      return drawn_path("curve", "M" + tenth(x - 5) + " " + tenth(y - 5) + "L" + tenth(x + 5) + " " + tenth(y + 5) +
                                     "M" + tenth(x - 5) + " " + tenth(y + 5) + "L" + tenth(x + 5) + " " + tenth(y - 5));
    return "<circle class=\"" + std::string(effect.told == Told::as_claimed ? "dot" : "ring") + "\" cx=\"" + cx +
           "\" cy=\"" + cy + "\" r=\"5\"/>\n";
  }

  std::string row(const ClaimEffect& effect, double y) const {
    const std::string name = (effect.where.empty() ? "" : effect.where + ": ") + sides_of(effect);
    constexpr int hue_of_told[] = {2, 1, 9, 9};
    std::string out =
        "<g class=\"c" + std::to_string(hue_of_told[static_cast<int>(effect.told)]) + "\">\n" + band(effect, y);
    out += drawn_path("curve", "M" + tenth(x_of(effect.low)) + " " + tenth(y) + "H" + tenth(x_of(effect.high)));
    out += mark(effect, x_of(effect.value), y) + "</g>\n";
    out += words_at(10, y - 1, fitted(name, kPlotLeft - 24, kLabelFont));
    out += words_at(10, y + 11, fitted(measure_of(effect), kPlotLeft - 24, kLabelFont), "quiet");
    return out + words_at(kPlotRight + 14, y + 4, value_of(effect) + "  " + std::string(effect.finding()));
  }

  std::vector<ClaimEffect> effects_;
  double top_;
  Scale scale_;
};

std::vector<ClaimEffect> drawable_effects(const ClaimResult& result, bool is_ratio) {
  std::vector<ClaimEffect> all;
  for (const ClaimEffect& effect : result.effects)
    if (effect.is_ratio == is_ratio && drawable({"", is_ratio}, effect.low) && drawable({"", is_ratio}, effect.high))
      all.push_back(effect);
  return all;
}

std::string forests(const ClaimResult& result, bool is_inlined) {
  std::string content;
  double top = is_inlined ? kTop : kTop + 26;
  for (const bool is_ratio : {true, false}) {
    auto effects = drawable_effects(result, is_ratio);
    if (effects.empty()) continue;
    const Forest forest(std::move(effects), top);
    content += forest.drawn();
    top = forest.bottom() + kTop;
  }
  if (content.empty()) return "";
  const std::string title = result.id + ": " + result.verdict();
  const std::string size = tenth(kForestWidth) + " " + tenth(top);
  std::string out = std::string("<svg ") + (is_inlined ? "" : "xmlns=\"http://www.w3.org/2000/svg\" ") +
                    "class=\"etude\" role=\"img\" viewBox=\"0 0 " + size + "\">\n<title>" + escaped(title) +
                    "</title>\n<desc>" + escaped(result.finding) + "</desc>\n";
  if (is_inlined) return out + content + "</svg>\n";
  out += "<style>" + style_sheet() + "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n";
  return out + words_at(10, 24, fitted(title + ". " + result.statement, kForestWidth - 20, 15), "title") + content +
         "</svg>\n";
}

}  // namespace

std::string claim_svg(const ClaimResult& result) { return forests(result, false); }
std::string inlined_claim_svg(const ClaimResult& result) { return forests(result, true); }

}  // namespace etude::report
