// A figure in characters.
// Idea: a braille character is 2 x 4 dots, so the plot is a grid of dots that curves switch on; in ASCII a dot is a
// whole character, drawn as the curve's letter. Everything is put on one sheet of the given width, which cuts what
// would pass it. Without colour the letters at the right ends (at the cross, for a curve that ends early) say which
// curve is which: letters that want the same row stand side by side, as many as the margin holds, and the next ones a
// row away. Cost: O(points) to thin the curves, then O(dots).

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "etude/report/figure.h"
#include "report/drawing/marks.h"
#include "report/drawing/scale.h"
#include "report/drawing/screen.h"
#include "report/drawing/trace.h"
#include "report/text.h"

namespace etude::report {
namespace {

/// The characters of one style.
struct Alphabet {
  char32_t vertical, horizontal, corner, y_tick, x_tick, rule, cross, chosen;
  std::string_view sample, dots;
};
constexpr Alphabet kUnicode{U'│', U'─', U'└', U'┤', U'┬', U'┊', U'×', U'●', "━━", "…"};
constexpr Alphabet kAscii{'|', '-', '+', '+', '+', '|', 'x', '*', "", "..."};

/// The dots of one plot, `across` x `down` of them in a character, and the hue of each character.
class Dots {
 public:
  Dots(int columns, int rows, bool ascii)
      : columns_(columns),
        across_(ascii ? 1 : 2),
        down_(ascii ? 1 : 4),
        cells_(cell_count(columns, rows)),
        rows_(rows) {}

  int width() const { return columns_ * across_; }
  int height() const { return rows_ * down_; }

  void join(std::pair<int, int> from, std::pair<int, int> to, int line) {
    const int steps = std::max({std::abs(to.first - from.first), std::abs(to.second - from.second), 1});
    for (int i = 0; i <= steps; ++i) {
      set(from.first + rounded(to.first - from.first, i, steps),
          from.second + rounded(to.second - from.second, i, steps), line);
    }
  }

  /// The line whose dots a character shows (-1: none), and its braille pattern.
  int line(int row, int column) const { return cell(row, column).line; }
  char32_t braille(int row, int column) const { return U'⠀' + cell(row, column).dots; }

 private:
  struct Cell {
    std::uint8_t dots = 0;
    int line = -1;
  };

  static std::size_t cell_count(int columns, int rows) {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  }
  static int rounded(int difference, int i, int steps) {
    const int doubled = 2 * std::abs(difference) * i + steps;
    return (difference < 0 ? -1 : 1) * (doubled / (2 * steps));
  }
  const Cell& cell(int row, int column) const {
    return cells_[cell_count(row, columns_) + static_cast<std::size_t>(column)];
  }

  void set(int x, int y, int line) {
    constexpr std::uint8_t kDot[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    Cell& target = cells_[cell_count(y / down_, columns_) + static_cast<std::size_t>(x / across_)];
    target.dots = static_cast<std::uint8_t>(target.dots | kDot[y % down_][x % across_]);
    target.line = line;
  }

  int columns_, across_, down_;
  std::vector<Cell> cells_;
  int rows_;
};

/// Where a curve ends.
struct End {
  std::size_t line = 0;
  int row = 0;  // of the plot
  double x = 0;
  bool at_edge = false;  // its letter stands in the right margin
};

/// A letter in the right margin.
struct MarginLetter {
  std::size_t line = 0;
  int row = 0;
  int column = 0;
};

std::vector<std::vector<Piece>> traces(const Figure& figure, const Scales& scales, int columns) {
  std::vector<std::vector<Piece>> out;
  for (const Line& line : figure.lines) out.push_back(trace(line, figure, scales, columns));
  return out;
}

int cell_of(double position, int cells) {
  return std::clamp(static_cast<int>(position * (cells - 1) + 0.5), 0, cells - 1);
}

/// Places the letters of the curves that reach the right edge, at most `room` in a row.
std::vector<MarginLetter> margin_letters(const std::vector<End>& ends, int rows, int room) {
  std::vector<int> used(static_cast<std::size_t>(rows), 0);
  std::vector<MarginLetter> out;
  for (const End& end : ends) {
    if (!end.at_edge) continue;
    for (int distance = 0; distance < 2 * rows; ++distance) {
      const int row = end.row + (distance % 2 == 1 ? distance / 2 + 1 : -(distance / 2));
      if (row < 0 || row >= rows || used[static_cast<std::size_t>(row)] >= room) continue;
      out.push_back({end.line, row, used[static_cast<std::size_t>(row)]++});
      break;
    }
  }
  return out;
}

class Terminal {
 public:
  Terminal(const Figure& figure, const TerminalStyle& style)
      : figure_(figure),
        ascii_(style.ascii),
        colour_(style.colour),
        signs_(style.ascii ? kAscii : kUnicode),
        width_(std::clamp(style.width, 20, 1000)),
        rows_(std::clamp(style.height, 3, 500)),
        scales_(fit(figure)),
        hues_(hues(figure.lines)),
        lettered_(figure.lines.size() > 1) {
    lay_out();
  }

