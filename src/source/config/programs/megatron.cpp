// Megatron-LM's flags (d98e8a64dd). Everything is counted in samples, iterations times the global batch; lr-decay-iters
// is absolute, warm-up and all, and lr-warmup-fraction is of it, and not rounded.

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

/// As Megatron's scheduler takes it; where the batch does not divide a length, the steps of the line are samples.
std::string scheduler_line(Settings& s, const Lengths& l, const std::string& style, double unit) {
  std::string line = filled(
      "megatron.OptimizerParamScheduler(init_lr={}, max_lr={}, min_lr={}, lr_warmup_steps={}, lr_decay_steps={}, "
      "lr_decay_style='{}'",
      {s.number("lr-warmup-init"), s.number("lr"), s.number("min-lr"), cut(l.warmup * unit), cut(l.decay * unit),
       style});
  if (style == "WSD") {
    const auto decay = length(s, "lr-wsd-decay");
    s.require(decay.has_value(), "lr-decay-style", "WSD needs --lr-wsd-decay-iters: Megatron asserts");
    line += filled(", wsd_decay_steps={}, lr_wsd_decay_style='{}'",
                   {cut(decay.value_or(0) * unit), s.text("lr-wsd-decay-style")});
  }
  return line + ")";
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
  const bool fits = is_whole(l.warmup) && is_whole(l.decay);
  if (!fits)
    s.require(
        false, s.has("lr-warmup-fraction") ? "lr-warmup-fraction" : "lr-warmup-samples",
        "the warm-up of {} and the decay of {} updates are read only as whole numbers; write --lr-warmup-iters {}",
        {plain(l.warmup), plain(l.decay), cut(l.warmup)});
  return written(s, scheduler_line(s, l, style, 1), l.run_steps);
}

constexpr Setting settings[] = {{"lr", "", Part::rate},
                                {"min-lr", "0.0", Part::floor},
                                {"lr-decay-style", "linear"},
                                {"lr-decay-iters", "", Part::length},
                                {"lr-decay-samples"},
                                {"lr-warmup-iters", "", Part::warmup},
                                {"lr-warmup-samples"},
                                {"lr-warmup-fraction", "", Part::warmup_share},
                                {"lr-warmup-init", "0.0"},
                                {"lr-wsd-decay-style", "exponential"},
                                {"lr-wsd-decay-iters"},
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
