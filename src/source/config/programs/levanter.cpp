// levanter (9263f81e). Each cycle has a warm-up from where the last one ended, a stable part and a decay; a number up to 1
// is a share of the cycle, so warmup: 1 is the whole of it.

#include <cmath>

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::levanter {
namespace {

using namespace dialect;

/// Steps of a cycle of that length: a share where it is at most 1, else a whole number.
Step part_of(Settings& s, std::string_view name, Step cycle) {
  const double value = s.number(name);
  if (value <= 1 && value >= 0) return cut(value * static_cast<double>(cycle));
  s.require(value == std::floor(value) && value > 0, name,
            "{} is a share up to 1 or a whole number of steps, not {}: levanter raises ValueError",
            {name, plain(value)});
  return cut(value);
}

/// Where cycles end.
std::vector<Step> cycle_ends(Settings& s, Step run) {
  std::vector<Step> ends;
  s.require(!s.has("optimizer.cycles") || !s.has("optimizer.cycle_length"), "optimizer.cycle_length",
            "only one of cycles and cycle_length may be given: levanter raises ValueError");
  const Value* cycles = s.value("optimizer.cycles");
  if (cycles && cycles->type == Value::Type::list) {
    ends = s.wholes("optimizer.cycles");
  } else if (s.has("optimizer.cycles")) {
    const Step count = s.whole("optimizer.cycles", 1);
    s.require(count <= 1000, "optimizer.cycles", "more than 1000 cycles are too many", {});
    for (Step i = 1; i <= count && !s.error(); ++i)
      ends.push_back(cut(static_cast<double>(run) / static_cast<double>(count) * static_cast<double>(i)));
  } else if (s.has("optimizer.cycle_length")) {
    Step end = 0;
    const Value* lengths = s.value("optimizer.cycle_length");
    if (lengths && lengths->type == Value::Type::list)
      for (const Step length : s.wholes("optimizer.cycle_length")) ends.push_back(end += length);
    else if (const Step length = part_of(s, "optimizer.cycle_length", run);
             s.require(length > 0 && run / std::max(length, Step{1}) <= 1000, "optimizer.cycle_length",
                       "cycle_length {} makes no cycles", {length}))
      while ((end += length) + length <= run) ends.push_back(end);
  }
  s.require(ends.size() <= 1000, "optimizer.cycles", "more than 1000 cycles are too many", {});
  if (ends.empty() || ends.back() < run) ends.push_back(run);
  return ends;
}

Result<Schedule> decay_of(Settings& s, const std::string& type, double lr, double share, Step steps, Step warm) {
  const double floor = lr * share;
  if (type == "constant" || steps == 0) return held(lr, steps);
  if (type == "linear") return straight(lr, floor, steps);
  if (type == "cosine") return half_wave(lr, floor, steps);
  if (type == "inv") {  // its step 0 has the rate of step 1
    const auto curve = inverse_time({.from = lr, .rate = 1 / share - 1, .period = static_cast<double>(steps)});
    return then(lasting(offset(curve, 1), 1), lasting(offset(curve, 1), steps));
  }
  const double scale = s.maybe("optimizer.timescale").value_or(10000);
  return inverse_sqrt({.from = lr, .timescale = scale, .shift = warm});
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("optimizer.learning_rate"), share = s.number("optimizer.min_lr_ratio");
  const Step run = s.whole("trainer.num_train_steps", 1);
  const std::string type = s.one_of("optimizer.lr_schedule", {"constant", "linear", "cosine", "inv", "inv_sqrt"});
  s.require(type != "inv" || share > 0, "optimizer.min_lr_ratio", "inv divides by min_lr_ratio, which is 0; give more");
  if (s.value("optimizer.warmup") && s.number("optimizer.warmup") == 1)
    s.note("warmup-steps-as-share", "warmup: 1 is the whole cycle, not one step", {},
           "write warmup: 0.01, or 2 or more steps");
  std::vector<Result<Schedule>> pieces;
  double from = 0;
  Step start = 0;
  const auto ends = cycle_ends(s, run);
  if (s.error()) return pass_on(*s.error());
  for (const Step end : ends) {
    const Step cycle = end - start;
    if (!s.require(cycle > 0, "optimizer.cycles", "cycles must grow")) break;
    const Step warm = start == 0 ? part_of(s, "optimizer.warmup", cycle) : part_of(s, "optimizer.rewarmup", cycle);
    const Step decay = s.has("optimizer.decay") ? part_of(s, "optimizer.decay", cycle) : cycle - warm,
               stable = cycle - warm - decay;
    if (!s.require(stable >= 0, "optimizer.decay", "warm-up and decay are longer than the cycle of {}", {cycle})) break;
    const auto all = then(rise_from(from, lr, warm), held(lr, stable), decay_of(s, type, lr, share, decay, warm));
    pieces.push_back(end < run ? lasting(all, cycle) : all);
    from = all ? (*all)(cycle) : 0;
    start = end;
  }
  if (s.error()) return pass_on(*s.error());
  Result<Schedule> whole = pieces[0];
  for (std::size_t i = 1; i < pieces.size(); ++i) whole = then(whole, pieces[i]);
  return written(s, whole, run);
}

constexpr Setting settings[] = {{"optimizer.learning_rate", "6e-4", Part::rate},
                                {"optimizer.min_lr_ratio", "0.1", Part::floor_share},
                                {"optimizer.warmup", "0.01"},
                                {"optimizer.decay"},
                                {"optimizer.rewarmup", "0"},
                                {"optimizer.cycles"},
                                {"optimizer.cycle_length"},
                                {"optimizer.lr_schedule", "cosine"},
                                {"optimizer.timescale"},
                                {"trainer.num_train_steps", "", Part::length}};

}  // namespace

constexpr Program program{
    .name = "levanter",
    .title = "levanter",
    .forms = "YAML",
    .marks = "optimizer.learning_rate trainer.num_train_steps | optimizer.min_lr_ratio | optimizer.lr_schedule",
    .settings = settings,
    .read = &read,
    .strangers = Strangers::refused};

}  // namespace etude::source::configs::levanter
