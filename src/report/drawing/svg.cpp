// A figure as SVG.
// Idea: the paper, a thin grid, the curves, and names where the eye already is: at the ends of the curves. Up to six
// curves carry their names there; more carry letters, and a legend at the right spells them out.
// Labels keep apart by least squares (marks.h) and a thin lead joins each to its curve. No ids and no scripts, so that
// several figures can stand in one page.
// Cost: O(points) to thin the curves to two points a pixel column, then O(width).

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/number.h"
#include "etude/report/figure.h"
#include "report/drawing/marks.h"
#include "report/drawing/scale.h"
#include "report/drawing/svg_style.h"
#include "report/drawing/trace.h"

namespace etude::report {
namespace {

constexpr double kFont = 12;
constexpr std::size_t kMostNames = 6;  // more curves than this carry letters
constexpr double kSample = 24;         // a dashed stretch before a name
constexpr double kLead = 14;           // from the plot to its labels
constexpr double kLetterColumn = 32;
constexpr double kLargestLegend = 0.4;  // of the width
constexpr double kNearEdge = 0.97;      // a curve that ends right of this share of the plot has its label in the margin

/// `value` px to one decimal, without a needless ".0".
std::string px(double value) {
  const auto tenths = static_cast<long long>(std::floor(value * 10 + 0.5));
  const long long size = tenths < 0 ? -tenths : tenths;
  std::string out = std::to_string(size / 10);
  if (tenths < 0) out.insert(out.begin(), '-');
  if (size % 10 != 0) out.append(".").append(std::to_string(size % 10));
  return out;
}

std::string at(double x, double y) { return px(x) + ' ' + px(y); }

std::string attribute(std::string_view name, std::string_view value) {
  return std::string(" ").append(name).append("=\"").append(value).append("\"");
}

std::string path(std::string_view kind, const std::string& d, std::string_view dash = "") {
  return "<path" + attribute("class", kind) + (dash.empty() ? "" : attribute("stroke-dasharray", dash)) +
         attribute("d", d) + "/>\n";
}

std::string label(double x, double y, std::string_view text, std::string_view kind = "", std::string_view anchor = "") {
  return "<text" + attribute("x", px(x)) + attribute("y", px(y)) + (kind.empty() ? "" : attribute("class", kind)) +
         (anchor.empty() ? "" : attribute("text-anchor", anchor)) + ">" + escaped(text) + "</text>\n";
}

std::string hue_class(std::size_t hue) { return std::string("c").append(std::to_string(hue)); }

/// Where a curve ends, in px.
struct CurveEnd {
  std::size_t line = 0;
  double x = 0;
  double y = 0;
  bool at_edge = false;
};

class Drawing {
 public:
  Drawing(const Figure& figure, const SvgStyle& style)
      : figure_(figure),
        width_(std::clamp(style.width, 320, 10000)),
        height_(std::clamp(style.height, 200, 10000)),
        is_inlined_(style.is_inlined),
        scales_(fit(figure, true)),
        hues_(hues(figure.lines)),
        lettered_(figure.lines.size() > kMostNames || (is_inlined_ && figure.lines.size() > 1)) {
    lay_out();
  }

  std::string draw() const {
    const std::string size = px(width_) + "\" height=\"" + px(height_);
    const std::string own_size = is_inlined_ ? "" : " width=\"" + size + "\"";
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"etude\" role=\"img\"" + own_size +
                      " viewBox=\"0 0 " + at(width_, height_) + "\">\n";
    out += "<title>" + escaped(figure_.title.empty() ? "Figure" : figure_.title) + "</title>\n";
    out += "<desc>" + escaped(description()) + "</desc>\n";
    if (!is_inlined_) out += "<style>" + style_sheet() + "</style>\n";
    out += "<rect class=\"paper\" width=\"" + size + "\"/>\n";
    out += axes() + mark() + bands() + curves() + points() + end_labels() + legend();
    return out + "</svg>\n";
  }

 private:
  void lay_out() {
    y_ticks_ = ticks(scales_.y, std::max(2, (height_ - 90) / 45));
    double widest = 0;
    for (const Tick& tick : y_ticks_) widest = std::max(widest, text_width(tick.label, kFont));
    left_ = std::min(widest, width_ / 4.0) + 24;
    const bool has_head = !figure_.y.label.empty() || has_mark() || !figure_.band_label.empty();
    top_ = (is_inlined_ ? 4 : 16) + (has_title() ? 24 : 0) + (has_head ? 24 : 0);
    bottom_ = height_ - 30 - (figure_.x.label.empty() ? 0 : 18);
    right_ = width_ - right_margin();
    x_ticks_ = fitting_x_ticks();
    for (const Line& line : figure_.lines) {
      traces_.push_back(trace(line, figure_, scales_, static_cast<int>(right_ - left_)));
    }
  }

