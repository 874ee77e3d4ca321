#include "study/jobs.h"

#include "study/parallel.h"

namespace etude::study {

void Jobs::add(Job job) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(job));
  changed_.notify_one();
}

/// Who finds nothing waits, as long as a job runs that may add one.
void Jobs::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !waiting_.empty() || running_ == 0; });
    if (waiting_.empty()) return;
    Job job = std::move(waiting_.back());
    waiting_.pop_back();
    ++running_;
    lock.unlock();
    job();
    job = {};  // and what it held
    lock.lock();
    if (--running_ == 0) changed_.notify_all();
  }
}

void Jobs::run(std::size_t most, unsigned threads) {
  parallel_for(most, threads, [this](std::size_t) { work(); });
}

}  // namespace etude::study
