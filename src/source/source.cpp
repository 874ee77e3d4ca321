// Which reader a text is for: its file's name says so, or what stands in it. A script calls, imports or defines
// something; a config only names values; a command line has flags.

#include "etude/source/source.h"

#include <algorithm>

#include "etude/base/json.h"
#include "etude/base/pattern.h"
#include "source/readers.h"
#include "source/syntax.h"
#include "source/text.h"

namespace etude::inline source {
namespace {

enum class Sort { spec, script, config };

struct Ending {
  std::string_view text;
  Sort sort;
};
constexpr Ending endings[] = {{".py", Sort::script},   {".yaml", Sort::config}, {".yml", Sort::config},
                              {".toml", Sort::config}, {".sh", Sort::config},   {".json", Sort::config},
                              {".cfg", Sort::config},  {".ini", Sort::config},  {".prototxt", Sort::config}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Is there a flag in it, as in --lr?
bool has_flag(std::string_view text) {
  for (std::size_t at = text.find("--"); at != std::string_view::npos; at = text.find("--", at + 1)) {
    const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n' || text[at - 1] == '\t';
    if (begins && at + 2 < text.size() && is_letter(text[at + 2])) return true;
  }
  return false;
}

/// Has it two words name=value or more, and no call: a command line as MaxText takes it?
bool has_settings(std::string_view text) {
  if (text.find('(') != std::string_view::npos) return false;
  int settings = 0;
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1))
    settings += at > 0 && at + 1 < text.size() && is_letter(text[at - 1]) && text[at + 1] > ' ' && text[at + 1] != '=';
  return settings > 1;
}

/// The lines that are no comment and not empty.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t start = line.find_first_not_of(" \t\r");
    if (start != std::string_view::npos && line[start] != '#') lines.push_back(line.substr(start));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// name: value, name = value, [section], - item
bool is_entry(std::string_view line) {
  if (line[0] == '[' || line[0] == '{' || line[0] == '}' || line[0] == '"' || line.starts_with("- ")) return true;
  std::size_t at = 0;
  while (at < line.size() && (is_letter(line[at]) || (line[at] >= '0' && line[at] <= '9') || line[at] == '_' ||
                              line[at] == '.' || line[at] == '-' || line[at] == ' '))
    ++at;
  return at > 0 && at < line.size() && (line[at] == ':' || line[at] == '=');
}

bool are_entries(std::string_view text) {
  const auto lines = lines_of(text);
  return lines.size() > 1 && std::all_of(lines.begin(), lines.end(), is_entry);
}

bool is_any(std::string_view kind, std::initializer_list<std::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// Is the text Python that calls, imports or defines something, and more than one expression? What imports or defines
/// may have lines that are no Python, as cells of notebooks do.
bool is_script(std::string_view text) {
  if (text.size() > longest_script) return false;
  const auto syntax = Syntax::read(text, "");
  if (!syntax) return false;
  const auto statements = syntax->root().children();
  const bool is_expression = statements.size() == 1 && statements[0].is("expression_statement") &&
                             !statements[0].children().empty() && !statements[0].children()[0].is("assignment");
  if (statements.empty() || is_expression) return false;
  for (std::size_t i = 0; i < syntax->size(); ++i) {
    const std::string_view kind = syntax->at(i).kind();
    if (is_any(kind, {"import_statement", "import_from_statement", "function_definition", "class_definition"}))
      return true;
    if (is_any(kind, {"call", "lambda"}) && !syntax->first_error()) return true;
  }
  return false;
}

bool is_own_json(std::string_view text) {
  const auto json = read_json(text);
  return json && (json->find("etude") || json->find("class_name"));
}

Sort sort_of(std::string_view text, std::string_view file) {
  for (const Ending& ending : endings)
    if (file.ends_with(ending.text)) return ending.text == ".json" && is_own_json(text) ? Sort::spec : ending.sort;
  if (!check_text(text, file)) return Sort::spec;
  if (is_script(text)) return Sort::script;
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  const bool is_block = start != std::string_view::npos && (text[start] == '{' || text[start] == '[');
  if (is_block && is_config_block(text)) return Sort::config;
  if (has_flag(text) || (!is_block && has_settings(text)) ||
      (are_entries(text) && (!is_block || text.find("\n[") != std::string_view::npos)))
    return Sort::config;
  return Sort::spec;
}

/// The text with what the line calls otherwise in the words of the config: "num_warmup_steps 9 ..." is "warmup_steps 9 ...".
std::string in_settings(const Found& found, std::string_view text) {
  constexpr std::string_view of_names = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
  std::string all;
  while (!text.empty()) {
    const std::size_t first = std::min(text.find_first_of(of_names), text.size());
    const std::size_t last = std::min(text.find_first_not_of(of_names, first), text.size());
    const std::string_view name = text.substr(first, last - first);
    const auto setting = found.settings.find(name);
    all.append(text.substr(0, first)).append(setting == found.settings.end() ? name : setting->second);
    text.remove_prefix(last);
  }
  return all;
}

/// Why the line is refused. Who wrote a config knows no line, and no columns of it.
std::string reason(const Found& found, std::string_view message) {
  if (found.arguments.empty()) return std::string(message);
  const std::string call = found.line.substr(0, found.line.find('(')) + ": ";
  const std::size_t at = message.find(call);
  return in_settings(found, at == std::string_view::npos ? message : message.substr(at + call.size()));
}

}  // namespace

bool has_source_ending(std::string_view file) {
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](const Ending& each) { return file.ends_with(each.text); });
}

bool is_source(std::string_view text, std::string_view file) { return sort_of(text, file) != Sort::spec; }

Result<std::vector<Found>> read_source(std::string_view text, std::string_view file, const Known& known) {
  const Sort sort = sort_of(text, file);
  if (sort == Sort::spec) return std::vector<Found>{};
  if (auto good = check_text(text, file); !good) return pass_on(good.error());
  return sort == Sort::config ? read_config(text, file, known) : read_script(text, file, known);
}

Result<dialect::Spec> meaning(const Found& found, const Horizon& horizon, std::optional<double> lr) {
  Horizon run = horizon;
  if (!total_updates(horizon) && found.steps) run.steps = *found.steps;
  auto spec = dialect::parse_spec(found.line, run, lr);
  if (!spec)
    return refuse(filled("{}: {}: {}", {text_of(found.place), found.name, reason(found, spec.error().message)}));
  for (Note& note : spec->notes)
    note.text = in_settings(found, note.text), note.advice = in_settings(found, note.advice);
  if (!found.arguments.empty()) spec->arguments = found.arguments;
  return spec;
}

}  // namespace etude::source
