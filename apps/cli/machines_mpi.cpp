// The machines of etude-mpi: the ranks that mpirun has started.

#include "machines.h"
#include "ranks.h"

namespace etude::cli {

struct Machines::Joined {
  mpi::Ranks ranks;
};

Machines::Machines(std::unique_ptr<Joined> joined) : joined_(std::move(joined)) {}
Machines::Machines(Machines&&) noexcept = default;
Machines::~Machines() = default;

Result<Machines> Machines::join() {
  return mpi::Ranks::start().map(
      [](mpi::Ranks ranks) { return Machines(std::unique_ptr<Joined>(new Joined{std::move(ranks)})); });
}

bool Machines::leads() const { return joined_->ranks.leads(); }
int Machines::size() const { return joined_->ranks.size(); }
study::Runner Machines::shared_out(study::Runner own) const { return joined_->ranks.shared_out(std::move(own)); }
Result<void> Machines::serve(const study::Runner& own) const { return joined_->ranks.serve(own); }

}  // namespace etude::cli
