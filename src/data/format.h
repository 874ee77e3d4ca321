#pragma once
// A way to read data, as a line of the table of formats.

#include <vector>

#include "data/request.h"

namespace etude::data {

struct Format {
  std::string_view name, usage, meaning;
  std::size_t least_paths, most_paths;
  std::vector<std::string_view> options;
  Result<Split> (*load)(const Request&, const LoadOptions&);
};

/// Refused: options and numbers of paths that the format does not take.
Result<void> check_request(const Format& format, const Request& request);

/// The one that reads no file.
const Format& spirals_format();

}  // namespace etude::data
