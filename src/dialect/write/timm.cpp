// timm's words for a plan: a decay after a warm-up, a warm-up laid over one, or warm-up, stable, decay.

#include "dialect/shapes.h"
#include "dialect/write/programs.h"
#include "etude/base/math.h"

namespace etude::dialect::timm {
namespace {

/// The warm-up, and the warmup_prefix that says whether the schedule begins after it; no moves: no warm-up.
struct Warm : Slope {
  std::string prefix = "True";
};

/// The whole call: the rate, the arguments of its own, and the warm-up. Of no optimizer, whose rate would be 0: empty.
std::string scheduler_text(const std::string& name, double lr, const std::string& arguments, const Warm& rise) {
  if (lr == 0) return "";
  const bool is_warm = rise.moves > 0;
  return filled("timm.{}(lr={}, {}{})",
                {name, lr, arguments,
                 when(is_warm, ", ",
                      arguments_text(
                          {{"warmup_t", rise.moves}, {"warmup_lr_init", rise.from}, {"warmup_prefix", rise.prefix}}))});
}

/// A decay in timm's words: its scheduler and that scheduler's own arguments; no scheduler where timm has none.
struct Decay {
  const char* scheduler = nullptr;
  std::string arguments = {};
};

std::string cycle_arguments(const Slope& slope, double to) {
  return arguments_text({{"t_initial", slope.moves}, {"lr_min", to}});
}

Decay cosine_decay(const Cosine& k, const Slope& slope) {
  const std::string more = k.k_decay == 1 ? "" : filled(", k_decay={}", {k.k_decay});
  return {"CosineLRScheduler", cycle_arguments(slope, k.to) + more};
}

Decay poly_decay(const Slope& slope, double power, double k_decay) {
  return {"PolyLRScheduler", arguments_text({{"t_initial", slope.moves},
                                             {"power", power},
                                             {"lr_min", slope.to},
                                             {"k_decay", when(k_decay != 1, "", k_decay)}})};
}

Decay tanh_decay(const Tanh& k, const Slope& slope) {
  return {"TanhLRScheduler", filled("{}, lb={}, ub={}", {cycle_arguments(slope, k.to), k.lb, k.ub})};
}

Decay restarts(const CosineRestarts& waves) {
  return {"CosineLRScheduler", arguments_text({{"t_initial", waves.period},
                                               {"lr_min", waves.to},
                                               {"cycle_mul", waves.mult},
                                               {"cycle_decay", waves.amp_mult},
                                               {"cycle_limit", waves.cycles == endless ? 1000000000 : waves.cycles}})};
}

Decay steps_decay(Word period, double rate) {
  return {"StepLRScheduler", filled("decay_t={}, decay_rate={}", {period, rate})};
}

Decay exponential_decay(const Exponential& k) {
  return k.staircase == Switch::yes ? steps_decay(k.period, k.rate) : steps_decay(1, math::pow(k.rate, 1 / k.period));
}

/// timm looks t + 1 up in the list, so each milestone is one more.
Decay multistep_decay(const Multistep& drops) {
  std::string list;
  for (const Step drop : drops_of(drops)) add_item(list, drop + 1);
  return {"MultiStepLRScheduler", filled("decay_t=[{}], decay_rate={}", {list, drops.gamma})};
}

Decay decay_of(const Schedule& schedule) {
  if (const auto* k = schedule.as<Cosine>(); k && k->exponent == 1 && k->first == First::from)
    return cosine_decay(*k, slope_of(schedule, *k));
  if (const auto* k = schedule.as<CosineRestarts>(); k && k->end == End::after) return restarts(*k);
  if (const auto* k = schedule.as<Linear>(); k && k->first == First::from)
    return poly_decay(slope_of(schedule, *k), 1, 1);
  if (const auto* k = schedule.as<Polynomial>(); k && k->first == First::from && k->cycle == Switch::no) {
    const bool is_done = k->base == PowerBase::done;
    return poly_decay(slope_of(schedule, *k), is_done ? 1 : k->power, is_done ? k->power : 1);
  }
  if (const auto* k = schedule.as<Tanh>(); k && k->first == First::from) return tanh_decay(*k, slope_of(schedule, *k));
  if (const auto* k = schedule.as<StepDecay>()) return steps_decay(k->period, k->gamma);
  if (const auto* k = schedule.as<Exponential>(); k && k->floor == 0) return exponential_decay(*k);
  if (const auto* k = schedule.as<Multistep>()) return multistep_decay(*k);
  return schedule.as<Constant>() ? steps_decay(1, 1) : Decay{};
}

/// The decay from `lr`, after a warm-up or without one; empty where timm has none.
std::string decay_text(const Schedule& schedule, double lr, const Warm& rise) {
  const Decay decay = decay_of(schedule);
  return decay.scheduler ? scheduler_text(decay.scheduler, lr, decay.arguments, rise) : "";
}

std::string wsd_shape(const Schedule& fall) {
  if (fall.as<Linear>()) return "decay_fn='linear'";
  if (const auto* k = fall.as<Cosine>(); k && k->exponent == 1 && k->k_decay == 1) return "decay_fn='cosine'";
  if (const auto* k = fall.as<ExponentialRamp>()) return filled("decay_fn='exp', decay_ratio={}", {k->rate});
  const auto* k = fall.as<Polynomial>();
  if (!k || k->base != PowerBase::done) return "";
  return k->power == 0.5 ? "decay_fn='1-sqrt'" : filled("decay_fn='power', decay_power={}", {k->power});
}

std::optional<Slope> any_slope(const Schedule& fall) {
  if (const auto* k = fall.as<Linear>()) return slope_of(fall, *k);
  if (const auto* k = fall.as<Cosine>()) return slope_of(fall, *k);
  if (const auto* k = fall.as<Polynomial>()) return slope_of(fall, *k);
  if (const auto* k = fall.as<ExponentialRamp>()) return slope_of(fall, *k);
  return std::nullopt;
}

/// [warm-up] constant, then a fall.
std::string wsd_text(const std::vector<Schedule>& pieces, std::size_t at, double lr, const Warm& rise) {
  const Constant* stable = at + 2 == pieces.size() ? pieces[at].as<Constant>() : nullptr;
  if (!stable) return "";
  const Slope fall = any_slope(pieces[at + 1]).value_or(Slope{});
  const std::string shape = wsd_shape(pieces[at + 1]);
  if (shape.empty() || fall.has_moved || fall.moves == 0) return "";
  const std::string arguments =
      arguments_text({{"t_initial", stable->steps + fall.moves}, {"decay_t", fall.moves}, {"lr_min", fall.to}});
  Warm always = rise;
  always.prefix.clear();
  return scheduler_text("WSDLRScheduler", lr, filled("{}, {}", {arguments, shape}), always);
}

/// A rise laid over a schedule that it does not delay, as warmup_prefix=False does: overlaid() in read/curves.h.
std::string overlaid_text(const std::vector<Schedule>& pieces) {
  const Warmup* warm = pieces[0].as<Warmup>();
  const Offset* seen = warm && pieces.size() == 2 ? pieces[1].as<Offset>() : nullptr;
  if (!seen || seen->by != warm->steps) return "";
  const Schedule& main = inside(seen->of[0]);
  Warm rise{slope_of(pieces[0], *warm), "False"};
  return decay_text(main, main.as<Tanh>() ? main.as<Tanh>()->from : main(0), rise);
}

std::vector<std::string> phrases(const Plan& plan) {
  const std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  Warm rise{first_rise(pieces).value_or(Slope{})};
  const std::size_t at = rise.moves > 0 ? 1 : 0;
  rise.from = rise.start;
  const double lr = at ? rise.to : pieces[0](0);
  return said({decay_text(inside(pieces[at]), lr, rise), wsd_text(pieces, at, lr, rise), overlaid_text(pieces)});
}

std::string expression(const Literal& call) {
  std::string arguments = "optimizer";
  for (const auto& [key, value] : call.named)
    if (key != "lr") arguments += filled(", {}={}", {key, text_of(value)});
  return filled("{}({})", {last_name(call.text), arguments});
}

std::string program(const Literal& call, Step steps) {
  return program_text(templates::timm_py,
                      {{"ETUDE_MODULE", is_call(call, "WSDLRScheduler") ? "timm.scheduler.wsd_lr" : "timm.scheduler"},
                       {"ETUDE_CLASS", last_name(call.text)},
                       {"ETUDE_CHECK", rate_check(call)},
                       {"ETUDE_CHECKED", checked(call)},
                       {"ETUDE_SCHEDULER", expression(call)},
                       {"ETUDE_MAIN", torch_main(steps, rate_of(call), "step + 1")}});
}

std::string closed_form(const std::string& function, Step steps, double lr) {
  return program_text(templates::timm_function_py,
                      {{"ETUDE_FUNCTION", function}, {"ETUDE_MAIN", torch_main(steps, lr, "step + 1")}});
}

bool is_class(std::string_view entry) { return entry.ends_with("LRScheduler"); }

}  // namespace

constexpr Writing writing{.phrases = &phrases,
                          .expression = &expression,
                          .program = &program,
                          .closed_form = &closed_form,
                          .takes = &is_class};

}  // namespace etude::dialect::timm
