#pragma once
// The noise that timm's schedulers put on the rate: at each step of a range, a share of the rate that is drawn anew from
// a generator with the seed noise_seed + t, so that any step can be asked for alone.

#include "dialect/read/reading.h"

namespace etude::dialect::timm {

/// The reading under the noise that the call's arguments ask for.
Result<Reading> with_noise(Arguments& a, Result<Reading> read);

/// A reader of a scheduler that takes noise_range_t and the others: `read` leaves them out.
template <Result<Reading> (*read)(Arguments&)>
Result<Reading> noisy(Arguments& a) {
  return with_noise(a, read(a));
}

}  // namespace etude::dialect::timm