  bool has_title() const { return !figure_.title.empty() && !is_inlined_; }

  double widest_name() const {
    double widest = 0;
    for (const Line& line : figure_.lines) widest = std::max(widest, text_width(line.name, kFont));
    return widest;
  }

  double name_room() const { return std::min(widest_name(), width_ * kLargestLegend - kSample - kLead); }

  double right_margin() const {
    if (is_inlined_) return lettered_ ? kLetterColumn : 12;
    if (widest_name() == 0 && !lettered_) return 24;
    return (lettered_ ? kLetterColumn + 16 : 0) + kLead + kSample + 8 + name_room() + 12;
  }

  std::vector<Tick> fitting_x_ticks() const {
    for (int count = std::max(2, static_cast<int>((right_ - left_) / 60)); count > 1; --count) {
      std::vector<Tick> found = ticks(scales_.x, count);
      double free_from = -1e9;
      bool fits = true;
      for (const Tick& tick : found) {
        const double half = text_width(tick.label, kFont) / 2;
        fits = fits && x(tick.value) - half >= free_from;
        free_from = x(tick.value) + half + 14;
      }
      if (fits) return found;
    }
    return ticks(scales_.x, 1);
  }

  double across(double position) const { return left_ + position * (right_ - left_); }
  double down(double position) const { return bottom_ - position * (bottom_ - top_); }
  double x(double value) const { return across(scales_.x.position(value)); }
  double y(double value) const { return down(scales_.y.position(value)); }
  bool has_mark() const { return figure_.marked_x && drawable(figure_.x, *figure_.marked_x); }

  std::string axes() const {
    std::string grid;
    std::string labels;
    for (const Tick& tick : y_ticks_) {
      grid += 'M' + at(left_, y(tick.value)) + 'H' + px(right_);
      labels += label(left_ - 8, y(tick.value) + 4, tick.label, "quiet", "end");
    }
    for (const Tick& tick : x_ticks_) {
      grid += 'M' + at(x(tick.value), top_) + 'V' + px(bottom_);
      labels += label(x(tick.value), bottom_ + 18, tick.label, "quiet", "middle");
    }
    std::string out = path("grid", grid) + path("axis", 'M' + at(left_, bottom_) + 'H' + px(right_)) + labels;
    if (has_title()) out += label(16, 28, fitted(figure_.title, width_ - 32, 16), "title");
    if (!figure_.y.label.empty())
      out += label(16, top_ - 12, axis_label(figure_.y, left_ + (right_ - left_) / 2), "quiet");
    if (!has_mark() && !figure_.band_label.empty())
      out += label(right_, top_ - 12, fitted(figure_.band_label, right_ - 60, kFont), "quiet", "end");
    if (!figure_.x.label.empty()) {
      out += label((left_ + right_) / 2, bottom_ + 36, axis_label(figure_.x, right_ - left_), "quiet", "middle");
    }
    return out;
  }

  static std::string axis_label(const Axis& axis, double room) { return fitted(axis.label, room, kFont); }

  std::string mark() const {
    if (!has_mark()) return "";
    const double rule = x(*figure_.marked_x);
    const std::string text = fitted(figure_.mark_label, (right_ - left_) / 2, kFont);
    const double half = text_width(text, kFont) / 2;
    const double middle = std::clamp(rule, std::min(left_ + half, right_ - half), right_ - half);
    return path("rule", 'M' + at(rule, top_ - 6) + 'V' + px(bottom_), "1 3") +
           label(middle, top_ - 12, text, "", "middle");
  }

  std::string curves() const {
    std::string out;
    for (std::size_t i = 0; i < traces_.size(); ++i) {
      out += "<g" + attribute("class", hue_class(hues_[i])) + "><title>" + escaped(figure_.lines[i].name) +
             "</title>\n" + curve(i) + "</g>\n";
    }
    if (scales_.empty) out += label((left_ + right_) / 2, (top_ + bottom_) / 2, "nothing to draw", "quiet", "middle");
    return out;
  }

