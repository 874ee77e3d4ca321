// From a text to a controller: find the library's call, bind its arguments, and let it be read.

#include "etude/dialect/controllers.h"

#include <algorithm>

#include "dialect/read/controllers.h"
#include "etude/notation/notation.h"

namespace etude::dialect {
namespace {

using Library = ControllerLibrary;

std::string place(const Literal& call) { return filled("column {}: ", {call.column}); }

std::string full_name(const Library& library, const ControllerCall& call) {
  return filled("{}{}", {when(!library.is_own, "", filled("{}.", {library.language.name})), call.entry.name});
}

template <class Names>
bool has(const Names& names, std::string_view name) {
  return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

bool is_of(const Library& library, std::string_view dotted) {
  const std::string_view first = first_name(dotted);
  return first == dotted || first == library.language.name || has(library.language.prefixes, first);
}

struct Found {
  const Library* library;
  const ControllerCall* call;
};

/// The calls of that name. A name without a library is etude's own where etude has it.
std::vector<Found> find(std::string_view dotted) {
  const std::string_view name = last_name(dotted);
  std::vector<Found> all;
  for (const Library& library : controller_libraries()) {
    for (const ControllerCall& call : library.calls)
      if (is_of(library, dotted) && (call.entry.name == name || has(call.other_names, name)))
        all.push_back({&library, &call});
    if (library.is_own && !all.empty()) break;
  }
  return all;
}

Refused unknown(const Literal& literal) {
  std::vector<std::string> names;
  for (const Library& library : controller_libraries())
    for (const ControllerCall& call : library.calls) names.push_back(full_name(library, call));
  const std::vector<std::string_view> all(names.begin(), names.end());
  return refuse(filled("{}there is no controller {}; {}",
                       {place(literal), literal.text.substr(0, 40), instead_of(literal.text, "controllers", all)}));
}

Result<ControllerReading> read(const Found& found, const Literal& literal) {
  if (found.library->is_own && !literal.items.empty())
    return refuse(
        filled("{}name each argument, as in {}(patience=5)", {place(literal.items[0]), found.call->entry.name}));
  const Horizon unknown_run;
  Arguments arguments(found.library->language, found.call->entry, literal, {unknown_run});
  if (arguments.error()) return pass_on(*arguments.error());
  auto made = found.call->read(arguments);
  if (arguments.error()) return pass_on(*arguments.error());
  if (!made) return refuse(place(literal) + made.error().message);
  return ControllerReading{*std::move(made), std::move(arguments.notes())};
}

}  // namespace

Result<ControllerReading> read_controller(std::string_view text) {
  const auto literal = read_literal(text);
  if (!literal) return pass_on(literal.error());
  if (literal->type != Literal::Type::call)
    return refuse(filled("{}expected a controller, as in plateau(patience=5)", {place(*literal)}));
  const auto all = find(literal->text);
  if (all.empty()) return unknown(*literal);
  if (all.size() == 1) return read(all[0], *literal);
  std::string which;
  for (const auto& each : all) add_item(which, full_name(*each.library, *each.call), " or ");
  return refuse(filled("{}several libraries have {}; write {}", {place(*literal), literal->text, which}));
}

std::string print(const Controller& controller) {
  return std::visit(
      [&]<class Rule>(const Rule& rule) {
        std::string text;
        const auto add = [&](std::string_view name, const std::string& value) {
          add_item(text, filled("{}={}", {name, value}));
        };
        for (const auto& each : Rule::fields())
          if (each.get(rule) != each.get(Rule{})) add(each.field.name, value_text(each.field, each.get(rule)));
        if (controller.start != 0) add("start", std::to_string(controller.start));
        return filled("{}({})", {Rule::name, text});
      },
      controller.rule);
}

std::string print(const ControllerState& state) { return write_json(to_json(state), 0); }

Result<ControllerState> read_controller_state(std::string_view text) {
  const auto json = read_json(text);
  if (!json) return pass_on(json.error());
  return controller_state(*json);
}

const std::vector<Dialect>& controller_dialects() {
  static const std::vector<Dialect> all = [] {
    std::vector<Dialect> list;
    for (const Library& library : controller_libraries()) {
      Dialect each{library.language.name, library.language.library, {}, false};
      for (const ControllerCall& call : library.calls)
        each.entries.push_back({call.entry.name, call.entry.signature, call.entry.meaning});
      list.push_back(std::move(each));
    }
    return list;
  }();
  return all;
}

}  // namespace etude::dialect
