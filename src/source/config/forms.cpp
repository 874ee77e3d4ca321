// Which form a text has. The name of its file decides; without one, the first line that says something does.

#include "source/config/forms.h"

#include "base/words.h"

namespace etude::inline source::configs {
namespace {

struct Form {
  std::string_view ending;
  Result<Value> (*read)(std::string_view text, std::string_view file);
};

constexpr Form forms[] = {
    {".yaml", &read_yaml}, {".yml", &read_yaml},  {".toml", &read_toml},         {".json", &read_json_form},
    {".cfg", &read_pairs}, {".ini", &read_pairs}, {".prototxt", &read_prototxt}, {".sh", &read_flags},
};

/// The first line that is no comment and not empty.
std::string_view first_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty() && line.front() != '#') return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

bool has_flag(std::string_view text) {
  return text.starts_with("--") || text.find(" --") != std::string_view::npos ||
         text.find("\n--") != std::string_view::npos;
}

/// name = value: one word, then the sign.
bool is_assignment(std::string_view line) {
  const std::size_t sign = line.find('=');
  return sign != std::string_view::npos &&
         trimmed(line.substr(0, sign)).find_first_of(" \t:") == std::string_view::npos;
}

Result<Value> by_looks(std::string_view text, std::string_view file) {
  const std::string_view line = first_line(text);
  if (line.starts_with('{')) {
    const auto json = read_json_form(text, file);
    if (json || line.find('"') != std::string_view::npos) return json;
  }
  if (has_flag(text)) return read_flags(text, file);
  if (text.find("lr_policy:") != std::string_view::npos) return read_prototxt(text, file);
  if (line.starts_with('[') || is_assignment(line)) {
    auto toml = read_toml(text, file);
    if (toml) return toml;
    if (auto pairs = read_pairs(text, file)) return pairs;
    return toml;
  }
  return line.find('=') < line.find(':') ? read_flags(text, file) : read_yaml(text, file);
}

}  // namespace

Result<Value> read_form(std::string_view text, std::string_view file) {
  if (text.size() > longest_config_bytes)
    return refuse_at({std::string(file)}, "longer than 512 KiB; give the part that is about the rate");
  for (const Form& form : forms)
    if (file.ends_with(form.ending)) return form.read(text, file);
  return by_looks(text, file);
}

}  // namespace etude::source::configs
