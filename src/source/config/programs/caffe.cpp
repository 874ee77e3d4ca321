// Caffe's solver.prototxt (9b8915401), read only. It has no defaults: a gamma, power or stepsize that is not there is 0,
// so what a policy needs is asked for.

#include <algorithm>
#include <cmath>

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::caffe {
namespace {

using namespace dialect;

/// b (1 + g i)^-p, which is (c / (i + c))^p with c = 1 / g.
Result<Schedule> inverse(Settings& s, double lr) {
  const double gamma = s.number("gamma"), power = s.number("power"), shift = 1 / gamma;
  if (power == 1) return inverse_time({.from = lr, .rate = gamma, .period = 1});
  s.require(gamma > 0 && shift == static_cast<double>(cut(shift)), "gamma",
            "inv is read with power 1, or with a gamma of which 1/gamma is a whole number, as 0.0001, not {}",
            {plain(gamma)});
  if (s.error()) return pass_on(*s.error());
  return power_decay({.from = lr, .timescale = shift, .power = power, .shift = cut(shift)});
}

Result<Schedule> stairs(Settings& s, double lr) {
  std::vector<Step> milestones = s.wholes("stepvalue");
  std::sort(milestones.begin(), milestones.end());
  return multistep({.from = lr, .milestones = milestones, .gamma = s.number("gamma")});
}

Result<Schedule> curve_of(Settings& s, double lr, Step run) {
  const std::string policy = s.one_of("lr_policy", {"fixed", "step", "exp", "inv", "multistep", "poly", "sigmoid"});
  if (policy == "fixed") return held(lr);
  if (policy == "step") return step_decay({.from = lr, .gamma = s.number("gamma"), .period = s.whole("stepsize", 1)});
  if (policy == "exp") return exponential({.from = lr, .rate = s.number("gamma"), .period = 1});
  if (policy == "inv") return inverse(s, lr);
  if (policy == "multistep") return stairs(s, lr);
  if (policy == "sigmoid") {  // falls where gamma is below 0
    const double gamma = s.number("gamma");
    return sigmoid(lr, gamma, s.number("stepsize"), run);
  }
  const double power = s.number("power");
  return power == 0 ? held(lr) : power_fall(lr, 0, run, power);
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("base_lr");
  const Step run = s.whole("max_iter", 1);
  const auto curve = curve_of(s, lr, run);
  return written(s, curve, run);
}

constexpr Setting settings[] = {{"base_lr", "", Part::rate},    {"lr_policy"},
                                {"gamma", "", Part::factor},    {"power"},
                                {"stepsize", "", Part::period}, {"stepvalue", "", Part::milestones},
                                {"max_iter", "", Part::length}};

}  // namespace

constexpr Program program{.name = "caffe",
                          .title = "Caffe",
                          .forms = "prototxt",
                          .marks = "lr_policy base_lr",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::caffe
