// The arms of a claim, brought to their peaks and run.
//
// Idea: arms that are tuned are a study (study::compare) of each setting, with controls; what other arms take from them, a
// peak or a sum of rates, is known then, and they run as they are written.
// Cost: that of the trials; a memory in front of the runners (study::remembering) shares those of several claims.

#include "claims/arms.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "claims/measures.h"
#include "claims/setting.h"
#include "etude/base/math.h"
#include "etude/notation/notation.h"
#include "etude/range/range.h"
#include "etude/study/study.h"
#include "study/scaled.h"
#include "study/statistics.h"

namespace etude::claims {
namespace {

constexpr std::uint32_t first_tuning_seed = 1'000'000, first_range_seed = 3'000'000;

/// The task of an arm, and who runs it.
struct Place {
  Step steps = 0;
  train::Backward backward = train::Backward::corrected;
  Bench bench = {};
};

Place place_for(const AnyTask& task, Bench bench) {
  Place place{.steps = steps_of(task), .bench = std::move(bench)};
  if (const auto* network = std::get_if<train::Task>(&task)) place.backward = network->backward;
  return place;
}

/// An arm with what is known of it so far.
struct Arm {
  const PlannedArm* planned = nullptr;
  const Place* place = nullptr;
  Plan plan;
  std::string setting = {};  // what differs from the claim's task, the phase before it included
};

class Work {
 public:
  Work(const Claim& claim, const Laboratory& laboratory, const Effort& effort)
      : claim_(claim), laboratory_(laboratory), effort_(effort) {}

  Result<std::vector<FinishedArm>> run() {
    for (const bool is_second : {false, true}) {
      if (auto good = read_arms(is_second); !good) return pass_on(good.error());
      if (auto good = run_phase(); !good) return pass_on(good.error());
    }
    return in_order();
  }

 private:
  Result<void> read_arms(bool is_second);
  Result<void> run_phase();
  Result<std::string> setting_of(const PlannedArm& planned);
  bool is_exact() const;
  std::vector<std::uint32_t> seeds_of(const Arm& arm) const;
  Result<const Place*> place_of(const std::string& setting);
  Result<void> run_tuned();
  Result<void> run_study(const Place& place);
  Result<void> probe_tuned();
  Result<void> run_other(const Arm& arm);
  Result<Plan> plan_at_its_peak(const Arm& arm);
  Result<double> suggested_peak(const Place& place) const;
  Result<void> run_swept(const Arm& arm);
  Result<void> run_ranges(const Arm& arm);
  Result<std::vector<Outcome>> outcomes_of(const study::Runner& runner, const Arm& arm,
                                           const std::vector<Plan>& plans) const;
  void finish(const Arm& arm, const Plan& plan, std::vector<Outcome> outcomes, std::vector<Tried> tuning = {});
  FinishedArm* finished(const std::string& name);
  std::vector<FinishedArm> in_order();
  study::TuningOptions tuning() const;

