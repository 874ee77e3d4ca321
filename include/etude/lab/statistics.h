#pragma once

#include <vector>

#include "etude/base/record.h"

namespace etude {

/// Median, mean, standard deviation and half width of the 95 % interval of what is not NaN in `values`.
Summary summarise(std::vector<double> values);

/// The x with P(|T| <= x) = probability for Student's t of `degrees` >= 1 degrees of freedom, 0 < probability < 1.
double student_quantile(double probability, int degrees);

}  // namespace etude
