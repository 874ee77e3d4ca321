// Whether a suggestion holds: a schedule is tuned from there, and the peak that is found is held against the suggestion.
//
// Idea. How far the best peak lies from what a sweep says depends on the task and on the length of a run, which no sweep
// sees. Runs of the schedule itself see it, and the suggestion says where to begin.
// Edges. The tuner's seeds are not those of the comparison, so what it found by luck is not taken for better.
// Cost. See study/tuning.cpp; the grid begins with 9 points.

#include <vector>

#include "etude/range/range.h"
#include "etude/study/study.h"
#include "study/pairs.h"
#include "study/scaled.h"

namespace etude::range {
namespace {

constexpr std::uint32_t tuning_seed = 2'000'000, comparing_seed = 2'500'000;
constexpr double first_reach = 4;  // from the suggestion

study::StudyOptions study_options(const RangeStudy& study, const VerifyOptions& options) {
  return {.task = study.task,
          .precision = options.precision,
          .setting = study.setting,
          .steps = options.steps,
          .seeds = study::seeds_from(comparing_seed, study.sweeps.size()),
          .is_exact = options.is_exact,
          .curve_points = 0,
          .work = options.work};
}

/// What was compared together is one comparison.
void join(Comparison& suggested, Comparison found, bool is_exact) {
  suggested.arms.push_back(std::move(found.arms[0]));
  if (suggested.seeds() > 1 || is_exact) study::add_pairs(suggested, is_exact);
  suggested.trials += found.trials;
  suggested.work = {suggested.work.asked + found.work.asked, suggested.work.trained + found.work.trained};
  suggested.tuning_seeds = std::move(found.tuning_seeds);
  suggested.tuned_on = std::move(found.tuned_on);
  suggested.notes.insert(suggested.notes.end(), found.notes.begin(), found.notes.end());
}

}  // namespace

Result<void> verify(RangeStudy& study, const study::Runner& runner, const Plan& plan, const VerifyOptions& options) {
  if (!study.suggestion.refusal.empty()) return {};
  const double rate = study.suggestion.rate.value, peak = study::peak_of(plan, options.steps);
  if (!(peak > 0)) return refuse("the schedule to verify with has no rate above 0; type --schedule 'constant(1)'");
  study::StudyOptions trials = study_options(study, options);
  auto suggested =
      study::compare({{options.schedule, study::scaled(plan, {rate, peak}), options.backward}}, runner, trials);
  if (!suggested) return pass_on(suggested.error());
  trials.tuning = {.from = rate / first_reach,
                   .to = rate * first_reach,
                   .seeds = study::seeds_from(tuning_seed, study.sweeps.size())};
  auto found = study::compare({{options.schedule, plan, options.backward}}, runner, trials);
  if (!found) return pass_on(found.error());
  join(*suggested, *std::move(found), options.is_exact);
  study.verified = *std::move(suggested);
  return {};
}

}  // namespace etude::range