  /// The area between what is low and what is high, wherever both can be drawn.
  std::string bands() const {
    std::string out;
    for (std::size_t i = 0; i < figure_.lines.size(); ++i) {
      const Line& line = figure_.lines[i];
      if (line.low.empty() || line.high.empty()) continue;
      const auto low = edge_of(line, line.low, line.high);
      const auto high = edge_of(line, line.high, line.low);
      std::string d;
      for (std::size_t k = 0; k < std::min(low.size(), high.size()); ++k) d += area(low[k], high[k]);
      if (!d.empty()) out += path("band " + hue_class(hues_[i]), d);
    }
    return out;
  }

  std::vector<Piece> edge_of(const Line& line, const std::vector<double>& edge,
                             const std::vector<double>& other) const {
    Line drawn{.x = line.x, .y = edge};
    const std::size_t count = std::min({line.x.size(), edge.size(), other.size()});
    drawn.x.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (!drawable(figure_.y, other[i])) drawn.y[i] = other[i];
    }
    return trace(drawn, figure_, scales_, static_cast<int>((right_ - left_) / 2));
  }

  std::string area(Piece low, const Piece& high) const {
    if (low.size() < 2 || high.size() < 2) return "";
    low.insert(low.end(), high.rbegin(), high.rend());
    return joined(low) + 'Z';
  }

  /// Points that were measured, the chosen one among them, and crosses for those above every axis.
  std::string points() const {
    std::string out;
    for (std::size_t i = 0; i < figure_.lines.size(); ++i) {
      const Line& line = figure_.lines[i];
      std::string own;
      for (std::size_t k = 0; line.has_dots && k < std::min(line.x.size(), line.y.size()); ++k) {
        if (drawable(figure_.x, line.x[k]) && drawable(figure_.y, line.y[k]))
          own += circle("dot", x(line.x[k]), y(line.y[k]), 2.2);
      }
      if (has_chosen(figure_, line)) own += circle("ring", x(line.x[*line.chosen]), y(line.y[*line.chosen]), 6);
      for (const double value : line.above) {
        if (!scales_.empty && drawable(figure_.x, value))
          own += cross({scales_.x.position(value), 1 - 7.0 / (bottom_ - top_)});
      }
      if (!own.empty()) out += "<g" + attribute("class", hue_class(hues_[i])) + ">\n" + own + "</g>\n";
    }
    return out;
  }

  static std::string circle(std::string_view kind, double cx, double cy, double radius) {
    return "<circle" + attribute("class", kind) + attribute("cx", px(cx)) + attribute("cy", px(cy)) +
           attribute("r", px(radius)) + "/>\n";
  }

  std::string curve(std::size_t i) const {
    std::string d;
    std::string rest;
    for (const Piece& piece : traces_[i]) {
      if (piece.size() == 1) {
        rest += circle("dot", across(piece[0].x), down(piece[0].y), 2.5);
      } else {
        d += joined(piece);
      }
    }
    if (figure_.lines[i].diverged && !traces_[i].empty()) rest += cross(traces_[i].back().back());
    return (d.empty() ? "" : path("curve", d, dash(i))) + rest;
  }

  std::string joined(const Piece& piece) const {
    std::string out;
    std::string last;
    for (const Point& point : piece) {
      const std::string place = at(across(point.x), down(point.y));
      if (place != last) out += (out.empty() ? 'M' : 'L') + place;
      last = place;
    }
    return out;
  }

  std::string cross(const Point& point) const {
    const double cx = across(point.x);
    const double cy = down(point.y);
    return path("curve", 'M' + at(cx - 4, cy - 4) + 'L' + at(cx + 4, cy + 4) + 'M' + at(cx - 4, cy + 4) + 'L' +
                             at(cx + 4, cy - 4));
  }

  std::string text_of(std::size_t line) const {
    if (lettered_) return std::string(1, letter(line));
    return fitted(figure_.lines[line].name, name_room(), kFont);
  }

  std::vector<CurveEnd> ends(bool at_edge) const {
    std::vector<CurveEnd> out;
    for (std::size_t i = 0; i < traces_.size(); ++i) {
      if (traces_[i].empty() || text_of(i).empty()) continue;
      const Point last = traces_[i].back().back();
      const bool fills = last.x > kNearEdge || !(is_inlined_ || fits(i, across(last.x)));
      const bool edge = fills && !figure_.lines[i].diverged;
      if (edge == at_edge) out.push_back({i, across(last.x), down(last.y), edge});
    }
    return out;
  }

  std::string end_labels() const {
    std::string out;
    for (const bool at_edge : {true, false}) {
      const std::vector<CurveEnd> found = ends(at_edge);
      std::vector<double> wanted;
      for (const CurveEnd& end : found) wanted.push_back(end.y);
      const std::vector<double> places = spread(wanted, lettered_ ? 12 : 16, top_ + 4, bottom_ - 4);
      for (std::size_t i = 0; i < found.size(); ++i) {
        out += at_edge ? edge_label(found[i], places[i]) : inner_label(found[i], places[i]);
      }
    }
    return out;
  }

