#pragma once
// The search for the peak of one arm: which trials it needs next, given the losses of those that are finished. It runs
// nothing and knows no schedule.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "etude/base/number.h"
#include "etude/record/comparison.h"
#include "etude/study/study.h"
#include "study/valley.h"

namespace etude::study {

/// What is wrong with the grid or the seeds; empty if nothing.
std::string check(const TuningOptions& options);

/// from * ratio^i, rounded to 12 digits: a report can be typed again, and a ratio that is the root of 2 to 16 digits
/// gives 0.04, 0.08, 0.16.
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

  /// The loss that is tuned by and the tail_loss, infinite for a trial that diverged or failed; a tail of NaN: none.
  void finish(const Needed& trial, double loss, double tail = not_a_number) {
    points_[trial.point].losses[trial.seed] = loss;
    points_[trial.point].tails[trial.seed] = tail;
  }

  /// Once next() is empty.
  double peak() const { return grid_peak(options_, centre_); }
  /// The ends of its 95 % interval: the nearest on both sides from which on all that ran are told to lose more, no farther
  /// than what was tried.
  std::array<double, 2> interval() const;
  /// What lies beside the best point of the grid may not be tried.
  bool at_end() const { return !may_try(centre_ - 1) || !may_try(centre_ + 1); }
  std::vector<Tried> tried() const;

 private:
  bool may_try(int point) const;
  bool want(int point, std::size_t seeds);
  std::vector<Needed> missing() const;
  bool goes_on();
  bool seeks();
  bool any_trains() const;
  bool looks_elsewhere();
  bool settles();

  TuningOptions options_;
  bool is_seeking_ = true;
  int stride_;         // of the points between which the best is sought
  std::size_t seeds_;  // that count now
  int centre_ = 0;     // the lowest point so far
  Points points_;
  Valley valley_;
};

}  // namespace etude::study
