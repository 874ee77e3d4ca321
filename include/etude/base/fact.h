#pragma once
// What a record states about its members, once: JSON out and in and the columns of tables follow from it. A field
// (base/field.h) is chosen by somebody; a fact was found: it may be missing, a list, or a record itself.
//
//   struct Sweep {
//     double edge = not_a_number;  // where the loss explodes
//     std::string group = {};      // the parameters that were swept; empty: all
//     static constexpr auto facts(auto...) {  // a template, so that it is compiled only where it is used
//       return facts_of<&Sweep::edge, left_out<&Sweep::group>>();
//     }
//   };
//
// A fact has its member's name, in JSON and above a column: facts_json(Sweep{}) is {"edge": null}.

#include <cmath>
#include <functional>

#include "etude/base/field.h"
#include "etude/base/json.h"

namespace etude {

/// One fact. It is told of the record by address, so that what is done with the facts of every record is code once.
struct Fact {
  std::string_view name;
  Json (*read)(const void* record);         // a number that is not finite is null
  bool (*is_left_out)(const void* record);  // null: it never is
};

template <class T>
concept Stated = requires {
  T::facts();
};

/// The facts that are not left out, in their order.
Json::Object facts_json(std::span<const Fact> facts, const void* record);
template <Stated Record>
Json::Object facts_json(const Record& record) {
  return facts_json(Record::facts(), &record);
}

/// The value of a fact: a record, a number, a word, a text, what may be missing, or a list of those.
template <class T>
Json fact_json(const T& value) {
  if constexpr (Stated<T>) {
    return facts_json(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    return std::isfinite(value) ? Json(value) : Json();
  } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    return static_cast<std::int64_t>(value);
  } else if constexpr (requires { value.has_value(); }) {
    return value ? fact_json(*value) : Json();
  } else if constexpr (std::is_convertible_v<T, Json>) {
    return value;
  } else {
    Json::Array list;
    for (const auto& each : value) list.push_back(fact_json(each));
    return list;
  }
}

namespace stated {

template <class T>
bool is_nothing(const T& value) {
  if constexpr (requires { value.empty(); }) return value.empty();
  if constexpr (requires { value.has_value(); }) return !value;
  if constexpr (std::is_same_v<T, bool>) return !value;
  return false;
}

/// How what is_nothing() is written: as it is, as null, or not at all.
enum class Empty { stays, null, left_out };

template <auto given, auto condition, Empty empty>
struct Marked {
  static constexpr auto member = given;
  static constexpr Empty when_empty = empty;
  using Owner = OwnerOf<member>;

  static bool is_empty(const void* record) {
    return is_nothing(std::invoke(condition, *static_cast<const Owner*>(record)));
  }
  static Json read(const void* record) {
    if (empty == Empty::null && is_empty(record)) return {};
    return fact_json(std::invoke(member, *static_cast<const Owner*>(record)));
  }
  static constexpr Fact fact() { return {member_name<member>, &read, empty == Empty::left_out ? &is_empty : nullptr}; }
};

template <auto given>
constexpr auto marked() {
  if constexpr (std::is_member_pointer_v<decltype(given)>)
    return Marked<given, given, Empty::stays>();
  else
    return given;
}

}  // namespace stated

/// In the place of a member: one that is not written where it, or another member, is false, missing or has nothing in it.
template <auto member, auto condition = member>
inline constexpr stated::Marked<member, condition, stated::Empty::left_out> left_out{};
/// One that is null there.
template <auto member>
inline constexpr stated::Marked<member, member, stated::Empty::null> or_null{};

/// The facts that these members hold, or work out where they are functions.
template <auto... members>
struct Facts : std::array<Fact, sizeof...(members)> {};
template <auto... members>
constexpr Facts<members...> facts_of() {
  return {{{stated::marked<members>().fact()...}}};
}

template <Stated Record>
bool read_facts(const Json& json, Record& record);

namespace stated {

template <class T>
bool read_value(const Json& json, T& to) {
  if constexpr (Stated<T>) {
    return read_facts(json, to);
  } else if constexpr (std::is_same_v<T, double>) {
    to = json.number().value_or(not_a_number);
    return json.is_null() || json.number();
  } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::string>) {
    const T* read = json.as<T>();
    if (read) to = *read;
    return read;
  } else if constexpr (std::is_integral_v<T>) {
    const auto* whole = json.as<std::int64_t>();
    if (whole) to = static_cast<T>(*whole);
    return whole && std::in_range<T>(*whole);
  } else if constexpr (requires { to.has_value(); }) {
    if (json.is_null()) return to.reset(), true;
    return read_value(json, to.emplace());
  } else if constexpr (requires { to.emplace_back(); }) {
    const auto* list = json.as<Json::Array>();
    return list && std::all_of(list->begin(), list->end(),
                               [&](const Json& each) { return read_value(each, to.emplace_back()); });
  } else {
    return false;  // of what only looks at its items
  }
}

template <class Mark, class Record>
bool read_fact(const Json& json, Record& record) {
  constexpr auto member = Mark::member;
  if constexpr (std::is_member_object_pointer_v<decltype(member)>) {
    const Json* value = json.find(member_name<member>);
    if (!value) return true;
    if (Mark::when_empty == Empty::null && value->is_null()) return record.*member = {}, true;
    return read_value(*value, record.*member);
  }
  return true;
}

}  // namespace stated

/// And back: a fact that `json` does not have stays as it is. False where one is of another kind.
template <Stated Record>
bool read_facts(const Json& json, Record& record) {
  const auto read = [&]<auto... members>(const Facts<members...>&) {
    return (stated::read_fact<decltype(stated::marked<members>())>(json, record) && ...);
  };
  return read(Record::facts());
}

}  // namespace etude
