// The list of laws, by which they are found.

#include "forecast/laws.h"

#include <algorithm>
#include <array>

#include "base/words.h"

namespace etude::forecast {

std::span<const Law* const> laws() {
  static constexpr std::array all{&pplq, &mplq, &mpl, &mpl_repository, &mtl, &fsl, &lldl, &opl, &joint};
  return all;
}

const Law* law_called(std::string_view word) {
  for (const Law* law : laws())
    if (law->word == word) return law;
  return nullptr;
}

std::string law_words() { return joined_of(laws(), &Law::word); }

}  // namespace etude::forecast
