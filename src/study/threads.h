#pragma once
// A lock where there are threads; in a browser's module there are none, and nothing to lock.

#ifdef __wasm__
namespace etude::study {
struct Mutex {};
struct [[maybe_unused]] Lock {
  explicit Lock(Mutex&) {}
};
}  // namespace etude::study
#else
#include <mutex>
namespace etude::study {
using Mutex = std::mutex;
using Lock = std::lock_guard<std::mutex>;
}  // namespace etude::study
#endif
