#pragma once
// Errors are values: a function that can be refused returns Result<T>.

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace etude {

/// `text` on one line: what would break the message that quotes it, or the terminal, such as control characters, as \xNN.
std::string one_line(std::string text);

/// Why a request was refused: one line that says what to type instead.
struct Error {
  std::string message;
  explicit Error(std::string text);
  friend bool operator==(const Error&, const Error&) = default;
};

/// A value, or the Error that explains why there is none.
template <class T>
using Result = tl::expected<T, Error>;

/// What a function that is refused returns, whatever its Result holds.
using Refused = tl::unexpected<Error>;

/// `return refuse("steps must be at least 1, not 0");`
Refused refuse(std::string message);

/// `if (!lr) return pass_on(lr.error());`: the same refusal, from a function that returns another Result.
inline Refused pass_on(Error error) { return Refused(std::move(error)); }

}  // namespace etude
