#pragma once
// What a struct of options states about its fields, once. Parsers, printers, JSON, flags, help, docs and written code
// read it here.
//
//   struct Wave {
//     double from = unset;         // must be given
//     Step period = 100;
//     Switch mirrored = Switch::no;
//     static constexpr auto fields(auto...) {  // of nothing: as a template it is compiled only where it is called
//       return std::array{field<&Wave::from>(Unit::rate, {}, "the rate at the start"),
//                         field<&Wave::period>(Unit::steps, {.least = 1}, "how long it takes"),
//                         field<&Wave::mirrored>(Unit::choice, {}, "does it turn back?")};
//     }
//   };
//
// A field has its member's name in C++ and the default that its member has; a choice has the words of its enumeration:
//   constexpr auto words_of(Switch) { return std::array<std::string_view, 2>{"no", "yes"}; }

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "etude/base/copied_by_hand.h"
#include "etude/base/number.h"
#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude {

/// A field that must be given has one of these as its default.
inline constexpr double unset = not_a_number;
inline constexpr Step unset_steps = std::numeric_limits<Step>::min();

/// The largest number below 1: the most of a share that cannot be all.
inline constexpr double below_1 = 1 - std::numeric_limits<double>::epsilon() / 2;

/// What a field's value means.
enum class Unit {
  rate,        // a value of the schedule, or what all its values are multiples of: a learning rate, a momentum
  number,      // a plain factor or exponent
  fraction,    // a share of something
  steps,       // a whole number of steps, or an amount that a horizon turns into one: 5%, 3ep
  duration,    // the same, but it need not be whole
  count,       // how often, how many
  choice,      // one of a few words
  text,        // any text
  numbers,     // a list of numbers: [1, 0.5]
  durations,   // a list of durations
  milestones,  // a list of steps: [30, 60%]
  counts,      // a list of whole numbers
  texts,       // a list of texts
  schedules,   // other schedules; no value, see Kind
};

/// "rate", "steps", "list of numbers", "word".
std::string_view name_of(Unit unit);

/// The position of a word in its field's list of choices.
struct Choice {
  std::size_t index = 0;
  [[no_unique_address]] CopiedByHand copied = {};  // see there
  friend bool operator==(const Choice&, const Choice&) = default;
};

/// A field's value, whatever the type of its member: enumerations and bool are choices, every whole number is a Step.
using Value =
    std::variant<double, Step, Choice, std::string, std::vector<double>, std::vector<Step>, std::vector<std::string>>;

/// The numbers that a field takes (for lists: each of them; for schedules: how many).
struct Range {
  double least = 0;
  double most = std::numeric_limits<double>::infinity();
  bool above_least = false;  // `least` itself is refused

  bool contains(double x) const { return (above_least ? x > least : x >= least) && x <= most; }
};

/// One field.
struct Field {
  std::string_view name;
  Unit unit = Unit::number;
  Range range;
  std::string_view meaning;
  std::span<const std::string_view> choices = {};  // where unit is choice
  std::string_view type = {};                      // of a choice: its enumeration's name in C++
};

/// Why `value` is no value for `field`, as in "steps must be at least 0, not -5"; empty where it is one.
std::string complaint(const Field& field, const Value& value);

/// The value of `field` as text: a number, a word, "endless", "[30, 60]".
std::string value_text(const Field& field, const Value& value);

/// The value that is typed as `text`: 0.1, 1e6, a word, 64,64 or, of a list of numbers without items, none; of a whole
/// number also 10k, which is 10000, and 1.5M, which is 1500000. A refusal is what the text must be: "a whole number from 1 to 100, not "x"", for a caller to write after "--seeds must be ".
Result<Value> value_from_text(const Field& field, std::string_view text);

/// The value as it is typed.
std::string typed_text(const Field& field, const Value& value);

/// A field's name as its flag has it: weight-decay of weight_decay.
std::string flag_of(std::string_view name);

/// True of the defaults that mean "must be given".
bool is_unset(const Value& value);

