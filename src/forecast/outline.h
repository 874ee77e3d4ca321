#pragma once
// A course as the laws look at it, summed up so that a fit asks for a few thousand powers and not for millions.
//
// What a law needs at t is a sum over steps (progress) and a sum over changes of the rate (drops). Progress: steps in a row
// whose rates are within a tenth of each other become one cell, whose power sum is that of their mean with their variance;
// the last one ends at t. So what is told of t does not depend on the other points that are asked for. Drops: a change long ago and its neighbours have nearly the same effect, so they become one,
// the longer ago the more of them: a tree of pairs over the changes, of which each point takes the largest nodes that are
// narrow enough beside their distance. A node keeps the rates before and after it, so the powers telescope; the time
// since it is the mean of its changes' times by their size, so what is left out is of second order.
//
// Cost: O(T) once, then O(points log T) a law and set of numbers. The error is below 3e-5 of the loss, of MTL and FSL below 1e-4
// (evaluate_test.cpp).

#include <cstdint>
#include <span>
#include <vector>

#include "etude/forecast/forecast.h"

namespace etude::forecast {

struct Outline {
  struct Cell {
    double count, mean;  // steps and the mean of their rates
    double spread;       // their variance as a share of mean^2
  };
  struct Drop {
    std::uint32_t before, after;  // places in `rates`
    double rate;                  // mean of the rates after its changes
    double sum;                   // mean of the sums of rates before them
    double step;                  // mean of their steps
  };
  struct Block {
    double count, rate;  // steps and the mean of their rates
  };
  double peak = 0, warmup_sum = 0, warmup_steps = 0;
  std::vector<Step> at;
  std::vector<double> sums;            // of the rates, at each point
  std::vector<Cell> cells;             // in order, the same wherever points are
  std::vector<std::size_t> cell_ends;  // of each point: the cells that end before it,
  std::vector<Cell> last_cells;        //   and what the next one has till then
  std::vector<double> rates;           // at the ends of drops, each once
  std::vector<Drop> drops;
  std::vector<std::uint32_t> terms;     // places in `drops`, point by point
  std::vector<std::size_t> term_ends;   // of each point
  std::vector<Block> blocks;            // of the law of modes, which has none of the above
  std::vector<std::size_t> block_ends;  // of each point
};

/// The outline of a course for a law, at the points `at`, ascending, 1 ... its length.
Outline outline_of(const Law& law, std::span<const double> rates, Step warmup_steps, std::span<const Step> at);

/// Steps in a row at nearly one rate, few early on, and then a share of the run at most; each point ends a block.
Outline blocks_of(std::span<const double> rates, std::span<const Step> at);

/// Whether two laws have the same outlines.
bool see_alike(const Law& a, const Law& b);

}  // namespace etude::forecast
