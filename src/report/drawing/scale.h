#pragma once
// The two axes of a figure: which values they span, where a value stands on them, which ticks they carry.

#include <string>
#include <vector>

#include "etude/report/figure.h"

namespace etude::report {

/// Values beyond this size stand on no axis: they are treated like infinity.
inline constexpr double kLargest = 1e300;

/// From low (position 0) to high (position 1), low < high, both positive where the axis is logarithmic.
class Scale {
 public:
  Scale() = default;
  Scale(bool is_log, double low, double high);

  bool is_log() const { return is_log_; }
  double low() const { return low_; }
  double high() const { return high_; }
  double position(double value) const;

 private:
  bool is_log_ = false;
  double low_ = 0;
  double high_ = 1;
  double origin_ = 0;  // low, or its logarithm
  double span_ = 1;    // from low to high, or between their logarithms
};

struct Scales {
  Scale x;
  Scale y;
  bool empty = true;  // no point of the figure can be drawn; both scales are then [0, 1] or [0.1, 10]
};

/// Whether an axis can show the value: finite, and positive on a log axis.
inline bool drawable(const Axis& axis, double value) {
  return value <= kLargest && (axis.is_log ? value >= 1 / kLargest : value >= -kLargest);
}

/// Whether the line has a chosen point, and the axes can show it.
bool has_chosen(const Figure& figure, const Line& line);

/// The scales that hold every point and the marked x: x tight (or up to a near tick), y with a little air; the bands,
/// too, where they are drawn. A logarithmic x has air where its points are few and drawn as dots.
Scales fit(const Figure& figure, bool has_bands = false);

struct Tick {
  double value = 0;
  std::string label;
};

/// At most `at_most` ticks within the scale, in rising order. Linear: 1, 2 or 5 times a power of ten apart. Log:
/// decades (or every k-th of them), with 2 and 5 below two decades; linear ones where fewer than three of those fit.
std::vector<Tick> ticks(const Scale& scale, int at_most);

}  // namespace etude::report
