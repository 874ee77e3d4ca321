#pragma once
// A study that goes on trial by trial: it is asked again after each, and told of those before. So it needs neither threads
// nor calls back into the page, and gives the command line's numbers.

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "etude/study/trials.h"

namespace etude::explorer {

class OneByOne {
 public:
  /// Gives the outcome of one trial.
  using RunOne = std::function<Result<Outcome>(const study::Trial&)>;

  /// What study(runner) gives, once all its trials are done; nothing after one more.
  template <class Study>
  auto go_on(const RunOne& run, const Study& study) {
    const std::size_t before = done_.size();
    auto result = study([&](std::span<const study::Trial> trials, const study::Finished& finished) {
      return give(run, trials, finished, before + 1);
    });
    using Value = typename decltype(result)::value_type;
    if (result) return Result<std::optional<Value>>(*std::move(result));
    if (done_.size() == before) return Result<std::optional<Value>>(pass_on(result.error()));
    return Result<std::optional<Value>>(std::nullopt);
  }

  /// The trials that the study asked for last, and what is done of them: null where one is not.
  const std::vector<study::Trial>& round() const { return round_; }
  const Outcome* outcome_of(const study::Trial& trial) const;

 private:
  Result<void> give(const RunOne& run, std::span<const study::Trial> trials, const study::Finished& finished,
                    std::size_t most);

  std::vector<study::Trial> round_;
  std::vector<std::pair<study::Trial, Outcome>> done_;
};

}  // namespace etude::explorer
