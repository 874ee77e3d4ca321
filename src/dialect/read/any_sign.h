#pragma once
// Rates below 0. No kind goes there, and libraries do: what a kind refuses for that alone is its own formula, as a
// function of the step. A reader that includes this and says `cosine({...})` gets it with rates of any sign.

#include <memory>
#include <utility>

#include "etude/schedule/kinds.h"

namespace etude::dialect {

/// Makes the rates in a kind's options as large above 0; true where one was below.
bool turn_above_zero(std::span<const Member> members, void* options);
/// A schedule of a kind that would refuse its rates, as a function with the kind's values and its Python.
Result<Schedule> below_zero(const Schedule& schedule);

/// The schedule of a kind's options.
template <class K>
Result<Schedule> of_any_sign(K options) {
  auto made = make_schedule(options);
  if (made) return made;
  K sizes = options;
  if (!turn_above_zero(schedule::detail::members_of<K>, &sizes) || !make_schedule(std::move(sizes))) return made;
  return below_zero(Schedule(std::make_shared<const schedule::detail::NodeOf<K>>(std::move(options))));
}

#undef ETUDE_KIND
#define ETUDE_KIND(Type, function, call) ETUDE_SIGNED_##call(Type, function)
#define ETUDE_SIGNED_options(Type, function)                              \
  template <int = 0> /* compiled where a reader calls it, and else not */ \
  Result<Schedule> function(Type options) {                               \
    return of_any_sign(std::move(options));                               \
  }
#define ETUDE_SIGNED_inner_options(Type, function)
#define ETUDE_SIGNED_inner_values(Type, function)
#include "etude/schedule/kind/list.h"
#undef ETUDE_SIGNED_options
#undef ETUDE_SIGNED_inner_options
#undef ETUDE_SIGNED_inner_values

}  // namespace etude::dialect
