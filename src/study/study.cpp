// A study from its contenders to its comparison: tune, add controls, evaluate, compare seed by seed.

#include "etude/study/study.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "study/entrants.h"
#include "study/pairs.h"
#include "study/search.h"

namespace etude::study {
namespace {

std::optional<std::uint32_t> first_doubled(std::vector<std::uint32_t> seeds) {
  math::sort(seeds);
  const auto doubled = std::adjacent_find(seeds.begin(), seeds.end());
  return doubled == seeds.end() ? std::nullopt : std::optional(*doubled);
}

std::string check_seeds(const std::vector<std::uint32_t>& seeds, const std::string& which) {
  if (seeds.empty()) return "a study needs at least one " + which + " seed";
  const auto doubled = first_doubled(seeds);
  return doubled ? which + " seed " + std::to_string(*doubled) + " is given twice; give each once" : "";
}

std::string check_tuning(const StudyOptions& options) {
  if (auto wrong = check_seeds(options.tuning->seeds, "tuning"); !wrong.empty()) return wrong;
  for (const std::uint32_t seed : options.tuning->seeds)
    if (std::find(options.seeds.begin(), options.seeds.end(), seed) != options.seeds.end())
      return "seed " + std::to_string(seed) + " is a tuning seed and an evaluation seed; tune on others";
  return check(*options.tuning);
}

std::string check(const std::vector<Contender>& contenders, const StudyOptions& options) {
  if (contenders.empty()) return "there is nothing to compare; give a schedule such as 'constant(0.1)'";
  if (options.steps < 1) return "a run needs at least 1 step, not " + std::to_string(options.steps);
  if (auto wrong = check_seeds(options.seeds, "evaluation"); !wrong.empty()) return wrong;
  return options.tuning ? check_tuning(options) : "";
}

Entrant tuned_entrant(const Search& search, const StudyOptions& options) {
  Entrant entrant = entrant_of(*search.contender, search.plan_at(search.tuning.peak()), options);
  entrant.arm.peak = search.tuning.peak();
  entrant.arm.peak_ci95 = search.tuning.interval();
  entrant.arm.tuning = search.tuning.tried();
  entrant.arm.at_end = search.tuning.at_end();
  return entrant;
}

std::string count_of(std::size_t failed, const std::string& what) {
  return std::to_string(failed) + " " + what + (failed == 1 ? " run of " : " runs of ");
}

void note_tuning(const Search& search, std::vector<std::string>& notes) {
  const std::string& name = search.contender->name;
  if (search.failed > 0)
    notes.push_back(count_of(search.failed, "tuning") + name + " failed, and count as diverged; the first, " +
                    search.first_failure + ".");
  const auto tried = search.tuning.tried();
  if (std::none_of(tried.begin(), tried.end(), [](const Tried& each) { return std::isfinite(each.loss); }))
    notes.push_back("No peak of " + name + " has a finite median loss on the tuning seeds: its peak says nothing.");
}

void note_failures(const Arm& arm, std::vector<std::string>& notes) {
  if (arm.failed == 0) return;
  const auto first =
      std::find_if(arm.trials.begin(), arm.trials.end(), [](const Outcome& o) { return !o.failure.empty(); });
  notes.push_back(
      count_of(static_cast<std::size_t>(arm.failed), "evaluation") + arm.name + " failed; the first, seed " +
      std::to_string(arm.seeds[static_cast<std::size_t>(first - arm.trials.begin())]) + ": " + first->failure + ".");
}

bool has_one_loss(const Arm& arm) {
  return std::all_of(arm.trials.begin(), arm.trials.end(), [&](const Outcome& outcome) {
    return outcome.failure.empty() && outcome.curve == arm.trials[0].curve &&
           outcome.final_loss == arm.trials[0].final_loss;
  });
}

/// Where every seed gives the same losses, chance decides nothing, and statistics say nothing.
void note_seeds(const Comparison& comparison, std::vector<std::string>& notes) {
  if (comparison.arms[0].trials.size() > 1 && std::all_of(comparison.arms.begin(), comparison.arms.end(), has_one_loss))
    notes.emplace_back(
        "Every seed gave the same losses, so intervals and p say nothing: does the trainer take its seed?");
}

/// Every contender at its peak: that which tuning finds, or its own.
Result<std::vector<Entrant>> entrants_of(const std::vector<Contender>& contenders, Rounds& rounds,
                                         std::vector<std::string>& notes) {
  std::vector<Entrant> entrants;
  if (!rounds.options.tuning) {
    for (const Contender& contender : contenders)
      entrants.push_back(entrant_of(contender, contender.plan, rounds.options));
    return entrants;
  }
  auto searches = start_searches(contenders, rounds.options);
  if (!searches) return pass_on(searches.error());
  if (const auto good = finish_searches(*searches, rounds); !good) return pass_on(good.error());
  for (const Search& search : *searches) {
    entrants.push_back(tuned_entrant(search, rounds.options));
    note_tuning(search, notes);
  }
  return entrants;
}

/// How many trials evaluate the arms. That is known before tuning, since a constant stays one at every peak.
std::size_t evaluations(const std::vector<Contender>& contenders, const StudyOptions& options) {
  const auto curved = std::count_if(contenders.begin(), contenders.end(), [&](const Contender& contender) {
    return !is_constant(contender.plan, options.steps);
  });
  return (contenders.size() + (options.has_controls ? static_cast<std::size_t>(curved) : 0)) * options.seeds.size();
}

}  // namespace

Result<Comparison> compare(const std::vector<Contender>& contenders, const Runner& runner,
                           const StudyOptions& options) {
  if (const std::string wrong = check(contenders, options); !wrong.empty()) return refuse(wrong);
  Rounds rounds{runner, options, 0, evaluations(contenders, options)};
  std::vector<std::string> notes;
  auto entrants = entrants_of(contenders, rounds, notes);
  if (!entrants) return pass_on(entrants.error());
  if (options.has_controls)
    if (const auto good = add_controls(*entrants, options); !good) return pass_on(good.error());
  auto arms = evaluate(*std::move(entrants), rounds);
  if (!arms) return pass_on(arms.error());

  Comparison comparison{options.task, options.precision, options.steps, *std::move(arms)};
  if (options.seeds.size() > 1 || options.is_exact) add_pairs(comparison, options.is_exact);
  for (const Arm& arm : comparison.arms) note_failures(arm, notes);
  note_seeds(comparison, notes);
  comparison.source = options.source;
  comparison.setting = options.setting;
  comparison.notes = std::move(notes);
  comparison.trials = rounds.trials;
  comparison.work = rounds.work;
  if (!options.tuning) return comparison;
  comparison.tuning_seeds = options.tuning->seeds;
  comparison.tuned_on = std::string(name_of(options.tuning->score)) + "_loss";
  return comparison;
}

}  // namespace etude::study
