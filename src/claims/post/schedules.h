#pragma once
// The schedules of the post's table, and what its claims ask of them.

#include <string>
#include <utility>
#include <vector>

#include "etude/claims/claim.h"

namespace etude::claims {

/// At which peak they run, and what an arm's name begins with.
enum class At {
  as_written,  // "as written: ", at the post's rates, with the backward pass that the post wrote
  its_rates,   // "post: ", at the post's rates
  own_peak,    // no word, each at its own tuned peak
};

/// Those of these names: constant, step, exponential, inverse sqrt, cosine, warm-up + cosine, restarts.
std::vector<PlannedArm> post_schedules(At at, const std::vector<std::string>& names);

/// The losses that the post prints of them, as it wrote its backward pass.
std::vector<PlannedEffect> printed_losses(const std::vector<std::pair<std::string, double>>& losses);

/// One of them ends 2 % below each of others: under the condition "tuned peaks" or "the post's rates".
std::vector<PlannedEffect> below_each(At at, const std::string& name, const std::vector<std::string>& others);

/// What the post says of its table: the losses that it prints of some, and that of each pair the first ends below the
/// second, at the post's rates and at tuned peaks.
struct TableOfThePost {
  std::vector<std::pair<std::string, double>> printed;
  std::vector<std::pair<std::string, std::string>> below;
};

/// The claim with the arms and effects of that.
Claim about_the_table(const TableOfThePost& table, Claim claim);

/// One behind the other.
template <class T>
std::vector<T> joined(std::vector<T> all, const std::vector<T>& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}
template <class T, class... More>
std::vector<T> joined(std::vector<T> all, const std::vector<T>& more, const More&... rest) {
  return joined(joined(std::move(all), more), rest...);
}

}  // namespace etude::claims
