#pragma once
// A refusal, as LibTorch's users meet errors: an exception, with the one line that the command line would print.

#include <stdexcept>
#include <string>
#include <utility>

#include "etude/base/result.h"

namespace etude::libtorch {

[[noreturn]] inline void refuse_with(const std::string& message) { throw std::invalid_argument(message); }

/// What the result holds; throws its refusal.
template <class T>
T unless_refused(Result<T> result) {
  if (!result) refuse_with(result.error().message);
  return *std::move(result);
}
inline void unless_refused(const Result<void>& result) {
  if (!result) refuse_with(result.error().message);
}

}  // namespace etude::libtorch
