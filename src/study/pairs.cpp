// Which arms are compared, and what one lost to the other, seed by seed.

#include "study/pairs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "study/statistics.h"

namespace etude::study {
namespace {

constexpr double level = 0.05;

std::vector<double> losses_of(const Arm& arm, double Outcome::*measure) {
  std::vector<double> losses;
  for (const Outcome& trial : arm.trials) losses.push_back(trial.*measure);
  return losses;
}

/// Each contender with each, then each with its control.
std::vector<std::pair<std::size_t, std::size_t>> who_meets(const std::vector<Arm>& arms) {
  std::vector<std::pair<std::size_t, std::size_t>> meetings;
  for (std::size_t a = 0; a < arms.size(); ++a)
    for (std::size_t b = a + 1; b < arms.size(); ++b)
      if (!arms[a].control_of && !arms[b].control_of) meetings.emplace_back(a, b);
  for (std::size_t control = 0; control < arms.size(); ++control)
    if (arms[control].control_of) meetings.emplace_back(*arms[control].control_of, control);
  return meetings;
}

void add_pairs(Comparison& comparison, double Outcome::*measure, const std::string& name, bool is_exact) {
  std::vector<std::vector<double>> losses;
  for (const Arm& arm : comparison.arms) losses.push_back(losses_of(arm, measure));
  std::vector<Pair> pairs;
  std::vector<double> p;
  for (const auto& [a, b] : who_meets(comparison.arms)) {
    const PairedDifference d = paired_difference(losses[a], losses[b], is_exact);
    pairs.push_back({a, b, name, d.pairs, d.mean, d.ci95, d.effect, d.p});
    p.push_back(d.p);
  }
  const std::vector<double> corrected = holm(p);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i].p_holm = corrected[i];
    pairs[i].seeds_to_tell = pairs_to_tell(pairs[i].effect, level / static_cast<double>(pairs.size()));
  }
  comparison.pairs.insert(comparison.pairs.end(), pairs.begin(), pairs.end());
}

bool has_heldout(const Comparison& comparison) {
  return std::any_of(comparison.arms.begin(), comparison.arms.end(),
                     [](const Arm& arm) { return !std::isnan(arm.heldout_loss.median); });
}

}  // namespace

void add_pairs(Comparison& comparison, bool is_exact) {
  add_pairs(comparison, &Outcome::final_loss, "final_loss", is_exact);
  if (has_heldout(comparison)) add_pairs(comparison, &Outcome::heldout_loss, "heldout_loss", is_exact);
}

}  // namespace etude::study
