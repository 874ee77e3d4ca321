#pragma once
// Where the losses of an arm are lowest, judged from few runs near there.

#include <cstddef>
#include <map>
#include <vector>

namespace etude::study {

/// A point of the grid of peaks.
struct Point {
  std::vector<double> losses;     // by tuning seed: NaN where it was not run, infinite where the run diverged or failed
  std::size_t wanted = 0;         // on how many seeds it is to run
  double level = 0;               // the logarithm of its mean loss, freed of what its seeds add
  double variance = 0;            // of that
  std::vector<double> logs = {};  // what is left of the losses' logarithms without level and seeds
};
using Points = std::map<int, Point>;

/// From the losses of points that were run, on one seed at least each.
void find_levels(Points& points);

/// The lowest place of a parabola near a point, in grid points from there, and its standard error.
struct Valley {
  double lowest = 0;
  double error = 0;
};

/// From the levels of the points that are at most `reach` from the centre. Infinitely far down the slope, or 0 where
/// they are flat, with an infinite error, where they are no valley.
Valley valley_near(int centre, const Points& points, int reach);

}  // namespace etude::study
