// "format:path,path,name=value", cut at its commas; a part with a name and = is an option, any other a path.

#include "data/request.h"

#include <algorithm>

#include "data/refusals.h"

namespace etude::data {
namespace {

/// Where the '=' of an option stands; npos in a path, since only small letters and _ make an option's name.
std::size_t option_sign(std::string_view part) {
  const std::size_t end = part.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  return end != std::string_view::npos && end > 0 && part[end] == '=' ? end : std::string_view::npos;
}

Result<void> add_part(std::string_view part, Request& request) {
  if (part.empty()) return refuse("a path or an option is empty: write them with one comma between two");
  const std::size_t sign = option_sign(part);
  if (sign == std::string_view::npos) {
    request.paths.emplace_back(part);
    return {};
  }
  const std::string name(part.substr(0, sign));
  for (const auto& [other, value] : request.options)
    if (other == name) return refuse(name + "= is given twice: give it once");
  request.options.emplace_back(name, part.substr(sign + 1));
  return {};
}

}  // namespace

std::string Request::option(std::string_view name, std::string_view otherwise) const {
  const auto found = std::find_if(options.begin(), options.end(), [&](const auto& each) { return each.first == name; });
  return found == options.end() ? std::string(otherwise) : found->second;
}

Result<Request> parse_request(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos)
    return refuse(in_quotes(text) + " names no format: write it before a colon, as in csv:" + std::string(text));
  Request request{std::string(text.substr(0, colon)), {}, {}};
  std::string_view rest = text.substr(colon + 1);
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    if (const auto added = add_part(rest.substr(0, comma), request); !added)
      return refuse(in_quotes(text) + ": " + added.error().message);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
    if (rest.empty()) return refuse(in_quotes(text) + " ends with a comma: write what follows it, or leave it out");
  }
  return request;
}

}  // namespace etude::data