/// A field that is on or off.
enum class Switch { no, yes };
constexpr auto words_of(Switch) { return std::array<std::string_view, 2>{"no", "yes"}; }
constexpr auto words_of(bool) { return std::array<std::string_view, 2>{"no", "yes"}; }

/// The words of an enumeration, in the order of its values: words<Switch>[1] == "yes".
template <class Enum>
inline constexpr auto words = words_of(Enum{});

/// The word of one of its values.
template <class Enum>
requires std::is_enum_v<Enum> && requires { words_of(Enum{}); }
constexpr std::string_view name_of(Enum value) { return words<Enum>[static_cast<std::size_t>(value)]; }

/// A field together with the member of a struct of options that holds it. It is told of the options by address, so
/// that what is done with the fields of every struct is code once, and not once a struct.
struct Member {
  Field field;
  Value (*read)(const void* options);
  void (*write)(void* options, const Value&);

  template <class Options>
  Value get(const Options& options) const {
    return read(&options);
  }
  template <class Options>
  void set(Options& options, const Value& value) const {
    write(&options, value);
  }
};

/// One value a member, in their order.
std::vector<Value> values_of(std::span<const Member> members, const void* options);
void set_values(std::span<const Member> members, void* options, std::span<const Value> values);

/// Why a member's value is refused by its own statement; empty where all are good.
std::string complaint(std::span<const Member> members, const void* options);

namespace detail {

/// What the compiler calls this function: it names the argument, as in "... member = &etude::Wave::from; ...".
template <auto member>
constexpr std::string_view spelled_member() {
  return __PRETTY_FUNCTION__;
}
template <class Type>
constexpr std::string_view spelled_type() {
  return __PRETTY_FUNCTION__;
}

/// The last part of the argument's name in such a text: "from". Without the _ behind a word that C++ keeps for itself.
constexpr std::string_view last_name(std::string_view spelled) {
  spelled.remove_prefix(spelled.find(" = ") + 3);
  spelled = spelled.substr(0, spelled.find_first_of(";]"));
  spelled = spelled.substr(spelled.find_last_of(":&") + 1);
  return spelled.substr(0, spelled.size() - spelled.ends_with('_'));
}

/// The same with a 0 after it, so that its data() is a text of C.
template <auto spelled>
inline constexpr auto kept_name = [] {
  constexpr std::string_view name = last_name(spelled());
  std::array<char, name.size() + 1> kept{};
  std::copy(name.begin(), name.end(), kept.begin());
  return kept;
}();
template <auto spelled>
inline constexpr std::string_view name{kept_name<spelled>.data(), kept_name<spelled>.size() - 1};

/// options.*first.*second...
template <class Options, class First, class... Rest>
constexpr auto& member_at(Options& options, First first, Rest... rest) {
  if constexpr (sizeof...(Rest) == 0)
    return options.*first;
  else
    return member_at(options.*first, rest...);
}

template <class>
struct MemberPointer;
template <class K, class T>
struct MemberPointer<T K::*> {
  using Owner = K;
  using Type = T;
};

/// The statement of a struct, once.
template <class Options>
inline constexpr auto statement = Options::fields();

/// Member `i` of the statement of `part`, which is a member itself.
template <auto part, std::size_t i>
constexpr Member member_through() {
  using Owner = typename MemberPointer<decltype(part)>::Owner;
  using Part = typename MemberPointer<decltype(part)>::Type;
  return {statement<Part>[i].field,
          [](const void* from) { return statement<Part>[i].read(&(static_cast<const Owner*>(from)->*part)); },
          [](void* to, const Value& value) { statement<Part>[i].write(&(static_cast<Owner*>(to)->*part), value); }};
}

/// Has the enumeration a word for each of its values, and no more? A compiler spells the value behind the last as "(E)5".
template <class Enum>
constexpr bool has_a_word_for_each() {
  if constexpr (std::is_enum_v<Enum>) {
    constexpr std::size_t count = words<Enum>.size();
    return last_name(spelled_member<static_cast<Enum>(count - 1)>()).find(')') == std::string_view::npos &&
           last_name(spelled_member<static_cast<Enum>(count)>()).find(')') != std::string_view::npos;
  }
  return true;
}

template <class T>
inline constexpr bool is_choice = std::is_enum_v<T> || std::is_same_v<T, bool>;
template <class T>
inline constexpr bool is_count = std::is_integral_v<T> && !std::is_same_v<T, bool>;

/// Of what is as large as its type holds, such as no_limit, a Step is endless, and back.
template <class Integer>
constexpr Step to_step(Integer value) {
  return std::cmp_greater(value, endless) ? endless : static_cast<Step>(value);
}
template <class Integer>
constexpr Integer from_step(Step value) {
  return value == endless ? std::numeric_limits<Integer>::max() : static_cast<Integer>(value);
}

template <class T>
Value to_value(const T& value) {
  if constexpr (is_choice<T>)
    return Choice{static_cast<std::size_t>(value)};
  else if constexpr (is_count<T>)
    return to_step(value);
  else
    return value;
}
template <class T>
Value to_value(const std::vector<T>& values) {
  if constexpr (is_count<T>) {
    std::vector<Step> steps;
    for (const T value : values) steps.push_back(to_step(value));
    return steps;
  } else {
    return values;
  }
}

template <class T>
void from_value(const Value& value, T& to) {
  if constexpr (is_choice<T>)
    to = static_cast<T>(std::get<Choice>(value).index);
  else if constexpr (is_count<T>)
    to = from_step<T>(std::get<Step>(value));
  else
    to = std::get<T>(value);
}
template <class T>
void from_value(const Value& value, std::vector<T>& to) {
  if constexpr (is_count<T>) {
    to.clear();
    for (const Step step : std::get<std::vector<Step>>(value)) to.push_back(from_step<T>(step));
  } else {
    to = std::get<std::vector<T>>(value);
  }
}

}  // namespace detail

