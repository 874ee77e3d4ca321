// A plain wave is a ramp like any other; one that is bent has powers to take.

#include "etude/schedule/kind/cosine.h"

namespace etude::inline schedule {

double Cosine::Compiled::bent(Step t) const {
  double p = progress(t, options_.steps, options_.first, options_.end);
  if (options_.k_decay != 1) p = math::pow(p, options_.k_decay);
  const double w = cosine_weight(p);
  return mix(options_.exponent == 1 ? w : math::pow(w, options_.exponent), options_.from, options_.to);
}

void Cosine::Compiled::values(Step first, std::span<double> out) const {
  if (is_plain_) return wave_.values(first, out);
  for (double& value : out) value = bent(first++);
}

std::string Cosine::in_python() const {
  const std::string p = k_decay == 1 ? "p" : arithmetic("p ** {}", {k_decay});
  const std::string wave = arithmetic("(1 + math.cos(math.pi * {})) / 2", {p});
  return python::ramp(*this, exponent == 1 ? wave : arithmetic("({}) ** {}", {wave, exponent}));
}

}  // namespace etude::schedule
