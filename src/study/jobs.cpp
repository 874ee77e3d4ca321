// One stack of jobs behind one lock, from which every thread takes the last.

#include "study/jobs.h"

#include "study/parallel.h"

namespace etude::study {

void Jobs::add(Job job) {
  const Lock lock(mutex_);
  waiting_.push_back(std::move(job));
  changed_.notify_one();
}

/// A thread that finds no job waits while others are running, since a running job may add one. Once no job waits and
/// none runs, every thread returns.
void Jobs::work() {
  Lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !waiting_.empty() || running_ == 0; });
    if (waiting_.empty()) return;
    Job job = std::move(waiting_.back());
    waiting_.pop_back();
    ++running_;
    lock.unlock();
    job();
    job = {};  // frees what the job held, before the next one is taken
    lock.lock();
    if (--running_ == 0) changed_.notify_all();
  }
}

void Jobs::run(std::size_t most, unsigned threads) {
  parallel_for(most, threads, [this](std::size_t) { work(); });
}

}  // namespace etude::study
