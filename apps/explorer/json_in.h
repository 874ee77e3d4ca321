#pragma once
// Members of a request, read with a default or a refusal that names them.

#include <cmath>
#include <string>

#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/base/result.h"

namespace etude::explorer {

inline std::string text_of(const Json& request, std::string_view name, std::string_view otherwise = "") {
  const Json* member = request.find(name);
  const auto* text = member ? member->as<std::string>() : nullptr;
  return text ? *text : std::string(otherwise);
}

/// A finite number from `least` to `most`.
inline Result<double> number_of(const Json& request, std::string_view name, double least, double most,
                                double otherwise) {
  const Json* member = request.find(name);
  if (!member) return otherwise;
  const auto number = member->number();
  if (number && *number >= least && *number <= most) return *number;
  return refuse(std::string(name) + " must be a number of " + shortest(least) + " to " + shortest(most));
}

inline Result<std::int64_t> whole_of(const Json& request, std::string_view name, double least, double most,
                                     double otherwise) {
  const auto number = number_of(request, name, least, most, otherwise);
  if (!number) return pass_on(number.error());
  if (*number != std::floor(*number)) return refuse(std::string(name) + " must be a whole number");
  return static_cast<std::int64_t>(*number);
}

}  // namespace etude::explorer
