// torchtitan (b5bcd76c6), as its dialect reads LRSchedulersContainer.Config. A run that is longer than total_steps follows
// the decay beyond its floor, which the dialect does not; that is composed here.

#include <algorithm>
#include <cmath>

#include "dialect/read/curves.h"
#include "etude/base/number.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::torchtitan {
namespace {

using namespace dialect;

/// The decay, from its first update on. Past its end cosine climbs back, and linear and sqrt go on falling: to 0 here, and
/// below it in torchtitan.
Result<Schedule> decay_of(const std::string& type, double from, double share, Step steps) {
  const double to = from * share, all = static_cast<double>(steps);
  if (type == "cosine")
    return then(cosine({.from = from, .to = to, .steps = steps, .first = First::moved}),
                cosine({.from = to, .to = from, .steps = steps, .first = First::moved}));
  if (type == "linear") {
    const auto fall = linear({.from = from, .to = to, .steps = steps, .first = First::moved});
    const double more = share < 1 ? std::floor(share / (1 - share) * all) : 0, slope = (from - to) / all;
    const auto tail =
        linear({.from = to, .to = std::max(to - slope * more, 0.0), .steps = cut(more), .first = First::moved});
    return more > 0 ? then(fall, tail) : fall;
  }
  const double most = share < 1 ? std::floor(all / ((1 - share) * (1 - share))) : all;
  const double end = from * (share + (1 - share) * (1 - std::sqrt(most / all)));
  return polynomial({.from = from,
                     .to = std::max(end, 0.0),
                     .steps = cut(most),
                     .first = First::moved,
                     .power = 0.5,
                     .base = PowerBase::done});
}

Step decay_steps(Settings& s, Step total, Step warm) {
  const auto share = s.maybe("lr_scheduler.decay_ratio");
  if (!share) return total - warm;
  return std::min(rounded(static_cast<double>(total) * *share), total - warm);
}

double floor_of(Settings& s) {
  if (s.has("lr_scheduler.lr_min")) return s.number("lr_scheduler.lr_min");
  return s.number("lr_scheduler.min_lr_factor");
}

/// The run's own part, as the dialect has it.
std::string line_of(Settings& s, double lr, Step total) {
  const auto share = s.maybe("lr_scheduler.decay_ratio");
  return filled(
      "torchtitan.Config(warmup_steps={}, total_steps={}, decay_ratio={}, decay_type='{}', min_lr_factor={}, lr={})",
      {s.whole("lr_scheduler.warmup_steps"), total, share ? shortest(*share) : "None",
       s.text("lr_scheduler.decay_type"), floor_of(s), lr});
}

Result<Schedule> beyond_its_floor(Settings& s, double lr, Step total) {
  const Step warm = std::min(s.whole("lr_scheduler.warmup_steps"), total), decay = decay_steps(s, total, warm);
  const auto rise = then(warmup({.to = lr, .steps = warm}), held(lr, total + 1 - warm - decay));
  return decay > 0 ? then(rise, decay_of(s.text("lr_scheduler.decay_type"), lr, floor_of(s), decay)) : rise;
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("optimizer.lr");
  const Step run = s.whole("training.steps", 1);
  const Step total = s.has("lr_scheduler.total_steps") ? s.whole("lr_scheduler.total_steps", 1) : run;
  s.one_of("lr_scheduler.decay_type", {"linear", "sqrt", "cosine"});
  if (total >= run) return written(s, line_of(s, lr, total), run);
  s.note("shorter-than-run",
         "total_steps {} is shorter than the run of {}, and the decay goes on past its floor, to rates below 0",
         {total, run}, "leave total_steps out", total);
  return written(s, beyond_its_floor(s, lr, total), run);
}

constexpr Setting settings[] = {{"optimizer.lr", "", Part::rate, "lr"},
                                {"lr_scheduler.warmup_steps", "200", Part::warmup},
                                {"lr_scheduler.total_steps", "", Part::length},
                                {"lr_scheduler.decay_ratio"},
                                {"lr_scheduler.decay_type", "linear"},
                                {"lr_scheduler.min_lr_factor", "0", Part::floor_share},
                                {"lr_scheduler.lr_min"},
                                {"training.steps"}};

}  // namespace

constexpr Program program{.name = "torchtitan",
                          .title = "torchtitan",
                          .forms = "TOML, flags",
                          .marks =
                              "lr_scheduler.decay_ratio | lr_scheduler.decay_type | lr_scheduler.min_lr_factor | "
                              "lr_scheduler.warmup_steps training.steps | optimizer.lr training.steps",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::torchtitan
