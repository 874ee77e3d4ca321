// Which trials begin alike.
//
// Five trials of one seed, each with the rates of its steps:
//
//   trial 0   0.1  0.1  0.1   0.1  0.1   0.1
//   trial 1   0.1  0.1  0.1   0.1  0.05  0
//   trial 2   0.2  0.2  0.2   0.2  0.2   0.2
//   trial 3   0.1  0.1  0.05  0    0     0
//   trial 4   0.1  0.1  0.1
//
// Sorted as words are in a dictionary, each letter being a rate, those that begin alike stand together:
//
//   trial 3   0.1  0.1  0.05  0    0     0     shares 0 steps with the one before it, as there is none
//   trial 4   0.1  0.1  0.1                    shares 2
//   trial 1   0.1  0.1  0.1   0.1  0.05  0     shares 3: trial 4 is its beginning
//   trial 0   0.1  0.1  0.1   0.1  0.1   0.1   shares 4
//   trial 2   0.2  0.2  0.2   0.2  0.2   0.2   shares 0
//
// What any two of them share is the least number between them: trials 3 and 0 share min(2, 3, 4) = 2 steps. So the
// order 3 4 1 0 2 with 0 2 3 4 0 says all there is to know, and 6 + 1 + 3 + 2 + 6 = 18 updates do in place of 27.
//
// Formula: values are compared bit by bit, all that a plan drives beside each other, in blocks of 64 steps. Trials that
//       agree on all blocks so far are sorted by their next block, which parts them into fewer that agree, and so on
//       until one is left alone or those left have all ended.
// Edges: 0 and -0 differ here, which costs time and no bit. A trial of 0 steps shares nothing. Plans that are equal are
//       evaluated once for all seeds.
// Cost: a plan is evaluated up to the end of the block in which it parts from all others, O(steps log plans) for all
//       comparisons; a block is held at a time, 64 numbers a schedule and plan.
// Source: this is a most-significant-digit radix sort, and the numbers beside the order are what Manber and Myers
//       (1993) keep beside a suffix array.

#include "study/prefixes.h"

#include <algorithm>
#include <bit>
#include <map>
#include <string>

#include "etude/base/math.h"
#include "etude/notation/notation.h"

