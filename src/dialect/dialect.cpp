// From a text to the entry that reads it: a call by its names, a block of configuration by its keys.

#include "etude/dialect/dialect.h"

#include <algorithm>

#include "dialect/arguments.h"
#include "etude/schedule/schedule.h"

namespace etude::dialect {

std::span<const Language* const> languages() {
  static constexpr const Language* all[] = {
#define DIALECT(library) &library::language,
#include "dialect/dialects.inc"
#undef DIALECT
  };
  return all;
}

namespace {

using Type = Literal::Type;

const Entry* find_entry(const Language& language, std::string_view name) {
  for (const Entry& entry : language.entries)
    if (entry.name == name) return &entry;
  return nullptr;
}

const Language* find_language(std::string_view name) {
  for (const Language* language : languages()) {
    if (language->name == name) return language;
    if (std::find(language->prefixes.begin(), language->prefixes.end(), name) != language->prefixes.end())
      return language;
  }
  return nullptr;
}

std::vector<const Language*> languages_with(std::string_view entry) {
  std::vector<const Language*> all;
  for (const Language* language : languages())
    if (find_entry(*language, entry)) all.push_back(language);
  return all;
}

Result<Reading> refused_at(const Literal& literal, const char* pattern, const std::initializer_list<Word>& words = {}) {
  return refuse(filled("column {}: {}", {literal.column, filled(pattern, words)}));
}

Result<Reading> unknown_entry(const Language& language, const Literal& call) {
  std::vector<std::string_view> names;
  for (const Entry& entry : language.entries) names.push_back(entry.name);
  const std::string name(last_name(call.text));
  return refused_at(call, "{} has no schedule {}; {}",
                    {language.name, name.substr(0, 40), instead_of(name, "schedules", names)});
}

/// The reason for which a kind refuses its options, without the kind's name: the user wrote none.
std::string without_kind(const std::string& reason) {
  const std::size_t colon = reason.find(": ");
  return colon != std::string::npos && find_kind(reason.substr(0, colon)) ? reason.substr(colon + 2) : reason;
}

Result<Reading> read_entry(const Language& language, const Entry& entry, const Literal& call, const Setting& setting) {
  Arguments arguments(language, entry, call, setting);
  if (arguments.error()) return pass_on(*arguments.error());
  auto read = entry.read(arguments);
  if (arguments.error()) return pass_on(*arguments.error());
  if (!read) {
    const std::string below = arguments.below_zero();
    return refused_at(call, "{}.{}: {}",
                      {language.name, entry.name, below.empty() ? without_kind(read.error().message) : below});
  }
  for (Note& note : arguments.notes()) read->notes.push_back(std::move(note));
  read->arguments = arguments.stated();
  read->optimizer = arguments.optimizer();
  if (read->line.empty()) read->line = arguments.label();
  return read;
}

Result<Reading> read_named(const Language& language, const Literal& call, const Setting& setting) {
  const Entry* entry = find_entry(language, last_name(call.text));
  return entry ? read_entry(language, *entry, call, setting) : unknown_entry(language, call);
}

/// Has it the argument lr=, the optimizer's own rate?
bool takes_rate(const Entry& entry) {
  return entry.signature.starts_with("lr=") || entry.signature.find(" lr=") != std::string_view::npos;
}

/// Is it a word of the signature "a, b=0.1, c=None"?
bool names_argument(std::string_view signature, std::string_view name) {
  for (std::size_t at = signature.find(name); at != std::string_view::npos; at = signature.find(name, at + 1)) {
    const bool begins = at == 0 || signature[at - 1] == ' ';
    const std::size_t end = at + name.size();
    if (begins && (end == signature.size() || signature[end] == '=' || signature[end] == ',')) return true;
  }
  return false;
}

bool takes_all(const Language& language, const Literal& call) {
  const Entry& entry = *find_entry(language, last_name(call.text));
  return std::all_of(call.named.begin(), call.named.end(),
                     [&](const auto& argument) { return names_argument(entry.signature, argument.first); });
}

/// The languages that a call without a library's name may be of: those that take its arguments, where some do.
std::vector<const Language*> languages_of(const Literal& call) {
  auto all = languages_with(last_name(call.text));
  const auto takes = [&](auto each) { return takes_all(*each, call); };
  if (std::any_of(all.begin(), all.end(), takes)) std::erase_if(all, [&](auto each) { return !takes(each); });
  const auto meant = std::find_if(all.begin(), all.end(), [](auto each) { return each->is_meant_with_optimizer; });
  if (meant != all.end() && is_given_variable(call)) return {*meant};
  return all;
}

Result<Reading> read_call(const Literal& call, const Setting& setting) {
  const std::string_view name = last_name(call.text);
  if (const Language* language = find_language(first_name(call.text)); language && name != call.text)
    return read_named(*language, call, setting);
  const auto all = languages_of(call);
  if (all.size() == 1) return read_named(*all[0], call, setting);
  if (all.empty())
    return refused_at(call, "no framework here has a schedule {}; etude list dialects shows them",
                      {std::string(name).substr(0, 40)});
  std::string which;
  for (const Language* language : all) add_item(which, filled("{}.{}", {language->name, name}), " or ");
  return refused_at(call, "several frameworks have {}; write {}", {name, which});
}

/// dict(type='StepLR', ...) as the dict that it makes.
Literal as_dict(const Literal& literal) {
  if (literal.type != Type::call || literal.text != "dict") return literal;
  Literal dict = literal;
  dict.type = Type::dict;
  for (const auto& [name, value] : literal.named) {
    dict.items.push_back(text_literal(name));
    dict.items.push_back(value);
  }
  dict.named.clear();
  return dict;
}

/// The value of that key, if it is of that type; otherwise nullptr.
const Literal* under(const Literal& block, std::string_view key, Type type) {
  const Literal* value = key.empty() ? nullptr : block.find(key);
  return value && value->type == type ? value : nullptr;
}

bool is_block_of(const Language& language, const Literal& literal) {
  const Block& block = language.block;
  const Literal* name = under(literal, block.name, Type::text);
  if (!name || name->text.empty()) return false;
  return block.arguments.empty() || block.may_lack_arguments || under(literal, block.arguments, Type::dict);
}

/// The call that a block of that language stands for.
Literal block_call(const Language& language, const Literal& literal) {
  const Block& block = language.block;
  const std::string& name = literal.find(block.name)->text;
  const bool is_own = !block.others || find_entry(language, name);
  const Literal* arguments = block.arguments.empty() ? &literal : under(literal, block.arguments, Type::dict);
  Literal call = call_literal(filled("{}.{}", {(is_own ? language : *block.others).name, name}),
                              arguments ? *arguments : Literal());
  std::erase_if(call.named, [&](const auto& argument) {
    const bool has_no_name = argument.first.empty() && arguments != &literal;  // its key is no text
    return has_no_name || argument.first == block.passed_over;
  });
  return call;
}

/// The call that a list of blocks of that language stands for.
Literal list_call(const Language& language, const Literal& list) {
  const Block& block = language.block;
  Literal call = call_literal(filled("{}.{}", {language.name, block.list_entry}), list), inner = list;
  for (Literal& item : inner.items)
    if (const Literal dict = as_dict(item); under(dict, block.name, Type::text)) item = block_call(language, dict);
  call.named = {{std::string(block.list_argument), inner}};
  return call;
}

/// "class_name (Keras) or type (DeepSpeed, mmengine)": the keys by which blocks are known, and whose they are.
std::string block_keys() {
  std::vector<std::pair<std::string_view, std::string>> keys;
  for (const Language* each : languages()) {
    if (each->block.name.empty()) continue;
    const auto same = [&](const auto& other) { return other.first == each->block.name; };
    const auto found = std::find_if(keys.begin(), keys.end(), same);
    add_item(found == keys.end() ? keys.emplace_back(each->block.name, "").second : found->second, each->block.library);
  }
  std::string text;
  for (const auto& [key, whose] : keys) add_item(text, filled("{} ({})", {key, whose}), " or ");
  return text;
}

/// The optimizer's rate in a larger configuration: {"optimizer": {"params": {"lr": 3e-5}}}.
std::optional<double> rate_in(const Literal& block) {
  const Literal* at = &block;
  for (const char* key : {"optimizer", "params", "lr"}) at = at && at->type == Type::dict ? at->find(key) : nullptr;
  return at && at->type == Type::number ? std::optional(at->number) : std::nullopt;
}

Result<Reading> read_block(const Literal& block, const Setting& setting) {
  for (const Language* each : languages())
    if (const Literal* inner = under(block, each->block.around, Type::dict)) {
      const auto lr = rate_in(block);
      return read_block(*inner, {setting.horizon, lr ? lr : setting.lr});
    }
  for (const Language* each : languages())
    if (is_block_of(*each, block)) return read_call(block_call(*each, block), setting);
  return refused_at(block, "a block needs {}", {block_keys()});
}

Result<Reading> read_any(const Literal& literal, const Setting& setting) {
  const Literal plain = as_dict(literal);
  if (plain.type == Type::dict) return read_block(plain, setting);
  if (plain.type == Type::call) return read_call(plain, setting);
  for (const Language* each : languages())
    if (plain.type == Type::list && !each->block.list_entry.empty()) return read_call(list_call(*each, plain), setting);
  return refused_at(literal, "expected a call such as torch.CosineAnnealingLR(T_max=100)");
}

Result<Reading> read_with_rate(const Language& language, const Literal& call, std::optional<double> lr,
                               const Setting& setting) {
  const Literal plain = as_dict(call);
  if (plain.type != Type::call) return refused_at(call, "expected a schedule, as in StepLR(step_size=30)");
  const Entry* entry = find_entry(language, last_name(plain.text));
  if (!entry || !lr || plain.find("lr") || !takes_rate(*entry)) return read_named(language, plain, setting);
  Literal own = plain;
  own.named.emplace_back("lr", number_literal(*lr));
  return read_entry(language, *entry, own, setting);
}

/// What comes past its end is for the schedule around it to say: lint() sees it on the curve.
bool is_of_the_end(const Note& note) {
  return note.id == "rises-after-end" || note.id == "raises-after-end" || note.id == "below-zero-after-end";
}

}  // namespace

Result<Reading> read_inner(const Language& language, const Literal& call, std::optional<double> lr,
                           const Setting& setting) {
  auto read = read_with_rate(language, call, lr, setting);
  if (read) std::erase_if(read->notes, is_of_the_end);
  return read;
}

const std::vector<Dialect>& dialects() {
  static const std::vector<Dialect> all = [] {
    std::vector<Dialect> list;
    for (const Language* language : languages()) {
      Dialect each{language->name, language->library, {}, language->writing != nullptr};
      for (const Entry& entry : language->entries) each.entries.push_back({entry.name, entry.signature, entry.meaning});
      list.push_back(std::move(each));
    }
    return list;
  }();
  return all;
}

bool is_dialect(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return false;
  text.remove_prefix(start);
  if (text[0] == '{' || text[0] == '[') return true;
  const std::string_view name = text.substr(0, text.find('('));
  if (name.size() == text.size()) return false;
  const std::size_t end = name.find_last_not_of(" \t\r\n");
  const std::string_view trimmed = name.substr(0, end == std::string_view::npos ? 0 : end + 1);
  if (find_kind(trimmed) || trimmed == "plan") return false;
  const auto has = [&](std::string_view sign) { return trimmed.find(sign) != std::string_view::npos; };
  if (trimmed == "dict" || has(".") || has("::")) return true;
  return !languages_with(trimmed).empty();
}

Result<Reading> read_dialect(std::string_view text, const Horizon& horizon, std::optional<double> lr) {
  auto literal = read_literal(text);
  if (!literal) return pass_on(literal.error());
  return read_any(*literal, {horizon, lr});
}

Json to_json(const Dialect& dialect) {
  Json::Array entries;
  for (const DialectEntry& entry : dialect.entries) {
    entries.push_back(Json::Object{{"name", entry.name}, {"arguments", entry.signature}, {"meaning", entry.meaning}});
  }
  return Json::Object{{"name", dialect.name},
                      {"library", dialect.library},
                      {"written", dialect.is_written},
                      {"schedules", std::move(entries)}};
}

}  // namespace etude::dialect
