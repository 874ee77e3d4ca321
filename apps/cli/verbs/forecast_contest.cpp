#include "forecast_contest.h"

#include "etude/base/number.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

constexpr std::size_t shown_points = 200;

}  // namespace

void ContenderFlags::add_to(Flags& flags) {
  flags.required_arguments("SPEC", specs, "schedules, as etude show reads them");
  flags.names_files({"SPEC", FileUse::read, [this] { return files_named_by(specs); }});
  horizon.add_to(flags, "how long the runs are [the longest schedule's own length]");
  rate.add_to(flags, "the optimizer's own rate, for lines that leave it out");
  naming.add_to(flags);
}

Result<std::vector<forecast::Contender>> ContenderFlags::read(const Flags& flags) const {
  const auto said = read_said(horizon, rate, flags);
  if (!said) return pass_on(said.error());
  const auto typed = read_all(specs, said->horizon, said->known);
  if (!typed) return pass_on(typed.error());
  if (auto good = check_is_used(said->lr, specs_of(*typed)); !good) return pass_on(good.error());
  if (auto good = check_rates_given(specs_of(*typed)); !good) return pass_on(good.error());
  const auto steps = run_length(run_of(said->horizon, *typed), *typed, most_shown);
  if (!steps) return pass_on(steps.error());
  std::vector<forecast::Contender> contenders;
  for (const Typed& each : *typed)
    contenders.push_back({naming.name_of(each), forecast::course_of(each.spec.computed.lr, *steps)});
  return contenders;
}

void Contest::shift(double loss) {
  for (forecast::Ranked& each : ranking.ranked) each.final_loss += loss;
  for (ForecastCurve& curve : curves)
    for (double& each : curve.losses) each += loss;
}

Result<Contest> held(const forecast::Forecast& forecast, std::span<const forecast::Contender> contenders,
                     bool is_forced) {
  auto ranking = forecast::rank(forecast, contenders, is_forced);
  if (!ranking) return pass_on(ranking.error());
  Contest contest{*std::move(ranking), {}};
  for (const std::size_t place : contest.ranking.places) {
    const auto& [name, course] = contenders[place];
    const auto at = forecast::shown_steps(static_cast<Step>(course.rates.size()), shown_points);
    auto curve = forecast::told_curve(forecast, name, course, at, is_forced);
    if (!curve) return pass_on(curve.error());
    contest.curves.push_back(*std::move(curve));
  }
  return contest;
}

report::Table contest_table(const Contest& contest) {
  report::Table table{{{"Schedule", true}, {"Peak"}, {"Final"}, {"±"}, {"Above"}, {"±"}, {"Told", true}}, {}, {}};
  const report::LossText text(contest.curves);
  bool is_any_forced = false;
  for (std::size_t i = 0; i < contest.curves.size(); ++i) {
    const forecast::Ranked& each = contest.ranking.ranked[i];
    const ForecastCurve& curve = contest.curves[i];
    const bool is_first = i == 0;
    is_any_forced = is_any_forced || curve.is_forced;
    table.rows.push_back({each.schedule, significant(curve.peak, 4),
                          text(each.final_loss) + (curve.is_forced ? "!" : ""), text(each.half_width),
                          is_first ? "-" : text(each.above.difference), is_first ? "-" : text(each.above.half_width),
                          is_first               ? ""
                          : each.above.is_told() ? "higher"
                                                 : "no difference"});
  }
  table.notes = {
      "Final: the loss at the end by the law for values. Above: how far above the first by the law that chooses "
      "between schedules, which has the order; ± half of their 90 % intervals." +
      report::forced_note(is_any_forced)};
  return table;
}

Json::Object contest_json(const Contest& contest) { return {{"ranked", fact_json(contest.ranking.ranked)}}; }

}  // namespace etude::cli
