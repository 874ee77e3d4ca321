// PyTorch's words for a plan. A scheduler multiplies the optimizer's rate, so the rates at which a piece starts or ends
// are tried as that rate, the highest first.

#include <algorithm>
#include <cmath>

#include "dialect/shapes.h"
#include "dialect/write/programs.h"
#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::dialect::torch {
namespace {

std::string line_text(const Slope& ramp, double lr) {
  if (!(ramp.start > 0) || ramp.start > lr || ramp.to > lr || ramp.moves == 0) return "";
  return call_text("LinearLR",
                   {{"start_factor", ramp.start / lr}, {"end_factor", ramp.to / lr}, {"total_iters", ramp.moves}});
}

std::string constant_text(double value, double lr) {
  if (value == lr) return "ConstantLR(factor=1.0, total_iters=1)";
  return line_text({value, value, value, 1}, lr);
}

std::string cosine_text(const Slope& ramp, double lr, double waves = 0.5) {
  const double period = static_cast<double>(ramp.moves) / (2 * waves);
  if (ramp.from != lr || ramp.has_moved || period < 1 || period != std::floor(period)) return "";
  return call_text("CosineAnnealingLR", {{"T_max", plain(period)}, {"eta_min", when(ramp.to != 0, "", ramp.to)}});
}

std::string step_text(Step period, double gamma) {
  return call_text("StepLR", {{"step_size", period}, {"gamma", gamma}});
}

std::string multistep_text(const Multistep& drops) {
  std::string list;
  for (const Step drop : drops_of(drops)) add_item(list, drop);
  return filled("MultiStepLR(milestones=[{}], gamma={})", {list, drops.gamma});
}

std::string exponential_text(const Exponential& decay) {
  const bool whole = decay.period == std::floor(decay.period);
  if (decay.staircase == Switch::yes) return whole ? step_text(static_cast<Step>(decay.period), decay.rate) : "";
  return filled("ExponentialLR(gamma={})", {math::pow(decay.rate, 1 / decay.period)});
}

std::string geometric_text(const Slope& ramp) {
  if (ramp.has_moved || ramp.moves == 0) return "";
  return filled("ExponentialLR(gamma={})", {math::pow(ramp.to / ramp.from, 1 / static_cast<double>(ramp.moves))});
}

std::string polynomial_text(const Polynomial& decay, const Slope& ramp) {
  if (decay.to != 0 || ramp.has_moved || decay.base != PowerBase::remaining || decay.cycle == Switch::yes) return "";
  return call_text("PolynomialLR", {{"total_iters", ramp.moves}, {"power", decay.power}});
}

std::string restarts_text(const CosineRestarts& waves) {
  if (waves.amp_mult != 1 || waves.mult != std::floor(waves.mult) || waves.mult < 1 || waves.end == End::last)
    return "";
  return call_text("CosineAnnealingWarmRestarts",
                   {{"T_0", waves.period}, {"T_mult", plain(waves.mult)}, {"eta_min", waves.to}});
}

/// What multiplies an optimizer's rate `lr`, in torch's words without it; empty where torch has none.
std::string piece_text(const Schedule& piece, double lr) {
  const Schedule& schedule = inside(piece);
  if (const auto* k = schedule.as<Constant>()) return constant_text(k->value, lr);
  if (const auto* k = schedule.as<Linear>()) return line_text(slope_of(schedule, *k), lr);
  if (const auto* k = schedule.as<Warmup>(); k && k->shape == Rise::linear)
    return line_text(slope_of(schedule, *k), lr);
  if (const auto* k = schedule.as<Cosine>(); k && k->exponent == 1 && k->k_decay == 1)
    return cosine_text(slope_of(schedule, *k), lr);
  if (const auto* k = schedule.as<CosineWave>(); k && k->cycles > 0)
    return cosine_text(slope_of(schedule, *k), lr, k->cycles);
  if (const auto* k = schedule.as<CosineRestarts>(); k && k->from == lr) return restarts_text(*k);
  if (const auto* k = schedule.as<StepDecay>(); k && k->from == lr) return step_text(k->period, k->gamma);
  if (const auto* k = schedule.as<Multistep>(); k && k->from == lr) return multistep_text(*k);
  if (const auto* k = schedule.as<Exponential>(); k && k->from == lr) return exponential_text(*k);
  if (const auto* k = schedule.as<Geometric>(); k && k->from == lr) return geometric_text(slope_of(schedule, *k));
  if (const auto* k = schedule.as<Polynomial>(); k && k->from == lr) return polynomial_text(*k, slope_of(schedule, *k));
  return "";
}

/// "CosineAnnealingLR(T_max=99)" -> "torch.CosineAnnealingLR(lr=0.1, T_max=99)"; of nothing, nothing.
std::string with_rate(const std::string& text, double lr) {
  if (text.empty()) return "";
  const std::size_t open = text.find('(') + 1;
  return filled("torch.{}lr={}{}{}", {text.substr(0, open), lr, when(text[open] != ')', ", "), text.substr(open)});
}

/// The rates that the optimizer might have: those at which a piece starts or ends, the highest first.
std::vector<double> rates_of(const std::vector<Schedule>& pieces) {
  std::vector<double> rates;
  for (const Schedule& piece : pieces) {
    rates.push_back(piece(0));
    for (const Value& value : inside(piece).arguments())
      if (const double* number = std::get_if<double>(&value)) rates.push_back(*number);
  }
  math::sort(rates, std::greater<>());
  rates.erase(std::unique(rates.begin(), rates.end()), rates.end());
  std::erase_if(rates, [](double rate) { return !(rate > 0); });
  return rates;
}

std::string sequence_text(const std::vector<Schedule>& pieces, double lr) {
  std::string schedulers, milestones;
  Step start = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string text = piece_text(pieces[i], lr);
    if (text.empty()) return "";
    schedulers += (i ? ", " : "") + text;
    if (i + 1 == pieces.size()) break;
    start += pieces[i].length();
    add_item(milestones, start);
  }
  return filled("SequentialLR(schedulers=[{}], milestones=[{}])", {schedulers, milestones});
}

