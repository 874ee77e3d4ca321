// A ramp is taken from the kinds that can draw it, each with its own conventions about both ends.

#include "dialect/shapes.h"

#include <algorithm>

namespace etude::dialect {

const Schedule& inside(const Schedule& schedule) {
  const auto* k = schedule.as<PastEnd>();
  return k ? inside(k->of[0]) : schedule;
}

std::vector<Schedule> pieces_of(const Schedule& schedule) {
  const auto* k = schedule.as<Then>();
  return k ? k->of : std::vector<Schedule>{schedule};
}

std::vector<Step> starts_of(const std::vector<Schedule>& pieces) {
  std::vector<Step> starts{0};
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i)
    starts.push_back(starts.back() + std::min(pieces[i].length(), max_step - starts.back()));
  return starts;
}

std::optional<Slope> first_rise(const std::vector<Schedule>& pieces) {
  if (pieces.size() < 2) return std::nullopt;
  if (const auto* k = pieces[0].as<Warmup>()) return slope_of(pieces[0], *k);
  if (const auto* k = pieces[0].as<Linear>(); k && k->from < k->to) return slope_of(pieces[0], *k);
  return std::nullopt;
}

namespace {

/// No framework takes longer pieces. Sums of shorter ones fit a Step.
constexpr Step longest_said = Step{1} << 56;

/// The step at which a ramp's progress is 1.
template <class K>
Step landing(const K& kind) {
  return std::max(kind.steps - (kind.end == End::last ? 1 : 0), Step{0});
}

template <class K>
Ramp ramp_of(const Schedule& schedule, const K& kind, RampShape shape, double power = 1) {
  const Step lands = landing(kind);
  return {lands == 0 ? RampShape::constant : shape, schedule(0), schedule(lands), lands, kind.steps, power};
}

std::optional<Ramp> warmup_ramp(const Schedule& schedule, const Warmup& kind) {
  if (kind.shape == Rise::linear) return ramp_of(schedule, kind, RampShape::line);
  if (kind.shape == Rise::cosine && kind.first == First::from) return ramp_of(schedule, kind, RampShape::cosine);
  return std::nullopt;
}

std::optional<Ramp> scaled_ramp(const Scale& kind) {
  auto ramp = as_ramp(kind.of[0]);
  if (ramp) ramp->from *= kind.by, ramp->to *= kind.by;
  return ramp;
}

}  // namespace

std::optional<Ramp> as_ramp(const Schedule& schedule) {
  if (schedule.length() != endless && schedule.length() > longest_said) return std::nullopt;
  if (const auto* k = schedule.as<Constant>()) return Ramp{RampShape::constant, k->value, k->value, 0, k->steps, 1};
  if (const auto* k = schedule.as<Linear>()) return ramp_of(schedule, *k, RampShape::line);
  if (const auto* k = schedule.as<Warmup>()) return warmup_ramp(schedule, *k);
  if (const auto* k = schedule.as<Cosine>(); k && k->first == First::from && k->k_decay == 1)
    return ramp_of(schedule, *k, RampShape::cosine, k->exponent);
  if (const auto* k = schedule.as<CosineWave>(); k && k->first == First::from && k->cycles == 0.5)
    return ramp_of(schedule, *k, RampShape::cosine);
  if (const auto* k = schedule.as<Polynomial>();
      k && k->first == First::from && k->base == PowerBase::remaining && k->cycle == Switch::no)
    return ramp_of(schedule, *k, k->power == 1 ? RampShape::line : RampShape::power, k->power);
  if (const auto* k = schedule.as<Scale>()) return scaled_ramp(*k);
  return std::nullopt;
}

std::optional<Ramp> first_line(const std::vector<Schedule>& pieces) {
  const auto ramp = pieces.size() > 1 ? as_ramp(pieces[0]) : std::nullopt;
  return ramp && ramp->shape == RampShape::line && ramp->length == ramp->steps ? ramp : std::nullopt;
}

std::vector<Step> drops_of(const Multistep& multistep) {
  std::vector<Step> drops = multistep.milestones;
  for (Step& drop : drops) drop += multistep.side == Side::after ? 1 : 0;
  return drops;
}

Exponential as_exponential(const StepDecay& steps) {
  return {
      .from = steps.from, .rate = steps.gamma, .period = static_cast<double>(steps.period), .staircase = Switch::yes};
}

}  // namespace etude::dialect
