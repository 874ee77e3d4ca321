// A range test over several seeds as table, CSV, JSON and figure.

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "etude/report/comparison.h"
#include "etude/report/range.h"
#include "report/comparison/pairs.h"

namespace etude::report {
namespace {

constexpr int digits = 3;

std::string rate_text(double rate) { return std::isfinite(rate) ? significant(rate, digits) : "–"; }

std::string interval_text(const RateInterval& rate) {
  if (!std::isfinite(rate.low)) return "–";
  return significant(rate.low, digits) + " … " + significant(rate.high, digits);
}

/// "loss 0.102 at 0.914 (1 of 5 diverged)".
std::string loss_text(const Arm& arm) {
  std::string text = "loss " + significant(arm.final_loss.median, digits) + " at " + rate_text(arm.peak);
  if (arm.diverged + arm.failed > 0)
    text +=
        " (" + std::to_string(arm.diverged + arm.failed) + " of " + std::to_string(arm.trials.size()) + " diverged)";
  return text;
}

/// What the tuner found.
std::string tuned_text(const Comparison& verified) {
  const Arm &suggested = verified.arms[0], &found = verified.arms[1];
  std::string text = "Verified with " + found.name + ", " + std::to_string(verified.steps) +
                     " steps: tuned from the suggestion in " +
                     std::to_string(verified.trials - found.trials.size() - suggested.trials.size()) +
                     " runs, the best peak is " + rate_text(found.peak);
  if (found.peak_ci95)
    text += ", 95 % interval " + interval_text({found.peak, (*found.peak_ci95)[0], (*found.peak_ci95)[1]});
  return text + (found.at_end ? "; lower losses may lie beyond." : ".");
}

bool most_diverged(const Arm& arm) {
  return 2 * static_cast<std::size_t>(arm.diverged + arm.failed) > arm.trials.size();
}

/// Which of the two is to be taken, as far as the runs tell.
std::string verdict_text(const Comparison& verified) {
  const Arm &suggested = verified.arms[0], &found = verified.arms[1];
  if (most_diverged(found)) return "Most runs diverged there, too: nothing is verified.";
  const std::string on =
      "On " + counted(found.trials.size(), "other seed") + ": " + loss_text(suggested) + ", " + loss_text(found);
  const std::string instead = "Take " + rate_text(found.peak) + " in its place.";
  if (most_diverged(suggested)) return on + ". The suggestion does not hold. " + instead;
  if (verified.pairs.empty()) return on + "; one seed tells no difference.";
  const Pair& pair = verified.pairs[0];
  const std::string p = " (p " + p_text(pair.p) + ")";
  if (is_higher(pair)) return on + ": higher at the suggestion" + p + ". " + instead;
  if (is_lower(pair)) return on + ": lower at the suggestion" + p + ". The suggestion holds.";
  const std::string power = std::isnan(pair.seeds_to_tell) ? ""
                                                           : "; " + std::to_string(std::lround(pair.seeds_to_tell)) +
                                                                 " seeds would tell, at 80 % power";
  return on + ": no difference is detected" + p + power + ". The suggestion holds.";
}

/// With null for what is not there, where a list of plain numbers has numbers that are not finite: write_json() gives each
/// item of such a list a line.
Json numbers_json(const std::vector<double>& values) {
  Json::Array all;
  for (const double value : values) all.push_back(fact_json(value));
  return all;
}

Json sweeps_json(const RangeStudy& study) {
  Json::Array all;
  for (const SeedSweep& sweep : study.sweeps) {
    Json::Object object = facts_json(sweep);
    object.emplace_back("loss", numbers_json(sweep.loss));
    object.emplace_back("smoothed", numbers_json(sweep.smoothed));
    all.push_back(std::move(object));
  }
  return all;
}

/// "linear decays of 200 steps".
std::string runs_text(const ShortRuns& runs) {
  const std::string steps = std::to_string(runs.steps) + " steps";
  return runs.schedule.empty() ? "linear decays of " + steps : "runs of " + steps + " under " + runs.schedule;
}

}  // namespace

std::string range_finding(const RangeStudy& study) {
  const RuleAnswer& answer = study.suggestion;
  if (!answer.refusal.empty()) return "No suggestion: " + answer.refusal + ".";
  const std::string rule = " (rule " + answer.rule + ": " + answer.formula + ")",
                    rate = "Suggested peak rate: " + rate_text(answer.rate.value);
  if (const auto& runs = study.short_runs)
    return rate + ", the peak at which " + runs_text(*runs) + " end lowest, tuned in " + std::to_string(runs->runs) +
           " runs from " + rate_text(runs->from) + rule + ". Its 95 % interval, " + interval_text(answer.rate) +
           ", is of runs of that length.";
  if (!std::isfinite(answer.rate.low)) return rate + rule + ". One seed gives no interval.";
  return rate + rule + ". Its 95 % interval, " + interval_text(answer.rate) +
         ", is of what the rule gives from seed to seed, not of the best peak.";
}

Table range_table(const RangeStudy& study) {
  Table table;
  table.columns = {{"", true}, {"lr"}, {"95 % interval"}};
  const auto row = [&](const char* what, const RateInterval& rate) {
    table.rows.push_back({what, rate_text(rate.value), interval_text(rate)});
  };
  row("edge", study.edge);
  row("basin", study.basin);
  if (study.suggestion.refusal.empty()) row("suggestion", study.suggestion.rate);
  table.notes.push_back(range_finding(study));
  for (const std::string& note : study.notes) table.notes.push_back("Note: " + note + ".");
  if (study.verified) {
    table.notes.push_back(tuned_text(*study.verified));
    table.notes.push_back(verdict_text(*study.verified));
  }
  return table;
}

Table range_rules_table(const RangeStudy& study) {
  Table table;
  table.columns = {{"Rule", true}, {"lr"}, {"95 % interval"}, {"Sweeps"}, {"What it is", true}};
  for (const RuleAnswer& answer : study.rules) {
    const bool good = answer.refusal.empty();
    table.rows.push_back({answer.rule, good ? rate_text(answer.rate.value) : "no", interval_text(answer.rate),
                          std::to_string(answer.answered), good ? answer.formula : answer.refusal});
  }
  return table;
}

std::string range_csv(const RangeStudy& study) {
  Table table;
  table.columns = {{"seed"}, {"step"}, {"lr"}, {"loss"}, {"smoothed"}};
  for (const SeedSweep& sweep : study.sweeps)
    for (std::size_t i = 0; i < sweep.lr.size(); ++i)
      table.rows.push_back({std::to_string(sweep.seed), std::to_string(i), shortest(sweep.lr[i]),
                            shortest(sweep.loss[i]), shortest(sweep.smoothed[i])});
  return write_csv(table);
}

Json range_json(const RangeStudy& study) {
  Json::Object object = facts_json(study);
  object.emplace_back("curve",
                      Json::Object{{"lr", study.lr}, {"mean", study.mean}, {"low", study.low}, {"high", study.high}});
  object.emplace_back("sweeps", sweeps_json(study));
  object.emplace_back("notes", fact_json(study.notes));
  object.emplace_back("verified", study.verified ? comparison_json(*study.verified) : Json());
  return object;
}

Figure range_figure(const RangeStudy& study) {
  const std::string loss = study.measure == "heldout" ? "held-out loss" : "loss";
  Figure figure{.title = study.task + ": range test over " + std::to_string(study.sweeps.size()) + " seeds",
                .x = {"lr", true},
                .y = {loss, true}};
  figure.lines.push_back({.name = "lowest", .x = study.lr, .y = study.low});
  figure.lines.push_back({.name = "highest", .x = study.lr, .y = study.high, .hue_of = 0});
  figure.lines.push_back({.name = "mean", .x = study.lr, .y = study.mean});
  if (!study.suggestion.refusal.empty()) return figure;
  figure.marked_x = study.suggestion.rate.value;
  figure.mark_label = "suggested " + rate_text(study.suggestion.rate.value);
  return figure;
}

}  // namespace etude::report
