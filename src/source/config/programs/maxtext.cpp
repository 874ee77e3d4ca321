// MaxText (e591f30cb): base.yml and key=value. The cosine lands on its floor at the last update of the schedule; past the
// schedule's length the rate is 0.

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::maxtext {
namespace {

using namespace dialect;

struct Run {
  double lr, floor;
  Step warmup, decay, steps;
};

/// optax's line and cosine are not alike: a line of D - 1 moves, none where D is 1; a cosine of D.
Result<Schedule> cooldown(const std::string& style, const Run& r) {
  if (style == "cosine") return half_wave(r.lr, r.floor, r.decay);
  return r.decay <= 1 ? held(r.lr, r.decay) : linear({.from = r.lr, .to = r.floor, .steps = r.decay});
}

Result<Schedule> curve(Settings& s, const std::string& type, const Run& r) {
  const auto rise = rise_from(0, r.lr, r.warmup);
  const Step left = r.steps - r.warmup;
  if (type == "cosine") return then(rise, cosine({.from = r.lr, .to = r.floor, .steps = left}));
  const std::string style = s.one_of("wsd_decay_style", {"linear", "cosine"});
  const auto trunk = then(rise, held(r.lr, left - r.decay));
  return r.decay > 0 ? then(trunk, lasting(cooldown(style, r), r.decay)) : trunk;
}

/// As MaxText called learning_rate_final_fraction before it had wsd.
constexpr std::string_view earlier_floor = "cosine_learning_rate_final_fraction";

/// -1 stands for the other of the two.
Step schedule_steps(Settings& s) {
  const Step own = s.whole("learning_rate_schedule_steps", -1);
  return own > 0 ? own : s.whole("steps", -1);
}

Result<Meaning> read(Settings& s) {
  const Step steps = schedule_steps(s), run = s.whole("steps", -1) > 0 ? s.whole("steps") : steps;
  s.require(steps > 0, "steps", "steps and learning_rate_schedule_steps are both -1; give one");
  const double lr = s.number("learning_rate"), all = static_cast<double>(steps);
  const double rise = s.number("warmup_steps_fraction"), fall = s.number("wsd_decay_steps_fraction");
  const std::string type = s.one_of("lr_schedule_type", {"cosine", "wsd"});
  const Run r{lr, lr * s.number(s.has(earlier_floor) ? earlier_floor : "learning_rate_final_fraction"), cut(all * rise),
              type == "wsd" ? cut(all * fall) : 0, steps};
  s.require(type != "wsd" || rise + fall <= 1, "wsd_decay_steps_fraction",
            "warm-up and decay are more than the run: MaxText raises ValueError");
  s.require(r.warmup < steps, "warmup_steps_fraction", "the warm-up is as long as the run of {}", {steps});
  if (run > steps)
    s.note("shorter-than-run", "from step {} on the rate is 0", {steps}, "leave learning_rate_schedule_steps at -1",
           steps);
  if (s.error()) return pass_on(*s.error());
  const auto main = curve(s, type, r);
  return written(s, run > steps ? then(main, held(0)) : main, run);
}

constexpr Setting settings[] = {{"learning_rate", "3e-5", Part::rate},
                                {"lr_schedule_type", "cosine"},
                                {"learning_rate_final_fraction", "0.1", Part::floor_share},
                                {"cosine_learning_rate_final_fraction", "", Part::floor_share},
                                {"warmup_steps_fraction", "0.1", Part::warmup_share},
                                {"wsd_decay_steps_fraction", "0.1"},
                                {"wsd_decay_style", "linear"},
                                {"learning_rate_schedule_steps", "-1", Part::length},
                                {"steps", "150001"}};

}  // namespace

constexpr Program program{.name = "maxtext",
                          .title = "MaxText",
                          .forms = "YAML, key=value",
                          .marks =
                              "learning_rate_schedule_steps | warmup_steps_fraction | lr_schedule_type | "
                              "learning_rate_final_fraction | wsd_decay_steps_fraction",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::maxtext
