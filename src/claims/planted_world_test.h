#pragma once
// A world in which every claim's runs cost nothing and give what was planted: for each arm and measure a value, with noise
// that all arms share and noise of their own.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "claims/measures.h"
#include "claims/setting.h"
#include "etude/base/random.h"
#include "etude/claims/claims.h"
#include "etude/schedule/kinds.h"
#include "study/scaled.h"

namespace etude::claims::planted {

/// Deterministic, about normal, 0 for seed 0, so that what is printed of that seed is there to the digit.
inline double noise(std::uint32_t seed, const std::string& name) {
  if (seed == 0) return 0;
  std::uint32_t hash = seed * 2654435761U + 12345;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  double sum = 0;
  for (int i = 0; i < 12; ++i) {
    hash = hash * 1664525U + 1013904223U;
    sum += static_cast<double>(hash >> 8) / 16777216.0;
  }
  return sum - 6;
}

class World {
 public:
  explicit World(const Claim& claim) : claim_(claim) {}

  double value(const std::string& arm, const std::string& measure) const {
    const auto found = values_.find({arm, measure});
    if (found != values_.end()) return found->second;
    return measure == "two_draws" ? two_draws(arm) : base(measure);
  }
  void plant(const std::string& arm, const std::string& measure, double value) { values_[{arm, measure}] = value; }

  /// Makes an effect what is claimed of it, or the opposite.
  void plant(const PlannedEffect& effect, bool holds) {
    if (effect.claimed == Claimed::printed) {
      plant(effect.a, effect.measure, holds ? effect.reference : effect.reference * 1.5);
      return;
    }
    const int way = way_of(effect, holds);
    plant_at(effect, effect.is_ratio ? std::pow(1.05 * effect.margin * effect.margin, way) : 1.5 * way * effect.margin);
  }

  /// Makes an effect one that is told, and goes the way that is claimed, but only half as far; of "no higher" and "same" one
  /// that goes a third too far.
  void plant_too_small(const PlannedEffect& effect) {
    const bool is_bound = effect.claimed == Claimed::same || effect.claimed == Claimed::no_higher;
    const double share = is_bound ? 1.34 : effect.claimed == Claimed::lower ? -0.5 : 0.5;
    plant_at(effect, effect.is_ratio ? std::pow(effect.margin, share) : share * effect.margin);
  }

  Laboratory laboratory() const {
    return [this](const AnyTask& task, std::string_view) -> Result<Bench> {
      const study::Runner runner = run_by([this](const study::Trial& trial) { return outcome_of(trial); });
      const study::Runner sweeps =
          run_by([this, task](const study::Trial& trial) { return sweep_of(trial, arm_of(task)); });
      return Bench{runner, runner, sweeps, false, std::holds_alternative<train::PowerLawTask>(task)};
    };
  }

 private:
  static int way_of(const PlannedEffect& effect, bool holds) {
    if (effect.claimed == Claimed::same || effect.claimed == Claimed::no_higher) return holds ? 0 : 1;
    return (effect.claimed == Claimed::lower) == holds ? -1 : 1;
  }

  /// Well within the finest margin that the claim has.
  double own_noise() const {
    double size = 0.01;
    for (const PlannedEffect& effect : claim_.effects)
      if (effect.is_ratio && effect.claimed != Claimed::printed) size = std::min(size, 0.2 * std::log(effect.margin));
    return size;
  }

  /// `size` is a ratio or a difference.
  void plant_at(const PlannedEffect& effect, double size) {
    const std::string& measure = effect.beside.empty() ? effect.measure : effect.beside;
    const double none = effect.is_ratio ? 1 : 0, reference = std::isnan(effect.reference) ? none : effect.reference;
    const double beside = effect.b.empty() ? none : value(effect.b, measure);
    plant(effect.a, effect.measure, effect.is_ratio ? beside * reference * size : beside + reference + size);
  }

  double middle() const { return std::sqrt(claim_.grid.from * claim_.grid.to); }

  double base(const std::string& measure) const {
    const std::map<std::string, double> special{
        {"first_loss", 10},  {"heldout_loss", 1.2}, {"best_peak", middle()}, {"edge", claim_.grid.to},
        {"octaves", 6},      {"diverged", 0},       {"range_edge", 1},       {"range_basin", 0.1},
        {"suggestion", 0.1}, {"range_start", 1},    {"range_best", 0.5},     {"heldout_accuracy", 0.5}};
    const auto found = special.find(measure);
    return found == special.end() ? 1 : found->second;
  }

  /// What the runs of a swept arm give without noise.
  double two_draws(const std::string& arm) const {
    std::vector<double> peaks;
    std::vector<Outcome> runs;
    for (double peak = claim_.grid.from; peak < claim_.grid.to * 1.1; peak *= claim_.grid.ratio) {
      peaks.push_back(peak);
      runs.push_back(outcome_of({.plan = {*constant({.value = peak})}, .steps = 1, .name = arm}));
    }
    return claims::measure_of(swept(peaks, runs), "two_draws");
  }

  static study::Runner run_by(const std::function<Outcome(const study::Trial&)>& run) {
    return [run](std::span<const study::Trial> trials, const study::Finished& finished) -> Result<void> {
      for (std::size_t i = 0; i < trials.size(); ++i)
        if (auto good = finished(i, run(trials[i])); !good) return good;
      return {};
    };
  }

