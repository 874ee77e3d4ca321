// nanochat's base_train flags (92d63d4). The curve is a multiplier of the groups' rates, each of which is also times the
// root of the batch in tokens over 2^19; here it is the multiplier itself.

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::nanochat {
namespace {

using namespace dialect;

/// (t + 1) / W, 1, then a line that is at the floor one update after the last.
Result<Meaning> read(Settings& s) {
  const double floor = s.number("final-lr-frac");
  if (!s.has("num-iterations"))
    s.asked("num_iterations", "the number of updates, which nanochat takes from --target-param-data-ratio", "21400");
  const Step run = s.whole("num-iterations", 1), warm = std::min(s.whole("warmup-steps"), run);
  const Step down = rounded(s.number("warmdown-ratio") * static_cast<double>(run)), stable = run - down - warm;
  s.require(down <= run, "warmdown-ratio", "warmdown-ratio must not be above 1");
  s.note("multiplier", "this is the multiplier: each group's rate is times it", {},
         "read the groups' rates in the script");
  if (s.error()) return pass_on(*s.error());
  const auto rise = warmup({.to = 1, .steps = warm}), fall = straight(1, floor, down);
  if (stable >= 0)
    return written(s,
                   down > 0 ? then(rise, held(1, stable + 1),
                                   linear({.from = 1, .to = floor, .steps = down, .first = First::moved}))
                            : then(rise, held(1)),
                   run);
  s.note("warmup-reaches-into-decay", "warm-up and warm-down overlap: the rate jumps down after the warm-up", {},
         "give a smaller warmdown-ratio", warm);
  return written(s, then(rise, offset(fall, warm + down - run)), run);
}

constexpr Setting settings[] = {{"warmup-steps", "40", Part::warmup},
                                {"warmdown-ratio", "0.65"},
                                {"final-lr-frac", "0.05", Part::floor_share},
                                {"num-iterations", "", Part::length}};

}  // namespace

constexpr Program program{
    .name = "nanochat",
    .title = "nanochat",
    .forms = "flags",
    .marks = "warmdown-ratio | final-lr-frac | target-param-data-ratio | num-iterations warmup-steps",
    .settings = settings,
    .read = &read};

}  // namespace etude::source::configs::nanochat
