#pragma once
// Figures that a drawing must survive; every property test runs through all of them.

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "etude/report/figure.h"

namespace etude::report {

struct Case {
  std::string name;
  Figure figure;
};

inline Line line_of(std::string name, std::vector<double> x, std::vector<double> y) {
  Line line;
  line.name = std::move(name);
  line.x = std::move(x);
  line.y = std::move(y);
  return line;
}

inline Line line_of(std::string name, std::vector<double> y) {
  std::vector<double> x;
  for (std::size_t i = 0; i < y.size(); ++i) x.push_back(static_cast<double>(i));
  return line_of(std::move(name), std::move(x), std::move(y));
}

inline Figure figure_of(std::vector<Line> lines, bool log_x = false, bool log_y = false) {
  Figure figure;
  figure.title = "loss at each step";
  figure.x = {"step", log_x};
  figure.y = {"loss", log_y};
  figure.lines = std::move(lines);
  return figure;
}

/// `count` falling curves that never touch, named "curve 0" and so on.
inline Figure fan(int count, bool log_y = false) {
  Figure figure = figure_of({}, false, log_y);
  for (int k = 0; k < count; ++k) {
    std::vector<double> y;
    for (int t = 0; t < 100; ++t) y.push_back((k + 1) * (2 - t / 100.0));
    figure.lines.push_back(line_of("curve " + std::to_string(k), y));
  }
  return figure;
}

inline std::vector<Case> awkward_figures() {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  const double tiny = std::numeric_limits<double>::denorm_min();
  const double huge = std::numeric_limits<double>::max();
  std::vector<double> gaps;
  for (int i = 0; i < 5000; ++i) gaps.push_back(i % 2 == 0 ? nan : std::sin(i * 0.01));
  Figure nasty =
      figure_of({line_of("<b> & \"quotes\" 'x' ]]>", {1, 2}), line_of("\x1b[31mred\nline\t\x80\xff", {2, 1})});
  nasty.title = "a < b && c > d \xED\xA0\x80 \xEF\xBF\xBE Σlr §2, 7";
  nasty.y.label = nasty.x.label = "<&>";
  nasty.marked_x = 0.5;
  nasty.mark_label = "<mark>";
  Figure marked = figure_of({line_of("a", {1e-6, 1e-3, 1}, {1, 0.5, 2})}, true, true);
  marked.marked_x = 0.01;
  marked.mark_label = std::string(300, 'm');
  Figure off_axis = marked;
  off_axis.marked_x = -1;
  Figure far = marked;
  far.marked_x = 1e250;
  Figure crossed =
      figure_of({line_of("gone", {1, 5, 20}), line_of("stays", std::vector<double>(50, 0.7))}, false, true);
  crossed.lines[0].diverged = true;
  Figure bare = fan(2);
  bare.title = bare.x.label = bare.y.label = bare.lines[0].name = bare.lines[1].name = "";
  Figure long_names = fan(3);
  for (Line& line : long_names.lines) line.name += std::string(500, 'n');
  Figure uneven = figure_of({line_of("more x than y", {0, 1, 2, 3}, {1, 2})});
  Figure empty_names = fan(8);
  for (Line& line : empty_names.lines) line.name.clear();
  Figure shared = fan(4);
  shared.lines[1].hue_of = 0;
  shared.lines[2].hue_of = 77;  // no such line
  return {{"nothing at all", {}},
          {"no lines", figure_of({})},
          {"no lines, log", figure_of({}, true, true)},
          {"no points", figure_of({line_of("a", {})})},
          {"one point", figure_of({line_of("a", {0.5})})},
          {"one point, log", figure_of({line_of("a", {3}, {0.5})}, true, true)},
          {"a point at zero", figure_of({line_of("a", {0})})},
          {"two points in one place", figure_of({line_of("a", {1, 1}, {2, 2})})},
          {"constant", figure_of({line_of("a", std::vector<double>(300, 0.05))})},
          {"constant, log", figure_of({line_of("a", std::vector<double>(300, 0.05))}, false, true)},
          {"negative", figure_of({line_of("a", {-5, -3, -4})})},
          {"all nan", figure_of({line_of("a", {nan, nan, nan})})},
          {"all infinite", figure_of({line_of("a", {inf, -inf, inf})}, false, true)},
          {"all negative, log", figure_of({line_of("a", {-1, -2, 0})}, false, true)},
          {"zero and negative, log", figure_of({line_of("a", {-1, 0, 1}, {1, -2, 3})}, true, true)},
          {"nan in the middle", figure_of({line_of("a", {1, 2, nan, 3, inf, 2})})},
          {"gaps everywhere", figure_of({line_of("a", gaps)})},
          {"smallest and largest", figure_of({line_of("a", {tiny, huge, -huge, 1, -tiny})})},
          {"smallest and largest, log", figure_of({line_of("a", {tiny, huge, 1e-300, 1e300})}, false, true)},
          {"widest linear", figure_of({line_of("a", {-1e300, 1e300}, {-1e300, 1e300})})},
          {"nearly constant", figure_of({line_of("a", {1, 1 + 1e-15, 1})})},
          {"small change on a large value", figure_of({line_of("a", {1e9, 1e9 + 0.5, 1e9})})},
          {"tiny values", figure_of({line_of("a", {1e-299, 3e-299})})},
          {"backwards in x", figure_of({line_of("a", {5, 3, 9, 1}, {1, 2, 3, 4})})},
          {"more x than y", uneven},
          {"one curve", fan(1)},
          {"six", fan(6)},
          {"seven", fan(7)},
          {"twelve", fan(12)},
          {"twelve, log", fan(12, true)},
          {"sixty", fan(60)},
          {"the same curve twelve times", figure_of(std::vector<Line>(12, line_of("same", {3, 2, 1})))},
          {"ends early", crossed},
          {"unnamed", bare},
          {"unnamed, many", empty_names},
          {"long names", long_names},
          {"shared hues", shared},
          {"marked", marked},
          {"marked off the axis", off_axis},
          {"marked far away", far},
          {"markup and bad bytes", nasty}};
}

}  // namespace etude::report
