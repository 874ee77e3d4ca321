#pragma once
// The numbers of training that a plan may drive, and their order, once. Structs that hold one of each (schedules in Plan
// and Group, what they are at a step in optim::Rates) name their members so, and whoever goes through them goes through
// this list.

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

#include "etude/base/field.h"

namespace etude {

enum class HyperParameter { lr, momentum, beta1, beta2, weight_decay, batch_size, averaging };

/// The explorer's page has no averages, for its weight: their name is in no list there.
#ifdef ETUDE_WITHOUT_AVERAGING
inline constexpr bool has_averaging = false;
#else
inline constexpr bool has_averaging = true;
#endif
constexpr auto words_of(HyperParameter) {
  constexpr std::string_view all[] = {"lr", "momentum", "beta1", "beta2", "weight_decay", "batch_size", "averaging"};
  std::array<std::string_view, has_averaging ? 7 : 6> some;
  for (std::size_t i = 0; i < some.size(); ++i) some[i] = all[i];
  return some;
}

/// All of them, in their order.
inline constexpr auto hyper_parameters = [] {
  std::array<HyperParameter, words<HyperParameter>.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<HyperParameter>(i);
  return all;
}();

/// Can a group of parameters have its own? All see the same samples, and are averaged alike. What no group has is the
/// training loop's, not the optimizer's.
constexpr bool is_of_a_group(HyperParameter which) {
  return which != HyperParameter::batch_size && which != HyperParameter::averaging;
}

/// The one of that name, if there is one.
constexpr std::optional<HyperParameter> hyper_parameter_named(std::string_view name) {
  for (const HyperParameter each : hyper_parameters)
    if (name_of(each) == name) return each;
  return std::nullopt;
}

/// The member that holds it: member_of(rates, HyperParameter::beta1) is &rates.beta1. nullptr where the struct has none,
/// or holds it otherwise than its momentum, as a Plan its lr.
template <class Struct>
constexpr auto* member_of(Struct& of, HyperParameter which) {
  using Member = std::remove_reference_t<decltype((of.momentum))>;
  Member* const none = nullptr;
  switch (which) {
    case HyperParameter::lr:
      if constexpr (requires {
                      { of.lr } -> std::same_as<Member&>;
                    })
        return &of.lr;
      return none;
    case HyperParameter::momentum:
      return &of.momentum;
    case HyperParameter::beta1:
      return &of.beta1;
    case HyperParameter::beta2:
      return &of.beta2;
    case HyperParameter::weight_decay:
      return &of.weight_decay;
    case HyperParameter::batch_size:
      if constexpr (requires { of.batch_size; }) return &of.batch_size;
      return none;
    case HyperParameter::averaging:
      if constexpr (requires { of.averaging; }) return &of.averaging;
      return none;
  }
  return none;
}

}  // namespace etude
