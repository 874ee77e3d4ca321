#include "study/parallel.h"

#include <algorithm>
#include <vector>

#include "study/threads.h"
#ifndef __wasm__
#include <atomic>
#include <thread>
#endif

namespace etude::study {

#ifdef __wasm__

/// One after another.
void parallel_for(std::size_t count, unsigned, const std::function<void(std::size_t)>& work,
                  const std::function<void(std::size_t)>& done) {
  for (std::size_t i = 0; i < count; ++i) {
    work(i);
    if (done) done(i + 1);
  }
}

#else

void parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
                  const std::function<void(std::size_t)>& done) {
  std::atomic<std::size_t> next{0};
  Mutex telling;
  std::size_t finished = 0;
  const auto worker = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      work(i);
      const Lock lock(telling);
      ++finished;
      if (done) done(finished);
    }
  };

  if (threads == 0) threads = std::max(std::thread::hardware_concurrency(), 1u);
  threads = static_cast<unsigned>(std::min<std::size_t>(threads, count));
  std::vector<std::jthread> helpers;
  for (unsigned i = 1; i < threads; ++i) helpers.emplace_back(worker);
  worker();
}

#endif

}  // namespace etude::study
