// Options and Python: one rule a type of value, for the fields of every struct.

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "binding.h"

namespace etude::binding {
namespace {

constexpr std::string_view kept_by_python[] = {"from", "in", "is", "lambda", "with", "as"};

bool is_switch(const Field& field) {
  return field.choices.size() == 2 && field.choices[0] == "no" && field.choices[1] == "yes";
}

[[noreturn]] void raise_type(const std::string& message) { throw nb::type_error(message.c_str()); }

std::string type_of(nb::handle object) { return nb::cast<std::string>(object.type().attr("__name__")); }

[[noreturn]] void raise_other_type(std::string_view whose, const Field& field, const char* wanted, nb::handle from) {
  raise_type(std::string(whose) + ": " + python_name(field.name) + " is " + wanted + ", not " + type_of(from));
}

/// Is it a whole number of Python or NumPy?
bool is_whole(nb::handle from) { return PyIndex_Check(from.ptr()) && !PyBool_Check(from.ptr()); }

/// The whole number, where 64 bits hold it; elsewhere `overflow` has its sign.
Step whole(nb::handle from, int& overflow) {
  const auto number = nb::steal<nb::object>(PyNumber_Index(from.ptr()));
  if (!number.is_valid()) nb::raise_python_error();
  return PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
}

Step read_step(std::string_view whose, const Field& field, nb::handle from) {
  if (from.is_none()) return endless;
  if (!is_whole(from)) raise_other_type(whose, field, "a whole number", from);
  int overflow = 0;
  const Step step = whole(from, overflow);
  if (overflow == 0) return step;
  throw Refusal(std::string(whose) + ": " + python_name(field.name) + " must be at most 2^62");
}

double read_number(std::string_view whose, const Field& field, nb::handle from) {
  if (PyFloat_Check(from.ptr())) return PyFloat_AsDouble(from.ptr());
  const bool is_number = PyNumber_Check(from.ptr()) && !PyBool_Check(from.ptr()) && !PyComplex_Check(from.ptr());
  const auto number = nb::steal<nb::object>(is_number ? PyNumber_Float(from.ptr()) : nullptr);
  if (!number.is_valid()) {
    PyErr_Clear();
    raise_other_type(whose, field, "a number", from);
  }
  return PyFloat_AsDouble(number.ptr());
}

std::string read_text(std::string_view whose, const Field& field, nb::handle from) {
  if (!PyUnicode_Check(from.ptr())) raise_other_type(whose, field, "a text", from);
  return nb::cast<std::string>(from);
}

/// "'from' or 'moved'"
std::string words_text(const Field& field) {
  std::string all;
  for (const std::string_view word : field.choices) all += (all.empty() ? "'" : " or '") + std::string(word) + "'";
  return all;
}

Choice read_choice(std::string_view whose, const Field& field, nb::handle from) {
  if (is_switch(field) && PyBool_Check(from.ptr())) return {from.is(nb::handle(Py_True)) ? std::size_t{1} : 0};
  if (!PyUnicode_Check(from.ptr()))
    raise_other_type(whose, field, is_switch(field) ? "True or False" : words_text(field).c_str(), from);
  const auto word = nb::cast<std::string>(from);
  const auto found = std::find(field.choices.begin(), field.choices.end(), word);
  if (found == field.choices.end())
    throw Refusal(std::string(whose) + ": " + python_name(field.name) + " is one of " + words_text(field) + "; read '" +
                  one_line(word) + "'");
  return {static_cast<std::size_t>(found - field.choices.begin())};
}

template <class Item>
Item read_item(std::string_view whose, const Field& field, nb::handle from) {
  if constexpr (std::is_same_v<Item, double>) return read_number(whose, field, from);
  if constexpr (std::is_same_v<Item, Step>) return read_step(whose, field, from);
  if constexpr (std::is_same_v<Item, std::string>) return read_text(whose, field, from);
}

template <class Item>
std::vector<Item> read_list(std::string_view whose, const Field& field, nb::handle from) {
  const auto items = nb::steal<nb::object>(PyUnicode_Check(from.ptr()) ? nullptr : PySequence_List(from.ptr()));
  if (!items.is_valid()) {
    PyErr_Clear();
    raise_other_type(whose, field, "a list", from);
  }
  std::vector<Item> list;
  for (const nb::handle item : nb::borrow<nb::list>(items)) list.push_back(read_item<Item>(whose, field, item));
  return list;
}

std::string python_type(const Field& field, const Value& like) {
  if (is_switch(field)) return "bool";
  if (field.unit == Unit::choice) {
    std::string all;
    for (const std::string_view word : field.choices) all += (all.empty() ? "'" : ", '") + std::string(word) + "'";
    return "typing.Literal[" + all + "]";
  }
  static constexpr const char* types[] = {"float",
                                          "int",
                                          "",
                                          "str",
                                          "collections.abc.Iterable[float]",
                                          "collections.abc.Iterable[int]",
                                          "collections.abc.Iterable[str]"};
  return types[like.index()];
}

[[noreturn]] void raise_unknown(std::string_view function, const std::string& name, std::vector<std::string> known) {
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string nearest(nearest_name(name, names));
  raise_type(std::string(function) + "() takes no " + name +
             (nearest.empty() ? "" : "; did you mean " + nearest + "?"));
}

bool is_endless(const Value& value) {
  const Step* step = std::get_if<Step>(&value);
  return step && *step == endless;
}

std::vector<std::string> names_of(std::span<const Member> members) {
  std::vector<std::string> names;
  for (const Member& member : members) names.push_back(python_name(member.field.name));
  return names;
}

}  // namespace

Step step_of(nb::handle number) {
  int overflow = 0;
  const Step step = whole(number, overflow);
  return overflow == 0 ? std::clamp(step, Step{0}, max_step) : overflow > 0 ? max_step : 0;
}

std::string python_name(std::string_view field) {
  const bool is_kept =
      std::find(std::begin(kept_by_python), std::end(kept_by_python), field) != std::end(kept_by_python);
  return std::string(field) + (is_kept ? "_" : "");
}

Value read_value(std::string_view whose, const Field& field, const Value& like, nb::handle from) {
  if (field.unit == Unit::choice) return read_choice(whose, field, from);
  if (std::holds_alternative<double>(like)) return read_number(whose, field, from);
  if (std::holds_alternative<Step>(like)) return read_step(whose, field, from);
  if (std::holds_alternative<std::string>(like)) return read_text(whose, field, from);
  if (std::holds_alternative<std::vector<double>>(like)) return read_list<double>(whose, field, from);
  if (std::holds_alternative<std::vector<Step>>(like)) return read_list<Step>(whose, field, from);
  return read_list<std::string>(whose, field, from);
}

nb::object to_python(const Json& json) { return nb::module_::import_("json").attr("loads")(write_json(json, 0)); }

nb::object to_python(const Field& field, const Value& value) {
  if (is_switch(field)) return nb::bool_(std::get<Choice>(value).index == 1);
  if (field.unit == Unit::choice) return text(field.choices[std::get<Choice>(value).index]);
  if (is_endless(value)) return nb::none();
  return std::visit(
      [&](const auto& held) -> nb::object {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, Choice>)
          return nb::none();
        else
          return nb::cast(held);
      },
      value);
}

