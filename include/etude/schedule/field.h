#pragma once
// What a kind states about itself, once: parser, printer, JSON, help and docs read it from here.

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "etude/base/number.h"
#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::inline schedule {

class Schedule;

/// The last step at which a schedule may be asked: 2^62.
inline constexpr Step max_step = Step{1} << 62;
/// The length of a schedule that never ends.
inline constexpr Step endless = std::numeric_limits<Step>::max();

/// A field that must be given has one of these as its default.
inline constexpr double unset = not_a_number;
inline constexpr Step unset_steps = std::numeric_limits<Step>::min();

/// What a field's number means.
enum class Unit {
  rate,        // a value of the schedule: a learning rate, a momentum
  number,      // a plain factor or exponent
  fraction,    // a share of something
  steps,       // a whole number of steps, or an amount that a horizon turns into one: 5%, 3ep
  duration,    // the same, but it need not be whole
  count,       // how often
  choice,      // one of a few words
  numbers,     // a list of numbers: [1, 0.5]
  durations,   // a list of durations
  milestones,  // a list of steps: [30, 60%]
  schedules,   // other schedules
};

/// "rate", "steps", "list of numbers", "word".
std::string_view name_of(Unit unit);

/// The position of a word in its field's list of choices.
struct Choice {
  std::size_t index = 0;
  friend bool operator==(const Choice&, const Choice&) = default;
};

/// A field's value, whatever its unit.
using Value = std::variant<double, Step, Choice, std::vector<double>, std::vector<Step>, std::vector<Schedule>>;

/// The numbers that a field takes (for lists: each of them; for schedules: how many).
struct Range {
  double least = 0;
  double most = std::numeric_limits<double>::infinity();
  bool above_least = false;  // `least` itself is refused

  bool contains(double x) const { return (above_least ? x > least : x >= least) && x <= most; }
};

/// One field of a kind.
struct Field {
  std::string_view name;
  Unit unit = Unit::number;
  Range range;
  std::string_view meaning;
  std::span<const std::string_view> choices;  // where unit is choice
};

/// Why `value` is no value for `field`, as in "steps must be at least 0, not -5"; empty where it is one.
std::string complaint(const Field& field, const Value& value);

/// The value of `field` as text: a number, a word, "endless", "[30, 60]". Schedules have none.
std::string value_text(const Field& field, const Value& value);

/// True of the defaults that mean "must be given".
bool is_unset(const Value& value);

/// A field that is on or off.
enum class Switch { no, yes };

/// The words of an enumeration that is a field's type, in the order of its values.
template <class Enum>
inline constexpr std::array<std::string_view, 0> words_of{};

template <>
inline constexpr std::array<std::string_view, 2> words_of<Switch>{"no", "yes"};

/// A field together with the member of a struct of options that holds it. It is told of the options by address, so
/// that what is done with the fields of every kind is code once, and not once a kind.
struct Member {
  Field field;
  Value (*read)(const void* options);
  void (*write)(void* options, const Value&);

  template <class K>
  Value get(const K& options) const {
    return read(&options);
  }
  template <class K>
  void set(K& options, const Value& value) const {
    write(&options, value);
  }
};

namespace detail {
template <class>
struct MemberPointer;
template <class K, class T>
struct MemberPointer<T K::*> {
  using Owner = K;
  using Type = T;
};
}  // namespace detail

/// field<&Cosine::from>("from", Unit::rate, {}, "the rate at the first step")
template <auto member>
constexpr Member field(std::string_view name, Unit unit, Range range, std::string_view meaning) {
  using K = typename detail::MemberPointer<decltype(member)>::Owner;
  using T = typename detail::MemberPointer<decltype(member)>::Type;
  if constexpr (std::is_enum_v<T>) {
    return {
        {name, unit, range, meaning, words_of<T>},
        [](const void* from) { return Value(Choice{static_cast<std::size_t>(static_cast<const K*>(from)->*member)}); },
        [](void* to, const Value& value) {
          static_cast<K*>(to)->*member = static_cast<T>(std::get<Choice>(value).index);
        }};
  } else {
    return {{name, unit, range, meaning, {}},
            [](const void* from) { return Value(static_cast<const K*>(from)->*member); },
            [](void* to, const Value& value) { static_cast<K*>(to)->*member = std::get<T>(value); }};
  }
}

/// One value a member, in their order.
std::vector<Value> values_of(std::span<const Member> members, const void* options);
void set_values(std::span<const Member> members, void* options, std::span<const Value> values);

/// Why a member's value is refused by its own statement; empty where all are good.
std::string complaint(std::span<const Member> members, const void* options);

}  // namespace etude::schedule
