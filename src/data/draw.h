#pragma once
// Seeded draws that the order of samples, the splits and the label noise share.

#include <cstdint>
#include <span>
#include <vector>

#include "etude/base/random.h"

namespace etude::data {

/// What numbers are drawn for: two purposes with the same seed draw from different streams.
enum class Purpose : std::uint32_t { order = 1, split, label_noise };

/// The stream of (purpose, seed, index). For one purpose and seed, any two indices below 2^32 have streams of their
/// own.
RandomState stream(Purpose purpose, std::uint32_t seed, std::uint64_t index = 0);

/// Uniform among 0 ... n - 1, n at least 1, without bias.
std::uint32_t below(RandomState& random, std::uint32_t n);

/// 0 ... n - 1 in an order drawn from `random`, all n! equally likely as far as its stream goes; n below 2^32.
std::vector<std::uint32_t> permutation(std::size_t n, RandomState& random);

}  // namespace etude::data
