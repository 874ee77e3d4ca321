// detectron2's SOLVER (02b5c4e2), with fvcore's schedules. They know where the run is as a share x of MAX_ITER, to which
// 1e-6 is added before it is cut: in runs of more than a million updates milestones come early by that.

#include <algorithm>
#include <cmath>

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::detectron2 {
namespace {

using namespace dialect;

constexpr double epsilon = 1e-6;

struct Run {
  double lr, end, gamma;
  Step steps, warmup;
};

/// The first step at which int((t / T + epsilon) x of) has come to `at`.
Step first_at(Step steps, double of, double at) {
  const double all = static_cast<double>(steps);
  Step t = std::max(cut((at / of - epsilon) * all) - 2, Step{0});
  while (t < steps && (static_cast<double>(t) / all + epsilon) * of < at) ++t;
  return t;
}

/// STEPS, without those beyond MAX_ITER.
std::vector<Step> milestones_of(Settings& s, const Run& r) {
  std::vector<Step> all = s.wholes("SOLVER.STEPS");
  std::sort(all.begin(), all.end());
  const auto beyond = std::upper_bound(all.begin(), all.end(), r.steps);
  if (beyond != all.end())
    s.note("ignored-argument", "SOLVER.STEPS from {} on are beyond MAX_ITER {} and are dropped", {*beyond, r.steps},
           "give them below MAX_ITER");
  all.erase(beyond, all.end());
  for (Step& each : all) each = first_at(r.steps, static_cast<double>(r.steps), static_cast<double>(each));
  return all;
}

std::vector<Step> fixed_milestones(Settings& s, const Run& r) {
  std::vector<Step> all;
  const Step count = s.whole("SOLVER.NUM_DECAYS");
  s.require(count <= 1000, "SOLVER.NUM_DECAYS", "more than 1000 decays are too many");
  for (Step i = 1; i <= count && !s.error(); ++i)
    all.push_back(first_at(r.steps, static_cast<double>(count + 1), static_cast<double>(i)));
  return all;
}

/// The schedule without its warm-up, over the whole run.
Result<Schedule> curve_of(Settings& s, const std::string& name, const Run& r) {
  if (name == "WarmupCosineLR") return half_wave(r.lr, r.end, r.steps);
  const auto milestones = name == "WarmupMultiStepLR" ? milestones_of(s, r) : fixed_milestones(s, r);
  if (s.error()) return pass_on(*s.error());
  const auto drops =
      milestones.empty() ? held(r.lr) : multistep({.from = r.lr, .milestones = milestones, .gamma = r.gamma});
  return past_end(drops, Beyond::error, r.steps + 1);
}

/// The first steps are the warm-up's: the curve goes on as if it had run below, or with RESCALE_INTERVAL begins there.
Result<Schedule> with_warmup(Settings& s, const Result<Schedule>& curve, const Run& r) {
  if (!curve || r.warmup == 0) return curve;
  const bool rescales = s.flag("SOLVER.RESCALE_INTERVAL");
  s.require(!rescales || s.text("SOLVER.LR_SCHEDULER_NAME") == "WarmupCosineLR", "SOLVER.RESCALE_INTERVAL",
            "RESCALE_INTERVAL is read with WarmupCosineLR alone");
  const double start = s.number("SOLVER.WARMUP_FACTOR") * r.lr;
  const std::string method = s.one_of("SOLVER.WARMUP_METHOD", {"linear", "constant"});
  const double end = rescales ? r.lr : (*curve)(r.warmup);
  const auto rise = method == "linear" ? rise_from(start, end, r.warmup) : held(start, r.warmup);
  return then(rise, rescales ? half_wave(r.lr, r.end, r.steps - r.warmup) : offset(curve, r.warmup));
}

Result<Meaning> read(Settings& s) {
  const Run r{s.number("SOLVER.BASE_LR"), s.number("SOLVER.BASE_LR_END"), s.number("SOLVER.GAMMA"),
              s.whole("SOLVER.MAX_ITER", 1), s.whole("SOLVER.WARMUP_ITERS")};
  s.require(r.warmup <= r.steps, "SOLVER.WARMUP_ITERS", "the warm-up of {} is longer than MAX_ITER {}",
            {r.warmup, r.steps});
  s.require(
      s.whole("SOLVER.REFERENCE_WORLD_SIZE") == 0, "SOLVER.REFERENCE_WORLD_SIZE",
      "REFERENCE_WORLD_SIZE changes lr and MAX_ITER by the number of workers; write what they become, and 0 here");
  const std::string name =
      s.one_of("SOLVER.LR_SCHEDULER_NAME", {"WarmupMultiStepLR", "WarmupCosineLR", "WarmupStepWithFixedGammaLR"});
  if (s.error()) return pass_on(*s.error());
  // The warm-up has the step where x + epsilon comes to its share, which rounding moves in runs beyond a million.
  Run shifted = r;
  shifted.warmup = std::min(r.warmup, first_at(r.steps, static_cast<double>(r.steps), static_cast<double>(r.warmup)));
  return written(s, with_warmup(s, curve_of(s, name, shifted), shifted), r.steps);
}

constexpr Setting settings[] = {{"SOLVER.BASE_LR", "0.001", Part::rate},
                                {"SOLVER.LR_SCHEDULER_NAME", "WarmupMultiStepLR"},
                                {"SOLVER.MAX_ITER", "40000", Part::length},
                                {"SOLVER.BASE_LR_END", "0.0", Part::floor},
                                {"SOLVER.GAMMA", "0.1", Part::factor},
                                {"SOLVER.STEPS", "(30000,)", Part::milestones},
                                {"SOLVER.NUM_DECAYS", "3"},
                                {"SOLVER.WARMUP_FACTOR", "0.001"},
                                {"SOLVER.WARMUP_ITERS", "1000", Part::warmup},
                                {"SOLVER.WARMUP_METHOD", "linear"},
                                {"SOLVER.RESCALE_INTERVAL", "false"},
                                {"SOLVER.REFERENCE_WORLD_SIZE", "0"}};

}  // namespace

constexpr Program program{.name = "detectron2",
                          .title = "detectron2",
                          .forms = "YAML",
                          .marks = "SOLVER.BASE_LR | SOLVER.MAX_ITER | SOLVER.STEPS",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::detectron2
