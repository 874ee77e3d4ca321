#pragma once
// From a kind's options to a schedule: what every kind would otherwise write again.

#include <memory>
#include <utility>

#include "etude/schedule/schedule.h"

namespace etude {

/// A schedule made of a kind's options, or why they are refused ("cosine: steps must be given").
/// K is a struct with operator()(Step) (or a Compiled that has it), length(), name, formula, meaning, source and
/// fields(), as in schedule/kind/; simplify() and check(), where it has them, are asked before.
template <class K>
Result<Schedule> make_schedule(K options);

namespace detail {

/// A kind that has to lay something out first (restarts, pieces) does so in its Compiled; any other is its own.
template <class K>
struct CompiledOf {
  using Type = K;
};
template <class K>
requires requires { typename K::Compiled; }
struct CompiledOf<K> {
  using Type = typename K::Compiled;
};

template <class K>
Result<Schedule> make_of_values(std::span<const Value> values) {
  K options;
  std::size_t i = 0;
  for (const auto& field : K::fields()) field.set(options, values[i++]);
  return make_schedule(std::move(options));
}

template <class K>
Kind describe() {
  Kind kind{K::name, K::formula, K::meaning, K::source, {}, {}, &make_of_values<K>};
  for (const auto& field : K::fields()) {
    kind.fields.push_back(field.field);
    kind.defaults.push_back(field.get(K{}));
  }
  return kind;
}

template <class K>
class NodeOf final : public Schedule::Node {
 public:
  explicit NodeOf(K options) : options_(std::move(options)), compiled_(options_) {}

  double value(Step step) const override { return compiled_(step); }

  void values(Step first, std::span<double> out) const override {
    if constexpr (requires { compiled_.values(first, out); }) {
      compiled_.values(first, out);
    } else {
      for (double& value : out) value = compiled_(first++);
    }
  }

  Step length() const override { return options_.length(); }
  const Kind& kind() const override {
    static const Kind kind = describe<K>();
    return kind;
  }
  const void* options() const override { return &options_; }

  std::vector<Value> arguments() const override {
    std::vector<Value> values;
    for (const auto& field : K::fields()) values.push_back(field.get(options_));
    return values;
  }

 private:
  K options_;
  typename CompiledOf<K>::Type compiled_;
};

/// Why a field's value is refused by its own statement; empty where all are good.
template <class K>
std::string check_fields(const K& options) {
  for (const auto& field : K::fields()) {
    const std::string reason = complaint(field.field, field.get(options));
    if (!reason.empty()) return reason;
  }
  return "";
}

/// Why the fields do not go together.
template <class K>
std::string check_together(const K& options) {
  if constexpr (requires { options.check(); }) return options.check();
  return "";
}

}  // namespace detail

template <class K>
Result<Schedule> make_schedule(K options) {
  std::string reason = detail::check_fields(options);
  if constexpr (requires { options.simplify(); }) {
    if (reason.empty()) {
      if (std::optional<Schedule> simple = options.simplify()) return *simple;
    }
  }
  if (reason.empty()) reason = detail::check_together(options);
  if (!reason.empty()) return refuse(std::string(K::name) + ": " + reason);
  return Schedule(std::make_shared<const detail::NodeOf<K>>(std::move(options)));
}

}  // namespace etude
