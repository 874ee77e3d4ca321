// What a comparison found, in words. Who is lower is said where the pairs tell it, and nowhere else: medians differ by
// chance.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "etude/base/number.h"
#include "etude/report/comparison.h"
#include "report/comparison/arms.h"
#include "report/comparison/pairs.h"
#include "report/text.h"

namespace etude::report {
namespace {

constexpr int kLossDigits = 3;

std::string loss_text(double loss) { return significant(loss, kLossDigits); }

std::string measure_words(const std::string& measure) {
  return measure == "heldout_loss" ? "held-out loss" : "final loss";
}

/// The loss that the comparison is about first: that by which peaks were tuned.
std::string first_measure(const Comparison& comparison) {
  return comparison.tuned_on.empty() ? "final_loss" : comparison.tuned_on;
}

std::string called(const Arm& arm) {
  return arm.name + (arm.tuning.empty() ? "" : " at its tuned peak " + significant(arm.peak, kLossDigits));
}

std::string of_seeds(const Arm& arm) {
  const std::size_t seeds = arm.trials.size();
  return seeds > 1 ? " (median of " + counted(seeds, "seed") + ")" : "";
}

/// The constant that the first is held against; without one, the second.
std::size_t reference_of(const Comparison& comparison, const std::vector<std::size_t>& order) {
  for (std::size_t k = 1; k < order.size(); ++k)
    if (comparison.arms[order[k]].schedule.starts_with("constant(")) return order[k];
  return order[1];
}

std::string margin(const Comparison& comparison, const Lead& lead, const std::string& measure) {
  const Arm& reference = comparison.arms[reference_of(comparison, lead.order)];
  const double least = summary_of(comparison.arms[lead.order[0]], measure).median;
  const double other = summary_of(reference, measure).median;
  if (!(least > 0 && other > least)) return "";
  return ", " + significant(100 * (1 - least / other), 2) + " % below " + reference.name;
}

std::string range_of_losses(const Comparison& comparison, const Lead& lead, const std::string& measure) {
  const auto median = [&](std::size_t arm) { return summary_of(comparison.arms[arm], measure).median; };
  const auto [low, high] = std::minmax_element(lead.order.begin(), lead.order.end(),
                                               [&](std::size_t a, std::size_t b) { return median(a) < median(b); });
  return loss_text(median(*low)) + " to " + loss_text(median(*high));
}

/// Where nothing is detected: what would be needed.
std::string would_take(const PairCount& pairs) {
  if (std::isnan(pairs.seeds_to_tell)) return "";
  return "; the largest effect seen would take " + shortest(pairs.seeds_to_tell) + " seeds to tell at 80 % power";
}

/// Where the first is below none of the others for sure.
std::string nobody_leads(const Comparison& comparison, const Lead& lead, const std::string& measure) {
  const std::string medians =
      "; medians of " + counted(comparison.seeds(), "seed") + " are " + range_of_losses(comparison, lead, measure);
  const PairCount pairs = pairs_among(comparison, measure, lead.order);
  if (pairs.told == 0)
    return "No difference in " + measure_words(measure) + " is detected between the " +
           counted(lead.order.size(), "schedule") + medians + would_take(pairs);
  return "By " + measure_words(measure) + " no schedule can be told from all others, though " +
         std::to_string(pairs.told) + " of " + counted(pairs.all, "pair") + (pairs.told == 1 ? " differs" : " differ") +
         medians;
}

std::string some_are_above(const Arm& first, const Lead& lead, const std::string& measure) {
  const std::size_t open = lead.others() - lead.below;
  return called(first) + " ends at a " + measure_words(measure) + " of " +
         loss_text(summary_of(first, measure).median) + of_seeds(first) + ", below " + std::to_string(lead.below) +
         " of the " + std::to_string(lead.others()) + " others; from " + (open == 1 ? "the other" : "the rest") +
         " it cannot be told";
}

/// Of several schedules on several seeds.
std::string standing(const Comparison& comparison, const Lead& lead, const std::string& measure) {
  if (lead.below == 0) return nobody_leads(comparison, lead, measure);
  const Arm& first = comparison.arms[lead.order[0]];
  if (!lead.is_detected()) return some_are_above(first, lead, measure);
  return called(first) + " ends lowest by " + measure_words(measure) + ": " +
         loss_text(summary_of(first, measure).median) + of_seeds(first) + margin(comparison, lead, measure);
}

std::string main_sentence(const Comparison& comparison, const Lead& lead, const std::string& measure) {
  const Arm& first = comparison.arms[lead.order[0]];
  if (lead.others() == 0)
    return called(first) + " ends at " + loss_text(summary_of(first, measure).median) + of_seeds(first);
  if (first.trials.size() > 1 || !comparison.pairs.empty()) return standing(comparison, lead, measure);
  return "One seed tells no difference from chance: of " + counted(lead.order.size(), "schedule") + " the " +
         measure_words(measure) + " is " + range_of_losses(comparison, lead, measure);
}

std::string lost_runs(const Comparison& comparison, const Lead& lead) {
  const std::size_t without = contenders(comparison).size() - lead.order.size();
  return without == 0 ? "" : counted(without, "schedule") + (without == 1 ? " has" : " have") + " no loss at all.";
}

/// Of the one that the sentence before was about.
std::string it_stands(const Comparison& comparison, const Lead& lead, const std::string& measure, bool leads_both) {
  const std::string loss = loss_text(summary_of(comparison.arms[lead.order[0]], measure).median);
  const std::string it = "By " + measure_words(measure) + " it ends ";
  if (lead.is_detected()) return it + "lowest" + (leads_both ? ", too: " : ": ") + loss + ".";
  return it + "at " + loss + ", below " + std::to_string(lead.below) + " of the " + std::to_string(lead.others()) +
         " others.";
}

/// The other loss, where both were measured on several seeds.
std::string second_sentence(const Comparison& comparison, const Lead& before, const std::string& first) {
  const std::string measure = first == "final_loss" ? "heldout_loss" : "final_loss";
  const Lead lead = lead_of(comparison, measure);
  if (lead.others() == 0 || before.others() == 0 || comparison.seeds() < 2) return "";
  if (lead.below > 0 && before.below > 0 && lead.order[0] == before.order[0])
    return it_stands(comparison, lead, measure, before.is_detected());
  const PairCount pairs = pairs_among(comparison, measure, lead.order);
  if (pairs.told > 0 || pairs_among(comparison, first, before.order).told > 0)
    return standing(comparison, lead, measure) + ".";
  return "Nor is any in " + measure_words(measure) + "; medians are " + range_of_losses(comparison, lead, measure) +
         would_take(pairs) + ".";
}

/// "linear ends lower", "2 of 3 schedules end lower".
std::string those(const std::vector<std::string>& names, std::size_t all, const char* way) {
  if (all == 1) return names[0] + " ends " + way;
  return std::to_string(names.size()) + " of " + counted(all, "schedule") + (names.size() == 1 ? " ends " : " end ") +
         way;
}

/// Whether shapes do what the sums of their rates do not.
std::string beside_controls(const Comparison& comparison, const std::string& measure) {
  std::vector<std::string> lower, higher;
  PairCount count;
  for (const PairBlock& block : pair_blocks(comparison)) {
    if (!block.is_of_controls || block.measure != measure) continue;
    for (const Pair& pair : block.pairs) {
      count.add(pair);
      if (is_lower(pair)) lower.push_back(comparison.arms[pair.a].name);
      if (is_higher(pair)) higher.push_back(comparison.arms[pair.a].name);
    }
  }
  if (count.all == 0) return "";
  const std::string control = " than the constant with the same sum of rates";
  if (count.told == 0)
    return "No schedule can be told from the constant with the same sum of rates" + would_take(count) + ".";
  if (lower.empty()) return those(higher, count.all, "higher") + control + ".";
  return those(lower, count.all, "lower") + control +
         (higher.empty() ? "" : ", " + std::to_string(higher.size()) + " higher") + ".";
}

}  // namespace

std::vector<std::string> comparison_findings(const Comparison& comparison) {
  if (comparison.arms.empty()) return {"Nothing was compared."};
  const std::string measure = first_measure(comparison);
  const Lead lead = lead_of(comparison, measure);
  if (lead.order.empty()) return {"No schedule has a " + measure_words(measure) + ": every trial diverged or failed."};
  std::vector<std::string> sentences{main_sentence(comparison, lead, measure) + ".", lost_runs(comparison, lead),
                                     second_sentence(comparison, lead, measure), beside_controls(comparison, measure)};
  std::erase(sentences, "");
  return sentences;
}

std::string comparison_finding(const Comparison& comparison) {
  std::string text;
  for (const std::string& sentence : comparison_findings(comparison)) text += (text.empty() ? "" : " ") + sentence;
  return text;
}

std::optional<std::size_t> winner_of(const Comparison& comparison) {
  const Lead lead = lead_of(comparison, first_measure(comparison));
  return lead.is_detected() ? std::optional(lead.order[0]) : std::nullopt;
}

}  // namespace etude::report
