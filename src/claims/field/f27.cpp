// F27: a model that is fine-tuned, after a pre-training with a decay and without one.

#include "claims/conditions.h"

namespace etude::claims {
namespace {

/// What is trained on first, and then.
struct TwoPhases {
  std::string name, common, first, second;  // what both differ in from the claim's task, and each
};

const std::vector<TwoPhases> all_phases{
    {"digits", "", "classes=0,1,2,3,4 steps=300", "classes=5,6,7,8,9 steps=60"},
    {"Fashion-MNIST", "data=fashion-mnist limit=5000 heldout=0 precision=float32", "classes=0,1,2,3,4 steps=300",
     "classes=5,6,7,8,9 steps=60"},
    {"text",
     "model=transformer data=us-constitution context=16 limit=300 heldout=0.1 standardise=none activation=gelu "
     "init=normal width=16 heads=2 blocks=2 batch=8 optimizer=adamw weight-decay=0.1 clip=1",
     "label-noise=0.3 steps=200", "steps=60"},
};

const std::vector<std::pair<std::string, std::string>> schedules{
    {"stable", "warmup(to=0.5, steps=5%) then constant(0.5)"},
    {"cosine", "warmup(to=0.5, steps=5%) then cosine(from=0.5, steps=rest)"},
    {"linear", "warmup(to=0.5, steps=5%) then linear(from=0.5, steps=rest)"},
    {"wsd", "warmup(to=0.5, steps=5%) then constant(0.5, steps=75%) then linear(from=0.5, steps=rest)"}};

void add(Claim& claim, const TwoPhases& phases) {
  const auto fine_tuned = [&](const std::string& name) { return name + ", then fine-tuned, " + phases.name; };
  for (const auto& [name, plan] : schedules) {
    const std::string first = name + ", " + phases.name;
    claim.arms.push_back({.name = first, .plan = plan, .setting = phases.common + " " + phases.first});
    claim.arms.push_back({.name = fine_tuned(name),
                          .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)",
                          .setting = phases.common + " " + phases.second,
                          .after = first});
    if (name != "stable")
      claim.effects.push_back(
          {.a = fine_tuned("stable"), .b = fine_tuned(name), .measure = "heldout_loss", .where = phases.name});
  }
}

}  // namespace

Claim f27() {
  Claim claim{.id = "F27",
              .place = "the field, as warm-up–stable only",
              .statement = "What was pre-trained without a decay of its rate is the better start for fine-tuning.",
              .refuted_if =
                  "Pre-trained on five classes (the text: on noisy labels) by each schedule at its own peak, and "
                  "fine-tuned on five others (on clean labels) at the peak that is found for each, a constant does not "
                  "end 2 % lower on held-out data than cosine, linear and a constant with a cooldown.",
              .task = "digits",
              .depends_on = "the task",
              .grid = wide_grid,
              .tunes_on_heldout = true};
  for (const TwoPhases& phases : all_phases) add(claim, phases);
  return claim;
}

}  // namespace etude::claims
