#include "study/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "study/jobs.h"

namespace etude::study {
namespace {

TEST(ParallelFor, DoesEachOnce) {
  for (const unsigned threads : {0u, 1u, 3u, 64u}) {
    std::vector<std::atomic<int>> done(100);
    parallel_for(done.size(), threads, [&](std::size_t i) { ++done[i]; });
    for (const auto& count : done) EXPECT_EQ(count, 1);
  }
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(Jobs, AreAllDoneAndWhatTheyAdd) {
  for (const unsigned threads : {1u, 2u, 7u}) {
    Jobs jobs;
    std::atomic<int> done = 0;
    const std::function<void(int)> grow = [&](int depth) {
      ++done;
      for (int i = 0; i < 2 && depth > 0; ++i) jobs.add([&, depth] { grow(depth - 1); });
    };
    jobs.add([&] { grow(9); });
    jobs.run(100, threads);
    EXPECT_EQ(done, 1023);
  }
}

}  // namespace
}  // namespace etude::study
