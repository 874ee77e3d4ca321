#pragma once
// From a kind's options to a schedule: what every kind would otherwise write again.

#include <memory>
#include <utility>

#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// A schedule made of a kind's options, or why they are refused ("cosine: steps must be given").
/// K is a struct with operator()(Step) (or a Compiled that has it), length(), name, formula, meaning, source, example
/// and fields(), as in schedule/kind/. Where it has them, simplify() and check() are asked before, and traits() and
/// in_python() after.
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
inline constexpr auto members_of = K::fields();

/// A kind that is made of schedules holds them in `of`, and says in `takes` how many it takes.
template <class K>
concept Composed = requires(K options) {
  options.of;
};

template <class K>
constexpr std::optional<Field> takes_of() {
  if constexpr (Composed<K>) return K::takes;
  return std::nullopt;
}

template <class K>
Result<Schedule> make_of_values(std::vector<Schedule> of, std::span<const Value> values) {
  K options;
  if constexpr (Composed<K>) options.of = std::move(of);
  set_values(members_of<K>, &options, values);
  return make_schedule(std::move(options));
}

/// What a kind says of itself.
struct Statement {
  std::string_view name, formula, meaning;
  HelpText source;
  Example example;
  std::optional<Field> takes;
  std::span<const Member> members;
  Result<Schedule> (*make)(std::vector<Schedule> of, std::span<const Value> values);
};
Kind describe(const Statement& statement, const Traits& traits, const void* defaults);

template <class K>
inline constexpr Statement statement_of{K::name,    K::formula,    K::meaning,    K::source,
                                        K::example, takes_of<K>(), members_of<K>, &make_of_values<K>};

template <class K>
Traits traits_of(const K& options) {
  if constexpr (requires { options.traits(); }) return options.traits();
  return {};
}

template <class K>
const Kind& kind_of() {
  static const Kind kind = [] {
    const K defaults;
    return describe(statement_of<K>, traits_of(defaults), &defaults);
  }();
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
  const Kind& kind() const override { return kind_of<K>(); }
  const void* options() const override { return &options_; }

  std::span<const Schedule> inner() const override {
    if constexpr (Composed<K>) return options_.of;
    return {};
  }

  std::vector<Value> arguments() const override { return values_of(members_of<K>, &options_); }
  Traits traits() const override { return traits_of(options_); }

  std::optional<std::string> in_python(python::Functions& functions) const override {
    if constexpr (requires { options_.in_python(); }) {
      return options_.in_python();
    } else if constexpr (requires { options_.in_python(functions); }) {
      return options_.in_python(functions);
    } else {
      return std::nullopt;
    }
  }

 private:
  K options_;
  typename CompiledOf<K>::Type compiled_;
};

/// Why a kind does not take so many schedules: "takes one schedule, not 2"; empty where it does.
std::string count_complaint(const Field& takes, std::size_t count);

/// Why the fields do not go together.
template <class K>
std::string check_together(const K& options) {
  if constexpr (requires { options.check(); }) return options.check();
  return "";
}

/// "cosine: steps must be given"
Refused refuse_options(std::string_view kind, const std::string& reason);

}  // namespace detail

template <class K>
Result<Schedule> make_schedule(K options) {
  std::string reason;
  if constexpr (detail::Composed<K>) reason = detail::count_complaint(K::takes, options.of.size());
  if (reason.empty()) reason = complaint(detail::members_of<K>, &options);
  if constexpr (requires { options.simplify(); }) {
    if (reason.empty()) {
      if (std::optional<Schedule> simple = options.simplify()) return *simple;
    }
  }
  if (reason.empty()) reason = detail::check_together(options);
  if (!reason.empty()) return detail::refuse_options(K::name, reason);
  return Schedule(std::make_shared<const detail::NodeOf<K>>(std::move(options)));
}

}  // namespace etude::schedule
