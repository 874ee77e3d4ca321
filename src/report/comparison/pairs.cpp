#include "report/comparison/pairs.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "etude/base/number.h"
#include "etude/report/comparison.h"
#include "report/comparison/arms.h"

namespace etude::report {
namespace {

constexpr double kLevel = 0.05;
constexpr int kEffectDecimals = 2;

Pair turned(Pair pair) {
  std::swap(pair.a, pair.b);
  pair.difference = -pair.difference;
  pair.effect = -pair.effect;
  return pair;
}

/// a minus b by that measure, whichever way round the comparison has it.
std::optional<Pair> pair_of(const Comparison& comparison, const std::string& measure, std::size_t a, std::size_t b) {
  for (const Pair& pair : comparison.pairs) {
    if (pair.measure != measure) continue;
    if (pair.a == a && pair.b == b) return pair;
    if (pair.a == b && pair.b == a) return turned(pair);
  }
  return std::nullopt;
}

PairBlock best_against_others(const Comparison& comparison, const std::string& measure) {
  PairBlock block{measure, false, {}};
  const std::vector<std::size_t> order = ranking(comparison, "final_loss");
  if (order.empty()) return block;
  for (const std::size_t other : contenders(comparison)) {
    if (other == order[0]) continue;
    if (auto pair = pair_of(comparison, measure, order[0], other)) block.pairs.push_back(*pair);
  }
  return block;
}

PairBlock arms_against_controls(const Comparison& comparison, const std::string& measure) {
  PairBlock block{measure, true, {}};
  for (const std::size_t i : shown_order(comparison)) {
    const std::optional<std::size_t> of = comparison.arms[i].control_of;
    if (!of || *of >= comparison.arms.size()) continue;
    if (auto pair = pair_of(comparison, measure, *of, i)) block.pairs.push_back(*pair);
  }
  return block;
}

std::string measure_text(const std::string& measure) { return measure == "heldout_loss" ? "Held-out" : "Final"; }

bool is_told(const Pair& pair) { return pair.p_holm < kLevel; }

/// Is a below b by that measure, beyond chance?
bool is_below(const Comparison& comparison, const std::string& measure, std::size_t a, std::size_t b) {
  const auto pair = pair_of(comparison, measure, a, b);
  return pair && is_lower(*pair);
}

/// How many pairs differ one way by final loss and the other way by held-out loss, both beyond chance.
std::size_t flipped_pairs(const Comparison& comparison) {
  std::size_t count = 0;
  for (const Pair& pair : comparison.pairs) {
    if (pair.measure != "final_loss" || !is_told(pair)) continue;
    const auto held_out = pair_of(comparison, "heldout_loss", pair.a, pair.b);
    if (held_out && is_told(*held_out) && (pair.difference < 0) != (held_out->difference < 0)) ++count;
  }
  return count;
}

}  // namespace

std::vector<PairBlock> pair_blocks(const Comparison& comparison) {
  std::vector<PairBlock> blocks;
  for (const char* measure : {"final_loss", "heldout_loss"}) {
    blocks.push_back(best_against_others(comparison, measure));
    blocks.push_back(arms_against_controls(comparison, measure));
  }
  std::erase_if(blocks, [&](const PairBlock& block) {
    return block.pairs.empty() || (block.measure == "heldout_loss" && !holds_out(comparison));
  });
  return blocks;
}

std::string title_of(const PairBlock& block, const Comparison& comparison) {
  const std::string what = block.is_of_controls ? "schedule" : comparison.arms[block.pairs.front().a].name;
  return measure_text(block.measure) + ", " + what + " −" + (block.is_of_controls ? " its control" : "");
}

bool is_lower(const Pair& pair) { return is_told(pair) && pair.difference < 0; }
bool is_higher(const Pair& pair) { return is_told(pair) && pair.difference > 0; }

Lead lead_of(const Comparison& comparison, const std::string& measure) {
  Lead lead{ranking(comparison, measure)};
  for (const std::size_t other : lead.order) lead.below += is_below(comparison, measure, lead.order[0], other) ? 1 : 0;
  return lead;
}

void PairCount::add(const Pair& pair) {
  ++all;
  told += is_told(pair) ? 1 : 0;
  if (!(seeds_to_tell <= pair.seeds_to_tell)) seeds_to_tell = pair.seeds_to_tell;
}

PairCount pairs_among(const Comparison& comparison, const std::string& measure, const std::vector<std::size_t>& arms) {
  PairCount count;
  for (std::size_t a = 0; a < arms.size(); ++a) {
    for (std::size_t b = a + 1; b < arms.size(); ++b) {
      if (const auto pair = pair_of(comparison, measure, arms[a], arms[b])) count.add(*pair);
    }
  }
  return count;
}

std::string verdict_of(const Pair& pair) {
  if (std::isnan(pair.p_holm) || std::isnan(pair.difference)) return "not tested";
  if (is_lower(pair)) return "lower";
  return is_higher(pair) ? "higher" : "no difference detected";
}

std::string p_text(double p) {
  if (std::isnan(p)) return "-";
  return p < 1e-4 ? "<1e-4" : significant(p, 2);
}

std::string signed_text(double value, int decimals) {
  if (std::isnan(value)) return "-";
  if (std::isinf(value)) return value < 0 ? "−inf" : "+inf";
  if (value == 0) return "0";
  return (value < 0 ? "−" : "+") + fixed(std::abs(value), decimals);
}

std::vector<std::string> notes_on_ranking(const Comparison& comparison) {
  const std::vector<std::size_t> trained = ranking(comparison, "final_loss");
  const std::vector<std::size_t> held_out = ranking(comparison, "heldout_loss");
  std::vector<std::string> notes;
  if (trained.empty() || held_out.empty()) return notes;
  const std::size_t first = trained[0], other = held_out[0];
  if (is_below(comparison, "final_loss", first, other) && is_below(comparison, "heldout_loss", other, first)) {
    notes.push_back("The ranking flips: by final loss " + comparison.arms[first].name + " is below " +
                    comparison.arms[other].name + ", by held-out loss above it, both beyond chance.");
  }
  const std::size_t flipped = flipped_pairs(comparison);
  if (flipped > 0) {
    notes.push_back(std::to_string(flipped) + (flipped == 1 ? " pair differs" : " pairs differ") +
                    " one way by final loss and the other way by held-out loss, both beyond chance.");
  }
  return notes;
}

int difference_decimals(const Comparison& comparison) {
  int decimals = 4;
  for (const PairBlock& block : pair_blocks(comparison)) {
    for (const Pair& pair : block.pairs) {
      double least = 0.001;
      for (int own = 4; own <= 8; ++own, least /= 10)
        if (pair.ci95 > 0 && pair.ci95 < least) decimals = std::max(decimals, std::min(own + 1, 8));
    }
  }
  return decimals;
}

namespace {

std::vector<std::string> cells_of(const Pair& pair, const std::string& name, int decimals) {
  return {"  " + name,
          signed_text(pair.difference, decimals),
          std::isnan(pair.ci95) ? "-" : fixed(pair.ci95, decimals),
          signed_text(pair.effect, kEffectDecimals),
          p_text(pair.p_holm),
          verdict_of(pair)};
}

}  // namespace

Table pairs_table(const Comparison& comparison) {
  Table table;
  const std::vector<PairBlock> blocks = pair_blocks(comparison);
  if (blocks.empty()) return table;
  table.columns = {{"Difference", true}, {"mean"},     {.title = "±", .goes_with_last = true},
                   {"Effect"},           {"p (Holm)"}, {"Verdict", true, true}};
  const int decimals = difference_decimals(comparison);
  for (const PairBlock& block : blocks) {
    table.rows.push_back({title_of(block, comparison)});
    for (const Pair& pair : block.pairs)
      table.rows.push_back(cells_of(pair, comparison.arms[block.is_of_controls ? pair.a : pair.b].name, decimals));
  }
  table.notes = {
      "Differences are taken seed by seed; below 0, the first is better. ± is the half width of the mean's 95 % "
      "interval, Effect the mean divided by the differences' standard deviation, p that of a paired t-test, corrected "
      "by Holm for all pairs of its measure."};
  for (std::string& note : notes_on_ranking(comparison)) table.notes.push_back(std::move(note));
  return table;
}

}  // namespace etude::report
