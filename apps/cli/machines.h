#pragma once
// The other machines of a study, where mpirun started etude on several. Linked with
// machines_mpi.cpp it is etude-mpi, with machines_alone.cpp etude.

#include <memory>

#include "etude/study/trials.h"

namespace etude::cli {

/// Joined once, before the work begins; left at its end.
class Machines {
 public:
  /// Refused: a build without MPI of which mpirun started more than one; an MPI that will not do.
  static Result<Machines> join();
  Machines(Machines&&) noexcept;
  Machines& operator=(Machines&&) = delete;
  ~Machines();

  /// Whether this process has the study, the store and the output. The others only serve.
  bool leads() const;
  int size() const;

  /// On the one that leads: runs trials on all of them; must not outlive this.
  study::Runner shared_out(study::Runner own) const;
  /// On the others: runs what is handed out to them, until the one that leads ends.
  Result<void> serve(const study::Runner& own) const;

 private:
  struct Joined;
  explicit Machines(std::unique_ptr<Joined> joined);
  std::unique_ptr<Joined> joined_;
};

}  // namespace etude::cli
