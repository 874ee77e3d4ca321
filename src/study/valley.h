#pragma once
// Where the losses of an arm are lowest, judged from few runs near there.

#include <map>
#include <vector>

namespace etude::study {

/// Of each grid point its losses by tuning seed: NaN where it was not run, infinite where the run diverged or failed.
using Losses = std::map<int, std::vector<double>>;

/// The logarithm of a point's mean loss, freed of what its seeds add, and the variance of that.
struct Level {
  double loss = 0;
  double variance = 0;
};

/// Of every point that was run.
std::map<int, Level> levels_of(const Losses& losses);

/// The lowest place of a parabola near a point, in grid points from there, and its standard error.
struct Valley {
  double lowest = 0;
  double error = 0;
};

/// From the points that are at most `reach` from the centre. Infinitely far down the slope, or 0 where they are flat, with
/// an infinite error, where they are no valley.
Valley valley_near(int centre, const std::map<int, Level>& levels, int reach);

}  // namespace etude::study
