// What a comparison found, in words. Who is best is by the median; whether another can be told from it is by the pairs.

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

namespace etude::report {
namespace {

constexpr int kLossDigits = 3;

std::string plural(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// The constant that the best is held against; without one, the next best.
std::optional<std::size_t> reference_of(const Comparison& comparison, const std::vector<std::size_t>& order) {
  for (std::size_t k = 1; k < order.size(); ++k)
    if (comparison.arms[order[k]].schedule.starts_with("constant(")) return order[k];
  return order.size() > 1 ? std::optional(order[1]) : std::nullopt;
}

std::string margin(const Comparison& comparison, const std::vector<std::size_t>& order) {
  const auto reference = reference_of(comparison, order);
  if (!reference) return "";
  const double best = comparison.arms[order[0]].final_loss.median;
  const double other = comparison.arms[*reference].final_loss.median;
  if (!(best > 0 && other > best)) return "";
  return ", " + significant(100 * (1 - best / other), 2) + " % below " + comparison.arms[*reference].name;
}

std::string not_told_apart(const Comparison& comparison) {
  const std::vector<PairBlock> blocks = pair_blocks(comparison);
  if (blocks.empty() || blocks[0].is_of_controls || blocks[0].measure != "final_loss") return "";
  const auto count = [&](const char* verdict) {
    return static_cast<std::size_t>(std::count_if(blocks[0].pairs.begin(), blocks[0].pairs.end(),
                                                  [&](const Pair& pair) { return verdict_of(pair) == verdict; }));
  };
  const std::size_t others = blocks[0].pairs.size();
  const std::size_t open = count("no difference detected") + count("not tested");
  if (open == 0) return others == 1 ? "; the other can be told from it" : "; all others can be told from it";
  if (others == 1) return "; the other cannot be told from it";
  return "; " + std::to_string(open) + " of the " + std::to_string(others) + " others cannot be told from it";
}

std::string held_out_part(const Comparison& comparison, std::size_t best) {
  const std::vector<std::size_t> order = ranking(comparison, "heldout_loss");
  if (order.empty()) return "";
  const double loss = comparison.arms[order[0]].heldout_loss.median;
  return " On held-out data " +
         (order[0] == best ? "it is lowest, too: " : comparison.arms[order[0]].name + " is lowest: ") +
         significant(loss, kLossDigits) + ".";
}

}  // namespace

std::string comparison_finding(const Comparison& comparison) {
  if (comparison.arms.empty()) return "Nothing was compared.";
  const std::vector<std::size_t> order = ranking(comparison, "final_loss");
  if (order.empty()) return "No schedule has a final loss: every trial diverged or failed.";
  const Arm& best = comparison.arms[order[0]];
  const std::size_t seeds = best.trials.size();
  std::string out = best.name + (best.tuning.empty() ? "" : " at its best peak") +
                    (order.size() > 1 ? " ends lowest: " : " ends at ") +
                    significant(best.final_loss.median, kLossDigits);
  out += seeds > 1 ? " (median of " + plural(seeds, "seed") + ")" : "";
  out += margin(comparison, order) + not_told_apart(comparison);
  if (seeds < 2 && order.size() > 1) out += "; with one seed, no difference can be told from chance";
  out += ".";
  const std::size_t lost = diverged_trials(best) + static_cast<std::size_t>(best.failed);
  if (lost > 0) out += " " + plural(lost, "trial") + " of its " + std::to_string(seeds) + " gave no result.";
  return out + held_out_part(comparison, order[0]);
}

}  // namespace etude::report
