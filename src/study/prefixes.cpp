// Which trials begin alike.
//
// Idea: the values that a run trains under, step by step, are a word, and runs with common beginnings lie together when
//       these words are sorted. Neighbours' common beginnings then say everything: what two runs of the order share is
//       the least that neighbours between them share. So a tree of runs is a list and one number a run.
// Formula: words are compared bit by bit, in blocks of 64 steps. Runs that agree on all blocks so far are a bundle; a
//       bundle is sorted by its next block, which parts it into smaller ones, until it is of one run or all its runs
//       have ended. Of two words one of which begins the other, the shorter comes first.
// Edges: 0 and -0 part, which costs time and no bit. A run of 0 steps shares nothing. Plans that are equal are
//       evaluated once for all seeds.
// Cost: each plan is evaluated up to the end of the block in which it parts from all others, O(steps log plans) for all
//       comparisons; a bundle's next block is held at a time, 64 numbers a schedule and plan.
// Source: this is a most-significant-digit radix sort of the words, and the list of neighbours' common beginnings
//       is that of suffix arrays (Manber and Myers 1993).

#include "study/prefixes.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

#include "etude/base/math.h"
#include "etude/notation/notation.h"

namespace etude::study {
namespace {

constexpr Step block_steps = 64;

/// A plan up to some step.
struct Run {
  const Plan* plan;
  Step steps;
};

struct Order {
  std::vector<std::size_t> runs;
  std::vector<Step> shared;  // by place: with the run before
};

/// Runs that agree on all steps before `from`.
struct Bundle {
  std::vector<std::size_t> runs;
  Step from = 0;
  Step shared = 0;  // of its first run, with the run before
  bool has_ended = false;
};

using Word = std::vector<std::uint64_t>;

/// The values of steps from, from + 1, ... of one block, those of a step beside each other.
Word block_of(const Run& run, Step from) {
  const auto schedules = parts(*run.plan);
  std::vector<double> values(static_cast<std::size_t>(std::clamp(run.steps - from, Step{0}, block_steps)));
  Word word(values.size() * schedules.size());
  for (std::size_t part = 0; part < schedules.size(); ++part) {
    schedules[part].second.values(from, values);
    for (std::size_t t = 0; t < values.size(); ++t)
      word[t * schedules.size() + part] = std::bit_cast<std::uint64_t>(values[t]);
  }
  return word;
}

Step common(const Word& a, const Word& b, std::size_t numbers_of_step) {
  const auto [at, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return (at - a.begin()) / static_cast<Step>(numbers_of_step);
}

/// The bundles of the next block, in order.
std::vector<Bundle> parted(std::span<const Run> runs, const Bundle& bundle) {
  std::map<Word, std::vector<std::size_t>> by_word;
  for (const std::size_t run : bundle.runs) by_word[block_of(runs[run], bundle.from)].push_back(run);
  const std::size_t numbers = parts(*runs[bundle.runs.front()].plan).size();
  std::vector<Bundle> all;
  const Word* before = nullptr;
  for (auto& [word, members] : by_word) {
    const Step shared = before ? bundle.from + common(*before, word, numbers) : bundle.shared;
    const bool has_ended = word.size() < numbers * static_cast<std::size_t>(block_steps);
    all.push_back({std::move(members), bundle.from + block_steps, shared, has_ended});
    before = &word;
  }
  return all;
}

/// Of runs that drive the same.
Order ordered(std::span<const Run> runs) {
  Order order;
  std::vector<Bundle> left(1);
  for (std::size_t run = 0; run < runs.size(); ++run) left.front().runs.push_back(run);
  while (!left.empty()) {
    const Bundle bundle = std::move(left.back());
    left.pop_back();
    if (bundle.has_ended || bundle.runs.size() == 1) {
      for (const std::size_t run : bundle.runs) order.shared.push_back(runs[run].steps), order.runs.push_back(run);
      order.shared[order.shared.size() - bundle.runs.size()] = bundle.shared;
    } else {
      auto next = parted(runs, bundle);
      std::move(next.rbegin(), next.rend(), std::back_inserter(left));
    }
  }
  return order;
}

/// Equal plans are one, whoever holds them.
class Plans {
 public:
  std::size_t number_of(const Plan& plan) {
    auto& alike = by_text_[notation::print(plan)];  // callables of one label may differ in length
    const auto found = std::find_if(alike.begin(), alike.end(), [&](const auto& each) { return *each.first == plan; });
    if (found != alike.end()) return found->second;
    alike.emplace_back(&plan, count_);
    return count_++;
  }

 private:
  std::map<std::string, std::vector<std::pair<const Plan*, std::size_t>>> by_text_;
  std::size_t count_ = 0;
};

/// Trials with one backward pass and plans that drive the same, of all seeds.
struct Tribe {
  struct Member {
    std::uint32_t seed;
    std::size_t run;  // later: its place in the order
    std::size_t trial;
    auto operator<=>(const Member&) const = default;
  };
  std::vector<Run> runs = {};
  std::map<std::pair<std::size_t, Step>, std::size_t> known = {};  // runs by plan and steps
  std::vector<Member> members = {};

  void add(const Trial& trial, std::size_t plan, std::size_t index) {
    const auto [place, is_new] = known.emplace(std::pair(plan, trial.steps), runs.size());
    if (is_new) runs.push_back({&trial.plan, trial.steps});
    members.push_back({trial.seed, place->second, index});
  }
};

/// Of places a < b: the least that neighbours from a to b share.
Step shared_between(const Order& order, std::size_t a, std::size_t b) {
  return *std::min_element(order.shared.begin() + static_cast<std::ptrdiff_t>(a) + 1,
                           order.shared.begin() + static_cast<std::ptrdiff_t>(b) + 1);
}

void append(Tribe& tribe, train::Backward backward, std::vector<Family>& all) {
  const Order order = ordered(tribe.runs);
  std::vector<std::size_t> place(order.runs.size());
  for (std::size_t i = 0; i < place.size(); ++i) place[order.runs[i]] = i;
  for (auto& member : tribe.members) member.run = place[member.run];
  math::sort(tribe.members);
  const Tribe::Member* before = nullptr;
  for (const auto& member : tribe.members) {
    const bool is_first = !before || before->seed != member.seed;
    if (is_first) all.push_back({backward, member.seed, {}, {}});
    Step shared = 0;
    if (!is_first && before->run == member.run) shared = tribe.runs[order.runs[member.run]].steps;
    if (!is_first && before->run != member.run) shared = shared_between(order, before->run, member.run);
    all.back().trials.push_back(member.trial);
    all.back().shared.push_back(shared);
    before = &member;
  }
}

}  // namespace

std::vector<Family> families(std::span<const Trial> trials) {
  Plans plans;
  std::map<std::pair<train::Backward, std::string>, Tribe> tribes;
  for (std::size_t i = 0; i < trials.size(); ++i)
    tribes[{trials[i].backward, what_is_driven(trials[i].plan)}].add(trials[i], plans.number_of(trials[i].plan), i);
  std::vector<Family> all;
  for (auto& [key, tribe] : tribes) append(tribe, key.first, all);
  math::sort(all, [](const Family& a, const Family& b) { return a.seed < b.seed; });
  return all;
}

}  // namespace etude::study
