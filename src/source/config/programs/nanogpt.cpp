// nanoGPT (3adf61e1): train.py's globals, a config of assignments, or --key=value. min_lr is a rate of its own, not tied to
// learning_rate, and lr_decay_iters is absolute.

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::nanogpt {
namespace {

using namespace dialect;

/// b (t + 1) / (W + 1), then a cosine that reaches the floor at lr_decay_iters.
Result<Meaning> read(Settings& s) {
  const double lr = s.number("learning_rate"), floor = s.number("min_lr");
  const Step warm = s.whole("warmup_iters"), last = s.whole("lr_decay_iters", 1), run = s.whole("max_iters", 1);
  if (!s.flag("decay_lr")) {
    s.note("ignored-argument", "decay_lr is False: warm-up and decay are passed over", {}, "write decay_lr = True");
    return written(s, held(lr), run + 1);
  }
  s.require(warm < last, "warmup_iters", "warmup_iters {} must be below lr_decay_iters {}, which counts it too",
            {warm, last});
  if (!s.value("min_lr") && s.value("learning_rate"))
    s.note("default-surprise", "min_lr is 6e-5 whatever learning_rate is", {},
           "write min_lr, a tenth of learning_rate");
  if (last != run)
    s.note(last < run ? "holds-its-floor" : "longer-than-run", "lr_decay_iters {} is not max_iters {}", {last, run},
           "give both the same");
  if (s.error()) return pass_on(*s.error());
  const auto rise = warmup({.to = lr, .steps = warm, .end = End::after});
  return written(s, then(rise, half_wave(lr, floor, last - warm)), run + 1);
}

constexpr Setting settings[] = {
    {"learning_rate", "6e-4", Part::rate},      {"min_lr", "6e-5", Part::floor}, {"warmup_iters", "2000", Part::warmup},
    {"lr_decay_iters", "600000", Part::length}, {"max_iters", "600000"},         {"decay_lr", "true"}};

}  // namespace

constexpr Program program{.name = "nanogpt",
                          .title = "nanoGPT",
                          .forms = "Python assignments, flags",
                          .marks =
                              "decay_lr | warmup_iters max_iters | warmup_iters lr_decay_iters | "
                              "max_iters learning_rate | lr_decay_iters learning_rate",
                          .settings = settings,
                          .read = &read};

}  // namespace etude::source::configs::nanogpt
