// F22: the decay of weights that a norm follows, tied to the rate and corrected.

#include "claims/conditions.h"

namespace etude::claims {
namespace {

struct Run {
  std::string peak, steps;
  std::string name() const { return "peak " + peak; }
};

/// Its clip is so large that nothing is clipped, and the norm of the gradient is known.
PlannedArm arm(const std::string& rule, const std::string& decay, const Run& run) {
  return {.name = rule + ", " + run.name(),
          .plan = "cosine(from=" + run.peak + ", steps=rest)",
          .setting = "decay=" + decay + " steps=" + run.steps,
          .peak = Peak::given};
}

}  // namespace

Claim f22() {
  Claim claim{
      .id = "F22",
      .place = "Defazio 2025 (Why gradients rapidly increase near the end of training)",
      .statement =
          "Weights that a norm follows need a decay by the square of the rate over its peak (AdamC): under AdamW their "
          "gradients "
          "grow as the rate falls, and the loss ends higher.",
      .refuted_if =
          "Under AdamW the gradients of the last tenth of cosine to zero are not a tenth above those of its middle, "
          "or under AdamC not a tenth below AdamW's; or AdamC does not end 2 % below AdamW.",
      .task = "spirals batch=20 label-noise=0.1 hidden=32,32 norm=layer optimizer=adamw weight-decay=1 clip=1000000",
      .depends_on = "the rate and the length of the run",
      .probe = "gradients"};
  for (const Run& run : {Run{"0.003", "6400"}, Run{"0.01", "1600"}}) {
    const PlannedArm adamw = arm("AdamW", "tied", run), adamc = arm("AdamC", "corrected", run);
    claim.arms.push_back(adamw);
    claim.arms.push_back(adamc);
    claim.effects.push_back({.a = adamw.name,
                             .b = adamw.name,
                             .claimed = Claimed::higher,
                             .measure = "late_gradient",
                             .beside = "middle_gradient",
                             .margin = 1.1,
                             .where = run.name()});
    claim.effects.push_back(
        {.a = adamc.name, .b = adamw.name, .measure = "late_gradient", .margin = 1.1, .where = run.name()});
    claim.effects.push_back({.a = adamc.name, .b = adamw.name, .where = run.name()});
  }
  return claim;
}

}  // namespace etude::claims
