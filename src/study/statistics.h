#pragma once
// The statistics of a study: summaries, paired differences and their correction.

#include <span>
#include <vector>

#include "etude/base/number.h"
#include "etude/record/comparison.h"

namespace etude::study {

/// Of at least one value.
double mean_of(std::span<const double> values);

/// Median, mean, standard deviation and half width of the 95 % interval of what is not NaN in `values`.
Summary summarise(std::vector<double> values);

/// The x with P(|T| <= x) = probability for Student's t of `degrees` >= 1 degrees of freedom, 0 < probability < 1.
double student_quantile(double probability, int degrees);

/// P(|T| > |t|) for Student's t of `degrees` >= 1 degrees of freedom: the two-sided p. Exact to 1e-10 of itself as far
/// out as a double reaches; 1 at t = 0, 0 at infinity, NaN stays NaN. Cost: grows with `degrees`.
double student_tail(double t, int degrees);

/// What one side lost to the other, pair by pair: d_i = a_i - b_i.
struct PairedDifference {
  int pairs = 0;                 // that both have a finite value for; the others are left out
  double mean = not_a_number;    // of d; NaN without pairs
  double ci95 = not_a_number;    // half width of its 95 % interval; NaN below two pairs that are not exact
  double effect = not_a_number;  // mean / sd of d; NaN as before
  double p = not_a_number;       // paired t, two-sided; NaN as before
};

/// Of two sides of the same size. Where they are exact one pair is all there is to know: it has no spread.
///   t = mean / (sd / sqrt(n))        p = P(|T| > |t|), T Student's with n - 1 degrees of freedom
/// Edges: where all d are 0, effect is 0 and p is 1. Where all are the same and not 0, the sd is 0: ci95 is 0, effect
/// infinite with the sign of d (JSON has null for it), and p is 0.
/// Source: Student 1908; the effect is Cohen's d_z.
PairedDifference paired_difference(std::span<const double> a, std::span<const double> b, bool is_exact = false);

/// Holm's step-down correction of a family of m p-values: the i-th smallest, counted from 0, becomes
///   max over j <= i of min(1, (m - j) p_j)
/// Who rejects what is below 0.05 then errs in at most 5 % of all families, however the tests depend on each other.
/// A NaN stays one and does not count in m. Source: Holm 1979.
std::vector<double> holm(std::vector<double> p);

/// The least n >= 2, about, with (x + 0.8416) / sqrt(n) <= |effect|, x Student's two-sided quantile of 1 - level for n - 1
/// degrees of freedom: of so many pairs a paired t-test at that level tells such an effect in 80 % of cases. NaN where the
/// effect is 0, infinite or NaN. Off by one pair in twenty at most.
double pairs_to_tell(double effect, double level);

}  // namespace etude::study
