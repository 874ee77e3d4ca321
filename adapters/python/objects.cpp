#include "objects.h"

#include <functional>

namespace etude::binding {

std::string text_of(const dialect::Spec& spec) {
  return spec.line.empty() ? notation::print(spec.computed) : spec.line;
}

bool are_equal(const dialect::Spec& a, const dialect::Spec& b) {
  return a.computed == b.computed && (!dialect::has_function(a.computed) || a.line == b.line);
}

std::size_t hash_of(const dialect::Spec& spec) {
  const std::string own = notation::print(spec.computed);
  return std::hash<std::string>()(dialect::has_function(spec.computed) ? own + spec.line : own);
}

dialect::Spec read_back(const Written& from) {
  return value_or_raise(dialect::parse_spec(from.text, Horizon{.steps = from.run}));
}

Written written(const dialect::Spec& spec, Step run) {
  const Written alone{text_of(spec)};
  if (spec.line.empty() || run == 0 || are_equal(read_back(alone), spec)) return alone;
  return {alone.text, run};
}

nb::str repr_of(const Written& from) {
  if (from.run == 0) return nb::str("etude.parse({!r})").format(text(from.text));
  return nb::str("etude.parse({!r}, steps={})").format(text(from.text), from.run);
}

}  // namespace etude::binding
