#pragma once
// What a line of the notation in src/files/files.h asks for.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "etude/data/source.h"

namespace etude::data {

struct Request {
  std::string format;
  std::vector<std::string> paths;
  std::vector<std::pair<std::string, std::string>> options;  // name=value

  /// The value of an option, or `otherwise` if it is not given.
  std::string option(std::string_view name, std::string_view otherwise = "") const;
};

/// Cuts "format:path,path,name=value" apart. Refused: no colon, an empty part, an option given twice.
Result<Request> parse_request(std::string_view text);

}  // namespace etude::data
