#pragma once
// Rules that read a learning rate off a sweep: etude's own, and those of others by name.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::range {

/// What a rule looks at.
struct Swept {
  std::span<const double> lr, loss;  // raw; a loss that is not finite ends it
  Step planned = 0;                  // updates that the sweep was to have
  double edge = 0, basin = 0;        // see test() in range.h; NaN where there is none
  bool is_adaptive = false;          // the optimizer is of Adam's family
};

struct RangeRule {
  std::string_view name, formula, source;
  bool needs_edge;                                 // an explosion must have been seen
  std::optional<double> (*suggest)(const Swept&);  // none where there are too few losses

  static constexpr auto facts(auto...) { return facts_of<&RangeRule::name, &RangeRule::formula>(); }
};

/// basin, edge, post, fastai-valley, fastai-steep, fastai-minimum, fastai-slide, lightning, pytorch-lr-finder, ignite,
/// keras-lr-finder. Those of others keep their own stop, smoothing and skipping, on losses that etude swept.
const std::vector<RangeRule>& range_rules();

/// Refused: a name that is none of them, with those there are.
Result<const RangeRule*> range_rule_named(std::string_view name);

}  // namespace etude::range
