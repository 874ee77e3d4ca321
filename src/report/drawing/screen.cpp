#include "report/drawing/screen.h"

#include <algorithm>
#include <cstddef>

#include "report/drawing/marks.h"
#include "report/text.h"

namespace etude::report {
namespace {

/// Colours of the 256-colour cube (fixed, unlike the first 16) that read on black and on white: 3:1 or more on both.
constexpr int kAnsi[kHues] = {33, 166, 36, 162, 99, 136, 160, 31, 64, 134, 102, 168};

std::string code_for(int paint) {
  if (paint == kStrong) return "\x1b[1m";
  if (paint == kFaint) return "\x1b[90m";
  return "\x1b[38;5;" + std::to_string(kAnsi[static_cast<std::size_t>(paint) % kHues]) + "m";
}

}  // namespace

Screen::Screen(int width, int height)
    : width_(width), height_(height), glyphs_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

std::size_t Screen::index(int row, int column) const {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(column);
}

void Screen::put(int row, int column, char32_t code, int paint) {
  if (holds(row, column)) glyphs_[index(row, column)] = {code, paint};
}

void Screen::write(int row, int column, std::string_view text, int paint) {
  for (const char32_t code : code_points(text)) put(row, column++, code, paint);
}

bool Screen::is_blank(int row, int column) const { return holds(row, column) && at(row, column).code == U' '; }

void Screen::append_line(std::string& out, int row, bool colour) const {
  int end = width_;
  while (end > 0 && at(row, end - 1).code == U' ') --end;
  int paint = kPlain;
  for (int column = 0; column < end; ++column) {
    const Glyph& glyph = at(row, column);
    if (colour && glyph.paint != paint && glyph.code != U' ') {
      if (paint != kPlain) out += "\x1b[0m";
      if (glyph.paint != kPlain) out += code_for(glyph.paint);
      paint = glyph.paint;
    }
    out += utf8(std::u32string_view(&glyph.code, 1));
  }
  if (paint != kPlain) out += "\x1b[0m";
  out += '\n';
}

std::string Screen::text(bool colour) const {
  std::string out;
  for (int row = 0; row < height_; ++row) append_line(out, row, colour);
  return out;
}

}  // namespace etude::report
