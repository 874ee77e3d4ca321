// A function for every kind, and a method of Schedule for each that is made of schedules. Name, signature and docstring
// are read off the kind's statement: a new kind is here without a line.

#include <nanobind/stl/string.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/words.h"
#include "etude/base/number.h"
#include "specs.h"

namespace etude::binding {
namespace {

bool is_alone(const Field& takes) { return takes.range.least == 1 && takes.range.most == 1; }

/// Fields that may be given without their name: those before the first that has a default.
std::size_t positional_fields(const Kind& kind) {
  if (kind.takes && !is_alone(*kind.takes)) return 0;
  const auto is_optional = [](const Value& value) { return !is_unset(value); };
  return static_cast<std::size_t>(std::find_if(kind.defaults.begin(), kind.defaults.end(), is_optional) -
                                  kind.defaults.begin());
}

/// "schedule: Schedule | float, /, ", "*schedules: Schedule | float, " or nothing; of a method, what comes after self.
std::string schedules_argument(const Kind& kind, bool is_method) {
  if (!kind.takes) return "";
  if (!is_alone(*kind.takes)) return "*schedules: Schedule | float";
  return is_method ? "" : "schedule: Schedule | float, /";
}

std::string signature(const Kind& kind, bool is_method) {
  std::vector<std::string> all;
  if (is_method) all.push_back("self");
  if (const std::string schedules = schedules_argument(kind, is_method); !schedules.empty()) all.push_back(schedules);
  const std::size_t positional = positional_fields(kind);
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    if (i == positional && !(kind.takes && !is_alone(*kind.takes))) all.push_back("*");
    all.push_back(argument(kind.fields[i], kind.defaults[i]));
  }
  std::string text = "def " + std::string(kind.name) + "(";
  for (std::size_t i = 0; i < all.size(); ++i) text += (i > 0 ? ", " : "") + all[i];
  return text + ") -> Schedule";
}

/// "at least 1", "above 0", "above 0, at most 1"; empty where any number will do.
std::string range_text(const Range& range) {
  std::string text;
  if (std::isfinite(range.least)) text = (range.above_least ? "above " : "at least ") + shortest(range.least);
  if (std::isfinite(range.most)) text += (text.empty() ? "at most " : ", at most ") + shortest(range.most);
  return text;
}

/// "    steps: how many (steps, at least 0)"
std::string field_line(const Field& field) {
  const std::string range = field.choices.empty() ? range_text(field.range) : "";
  const std::string unit = std::string(name_of(field.unit)) + (range.empty() ? "" : ", " + range);
  return "    " + python_name(field.name) + ": " + std::string(field.meaning) +
         (field.choices.empty() ? " (" + unit + ")" : "") + "\n";
}

std::string capitalised(std::string_view sentence) {
  std::string text(sentence);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string docstring(const Kind& kind) {
  std::string text = capitalised(kind.meaning) + ".\n\n    v(t) = " + std::string(kind.formula) + "\n\n";
  if (kind.takes) text += "    Of " + std::string(kind.takes->meaning) + "; a number stands for a constant.\n";
  for (const Field& field : kind.fields) text += field_line(field);
  text += "\netude.parse('" + std::string(kind.example.spec) + "') gives " + std::string(kind.example.values) +
          " at steps 0, 1, ...";
  if (!kind.source.empty()) text += "\nSource: " + std::string(kind.source) + ".";
  return text;
}

/// What a call hands over: the schedules, and one value a field.
struct Call {
  std::vector<Schedule> of;
  std::vector<Value> values;
};

[[noreturn]] void raise_call(const Kind& kind, const std::string& what) {
  throw nb::type_error((std::string(kind.name) + "() " + what).c_str());
}

std::size_t field_named(const Kind& kind, const std::string& name) {
  std::vector<std::string> names;
  for (const Field& field : kind.fields) names.push_back(python_name(field.name));
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const std::string nearest(nearest_name(name, {names.begin(), names.end()}));
  raise_call(kind, "takes no " + name + (nearest.empty() ? "" : "; did you mean " + nearest + "?"));
}

Call read_call(const Kind& kind, const nb::args& arguments, const nb::kwargs& keywords) {
  Call call{{}, kind.defaults};
  const std::size_t schedules = !kind.takes ? 0 : is_alone(*kind.takes) ? 1 : arguments.size();
  const std::size_t most = schedules + positional_fields(kind);
  if (arguments.size() > most) raise_call(kind, "takes at most " + std::to_string(most) + " arguments without a name");
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i < schedules) {
      call.of.push_back(part_from(arguments[i]));
    } else {
      Value& value = call.values[i - schedules];
      value = read_value(kind.name, kind.fields[i - schedules], value, arguments[i]);
    }
  }
  for (const auto& [key, given] : keywords) {
    const std::size_t i = field_named(kind, nb::cast<std::string>(key));
    if (i + schedules < arguments.size()) raise_call(kind, "got " + python_name(kind.fields[i].name) + " twice");
    call.values[i] = read_value(kind.name, kind.fields[i], kind.defaults[i], given);
  }
  return call;
}

ScheduleObject make_of_call(const Kind& kind, const nb::args& arguments, const nb::kwargs& keywords) {
  const Call call = read_call(kind, arguments, keywords);
  return {dialect::spec_of(Plan{value_or_raise(kind.make(call.of, call.values))})};
}

/// The function, whose arguments Python hands over as they are.
auto function_of(const Kind& kind) {
  return [&kind](nb::args arguments, nb::kwargs keywords) { return make_of_call(kind, arguments, keywords); };
}

}  // namespace

void bind_kinds(nb::module_& module) {
  const nb::object schedule = module.attr("Schedule");
  for (const Kind& kind : kinds()) {
    const std::string doc = docstring(kind);
    module.def(std::string(kind.name).c_str(), function_of(kind), nb::sig(signature(kind, false).c_str()), doc.c_str());
    if (!kind.takes) continue;
    nb::cpp_function_def(function_of(kind), nb::scope(schedule), nb::is_method(),
                         nb::sig(signature(kind, true).c_str()), doc.c_str());
  }
}

}  // namespace etude::binding
