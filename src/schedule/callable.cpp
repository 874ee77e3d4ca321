// A schedule whose values a function gives.

#include "etude/schedule/callable.h"

namespace etude::inline schedule {
namespace {

constexpr Traits callable_traits{.states_its_rates = false};

class CallableNode final : public Schedule::Node {
 public:
  explicit CallableNode(Callable options) : options_(std::move(options)) {}

  double value(Step step) const override { return options_.function(step); }
  void values(Step first, std::span<double> out) const override {
    for (double& value : out) value = options_.function(std::min(first++, max_step));
  }
  Step length() const override { return options_.length; }
  const Kind& kind() const override {
    static const Kind kind{.name = "callable",
                           .formula = "function(t)",
                           .meaning = "any function, in C++ only",
                           .traits = callable_traits};
    return kind;
  }
  Traits traits() const override { return callable_traits; }
  std::vector<Value> arguments() const override { return {Value(options_.length)}; }
  std::string label() const override { return options_.label; }
  std::optional<std::string> in_python(python::Functions&) const override {
    return options_.python.empty() ? std::nullopt : std::optional(options_.python);
  }
  const void* options() const override { return &options_; }

 private:
  Callable options_;
};

}  // namespace

Result<Schedule> callable(Callable options) {
  if (!options.function) return refuse("callable: function must be given");
  if (options.label.empty()) return refuse("callable: label must be given");
  return Schedule(std::make_shared<const CallableNode>(std::move(options)));
}

}  // namespace etude::schedule
