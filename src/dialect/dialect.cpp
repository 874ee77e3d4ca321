#include "etude/dialect/dialect.h"

#include <algorithm>

#include "base/words.h"
#include "dialect/find.h"
#include "etude/notation/notation.h"

namespace etude::dialect {
const std::vector<const Language*>& languages() {
  // The table. A new dialect is one file, and one line here.
  static const std::vector<const Language*> all{
      &torch_language(),                                                //
      &hf_language(),        &timm_language(),                          //
      &optax_language(),                                                //
      &keras_language(),                                                //
      &llmc_language(),                                                 //
      &fastai_language(),                                               //
      &composer_language(),                                             //
      &megatron_language(),                                             //
      &deepspeed_language(),                                            //
      &ignite_language(),    &paddle_language(), &mmengine_language(),  //
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
  std::string all;
  for (const Entry& entry : language.entries) {
    names.push_back(entry.name);
    add_item(all, entry.name);
  }
  const std::string_view nearest = nearest_name(last_name(call.text), names);
  return refused_at(call, "{} has no schedule {}; {}schedules: {}",
                    {language.name, std::string(last_name(call.text)).substr(0, 40),
                     when(!nearest.empty(), "", filled("did you mean {}? ", {nearest})), all});
}

Result<Reading> read_entry(const Language& language, const Entry& entry, const Literal& call, const Horizon& horizon) {
  Arguments arguments(language, entry, call, horizon);
  if (arguments.error()) return pass_on(*arguments.error());
  auto read = entry.read(arguments);
  if (arguments.error()) return pass_on(*arguments.error());
  if (!read) return refused_at(call, "{}.{}: {}", {language.name, entry.name, read.error().message});
  for (Note& note : arguments.notes()) read->notes.push_back(std::move(note));
  return read;
}

/// StepLR(optimizer, ...): what several frameworks name alike is torch's where it is given a variable first.
bool takes_optimizer(const Literal& call) { return !call.items.empty() && call.items[0].type == Type::name; }

Result<Reading> read_call(const Literal& call, const Horizon& horizon) {
  const std::string_view name = last_name(call.text);
  if (const Language* language = find_language(first_name(call.text)); language && name != call.text) {
    const Entry* entry = find_entry(*language, name);
    if (!entry) return unknown_entry(*language, call);
    return read_entry(*language, *entry, call, horizon);
  }
  auto all = languages_with(name);
  if (takes_optimizer(call) && find_entry(torch_language(), name)) all = {&torch_language()};
  if (all.size() == 1) return read_entry(*all[0], *find_entry(*all[0], name), call, horizon);
  if (all.empty())
    return refused_at(call, "no framework here has a schedule {}; etude list dialects shows them",
                      {std::string(name).substr(0, 40)});
  std::string which;
  for (const Language* language : all) add_item(which, filled("{}.{}", {language->name, name}), " or ");
  return refused_at(call, "several frameworks have {}; write {}", {name, which});
}

/// A call made of a block: its name, and the members of `dict` as named arguments, but for `but`.
Literal call_of(const std::string& name, const Literal& dict, std::string_view but = "") {
  Literal call = dict;
  call.type = Type::call;
  call.text = name;
  call.items.clear();
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2)
    if (dict.items[i].text != but) call.named.emplace_back(dict.items[i].text, dict.items[i + 1]);
  return call;
}

/// dict(type='StepLR', ...) as the dict that it makes.
Literal as_dict(const Literal& literal) {
  if (literal.type != Type::call || literal.text != "dict") return literal;
  Literal dict = literal;
  dict.type = Type::dict;
  for (const auto& [name, value] : literal.named) {
    Literal key;
    key.type = Type::text;
    key.text = name;
    dict.items.push_back(key);
    dict.items.push_back(value);
  }
  dict.named.clear();
  return dict;
}

Result<Reading> read_block(const Literal& block, const Horizon& horizon) {
  const Literal none;
  const auto text_of = [](const Literal* literal) {
    return literal && literal->type == Type::text ? literal->text : std::string();
  };
  if (const Literal* scheduler = block.find("scheduler"); scheduler && scheduler->type == Type::dict)
    return read_block(*scheduler, horizon);
  if (const std::string name = text_of(block.find("class_name")); !name.empty()) {
    const Literal* config = block.find("config");
    Literal call =
        call_of(filled("keras.{}", {last_name(name)}), config && config->type == Type::dict ? *config : none);
    std::erase_if(call.named, [](const auto& argument) { return argument.first == "name"; });
    return read_call(call, horizon);
  }
  const std::string type = text_of(block.find("type"));
  if (type.empty()) return refused_at(block, "a block needs class_name (Keras) or type (DeepSpeed, mmengine)");
  if (const Literal* params = block.find("params"); params && params->type == Type::dict) {
    const bool own = find_language("deepspeed") && find_entry(*find_language("deepspeed"), type);
    return read_call(call_of((own ? "deepspeed." : "torch.") + type, *params), horizon);
  }
  return read_call(call_of(filled("mmengine.{}", {type}), block, "type"), horizon);
}

/// A list of mmengine's blocks acts together.
Result<Reading> read_list(const Literal& list, const Horizon& horizon) {
  Literal call = list;
  call.type = Type::call;
  call.text = "mmengine.schedulers";
  call.items.clear();
  Literal inner = list;
  for (Literal& item : inner.items) {
    const Literal dict = as_dict(item);
    const Literal* type = dict.find("type");
    if (type && type->type == Type::text) item = call_of(filled("mmengine.{}", {type->text}), dict, "type");
  }
  call.named.emplace_back("param_schedulers", inner);
  return read_call(call, horizon);
}

Result<Reading> read_any(const Literal& literal, const Horizon& horizon) {
  const Literal plain = as_dict(literal);
  if (plain.type == Type::dict) return read_block(plain, horizon);
  if (plain.type == Type::list) return read_list(plain, horizon);
  if (plain.type == Type::call) return read_call(plain, horizon);
  return refused_at(literal, "expected a call such as torch.CosineAnnealingLR(T_max=100)");
}

}  // namespace

Result<Reading> read_inner(const Language& language, const Literal& call, std::optional<double> lr,
                           const Horizon& horizon) {
  const Literal plain = as_dict(call);
  if (plain.type != Type::call) return refused_at(call, "expected a schedule, as in StepLR(step_size=30)");
  const Entry* entry = find_entry(language, last_name(plain.text));
  if (!entry) return unknown_entry(language, plain);
  Literal own = plain;
  if (lr && !own.find("lr") && entry->signature.find("lr=") != std::string_view::npos) {
    Literal rate;
    rate.type = Type::number;
    rate.number = *lr;
    own.named.emplace_back("lr", rate);
  }
  return read_entry(language, *entry, own, horizon);
}

const std::vector<Dialect>& dialects() {
  static const std::vector<Dialect> all = [] {
    std::vector<Dialect> list;
    for (const Language* language : languages()) {
      Dialect each{language->name, language->library, {}, language->writer.program != nullptr};
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
  if (trimmed == "dict" || trimmed.find('.') != std::string_view::npos) return true;
  return !languages_with(trimmed).empty();
}

Result<Reading> read_dialect(std::string_view text, const Horizon& horizon) {
  auto literal = read_literal(text);
  if (!literal) return pass_on(literal.error());
  return read_any(*literal, horizon);
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
