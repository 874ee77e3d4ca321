// Darknet's cfg, its section [net] (AlexeyAB 59596d78), read only. The count of batches is raised before the update, so
// every policy is asked for n = t + 1; burn_in is a power of n below its end.

#include <algorithm>
#include <cmath>

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::darknet {
namespace {

using namespace dialect;

// Each policy is a function of n.

Result<Schedule> stairs(Settings& s, double lr) {
  const auto steps = s.wholes("net.steps");
  const auto scales = s.numbers("net.scales");
  s.require(steps.size() == scales.size(), "net.scales",
            "steps has {} numbers and scales {}; give one scale for each step", {steps.size(), scales.size()});
  s.require(std::is_sorted(steps.begin(), steps.end()), "net.steps", "steps must grow");
  if (s.error()) return pass_on(*s.error());
  std::vector<double> at{0}, values{lr};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double value = values.back() * scales[i];
    if (at.back() == static_cast<double>(steps[i])) {
      values.back() = value;
    } else {
      at.push_back(static_cast<double>(steps[i]));
      values.push_back(value);
    }
  }
  return staircase(at, values);
}

/// The floor stands at each cycle's end, and the next begins one move down.
Result<Schedule> restarts(Settings& s, double lr, Step run) {
  const double floor = s.number("net.learning_rate_min");
  Step period = s.has("net.sgdr_cycle") ? s.whole("net.sgdr_cycle", 1) : run;
  const Step mult = s.whole("net.sgdr_mult", 1);
  s.require(mult <= 1000, "net.sgdr_mult", "sgdr_mult must be at most 1000", {});
  s.require(run / std::max(period, Step{1}) <= 1000 || mult > 1, "net.sgdr_cycle",
            "more than 1000 cycles are too many to write out");
  if (s.error()) return pass_on(*s.error());
  auto all = held(lr, 1);
  for (Step start = 0; start < run; start += period, period *= mult) {
    all = then(all, cosine({.from = lr, .to = floor, .steps = period, .first = First::moved}));
  }
  return all;
}

Result<Schedule> policy_of(Settings& s, double lr, Step run) {
  const std::string policy = s.text("net.policy");
  if (policy == "steps") return stairs(s, lr);
  if (policy == "step")
    return step_decay({.from = lr, .gamma = s.number("net.scale"), .period = s.whole("net.step", 1)});
  if (policy == "exp") return exponential({.from = lr, .rate = s.number("net.gamma"), .period = 1});
  if (policy == "poly") return power_fall(lr, 0, run, s.number("net.power"));
  if (policy == "sgdr") return restarts(s, lr, run);
  if (policy == "sigmoid" || policy == "sig") {  // falls where gamma is above 0, unlike Caffe's
    const double gamma = s.number("net.gamma");
    return sigmoid(lr, -gamma, s.number("net.step"), run);
  }
  s.require(policy != "random", "net.policy", "policy random has another rate at every run");
  if (policy != "constant")
    s.note("ignored-argument", "Darknet has no policy \"{}\", and takes constant", {policy},
           "write policy=steps, or another that it has");
  return held(lr);
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("net.learning_rate");
  const Step run = s.whole("net.max_batches", 1), burn_in = s.whole("net.burn_in");
  const auto policy = policy_of(s, lr, run);
  if (s.error()) return pass_on(*s.error());
  if (burn_in <= 1) return written(s, offset(policy, 1), run);
  const auto rise = polynomial({.from = 0,
                                .to = lr,
                                .steps = burn_in,
                                .first = First::moved,
                                .power = s.number("net.power"),
                                .base = PowerBase::done});
  return written(s, then(lasting(rise, burn_in - 1), offset(policy, burn_in)), run);
}

constexpr Setting settings[] = {{"net.learning_rate", "0.001", Part::rate},
                                {"net.policy", "constant"},
                                {"net.burn_in", "0", Part::warmup},
                                {"net.power", "4"},
                                {"net.max_batches", "0", Part::length},
                                {"net.steps", "", Part::milestones},
                                {"net.scales"},
                                {"net.step", "1", Part::period},
                                {"net.scale", "1"},
                                {"net.gamma", "1", Part::factor},
                                {"net.learning_rate_min", "0.00001", Part::floor},
                                {"net.sgdr_cycle"},
                                {"net.sgdr_mult", "2"}};

}  // namespace

constexpr Program program{.name = "darknet",
                          .title = "Darknet",
                          .forms = "cfg",
                          .marks = "net.learning_rate | net.max_batches | net.burn_in",
                          .settings = settings,
                          .read = &read};

}  // namespace etude::source::configs::darknet
