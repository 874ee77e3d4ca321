#pragma once
// A run pressed to few steps: as many times fewer as the law's clock is made to run faster. A search asks a thousand steps
// where the run has a million, and finds the same shape.

#include "etude/forecast/forecast.h"
#include "etude/schedule/schedule.h"

namespace etude::forecast {

/// A run of a line to its peak, and what comes after that.
struct RunShape {
  Step steps = 0, warmup = 0;
  double peak = 0;
};

class Pressed {
 public:
  /// To at most so many steps.
  Pressed(const RunShape& run, Step most_steps);

  /// The rates of a course are given for the steps after its warm-up; there are so many.
  std::size_t size() const { return places_.size(); }
  /// Where step i stands in the run, counted from the warm-up's end.
  double place(std::size_t i) const { return places_[i]; }

  Course course(std::span<const double> rates) const;
  /// Of a course of the run itself, whose warm-up becomes a line.
  Course course(const Course& whole) const;

  /// The model whose losses of a pressed course are those of the run.
  Model model(Model model) const;

 private:
  RunShape run_, pressed_;
  double factor_;
  std::vector<double> places_;
};

/// To how many steps a run may be pressed for a model: SGD's own law counts steps, and is not pressed.
Step pressed_steps(const Model& model, const RunShape& run);

/// What a model says of a course's end.
double end_of(const Model& model, const Course& course);

/// The course of a schedule at its full length.
Course full_course(const Schedule& schedule, const RunShape& run);

}  // namespace etude::forecast
