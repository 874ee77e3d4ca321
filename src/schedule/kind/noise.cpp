// A normal number for each step, from (seed, step) alone: so steps can be asked for in any order.

#include "etude/schedule/kind/noise.h"

#include <cmath>
#include <cstdint>

#include "etude/base/math.h"

namespace etude::inline schedule {

/// Two independent words from (seed, t), by the finaliser of SplitMix64 (Steele et al. 2014).
static double uniform_at(std::uint64_t seed, std::uint64_t t, std::uint64_t which) {
  std::uint64_t x = seed * 0x9e3779b97f4a7c15u + t * 0xbf58476d1ce4e5b9u + which * 0x94d049bb133111ebu;
  for (int round = 0; round < 2; ++round) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
  }
  return (static_cast<double>(x >> 11) + 0.5) * 0x1p-53;
}

double Noise::operator()(Step t) const {
  const auto s = static_cast<std::uint64_t>(seed);
  const auto at = static_cast<std::uint64_t>(t);
  const double normal = std::sqrt(-2 * math::log(uniform_at(s, at, 1))) * math::cos_pi(2 * uniform_at(s, at, 2));
  return std::max(of[0](t) * (1 + sd * normal), 0.0);
}

std::string Noise::in_python(python::Functions& functions) const {
  return python::lines(
      "def uniform(which):\n"
      "    mask = (1 << 64) - 1\n"
      "    x = ({} * 0x9e3779b97f4a7c15 + t * 0xbf58476d1ce4e5b9 + which * 0x94d049bb133111eb) & mask\n"
      "    for _ in range(2):\n"
      "        x = ((x ^ (x >> 30)) * 0xbf58476d1ce4e5b9) & mask\n"
      "        x = ((x ^ (x >> 27)) * 0x94d049bb133111eb) & mask\n"
      "        x ^= x >> 31\n"
      "    return ((x >> 11) + 0.5) * 2.0 ** -53\n"
      "normal = math.sqrt(-2 * math.log(uniform(1))) * math.cos(math.pi * 2 * uniform(2))\n"
      "return max({}(t) * (1 + {} * normal), 0.0)\n",
      {seed, functions.name_of(of[0]), sd});
}

}  // namespace etude::schedule
