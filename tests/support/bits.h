#pragma once
// A number's bits, which tests compare: so that -0 is not 0, and a NaN is itself.

#include <bit>
#include <cstdint>
#include <type_traits>

namespace etude::testing {

template <class Real>
auto bits(Real value) {
  return std::bit_cast<std::conditional_t<sizeof(Real) == 8, std::uint64_t, std::uint32_t>>(value);
}

}  // namespace etude::testing
