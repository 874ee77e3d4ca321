#pragma once
// A value as its field states it: a number, a word, a list, or an amount that a horizon turns into steps.

#include <optional>
#include <vector>

#include "etude/notation/notation.h"
#include "notation/tokens.h"

namespace etude::notation {

class Values {
 public:
  Values(Tokens& tokens, const Horizon& horizon, std::vector<Resolved>* resolved)
      : tokens_(tokens), horizon_(horizon), resolved_(resolved) {}

  /// The value that stands next, which is passed. Refused where the field does not take it.
  Result<Value> take(const Field& field);

  /// How many steps of the run the pieces before have taken: `rest` is what they leave.
  Step taken_steps = 0;

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
  const Horizon& horizon_;
  std::vector<Resolved>* resolved_;
};

/// "a, b, c"
std::string joined(std::span<const std::string_view> words);

}  // namespace etude::notation
