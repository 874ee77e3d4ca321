#pragma once
// The limit that the machine sets to training.

#include <cstdint>

#include "etude/model/vectors.h"

namespace etude::bench {

/// Runs independent chains of multiply-adds in registers, with the widest vectors that the network would take here, or
/// with AVX2 where that is asked for, and returns how many operations (two a multiply-add) that were. Their rate is the
/// most that a core can do.
std::int64_t run_fma_chains(double seed, model::Vectors most = model::Vectors::widest);
std::int64_t run_fma_chains(float seed, model::Vectors most = model::Vectors::widest);

}  // namespace etude::bench