  /// A lead from the end of the curve; then its letter, or a sample of it and its name.
  std::string edge_label(const CurveEnd& end, double place) const {
    std::string out = "<g" + attribute("class", hue_class(hues_[end.line])) + ">\n" +
                      path("lead", 'M' + at(end.x + 2, end.y) + 'L' + at(right_ + kLead - 2, place));
    double from = right_ + kLead;
    if (!lettered_) {
      out += sample(end.line, from, place);
      from += kSample + 4;
    }
    return out + label(from + 2, place + 4, text_of(end.line)) + "</g>\n";
  }

  /// Does the name fit between the curve's end and the margin? Left of the end it would lie on the curve.
  bool fits(std::size_t line, double end) const { return end + 10 + text_width(text_of(line), kFont) <= right_; }

  std::string inner_label(const CurveEnd& end, double place) const {
    const bool is_right = fits(end.line, end.x);
    return label(is_right ? end.x + 10 : end.x - 10, place + 4, text_of(end.line), "halo", is_right ? "" : "end");
  }

  std::string sample(std::size_t line, double from, double place) const {
    return path("curve", 'M' + at(from, place) + 'H' + px(from + kSample), dash(line));
  }

  std::string legend() const {
    if (!lettered_ || is_inlined_) return "";
    const double row = std::min(19.0, (bottom_ - top_) / static_cast<double>(figure_.lines.size()));
    const double left = right_ + kLead + kLetterColumn;
    std::string out;
    for (std::size_t i = 0; i < figure_.lines.size(); ++i) {
      const double middle = top_ + row * (static_cast<double>(i) + 0.5);
      out += "<g" + attribute("class", hue_class(hues_[i])) + ">\n" + label(left, middle + 4, text_of(i)) +
             sample(i, left + 16, middle) +
             label(left + 16 + kSample + 6, middle + 4, fitted(figure_.lines[i].name, name_room(), kFont)) + "</g>\n";
    }
    return out;
  }

  std::string span_of(const Axis& axis, const Scale& scale, std::string_view otherwise) const {
    return (axis.label.empty() ? std::string(otherwise) : axis.label) + (axis.is_log ? " (log)" : "") + " from " +
           significant(scale.low(), 3) + " to " + significant(scale.high(), 3);
  }

  /// What the picture shows, in words: the axes, and where each curve begins and ends.
  std::string description() const {
    std::string out =
        "Curves of " + span_of(figure_.y, scales_.y, "y") + " against " + span_of(figure_.x, scales_.x, "x") + ".";
    for (const Line& line : figure_.lines) out += ' ' + described(line);
    if (!figure_.band_label.empty()) out += ' ' + figure_.band_label + '.';
    if (has_mark()) out += " Marked: " + figure_.mark_label + " at " + significant(*figure_.marked_x, 3) + '.';
    return out;
  }

  std::string described(const Line& line) const {
    const std::size_t count = std::min(line.x.size(), line.y.size());
    const auto shown = [&](std::size_t i) { return drawable(figure_.x, line.x[i]) && drawable(figure_.y, line.y[i]); };
    std::size_t first = 0;
    while (first < count && !shown(first)) ++first;
    if (first == count) return line.name + ": nothing to draw.";
    std::size_t last = count - 1;
    while (!shown(last)) --last;
    const auto point = [&](std::size_t i) { return significant(line.y[i], 4) + " at " + significant(line.x[i], 4); };
    return line.name + ": " + point(first) + ", " + point(last) + (line.diverged ? ", where it diverged" : "") +
           (has_chosen(figure_, line) ? "; chosen: " + point(*line.chosen) : "") +
           (line.above.empty() ? "" : "; " + std::to_string(line.above.size()) + " above the figure") + ".";
  }

  const Figure& figure_;
  int width_, height_;
  bool is_inlined_;
  Scales scales_;
  std::vector<std::size_t> hues_;
  bool lettered_;
  double left_ = 0, top_ = 0, right_ = 0, bottom_ = 0;
  std::vector<Tick> x_ticks_, y_ticks_;
  std::vector<std::vector<Piece>> traces_;
};

}  // namespace

std::string draw_svg(const Figure& figure, const SvgStyle& style) { return Drawing(figure, style).draw(); }

}  // namespace etude::report
