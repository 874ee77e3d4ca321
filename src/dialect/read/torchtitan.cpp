// torchtitan (components/lr_scheduler.py): a warm-up, a flat part and a decay over a run of total_steps. The flat part has
// one step more than its share, so that the floor is reached at step total_steps, which is past the run.

#include <algorithm>
#include <cmath>

#include "dialect/read/reading.h"

namespace etude::dialect::torchtitan {
namespace {

struct Parts {
  Step rise, flat, fall;
};

Parts parts_of(Arguments& a) {
  const Step total = a.steps_or_run("total_steps"), rise = std::min(a.steps("warmup_steps"), total);
  const double share = a.maybe("decay_ratio").value_or(1);
  if (!a.require(share >= 0 && share <= 1, "decay_ratio is a share of the run, from 0 to 1, not {}", {plain(share)}))
    return {0, 1, 0};
  const auto wanted = static_cast<Step>(std::nearbyint(static_cast<double>(total) * share));
  const Step fall = std::min(wanted, total - rise);
  if (fall < wanted && !a.is_none("decay_ratio"))
    a.note("decay-cut", "the warm-up and the decay are longer than the run: torchtitan shortens the decay to {} steps",
           {fall}, "lower warmup_steps or decay_ratio");
  return {rise, total + 1 - rise - fall, fall};
}

Result<Schedule> fall_of(Arguments& a, double from, double to, Step steps) {
  const std::string type = a.text("decay_type");
  if (type == "linear") return linear({.from = from, .to = to, .steps = steps, .first = First::moved});
  if (type == "cosine") return cosine({.from = from, .to = to, .steps = steps, .first = First::moved});
  a.require(type == "sqrt", "decay_type is 'linear', 'sqrt' or 'cosine', not '{}'", {type});
  return polynomial(
      {.from = from, .to = to, .steps = steps, .first = First::moved, .power = 0.5, .base = PowerBase::done});
}

Result<Reading> read_config(Arguments& a) {
  const double lr = a.number("lr"), floor = lr * a.number("min_lr_factor");
  const Parts parts = parts_of(a);
  auto all = held(lr, parts.fall > 0 ? parts.flat : endless);
  if (parts.fall > 0) all = then(all, fall_of(a, lr, floor, parts.fall));
  if (parts.rise > 0) all = then(warmup({.to = lr, .steps = parts.rise}), all);
  if (parts.fall > 0)
    a.note("past-total-steps",
           "past total_steps torchtitan follows the decay's formula beyond its floor; here it holds",
           "let total_steps be the length of the run");
  return reading(all);
}

constexpr Entry entries[] = {
    {"Config", "warmup_steps=200, total_steps=None, decay_ratio=None, decay_type='linear', min_lr_factor=0.0, lr=1.0",
     "a rise, flat, and a decay", &read_config},
};

}  // namespace

constexpr Language language{.name = "torchtitan",
                            .library = "torchtitan, LRSchedulersContainer.Config",
                            .prefixes = {"LRSchedulersContainer"},
                            .entries = entries,
                            .writing = &writing};

}  // namespace etude::dialect::torchtitan
