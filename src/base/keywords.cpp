#include "base/keywords.h"

#include <cctype>

namespace etude {
namespace {

bool goes_on(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == '-' || text[at] == '_' || std::isalnum(static_cast<unsigned char>(text[at])));
}

/// "--steps 300" or "--steps" in that place, as "steps=300" or "steps=".
void put_keyword(std::string& text, std::size_t at, std::size_t flag_size, const std::string& name) {
  const std::size_t value = at + flag_size + 1;
  const bool has_value = value < text.size() && text[value - 1] == ' ' && text[value] >= '0' && text[value] <= '9';
  text.replace(at, flag_size + (has_value ? 1 : 0), name + "=");
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

}  // namespace

std::string with_keywords(std::string_view message, std::span<const Member> members) {
  std::string text(message);
  for (const Member& member : members) {
    const std::string name(member.field.name), flag = "--" + flag_of(name);
    replace_all(text, "--set " + name + "=", name + "=");
    for (std::size_t at = text.find(flag); at != std::string::npos; at = text.find(flag, at + 1))
      if (!goes_on(text, at + flag.size())) put_keyword(text, at, flag.size(), name);
  }
  return text;
}

}  // namespace etude
