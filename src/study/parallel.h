#pragma once
// Calls side by side.

#include <cstddef>
#include <functional>

namespace etude::study {

/// Calls work(0) ... work(count - 1), each once, on `threads` threads (0: one a core), as threads become free. Who
/// writes only result i in work(i) gets the same results for any number of threads. In a browser's module, which has
/// one thread: one call after another.
void parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

}  // namespace etude::study