/// The struct that has a member.
template <auto member>
using OwnerOf = typename detail::MemberPointer<decltype(member)>::Owner;

/// The name of a member: member_name<&Wave::from> is "from".
template <auto member>
inline constexpr std::string_view member_name = detail::name<&detail::spelled_member<member>>;

/// The name of a type, without its namespaces.
template <class Type>
inline constexpr std::string_view type_name = detail::name<&detail::spelled_type<Type>>;

/// The field that `member` holds: field<&Cosine::from>(Unit::rate, {}, "the rate at the first step"). A member of a
/// member is named by both: field<&Task::data, &DataOptions::heldout>(...).
template <auto member, auto... inner>
constexpr Member field(Unit unit, Range range, std::string_view meaning) {
  constexpr auto last = std::get<sizeof...(inner)>(std::tuple{member, inner...});
  using Owner = OwnerOf<member>;
  using Type = typename detail::MemberPointer<std::remove_const_t<decltype(last)>>::Type;
  Field stated{member_name<last>, unit, range, meaning};
  if constexpr (detail::is_choice<Type>) {
    static_assert(detail::has_a_word_for_each<Type>(), "words_of() the enumeration: one for each of its values");
    stated.choices = words<Type>;
    stated.type = type_name<Type>;
  }
  return {stated,
          [](const void* from) {
            return detail::to_value(detail::member_at(*static_cast<const Owner*>(from), member, inner...));
          },
          [](void* to, const Value& value) {
            detail::from_value(value, detail::member_at(*static_cast<Owner*>(to), member, inner...));
          }};
}

/// The fields of a member that is a struct of options, as fields of its owner: fields_of<&Task::data>().
template <auto part>
constexpr auto fields_of() {
  using Part = typename detail::MemberPointer<decltype(part)>::Type;
  return []<std::size_t... i>(std::index_sequence<i...>) { return std::array{detail::member_through<part, i>()...}; }
  (std::make_index_sequence<detail::statement<Part>.size()>{});
}

}  // namespace etude
