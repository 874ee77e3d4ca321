#pragma once
// Random numbers: NumPy's RandomState (MT19937, 53-bit doubles, polar normals), bit for bit.
// Source: Matsumoto and Nishimura 1998; numpy.random.RandomState, whose stream NumPy keeps frozen.

#include <cstdint>
#include <optional>
#include <random>

namespace etude {

/// A stream of random numbers, a value: copy it to fork the stream, compare it to test where it stands.
/// RandomState(42).normal() == numpy.random.RandomState(42).randn(), and so on down the stream.
class RandomState {
 public:
  explicit RandomState(std::uint32_t seed) : generator_(seed) {}

  /// Uniform in [0, 1) with 53 random bits: (a >> 5, b >> 6) of two 32-bit draws.
  double uniform();

  /// Standard normal by Marsaglia's polar method: of a point in the unit disc, f x2 now and f x1 kept for the next
  /// call, f = sqrt(-2 log(r^2) / r^2). NumPy takes the platform's log, we math::log: they differ in the last bit at
  /// most.
  double normal();

  /// 32 random bits.
  std::uint32_t bits() { return static_cast<std::uint32_t>(generator_()); }

  friend bool operator==(const RandomState&, const RandomState&) = default;

 private:
  std::mt19937 generator_;
  std::optional<double> spare_normal_;
};

}  // namespace etude
