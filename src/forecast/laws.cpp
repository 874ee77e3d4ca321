// The list of laws, by which they are found.

#include "forecast/laws.h"

#include <algorithm>
#include <array>

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

std::string law_words() {
  std::string words;
  for (const Law* law : laws()) words += (words.empty() ? "" : ", ") + std::string(law->word);
  return words;
}

}  // namespace etude::forecast
