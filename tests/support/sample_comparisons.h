#pragma once
// Comparisons with made-up losses: a tuned study as a reader would meet it, and those that a report must survive.

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "etude/base/math.h"
#include "etude/record/comparison.h"

namespace etude::report {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Between -1 and 1, from two numbers.
inline double wobble(std::size_t a, std::size_t b) { return math::sin(12.9898 * double(a + 1) + 78.233 * double(b)); }

inline Outcome made_up_trial(double loss, std::size_t seed, Step steps, Step every) {
  Outcome trial;
  for (Step t = 0; t < steps; t += every) {
    const double done = double(t) / double(steps);
    const double noise = 1 + 0.15 * wobble(seed, std::size_t(t) / 16) * (1 - done);
    trial.curve.step.push_back(t);
    trial.curve.loss.push_back((loss + 1.1 * math::exp(-9 * done) * (1 - 0.7 * done)) * noise);
  }
  trial.steps = steps;
  trial.final_loss = trial.best_loss = trial.curve.loss.back() = loss;
  trial.heldout_loss = loss * 1.6 + 0.004;
  trial.converged_at = steps - every;
  return trial;
}

inline Summary made_up_summary(std::vector<double> values) {
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double n = double(values.size()), mean = sum / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double sd = std::sqrt(squares / (n - 1));
  return {mean, mean, sd, 2.1 * sd / std::sqrt(n)};
}

inline Arm made_up_arm(const std::string& name, double loss, double peak, std::size_t index, Step steps,
                       std::size_t seeds) {
  Arm arm;
  arm.name = name;
  arm.schedule = name + "(from=" + std::to_string(peak) + ", steps=" + std::to_string(steps) + ")";
  arm.backward = "corrected";
  arm.peak = peak;
  for (Step t = 0; t < steps; ++t) {
    const double p = double(t) / double(steps);
    arm.lr.push_back(name == "constant" ? peak : peak * (index % 2 == 0 ? (1 + math::cos_pi(p)) / 2 : 1 - p));
    arm.sum_lr += arm.lr.back();
  }
  std::vector<double> losses, heldout;
  for (std::size_t k = 0; k < seeds; ++k) {
    arm.seeds.push_back(std::uint32_t(k));
    arm.trials.push_back(made_up_trial(loss * math::exp(0.3 * wobble(k, 3) + 0.08 * wobble(k, index)), k, steps,
                                       std::max<Step>(steps / 500, 1)));
    losses.push_back(arm.trials.back().final_loss);
    heldout.push_back(arm.trials.back().heldout_loss);
  }
  arm.final_loss = arm.best_loss = made_up_summary(losses);
  arm.heldout_loss = made_up_summary(heldout);
  arm.converged_at = made_up_summary(std::vector<double>(seeds, double(steps - 1)));
  for (int i = -4; i <= 5; ++i) {
    const double off = i - 0.4 * wobble(index, 1);
    const bool diverged = i > 3 + int(index % 3);
    arm.tuning.push_back({peak * math::pow(2, i / 2.0), 6, diverged ? 4 : 0,
                          diverged ? std::numeric_limits<double>::infinity() : loss * (1 + 0.25 * off * off)});
  }
  return arm;
}

/// `arms` arms of `seeds` seeds, tuned, with a control under every second one, differences and held-out losses.
inline Comparison made_up_study(std::size_t arms = 12, std::size_t seeds = 20, Step steps = 300) {
  const std::vector<std::string> names{"constant",      "cosine",   "linear",       "step",
                                       "exponential",   "wsd",      "polynomial",   "one_cycle",
                                       "warmup_cosine", "restarts", "inverse_sqrt", "triangle"};
  Comparison study{.task = "spirals", .precision = "float64", .steps = steps, .arms = {}};
  for (std::size_t i = 0; i < arms; ++i)
    study.arms.push_back(
        made_up_arm(names[i % names.size()], 0.0035 / (1 + 0.22 * double(i % 5)), 0.32, i, steps, seeds));
  for (std::size_t i = 1; i < arms; i += 2) {
    Arm control = made_up_arm("constant", 0.0041, study.arms[i].sum_lr / double(steps), i, steps, seeds);
    control.name = study.arms[i].name + " control";
    control.tuning.clear();
    control.control_of = i;
    study.arms.push_back(control);
  }
  for (const char* measure : {"final_loss", "heldout_loss"}) {
    for (std::size_t a = 0; a < study.arms.size(); ++a) {
      for (std::size_t b = a + 1; b < study.arms.size(); ++b) {
        if (study.arms[b].control_of ? *study.arms[b].control_of != a : bool(study.arms[a].control_of)) continue;
        const double d = study.arms[a].final_loss.mean - study.arms[b].final_loss.mean;
        const double p = std::min(1.0, math::exp(-40 * std::abs(d) / 0.003));
        study.pairs.push_back({a, b, measure, int(seeds), d, 0.0002, d / 0.0005, p, std::min(1.0, 3 * p)});
      }
    }
  }
  study.trials = 12 * 60 + 18 * seeds;
  study.work = {345000, 234567};
  study.tuning_seeds = {1000000, 1000001, 1000002, 1000003, 1000004, 1000005};
  study.tuned_on = "final_loss";
  return study;
}

inline const char* const kHostileName = "<script>alert(\"1\")</script> & 'x' ]]> --> \x1b[31m\n\x80";

struct Awkward {
  std::string name;
  Comparison comparison;
};

inline std::vector<Awkward> awkward_comparisons() {
  Comparison one = made_up_study(1, 1);
  one.pairs.clear();
  Comparison gone = made_up_study(2, 3);
  Comparison blank = made_up_study(3, 2);
  for (Arm& arm : gone.arms) {
    for (Outcome& trial : arm.trials) {
      trial.diverged_at = 7;
      trial.final_loss = trial.heldout_loss = kNaN;
      ++arm.diverged;
    }
    arm.final_loss = arm.heldout_loss = Summary{};
  }
  for (Arm& arm : blank.arms) {
    arm.peak = arm.sum_lr = kNaN;
    arm.final_loss = arm.best_loss = arm.converged_at = arm.heldout_loss = Summary{};
    for (double& rate : arm.lr) rate = kNaN;
    for (Tried& tried : arm.tuning) tried.peak = tried.loss = kNaN;
    for (Outcome& trial : arm.trials) {
      trial.final_loss = trial.best_loss = trial.heldout_loss = kNaN;
      for (double& loss : trial.curve.loss) loss = kNaN;
    }
  }
  for (Pair& pair : blank.pairs) pair.difference = pair.ci95 = pair.effect = pair.p = pair.p_holm = kNaN;
  Comparison hostile = made_up_study(3, 4);
  hostile.task = hostile.precision = hostile.tuned_on = kHostileName;
  for (Arm& arm : hostile.arms) {
    arm.name = arm.schedule = arm.backward = kHostileName;
    arm.trials[0].failure = kHostileName;
    arm.failed = 1;
  }
  hostile.arms[1].name = std::string(2000, 'n');
  Comparison bare = made_up_study(2, 2);  // an arm that says no more than its name
  bare.arms[0] = {};
  bare.arms[0].name = "nothing known";
  Comparison loops = made_up_study(3, 2);
  loops.arms[0].control_of = 0;
  loops.arms[1].control_of = 99;
  loops.arms[2].control_of = 0;
  return {{"empty", {}},
          {"one arm, one seed", one},
          {"all diverged", gone},
          {"nothing but NaN", blank},
          {"hostile", hostile},
          {"an empty arm", bare},
          {"controls of nothing", loops},
          {"sixty arms", made_up_study(60, 2, 20)},
          {"twelve arms", made_up_study()}};
}

}  // namespace etude::report
