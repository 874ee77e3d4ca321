// A schedule as the C++ expression that makes it: the kind's function, and the options that differ from their defaults.

#include <algorithm>
#include <cctype>
#include <cmath>

#include "dialect/write/plain.h"
#include "dialect/write/programs.h"
#include "dialect/write/python.h"
#include "dialect/write/table.h"
#include "etude/base/number.h"

namespace etude::dialect {
namespace {

std::string step_text(Step step) { return step == endless ? "etude::endless" : std::to_string(step); }

template <class T, class Text>
std::string braces(const std::vector<T>& items, Text text_of) {
  std::string text;
  for (const T& item : items) add_item(text, text_of(item));
  return filled("{{}}", {text});
}

std::string value_of(const Field& field, const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return shortest(*number);
  if (const auto* step = std::get_if<Step>(&value)) return step_text(*step);
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) return braces(*numbers, &shortest);
  if (const auto* steps = std::get_if<std::vector<Step>>(&value)) return braces(*steps, &step_text);
  return filled("etude::{}::{}", {field.type, value_text(field, value)});
}

/// Writes one schedule after another; a function that has no text it writes as a table of the run.
class Cpp {
 public:
  explicit Cpp(Step steps) : steps_(steps) {}
  std::string expression(const Schedule& schedule);
  const std::optional<Error>& error() const { return error_; }

 private:
  std::string expressions(std::span<const Schedule> schedules);
  std::string table(const Schedule& schedule);

  Step steps_;
  std::optional<Error> error_;
};

std::string Cpp::expressions(std::span<const Schedule> schedules) {
  std::string text;
  for (const Schedule& each : schedules) add_item(text, expression(each), ",\n    ");
  return text;
}

std::string Cpp::table(const Schedule& schedule) {
  const auto rates = rates_of(schedule, steps_);
  if (!rates) error_ = rates.error();
  if (!rates) return "";
  return filled(
      "etude::callable({.function = [](etude::Step t) {\n    static constexpr double rates[] = {\n{}    };\n"
      "    return rates[t < {} ? t : {}];\n  }, .length = {}, .label = \"table\"})",
      {rows_of(*rates, 8), rates->size(), rates->size() - 1, step_text(schedule.length())});
}

/// ".from = 0.1, .steps = 300": what differs from the defaults.
std::string options(const Schedule& schedule) {
  const Kind& kind = schedule.kind();
  const std::vector<Value> values = schedule.arguments();
  std::string text;
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    if (!is_unset(kind.defaults[i]) && values[i] == kind.defaults[i]) continue;
    text += filled("{}{} = {}", {text.empty() ? "." : ", .", kind.fields[i].name, value_of(kind.fields[i], values[i])});
  }
  return text;
}

/// ", by, seed": the value of every field, in their order.
std::string in_order(const Schedule& schedule) {
  const Kind& kind = schedule.kind();
  const std::vector<Value> values = schedule.arguments();
  std::string text;
  for (std::size_t i = 0; i < kind.fields.size(); ++i) text += filled(", {}", {value_of(kind.fields[i], values[i])});
  return text;
}

std::string Cpp::expression(const Schedule& schedule) {
  if (!schedule.label().empty()) return table(schedule);
  const std::string_view name = schedule.kind().function;
  switch (schedule.kind().call) {
    case Call::options:
      return filled("etude::{}({{}})", {name, options(schedule)});
    case Call::inner_options:
      return filled("etude::{}({}, {{}})", {name, expressions(schedule.inner()), options(schedule)});
    case Call::inner_values:
      return filled("etude::{}({}{})", {name, expressions(schedule.inner()), in_order(schedule)});
  }
  return "";
}

std::string identifier(std::string name) {
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

Result<Program> write_cpp(const Written& written) {
  Cpp cpp(written.steps);
  std::string functions;
  for (const auto& [name, schedule] : parts(written.plan)) {
    const std::string make =
        filled("/// The {} of each step.\nstatic etude::Result<etude::Schedule> make_{}() {\n  return {};\n}\n",
               {name, identifier(name), cpp.expression(schedule)});
    add_item(functions, make, "\n");
  }
  if (cpp.error()) return pass_on(*cpp.error());
  return Program{
      program_text(templates::etude_cpp_in, {{"ETUDE_FUNCTIONS", functions}, {"ETUDE_STEPS", written.steps}}),
      cpp.expression(written.plan.lr),
      {}};
}

}  // namespace

const Plain cpp_target{"cpp", &write_cpp};

}  // namespace etude::dialect
