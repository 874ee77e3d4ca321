#pragma once
// The processes that mpirun started, and how they share out the trials of a study.
//
// Idea: rank 0 has the study and the store. It cuts trials into portions, the longest first, hands one to each rank,
// the next as soon as one comes back free, and trains portions itself on a second thread. A portion holds trials of one
// seed and backward pass, so that what trials begin with in common is still trained once within it; small enough that
// ranks end together, a quarter of a rank's share at most. Each finished trial comes back at once, so that a store has
// it. Edges: with one rank nothing is sent. What a trial gives depends on nothing but the trial, and results are told
// by index: so the same bytes for any number of ranks. A rank that dies ends the job, as mpirun has it. Cost: two
// messages a portion, one a trial.

#include <cstddef>

#include "etude/study/trials.h"

namespace etude::mpi {

/// From before the first message to after the last: one a program. Its end tells the other ranks, on rank 0, to end.
class Ranks {
 public:
  /// Refused: an MPI that cannot be called from one thread at a time.
  static Result<Ranks> start();
  Ranks(Ranks&& other) noexcept;
  Ranks& operator=(Ranks&&) = delete;
  ~Ranks();

  bool leads() const { return rank_ == 0; }
  int rank() const { return rank_; }
  int size() const { return size_; }

  /// On rank 0: runs trials on all ranks; must not outlive this. `own` runs those of this rank, and is the same on all.
  /// Refused: what any rank refuses.
  study::Runner shared_out(study::Runner own) const;

  /// On the others: runs what rank 0 hands out, until it ends.
  Result<void> serve(const study::Runner& own) const;

 private:
  Ranks(int rank, int size) : rank_(rank), size_(size) {}
  int rank_, size_;
  bool is_running_ = true;
};

/// The trials of each portion, by index, in the order in which they are handed out.
std::vector<std::vector<std::size_t>> portions_of(std::span<const study::Trial> trials, std::size_t ranks);

}  // namespace etude::mpi
