// axolotl (067b021c8). It counts the updates by an estimate of its own, and has curves beside Hugging Face's: the first of
// one_cycle, rex, a quadratic warm-up, a floor with a constant end, a floor, that the config asks for is taken.

#include "dialect/read/curves.h"
#include "source/config/programs/hf_trainer.h"

namespace etude::inline source::configs::axolotl {
namespace {

using namespace dialect;

/// ceil(samples x epochs / batch), cut to max_steps.
Step estimate(Settings& s, Step most) {
  if (most > 0 && !s.given("samples")) return most;
  const double samples = s.asked("samples", "the number of training samples", "50000, or --set max_steps=1000");
  const double batch = static_cast<double>(s.whole("micro_batch_size", 1) * s.whole("gradient_accumulation_steps", 1)) *
                       s.given("devices").value_or(1);
  const Step all = raised(samples * s.number("num_epochs") / batch);
  return most > 0 ? std::min(all, most) : all;
}

Step warmup_of(Settings& s, Step updates) {
  const auto share = s.maybe("warmup_ratio");
  s.require(!share || !s.has("warmup_steps"), "warmup_ratio",
            "only one of warmup_ratio and warmup_steps may be set: axolotl raises ValueError");
  const double all = static_cast<double>(updates);
  const Step steps = s.has("warmup_steps") ? s.whole("warmup_steps")
                     : share               ? cut(*share * all)
                                           : std::min(cut(0.03 * all), Step{100});
  if (steps == 1) s.note("default-surprise", "a warm-up of 1 step becomes 2", {}, "give 2 or more");
  return steps == 1 ? 2 : steps;
}

struct Run {
  double lr, floor;
  Step warmup, updates;
};

/// Counted from 1, so that the last update has the floor.
Result<Schedule> rex_of(const Run& r) {
  return then(warmup({.to = r.lr, .steps = r.warmup}),
              rex({.from = r.lr, .to = r.floor, .steps = r.updates - r.warmup, .first = First::moved, .bend = 0.1}));
}

Result<Schedule> with_floor(const Run& r) {
  return then(rise_from(0, r.lr, r.warmup), past_end(half_wave(r.lr, r.floor, r.updates - r.warmup), Beyond::mirror));
}

Result<Schedule> quadratic(const Run& r) {
  const auto rise =
      polynomial({.from = 0, .to = r.lr, .steps = r.warmup, .end = End::after, .power = 2, .base = PowerBase::done});
  return then(rise, past_end(half_wave(r.lr, 0, r.updates - r.warmup), Beyond::mirror));
}

std::string one_cycle_of(Settings& s, const Run& r) {
  std::string line = filled("torch.OneCycleLR(max_lr={}, total_steps={}", {r.lr, r.updates});
  const auto kwargs = scheduler_kwargs(s);
  const auto has = [&](std::string_view name) {
    return std::any_of(kwargs.begin(), kwargs.end(), [&](const auto& each) { return each.first == name; });
  };
  if (!has("pct_start"))
    line += filled(", pct_start={}", {static_cast<double>(r.warmup) / static_cast<double>(r.updates)});
  for (const auto& [name, value] : kwargs) line += filled(", {}={}", {name, in_python(value)});
  return line + ")";
}

void note_what_is_passed_over(Settings& s, const std::string& name) {
  if (s.has("lr_div_factor")) s.note("ignored-argument", "lr_div_factor is taken and never used", {}, "leave it out");
  if (name != "cosine" && name != "rex" && s.has("cosine_min_lr_ratio"))
    s.note("ignored-argument", "lr_scheduler {} passes cosine_min_lr_ratio over", {name}, "write lr_scheduler: cosine");
  if (s.has("deepspeed") && name == "cosine" && s.has("cosine_min_lr_ratio"))
    s.note("assumed",
           "the DeepSpeed JSON is taken to have no scheduler: with one there, cosine_min_lr_ratio is dropped", {},
           "lint that file, too");
  if (s.has("jagged_restart_steps"))
    s.require(false, "jagged_restart_steps",
              "jagged restarts are not read; leave jagged_restart_steps out to see the curve that they cut");
}

Result<Meaning> cosine_of(Settings& s, const Run& r, std::string_view name) {
  if (s.flag("lr_quadratic_warmup")) return written(s, quadratic(r), r.updates);
  const auto share = s.maybe("cosine_constant_lr_ratio");
  if (!s.has("cosine_min_lr_ratio")) return written(s, trainer_line(s, name, r.lr, r.warmup, r.updates), r.updates);
  if (!share) return written(s, with_floor(r), r.updates);
  const Step falls = cut(static_cast<double>(r.updates) * *share) - r.warmup;
  s.require(falls > 0, "cosine_constant_lr_ratio", "cosine_constant_lr_ratio {} ends before the warm-up does",
            {plain(*share)});
  return written(s, then(rise_from(0, r.lr, r.warmup), half_wave(r.lr, r.floor, falls)), r.updates);
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("learning_rate");
  const std::string name = s.text("lr_scheduler");
  const Step most = s.has("max_steps") ? s.whole("max_steps") : 0;
  const Step estimated = estimate(s, most), updates = most > 0 ? most : estimated;
  const Run r{lr, lr * s.maybe("cosine_min_lr_ratio").value_or(0), warmup_of(s, estimated), updates};
  note_what_is_passed_over(s, name);
  s.require(r.updates > 0 && r.warmup < r.updates, "warmup_steps", "the warm-up of {} is as long as the run of {}",
            {r.warmup, r.updates});
  if (s.error()) return pass_on(*s.error());
  if (name == "one_cycle") return written(s, one_cycle_of(s, r), r.updates);
  if (name == "rex") return written(s, rex_of(r), r.updates);
  if (name == "cosine") return cosine_of(s, r, name);
  return written(s, trainer_line(s, name, r.lr, r.warmup, r.updates), r.updates);
}

constexpr Setting settings[] = {{"learning_rate", "", Part::rate, "lr max_lr"},
                                {"lr_scheduler", "cosine"},
                                {"lr_scheduler_kwargs"},
                                {"cosine_min_lr_ratio", "", Part::floor_share},
                                {"cosine_constant_lr_ratio"},
                                {"lr_quadratic_warmup", "false"},
                                {"warmup_steps", "", Part::warmup, "num_warmup_steps"},
                                {"warmup_ratio", "", Part::warmup_share},
                                {"num_epochs", "1"},
                                {"max_steps", "", Part::length, "num_training_steps total_steps"},
                                {"micro_batch_size", "1"},
                                {"gradient_accumulation_steps", "1"}};

}  // namespace

constexpr Program program{.name = "axolotl",
                          .title = "axolotl",
                          .forms = "YAML",
                          .marks =
                              "micro_batch_size learning_rate | base_model learning_rate | cosine_min_lr_ratio | "
                              "cosine_constant_lr_ratio | lr_quadratic_warmup",
                          .settings = settings,
                          .read = &read};

}  // namespace etude::source::configs::axolotl
