#pragma once
// Errors are values: a function that can be refused returns Result<T>. It is our own, and not std::expected, so that one
// library serves compilers that have that and those that have not, and needs no package.

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace etude {

/// `text` on one line: what would break the message that quotes it, or the terminal, such as control characters, as \xNN.
std::string one_line(std::string text);

/// Why a request was refused: one line that says what to type instead.
struct Error {
  std::string message;
  explicit Error(std::string text);
  friend bool operator==(const Error&, const Error&) = default;
};

/// What a function that is refused returns, whatever its Result holds.
struct Refused {
  Error error;
};

/// `return refuse("steps must be at least 1, not 0");`
Refused refuse(std::string message);

/// `if (!lr) return pass_on(lr.error());`: the same refusal, from a function that returns another Result.
inline Refused pass_on(Error error) { return {std::move(error)}; }

/// A value, or the Error that explains why there is none: `if (!lr) say(lr.error().message); else use(*lr);`. A
/// Result<void> has no value to be asked for. Neither `*lr` nor `lr->` looks whether there is one, as with std::optional.
template <class T>
class [[nodiscard]] Result {
  using Held = std::conditional_t<std::is_void_v<T>, std::monostate, T>;
  template <class U>
  static constexpr bool is_value = !std::same_as<std::remove_cvref_t<U>, Result> && std::constructible_from<Held, U>;

 public:
  using value_type = T;

  Result() : value_(std::in_place) {}
  Result(Refused refused) : error_(std::move(refused.error)) {}
  template <class U = Held>
  requires is_value<U>
  explicit(!std::convertible_to<U, Held>) Result(U&& value) : value_(std::in_place, std::forward<U>(value)) {}

  bool has_value() const { return value_.has_value(); }
  explicit operator bool() const { return has_value(); }
  const Held& operator*() const& { return *value_; }
  Held& operator*() & { return *value_; }
  Held&& operator*() && { return *std::move(value_); }
  const Held* operator->() const { return &*value_; }
  Held* operator->() { return &*value_; }
  /// The same, but where there is none it throws std::bad_optional_access.
  const Held& value() const& { return value_.value(); }
  Held& value() & { return value_.value(); }
  Held&& value() && { return std::move(value_).value(); }
  /// Why there is no value; asked for only where there is none.
  const Error& error() const { return *error_; }

  /// The value, or `other` where there is none.
  Held value_or(Held other) const& { return has_value() ? **this : std::move(other); }
  Held value_or(Held other) && { return has_value() ? **this : std::move(other); }

  /// What `next`, which returns a Result, makes of the value; the same Error where there is none.
  template <class F>
  auto and_then(F&& next) const& {
    return led_on(*this, next);
  }
  template <class F>
  auto and_then(F&& next) && {
    return led_on(std::move(*this), next);
  }

  /// The Result of what `of` makes of the value; the same Error where there is none.
  template <class F>
  auto map(F&& of) const& {
    return mapped(*this, of);
  }
  template <class F>
  auto map(F&& of) && {
    return mapped(std::move(*this), of);
  }

  friend bool operator==(const Result&, const Result&) = default;

 private:
  template <class R, class F>
  static decltype(auto) given(R&& result, F& f) {
    if constexpr (std::is_void_v<T>)
      return std::invoke(f);
    else
      return std::invoke(f, *std::forward<R>(result));
  }

  template <class R, class F>
  static auto led_on(R&& result, F& next) -> std::remove_cvref_t<decltype(given(std::forward<R>(result), next))> {
    if (!result) return pass_on(result.error());
    return given(std::forward<R>(result), next);
  }

  template <class R, class F>
  static auto mapped(R&& result, F& of) -> Result<std::remove_cvref_t<decltype(given(std::forward<R>(result), of))>> {
    if (!result) return pass_on(result.error());
    if constexpr (std::is_void_v<decltype(given(std::forward<R>(result), of))>)
      return given(std::forward<R>(result), of), Result<void>();
    else
      return given(std::forward<R>(result), of);
  }

  std::optional<Held> value_;
  std::optional<Error> error_;
};

}  // namespace etude