  const Claim& claim_;
  const Laboratory& laboratory_;
  Effort effort_;
  std::vector<std::uint32_t> seeds_ = {};
  std::map<std::string, Place> places_;  // of this phase, by what differs from the claim's task
  std::vector<Arm> arms_;                // of this phase
  std::vector<FinishedArm> finished_;
};

/// "range test: 100 steps from 1e-6 to 10, rule basin".
std::string text_of(const RangeReading& reading) {
  return "range test: " + std::to_string(reading.steps) + " steps from " + shortest(reading.from) + " to " +
         shortest(reading.to) + (reading.extends ? " or further" : "") + ", rule " + reading.rule;
}

/// "tuned", "suggested, range test: ...", "that of constant, Adam".
std::string ground_of(const PlannedArm& planned, const RangeReading& range) {
  const std::string name(name_of(planned.peak));
  switch (planned.peak) {
    case Peak::range:
      return text_of(range);
    case Peak::suggested:
      return name + ", " + text_of(range);
    case Peak::of_arm:
      return "that of " + planned.of;
    case Peak::same_sum:
      return name + " as " + planned.of;
    default:
      return name;
  }
}

std::string arm_error(const std::string& name, const Error& error) { return "arm \"" + name + "\": " + error.message; }

Result<const Place*> Work::place_of(const std::string& setting) {
  if (const auto found = places_.find(setting); found != places_.end()) return &found->second;
  const auto task = task_of(claim_.task + " " + setting);
  if (!task) return pass_on(task.error());
  auto bench = laboratory_(*task, claim_.probe);
  if (!bench) return pass_on(bench.error());
  return &places_.emplace(setting, place_for(*task, *std::move(bench))).first->second;
}

/// What differs from the claim's task, the phase before it included.
Result<std::string> Work::setting_of(const PlannedArm& planned) {
  if (planned.after.empty()) return planned.setting;
  const FinishedArm* before = finished(planned.after);
  if (!before)
    return refuse(arm_error(planned.name, Error("there is no arm \"" + planned.after + "\" of a first phase")));
  return planned.setting + (planned.setting.empty() ? "" : " ") + "pretrain='" + before->shown.schedule +
         "' pretrain-on='" + claim_.task + (before->shown.setting.empty() ? "" : " ") + before->shown.setting + "'";
}

/// Those that begin with drawn weights, or those that begin with another arm's.
Result<void> Work::read_arms(bool is_second) {
  places_.clear();
  arms_.clear();
  for (const PlannedArm& planned : claim_.arms) {
    if (planned.after.empty() == is_second) continue;
    const auto setting = setting_of(planned);
    if (!setting) return pass_on(setting.error());
    const auto place = place_of(*setting);
    if (!place) return pass_on(place.error());
    const auto plan = notation::parse_plan(planned.plan, {.steps = (*place)->steps});
    if (!plan) return refuse(arm_error(planned.name, plan.error()));
    arms_.push_back({&planned, *place, *plan, *setting});
  }
  if (is_exact()) effort_.seeds = effort_.tuning_seeds = 1;
  seeds_ = study::seeds_from(effort_.first_seed, effort_.seeds);
  return {};
}

/// A figure that was printed is of one seed, whichever the others are.
std::vector<std::uint32_t> Work::seeds_of(const Arm& arm) const {
  const bool is_printed = std::any_of(claim_.effects.begin(), claim_.effects.end(), [&](const PlannedEffect& effect) {
    return effect.claimed == Claimed::printed && effect.a == arm.planned->name;
  });
  return is_printed ? study::seeds_from(0, effort_.seeds) : seeds_;
}

bool Work::is_exact() const {
  return !places_.empty() &&
         std::all_of(places_.begin(), places_.end(), [](const auto& place) { return place.second.bench.is_exact; });
}

study::TuningOptions Work::tuning() const {
  study::TuningOptions options{.from = claim_.grid.from, .to = claim_.grid.to, .ratio = claim_.grid.ratio};
  options.seeds = study::seeds_from(first_tuning_seed + effort_.first_seed, effort_.tuning_seeds);
  options.score = claim_.tunes_on_heldout ? study::Score::heldout_loss : study::Score::final_loss;
  return options;
}

/// The tuned ones first, so that others can take what was found.
Result<void> Work::run_phase() {
  if (auto good = run_tuned(); !good) return good;
  for (const Arm& arm : arms_)
    if (arm.planned->peak != Peak::tuned)
      if (auto good = run_other(arm); !good) return good;
  return probe_tuned();
}

Result<void> Work::run_tuned() {
  for (const auto& [setting, place] : places_)
    if (auto good = run_study(place); !good) return good;
  return {};
}

Result<void> Work::run_study(const Place& place) {
  std::vector<study::Contender> contenders;
  for (const Arm& arm : arms_)
    if (arm.place == &place && arm.planned->peak == Peak::tuned)
      contenders.push_back({arm.planned->name, arm.plan, place.backward});
  if (contenders.empty()) return {};
  study::StudyOptions options{.steps = place.steps,
                              .seeds = seeds_,
                              .has_controls = true,
                              .is_exact = place.bench.is_exact,
                              .curve_points = 64};
  options.tuning = tuning();
  const auto comparison = study::compare(contenders, place.bench.trials, options);
  if (!comparison) return pass_on(comparison.error());
  for (const record::Arm& done : comparison->arms) {
    const std::string& of = done.control_of ? comparison->arms[*done.control_of].name : done.name;
    Arm arm = *std::find_if(arms_.begin(), arms_.end(), [&](const Arm& a) { return a.planned->name == of; });
    const auto plan = notation::parse_plan(done.schedule, {.steps = place.steps});
    if (!plan) return pass_on(plan.error());
    finish(arm, *plan, done.trials, done.tuning);
    finished_.back().run.name = finished_.back().shown.name = done.name;
    if (done.control_of) finished_.back().shown.peak_from = "of the same sum";
  }
  return {};
}

/// Measures the probe of arms that have found their peaks: with them, not on the way there.
Result<void> Work::probe_tuned() {
  if (claim_.probe.empty()) return {};
  for (const Arm& arm : arms_) {
    if (arm.planned->peak != Peak::tuned) continue;
    FinishedArm& done = *finished(arm.planned->name);
    const auto plan = notation::parse_plan(done.shown.schedule, {.steps = arm.place->steps});
    if (!plan) return pass_on(plan.error());
    auto outcomes = outcomes_of(arm.place->bench.probed, arm, {*plan});
    if (!outcomes) return pass_on(outcomes.error());
    done.run.outcomes = *std::move(outcomes);
  }
  return {};
}

/// Of each plan on each seed.
Result<std::vector<Outcome>> Work::outcomes_of(const study::Runner& runner, const Arm& arm,
                                               const std::vector<Plan>& plans) const {
  std::vector<study::Trial> trials;
  for (const Plan& plan : plans)
    for (const std::uint32_t seed : seeds_of(arm))
      trials.push_back({plan, arm.place->steps, arm.place->backward, seed, 64, arm.planned->name});
  std::vector<Outcome> outcomes(trials.size());
  const auto good = runner(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
    outcomes[i] = outcome;
    return {};
  });
  if (!good) return refuse(arm_error(arm.planned->name, good.error()));
  return outcomes;
}

Result<void> Work::run_other(const Arm& arm) {
  if (arm.planned->peak == Peak::swept) return run_swept(arm);
  if (arm.planned->peak == Peak::range) return run_ranges(arm);
  const auto plan = plan_at_its_peak(arm);
  if (!plan) return pass_on(plan.error());
  auto outcomes = outcomes_of(claim_.probe.empty() ? arm.place->bench.trials : arm.place->bench.probed, arm, {*plan});
  if (!outcomes) return pass_on(outcomes.error());
  finish(arm, *plan, *std::move(outcomes));
  return {};
}

double sum_of(const Plan& plan, Step steps) {
  std::vector<double> rates(static_cast<std::size_t>(steps));
  plan.lr.values(0, rates);
  return std::accumulate(rates.begin(), rates.end(), 0.0);
}

Result<Plan> Work::plan_at_its_peak(const Arm& arm) {
  if (arm.planned->peak == Peak::given) return arm.plan;
  const double own = study::peak_of(arm.plan, arm.place->steps);
  if (arm.planned->peak == Peak::suggested) {
    const auto peak = suggested_peak(*arm.place);
    if (!peak) return pass_on(peak.error());
    return study::scaled(arm.plan, {*peak, own});
  }
  const FinishedArm* other = finished(arm.planned->of);
  if (!other)
    return refuse(arm_error(arm.planned->name, Error("there is no arm \"" + arm.planned->of + "\" before it")));
  if (arm.planned->peak == Peak::of_arm) return study::scaled(arm.plan, {other->shown.peak, own});
  return study::scaled(arm.plan, {other->shown.sum_lr, sum_of(arm.plan, arm.place->steps)});
}

Result<double> Work::suggested_peak(const Place& place) const {
  range::SweepOptions options{.from = claim_.range.from, .to = claim_.range.to, .steps = claim_.range.steps};
  options.rule = claim_.range.rule;
  options.tunes = false;  // the sweep itself is what is claimed of
  options.is_adaptive = place.bench.is_adaptive;
  options.seeds = study::seeds_from(first_range_seed + effort_.first_seed, 5);
  const auto study = range::test(place.bench.sweeps, options);
  if (!study) return pass_on(study.error());
  if (!study->suggestion.refusal.empty())
    return refuse("the range test suggests nothing: " + study->suggestion.refusal);
  return study->suggestion.rate.value;
}

/// A range test for each seed, as metrics of an outcome.
Result<void> Work::run_ranges(const Arm& arm) {
  const RangeReading& reading = claim_.range;
  std::vector<Outcome> outcomes;
  for (const std::uint32_t seed : seeds_) {
    range::SweepOptions options{.from = reading.from, .to = reading.to, .steps = reading.steps, .seeds = {seed}};
    options.extends = reading.extends;
    options.rule = reading.rule;
    options.tunes = false;
    options.backward = arm.place->backward;
    options.is_adaptive = arm.place->bench.is_adaptive;
    const auto study = range::test(arm.place->bench.sweeps, options);
    if (!study) return refuse(arm_error(arm.planned->name, study.error()));
    const SeedSweep& sweep = study->sweeps.front();
    outcomes.emplace_back();
    outcomes.back().metrics = {{.name = "suggestion", .last = study->suggestion.rate.value},
                               {.name = "range_edge", .last = sweep.edge},
                               {.name = "range_basin", .last = sweep.basin},
                               {.name = "range_start", .last = sweep.start},
                               {.name = "range_best", .last = sweep.best}};
  }
  finish(arm, arm.plan, std::move(outcomes));
  finished_.back().shown.peak = finished_.back().shown.sum_lr = not_a_number;
  return {};
}

std::vector<double> peaks_of(const Grid& grid) {
  std::vector<double> peaks;
  for (double peak = grid.from; peak < grid.to * std::sqrt(grid.ratio); peak *= grid.ratio)
    peaks.push_back(*to_double(significant(peak, 12)));
  return peaks;
}

Tried tried(double peak, std::span<const Outcome> runs) {
  std::vector<double> losses;
  Tried tried{.peak = peak, .seeds = static_cast<int>(runs.size())};
  for (const Outcome& run : runs) {
    losses.push_back(measure_of(run, "final_loss"));
    tried.diverged += run.diverged_at ? 1 : 0;
  }
  tried.loss = study::summarise(std::move(losses)).median;
  return tried;
}

Result<void> Work::run_swept(const Arm& arm) {
  const std::vector<double> peaks = peaks_of(claim_.grid);
  const double own = study::peak_of(arm.plan, arm.place->steps);
  std::vector<Plan> plans;
  for (const double peak : peaks) plans.push_back(study::scaled(arm.plan, {peak, own}));
  const auto all = outcomes_of(arm.place->bench.trials, arm, plans);
  if (!all) return pass_on(all.error());
  std::vector<Tried> tuning;
  for (std::size_t k = 0; k < peaks.size(); ++k)
    tuning.push_back(tried(peaks[k], std::span(*all).subspan(k * seeds_.size(), seeds_.size())));
  std::vector<Outcome> outcomes;
  for (std::size_t seed = 0; seed < seeds_.size(); ++seed) {
    std::vector<Outcome> runs;
    for (std::size_t k = 0; k < peaks.size(); ++k) runs.push_back((*all)[k * seeds_.size() + seed]);
    outcomes.push_back(swept(peaks, runs));
  }
  finish(arm, arm.plan, std::move(outcomes), std::move(tuning));
  finished_.back().shown.peak = finished_.back().shown.sum_lr = not_a_number;
  return {};
}

void Work::finish(const Arm& arm, const Plan& plan, std::vector<Outcome> outcomes, std::vector<Tried> tuning) {
  const Step steps = arm.place->steps;
  ClaimArm shown{.name = arm.planned->name,
                 .schedule = notation::print(plan),
                 .setting = arm.setting,
                 .peak_from = ground_of(*arm.planned, claim_.range),
                 .peak = study::peak_of(plan, steps),
                 .sum_lr = sum_of(plan, steps),
                 .tuning = std::move(tuning)};
  finished_.push_back({{arm.planned->name, std::move(outcomes), is_exact()}, std::move(shown)});
}

FinishedArm* Work::finished(const std::string& name) {
  const auto found =
      std::find_if(finished_.begin(), finished_.end(), [&](const FinishedArm& arm) { return arm.run.name == name; });
  return found == finished_.end() ? nullptr : &*found;
}

/// As planned, each with its control behind it.
std::vector<FinishedArm> Work::in_order() {
  std::vector<FinishedArm> all;
  for (const PlannedArm& planned : claim_.arms)
    for (const std::string& name : {planned.name, planned.name + " control"})
      if (const FinishedArm* arm = finished(name)) all.push_back(*arm);
  return all;
}

}  // namespace

Result<std::vector<FinishedArm>> run_arms(const Claim& claim, const Laboratory& laboratory, const Effort& effort) {
  return Work(claim, laboratory, effort).run();
}

}  // namespace etude::claims
