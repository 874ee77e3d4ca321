// torchtitan (b5bcd76c6): warm-up, stable, decay. The warm-up is (t + 1) / W, the decay counts one step more than there
// is, so that the floor stands one update after the last.

#include <algorithm>
#include <cmath>

#include "dialect/read/curves.h"
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
  const Step steps = rounded(static_cast<double>(total) * *share);
  if (steps > total - warm)
    s.note("warmup-reaches-into-decay", "warm-up and decay are longer than the run: the decay is cut to {} steps",
           {total - warm}, "give a smaller decay_ratio");
  return std::min(steps, total - warm);
}

double floor_of(Settings& s) {
  if (s.has("lr_scheduler.lr_min")) return s.number("lr_scheduler.lr_min");
  return s.number("lr_scheduler.min_lr_factor");
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("optimizer.lr"), share = floor_of(s);
  const Step run = s.whole("training.steps", 1);
  const Step total = s.has("lr_scheduler.total_steps") ? s.whole("lr_scheduler.total_steps", 1) : run;
  const Step warm = std::min(s.whole("lr_scheduler.warmup_steps"), total);
  const Step decay = decay_steps(s, total, warm), stable = total + 1 - warm - decay;
  const std::string type = s.one_of("lr_scheduler.decay_type", {"linear", "sqrt", "cosine"});
  if (total < run)
    s.note("shorter-than-run",
           "total_steps {} is shorter than the run of {}, and the decay goes on past its floor, to rates below 0",
           {total, run}, "leave total_steps out", total);
  const auto rise = then(warmup({.to = lr, .steps = warm}), held(lr, stable));
  return written(s, decay > 0 ? then(rise, decay_of(type, lr, share, decay)) : rise, run);
}

constexpr Setting settings[] = {{"optimizer.lr"},
                                {"lr_scheduler.warmup_steps", "200"},
                                {"lr_scheduler.total_steps"},
                                {"lr_scheduler.decay_ratio"},
                                {"lr_scheduler.decay_type", "linear"},
                                {"lr_scheduler.min_lr_factor", "0"},
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
