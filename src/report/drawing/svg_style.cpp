#include "report/drawing/svg_style.h"

#include <algorithm>
#include <iterator>

#include "report/drawing/marks.h"
#include "report/text.h"

namespace etude::report {
namespace {

/// One hue on white and on the dark paper. Neighbours differ in lightness as well, for eyes that miss red, green or
/// blue; each has a contrast of at least 3:1 to its paper (WCAG 2.1, 1.4.11; the tests compute it).
struct Hue {
  std::string_view light, dark;
};
constexpr Hue kPalette[kHues] = {
    {"#2456d3", "#6f9bff"},  // blue
    {"#d9480f", "#ff8552"},  // orange
    {"#16987a", "#4fdfb1"},  // teal
    {"#941b67", "#e06bb4"},  // plum
    {"#7c62f0", "#b9a8ff"},  // violet
    {"#7a5200", "#f2cf24"},  // brown, gold
    {"#bd3855", "#ff7b93"},  // rose
    {"#2f86a6", "#35bccb"},  // steel
    {"#5f8a2b", "#a9c152"},  // olive
    {"#6b7280", "#a3abb6"},  // grey
    {"#b14cc4", "#d58be6"},  // orchid
    {"#27303a", "#e8ebef"},  // ink
};

constexpr std::string_view kDashes[] = {"",    "7 3",      "2 3", "9 3 2 3",  "14 4",    "9 3 2 3 2 3",
                                        "4 4", "14 3 5 3", "3 6", "20 3 2 3", "6 2 6 7", "3 2 3 6"};

struct Colours {
  std::string_view paper, ink, quiet, grid, axis;
};
constexpr Colours kLight{"#ffffff", "#1d2630", "#5a6572", "#e8ebef", "#a5aeb8"};
constexpr Colours kDark{"#14171c", "#e4e8ed", "#9ca6b2", "#272c34", "#57606b"};

std::string rule(std::string_view selector, std::string_view property, std::string_view value) {
  return std::string(".etude ").append(selector).append("{").append(property).append(":").append(value).append("}");
}

std::string colour_rules(const Colours& colours, bool dark) {
  std::string out = rule(".paper", "fill", colours.paper) + rule("text", "fill", colours.ink) +
                    rule(".quiet", "fill", colours.quiet) + rule(".grid", "stroke", colours.grid) +
                    rule(".axis", "stroke", colours.axis) + rule(".rule", "stroke", colours.quiet) +
                    rule(".halo", "stroke", colours.paper) + '\n';
  for (std::size_t i = 0; i < kHues; ++i) {
    out += rule(".c" + std::to_string(i), "color", dark ? kPalette[i].dark : kPalette[i].light);
  }
  return out + '\n';
}

constexpr double kNarrowShare = 0.4;

double share_of_em(char32_t code) {
  constexpr std::u32string_view kNarrow = U" iljtfrI.,:;'|()[]!";
  constexpr std::u32string_view kWide = U"mwMW%@=+<>±—…";
  if (kNarrow.find(code) != std::u32string_view::npos) return kNarrowShare;
  if (kWide.find(code) != std::u32string_view::npos) return 0.9;
  return code >= U'A' && code <= U'Z' ? 0.7 : 0.62;
}

}  // namespace

std::string style_sheet() {
  return "\n"
         ".etude{font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:12px;"
         "font-variant-numeric:tabular-nums}\n"
         ".etude .title{font-size:15px;font-weight:600}\n"
         ".etude .grid,.etude .axis,.etude .rule{fill:none;stroke-width:1}\n"
         ".etude .curve{fill:none;stroke:currentColor;stroke-width:1.8;stroke-linejoin:round}\n"
         ".etude .lead{fill:none;stroke:currentColor;stroke-width:.8;stroke-opacity:.6}\n"
         ".etude .dot{fill:currentColor}\n"
         ".etude .band{fill:currentColor;fill-opacity:.13}\n"
         ".etude .ring{fill:none;stroke:currentColor;stroke-width:1.6}\n"
         ".etude .halo{stroke-width:4;stroke-linejoin:round;paint-order:stroke}\n" +
         colour_rules(kLight, false) + "@media (prefers-color-scheme:dark){\n" + colour_rules(kDark, true) + "}\n";
}

std::string_view dash(std::size_t curve) { return kDashes[curve % std::size(kDashes)]; }

double text_width(std::string_view text, double font_size) {
  double ems = 0;
  for (const char32_t code : code_points(text)) ems += share_of_em(code);
  return ems * font_size;
}

std::string fitted(std::string_view text, double width, double font_size) {
  const auto most = static_cast<std::size_t>(std::max(0.0, width) / (kNarrowShare * font_size));
  std::size_t kept = std::min(display_width(text), most + 1);
  std::string out = elide(text, kept, "…");
  while (kept > 1 && text_width(out, font_size) > width) out = elide(text, --kept, "…");
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : utf8(code_points(text))) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace etude::report
