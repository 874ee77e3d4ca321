// Whether a suggestion holds: three short runs of a schedule whose peak lies around it.

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "etude/range/range.h"
#include "study/scaled.h"
#include "study/statistics.h"

namespace etude::range {
namespace {

constexpr std::uint32_t verifying_seed = 2'000'000;
constexpr double no_loss = std::numeric_limits<double>::infinity();

/// A run of the plan a rate and seed, seeds side by side, at peaks of the rates that are verified.
std::vector<study::Trial> trials_around(const RangeStudy& study, const Plan& plan, Step steps, double peak,
                                        train::Backward backward) {
  std::vector<study::Trial> trials;
  for (const VerifiedRate& rate : study.verified)
    for (std::uint32_t seed = 0; seed < study.sweeps.size(); ++seed)
      trials.push_back({study::scaled(plan, {rate.lr, peak}), steps, backward, verifying_seed + seed, 0});
  return trials;
}

}  // namespace

Result<void> verify(RangeStudy& study, const study::Runner& runner, const Plan& plan, Step steps,
                    train::Backward backward) {
  if (!study.suggestion.refusal.empty()) return {};
  const double peak = study::peak_of(plan, steps);
  if (!(peak > 0)) return refuse("the schedule to verify with has no rate above 0; type --schedule 'constant(1)'");
  for (const double factor : {0.5, 1.0, 2.0}) study.verified.push_back({.lr = study.suggestion.rate.value * factor});
  const std::size_t seeds = study.sweeps.size();
  std::vector<std::vector<double>> losses(study.verified.size(), std::vector<double>(seeds));
  const auto good = runner(trials_around(study, plan, steps, peak, backward),
                           [&](std::size_t i, const Outcome& outcome) -> Result<void> {
                             const bool has_loss = std::isfinite(outcome.final_loss);
                             losses[i / seeds][i % seeds] = has_loss ? outcome.final_loss : no_loss;
                             study.verified[i / seeds].diverged += has_loss ? 0 : 1;
                             return {};
                           });
  if (!good) return good;
  double best = no_loss;
  for (std::size_t i = 0; i < study.verified.size(); ++i) {
    study.verified[i].loss = study::summarise(std::move(losses[i])).median;
    best = std::min(best, study.verified[i].loss);
  }
  study.regret = study.verified[1].loss / best;
  return {};
}

}  // namespace etude::range
