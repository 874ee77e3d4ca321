// A runner that remembers.
//
// Idea: trials are looked up a portion at a time, just before they would be run, so that what another program finished
//       in between is found. What a portion lacks is put together with what the next ones lack, so that a study that
//       is nearly done still keeps all threads busy.
// Formula: a portion is whole trees of trials that begin alike (prefixes.h), one after another, until it is large
//       enough. An order that is not 0 shuffles the trees by Fisher and Yates with draws of its own.
// Cost: one look-up a trial.

#include <algorithm>

#include "etude/base/random.h"
#include "etude/record/outcome.h"
#include "study/prefixes.h"

namespace etude::study {
namespace {

using Indices = std::vector<std::size_t>;

/// Trials that share steps, tree by tree, in the order of the first of each.
std::vector<Indices> trees_of(std::span<const Trial> trials) {
  std::vector<Indices> trees;
  for (const Family& family : families(trials))
    for (std::size_t place = 0; place < family.trials.size(); ++place) {
      if (family.shared[place] == 0) trees.emplace_back();
      trees.back().push_back(family.trials[place]);
    }
  for (Indices& tree : trees) std::sort(tree.begin(), tree.end());
  std::sort(trees.begin(), trees.end());
  return trees;
}

void shuffle(std::vector<Indices>& trees, std::uint32_t order) {
  if (order == 0) return;
  RandomState random(order);
  for (std::size_t left = trees.size(); left > 1; --left)
    std::swap(trees[left - 1], trees[static_cast<std::size_t>(random.uniform() * static_cast<double>(left))]);
}

std::size_t portion_of(const Portions& portions, std::size_t trials) {
  return portions.trials > 0 ? portions.trials : std::clamp<std::size_t>(trials / 16, 16, 256);
}

/// One study's trials on their way through memory and runner.
struct Passage {
  const Runner& runner;
  const Memory& memory;
  std::span<const Trial> trials;
  const Finished& finished;
  Indices missing = {};

  /// Tells of what is remembered, and notes what is not.
  Result<void> look_up(const Indices& tree) {
    for (const std::size_t i : tree) {
      auto found = memory.find(trials[i]);
      if (!found) return pass_on(found.error());
      const auto fitting = *found ? with_points(**std::move(found), trials[i].curve_points) : std::nullopt;
      if (!fitting)
        missing.push_back(i);
      else if (auto good = finished(i, *fitting); !good)
        return good;
    }
    return {};
  }

  Result<void> run_missing() {
    const Indices indices = std::exchange(missing, {});
    if (indices.empty()) return {};
    std::vector<Trial> chosen;
    for (const std::size_t i : indices) chosen.push_back(trials[i]);
    return runner(chosen, [&](std::size_t k, const Outcome& outcome) -> Result<void> {
      if (outcome.failure.empty())
        if (auto good = memory.keep(chosen[k], outcome); !good) return good;
      return finished(indices[k], outcome);
    });
  }
};

}  // namespace

Runner remembering(Runner runner, Memory memory, const Portions& portions) {
  return [runner = std::move(runner), memory = std::move(memory), portions](std::span<const Trial> trials,
                                                                            const Finished& finished) -> Result<void> {
    auto trees = trees_of(trials);
    shuffle(trees, portions.order);
    const std::size_t enough = portion_of(portions, trials.size());
    Passage passage{runner, memory, trials, finished};
    for (const Indices& tree : trees) {
      if (auto good = passage.look_up(tree); !good) return good;
      if (passage.missing.size() < enough) continue;
      if (auto good = passage.run_missing(); !good) return good;
    }
    return passage.run_missing();
  };
}

}  // namespace etude::study
