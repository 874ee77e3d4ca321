#include "study/teller.h"

#include "study/parallel.h"

namespace etude::study {

void Teller::tell(std::size_t trial, const Result<Outcome>& outcome) {
  const Lock lock(mutex_);
  if (!goes_on()) return;
  result_ = outcome ? finished_(trial, *outcome) : pass_on(outcome.error());
  has_ended_ = !result_;
}

Result<void> run_each(std::size_t count, unsigned threads, const Finished& finished,
                      const std::function<Result<Outcome>(std::size_t, const Teller&)>& run) {
  Teller teller(finished);
  parallel_for(count, threads, [&](std::size_t i) {
    if (teller.goes_on()) teller.tell(i, run(i, teller));
  });
  return teller.result();
}

}  // namespace etude::study
