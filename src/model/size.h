#pragma once
// How large a network may be: what does not fit is refused before memory is asked for.

#include <cstddef>
#include <string>

namespace etude::model {

/// Of parameters, and of what a block of samples leaves between layers: 1 GiB each in float64.
inline constexpr double most_numbers = 0x1p27;
inline constexpr std::size_t most_rows_of_block = 104;

/// Counted in double, which no product of widths overflows. `advice` says what to type; empty if nothing is wrong.
inline std::string check_size(double parameters, double between_layers, const std::string& advice) {
  const std::string limit = std::to_string(static_cast<long>(most_numbers));
  if (!(parameters <= most_numbers)) return "the network has more than " + limit + " parameters; " + advice;
  if (!(between_layers <= most_numbers))
    return "the network leaves more than " + limit + " numbers between its layers; " + advice;
  return "";
}

}  // namespace etude::model
