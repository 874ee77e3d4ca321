// A range test over several seeds as table, CSV, JSON and figure.

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "etude/report/range.h"

namespace etude::report {
namespace {

constexpr int digits = 3;
constexpr double most_regret = 1.2;  // above it a suggestion is not one to train with

std::string rate_text(double rate) { return std::isfinite(rate) ? significant(rate, digits) : "–"; }

std::string interval_text(const RateInterval& rate) {
  if (!std::isfinite(rate.low)) return "–";
  return significant(rate.low, digits) + " … " + significant(rate.high, digits);
}

/// What the three short runs gave.
std::string runs_text(const RangeStudy& study) {
  std::string text = "Verified with " + study.verified_schedule + ": ";
  for (const VerifiedRate& rate : study.verified) {
    text += "loss " + significant(rate.loss, digits) + " at " + rate_text(rate.lr);
    if (rate.diverged > 0) text += " (" + std::to_string(rate.diverged) + " diverged)";
    text += &rate == &study.verified.back() ? "." : ", ";
  }
  return text;
}

/// What its regret says of the suggestion.
std::string regret_text(const RangeStudy& study) {
  if (!std::isfinite(study.verified[1].loss)) return "The suggestion does not hold: half of its runs or more diverged.";
  const std::string regret = "Regret " + significant(study.regret, digits) +
                             ", the median loss at the suggestion over the lowest of the three (1 is none)";
  if (!(study.regret > most_regret)) return regret + ": nothing speaks against it within a factor of two.";
  const auto lowest = std::min_element(study.verified.begin(), study.verified.end(),
                                       [](const VerifiedRate& a, const VerifiedRate& b) { return a.loss < b.loss; });
  return regret + ", is above " + shortest(most_regret) + ": do not take the suggestion for the best peak; tune from " +
         rate_text(lowest->lr) + ".";
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

Json verified_json(const RangeStudy& study) {
  if (study.verified.empty()) return {};
  return Json::Object{
      {"schedule", study.verified_schedule}, {"runs", fact_json(study.verified)}, {"regret", study.regret}};
}

}  // namespace

std::string range_finding(const RangeStudy& study) {
  const RuleAnswer& answer = study.suggestion;
  if (!answer.refusal.empty()) return "No suggestion: " + answer.refusal + ".";
  const std::string words =
      "Suggested peak rate: " + rate_text(answer.rate.value) + " (rule " + answer.rule + ": " + answer.formula + ").";
  if (!std::isfinite(answer.rate.low)) return words + " One seed gives no interval.";
  return words + " Its 95 % interval, " + interval_text(answer.rate) +
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
  if (!study.verified.empty()) {
    table.notes.push_back(runs_text(study));
    table.notes.push_back(regret_text(study));
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
  object.emplace_back("verified", verified_json(study));
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