namespace etude::study {
namespace {

constexpr Step block_steps = 64;

/// What a trial trains under: a plan up to some step.
struct Course {
  const Plan* plan;
  Step steps;
};

/// Courses in their order.
struct Order {
  std::vector<std::size_t> courses;
  std::vector<Step> shared;  // with the course before
};

/// Courses that agree on all steps before `from`.
struct Agreeing {
  std::vector<std::size_t> courses;
  Step from = 0;
  Step shared = 0;  // of the first of them, with the course before it
  bool have_ended = false;
};

using Values = std::vector<std::uint64_t>;

/// The values of steps from, from + 1, ... of one block, those of a step beside each other.
Values block_of(const Course& course, Step from) {
  const auto schedules = parts(*course.plan);
  std::vector<double> values(static_cast<std::size_t>(std::clamp(course.steps - from, Step{0}, block_steps)));
  Values block(values.size() * schedules.size());
  for (std::size_t part = 0; part < schedules.size(); ++part) {
    schedules[part].second.values(from, values);
    for (std::size_t t = 0; t < values.size(); ++t)
      block[t * schedules.size() + part] = std::bit_cast<std::uint64_t>(values[t]);
  }
  return block;
}

Step common_steps(const Values& a, const Values& b, std::size_t values_of_step) {
  const auto [at, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return (at - a.begin()) / static_cast<Step>(values_of_step);
}

/// Those that agree on the next block, too, in order.
std::vector<Agreeing> parted(std::span<const Course> courses, const Agreeing& agreeing) {
  std::map<Values, std::vector<std::size_t>> by_block;
  for (const std::size_t course : agreeing.courses)
    by_block[block_of(courses[course], agreeing.from)].push_back(course);
  const std::size_t values_of_step = parts(*courses[agreeing.courses.front()].plan).size();
  std::vector<Agreeing> all;
  const Values* before = nullptr;
  for (auto& [block, members] : by_block) {
    const Step shared = before ? agreeing.from + common_steps(*before, block, values_of_step) : agreeing.shared;
    const bool have_ended = block.size() < values_of_step * static_cast<std::size_t>(block_steps);
    all.push_back({std::move(members), agreeing.from + block_steps, shared, have_ended});
    before = &block;
  }
  return all;
}

/// Of courses whose plans drive the same.
Order ordered(std::span<const Course> courses) {
  Order order;
  std::vector<Agreeing> left(1);
  for (std::size_t course = 0; course < courses.size(); ++course) left.front().courses.push_back(course);
  while (!left.empty()) {
    const Agreeing first = std::move(left.back());
    left.pop_back();
    if (first.have_ended || first.courses.size() == 1) {
      const std::size_t place = order.courses.size();
      for (const std::size_t course : first.courses) {
        order.courses.push_back(course);
        order.shared.push_back(courses[course].steps);
      }
      order.shared[place] = first.shared;
    } else {
      auto next = parted(courses, first);
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

/// Trials that can be compared, of all seeds: with one backward pass and plans that drive the same.
struct Comparable {
  struct Member {
    std::uint32_t seed;
    std::size_t course;  // later: its place in the order
    std::size_t trial;
    auto operator<=>(const Member&) const = default;
  };
  std::vector<Course> courses = {};
  std::map<std::pair<std::size_t, Step>, std::size_t> known = {};  // courses by plan and steps
  std::vector<Member> members = {};

  void add(const Trial& trial, std::size_t plan, std::size_t index) {
    const auto [place, is_new] = known.emplace(std::pair(plan, trial.steps), courses.size());
    if (is_new) courses.push_back({&trial.plan, trial.steps});
    members.push_back({trial.seed, place->second, index});
  }
};

/// Of places a < b: the least that neighbours from a to b share.
Step shared_between(const Order& order, std::size_t a, std::size_t b) {
  return *std::min_element(order.shared.begin() + static_cast<std::ptrdiff_t>(a) + 1,
                           order.shared.begin() + static_cast<std::ptrdiff_t>(b) + 1);
}

/// Adds a list a seed.
void append(Comparable& comparable, train::Backward backward, std::vector<SortedTrials>& lists) {
  const Order order = ordered(comparable.courses);
  std::vector<std::size_t> place(order.courses.size());
  for (std::size_t i = 0; i < place.size(); ++i) place[order.courses[i]] = i;
  for (auto& member : comparable.members) member.course = place[member.course];
  math::sort(comparable.members);
  const Comparable::Member* before = nullptr;
  for (const auto& member : comparable.members) {
    const bool is_first = !before || before->seed != member.seed;
    if (is_first) lists.push_back({backward, member.seed, {}, {}});
    Step shared = 0;
    if (!is_first && before->course == member.course) shared = comparable.courses[order.courses[member.course]].steps;
    if (!is_first && before->course != member.course) shared = shared_between(order, before->course, member.course);
    lists.back().trials.push_back(member.trial);
    lists.back().shared.push_back(shared);
    before = &member;
  }
}

}  // namespace

std::vector<SortedTrials> sorted(std::span<const Trial> trials) {
  Plans plans;
  std::map<std::pair<train::Backward, std::string>, Comparable> comparable;
  for (std::size_t i = 0; i < trials.size(); ++i)
    comparable[{trials[i].backward, what_is_driven(trials[i].plan)}].add(trials[i], plans.number_of(trials[i].plan), i);
  std::vector<SortedTrials> lists;
  for (auto& [key, alike] : comparable) append(alike, key.first, lists);
  math::sort(lists, [](const SortedTrials& a, const SortedTrials& b) { return a.seed < b.seed; });
  return lists;
}

}  // namespace etude::study
