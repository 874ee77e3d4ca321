// Hugging Face's words for a plan: [a warm-up] a decay, or [a warm-up] a constant and a fall.

#include <cmath>

#include "dialect/shapes.h"
#include "dialect/write/programs.h"

namespace etude::dialect::hf {
namespace {

/// A decay in transformers' words: its name, and the arguments but for lr and the steps of the run.
struct Phrase {
  std::string name;
  Step decay = 0;  // steps of the decay; 0 where the function takes none
  std::string more = {};
};

std::string phrase_text(const Phrase& phrase, double lr, Step warm, bool has_warmup = true) {
  return filled("hf.{}({}{})",
                {phrase.name,
                 arguments_text({{"lr", lr},
                                 {"num_warmup_steps", when(has_warmup, "", warm)},
                                 {"num_training_steps", when(phrase.decay > 0, "", warm + phrase.decay)}}),
                 when(!phrase.more.empty(), ", ", phrase.more)});
}

void add_line(std::vector<Phrase>& phrases, const Slope& ramp) {
  if (ramp.has_moved || ramp.moves == 0) return;
  if (ramp.to == 0) phrases.push_back({"linear", ramp.moves});
  phrases.push_back({"polynomial", ramp.moves, filled("lr_end={}", {ramp.to})});
}

void add_cosine(std::vector<Phrase>& phrases, const Slope& ramp) {
  if (ramp.moves == 0) return;
  const std::string floor = filled("min_lr={}", {ramp.to});
  if (ramp.has_moved) phrases.push_back({"cosine_warmup_with_min_lr", ramp.moves + 1, floor});
  if (ramp.has_moved) return;
  if (ramp.to == 0) phrases.push_back({"cosine_with_restarts", ramp.moves});
  if (ramp.to == 0) phrases.push_back({"cosine", ramp.moves});
  phrases.push_back({"cosine_with_min_lr", ramp.moves, floor});
}

/// What the decay from `lr` may be called.
std::vector<Phrase> decays(const Schedule& piece, double lr) {
  std::vector<Phrase> all;
  const Schedule& schedule = inside(piece);
  if (const auto* k = schedule.as<Linear>(); k && k->from == lr) add_line(all, slope_of(schedule, *k));
  if (const auto* k = schedule.as<Cosine>(); k && k->from == lr && k->exponent == 1 && k->k_decay == 1) {
    if (piece.as<PastEnd>()) all.push_back({"cosine", slope_of(schedule, *k).moves});
    add_cosine(all, slope_of(schedule, *k));
  }
  if (const auto* k = schedule.as<CosineWave>(); k && k->from == lr) {
    const Slope ramp = slope_of(schedule, *k);
    const std::string cycles = filled("num_cycles={}", {k->cycles});
    all.push_back({"cosine_with_min_lr", ramp.moves, filled("min_lr={}, {}", {k->to, cycles})});
    if (k->to == 0) all.push_back({"cosine", ramp.moves, cycles});
  }
  if (const auto* k = schedule.as<Polynomial>(); k && k->from == lr && k->cycle == Switch::no) {
    const Slope ramp = slope_of(schedule, *k);
    const std::string end = filled("lr_end={}, power={}", {k->to, k->power});
    if (k->base == PowerBase::remaining && !ramp.has_moved) all.push_back({"polynomial", ramp.moves, end});
  }
  if (const auto* k = schedule.as<CosineRestarts>(); k && k->from == lr && k->mult == 1 && k->amp_mult == 1)
    if (k->to == 0 && k->cycles != endless && k->cycles < 1000000)
      all.push_back({"cosine_with_restarts", k->period * k->cycles, filled("num_cycles={}", {k->cycles})});
  if (const auto* k = schedule.as<InverseSqrt>(); k && k->from == lr && k->timescale == std::floor(k->timescale))
    all.push_back({"inverse_sqrt", 0, filled("timescale={}", {plain(k->timescale)})});
  if (const auto* k = schedule.as<Constant>(); k && k->value == lr) all.push_back({"constant_with_warmup", 0});
  return all;
}

std::string rise_text(Rise shape) {
  return shape == Rise::linear ? "'linear'" : shape == Rise::cosine ? "'cosine'" : "'1-sqrt'";
}

/// A fall as warmup_stable_decay has it: its shape, floor and steps.
struct Fall {
  std::string shape;
  double floor = 0;
  Step steps = 0;
};

std::optional<Fall> fall_of(const Schedule& schedule) {
  if (const auto* k = schedule.as<Linear>()) return Fall{"'linear'", k->to, slope_of(schedule, *k).moves};
  if (const auto* k = schedule.as<Cosine>()) return Fall{"'cosine'", k->to, slope_of(schedule, *k).moves};
  const auto* k = schedule.as<Polynomial>();
  if (!k || k->base != PowerBase::done || k->power != 0.5) return std::nullopt;
  return Fall{"'1-sqrt'", k->to, slope_of(schedule, *k).moves};
}

/// [warm-up] constant, then a fall.
std::string wsd_text(const std::vector<Schedule>& pieces, std::size_t at, double lr, const Warmup* rise, Step warm) {
  const Constant* hold = at + 2 == pieces.size() ? pieces[at].as<Constant>() : nullptr;
  if (!hold || hold->value != lr) return "";
  const auto fall = fall_of(inside(pieces[at + 1]));
  if (!fall) return "";
  return call_text("hf.warmup_stable_decay", {{"lr", lr},
                                              {"num_warmup_steps", warm},
                                              {"num_decay_steps", fall->steps},
                                              {"num_stable_steps", hold->steps},
                                              {"warmup_type", rise ? rise_text(rise->shape) : ""},
                                              {"decay_type", fall->shape},
                                              {"min_lr_ratio", fall->floor / lr}});
}

std::vector<std::string> phrases(const Plan& plan) {
  const std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  const std::optional<Slope> ramp = first_rise(pieces);
  const Warmup* rise = ramp ? pieces[0].as<Warmup>() : nullptr;
  const std::size_t at = ramp ? 1 : 0;
  const double lr = ramp ? ramp->to : pieces[0](0);
  const Step warm = ramp ? ramp->moves : 0;
  std::vector<std::string> texts;
  if (ramp && ramp->has_moved) {
    for (const Phrase& phrase : decays(pieces[at], lr))
      if (phrase.name == "cosine_warmup_with_min_lr") texts.push_back(phrase_text(phrase, lr, rise ? rise->steps : 0));
    return texts;
  }
  if (pieces.size() == at + 1)
    for (const Phrase& phrase : decays(pieces[at], lr)) {
      if (phrase.name == "constant_with_warmup" && !ramp) texts.push_back(phrase_text({"constant"}, lr, 0, false));
      texts.push_back(phrase_text(phrase, lr, warm));
    }
  if (const std::string text = wsd_text(pieces, at, lr, rise, warm); !text.empty()) texts.push_back(text);
  return texts;
}

/// The function of transformers that makes the scheduler. Older ones' get_scheduler passes no timescale on.
const char* function_of(const Literal& call) {
  return call.find("timescale") ? "get_inverse_sqrt_schedule" : "get_scheduler";
}

std::string expression(const Literal& call) {
  if (call.find("timescale"))
    return filled("{}(optimizer, num_warmup_steps={}, timescale={})",
                  {function_of(call), source_of(call, "num_warmup_steps", "0"), source_of(call, "timescale", "None")});
  std::string arguments, specific;
  for (const auto& [key, value] : call.named) {
    if (key == "lr") continue;
    if (key == "num_warmup_steps" || key == "num_training_steps") {
      arguments += filled(", {}={}", {key, value.source});
    } else {
      add_item(specific, filled("\"{}\": {}", {key, value.source}));
    }
  }
  if (!specific.empty()) arguments += filled(", scheduler_specific_kwargs={{}}", {specific});
  return filled("get_scheduler(\"{}\", optimizer{})", {last_name(call.text), arguments});
}

std::string program(const Literal& call, Step steps) {
  return program_text(templates::hf_py, {{"ETUDE_NAME", function_of(call)},
                                         {"ETUDE_CHECK", rate_check(call)},
                                         {"ETUDE_CHECKED", checked(call)},
                                         {"ETUDE_SCHEDULER", expression(call)},
                                         {"ETUDE_MAIN", torch_main(steps, rate_of(call))}});
}

/// Trainer takes any scheduler of PyTorch.
std::string closed_form(const std::string& function, Step steps, double lr) {
  return function_program(function, "For Trainer(optimizers=(optimizer, make_scheduler(optimizer)))", steps, lr);
}

}  // namespace

constexpr Writing writing{.phrases = &phrases,
                          .expression = &expression,
                          .program = &program,
                          .closed_form = &closed_form,
                          .is_factor = true};

}  // namespace etude::dialect::hf
