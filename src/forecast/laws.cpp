// The list of laws, by which they are found.

#include "forecast/laws.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/words.h"

namespace etude::forecast {

std::span<const Law* const> laws() {
  static constexpr std::array all{&pplq, &mplq, &mpl, &mpl_repository, &mtl, &fsl, &lldl, &opl, &sgd, &joint};
  return all;
}

const Law* law_called(std::string_view word) {
  for (const Law* law : laws())
    if (law->word == word) return law;
  return nullptr;
}

Result<const Law*> asked_law(std::string_view word) {
  std::vector<std::string_view> words;
  for (const Law* law : laws()) words.push_back(law->word);
  return index_of("law", word, words).map([](std::size_t i) { return laws()[i]; });
}

}  // namespace etude::forecast
