// How well a study of many trials fills many machines: a simulation, since nobody has a thousand at hand.
//
// Idea: trials of uneven length, drawn log-normal (median 60 s, sigma 1), are handed to ranks as these become free.
// Rank 0 takes one hand-out at a time, each of `message` seconds; a rank that asks waits its turn. Rank 0 trains
// nothing. Formula: efficiency = sum of the lengths / (ranks x time until the last one ends). Cost: O(trials log
// ranks).
//
//   ranks [TRIALS [RANKS [SEED]]]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <queue>
#include <vector>

#include "etude/base/math.h"
#include "etude/base/random.h"

namespace {

std::vector<double> drawn_lengths(std::size_t trials, std::uint32_t seed) {
  etude::RandomState random(seed);
  std::vector<double> seconds(trials);
  for (double& length : seconds) length = 60 * etude::math::exp(random.normal());
  return seconds;
}

/// The time at which the last trial ends.
double makespan(const std::vector<double>& seconds, std::size_t ranks, double message) {
  std::priority_queue<double, std::vector<double>, std::greater<>> free_at;
  for (std::size_t rank = 0; rank < ranks; ++rank) free_at.push(0);
  double leader_free_at = 0, end = 0;
  for (const double length : seconds) {
    leader_free_at = std::max(leader_free_at, free_at.top()) + message;
    free_at.pop();
    free_at.push(leader_free_at + length);
    end = std::max(end, leader_free_at + length);
  }
  return end;
}

std::size_t number(int count, char** words, int at, std::size_t otherwise) {
  return count > at ? std::max<std::size_t>(1, std::strtoull(words[at], nullptr, 10)) : otherwise;
}

}  // namespace

int main(int count, char** words) {
  const std::size_t trials = number(count, words, 1, 100'000), ranks = number(count, words, 2, 1000);
  std::vector<double> seconds = drawn_lengths(trials, static_cast<std::uint32_t>(number(count, words, 3, 1)));
  std::vector<double> sorted = seconds;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const double work = std::accumulate(seconds.begin(), seconds.end(), 0.0);
  std::printf("%zu trials, %zu ranks, lengths log-normal: median 60 s, longest %.0f s\n", trials, ranks, sorted[0]);
  std::printf("%-14s %18s %18s\n", "a hand-out", "as they come", "longest first");
  for (const double message : {0.0, 0.0001, 0.001, 0.01, 0.1}) {
    const auto efficiency = [&](const std::vector<double>& lengths) {
      return 100 * work / (static_cast<double>(ranks) * makespan(lengths, ranks, message));
    };
    std::printf("%11.1f ms %16.1f %% %16.1f %%\n", 1000 * message, efficiency(seconds), efficiency(sorted));
  }
}
