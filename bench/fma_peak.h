#pragma once
// The limit that the machine sets to training.

#include <cstdint>

namespace etude::bench {

/// Runs independent chains of multiply-adds in registers, with the widest vectors that the network would take here,
/// and returns how many operations (two a multiply-add) that were. Their rate is the most that a core can do.
std::int64_t run_fma_chains(double seed);
std::int64_t run_fma_chains(float seed);

}  // namespace etude::bench
