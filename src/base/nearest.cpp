// The nearest name is the one with the smallest edit distance: how many letters must be added, left out, replaced or
// swapped with their neighbour. A name that is further away than a third of the word's letters is not near.
// Cost: O(letters of the word x letters of all names). Source: Damerau 1964.

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/words.h"

namespace etude {
namespace {

/// How many letters must be added, left out, replaced or swapped with their neighbour to make b of a.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, above, row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

/// A beginning of a name is as near as one wrong letter.
std::size_t distance_to(std::string_view word, std::string_view name) {
  const bool begins = word.size() >= 3 && name.starts_with(word);
  return begins ? std::min<std::size_t>(edit_distance(word, name), 1) : edit_distance(word, name);
}

}  // namespace

std::string_view nearest_name(std::string_view word, const std::vector<std::string_view>& names) {
  if (word.empty() || word.size() > 64) return "";
  std::string_view nearest;
  std::size_t best = std::max<std::size_t>(word.size() / 3, 1) + 1;
  for (std::string_view name : names) {
    const std::size_t distance = distance_to(word, name);
    if (distance < best) {
      best = distance;
      nearest = name;
    }
  }
  return nearest;
}

}  // namespace etude
