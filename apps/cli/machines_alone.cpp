// The machines of a program that knows no MPI: this one.

#include <cstdlib>

#include "etude/base/number.h"
#include "machines.h"

namespace etude::cli {

struct Machines::Joined {};

Machines::Machines(std::unique_ptr<Joined> joined) : joined_(std::move(joined)) {}
Machines::Machines(Machines&&) noexcept = default;
Machines::~Machines() = default;

Result<Machines> Machines::join() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    const char* ranks = std::getenv(name);
    if (ranks && to_integer(ranks).value_or(1) > 1)
      return refuse(std::string("this etude knows no MPI, and ") + ranks +
                    " of it were started; start etude-mpi, built with: tools/install build mpi && cmake --workflow "
                    "--preset mpi");
  }
  return Machines(nullptr);
}

bool Machines::leads() const { return true; }
int Machines::size() const { return 1; }
study::Runner Machines::shared_out(study::Runner own) const { return own; }
Result<void> Machines::serve(const study::Runner&) const { return {}; }

}  // namespace etude::cli
