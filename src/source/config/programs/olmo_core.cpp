// OLMo-core (fa6c5014c): a scheduler under train_module or optim, by class name. The counter is raised before the update,
// so every curve is asked for t + 1.

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::olmo_core {
namespace {

using namespace dialect;

constexpr std::string_view in = "train_module.scheduler.";

std::string key(std::string_view name) { return std::string(in) + std::string(name); }

/// NAME, or its share of the run rounded to even; the other form must be null.
Step part_of(Settings& s, const std::string& name, Step run) {
  const std::string steps = key(name), share = key(name + "_fraction"), old = key(name + "_steps");
  const bool is_written = s.has(steps) || s.has(old);
  s.require(!is_written || !s.value(share), share, "only one of {} and {}_fraction may be given: OLMo-core raises",
            {name, name});
  if (s.has(steps)) return s.whole(steps);
  if (s.has(old)) return s.whole(old);
  return rounded(s.maybe(share).value_or(0) * static_cast<double>(run));
}

Result<Schedule> cosine_of(Settings& s, double lr, Step warm, Step run) {
  const Step last = s.has(key("t_max")) ? s.whole(key("t_max"), 1) : run;
  const double floor = lr * s.number(key("alpha_f"));
  s.require(warm < last, key("warmup"), "the warm-up of {} is as long as t_max, {}", {warm, last});
  if (s.error()) return pass_on(*s.error());
  const bool is_cosine = s.text(key("_CLASS_")).find("Cos") != std::string::npos;
  return is_cosine ? half_wave(lr, floor, last - warm) : straight(lr, floor, last - warm);
}

Result<Schedule> stable_decay(Settings& s, double lr, Step warm, Step run) {
  const Step decay = part_of(s, "decay", run);
  s.require(warm + decay <= run, key("decay"), "warm-up and decay are longer than the run of {}", {run});
  if (s.error()) return pass_on(*s.error());
  return then(held(lr, run - warm - decay), straight(lr, s.number(key("decay_min_lr")), decay));
}

std::string class_of(Settings& s) {
  std::string name = s.text(key("_CLASS_"));
  return name.substr(name.rfind('.') + 1);
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("train_module.optim.lr");
  const Step run = s.whole("trainer.max_duration.value", 1), warm = part_of(s, "warmup", run);
  const std::string name = class_of(s);
  const auto rise = rise_from(s.number(key("warmup_min_lr")), lr, warm);
  if (name == "CosWithWarmup" || name == "LinearWithWarmup")
    return written(s, offset(then(rise, cosine_of(s, lr, warm, run)), 1), run);
  if (name == "WSD") return written(s, offset(then(rise, stable_decay(s, lr, warm, run)), 1), run);
  if (name == "ConstantWithWarmup") return written(s, offset(then(rise, held(lr)), 1), run);
  s.require(name == "ConstantScheduler" || name == "Constant", key("_CLASS_"),
            "{} is not read; CosWithWarmup, LinearWithWarmup, WSD, ConstantWithWarmup and ConstantScheduler are",
            {name});
  return written(s, held(lr), run);
}

constexpr Setting settings[] = {{"train_module.optim.lr", "", Part::rate},
                                {"train_module.scheduler._CLASS_"},
                                {"train_module.scheduler.warmup"},
                                {"train_module.scheduler.warmup_steps", "", Part::warmup},
                                {"train_module.scheduler.warmup_fraction", "", Part::warmup_share},
                                {"train_module.scheduler.warmup_min_lr", "0.0"},
                                {"train_module.scheduler.decay"},
                                {"train_module.scheduler.decay_steps"},
                                {"train_module.scheduler.decay_fraction", "0.1"},
                                {"train_module.scheduler.decay_min_lr", "0.0"},
                                {"train_module.scheduler.alpha_f", "0.1", Part::floor_share},
                                {"train_module.scheduler.t_max"},
                                {"trainer.max_duration.value"}};

}  // namespace

constexpr Program program{.name = "olmo_core",
                          .title = "OLMo-core",
                          .forms = "YAML",
                          .marks = "train_module.scheduler",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::olmo_core
