#pragma once
// Where the losses of an arm are lowest, judged from few runs near there.

#include <array>
#include <cstddef>
#include <map>
#include <vector>

namespace etude::study {

/// A point of the grid of peaks.
struct Point {
  std::vector<double> losses;  // by tuning seed: NaN where it was not run, infinite where the run diverged or failed
  std::vector<double> tails = {};  // likewise, the mean loss of the end of the run; NaN where that is not known
  std::size_t wanted = 0;          // on how many seeds it is to run
  double level = 0;                // the logarithm of its mean loss, freed of what its seeds add
  double variance = 0;             // of that
};
using Points = std::map<int, Point>;

/// From the losses of points that were run, on one seed at least each, and from their tails where all runs have one.
void find_levels(Points& points);

/// Of a smooth curve through the levels, on the grid from the lowest point that ran to the highest.
struct Valley {
  int lowest = 0;                // the smaller point where two are as low
  std::array<int, 2> ends = {};  // the nearest on both sides from which on all that ran are told to be higher, at 5 %
};

/// From the levels.
Valley valley_of(const Points& points);

}  // namespace etude::study
