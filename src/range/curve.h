#pragma once
// One sweep by itself: where it explodes, and its smoothed losses.

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "etude/base/number.h"
#include "etude/record/range.h"

namespace etude::range {

/// What is wrong with the rates that a sweep leads through; empty if nothing.
std::string check_rates(double from, double to);

/// Told the losses one by one, says where the edge is, and when the sweep has gone far enough beyond it. The same
/// object ends etude's own sweeps and cuts those of others, so both are the same sweep.
class EdgeFinder {
 public:
  /// True once this loss is where the sweep is cut: not finite, or a decade beyond the edge.
  bool is_cut_at(double lr, double loss);
  double edge() const { return edge_; }  // NaN until it is seen

 private:
  bool explodes(double lr, double loss);
  double edge_ = not_a_number;
  double lowest_ = std::numeric_limits<double>::infinity();  // running mean
  double start_ = 0;
  std::vector<double> lr_, loss_;
};

/// The mean of the losses at `at`, weighed by a Gaussian of 0.08 decades of the rate; the line between neighbours where
/// no rate is within three of them.
double smoothed_at(double lr, std::span<const double> lrs, std::span<const double> losses);

/// The sweep of these losses: cut, and everything known of it.
SeedSweep analysed(std::uint32_t seed, std::vector<double> lr, std::vector<double> loss);

}  // namespace etude::range
