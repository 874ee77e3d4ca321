// Trials of one seed and one backward pass share beginnings, so they go to one rank; a quarter of an even share at most.

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "ranks.h"

namespace etude::mpi {

std::vector<std::vector<std::size_t>> portions_of(std::span<const study::Trial> trials, std::size_t ranks) {
  std::map<std::tuple<std::uint32_t, train::Backward>, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < trials.size(); ++i) alike[{trials[i].seed, trials[i].backward}].push_back(i);
  const std::size_t most = std::max<std::size_t>(1, trials.size() / (4 * std::max<std::size_t>(ranks, 1)));
  std::vector<std::vector<std::size_t>> portions;
  for (const auto& [key, indices] : alike) {
    const std::size_t pieces = (indices.size() + most - 1) / most;
    for (std::size_t k = 0; k < pieces; ++k)
      portions.emplace_back(indices.begin() + static_cast<std::ptrdiff_t>(indices.size() * k / pieces),
                            indices.begin() + static_cast<std::ptrdiff_t>(indices.size() * (k + 1) / pieces));
  }
  const auto steps = [&](const std::vector<std::size_t>& portion) {
    Step sum = 0;
    for (const std::size_t i : portion) sum += trials[i].steps;
    return sum;
  };
  std::stable_sort(portions.begin(), portions.end(), [&](const auto& a, const auto& b) { return steps(a) > steps(b); });
  return portions;
}

}  // namespace etude::mpi
