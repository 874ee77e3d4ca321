#pragma once
// A value as its field states it: a number, a word, a list, or an amount that a horizon turns into steps.

#include <optional>
#include <vector>

#include "etude/notation/notation.h"
#include "etude/schedule/samples_seen.h"
#include "notation/tokens.h"

namespace etude::notation {

/// What turns amounts into steps: a horizon, and the batch sizes of a plan that has some of its own.
struct Run {
  const Horizon& horizon;
  SamplesSeen* seen = nullptr;

  Result<Step> updates() const { return seen ? total_updates(horizon, *seen) : total_updates(horizon); }
  Result<double> updates_of(const Measure& measure, Step begin) const {
    return seen ? in_updates(measure, horizon, *seen, begin) : in_updates(measure, horizon);
  }
};

class Values {
 public:
  Values(Tokens& tokens, const Run& run, std::vector<Resolved>* resolved)
      : tokens_(tokens), run_(run), resolved_(resolved) {}

  /// The value that stands next, which is passed. Refused where the field does not take it.
  Result<Value> take(const Field& field);

  /// The step of the run at which the piece that is read begins: `rest` is what is left from there, and tokens count
  /// from there.
  Step begin = 0;

 private:
  Result<Value> read(const Field& field);
  Result<Value> read_choice(const Field& field) const;
  Result<Value> read_list(const Field& field);
  Result<Value> read_number(const Field& field) const;
  Result<Value> read_whole(const Field& field) const;
  Result<double> read_finite(const Field& field, const std::string& expected) const;
  std::optional<Result<Value>> read_amount(const Field& field);
  Result<Value> read_rest(const Field& field);
  Value resolved(const Field& field, double updates);

  Tokens& tokens_;
  Run run_;
  std::vector<Resolved>* resolved_;
};

}  // namespace etude::notation
