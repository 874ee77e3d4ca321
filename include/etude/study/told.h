#pragma once
// A study that is asked and told. It says which trials it wants to know; who runs them tells of them, in any order; then it
// is asked again, and told of those before, as a store would. So it needs neither threads nor calls back, and gives what
// the same study gives with a Runner.

#include <optional>
#include <utility>
#include <vector>

#include "etude/study/trials.h"

namespace etude::study {

/// The outcomes of which a study was told.
class Told {
 public:
  /// Gives the outcome of one trial.
  using RunOne = std::function<Result<Outcome>(const Trial&)>;

  /// What study(runner) gives; nothing where it wants to know trials of which nobody has told: see wanted().
  template <class Study>
  auto ask(const Study& study) {
    is_waiting_ = false;
    auto result =
        study([&](std::span<const Trial> trials, const Finished& finished) { return give(trials, finished); });
    using Value = typename decltype(result)::value_type;
    if (result) return Result<std::optional<Value>>(*std::move(result));
    if (!is_waiting_) return Result<std::optional<Value>>(pass_on(result.error()));
    return Result<std::optional<Value>>(std::nullopt);
  }

  /// The same after one trial more, which `run` gives.
  template <class Study>
  auto go_on(const RunOne& run, const Study& study) {
    using Asked = decltype(ask(study));
    if (!is_waiting_)
      if (auto result = ask(study); !result || *result) return result;
    const Trial next = round_[wanted().front()];
    auto outcome = run(next);
    if (!outcome) return Asked(pass_on(outcome.error()));
    tell(next, *std::move(outcome));
    return ask(study);
  }

  /// Of a trial once; what is told of it again is left out.
  void tell(const Trial& trial, Outcome outcome);

  /// The trials that the study asked for last, and those of them of which nobody has told, by their places.
  const std::vector<Trial>& round() const { return round_; }
  std::vector<std::size_t> wanted() const;
  /// Null where nobody has told.
  const Outcome* outcome_of(const Trial& trial) const;

 private:
  Result<void> give(std::span<const Trial> trials, const Finished& finished);

  std::vector<Trial> round_;
  std::vector<std::pair<Trial, Outcome>> told_;
  bool is_waiting_ = false;  // the study ended because of it
};

}  // namespace etude::study