  std::string draw() const {
    Screen screen(width_, top_ + rows_ + 2 + (figure_.x.label.empty() ? 0 : 1) + legend_rows_);
    draw_head(screen);
    draw_axes(screen);
    draw_rule(screen);
    draw_curves(screen);
    draw_legend(screen);
    return screen.text(colour_);
  }

 private:
  std::string spelled(const std::string& text) const { return ascii_ ? plain_ascii(text) : text; }
  static int columns_of(const std::string& text) { return static_cast<int>(display_width(text)); }
  std::string cut(const std::string& text, int width) const {
    return elide(spelled(text), static_cast<std::size_t>(std::max(width, 0)), signs_.dots);
  }

  std::vector<std::string> wrapped(const std::string& text, int width) const {
    return wrap(spelled(text), static_cast<std::size_t>(std::max(width, 1)), LongWord::is_broken);
  }

  void lay_out() {
    if (!figure_.title.empty()) title_ = wrapped(figure_.title, width_);
    y_ticks_ = ticks(scales_.y, std::max(rows_ / 3, 3));
    int widest = 0;
    for (const Tick& tick : y_ticks_) widest = std::max(widest, columns_of(tick.label));
    left_ = std::min(widest, width_ / 3) + 2;
    columns_ = width_ - left_;
    traces_ = traces(figure_, scales_, dot_columns());
    ends_ = ends();
    margin_ = lettered_ ? margin_letters(ends_, rows_, std::clamp(width_ / 8, 2, 16)) : std::vector<MarginLetter>{};
    if (lettered_) make_room_for_letters();
    fit_x_ticks();
    has_head_ = !figure_.y.label.empty() || has_mark_label();
    top_ = static_cast<int>(title_.size()) + (has_head_ ? 1 : 0);
    if (has_legend()) lay_out_legend();
  }

  int dot_columns() const { return columns_ * (ascii_ ? 1 : 2); }

  void make_room_for_letters() {
    int widest = -1;
    for (const MarginLetter& letter : margin_) widest = std::max(widest, letter.column);
    columns_ -= widest + 2;
    traces_ = traces(figure_, scales_, dot_columns());
  }

  bool has_mark_label() const { return has_mark() && !figure_.mark_label.empty(); }
  bool has_mark() const { return figure_.marked_x && drawable(figure_.x, *figure_.marked_x); }

  /// As many ticks as stand at least two blanks apart.
  void fit_x_ticks() {
    for (int count = std::max(columns_ / 6, 2); count >= 1; --count) {
      x_ticks_ = ticks(scales_.x, count);
      int free_from = 0;
      bool fits = true;
      for (const Tick& tick : x_ticks_) {
        const int start = x_label_start(tick);
        fits = fits && start >= free_from;
        free_from = start + columns_of(tick.label) + 2;
      }
      if (fits) return;
    }
    x_ticks_.resize(std::min<std::size_t>(x_ticks_.size(), 1));
  }

  int x_cell(double value) const { return left_ + cell_of(scales_.x.position(value), columns_); }
  int y_cell(double value) const { return top_ + rows_ - 1 - cell_of(scales_.y.position(value), rows_); }

  int x_label_start(const Tick& tick) const {
    const int length = columns_of(tick.label);
    return std::clamp(x_cell(tick.value) - length / 2, 0, std::max(0, width_ - length));
  }