/// ConstantLR: a constant below the rate, then the rate itself.
std::string constant_warmup_text(const std::vector<Schedule>& pieces) {
  const Constant* low = pieces.size() == 2 ? pieces[0].as<Constant>() : nullptr;
  const Constant* high = low ? pieces[1].as<Constant>() : nullptr;
  if (!high || low->value > high->value) return "";
  return call_text("ConstantLR", {{"factor", low->value / high->value}, {"total_iters", low->steps}});
}

constexpr const char* no_momentum = ", cycle_momentum=False";

std::string momentum_text(double low, double high) {
  return filled(", base_momentum={}, max_momentum={}", {low, high});
}

std::string cyclic_text(const Cyclic& rate, const std::optional<Schedule>& momentum) {
  const Cyclic* against = momentum ? momentum->as<Cyclic>() : nullptr;
  return filled("torch.CyclicLR({}{})",
                {arguments_text({{"base_lr", rate.low},
                                 {"max_lr", rate.high},
                                 {"step_size_up", rate.up},
                                 {"step_size_down", when(rate.down > 0, "", rate.down)},
                                 {"mode", filled("'{}'", {name_of(rate.mode)})},
                                 {"gamma", when(rate.mode == CyclicMode::exp_range, "", rate.gamma)}}),
                 against ? momentum_text(against->high, against->low) : no_momentum});
}

struct OneCycleCall {
  double start, peak, last;
  Step total;
  double top;
  bool is_cosine, three_phase;
};

std::string one_cycle_text(const OneCycleCall& call, const std::optional<Schedule>& momentum) {
  return filled("torch.OneCycleLR({}{})",
                {arguments_text({{"max_lr", call.peak},
                                 {"total_steps", call.total},
                                 {"pct_start", (call.top + 1) / static_cast<double>(call.total)},
                                 {"anneal_strategy", call.is_cosine ? "'cos'" : "'linear'"},
                                 {"div_factor", call.peak / call.start},
                                 {"final_div_factor", call.start / call.last},
                                 {"three_phase", when(call.three_phase, "True")}}),
                 momentum ? momentum_text((*momentum)(static_cast<Step>(std::floor(call.top + 0.5))), (*momentum)(0))
                          : no_momentum});
}

std::vector<std::string> one_cycle_texts(const Schedule& schedule, const std::optional<Schedule>& momentum) {
  std::vector<std::string> texts;
  const Schedule first = pieces_of(inside(schedule))[0];
  if (const Piecewise* k = first.as<Piecewise>(); k && (k->at.size() == 3 || k->at.size() == 4) && k->at[0] == 0) {
    const auto total = static_cast<Step>(k->at.back()) + 1;
    const bool is_cosine = k->interpolation == Interpolation::cosine;
    texts.push_back(one_cycle_text(
        {k->values[0], k->values[1], k->values.back(), total, k->at[1], is_cosine, k->at.size() == 4}, momentum));
  }
  if (const OneCycle* k = first.as<OneCycle>()) {
    const OneCyclePhases at = OneCyclePhases::of(k->steps, k->pct, k->final_pct);
    const double start = k->peak / k->div;
    for (const bool three : {true, false})
      texts.push_back(one_cycle_text({start, k->peak, start / k->final_div, k->steps, static_cast<double>(at.top),
                                      k->shape == Shape::cosine, three},
                                     momentum));
  }
  return texts;
}

