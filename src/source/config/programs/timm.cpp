// timm's train.py (aa4b5850), as create_scheduler_v2 of the dialect has its schedules. Without --sched-on-updates the rate
// changes once an epoch: a step is an epoch, or, where --set updates_per_epoch=N says how many an epoch has, an update.

#include <cmath>

#include "dialect/read/curves.h"
#include "etude/dialect/dialect.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::timm {
namespace {

bool is_adaptive(const std::string& optimizer) {
  return optimizer.find("ada") != std::string::npos || optimizer.find("lamb") != std::string::npos;
}

/// --lr, or lr-base times the batch over lr-base-size: its root for every Adam.
double lr_of(Settings& s) {
  if (s.has("lr")) return s.number("lr");
  const double batch = static_cast<double>(s.whole("batch-size", 1) * s.whole("grad-accum-steps", 1));
  const double ratio =
      batch * s.asked("devices", "the number of devices", "8, or write --lr") / s.number("lr-base-size");
  const std::string scale = s.text("lr-base-scale");
  const bool is_root = scale == "sqrt" || (scale.empty() && is_adaptive(s.text("opt")));
  const double lr = s.number("lr-base") * (is_root ? std::sqrt(ratio) : ratio);
  s.note("default-surprise", "--lr is not there: the rate is lr-base times {} of batch over lr-base-size, {}",
         {is_root ? "the root" : "the ratio", plain(lr)}, "write --lr");
  return lr;
}

std::string milestones_of(Settings& s) {
  std::string all;
  for (const Step each : s.wholes("decay-milestones")) add_item(all, each);
  return all;
}

/// --lr-noise, where it begins and may end as shares of the run; drawn with --seed. Empty where there is none.
std::string noise_of(Settings& s) {
  std::string shares;
  for (const double each : s.numbers("lr-noise")) add_item(shares, plain(each));
  if (shares.empty()) return "";
  return filled(", noise=[{}], noise_pct={}, noise_std={}, noise_seed={}",
                {shares, s.number("lr-noise-pct"), s.number("lr-noise-std"), s.whole("seed")});
}

std::string line_of(Settings& s, const std::string& sched, double lr, Step updates) {
  return filled(
      "timm.create_scheduler_v2(sched='{}', num_epochs={}, decay_epochs={}, decay_milestones=[{}], cooldown_epochs={}, "
      "decay_rate={}, min_lr={}, warmup_lr={}, warmup_epochs={}, warmup_prefix={}, cycle_mul={}, cycle_decay={}, "
      "cycle_limit={}, k_decay={}{}{}, lr={})",
      {sched, s.whole("epochs"), s.whole("decay-epochs"), milestones_of(s), s.whole("cooldown-epochs"),
       s.number("decay-rate"), s.number("min-lr"), s.number("warmup-lr"), s.whole("warmup-epochs"),
       s.flag("warmup-prefix") ? "True" : "False", s.number("lr-cycle-mul"), s.number("lr-cycle-decay"),
       s.whole("lr-cycle-limit"), s.number("lr-k-decay"), noise_of(s),
       updates > 0 ? filled(", step_on_epochs=False, updates_per_epoch={}", {updates}) : std::string(), lr});
}

/// Epochs that train.py runs: cosine, tanh and poly add the cooldown.
Step epochs_of(Settings& s, const std::string& sched) {
  const Step warm = s.flag("warmup-prefix") ? s.whole("warmup-epochs") : 0;
  const bool has_cycles = sched == "cosine" || sched == "tanh" || sched == "poly";
  return s.whole("epochs") + warm + (has_cycles ? s.whole("cooldown-epochs") : 0);
}

void note_surprises(Settings& s, const std::string& sched, Step epochs) {
  if (sched == "poly" && !s.value("decay-rate"))
    s.note("default-surprise", "poly takes --decay-rate for its power: 0.1", {}, "write --decay-rate 1");
  if (epochs > s.whole("epochs"))
    s.note("default-surprise", "the run has {} epochs: cooldown and prefix add theirs", {epochs}, "count them too");
}

Result<Meaning> read(Settings& s) {
  const std::string sched = s.one_of("sched", {"cosine", "tanh", "step", "multistep", "plateau", "poly", "none"});
  const double lr = lr_of(s);
  const Step epochs = epochs_of(s, sched);
  note_surprises(s, sched, epochs);
  if (s.error()) return pass_on(*s.error());
  if (sched == "none") return written(s, dialect::held(lr), 0);
  const bool on_updates = s.flag("sched-on-updates");
  if (!on_updates && !s.given("updates_per_epoch")) {
    s.note("by-epoch", "the rate changes once an epoch, and a step here is one", {},
           "say --set updates_per_epoch=N to see updates");
    return written(s, line_of(s, sched, lr, 0), epochs);
  }
  const Step updates = cut(s.asked("updates_per_epoch", "the number of updates in an epoch", "1252"));
  if (on_updates) return written(s, line_of(s, sched, lr, updates), epochs * updates);
  const auto read = dialect::read_dialect(line_of(s, sched, lr, 0));
  if (!read) return pass_on(read.error());
  return written(s, by_epoch(s, read->lr(), epochs, std::max(updates, Step{1})), epochs * updates);
}

constexpr Setting settings[] = {{"sched", "cosine"},
                                {"lr", "", Part::rate},
                                {"lr-base", "0.1"},
                                {"lr-base-size", "256"},
                                {"lr-base-scale", ""},
                                {"batch-size", "128"},
                                {"grad-accum-steps", "1"},
                                {"opt", "sgd"},
                                {"epochs", "300", Part::other, "num_epochs t_initial"},
                                {"warmup-epochs", "5", Part::other, "warmup_epochs warmup_t"},
                                {"warmup-lr", "1e-5", Part::other, "warmup_lr warmup_lr_init"},
                                {"warmup-prefix", "false", Part::other, "warmup_prefix"},
                                {"min-lr", "0", Part::floor, "min_lr lr_min"},
                                {"cooldown-epochs", "0"},
                                {"decay-epochs", "90", Part::other, "decay_epochs decay_t"},
                                {"decay-milestones", "(90, 180, 270)", Part::other, "decay_milestones"},
                                {"decay-rate", "0.1", Part::factor, "decay_rate"},
                                {"lr-cycle-mul", "1.0", Part::other, "cycle_mul"},
                                {"lr-cycle-decay", "0.5", Part::other, "cycle_decay"},
                                {"lr-cycle-limit", "1", Part::other, "cycle_limit"},
                                {"lr-k-decay", "1.0", Part::other, "k_decay"},
                                {"sched-on-updates", "false"},
                                {"lr-noise"},
                                {"lr-noise-pct", "0.67"},
                                {"lr-noise-std", "1.0"},
                                {"seed", "42"}};

}  // namespace

constexpr Program program{.name = "timm",
                          .title = "timm's train.py",
                          .forms = "flags, YAML",
                          .marks =
                              "sched epochs | sched warmup-epochs | sched lr | warmup-epochs epochs | lr-base | "
                              "lr-cycle-decay | warmup-epochs lr",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::timm
