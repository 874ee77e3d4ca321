// The oldest forms: key=value lines with [sections], as Darknet and key=value overrides have them, and the text form of
// protocol buffers as far as a solver needs it. '#' and ';' begin a comment.

#include "base/words.h"
#include "etude/base/pattern.h"
#include "source/config/forms.h"

namespace etude::inline source::configs {
namespace {

std::string_view without_comment(std::string_view line) { return line.substr(0, line.find_first_of("#;")); }

/// The value after the sign: quoted, a list with commas, or one word.
Value value_after(std::string_view text, const Place& place) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text_value(text.substr(1, text.size() - 2), place);
  if (text.find(',') == std::string_view::npos) return scalar(text, place);
  return scalar(filled("({})", {text}), place);
}

Value empty_map(std::string_view file) {
  Value map;
  map.type = Value::Type::map;
  map.place = {std::string(file), 1, 1};
  return map;
}

/// Calls take(line, place) for each line that says something.
template <class Take>
Result<Value> each_line(std::string_view text, std::string_view file, Take take) {
  Place place{std::string(file), 1, 1};
  for (; !text.empty(); ++place.line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(without_comment(text.substr(0, end)));
    if (!line.empty())
      if (const auto done = take(line, place); !done) return pass_on(done.error());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return Value();
}

}  // namespace

Result<Value> read_pairs(std::string_view text, std::string_view file) {
  Value map = empty_map(file);
  Value* section = &map;
  std::size_t members = 0;
  const auto take = [&](std::string_view line, const Place& place) -> Result<bool> {
    if (line.front() == '[' && line.back() == ']') {
      // A network has many sections of one name; the first is the one that counts.
      Value inner = empty_map(file);
      inner.place = place;
      map.named.emplace_back(line.substr(1, line.size() - 2), std::move(inner));
      section = &map.named.back().second;
      return true;
    }
    const std::size_t sign = line.find('=');
    if (sign == std::string_view::npos)
      return refuse_at(place, filled("expected key=value, read \"{}\"", {line.substr(0, 40)}));
    if (++members > most_values)
      return refuse_at(place, "more than 100000 settings; give the part that is about the rate");
    section->named.emplace_back(trimmed(line.substr(0, sign)), value_after(trimmed(line.substr(sign + 1)), place));
    return true;
  };
  if (const auto read = each_line(text, file, take); !read) return read;
  return map;
}

Result<Value> read_prototxt(std::string_view text, std::string_view file) {
  Value map = empty_map(file);
  int depth = 0;
  const auto take = [&](std::string_view line, const Place& place) -> Result<bool> {
    const std::size_t sign = line.find(':');
    const bool opens = line.back() == '{';
    if (line == "}" || opens) {
      depth += opens ? 1 : -1;
      return true;
    }
    if (sign == std::string_view::npos)
      return refuse_at(place, filled("expected key: value, read \"{}\"", {line.substr(0, 40)}));
    if (depth > 0) return true;  // a message inside: the network, which has no rate
    const std::string_view name = trimmed(line.substr(0, sign));
    Value value = value_after(trimmed(line.substr(sign + 1)), place);
    for (auto& [known, old] : map.named) {
      if (known != name) continue;
      if (old.type != Value::Type::list) {
        Value list;
        list.type = Value::Type::list;
        list.place = old.place;
        list.items.push_back(std::move(old));
        old = std::move(list);
      }
      old.items.push_back(std::move(value));
      return true;
    }
    if (map.named.size() > 1000) return refuse_at(place, "more than 1000 settings; a solver has fewer");
    map.named.emplace_back(name, std::move(value));
    return true;
  };
  if (const auto read = each_line(text, file, take); !read) return read;
  return map;
}

}  // namespace etude::source::configs