  /// The last point of every curve that has one.
  std::vector<End> ends() const {
    std::vector<End> out;
    for (std::size_t i = 0; i < traces_.size(); ++i) {
      if (traces_[i].empty()) continue;
      const Point last = traces_[i].back().back();
      out.push_back({i, rows_ - 1 - cell_of(last.y, rows_), last.x, last.x > 0.97 && !figure_.lines[i].diverged});
    }
    return out;
  }

  void draw_head(Screen& screen) const {
    for (std::size_t i = 0; i < title_.size(); ++i) screen.write(static_cast<int>(i), 0, title_[i], kStrong);
    const int row = top_ - 1;
    const std::string label = cut(figure_.y.label, width_);
    if (!has_mark_label()) {
      screen.write(row, 0, label);
      return;
    }
    const std::string mark = cut(figure_.mark_label, width_);
    const int length = columns_of(mark);
    const int start = std::clamp(x_cell(*figure_.marked_x) - length / 2, 0, width_ - length);
    if (columns_of(label) + 2 <= start) screen.write(row, 0, label);
    screen.write(row, start, mark);
  }

  void draw_axes(Screen& screen) const {
    const int axis = left_ - 1;
    const int floor = top_ + rows_;
    for (int row = top_; row < floor; ++row) screen.put(row, axis, signs_.vertical, kFaint);
    for (int column = left_; column < left_ + columns_; ++column) screen.put(floor, column, signs_.horizontal, kFaint);
    screen.put(floor, axis, signs_.corner, kFaint);
    for (const Tick& tick : y_ticks_) {
      const std::string label = cut(tick.label, left_ - 2);
      screen.put(y_cell(tick.value), axis, signs_.y_tick, kFaint);
      screen.write(y_cell(tick.value), axis - 1 - columns_of(label), label);
    }
    for (const Tick& tick : x_ticks_) {
      screen.put(floor, x_cell(tick.value), signs_.x_tick, kFaint);
      screen.write(floor + 1, x_label_start(tick), tick.label);
    }
    const std::string label = cut(figure_.x.label, width_);
    screen.write(floor + 2, std::max(0, left_ + (columns_ - columns_of(label)) / 2), label);
  }

  void draw_rule(Screen& screen) const {
    if (!has_mark()) return;
    for (int row = top_; row < top_ + rows_; ++row) screen.put(row, x_cell(*figure_.marked_x), signs_.rule, kFaint);
  }

  void draw_curves(Screen& screen) const {
    if (scales_.empty) screen.write(top_ + rows_ / 2, left_ + std::max(0, (columns_ - 15) / 2), "nothing to draw");
    Dots dots(columns_, rows_, ascii_);
    for (std::size_t i = 0; i < traces_.size(); ++i) {
      for (const Piece& piece : traces_[i]) join(dots, piece, static_cast<int>(i));
    }
    for (int row = 0; row < rows_; ++row) {
      for (int column = 0; column < columns_; ++column) {
        const int line = dots.line(row, column);
        if (line < 0) continue;
        const char32_t sign = ascii_ ? sign_of(static_cast<std::size_t>(line)) : dots.braille(row, column);
        screen.put(top_ + row, left_ + column, sign, paint(static_cast<std::size_t>(line)));
      }
    }
    draw_points(screen);
    draw_ends(screen);
  }

  /// The chosen points, and crosses at the top for those above every axis.
  void draw_points(Screen& screen) const {
    for (std::size_t i = 0; i < figure_.lines.size(); ++i) {
      const Line& line = figure_.lines[i];
      for (const double x : line.above) {
        if (!scales_.empty && drawable(figure_.x, x)) screen.put(top_, x_cell(x), signs_.cross, paint(i));
      }
      if (has_chosen(figure_, line))
        screen.put(y_cell(line.y[*line.chosen]), x_cell(line.x[*line.chosen]), signs_.chosen, paint(i));
    }
  }

  static void join(Dots& dots, const Piece& piece, int line) {
    const auto dot = [&](const Point& point) {
      return std::pair{cell_of(point.x, dots.width()), dots.height() - 1 - cell_of(point.y, dots.height())};
    };
    for (std::size_t i = 0; i < piece.size(); ++i) dots.join(dot(piece[i > 0 ? i - 1 : 0]), dot(piece[i]), line);
  }

