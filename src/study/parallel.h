#pragma once

#include <cstddef>
#include <functional>

namespace etude::study {

/// Calls work(0) ... work(count - 1), each once, on `threads` threads (0: one a core), as threads become free.
/// `done` is told how many have finished, one call at a time. Who writes only result i in work(i) gets the same
/// results for any number of threads.
void parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
                  const std::function<void(std::size_t)>& done = {});

}  // namespace etude::study
