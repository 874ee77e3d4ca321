// Effects, seed by seed.
//
// Idea: an effect has a direction and a smallest size that matters, the margin m, so that its interval can both tell it
// and rule it out.
// Formula: x_i = ln(a_i / (r b_i)), or a_i - b_i - r, r the reference; mean, interval and p of x by the paired t.
//   lower    as claimed: Holm's p < 0.05 and mean <= -m            against: told above 0, or the interval ends above -m
//   higher   the same of -x
//   no higher  as claimed: the interval below m                    against: told, and the interval above m
//   same     as claimed: the interval within (-m, m)               against: told, and the interval outside of it
//   printed  as claimed: |a_1 - r| is at most half of the last printed digit, else against
// Edges: a seed on which a side has no value is left out; of an exact task one run is all, its interval a point; where all x are 0, p is 1 and the interval a point, so that an
// effect of size m is ruled out. A value of 0 has no ratio: its seed is left out.
// Source: equivalence by interval, Schuirmann 1987.

#include "claims/effects.h"

#include <algorithm>
#include <cmath>

#include "claims/measures.h"
#include "etude/base/math.h"
#include "etude/base/number.h"
#include "study/statistics.h"

namespace etude::claims {
namespace {

constexpr double told_below = 0.05;
constexpr double printed_within = 0.5e-4 * (1 + 1e-9);  // four digits behind the point

const RunArm& arm_named(const std::vector<RunArm>& arms, const std::string& name) {
  return *std::find_if(arms.begin(), arms.end(), [&](const RunArm& arm) { return arm.name == name; });
}

std::vector<double> values_of(const RunArm& arm, const std::string& measure) {
  std::vector<double> values;
  for (const Outcome& outcome : arm.outcomes) values.push_back(measure_of(outcome, measure));
  return values;
}

double logarithm(double value) { return value > 0 ? math::log(value) : not_a_number; }

double or_else(double value, double other) { return std::isnan(value) ? other : value; }

/// Both sides of an effect, seed by seed.
struct Sides {
  std::vector<double> a, b = {};
  bool is_exact = false;
};

Sides sides_of(const PlannedEffect& planned, const std::vector<RunArm>& arms) {
  const RunArm& a = arm_named(arms, planned.a);
  Sides sides{.a = values_of(a, planned.measure), .is_exact = a.is_exact};
  if (planned.b.empty())
    sides.b.assign(sides.a.size(), planned.is_ratio ? 1 : 0);
  else
    sides.b = values_of(arm_named(arms, planned.b), planned.beside.empty() ? planned.measure : planned.beside);
  return sides;
}

/// On the scale of the test: logarithms of ratios, or differences; beside the reference.
Sides on_scale(Sides sides, const PlannedEffect& planned) {
  const double shift = planned.is_ratio ? logarithm(or_else(planned.reference, 1)) : or_else(planned.reference, 0);
  for (double& value : sides.a) value = (planned.is_ratio ? logarithm(value) : value) - shift;
  if (planned.is_ratio)
    for (double& value : sides.b) value = logarithm(value);
  return sides;
}

study::PairedDifference paired(const Sides& sides) {
  return study::paired_difference(sides.a, sides.b, sides.is_exact);
}

void put_values(ClaimEffect& effect, const study::PairedDifference& on_scale) {
  const auto shown = [&](double x) { return effect.is_ratio ? math::exp(x) : x; };
  effect.seeds = on_scale.pairs;
  effect.value = shown(on_scale.mean);
  effect.low = shown(on_scale.mean - on_scale.ci95);
  effect.high = shown(on_scale.mean + on_scale.ci95);
  effect.effect = on_scale.effect;
  effect.p = on_scale.p;
}

ClaimEffect stated(const PlannedEffect& planned) {
  return {.where = planned.where,
          .a = planned.a,
          .b = planned.b,
          .measure = planned.measure,
          .beside = planned.beside,
          .claimed = std::string(name_of(planned.claimed)),
          .is_ratio = planned.is_ratio,
          .reference = planned.reference,
          .margin = planned.margin};
}

ClaimEffect printed_effect(const PlannedEffect& planned, const std::vector<RunArm>& arms) {
  ClaimEffect effect = stated(planned);
  effect.is_ratio = false;
  effect.margin = printed_within;
  effect.seeds = 1;
  const Outcome& first = arm_named(arms, planned.a).outcomes.front();
  effect.value = first.diverged_at ? not_a_number : measure_of(first, planned.measure);
  effect.told = std::abs(effect.value - planned.reference) <= printed_within ? Told::as_claimed : Told::against;
  return effect;
}

ClaimEffect effect_of(const PlannedEffect& planned, const std::vector<RunArm>& arms) {
  if (planned.claimed == Claimed::printed) return printed_effect(planned, arms);
  ClaimEffect effect = stated(planned);
  const Sides sides = sides_of(planned, arms);
  const study::PairedDifference plain = paired(sides);
  effect.difference = plain.mean;
  effect.ci95 = plain.ci95;
  put_values(effect, paired(on_scale(sides, planned)));
  return effect;
}

/// Mean, ends and margin of an effect on the scale of its test.
struct OnScale {
  double mean, low, high, margin;
};

OnScale turned(const ClaimEffect& effect, bool upside_down) {
  const auto scale = [&](double x) { return effect.is_ratio ? logarithm(x) : x; };
  OnScale at{scale(effect.value), scale(effect.low), scale(effect.high), scale(effect.margin)};
  return upside_down ? OnScale{-at.mean, -at.high, -at.low, at.margin} : at;
}

Told told_of_lower(const OnScale& at, bool is_told) {
  if (is_told && at.mean < 0 && at.mean <= -at.margin) return Told::as_claimed;
  if (at.low > -at.margin || (is_told && at.mean > 0)) return Told::against;
  return Told::undetected;
}

Told told_of_no_higher(const OnScale& at, bool is_told) {
  if (at.high < at.margin) return Told::as_claimed;
  return is_told && at.low > at.margin ? Told::against : Told::undetected;
}

Told told_of_same(const OnScale& at, bool is_told) {
  if (at.low > -at.margin && at.high < at.margin) return Told::as_claimed;
  if (is_told && (at.low > at.margin || at.high < -at.margin)) return Told::against;
  return Told::undetected;
}

Told told_of(const ClaimEffect& effect) {
  const bool is_told = effect.p_holm < told_below;
  if (effect.claimed == "no higher") return told_of_no_higher(turned(effect, false), is_told);
  if (effect.claimed == "same") return told_of_same(turned(effect, false), is_told);
  return told_of_lower(turned(effect, effect.claimed == "higher"), is_told);
}

/// An effect in standard deviations, from 0, or from the end of the margin within which it is claimed to lie.
double effect_to_tell(const ClaimEffect& effect) {
  if (effect.claimed != "same" && effect.claimed != "no higher") return effect.effect;
  const OnScale at = turned(effect, false);
  const double size = effect.claimed == "same" ? std::abs(at.mean) : at.mean;
  return at.mean == 0 ? not_a_number : (size - at.margin) * effect.effect / at.mean;
}

/// At the level that the smallest p of so many effects must pass.
std::optional<int> seeds_to_tell(const ClaimEffect& effect, std::size_t effects) {
  const double seeds = study::pairs_to_tell(effect_to_tell(effect), told_below / static_cast<double>(effects));
  if (effect.told != Told::undetected || !(seeds < 1e6)) return std::nullopt;
  return std::max(static_cast<int>(seeds), effect.seeds + 1);
}

void rule_on(std::vector<ClaimEffect>& effects) {
  std::vector<double> p;
  for (const ClaimEffect& effect : effects) p.push_back(effect.p);
  const std::vector<double> corrected = study::holm(std::move(p));
  for (std::size_t i = 0; i < effects.size(); ++i) {
    effects[i].p_holm = corrected[i];
    if (effects[i].claimed != "printed") effects[i].told = told_of(effects[i]);
    effects[i].seeds_to_tell = seeds_to_tell(effects[i], effects.size());
  }
}

/// The same of the held-out loss.
std::optional<ClaimEffect> heldout_beside(const PlannedEffect& planned, const std::vector<RunArm>& arms) {
  if (planned.measure != "final_loss" || planned.claimed == Claimed::printed || !planned.beside.empty())
    return std::nullopt;
  PlannedEffect other = planned;
  other.measure = "heldout_loss";
  ClaimEffect effect = effect_of(other, arms);
  effect.told = Told::beside;
  if (effect.seeds == 0) return std::nullopt;
  return effect;
}

Told told_under(const std::vector<ClaimEffect>& effects, const std::string& where) {
  Told told = Told::as_claimed;
  for (const ClaimEffect& effect : effects) {
    if (effect.where != where || effect.told == Told::beside || effect.told == Told::as_claimed) continue;
    if (effect.told == Told::against) return Told::against;
    told = Told::undetected;
  }
  return told;
}

bool is_somewhere(const std::vector<ClaimEffect>& effects, Told told) {
  return std::any_of(effects.begin(), effects.end(), [&](const ClaimEffect& effect) {
    return effect.told != Told::beside && told_under(effects, effect.where) == told;
  });
}

}  // namespace

std::vector<ClaimEffect> effects_of(const Claim& claim, const std::vector<RunArm>& arms) {
  std::vector<ClaimEffect> counted, all;
  for (const PlannedEffect& planned : claim.effects) counted.push_back(effect_of(planned, arms));
  rule_on(counted);
  for (std::size_t i = 0; i < counted.size(); ++i) {
    all.push_back(counted[i]);
    if (auto beside = heldout_beside(claim.effects[i], arms)) all.push_back(*std::move(beside));
  }
  return all;
}

Verdict ruling_of(const std::vector<ClaimEffect>& effects) {
  const bool holds = is_somewhere(effects, Told::as_claimed), fails = is_somewhere(effects, Told::against);
  if (holds && fails) return Verdict::depends;
  if (fails) return Verdict::refuted;
  return holds && !is_somewhere(effects, Told::undetected) ? Verdict::supported : Verdict::not_detected;
}

VerdictOfSeeds verdict_of_seeds(std::size_t first_seed, const ClaimResult& result) {
  VerdictOfSeeds all{first_seed, result.verdict()};
  for (const ClaimEffect& effect : result.effects) {
    if (effect.where.empty() || effect.told == Told::beside) continue;
    const Told told = told_under(result.effects, effect.where);
    if (told == Told::undetected) continue;
    std::vector<std::string>& under = told == Told::as_claimed ? all.holds_under : all.fails_under;
    if (std::find(under.begin(), under.end(), effect.where) == under.end()) under.push_back(effect.where);
  }
  return all;
}

bool agree(const ClaimResult& a, const ClaimResult& b) {
  return a.ruling == b.ruling && std::none_of(a.effects.begin(), a.effects.end(), [&](const ClaimEffect& effect) {
           const Told one = told_under(a.effects, effect.where), other = told_under(b.effects, effect.where);
           return one != other && one != Told::undetected && other != Told::undetected;
         });
}

}  // namespace etude::claims
