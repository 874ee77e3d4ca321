#pragma once
// What fitted laws say of one course at its points: each is asked once, and laws that see alike share an outline.

#include <list>
#include <span>
#include <utility>
#include <vector>

#include "forecast/evaluate.h"

namespace etude::forecast {

class Answers {
 public:
  /// At the steps `at`. The course must outlive it.
  Answers(const Course& course, std::span<const Step> at);

  std::vector<double> losses(const Model& model);
  /// By the logarithms of the numbers of one of its laws. Who wants these, too, asks for them first: losses come with them.
  const Slopes& slopes(const Model::Term& term);

 private:
  struct Sketch {
    const Law* law;
    double rate_factor;
    Outline outline;
  };
  struct Answer {
    LawFit fit;
    double rate_factor;
    std::vector<double> losses = {};
    Slopes slopes = {};
  };

  bool are_many() const;
  const std::vector<double>& scaled(double rate_factor);
  const Outline& outline(const Law& law, double rate_factor);
  Answer& answer(const Model::Term& term);
  const std::vector<double>& losses_of(const Model::Term& term);
  std::vector<double> at_points(const Answer& answer, Slopes* slopes);

  const Course& course_;
  std::vector<Step> updates_;                                 // of each point
  std::list<std::pair<double, std::vector<double>>> scaled_;  // factors and rates
  std::list<Sketch> sketches_;
  std::list<Answer> answers_;
};

}  // namespace etude::forecast
