#include "report/page/pictures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "etude/base/number.h"
#include "report/drawing/svg_style.h"
#include "report/drawing/trace.h"

namespace etude::report {
namespace {

constexpr int kThumbWidth = 84, kThumbHeight = 26;
constexpr int kThumbColumns = 42;
constexpr int kStripWidth = 150, kStripHeight = 18;
constexpr int kEdge = 5;  // free at both ends

/// To one decimal, never below 0.
std::string upward_px(double value) { return significant(std::floor(std::max(value, 0.0) * 10 + 0.5) / 10, 6); }

std::string picture(int width, int height, const std::string& title, const std::string& content) {
  const std::string size = std::to_string(width) + "\" height=\"" + std::to_string(height);
  return "<svg class=\"etude\" role=\"img\" width=\"" + size + "\" viewBox=\"0 0 " + std::to_string(width) + " " +
         std::to_string(height) + "\"><title>" + escaped(title) + "</title>" + content + "</svg>";
}

std::string in_hue(std::size_t hue, const std::string& content) {
  return "<g class=\"c" + std::to_string(hue) + "\">" + content + "</g>";
}

std::string stroke(const char* kind, const std::string& d) {
  return std::string("<path class=\"").append(kind).append("\" d=\"").append(d).append("\"/>");
}

double across(double position) { return kEdge + std::clamp(position, 0.0, 1.0) * (kStripWidth - 2 * kEdge); }

std::string joined(const Piece& piece) {
  std::string d;
  for (const Point& point : piece) {
    d.append(d.empty() ? "M" : "L").append(upward_px(1 + point.x * (kThumbWidth - 2))).append(" ");
    d.append(upward_px(kThumbHeight - 3 - point.y * (kThumbHeight - 6)));
  }
  return d;
}

std::vector<double> final_losses(const Arm& arm) {
  std::vector<double> losses;
  for (const Outcome& trial : arm.trials)
    if (!trial.diverged_at && drawable({}, trial.final_loss)) losses.push_back(trial.final_loss);
  return losses;
}

}  // namespace

std::string thumbnail(const Arm& arm, std::size_t hue) {
  Line line;
  double highest = 0;
  for (std::size_t t = 0; t < arm.lr.size(); ++t) {
    line.x.push_back(static_cast<double>(t));
    line.y.push_back(std::max(arm.lr[t], 0.0));
    if (drawable({}, arm.lr[t])) highest = std::max(highest, arm.lr[t]);
  }
  if (!(highest > 0)) return "";
  const Scales scales{{false, 0, std::max(1.0, static_cast<double>(arm.lr.size() - 1))}, {false, 0, highest}, false};
  std::string d;
  for (const Piece& piece : trace(line, {}, scales, kThumbColumns)) d += joined(piece);
  return picture(kThumbWidth, kThumbHeight, "rate from step 0 to the last, at most " + significant(highest, 4),
                 in_hue(hue, stroke("thumb", d)));
}

Scale scale_of_final_losses(const Comparison& comparison) {
  Figure figure{.y = {"", true}};
  for (const Arm& arm : comparison.arms) {
    Line line{.x = {}, .y = final_losses(arm)};
    line.x.assign(line.y.size(), 0);
    for (const double loss : line.y) figure.y.is_log = figure.y.is_log && loss > 0;
    figure.lines.push_back(line);
  }
  return fit(figure).y;
}

std::string strip(const Arm& arm, const Scale& scale, std::size_t hue) {
  std::vector<double> losses = final_losses(arm);
  if (losses.empty()) return "";
  std::string dots;
  for (const double loss : losses) {
    dots += "<circle class=\"mark\" cx=\"" + upward_px(across(scale.position(loss))) + "\" cy=\"" +
            std::to_string(kStripHeight / 2) + "\" r=\"3\"/>";
  }
  std::string median;
  if (drawable({"", scale.is_log()}, arm.final_loss.median))
    median = stroke("tick", "M" + upward_px(across(scale.position(arm.final_loss.median))) + " 2V" +
                                std::to_string(kStripHeight - 2));
  const auto [low, high] = std::minmax_element(losses.begin(), losses.end());
  return picture(kStripWidth, kStripHeight,
                 "final losses of " + std::to_string(losses.size()) + (losses.size() == 1 ? " seed" : " seeds") +
                     " from " + significant(*low, 3) + " to " + significant(*high, 3),
                 in_hue(hue, dots) + median);
}

double reach_of(const std::vector<Pair>& pairs) {
  double reach = 0;
  for (const Pair& pair : pairs) {
    const double own = std::abs(pair.difference) + (std::isnan(pair.ci95) ? 0 : pair.ci95);
    if (own <= kLargest) reach = std::max(reach, own);
  }
  return reach;
}

std::string interval(const Pair& pair, double reach) {
  const double half = std::isnan(pair.ci95) ? 0 : pair.ci95;
  if (!(reach > 0) || !(std::abs(pair.difference) + half <= reach)) return "";
  const auto at = [&](double value) { return upward_px(across((value / reach + 1) / 2)); };
  const std::string middle = std::to_string(kStripHeight / 2);
  return picture(
      kStripWidth, kStripHeight,
      significant(pair.difference - half, 3) + " to " + significant(pair.difference + half, 3),
      stroke("axis", "M" + at(0) + " 0V" + std::to_string(kStripHeight)) +
          stroke("whisker", "M" + at(pair.difference - half) + " " + middle + "H" + at(pair.difference + half)) +
          "<circle class=\"middle\" cx=\"" + at(pair.difference) + "\" cy=\"" + middle + "\" r=\"3.5\"/>");
}

std::string sample(std::size_t line, std::size_t hue) {
  const std::string dashes(dash(line));
  return "<svg class=\"etude\" aria-hidden=\"true\" viewBox=\"0 0 28 10\">" +
         in_hue(hue, "<path class=\"curve\"" + (dashes.empty() ? "" : " stroke-dasharray=\"" + dashes + "\"") +
                         " d=\"M0 5H28\"/>") +
         "</svg>";
}

}  // namespace etude::report
