#pragma once
// The grammar of a spec (notation.h), one function a rule, by recursive descent.

#include "notation/tokens.h"
#include "notation/values.h"

namespace etude::notation {

class SpecParser {
 public:
  SpecParser(Tokens& tokens, const Run& run, std::vector<Resolved>* resolved)
      : tokens_(tokens), values_(tokens, run, resolved) {}

  /// The spec that stands next, and is all of the text.
  Result<Schedule> whole_spec();
  /// The spec that stands next.
  Result<Schedule> spec();

 private:
  /// What the arguments of one call have given so far.
  struct Call {
    const Kind& kind;
    std::vector<std::optional<Value>> values;
    std::vector<Schedule> of = {};
    std::size_t next_positional = 0;
    bool is_named = false;  // from here on all have names
  };

  Result<Schedule> term();
  Result<Schedule> in_parentheses();
  Result<Schedule> call();
  Result<Schedule> arguments(const Token& name, const Kind& kind);
  Result<Schedule> finished(const Token& name, const Token& close, Call call) const;
  Result<void> argument(Call& call);
  Result<void> named(Call& call);
  Result<void> positional(Call& call);
  Result<void> inner_schedule(Call& call);
  Result<void> value(Call& call, std::size_t field);

  Refused no_schedule() const;
  Refused unknown_kind(const Token& name) const;
  Refused unknown_field(const Token& name, const Kind& kind) const;
  Refused missing(const Token& close, const Kind& kind, const std::string& what) const;
  Result<Schedule> located(const Token& token, Result<Schedule> schedule) const;

  Tokens& tokens_;
  Values values_;
  int depth_ = 0;
};

/// Why no spec can stand in the text: it is empty, or too long.
Result<void> check_text(std::string_view text);

}  // namespace etude::notation
