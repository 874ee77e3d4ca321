// Tuning a peak.
//
// Idea. Try a grid of peaks, go on beyond its ends while the best lies at one, and spend later seeds on the better
// half only (successive halving), but look at both sides of the best before it is believed.
// Formula. Seeds come in rungs: a third, two thirds, all of them. In a rung:
//   1. every point that is still running is tried on the seeds of the rung;
//   2. points stand in the order of (has a run diverged, median loss, peak);
//   3. where all have diverged, those left behind without come back, or else the grid goes on downwards;
//   4. where a neighbour of the best has not run as far, it does; beyond an end the grid goes on by two points;
//   5. where 3 and 4 add nothing, the better half goes on to the next rung, with the best one's neighbours; all of them
//      where no median is finite, since infinities say nothing about who is better.
// Edges. Fewer than 3 seeds, or without halving: one rung. The grid goes on by `farthest` at most; a best peak that is
// still at an end is then taken. Equal losses: the smaller peak.
// Cost. Without extension, of g points and s seeds: about g s (1 + 1/2 + 1/4) / 3 trials in place of g s.
// Source. Jamieson and Talwalkar 2016 for the halving; rungs are of seeds here, where theirs are of steps.

#include "study/tuning.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "study/statistics.h"

namespace etude::study {
namespace {

constexpr double not_run = not_a_number;
constexpr double rounding = 1 + 1e-9;
constexpr double most_points = 1000;

std::vector<double> those_run(const std::vector<double>& losses) {
  std::vector<double> run;
  for (const double loss : losses)
    if (!std::isnan(loss)) run.push_back(loss);
  return run;
}

bool has_diverged(const std::vector<double>& losses) {
  return std::any_of(losses.begin(), losses.end(), [](double loss) { return std::isinf(loss); });
}

std::vector<std::size_t> rungs_of(const TuningOptions& options) {
  const std::size_t seeds = options.seeds.size();
  if (!options.halves || seeds < 3) return {seeds};
  return {(seeds + 2) / 3, (2 * seeds + 2) / 3, seeds};
}

bool is_positive(double value) { return std::isfinite(value) && value > 0; }

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

Tuning::Tuning(const TuningOptions& options) : options_(options), rungs_(rungs_of(options)) {
  for (int point = 0; point <= last_of_grid(options); ++point) running_.insert(point);
}

std::vector<Tuning::Needed> Tuning::next() {
  for (;;) {
    for (const int point : running_) losses_.try_emplace(point, options_.seeds.size(), not_run);
    auto needed = missing();
    if (!needed.empty()) return needed;
    if (widen()) continue;
    if (rung_ + 1 == rungs_.size()) return {};
    ++rung_;
    if (std::isfinite(standing_of(best()).median)) halve();
  }
}

std::vector<Tuning::Needed> Tuning::missing() const {
  std::vector<Needed> needed;
  for (const int point : running_)
    for (std::size_t seed = 0; seed < rungs_[rung_]; ++seed)
      if (std::isnan(losses_.at(point)[seed])) needed.push_back({point, seed});
  return needed;
}

Tuning::Standing Tuning::standing_of(int point) const {
  const std::vector<double> run = those_run(losses_.at(point));
  return {has_diverged(run), summarise(run).median, point};
}

int Tuning::best() const {
  Standing best = standing_of(*running_.begin());
  for (const int point : running_) best = std::min(best, standing_of(point));
  return best.point;
}

/// Lets more points run as far as this rung; false where none is needed.
bool Tuning::widen() {
  const int centre = best();
  if (standing_of(centre).diverged) return revive() || extend(-1);
  bool has_grown = false;
  for (const int way : {-1, 1}) {
    const bool is_known = losses_.contains(centre + way);
    has_grown |= is_known ? running_.insert(centre + way).second : extend(way);
  }
  return has_grown;
}

bool Tuning::revive() {
  const std::size_t before = running_.size();
  for (const auto& [point, losses] : losses_)
    if (!has_diverged(losses)) running_.insert(point);
  return running_.size() > before;
}

bool Tuning::extend(int way) {
  const int end = way < 0 ? losses_.begin()->first : losses_.rbegin()->first;
  const std::size_t before = running_.size();
  for (const int point : {end + way, end + 2 * way}) {
    const double peak = grid_peak(options_, point);
    if (peak * options_.farthest * rounding < options_.from || peak > options_.to * options_.farthest * rounding) break;
    running_.insert(point);
  }
  return running_.size() > before;
}

void Tuning::halve() {
  std::vector<Standing> standings;
  for (const int point : running_) standings.push_back(standing_of(point));
  math::sort(standings);
  const int centre = standings[0].point;
  standings.resize((standings.size() + 1) / 2);
  running_.clear();
  for (const Standing& standing : standings) running_.insert(standing.point);
  for (const int neighbour : {centre - 1, centre + 1})
    if (losses_.contains(neighbour)) running_.insert(neighbour);
}

std::vector<Tried> Tuning::tried() const {
  std::vector<Tried> all;
  for (const auto& [point, losses] : losses_) {
    const std::vector<double> run = those_run(losses);
    const auto diverged = std::count_if(run.begin(), run.end(), [](double loss) { return std::isinf(loss); });
    all.push_back(
        {grid_peak(options_, point), static_cast<int>(run.size()), static_cast<int>(diverged), summarise(run).median});
  }
  return all;
}

}  // namespace etude::study
