#include "forecast_contest.h"

#include <algorithm>

#include "etude/base/number.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

constexpr std::size_t shown_points = 200;

std::string joined_names(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

std::string amount(const forecast::Difference& above) {
  return fixed(above.difference, 4) + " ± " + fixed(above.half_width, 4);
}

/// The contender that all others end above, by the law that chooses.
Result<std::size_t> lowest(const forecast::Forecast& forecast, std::span<const Contender> contenders, bool is_forced) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < contenders.size(); ++i) {
    const auto apart = difference(forecast, contenders[i].course, contenders[best].course, is_forced);
    if (!apart) return refuse(contenders[i].name + ": " + apart.error().message);
    if (apart->difference < 0) best = i;
  }
  return best;
}

}  // namespace

Result<Contest> held(const forecast::Forecast& forecast, std::span<const Contender> contenders, bool is_forced) {
  const auto best = lowest(forecast, contenders, is_forced);
  if (!best) return pass_on(best.error());
  Contest contest;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const auto& [name, course] = contenders[i];
    const auto at = forecast::shown_steps(static_cast<Step>(course.rates.size()), shown_points);
    auto curve = forecast::told_curve(forecast, name, course, at, is_forced);
    if (!curve) return pass_on(curve.error());
    forecast::Difference above;
    if (i != *best) {
      const auto apart = difference(forecast, course, contenders[*best].course, is_forced);
      if (!apart) return pass_on(apart.error());
      above = *apart;
    }
    contest.places.push_back({*std::move(curve), above});
  }
  std::rotate(contest.places.begin(), contest.places.begin() + static_cast<std::ptrdiff_t>(*best),
              contest.places.begin() + static_cast<std::ptrdiff_t>(*best) + 1);
  std::stable_sort(contest.places.begin() + 1, contest.places.end(),
                   [](const Place& a, const Place& b) { return a.above.difference < b.above.difference; });
  return contest;
}

std::string finding_of(const Contest& contest) {
  std::vector<std::string> alike{contest.places[0].curve.name}, higher;
  for (std::size_t i = 1; i < contest.places.size(); ++i) {
    const auto& [curve, above] = contest.places[i];
    if (above.is_told())
      higher.push_back(curve.name + " (" + amount(above) + ")");
    else
      alike.push_back(curve.name);
  }
  if (alike.size() == 1) return alike[0] + " ends lowest; higher by so much: " + joined_names(higher) + ".";
  const std::string text = "No difference to be told between " + joined_names(alike) + ".";
  return higher.empty() ? text : text + " Above the first of them by so much: " + joined_names(higher) + ".";
}

report::Table contest_table(const Contest& contest) {
  report::Table table{{{"Schedule", true}, {"Peak"}, {"Final"}, {"±"}, {"Above"}, {"±"}, {"Told", true}}, {}, {}};
  for (std::size_t i = 0; i < contest.places.size(); ++i) {
    const auto& [curve, above] = contest.places[i];
    const bool is_first = i == 0;
    table.rows.push_back({curve.name, significant(curve.peak, 4),
                          fixed(curve.final_loss(), 4) + (curve.is_forced ? "!" : ""), fixed(curve.half_width(), 4),
                          is_first ? "-" : fixed(above.difference, 4), is_first ? "-" : fixed(above.half_width, 4),
                          is_first          ? ""
                          : above.is_told() ? "higher"
                                            : "no difference"});
  }
  table.notes = {
      "Final: the loss at the end by the law for values. Above: how far above the first by the law that chooses "
      "between schedules, which has the order; ± half of their 90 % intervals."};
  return table;
}

Json::Object contest_json(const Contest& contest) {
  Json::Array ranked;
  for (const auto& [curve, above] : contest.places) {
    Json::Object row{{"schedule", curve.name}, {"final_loss", curve.final_loss()}, {"half_width", curve.half_width()}};
    row.emplace_back("above", facts_json(above));
    ranked.push_back(std::move(row));
  }
  return {{"ranked", std::move(ranked)}};
}

}  // namespace etude::cli
