// Every arm says which trials it needs next; a round runs those of all arms together.

#include "study/search.h"

#include <cmath>

#include "etude/base/number.h"

namespace etude::study {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

Result<double> score_of(const Outcome& outcome, const Trial& trial, const std::string& name, Score score) {
  if (outcome.diverged_at || !outcome.failure.empty()) return infinite;
  const double loss = score == Score::final_loss ? outcome.final_loss : outcome.heldout_loss;
  if (!std::isnan(loss)) return std::isfinite(loss) ? loss : infinite;
  const std::string what = "seed " + std::to_string(trial.seed) + " of " + name + " has no " +
                           std::string(name_of(score)) + "_loss to tune by; ";
  return refuse(what + (score == Score::heldout_loss
                            ? "hold data out (--heldout 0.2), let your own trainer log it, or tune by the final loss"
                            : "let each run end with a loss"));
}

/// NaN where there is none, or where held-out losses decide.
double tail_of(const Outcome& outcome, Score score) {
  if (score != Score::final_loss) return not_a_number;
  return outcome.diverged_at || !outcome.failure.empty() ? infinite : outcome.tail_loss;
}

void note_failure(Search& search, const Tuning::Needed& needed, const Outcome& outcome, const TuningOptions& options) {
  if (outcome.failure.empty() || ++search.failed > 1) return;
  search.first_failure = "seed " + std::to_string(options.seeds[needed.seed]) + " at peak " +
                         shortest(grid_peak(options, needed.point)) + ": " + outcome.failure;
}

/// Runs what the searches need next; false once they need nothing.
Result<bool> tune_on(std::vector<Search>& searches, Rounds& rounds) {
  struct Asked {
    Search* search;
    Tuning::Needed needed;
  };
  const TuningOptions& options = *rounds.options.tuning;
  std::vector<Asked> asked;
  std::vector<Trial> trials;
  for (Search& search : searches) {
    for (const Tuning::Needed& needed : search.tuning.next()) {
      asked.push_back({&search, needed});
      trials.push_back({search.plan_at(grid_peak(options, needed.point)), rounds.options.steps,
                        search.contender->backward, options.seeds[needed.seed], 0, search.contender->name});
    }
  }
  if (trials.empty()) return false;
  rounds.known += trials.size();
  const auto outcomes = rounds.run(trials);
  if (!outcomes) return pass_on(outcomes.error());
  for (std::size_t i = 0; i < trials.size(); ++i) {
    note_failure(*asked[i].search, asked[i].needed, (*outcomes)[i], options);
    const auto loss = score_of((*outcomes)[i], trials[i], asked[i].search->contender->name, options.score);
    if (!loss) return pass_on(loss.error());
    asked[i].search->tuning.finish(asked[i].needed, *loss, tail_of((*outcomes)[i], options.score));
  }
  return true;
}

}  // namespace

Result<std::vector<Search>> start_searches(const std::vector<Contender>& contenders, const StudyOptions& options) {
  std::vector<Search> searches;
  for (const Contender& contender : contenders) {
    const double peak = peak_of(contender.plan, options.steps);
    if (!std::isfinite(peak) || peak <= 0)
      return refuse("the peak of " + contender.name + " is " + shortest(peak) +
                    ", which no factor brings to another; give it a positive rate, or compare without tuning");
    searches.push_back({.contender = &contender, .own_peak = peak, .tuning = Tuning(*options.tuning)});
  }
  return searches;
}

Result<void> finish_searches(std::vector<Search>& searches, Rounds& rounds) {
  for (;;) {
    const auto needs_more = tune_on(searches, rounds);
    if (!needs_more) return pass_on(needs_more.error());
    if (!*needs_more) return {};
  }
}

}  // namespace etude::study
