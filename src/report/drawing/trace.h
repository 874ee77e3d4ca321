#pragma once
// What of a curve can be seen: its points in the unit square, no more than two a column.

#include <vector>

#include "etude/report/figure.h"
#include "report/drawing/scale.h"

namespace etude::report {

/// Both from 0 to 1, y upwards.
struct Point {
  double x = 0;
  double y = 0;
};

/// Points that are joined.
using Piece = std::vector<Point>;

/// The lowest and the highest point of each column that the curve passes, in the curve's order, with the ends of each
/// piece: so a million points cost what the picture costs. A gap within one column is not seen and joins.
std::vector<Piece> trace(const Line& line, const Figure& figure, const Scales& scales, int columns);

}  // namespace etude::report
