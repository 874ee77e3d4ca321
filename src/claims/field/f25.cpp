// F25: the best rates of a hard target, and schedules of that shape, exactly.

#include "claims/conditions.h"

namespace etude::claims {
namespace {

/// 0.79 is the largest rate that is allowed, half of the one at which a constant diverges; all do best with it.
std::string cooldown_over(const std::string& share) {
  return "constant(0.79, steps=" + std::to_string(100 - std::stoi(share)) + "%) then linear(from=0.79, steps=rest)";
}

PlannedArm arm(const std::string& shape, const std::string& plan, const std::string& steps) {
  return {.name = shape + ", " + steps, .plan = plan, .setting = "steps=" + steps, .peak = Peak::given};
}

}  // namespace

Claim f25() {
  Claim claim{
      .id = "F25",
      .place = "Optimal learning-rate schedules under functional scaling laws, 2026",
      .statement =
          "Of a hard target the best schedule holds the largest rate and decays over a share of the run that vanishes "
          "with its length.",
      .refuted_if =
          "The best rates, sought numerically, hold the largest for less than 70 % of the run, or the share that is "
          "left when they fall to half of it is at four times the steps not a tenth smaller; or wsd over 20 % does not "
          "end 2 % below linear and cosine, or not, by .2 %, below that over 10 % in 500 steps and above it in 8,000.",
      .task = "power-law spectrum=2 source=0.2 batch=8",
      .arms = {arm("constant", "constant(0.79)", "500"), arm("constant", "constant(0.79)", "2000"),
               arm("constant", "constant(0.79)", "8000")},
      .effects = {{.a = "constant, 2000",
                   .b = "constant, 500",
                   .measure = "falling",
                   .margin = 1.1,
                   .where = "the best rates"},
                  {.a = "constant, 8000",
                   .b = "constant, 2000",
                   .measure = "falling",
                   .margin = 1.1,
                   .where = "the best rates"}},
      .depends_on = "what is asked",
      .probe = "best-rates"};
  for (const std::string steps : {"500", "2000", "8000"})
    claim.effects.push_back({.a = "constant, " + steps,
                             .claimed = Claimed::higher,
                             .measure = "held",
                             .reference = 0.7,
                             .margin = 1.01,
                             .where = "the best rates"});
  for (const std::string steps : {"500", "8000"}) {
    claim.arms.push_back(arm("wsd 10 %", cooldown_over("10"), steps));
    claim.arms.push_back(arm("wsd 20 %", cooldown_over("20"), steps));
    claim.arms.push_back(arm("linear", "linear(from=0.79, steps=rest)", steps));
    claim.arms.push_back(arm("cosine", "cosine(from=0.79, steps=rest)", steps));
    for (const std::string other : {"linear, ", "cosine, "})
      claim.effects.push_back({.a = "wsd 20 %, " + steps, .b = other + steps, .where = "schedules"});
  }
  claim.effects.push_back({.a = "wsd 20 %, 500", .b = "wsd 10 %, 500", .margin = 1.002, .where = "schedules"});
  claim.effects.push_back({.a = "wsd 10 %, 8000", .b = "wsd 20 %, 8000", .margin = 1.002, .where = "schedules"});
  return claim;
}

}  // namespace etude::claims
