// What a kind refuses, in words.

#include "etude/schedule/node.h"

namespace etude::inline schedule::detail {

std::string count_complaint(const Field& takes, std::size_t count) {
  if (takes.range.contains(static_cast<double>(count))) return "";
  const std::string least = shortest(takes.range.least);
  const std::string wanted = least == "1" ? "one schedule" : least + " schedules";
  return takes.range.most == takes.range.least ? "takes " + wanted + ", not " + std::to_string(count)
                                               : "takes at least " + wanted;
}

Refused refuse_options(std::string_view kind, const std::string& reason) {
  return refuse(std::string(kind) + ": " + reason);
}

}  // namespace etude::schedule::detail
