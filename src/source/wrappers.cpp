// One table: what the text calls, by its last name, and whose it is.

#include "source/wrappers.h"

#include <algorithm>

#include "dialect/literal.h"
#include "etude/base/pattern.h"

namespace etude::inline source {
namespace {

struct Wrapper {
  std::string_view name;
  std::string_view module;  // it is this one only where the module's name stands before it; empty: always
  std::string_view package;
};
constexpr Wrapper wrappers[] = {
    {"GradualWarmupScheduler", "", "pytorch-gradual-warmup-lr"},
    {"LinearWarmupCosineAnnealingLR", "", "lightning-bolts"},
    {"LinearWarmup", "pytorch_warmup", "pytorch-warmup"},
    {"ExponentialWarmup", "pytorch_warmup", "pytorch-warmup"},
    {"UntunedLinearWarmup", "pytorch_warmup", "pytorch-warmup"},
    {"UntunedExponentialWarmup", "pytorch_warmup", "pytorch-warmup"},
    {"RAdamWarmup", "pytorch_warmup", "pytorch-warmup"},
};

const Wrapper* wrapper_of(const std::string& full_name) {
  const auto found = std::find_if(std::begin(wrappers), std::end(wrappers), [&](const Wrapper& each) {
    return each.name == dialect::last_name(full_name) && full_name.starts_with(each.module);
  });
  return found == std::end(wrappers) ? nullptr : found;
}

}  // namespace

Result<void> check_wrappers(const Names& names) {
  for (const Node& call : names.calls())
    if (const Wrapper* wrapper = wrapper_of(names.full_name(call.child("function"))))
      return refuse(filled(
          "{}: {} is of {}, which etude does not read; write its curve in torch's own words, as in "
          "SequentialLR(optimizer, [LinearLR(optimizer, total_iters=5), CosineAnnealingLR(optimizer, T_max=95)], "
          "milestones=[5])",
          {text_of(call.place()), wrapper->name, wrapper->package}));
  return {};
}

}  // namespace etude::source
