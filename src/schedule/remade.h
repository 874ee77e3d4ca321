#pragma once
// A schedule of the same kind from other schedules and other values.

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "etude/schedule/schedule.h"

namespace etude::inline schedule::detail {

/// Nothing where the kind refuses them, or can be made in C++ only.
inline std::optional<Schedule> remade(const Schedule& schedule, std::vector<Schedule> of,
                                      const std::function<void(const Field&, Value&)>& change) {
  const Kind& kind = schedule.kind();
  if (!kind.make) return std::nullopt;
  std::vector<Value> values = schedule.arguments();
  for (std::size_t i = 0; i < values.size(); ++i) change(kind.fields[i], values[i]);
  const auto made = kind.make(std::move(of), values);
  return made ? std::optional(*made) : std::nullopt;
}

}  // namespace etude::schedule::detail
