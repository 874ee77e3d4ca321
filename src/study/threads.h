#pragma once
// Threads, where there are any. A browser's module has none: there the names below do nothing, on_threads() does its
// work once, and what would be done side by side is done one after another. This is the one file that knows which.

#ifdef __wasm__

namespace etude::study {

template <class T>
class Atomic {
 public:
  constexpr Atomic(T value) : value_(value) {}
  operator T() const { return value_; }
  T operator=(T value) { return value_ = value; }
  T operator++(int) { return value_++; }

 private:
  T value_;
};

class Mutex {};

class Lock {
 public:
  explicit Lock(Mutex&) {}
  void lock() {}
  void unlock() {}
};

/// Nobody else could bring about what is waited for, so it holds already.
class Condition {
 public:
  void wait(Lock&, const auto&) {}
  void notify_one() {}
  void notify_all() {}
};

inline unsigned cores() { return 1; }

void on_threads(unsigned, const auto& work) { work(); }

}  // namespace etude::study

#else

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace etude::study {

template <class T>
using Atomic = std::atomic<T>;
using Mutex = std::mutex;
using Lock = std::unique_lock<std::mutex>;
using Condition = std::condition_variable;

/// At least 1.
inline unsigned cores() { return std::max(std::thread::hardware_concurrency(), 1u); }

/// Calls work() on so many threads, of which the caller's is one, and returns when all have done it.
void on_threads(unsigned threads, const auto& work) {
  std::vector<std::jthread> helpers;
  for (unsigned i = 1; i < threads; ++i) helpers.emplace_back([&work] { work(); });
  work();
}

}  // namespace etude::study

#endif