void read_keywords(std::string_view function, std::span<const Member> members, void* options,
                   const nb::kwargs& keywords) {
  for (const auto& [key, given] : keywords) {
    const auto name = nb::cast<std::string>(key);
    const auto is_named = [&](const Member& member) { return python_name(member.field.name) == name; };
    const auto found = std::find_if(members.begin(), members.end(), is_named);
    if (found == members.end()) raise_unknown(function, name, names_of(members));
    if (given.is_none()) continue;
    const Value value = read_value(function, found->field, found->read(options), given);
    if (const std::string reason = complaint(found->field, value); !reason.empty())
      throw Refusal(std::string(function) + ": " + reason);
    found->write(options, value);
  }
}

std::string argument(const Field& field, const Value& fallback) {
  const std::string head = python_name(field.name) + ": " + python_type(field, fallback);
  if (is_unset(fallback)) return head;
  if (is_endless(fallback)) return head + " | None = None";
  return head + " = " + nb::cast<std::string>(nb::repr(to_python(field, fallback)));
}

std::string optional_arguments(std::span<const Member> members, const void* defaults) {
  std::string all;
  for (const Member& member : members)
    all += (all.empty() ? "" : ", ") + python_name(member.field.name) + ": " +
           python_type(member.field, member.read(defaults)) + " | None = None";
  return all;
}

}  // namespace etude::binding
