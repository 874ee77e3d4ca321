// etude._core: what of the library Python calls. It is imported by the package etude and by nobody else.

#include <nanobind/nanobind.h>

#include "binding.h"

#define ETUDE_BINDING(name) void bind_##name(nanobind::module_& module);
namespace etude::binding {
#include "bindings.inc"
}
#undef ETUDE_BINDING

NB_MODULE(_core, module) {
  nanobind::set_leak_warnings(false);  // JAX keeps what it was given to the end: no leak of ours
  module.doc() = "The compiled part of etude; its names are those of the package.";
  nanobind::exception<etude::binding::Refusal>(module, "Error", PyExc_ValueError).doc() =
      "What etude refuses; the message says what to type instead.";
#define ETUDE_BINDING(name) etude::binding::bind_##name(module);
#include "bindings.inc"
#undef ETUDE_BINDING
}
