// Weights are drawn from normal distributions; which one follows from what a parameter is for.

#include <algorithm>
#include <cmath>

#include "etude/model/network.h"

namespace etude::model {
namespace {

/// The standard deviation that a parameter starts with; 0: it is not drawn.
double deviation(const Parameter& p, Initialisation initialisation, double sd) {
  if (initialisation == Initialisation::zero) return 0;
  if (p.role == Role::embedding) return sd;
  if (p.role != Role::weight) return 0;
  if (initialisation == Initialisation::normal) return sd;
  const double inputs = static_cast<double>(p.rows), outputs = static_cast<double>(p.columns);
  return std::sqrt(2.0 / (initialisation == Initialisation::he ? inputs : inputs + outputs));
}

}  // namespace

template <class Real>
void initialise(Network<Real>& network, Initialisation initialisation, RandomState& random, double sd) {
  for (const Parameter& p : network.layout()) {
    const double scale = deviation(p, initialisation, sd);
    for (Real& value : network.parameters().subspan(p.begin, p.size())) {
      value = static_cast<Real>(p.role == Role::gain ? 1 : 0);
      if (scale > 0) value = static_cast<Real>(random.normal() * scale);
    }
  }
}

template void initialise(Network<double>&, Initialisation, RandomState&, double);
template void initialise(Network<float>&, Initialisation, RandomState&, double);
template void initialise(Network<Dual>&, Initialisation, RandomState&, double);

}  // namespace etude::model
