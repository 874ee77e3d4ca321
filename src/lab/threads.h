#pragma once
// A lock where there are threads; in a browser's module there are none, and nothing to lock.

#ifdef __wasm__
namespace etude {
struct Mutex {};
struct [[maybe_unused]] Lock {
  explicit Lock(Mutex&) {}
};
}  // namespace etude
#else
#include <mutex>
namespace etude {
using Mutex = std::mutex;
using Lock = std::lock_guard<std::mutex>;
}  // namespace etude
#endif
