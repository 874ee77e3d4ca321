#pragma once
// The search for the peak of one arm: which trials it needs next, given the losses of those that are finished. It runs
// nothing and knows no schedule.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "etude/record/comparison.h"
#include "etude/study/study.h"

namespace etude::study {

/// What is wrong with the grid or the seeds; empty if nothing.
std::string check(const TuningOptions& options);

/// from * ratio^i for every integer i, rounded to 12 digits: a report can be typed again, and a ratio that is the root
/// of 2 to 16 digits gives 0.04, 0.08, 0.16.
double grid_peak(const TuningOptions& options, int i);

/// The last i of the grid before it extends itself: the first whose peak is not below `to`.
int last_of_grid(const TuningOptions& options);

class Tuning {
 public:
  /// The peak is the `point`th of the grid, the seed the `seed`th tuning seed.
  struct Needed {
    int point = 0;
    std::size_t seed = 0;
    friend bool operator==(const Needed&, const Needed&) = default;
  };

  /// Of options that pass check().
  explicit Tuning(const TuningOptions& options);

  /// The trials that can run now, by point, then by seed; empty once the peak is found. All of them must be finished
  /// before it is asked again.
  std::vector<Needed> next();

  /// Infinite for a trial that diverged or failed.
  void finish(const Needed& trial, double loss) { losses_[trial.point][trial.seed] = loss; }

  /// Once next() is empty.
  double peak() const { return grid_peak(options_, best()); }
  /// The best peak is the smallest or the largest that was tried.
  bool at_end() const { return best() == losses_.begin()->first || best() == losses_.rbegin()->first; }
  std::vector<Tried> tried() const;

 private:
  struct Standing {
    bool diverged;
    double median;
    int point;
    auto operator<=>(const Standing&) const = default;
  };
  Standing standing_of(int point) const;
  int best() const;
  std::vector<Needed> missing() const;
  bool widen();
  bool revive();
  bool extend(int way);
  void halve();

  TuningOptions options_;
  std::vector<std::size_t> rungs_;  // tuning seeds of each
  std::size_t rung_ = 0;
  std::set<int> running_;                      // points that have got as far as this rung
  std::map<int, std::vector<double>> losses_;  // by point; NaN where it has not run
};

}  // namespace etude::study
