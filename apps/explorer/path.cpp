// The path of an optimizer over a landscape, under the schedule of a slot.

#include "answers.h"
#include "optim/landscape.h"
#include "train/rates.h"

namespace etude::explorer {
namespace {

/// A rule at its defaults but for its momentum, which some call beta1.
Result<optim::OptimizerOptions> optimizer_of(Request asked) {
  const auto rule = optim::rule_named(asked.text("rule", "sgd"));
  if (!rule) return pass_on(rule.error());
  optim::OptimizerOptions options = optim::defaults_of(*rule);
  const double momentum = asked.number("momentum", 0, 1, options.momentum);
  if (auto good = asked.good(); !good) return pass_on(good.error());
  if (optim::entry_of(*rule).reads("momentum")) options.momentum = momentum;
  if (optim::entry_of(*rule).reads("beta1")) options.beta1 = momentum;
  return options;
}

Result<optim::DescentOptions> options_of(Request& request, const optim::Landscape& landscape) {
  optim::DescentOptions options{.steps = request.whole("steps", 1, 1e6, 300),
                                .start = landscape.start,
                                .noise = request.number("noise", 0, 1e6, 0),
                                .seed = request.seed()};
  if (auto good = request.good(); !good) return pass_on(good.error());
  const std::vector<double> start = request.numbers("start");
  if (start.size() == 2) options.start = {start[0], start[1]};
  if (const Json* given = request.find("optimizer")) {
    const auto optimizer = optimizer_of(Request(*given));
    if (!optimizer) return pass_on(optimizer.error());
    options.optimizer = *optimizer;
  }
  return options;
}

}  // namespace

Answer path(Memory& memory, Request& request) {
  const auto spec = spec_at(memory, request);
  if (!spec) return pass_on(spec.error());
  const auto landscape = optim::landscape_named(request.text("landscape", "bowl"));
  if (!landscape) return pass_on(landscape.error());
  const auto options = options_of(request, **landscape);
  if (!options) return pass_on(options.error());
  const auto rates = [&](Step step) { return train::rates_at((*spec)->computed, step); };
  const auto found = optim::descend(**landscape, rates, *options);
  if (!found) return pass_on(found.error());
  memory.numbers.clear();
  for (std::size_t t = 0; t < found->x.size(); ++t)
    for (const double value : {found->x[t], found->y[t], found->loss[t]}) memory.numbers.push_back(value);
  return Json::Object{{"points", found->x.size()},
                      {"diverged_at", found->diverged_at ? Json(*found->diverged_at) : Json()}};
}

}  // namespace etude::explorer
