#include "etude/study/told.h"

#include <algorithm>

namespace etude::study {
namespace {

bool is_same(const Trial& a, const Trial& b) {
  return a.seed == b.seed && a.steps == b.steps && a.backward == b.backward && a.curve_points == b.curve_points &&
         a.plan == b.plan;
}

}  // namespace

const Outcome* Told::outcome_of(const Trial& trial) const {
  const auto found =
      std::find_if(told_.begin(), told_.end(), [&](const auto& each) { return is_same(each.first, trial); });
  return found == told_.end() ? nullptr : &found->second;
}

void Told::tell(const Trial& trial, Outcome outcome) {
  if (!outcome_of(trial)) told_.emplace_back(trial, std::move(outcome));
}

std::vector<std::size_t> Told::wanted() const {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < round_.size(); ++i)
    if (!outcome_of(round_[i])) places.push_back(i);
  return places;
}

/// Tells the study of what is known, and ends it where that is not all.
Result<void> Told::give(std::span<const Trial> trials, const Finished& finished) {
  round_.assign(trials.begin(), trials.end());
  for (std::size_t i = 0; i < round_.size(); ++i) {
    const Outcome* outcome = outcome_of(round_[i]);
    is_waiting_ = is_waiting_ || !outcome;
    if (!outcome) continue;
    if (auto good = finished(i, *outcome); !good) return good;
  }
  return is_waiting_ ? refuse("it waits for trials") : Result<void>();
}

}  // namespace etude::study
