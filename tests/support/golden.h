#pragma once
// The golden files: plain CSV whose first row names the columns; cells may be quoted, none holds a line break.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "etude/base/number.h"

namespace etude::testing {

using Row = std::vector<std::string>;

inline Row split_row(const std::string& line) {
  Row row(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      row.emplace_back();
    } else if (c != '\r') {
      row.back() += c;
    }
  }
  return row;
}

/// The rows of a golden file below its title row.
inline std::vector<Row> golden(const std::string& file) {
  std::ifstream stream(std::string(ETUDE_GOLDEN) + "/" + file);
  EXPECT_TRUE(stream) << "no golden file " << file;
  std::vector<Row> rows;
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) rows.push_back(split_row(line));
  return rows;
}

inline double number(const std::string& text) { return to_double(text).value(); }

/// |a - b| / |b|, and 0 where both are 0.
inline double relative_error(double a, double b) { return a == b ? 0 : std::abs(a - b) / std::abs(b); }

/// 1e-14 of the rate, and what the last bit of a cosine near -1 is worth at that peak: the NumPy that wrote the golden
/// files rounds some cosines otherwise than the C library and NumPy on another processor do, by up to 8e-14 of a rate.
inline double rate_tolerance(double rate, double peak) { return 1e-14 * rate + 0x1p-52 * peak; }

}  // namespace etude::testing
