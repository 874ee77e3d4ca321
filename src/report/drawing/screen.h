#pragma once
// A sheet of characters: what is written outside it is lost, so nothing drawn on it is ever wider than it.

#include <string>
#include <string_view>
#include <vector>

namespace etude::report {

/// How a character is painted: one of the hues 0 ... kHues - 1, or one of these.
inline constexpr int kPlain = -1;
inline constexpr int kFaint = -2;
inline constexpr int kStrong = -3;

class Screen {
 public:
  Screen(int width, int height);

  int width() const { return width_; }
  int height() const { return height_; }
  void put(int row, int column, char32_t code, int paint = kPlain);
  void write(int row, int column, std::string_view text, int paint = kPlain);
  bool is_blank(int row, int column) const;

  /// The lines, without blanks at their ends; with ANSI codes where `colour`.
  std::string text(bool colour) const;

 private:
  struct Glyph {
    char32_t code = U' ';
    int paint = kPlain;
  };

  bool holds(int row, int column) const { return row >= 0 && row < height_ && column >= 0 && column < width_; }
  const Glyph& at(int row, int column) const { return glyphs_[index(row, column)]; }
  std::size_t index(int row, int column) const;
  void append_line(std::string& out, int row, bool colour) const;

  int width_;
  int height_;
  std::vector<Glyph> glyphs_;
};

}  // namespace etude::report
