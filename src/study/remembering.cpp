// A runner that remembers.
//
// Idea: trials are looked up a portion at a time, just before they would be run, so that what another program finished
//       in between is found. What a portion lacks is put together with what the next ones lack, so that a study that
//       is nearly done still keeps all threads busy.
// Formula: trials that share their first step (prefixes.h) stay together; a portion is such groups, one after another,
//       until it is large enough. An order that is not 0 shuffles the groups by Fisher and Yates with draws of its own.
// Cost: one look-up a trial.

#include "etude/study/remembering.h"

#include <algorithm>

#include "etude/base/random.h"
#include "study/prefixes.h"

namespace etude::study {
namespace {

using Indices = std::vector<std::size_t>;

/// Trials that share their first step, group by group, in the order of the first of each.
std::vector<Indices> groups_of(std::span<const Trial> trials) {
  std::vector<Indices> groups;
  for (const SortedTrials& list : sorted(trials))
    for (std::size_t place = 0; place < list.trials.size(); ++place) {
      if (list.shared[place] == 0) groups.emplace_back();
      groups.back().push_back(list.trials[place]);
    }
  for (Indices& group : groups) std::sort(group.begin(), group.end());
  std::sort(groups.begin(), groups.end());
  return groups;
}

void shuffle(std::vector<Indices>& groups, std::uint32_t order) {
  if (order == 0) return;
  RandomState random(order);
  for (std::size_t left = groups.size(); left > 1; --left)
    std::swap(groups[left - 1], groups[static_cast<std::size_t>(random.uniform() * static_cast<double>(left))]);
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
  Result<void> look_up(const Indices& group) {
    for (const std::size_t i : group) {
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
    auto groups = groups_of(trials);
    shuffle(groups, portions.order);
    const std::size_t enough = portion_of(portions, trials.size());
    Passage passage{runner, memory, trials, finished};
    for (const Indices& group : groups) {
      if (auto good = passage.look_up(group); !good) return good;
      if (passage.missing.size() < enough) continue;
      if (auto good = passage.run_missing(); !good) return good;
    }
    return passage.run_missing();
  };
}

}  // namespace etude::study
