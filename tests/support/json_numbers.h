#pragma once
// The numbers of golden files in JSON.

#include <vector>

#include "etude/base/json.h"

namespace etude::testing {

inline void flatten(const Json& json, std::vector<double>& all) {
  if (const auto value = json.number()) return all.push_back(*value);
  for (const Json& item : *json.as<Json::Array>()) flatten(item, all);
}

/// All numbers of a list of lists, in their order.
inline std::vector<double> numbers(const Json& json) {
  std::vector<double> all;
  flatten(json, all);
  return all;
}

}  // namespace etude::testing
