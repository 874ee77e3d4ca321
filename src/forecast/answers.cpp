#include "forecast/answers.h"

#include <algorithm>

#include "forecast/laws.h"
#include "forecast/observe.h"
#include "forecast/stream.h"

namespace etude::forecast {
namespace {

constexpr std::size_t many_points = 4096;  // from which on one pass over all steps is faster than sums for each point

}  // namespace

Answers::Answers(const Course& course, std::span<const Step> at) : course_(course) {
  for (const Step step : at) updates_.push_back(updates_at(step, course.rates.size()));
}

std::vector<double> Answers::losses(const Model& model) {
  std::vector<double> sum(updates_.size());
  for (const Model::Term& term : model.terms) {
    const auto& part = losses_of(term);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += term.weight * part[i];
  }
  return sum;
}

const Slopes& Answers::slopes(const Model::Term& term) {
  Answer& found = answer(term);
  if (!found.slopes.empty()) return found.slopes;
  auto losses = at_points(found, &found.slopes);
  if (found.losses.empty() && !are_many()) found.losses = std::move(losses);
  return found.slopes;
}

bool Answers::are_many() const { return updates_.size() > many_points; }

const std::vector<double>& Answers::scaled(double rate_factor) {
  if (rate_factor == 1) return course_.rates;
  for (const auto& [factor, rates] : scaled_)
    if (factor == rate_factor) return rates;
  std::vector<double> rates = course_.rates;
  for (double& rate : rates) rate *= rate_factor;
  return scaled_.emplace_back(rate_factor, std::move(rates)).second;
}

const Outline& Answers::outline(const Law& law, double rate_factor) {
  for (const Sketch& each : sketches_)
    if (each.rate_factor == rate_factor && see_alike(*each.law, law)) return each.outline;
  return sketches_
      .emplace_back(Sketch{&law, rate_factor, outline_of(law, scaled(rate_factor), course_.warmup_steps, updates_)})
      .outline;
}

Answers::Answer& Answers::answer(const Model::Term& term) {
  for (Answer& each : answers_)
    if (each.rate_factor == term.rate_factor && each.fit == term.fit) return each;
  return answers_.emplace_back(Answer{term.fit, term.rate_factor});
}

const std::vector<double>& Answers::losses_of(const Model::Term& term) {
  Answer& found = answer(term);
  if (!found.losses.empty()) return found.losses;
  const Law& law = *law_called(found.fit.law);
  found.losses = are_many() ? streamed(law, numbers_of(law, found.fit.parameters), unit_of(law, found.fit.peak),
                                       scaled(found.rate_factor), course_.warmup_steps, updates_)
                            : at_points(found, nullptr);
  return found.losses;
}

std::vector<double> Answers::at_points(const Answer& answer, Slopes* slopes) {
  const Law& law = *law_called(answer.fit.law);
  return evaluate(law, numbers_of(law, answer.fit.parameters), unit_of(law, answer.fit.peak),
                  outline(law, answer.rate_factor), slopes);
}

}  // namespace etude::forecast