/// A product as a chain: a scheduler for each factor, whose rate is the highest for which torch has a word.
std::string chain_text(const std::vector<Schedule>& factors, double lr) {
  std::string schedulers;
  for (const Schedule& factor : factors) {
    const auto rates = rates_of({factor});
    std::string text = constant_warmup_text(pieces_of(factor));
    if (!text.empty()) lr *= factor(max_step);
    for (std::size_t i = 0; i < rates.size() && text.empty(); ++i)
      if (text = piece_text(factor, rates[i]); !text.empty()) lr *= rates[i];
    if (text.empty()) return "";
    add_item(schedulers, text);
  }
  return with_rate(filled("ChainedScheduler(schedulers=[{}])", {schedulers}), lr);
}

std::vector<std::string> phrases(const Plan& plan) {
  const Schedule& schedule = inside(plan.lr);
  const std::vector<Schedule> pieces = pieces_of(schedule);
  const std::optional<Schedule>& momentum = plan.momentum ? plan.momentum : plan.beta1;
  std::vector<std::string> texts{with_rate(constant_warmup_text(pieces), pieces.back()(0))};
  for (const double lr : rates_of(pieces))
    texts.push_back(with_rate(pieces.size() == 1 ? piece_text(pieces[0], lr) : sequence_text(pieces, lr), lr));
  if (const Cyclic* k = schedule.as<Cyclic>()) texts.push_back(cyclic_text(*k, momentum));
  for (const std::string& text : one_cycle_texts(schedule, momentum)) texts.push_back(text);
  const Scale* scaled = schedule.as<Scale>();
  const Multiply* product = (scaled ? scaled->of[0] : schedule).as<Multiply>();
  if (product) texts.push_back(chain_text(product->of, scaled ? scaled->by : 1));
  std::erase(texts, "");
  return texts;
}

/// The call as Python: without lr=, and with the optimizer where torch takes it.
std::string expression(const Literal& literal) {
  if (literal.type == Literal::Type::list) {
    std::vector<std::string> items;
    for (const Literal& item : literal.items) items.push_back(expression(item));
    return list_of(items);
  }
  if (literal.type != Literal::Type::call) return text_of(literal);
  const std::string name(last_name(literal.text));
  std::string arguments = name == "ChainedScheduler" ? "" : "optimizer";
  for (std::size_t i = is_given_variable(literal) ? 1 : 0; i < literal.items.size(); ++i)
    add_item(arguments, expression(literal.items[i]));
  for (const auto& [key, value] : literal.named)
    if (key != "lr" && key != "optimizer") add_item(arguments, filled("{}={}", {key, expression(value)}));
  return filled("{}{}({})", {name == "SWALR" ? "swa_utils." : "lr_scheduler.", name, arguments});
}

std::string program(const Literal& call, Step steps) {
  const char* use = call.find("lr") ? "Call scheduler.step() after each optimizer.step()"
                                    : "It sets the optimizer's rate; call scheduler.step() after each optimizer.step()";
  const std::string scheduler = expression(call);
  const bool averages = scheduler.find("swa_utils.") != std::string::npos;
  return program_text(templates::torch_py, {{"ETUDE_MODULES", averages ? "lr_scheduler, swa_utils" : "lr_scheduler"},
                                            {"ETUDE_CHECK", rate_check(call)},
                                            {"ETUDE_USE", use},
                                            {"ETUDE_CHECKED", checked(call)},
                                            {"ETUDE_SCHEDULER", scheduler},
                                            {"ETUDE_MAIN", torch_main(steps, rate_of(call))}});
}

std::string closed_form(const std::string& function, Step steps, double lr) {
  return function_program(function, "Call scheduler.step() after each optimizer.step()", steps, lr);
}

}  // namespace

constexpr Writing writing{.phrases = &phrases,
                          .expression = &expression,
                          .program = &program,
                          .closed_form = &closed_form,
                          .is_factor = true,
                          .is_advised = true,
                          .takes = &takes_every_line};

}  // namespace etude::dialect::torch
