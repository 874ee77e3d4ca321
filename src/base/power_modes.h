#pragma once
// Modes j = 1, 2, ... whose numbers are powers of j, taken together where neighbours differ by less than a tenth.

namespace etude {

/// The first mode of the group after the one that begins with `first`: an eighth of an octave on, at least one.
double next_group(double first);

/// The sum of j^-k over the modes from first to last - 1, which need not be whole: of one mode that of itself; else
/// [x^(1-k) / (1-k) + k x^(-k-1) / 24] from first - 1/2 to last - 1/2, whose error is below 1e-6 of it.
double sum_of_powers(double k, double first, double last);

}  // namespace etude
