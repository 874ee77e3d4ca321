// Idea: while the curve stays in a column only its extremes matter, so keep the index of the lowest and of the highest
// point and place those two when the column changes.
// Edges: points that an axis cannot show end a piece; a piece of one point is kept.
// Cost: O(points); logarithms for every point where x is logarithmic, but only for two a column where just y is.

#include "report/drawing/trace.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace etude::report {
namespace {

class Tracer {
 public:
  Tracer(const Line& line, const Scales& scales, int columns) : line_(line), scales_(scales), columns_(columns) {}

  void add(std::size_t i) {
    const int column = column_of(i);
    if (open_ && column == column_) {
      if (line_.y[i] < line_.y[lowest_]) lowest_ = i;
      if (line_.y[i] > line_.y[highest_]) highest_ = i;
    } else {
      leave_column();
      if (gap_) end_piece();
      first_ = piece_.empty() ? i : first_;
      open_column(column, i);
    }
    last_ = i;
    gap_ = false;
  }

  void break_here() { gap_ = true; }

  std::vector<Piece> finish() {
    leave_column();
    end_piece();
    return std::move(pieces_);
  }

 private:
  int column_of(std::size_t i) const {
    return std::min(static_cast<int>(scales_.x.position(line_.x[i]) * columns_), columns_ - 1);
  }

  void open_column(int column, std::size_t i) {
    open_ = true;
    column_ = column;
    lowest_ = highest_ = i;
  }

  void place(std::size_t i) {
    if (!piece_.empty() && placed_ == i) return;
    piece_.push_back({scales_.x.position(line_.x[i]), scales_.y.position(line_.y[i])});
    placed_ = i;
  }

  void leave_column() {
    if (!open_) return;
    if (piece_.empty()) place(first_);
    place(std::min(lowest_, highest_));
    place(std::max(lowest_, highest_));
    open_ = false;
  }

  void end_piece() {
    if (piece_.empty()) return;
    place(std::max(last_, placed_));
    pieces_.push_back(std::move(piece_));
    piece_.clear();
  }

  const Line& line_;
  const Scales& scales_;
  int columns_;
  bool open_ = false;  // a column is being gathered
  bool gap_ = false;   // a point that cannot be drawn came since the last that can
  int column_ = 0;
  std::size_t first_ = 0, last_ = 0, lowest_ = 0, highest_ = 0, placed_ = 0;
  Piece piece_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Piece> trace(const Line& line, const Figure& figure, const Scales& scales, int columns) {
  Tracer tracer(line, scales, std::max(columns, 1));
  for (std::size_t i = 0; i < std::min(line.x.size(), line.y.size()); ++i) {
    if (drawable(figure.x, line.x[i]) && drawable(figure.y, line.y[i])) {
      tracer.add(i);
    } else {
      tracer.break_here();
    }
  }
  return tracer.finish();
}

}  // namespace etude::report