  const PlannedArm* planned(const std::string& name) const {
    const auto found =
        std::find_if(claim_.arms.begin(), claim_.arms.end(), [&](const PlannedArm& arm) { return arm.name == name; });
    return found == claim_.arms.end() ? nullptr : &*found;
  }

  /// Losses rise by a bowl around the arm's best peak where peaks are searched for.
  double bowl(const study::Trial& trial) const {
    const PlannedArm* arm = planned(trial.name);
    if (!arm || (arm->peak != Peak::tuned && arm->peak != Peak::swept)) return 1;
    const double octaves = std::log2(study::peak_of(trial.plan, trial.steps) / value(trial.name, "best_peak"));
    return std::min(1 + 0.2 * octaves * octaves, 3.0);
  }

  bool diverges(const study::Trial& trial) const {
    if (static_cast<double>(trial.seed % 10) < 10 * value(trial.name, "diverged")) return true;
    const PlannedArm* arm = planned(trial.name);
    return arm && arm->peak == Peak::swept &&
           study::peak_of(trial.plan, trial.steps) >= value(trial.name, "edge") * 0.999;
  }

  bool learns_nothing(const study::Trial& trial) const {
    const PlannedArm* arm = planned(trial.name);
    const double lowest = value(trial.name, "edge") / std::exp2(value(trial.name, "octaves"));
    return arm && arm->peak == Peak::swept && study::peak_of(trial.plan, trial.steps) < lowest * 0.999;
  }

  Outcome outcome_of(const study::Trial& trial) const {
    const double shared = std::exp(0.05 * noise(trial.seed, "all")),
                 own = std::exp(own_noise() * noise(trial.seed, trial.name));
    Outcome outcome{.steps = trial.steps};
    const double first = value(trial.name, "first_loss");
    outcome.curve = {{0}, {first}};
    if (diverges(trial)) {
      outcome.diverged_at = 1;
      return outcome;
    }
    const auto loss = [&](const char* measure) { return value(trial.name, measure) * shared * own * bowl(trial); };
    outcome.final_loss = learns_nothing(trial) ? first : std::min(loss("final_loss"), first);
    outcome.heldout_loss = loss("heldout_loss");
    outcome.best_loss = loss("best_loss");
    outcome.heldout_accuracy = value(trial.name, "heldout_accuracy") * own;
    outcome.converged_at = static_cast<Step>(std::llround(value(trial.name, "converged_at")));
    outcome.curve.loss.push_back(value(trial.name, "peak_loss") * own);
    outcome.curve.step.push_back(1);
    for (const auto& [key, planted] : values_)
      if (key.first == trial.name) outcome.metrics.push_back({.name = key.second, .last = planted * own});
    add_unplanted(trial, own, outcome);
    return outcome;
  }

  /// Metrics that effects ask for and nobody planted.
  void add_unplanted(const study::Trial& trial, double own, Outcome& outcome) const {
    for (const PlannedEffect& effect : claim_.effects)
      for (const std::string& measure : {effect.measure, effect.beside})
        if (!measure.empty() && !values_.count({trial.name, measure}))
          outcome.metrics.push_back({.name = measure, .last = base(measure) * own});
  }

  /// Range tests are of tasks; their trials have no arm's name.
  std::string arm_of(const AnyTask& task) const {
    for (const PlannedArm& arm : claim_.arms)
      if (arm.peak == Peak::range && *task_of(claim_.task + " " + arm.setting) == task) return arm.name;
    return "";
  }

  /// Flat, falling to the basin, and exploding at the edge.
  Outcome sweep_of(const study::Trial& trial, const std::string& arm) const {
    const bool is_steepest = claim_.range.rule == "post";  // whose rate lies below the basin
    const double basin = is_steepest ? 5.1 * value(arm, "suggestion") : value(arm, "range_basin");
    const double start = value(arm, "range_start"), best = value(arm, "range_best"), edge = value(arm, "range_edge");
    Outcome outcome{.steps = trial.steps};
    for (Step t = 0; t < trial.steps; ++t) {
      const double lr = trial.plan.lr(t), octaves = std::log2(lr / basin);
      const double fall = std::exp(-octaves * octaves / 18);
      outcome.curve.step.push_back(t);
      outcome.curve.loss.push_back(
          lr >= edge ? 100 * start : start + (best - start) * fall + 0.001 * noise(trial.seed, std::to_string(t)));
    }
    return outcome;
  }

  const Claim& claim_;
  std::map<std::pair<std::string, std::string>, double> values_;
};

/// All effects as claimed, or all the opposite, what an effect stands beside planted before it.
inline World planted_world(const Claim& claim, bool holds) {
  World world(claim);
  for (int round = 0; round < 4; ++round)
    for (const PlannedEffect& effect : claim.effects) world.plant(effect, holds);
  return world;
}

inline ClaimResult examined(const Claim& claim, const World& world) {
  Effort effort = quick();
  effort.again = 0;  // other seeds are another test's
  auto result = examine(claim, world.laboratory(), effort);
  return result ? *result : ClaimResult{.id = claim.id, .finding = result.error().message};
}

}  // namespace etude::claims::planted
