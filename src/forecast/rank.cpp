#include "etude/forecast/rank.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/words.h"
#include "etude/base/number.h"

namespace etude::forecast {
namespace {

std::string joined(const std::vector<std::string>& names) { return etude::joined(names, ", ", " and "); }

Refused about(const Contender& contender, const Error& error) { return refuse(contender.name + ": " + error.message); }

/// What is told of each by itself.
Result<std::vector<Ranked>> valued(const Forecast& forecast, std::span<const Contender> contenders, bool is_forced) {
  std::vector<Ranked> all;
  for (const Contender& each : contenders) {
    const std::array last{static_cast<Step>(each.course.rates.size()) - 1};
    const auto told = predict(forecast, each.course, last, is_forced);
    if (!told) return about(each, told.error());
    all.push_back({each.name, told->losses[0], told->half_widths[0], {}, told->is_forced});
  }
  return all;
}

/// The contender that all others end above.
Result<std::size_t> lowest(const Forecast& forecast, std::span<const Contender> contenders, bool is_forced) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < contenders.size(); ++i) {
    const auto apart = difference(forecast, contenders[i].course, contenders[best].course, is_forced);
    if (!apart) return about(contenders[i], apart.error());
    if (apart->difference < 0) best = i;
  }
  return best;
}

}  // namespace

Result<Ranking> rank(const Forecast& forecast, std::span<const Contender> contenders, bool is_forced) {
  if (contenders.empty()) return refuse("there is no schedule to rank; give one or more");
  std::set<std::string_view> names;
  for (const Contender& each : contenders)
    if (!names.insert(each.name).second)
      return refuse("two schedules are called " + each.name + "; give each its own name, as in 'a: constant(0.1)'");
  auto all = valued(forecast, contenders, is_forced);
  if (!all) return pass_on(all.error());
  const auto best = lowest(forecast, contenders, is_forced);
  if (!best) return pass_on(best.error());
  Ranking ranking{.places = {*best}};
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    if (i == *best) continue;
    const auto apart = difference(forecast, contenders[i].course, contenders[*best].course, is_forced);
    if (!apart) return about(contenders[i], apart.error());
    (*all)[i].above = *apart;
    ranking.places.push_back(i);
  }
  const auto above = [&](std::size_t i) { return (*all)[i].above.difference; };
  std::stable_sort(ranking.places.begin() + 1, ranking.places.end(),
                   [&](std::size_t a, std::size_t b) { return above(a) < above(b); });
  for (const std::size_t place : ranking.places) ranking.ranked.push_back(std::move((*all)[place]));
  return ranking;
}

std::string Ranking::finding() const {
  std::vector<std::string> alike, higher, forced;
  for (const Ranked& each : ranked) {
    if (each.is_forced) forced.push_back(each.schedule);
    if (each.above.is_told())
      higher.push_back(each.schedule + " (" + fixed(each.above.difference, 4) + " ± " +
                       fixed(each.above.half_width, 4) + ")");
    else
      alike.push_back(each.schedule);
  }
  const std::string mark =
      forced.empty() ? "" : " That is forced: the logs say nothing of the peak of " + joined(forced) + ".";
  if (alike.size() == 1 && !higher.empty())
    return alike[0] + " ends lowest; higher by so much: " + joined(higher) + "." + mark;
  if (alike.size() < 2) return joined(alike) + " is alone: nothing is held against it." + mark;
  const std::string text = "No difference to be told between " + joined(alike) + ".";
  return (higher.empty() ? text : text + " Above the first of them by so much: " + joined(higher) + ".") + mark;
}

}  // namespace etude::forecast
