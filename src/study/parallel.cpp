// Every thread takes the next number until none is left.

#include "study/parallel.h"

#include <algorithm>

#include "study/threads.h"

namespace etude::study {

void parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  Atomic<std::size_t> next = 0;
  const auto worker = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  on_threads(static_cast<unsigned>(std::min<std::size_t>(threads == 0 ? cores() : threads, count)), worker);
}

}  // namespace etude::study
