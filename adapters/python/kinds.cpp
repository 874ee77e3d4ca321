#include "specs.h"
namespace etude::binding {
void bind_kinds(nb::module_&) {}
}
