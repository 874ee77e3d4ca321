// Megatron-LM's flags (d98e8a64dd). Everything is counted in samples, iterations times the global batch; lr-decay-iters
// is absolute, warm-up and all, and lr-warmup-fraction is of it, and not rounded: a length may end between two updates.

#include <cmath>

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::megatron {
namespace {

using namespace dialect;

/// Lengths in updates, which may be fractions where they were given in samples.
struct Lengths {
  double run, decay, warmup;
  Step run_steps;
};

double batch_of(Settings& s) { return static_cast<double>(s.whole("global-batch-size", 1)); }

/// NAME-iters, or NAME-samples over the batch.
std::optional<double> length(Settings& s, const std::string& name) {
  const std::string iters = name + "-iters", samples = name + "-samples";
  s.require(!s.value(iters) || !s.value(samples), samples, "only one of --{} and --{} may be given: Megatron asserts",
            {iters, samples});
  if (s.has(iters)) return static_cast<double>(s.whole(iters));
  if (s.has(samples)) return static_cast<double>(s.whole(samples)) / batch_of(s);
  return {};
}

Lengths lengths_of(Settings& s) {
  const auto run = length(s, "train");
  if (!run) s.asked("train-iters", "the length of the run", "100000");
  const double updates = std::floor(run.value_or(s.given("train-iters").value_or(1)));
  const double decay = length(s, "lr-decay").value_or(run.value_or(updates));
  const auto warmup = length(s, "lr-warmup");
  const auto share = s.maybe("lr-warmup-fraction");
  s.require(!warmup || !share || *warmup == 0, "lr-warmup-fraction",
            "only one of --lr-warmup-fraction and --lr-warmup-iters may be given: Megatron asserts");
  return {run.value_or(updates), decay, share ? *share * decay : warmup.value_or(0), cut(updates)};
}

void check(Settings& s, const Lengths& l) {
  s.require(l.warmup < l.decay, "lr-warmup-iters",
            "the warm-up of {} must be shorter than the decay of {}, which counts it too: Megatron asserts",
            {plain(l.warmup), plain(l.decay)});
  if (l.decay > l.run)
    s.note("longer-than-run", "lr-decay-iters {} is beyond the run of {}: min-lr is never reached",
           {plain(l.decay), plain(l.run)}, "give --lr-decay-iters the run's length");
  else if (l.decay < l.run)
    s.note("holds-its-floor", "lr-decay-iters {} counts the warm-up too: from there to {} the rate is min-lr",
           {plain(l.decay), plain(l.run)}, "give --lr-decay-iters the run's length");
}

bool is_whole(double value) { return value == std::floor(value); }

/// The cooldown's length, where the style is WSD.
double cooldown_of(Settings& s, const std::string& style) {
  if (style != "WSD") return 0;
  const auto decay = length(s, "lr-wsd-decay");
  s.require(decay.has_value(), "lr-decay-style", "WSD needs --lr-wsd-decay-iters: Megatron asserts");
  return decay.value_or(0);
}

/// As Megatron's scheduler takes it.
std::string scheduler_line(Settings& s, const Lengths& l, const std::string& style, double cooldown) {
  std::string line = filled(
      "megatron.OptimizerParamScheduler(init_lr={}, max_lr={}, min_lr={}, lr_warmup_steps={}, lr_decay_steps={}, "
      "lr_decay_style='{}'",
      {s.number("lr-warmup-init"), s.number("lr"), s.number("min-lr"), cut(l.warmup), cut(l.decay), style});
  if (style == "WSD")
    line += filled(", wsd_decay_steps={}, lr_wsd_decay_style='{}'", {cut(cooldown), s.text("lr-wsd-decay-style")});
  return line + ")";
}

/// A fall from lr to min-lr between two points of the run, which need not be whole updates.
Result<Schedule> fall(Settings& s, double from, double to, const std::string& shape) {
  const Interpolation between = shape == "cosine" ? Interpolation::cosine : Interpolation::linear;
  s.require(shape == "cosine" || shape == "linear", "lr-wsd-decay-style",
            "a {} decay between {} and {} updates is read only where both are whole numbers; count it in iterations",
            {shape, plain(from), plain(to)});
  s.require(from >= 0, "lr-wsd-decay-iters", "the cooldown is longer than the decay of {}, which counts it too",
            {plain(to)});
  return piecewise({.at = {from, to}, .values = {s.number("lr"), s.number("min-lr")}, .interpolation = between});
}

/// What follows the warm-up, on the clock of the run.
Result<Schedule> decay_of(Settings& s, const Lengths& l, const std::string& style, double cooldown) {
  const double lr = s.number("lr");
  if (style == "constant") return held(lr);
  if (style == "WSD") return fall(s, l.decay - cooldown, l.decay, s.text("lr-wsd-decay-style"));
  if (style != "inverse-square-root") return fall(s, l.warmup, l.decay, style);
  const auto root = inverse_sqrt({.from = lr, .timescale = l.warmup});
  return then(lasting(clamp(root, s.number("min-lr"), lr), cut(l.decay) + 1), held(s.number("min-lr")));
}

/// The curve of lengths that samples or a share give, which may end between two updates.
Result<Schedule> between_updates(Settings& s, const Lengths& l, const std::string& style, double cooldown) {
  const auto decay = decay_of(s, l, style, cooldown);
  if (!decay || l.warmup == 0) return decay;
  const auto rise = piecewise({.at = {0, l.warmup}, .values = {s.number("lr-warmup-init"), s.number("lr")}});
  const Step steps = cut(l.warmup) + 1;
  return then(lasting(rise, steps), offset(decay, steps));
}

/// From b / sqrt(samples): the one curve that the batch changes. Up to the first update it is lr.
Result<Schedule> inverse_root(Settings& s) {
  return multiply(inverse_sqrt({.from = s.number("lr"), .timescale = 1 / batch_of(s)}), held(1));
}

Result<Meaning> read(Settings& s) {
  const std::string style = s.one_of("lr-decay-style", {"linear", "constant", "cosine", "inverse-square-root", "WSD"});
  const Lengths l = lengths_of(s);
  check(s, l);
  if (s.has("rampup-batch-size"))
    s.note("assumed",
           "the batch is taken as it is from the first update on; a batch ramp counts fewer samples at first, and the "
           "curve is longer by them",
           {}, "count the run in samples");
  if (style == "inverse-square-root" && l.warmup == 0) return written(s, inverse_root(s), l.run_steps);
  const double cooldown = cooldown_of(s, style);
  if (s.error()) return pass_on(*s.error());
  if (is_whole(l.warmup) && is_whole(l.decay) && is_whole(cooldown))
    return written(s, scheduler_line(s, l, style, cooldown), l.run_steps);
  return written(s, between_updates(s, l, style, cooldown), l.run_steps);
}

constexpr Setting settings[] = {{"lr", "", Part::rate, "max_lr"},
                                {"min-lr", "0.0", Part::floor, "min_lr"},
                                {"lr-decay-style", "linear", Part::other, "lr_decay_style"},
                                {"lr-decay-iters", "", Part::length, "lr_decay_steps"},
                                {"lr-decay-samples"},
                                {"lr-warmup-iters", "", Part::warmup, "lr_warmup_steps"},
                                {"lr-warmup-samples"},
                                {"lr-warmup-fraction", "", Part::warmup_share},
                                {"lr-warmup-init", "0.0", Part::other, "init_lr"},
                                {"lr-wsd-decay-style", "exponential", Part::other, "lr_wsd_decay_style"},
                                {"lr-wsd-decay-iters", "", Part::other, "wsd_decay_steps"},
                                {"lr-wsd-decay-samples"},
                                {"train-iters"},
                                {"train-samples"},
                                {"global-batch-size"}};

}  // namespace

constexpr Program program{.name = "megatron",
                          .title = "Megatron-LM",
                          .forms = "flags",
                          .marks =
                              "lr-decay-style | lr-decay-iters | lr-warmup-fraction | lr-decay-samples | "
                              "train-iters lr | train-samples lr",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::megatron
