#pragma once
// The factors of transformers as it computes them, for what no kind says: lengths that are no whole steps, a decay that
// begins before step 0.

#include "dialect/read/reading.h"

namespace etude::dialect::hf {

/// Is one of these lengths no whole number?
bool has_fraction(Arguments& a, std::initializer_list<const char*> lengths);

Result<Reading> linear_in_fractions(Arguments& a);
/// Waves down to `floor`, a share of the rate.
Result<Reading> cosine_in_fractions(Arguments& a, double floor);
/// The same counted from 1.
Result<Reading> counted_cosine_in_fractions(Arguments& a, double floor);
Result<Reading> restarts_in_fractions(Arguments& a);
Result<Reading> polynomial_in_fractions(Arguments& a);
Result<Reading> constant_in_fractions(Arguments& a);
Result<Reading> inverse_sqrt_in_fractions(Arguments& a);
Result<Reading> wsd_in_fractions(Arguments& a);

}  // namespace etude::dialect::hf
