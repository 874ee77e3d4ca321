#pragma once
// A figure of curves as data, and its two drawings: characters for a terminal, SVG for everything else.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace etude::report {

/// A curve. Points that are not finite (or beyond 1e300), or not positive on a log axis, break it and are not drawn.
struct Line {
  std::string name = {};
  std::vector<double> x = {};
  std::vector<double> y = {};               // as many as x
  std::vector<double> low = {}, high = {};  // as many, or none: the band around it, drawn in SVG alone
  std::vector<double> above = {};           // x of points too high for any axis: crosses at the top edge
  std::optional<std::size_t> chosen = {};   // the point that stands out, such as the best of a search
  bool has_dots = false;                    // its points are drawn, too: there are few, and they were measured
  bool diverged = false;                    // a cross marks where it ends
  std::optional<std::size_t> hue_of =
      {};  // the earlier line whose colour it shares; dash and letter still tell them apart
};

struct Axis {
  std::string label = {};
  bool is_log = false;
};

struct Figure {
  std::string title = {};
  Axis x = {};
  Axis y = {};
  std::vector<Line> lines = {};
  std::optional<double> marked_x = {};  // a vertical rule, such as a suggested rate
  std::string mark_label = {};
  std::string band_label = {};  // what the bands are: "band: the middle half of 20 seeds"
};

struct TerminalStyle {
  int width = 80;       // display columns, the axis included; 20 ... 1000
  int height = 20;      // rows of the plotting area; 3 ... 500
  bool ascii = false;   // letters and '|' instead of braille and box characters
  bool colour = false;  // ANSI colours
};

/// The figure in characters, with tick labels, axis labels and a legend; no line is wider than `style.width`, and a title
/// or name that would be wraps at words. Curves are dots of braille (letters where `ascii`); where there are several, each
/// has a letter, in the legend and at its right end, so that they can be told apart without colour. Later curves cover
/// earlier ones. Same figure, same bytes.
std::string draw_terminal(const Figure& figure, const TerminalStyle& style = {});

struct SvgStyle {
  int width = 860;   // px, 320 ... 10000
  int height = 480;  // px, 200 ... 10000
  // For comparison_html(), which has the style sheet already and names the curves beside the figure: no style, title or
  // legend of its own, a letter at the end of every curve, and a size that the page decides.
  bool is_inlined = false;
};

/// A standalone SVG: light and dark by prefers-color-scheme, a dash pattern as well as a colour for every curve (so it
/// reads in black and white), title and description for screen readers, text escaped, coordinates to 0.1 px.
/// Up to six curves carry their names at their ends; more carry letters there, and a legend stands at the right.
/// Same figure, same bytes; a curve of a million points costs no more of them than one of a thousand.
std::string draw_svg(const Figure& figure, const SvgStyle& style = {});

}  // namespace etude::report
