#pragma once
// Errors are values: a function that can be refused returns Result<T>.

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace etude {

/// Why a request was refused: one line that says what to type instead.
struct Error {
  std::string message;
  friend bool operator==(const Error&, const Error&) = default;
};

/// A value, or the Error that explains why there is none.
template <class T>
using Result = tl::expected<T, Error>;

/// `return refuse("steps must be at least 1, not 0");`
inline tl::unexpected<Error> refuse(std::string message) { return tl::unexpected<Error>(Error{std::move(message)}); }

}  // namespace etude
