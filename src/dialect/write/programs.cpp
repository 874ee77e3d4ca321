// A template is filled line by line, so that words of several lines can be indented as their gap is.

#include "dialect/write/programs.h"

#include <algorithm>

namespace etude::dialect {
namespace {

std::string_view name_at(std::string_view text) {
  return text.substr(0, text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"));
}

/// What stands in the gap of that name. A name that is none of these gaps stands for itself.
std::string words_of_gap(std::string_view name, const std::initializer_list<Gap>& gaps) {
  const auto gap = std::find_if(gaps.begin(), gaps.end(), [&](const Gap& each) { return each.name == name; });
  return filled("{}", {gap == gaps.end() ? Word(name) : gap->words});
}

std::string filled_line(std::string_view line, const std::initializer_list<Gap>& gaps) {
  const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
  const std::string_view alone = line.substr(start);
  if (alone.starts_with("ETUDE_") && name_at(alone) == alone)
    return indented(words_of_gap(alone, gaps), static_cast<int>(start));
  std::string text;
  for (std::size_t gap = line.find("ETUDE_"); gap != std::string_view::npos; gap = line.find("ETUDE_")) {
    const std::string_view name = name_at(line.substr(gap));
    text += line.substr(0, gap);
    text += words_of_gap(name, gaps);
    line.remove_prefix(gap + name.size());
  }
  return text.append(line) + "\n";
}

std::string python(const Literal& literal, std::string_view prefix, const std::vector<std::string_view>& but) {
  if (literal.type == Literal::Type::call) return python_call(literal, prefix, but);
  if (literal.type != Literal::Type::list || literal.source.empty()) return literal.source;
  std::vector<std::string> items;
  for (const Literal& item : literal.items) items.push_back(python(item, prefix, but));
  const std::string text = list_of(items);
  if (literal.source[0] == '[') return text;
  return filled("({}{}", {text.substr(1, text.size() - 2), items.size() == 1 ? ",)" : ")"});
}

}  // namespace

std::string program_text(std::string_view text, const std::initializer_list<Gap>& gaps) {
  std::string program;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    program += filled_line(line, gaps);
    text.remove_prefix(line.size() + 1);
  }
  return program;
}

std::string function_program(const std::string& function, const char* use, Step steps, double lr) {
  return program_text(templates::torch_function_py, {{"ETUDE_CHECK", rate_check(lr)},
                                                     {"ETUDE_FUNCTION", function},
                                                     {"ETUDE_USE", use},
                                                     {"ETUDE_MAIN", torch_main(steps, lr)}});
}

std::string rate_check(double lr) { return "\n" + program_text(templates::check_rate_py, {{"ETUDE_LR", lr}}); }

std::string rate_check(const Literal& call) { return call.find("lr") ? rate_check(rate_of(call)) : ""; }

const char* checked(const Literal& call) { return call.find("lr") ? "check_rate(optimizer)" : ""; }

std::string torch_main(Step steps, double lr, const char* next) {
  return program_text(templates::main_torch_py, {{"ETUDE_STEPS", steps}, {"ETUDE_LR", lr}, {"ETUDE_NEXT", next}});
}

std::string optimizer_main(Step steps, const char* optimizer, double lr, const char* updates) {
  return program_text(
      templates::main_optimizer_py,
      {{"ETUDE_STEPS", steps}, {"ETUDE_OPTIMIZER", optimizer}, {"ETUDE_LR", lr}, {"ETUDE_UPDATES", updates}});
}

std::string csv_main(Step steps, const std::string& before, const std::string& value) {
  return program_text(templates::main_csv_py,
                      {{"ETUDE_STEPS", steps}, {"ETUDE_BEFORE", before}, {"ETUDE_VALUE", value}});
}

std::string list_of(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) add_item(text, item);
  return filled("[{}]", {text});
}

std::string python_call(const Literal& call, std::string_view prefix, const std::vector<std::string_view>& but) {
  std::vector<std::string> arguments;
  for (const Literal& argument : call.items) arguments.push_back(python(argument, prefix, but));
  for (const auto& [name, value] : call.named)
    if (std::find(but.begin(), but.end(), name) == but.end())
      arguments.push_back(filled("{}={}", {name, python(value, prefix, but)}));
  const std::string text = list_of(arguments);
  return filled("{}{}({})", {prefix, last_name(call.text), text.substr(1, text.size() - 2)});
}

double rate_of(const Literal& call) {
  const Literal* lr = call.find("lr");
  return lr && lr->type == Literal::Type::number ? lr->number : 1;
}

std::string source_of(const Literal& call, const char* name, const char* fallback) {
  const Literal* given = call.find(name);
  return given ? given->source : fallback;
}

}  // namespace etude::dialect
