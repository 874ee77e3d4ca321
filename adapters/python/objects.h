#pragma once
// What etude.Schedule and etude.Plan have in common: they are values, they are texts, and they can be pickled.

#include <nanobind/stl/string.h>

#include "specs.h"

namespace etude::binding {

/// Of what a framework's line said that line, of all else the notation.
std::string text_of(const dialect::Spec& spec);

/// Do both give the same numbers by the same kinds? A framework's own function is told by its line.
bool are_equal(const dialect::Spec& a, const dialect::Spec& b);
std::size_t hash_of(const dialect::Spec& spec);

/// What parse() reads to an equal object: the text and, where the text alone would be read otherwise, the run's steps.
struct Written {
  std::string text;
  Step run = 0;
};
Written written(const dialect::Spec& spec, Step run);
dialect::Spec read_back(const Written& from);

/// etude.parse('cosine(from=0.1, steps=300)')
nb::str repr_of(const Written& from);

template <class Object>
void bind_comparison(nb::class_<Object>& bound) {
  const auto equals = [](const Object& a, nb::handle other) {
    const Object* b = nullptr;
    return nb::try_cast(other, b) && b && are_equal(a.spec, b->spec);
  };
  bound.def("__eq__", equals, nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__", [](const Object& a) { return hash_of(a.spec); });
}

template <class Object>
void bind_texts(nb::class_<Object>& bound) {
  bound.def("__str__", [](const Object& a) { return text_of(a.spec); })
      .def("__repr__", [](const Object& a) { return repr_of(written(a.spec, a.run)); })
      .def(
          "to_json", [](const Object& a) { return write_json(to_json(a.spec), 0); },
          "As one line of JSON, which parse() and the command line read.");
}

/// A value needs no second copy.
template <class Object>
void bind_copies(nb::class_<Object>& bound) {
  const auto itself = [](nb::handle self) { return nb::borrow(self); };
  const auto deep = [](nb::handle self, nb::handle) { return nb::borrow(self); };
  bound.def("__copy__", itself, nb::sig("def __copy__(self) -> typing.Self"))
      .def("__deepcopy__", deep, nb::sig("def __deepcopy__(self, memo: object, /) -> typing.Self"));
}

template <class Object>
void bind_pickling(nb::class_<Object>& bound) {
  const auto state = [](const Object& a) {
    const Written state = written(a.spec, a.run);
    return nb::make_tuple(state.text, state.run);
  };
  const auto set_state = [](Object& a, const nb::tuple& state) {
    const Written from{nb::cast<std::string>(state[0]), nb::cast<Step>(state[1])};
    new (&a) Object{read_back(from), from.run};
  };
  bound.def("__getstate__", state, nb::sig("def __getstate__(self) -> tuple[str, int]"))
      .def("__setstate__", set_state, nb::sig("def __setstate__(self, state: tuple[str, int], /) -> None"));
}

template <class Object>
void bind_value(nb::class_<Object>& bound) {
  bind_comparison(bound);
  bind_texts(bound);
  bind_copies(bound);
  bind_pickling(bound);
}

}  // namespace etude::binding