  int paint(std::size_t line) const { return static_cast<int>(hues_[line]); }
  static char32_t sign_of(std::size_t line) { return static_cast<char32_t>(letter(line)); }

  void draw_ends(Screen& screen) const {
    for (const End& end : ends_) {
      const int row = top_ + end.row;
      const int column = left_ + cell_of(end.x, columns_);
      if (figure_.lines[end.line].diverged) screen.put(row, column, signs_.cross, paint(end.line));
      if (lettered_ && !end.at_edge) put_letter(screen, row, column, end.line);
    }
    for (const MarginLetter& letter : margin_) {
      screen.put(top_ + letter.row, left_ + columns_ + 1 + letter.column, sign_of(letter.line), paint(letter.line));
    }
  }

  /// Beside the end, where it is blank; over the curve just before the end otherwise.
  void put_letter(Screen& screen, int row, int column, std::size_t line) const {
    const std::pair<int, int> around[] = {{0, 1}, {0, 2}, {-1, 1}, {1, 1}, {-1, 0}, {1, 0}, {0, -1}};
    for (const auto& [down, right] : around) {
      const int at = column + right;
      if (row + down < top_ || row + down >= top_ + rows_ || at < left_ || !screen.is_blank(row + down, at)) continue;
      screen.put(row + down, at, sign_of(line), paint(line));
      return;
    }
    screen.put(row, column > left_ ? column - 1 : column + 1, sign_of(line), paint(line));
  }

  /// "A name", with a sample of the colour before it where there is one.
  int legend_lead() const { return (colour_ && !ascii_ ? 3 : 0) + (lettered_ || ascii_ ? 2 : 0); }

  int legend_entry_width() const {
    int widest = 0;
    for (const Line& line : figure_.lines) widest = std::max(widest, columns_of(spelled(line.name)));
    return std::min(legend_lead() + widest, width_);
  }

  int legend_columns() const { return std::max(1, (width_ + 3) / (legend_entry_width() + 3)); }

  bool has_legend() const {
    return figure_.lines.size() > 1 || (figure_.lines.size() == 1 && !figure_.lines[0].name.empty());
  }

  /// The lines of every name; a name that is too long for the figure has several, and stands in the only column.
  void lay_out_legend() {
    for (const Line& line : figure_.lines) legend_.push_back(wrapped(line.name, width_ - legend_lead()));
    if (legend_columns() > 1) {
      legend_rows_ = (static_cast<int>(legend_.size()) + legend_columns() - 1) / legend_columns();
      return;
    }
    for (const auto& lines : legend_) legend_rows_ += std::max(1, static_cast<int>(lines.size()));
  }

  void draw_legend(Screen& screen) const {
    int row = screen.height() - legend_rows_;
    for (std::size_t i = 0; i < legend_.size(); ++i) {
      const int place = static_cast<int>(i) % legend_columns();
      draw_entry(screen, row, place * (legend_entry_width() + 3), i);
      if (place + 1 == legend_columns()) row += std::max(1, static_cast<int>(legend_[i].size()));
    }
  }

  void draw_entry(Screen& screen, int row, int column, std::size_t line) const {
    if (colour_ && !ascii_) screen.write(row, column, signs_.sample, paint(line));
    const int name = column + legend_lead();
    if (lettered_ || ascii_) screen.put(row, name - 2, sign_of(line), paint(line));
    for (const std::string& text : legend_[line]) screen.write(row++, name, text);
  }

  const Figure& figure_;
  bool ascii_, colour_;
  const Alphabet& signs_;
  int width_, rows_;
  Scales scales_;
  std::vector<std::size_t> hues_;
  bool lettered_;
  int left_ = 0, columns_ = 0, top_ = 0;
  bool has_head_ = false;
  std::vector<std::string> title_;                // its lines
  std::vector<std::vector<std::string>> legend_;  // of every curve the lines of its name; none where there is no legend
  int legend_rows_ = 0;
  std::vector<Tick> y_ticks_, x_ticks_;
  std::vector<std::vector<Piece>> traces_;
  std::vector<End> ends_;
  std::vector<MarginLetter> margin_;
};

}  // namespace

std::string draw_terminal(const Figure& figure, const TerminalStyle& style) { return Terminal(figure, style).draw(); }

}  // namespace etude::report
