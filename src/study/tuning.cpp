// Tuning a peak.
//
// Idea. Seek coarsely on one seed; then run the lowest point of the grid and its neighbours on more seeds, and let a
// smooth curve through all levels (valley.h) say which the lowest is.
// Formula.
//   1. Points a stride apart run on the first seed, of 13 points 2, 6 and 10. The stride is halved, and points a stride
//      below and above the best run, too, until none of them is better; so the grid goes on beyond its ends.
//   2. The lowest of the curve runs on a third of the seeds, as does the point below; the point above on two thirds of
//      these, the second point below on half, the second above on a sixth. So again, wherever that makes another point the
//      lowest.
//   3. The same on all seeds. The peak is the lowest of the curve.
// Edges. Where all diverge on the first seed, they run on the next one, too; where they do on all, the grid goes on
// downwards. The grid goes on by `farthest` at most. Equal losses: the smaller peak. With `tries_all` every point of the
// grid runs on all seeds first.
// Cost. Of 13 points and s seeds about 4 + 3.3 s trials, and some s more where the lowest moves, in place of 13 s.

#include "study/tuning.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "study/statistics.h"

namespace etude::study {
namespace {

constexpr double not_run = not_a_number;
constexpr double rounding = 1 + 1e-9;
constexpr double most_points = 1000;
/// On how many of the seeds points run that lie so far from the lowest.
constexpr struct {
  int off;
  std::size_t sixths;
} shares[] = {{-2, 3}, {-1, 6}, {0, 6}, {1, 4}, {2, 1}};

/// Rounded, downwards where two numbers are as near.
std::size_t share_of(std::size_t seeds, std::size_t sixths) { return (seeds * sixths + 2) / 6; }

std::vector<double> those_run(const std::vector<double>& losses) {
  std::vector<double> run;
  for (const double loss : losses)
    if (!std::isnan(loss)) run.push_back(loss);
  return run;
}

int lowest_of(const Points& points) {
  const auto is_lower = [](const auto& a, const auto& b) { return a.second.level < b.second.level; };
  return std::min_element(points.begin(), points.end(), is_lower)->first;
}

bool is_positive(double value) { return std::isfinite(value) && value > 0; }

/// A power of two, of which three at least lead through the grid.
int stride_through(int last) {
  int stride = 1;
  while (6 * stride <= last) stride *= 2;
  return stride;
}

}  // namespace

std::string check(const TuningOptions& options) {
  const std::string grid = "from " + shortest(options.from) + " to " + shortest(options.to);
  if (!is_positive(options.from) || !is_positive(options.to) || options.to < options.from)
    return "the grid of peaks must grow from a positive one, not go " + grid + "; the default is from 0.04 to 2.56";
  if (!std::isfinite(options.ratio) || options.ratio <= 1)
    return "the ratio of neighbouring peaks must be above 1, not " + shortest(options.ratio) + "; 1.4142 is usual";
  if (!std::isfinite(options.farthest) || options.farthest < 1)
    return "the grid can go on by a factor of 1 or more, not " + shortest(options.farthest) + "; 4096 is the default";
  if (!is_positive(options.from / options.farthest) || !is_positive(options.to * options.farthest))
    return "a grid " + grid + " that goes on by " + shortest(options.farthest) + " leaves the numbers that there are";
  if (math::log(options.to / options.from * options.farthest * options.farthest) / math::log(options.ratio) >
      most_points)
    return "a grid " + grid + " has more than 1000 peaks where neighbours differ by " + shortest(options.ratio) +
           "; take a larger ratio";
  return "";
}

double grid_peak(const TuningOptions& options, int i) {
  return *to_double(significant(options.from * math::pow(options.ratio, i), 12));
}

int last_of_grid(const TuningOptions& options) {
  int last = 0;
  while (grid_peak(options, last) * rounding < options.to) ++last;
  return last;
}

Tuning::Tuning(const TuningOptions& options)
    : options_(options),
      stride_(options.tries_all ? 1 : stride_through(last_of_grid(options))),
      seeds_(options.tries_all ? options.seeds.size() : 1) {
  for (int point = stride_ / 2; point <= last_of_grid(options); point += stride_) want(point, seeds_);
}

std::vector<Tuning::Needed> Tuning::next() {
  for (;;) {
    auto needed = missing();
    if (!needed.empty() || !goes_on()) return needed;
  }
}

std::vector<Tuning::Needed> Tuning::missing() const {
  std::vector<Needed> needed;
  for (const auto& [place, point] : points_)
    for (std::size_t seed = 0; seed < point.wanted; ++seed)
      if (std::isnan(point.losses[seed])) needed.push_back({place, seed});
  return needed;
}

bool Tuning::may_try(int point) const {
  const double peak = grid_peak(options_, point);
  return peak * options_.farthest * rounding >= options_.from && peak <= options_.to * options_.farthest * rounding;
}

/// On the first of the seeds; whether that is new.
bool Tuning::want(int point, std::size_t seeds) {
  if (!may_try(point)) return false;
  Point& each = points_[point];
  each.losses.resize(options_.seeds.size(), not_run);
  each.tails.resize(options_.seeds.size(), not_run);
  return std::exchange(each.wanted, std::max(each.wanted, seeds)) < seeds;
}

/// Whether more is wanted, once all that was has run.
bool Tuning::goes_on() {
  find_levels(points_);
  return is_seeking_ ? seeks() : settles();
}

bool Tuning::seeks() {
  if (!any_trains() && looks_elsewhere()) return true;
  centre_ = lowest_of(points_);
  for (;; stride_ /= 2) {
    const int off = std::max(stride_ / 2, 2);
    const bool is_new_below = want(centre_ - off, seeds_), is_new_above = want(centre_ + off, seeds_);
    if (is_new_below || is_new_above) return true;
    if (off == 2) break;
  }
  is_seeking_ = false;
  seeds_ = std::max(seeds_, (options_.seeds.size() + 1) / 3);
  return settles();
}

bool Tuning::any_trains() const {
  for (const auto& [place, point] : points_)
    for (const double loss : point.losses)
      if (std::isfinite(loss)) return true;
  return false;
}

/// On more seeds, or else at smaller peaks.
bool Tuning::looks_elsewhere() {
  if (seeds_ == options_.seeds.size()) return want(points_.begin()->first - stride_, seeds_);
  ++seeds_;
  for (const auto& [place, point] : points_) want(place, seeds_);
  return true;
}

bool Tuning::settles() {
  valley_ = valley_of(points_);
  centre_ = valley_.lowest;
  for (;; seeds_ = options_.seeds.size()) {
    bool is_new = false;
    for (const auto& [off, sixths] : shares) is_new |= want(centre_ + off, share_of(seeds_, sixths));
    if (is_new || seeds_ == options_.seeds.size()) return is_new;
  }
}

std::array<double, 2> Tuning::interval() const {
  return {grid_peak(options_, valley_.ends[0]), grid_peak(options_, valley_.ends[1])};
}

std::vector<Tried> Tuning::tried() const {
  std::vector<Tried> all;
  for (const auto& [place, point] : points_) {
    const std::vector<double> run = those_run(point.losses);
    const auto diverged = std::count_if(run.begin(), run.end(), [](double loss) { return std::isinf(loss); });
    all.push_back(
        {grid_peak(options_, place), static_cast<int>(run.size()), static_cast<int>(diverged), summarise(run).median});
  }
  return all;
}

}  // namespace etude::study
