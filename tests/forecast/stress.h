#pragma once
// Rows of the table of stress: of many predictions, how far off they were and how many lay in their intervals.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "etude/forecast/forecast.h"

namespace etude::forecast {

using Runs = std::vector<LoggedRun>;

/// What is fitted, and what is told from it.
struct Case {
  Runs fitted, wanted;
};

/// One line of the table.
struct Row {
  std::string name;
  int told = 0, refused = 0, inside = 0;
  double errors = 0, largest = 0, widths = 0;

  double coverage() const { return static_cast<double>(inside) / told; }
  double error() const { return errors / told; }
  void add(const Row& more) { told += more.told, inside += more.inside, errors += more.errors, widths += more.widths; }
};

/// What is told of one run.
inline void hold(const Result<Forecast>& fitted, const LoggedRun& run, Row& row) {
  const auto told =
      fitted ? predict(*fitted, {run.rates, run.warmup_steps}, run.steps) : Result<Prediction>(pass_on(fitted.error()));
  if (!told) {
    ++row.refused;
    return;
  }
  for (std::size_t i = 0; i < run.steps.size(); ++i)
    EXPECT_TRUE(std::isfinite(told->losses[i]) && std::isfinite(told->half_widths[i])) << row.name << " " << run.name;
  const double error = std::abs(told->losses.back() - run.losses.back()), width = told->half_widths.back();
  ++row.told;
  row.inside += error <= width ? 1 : 0;
  row.errors += error;
  row.widths += width;
  row.largest = std::max(row.largest, error);
}

inline void print(const Row& row) {
  static const int head = std::puts("| fitted, and told from it | told | refused | error | largest | inside | ± |");
  EXPECT_GE(head, 0);
  if (row.told == 0) std::printf("| %s | 0 | %d | - | - | - | - |\n", row.name.c_str(), row.refused);
  if (row.told > 0)
    std::printf("| %s | %d | %d | %.4f | %.4f | %.0f %% | %.4f |\n", row.name.c_str(), row.told, row.refused,
                row.error(), row.largest, 100 * row.coverage(), row.widths / row.told);
  std::fflush(stdout);
}

inline Row held(const std::string& name, const std::vector<Case>& cases) {
  Row row{name};
  for (const Case& each : cases) {
    const auto fitted = fit(each.fitted, {});
    for (const LoggedRun& run : each.wanted) hold(fitted, run, row);
  }
  print(row);
  return row;
}

/// Of what an interval of 90 % asks, and as much more as few runs of few models may leave.
inline void expect_to_hold(const Row& all) { EXPECT_GE(all.coverage(), 0.88) << all.inside << " of " << all.told; }

/// Of a normal distribution, nearly.
inline double normal(std::mt19937_64& bits) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += static_cast<double>(bits() >> 11) * 0x1p-53;
  return sum;
}

inline void add_noise(double size, std::uint64_t seed, LoggedRun& run) {
  std::mt19937_64 bits(seed);
  for (double& loss : run.losses) loss += size * normal(bits);
}

}  // namespace etude::forecast
