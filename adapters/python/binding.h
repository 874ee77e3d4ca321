#pragma once
// What every binding needs: refusals as Python's exceptions, and values of options out of what Python hands over.
//
// A binding is a file of this folder with a function bind_NAME, and a line in bindings.inc.

#include <nanobind/nanobind.h>

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "etude/base/field.h"
#include "etude/base/json.h"
#include "etude/base/result.h"

namespace etude::binding {

namespace nb = nanobind;

/// What Python sees as etude.Error, with the message that the command line gives, whose flags are keywords here.
struct Refusal : std::runtime_error {
  explicit Refusal(const std::string& message);
};

/// What was made; what was refused is raised.
template <class T>
T value_or_raise(Result<T> result) {
  if (!result) throw Refusal(result.error().message);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// A text as Python's.
inline nb::str text(std::string_view from) { return nb::str(from.data(), from.size()); }

/// The step that a whole number of any size is; what is beyond max_step counts as that, and a negative one as 0.
Step step_of(nb::handle number);

/// A field's name in Python, which keeps some words for itself: from_ of from.
std::string python_name(std::string_view field);

/// The value of a field out of what Python hands over: a number, a word, a list of them. `like` is any value of the field,
/// and says its type. Raises TypeError for what is of another type; "cosine" is whose field it is.
Value read_value(std::string_view whose, const Field& field, const Value& like, nb::handle from);

/// The same value in Python.
nb::object to_python(const Field& field, const Value& value);

/// What a JSON text says, as Python's own dicts, lists, numbers and texts.
nb::object to_python(const Json& json);

/// Writes what keywords say into a struct of options: None leaves a member as it is. Raises TypeError for a name that no
/// member has, with the nearest that one has. What a member's statement refuses is raised as etude.Error.
void read_keywords(std::string_view function, std::span<const Member> members, void* options,
                   const nb::kwargs& keywords);

/// A field as an argument in a signature: "steps: int", "to: float = 0.0".
std::string argument(const Field& field, const Value& fallback);

/// Fields as keywords that may all be left out: "steps: int | None = None, lr: float | None = None".
std::string optional_arguments(std::span<const Member> members, const void* defaults);

}  // namespace etude::binding
