// A schedule is looked at through the window of the run in which it can be seen: each kind that has a clock of its own
// moves the clock, and narrows the window, for what it is made of.

#include "etude/schedule/joints.h"

#include <algorithm>
#include <cmath>

namespace etude::inline schedule {
namespace {

/// Where a schedule stands in the run: its own step 0 is the run's step `clock`; it is seen from `begin` to before `end`.
struct Sight {
  Step clock, begin, end;

  Step run_step(Step own) const { return detail::add_lengths(clock, own); }
  /// The same window from `first` on and before `last`, for what has its step 0 at `at`.
  Sight within(Step at, Step first, Step last) const { return {at, std::max(begin, first), std::min(end, last)}; }
};

class Finder {
 public:
  explicit Finder(std::string part) : part_(std::move(part)) {}
  std::vector<Joint> found;

  void look(const Schedule& schedule, const Sight& sight) {
    if (sight.begin >= sight.end || found.size() > most_joints) return;
    if (const auto* k = schedule.as<Window>()) return look_at_window(*k, sight);
    if (const auto* k = schedule.as<Offset>()) return look(k->of[0], {sight.clock - k->by, sight.begin, sight.end});
    if (const auto* k = schedule.as<Repeat>()) return look_at_repeats(*k, sight);
    if (schedule.as<Then>() || schedule.as<Chain>()) return look_at_pieces(schedule.inner(), sight);
    for (const Schedule& each : schedule.inner()) look(each, sight);
    if (schedule.inner().empty()) look_at_curve(schedule, sight);
  }

 private:
  void look_at_pieces(std::span<const Schedule> pieces, const Sight& sight) {
    Step start = sight.clock;
    for (const Schedule& piece : pieces) {
      const bool is_last = &piece == &pieces.back();
      const Step end = is_last ? sight.end : detail::add_lengths(start, piece.length());
      look(piece, sight.within(start, start, end));
      start = end;
    }
  }

  void look_at_window(const Window& window, const Sight& sight) {
    const Step first = sight.run_step(window.begin);
    if (first > sight.begin) add(sight.begin, "window");
    look(window.of[0], sight.within(first, first, sight.run_step(window.end)));
  }

  void look_at_repeats(const Repeat& repeat, const Sight& sight) {
    const Step period = repeat.of[0].length();
    const Step first = std::max((sight.begin - sight.clock) / period, Step{0});
    for (Step i = first; i < repeat.times && i <= max_step / period && found.size() <= most_joints; ++i) {
      const Step start = sight.run_step(i * period);
      if (start >= sight.end) return;
      look(repeat.of[0], sight.within(start, start, detail::add_lengths(start, period)));
    }
  }

  /// Where it begins, and the points and milestones in its fields.
  void look_at_curve(const Schedule& curve, const Sight& sight) {
    const std::string name = curve.label().empty() ? std::string(curve.kind().name) : curve.label();
    add(sight.begin, name);
    const std::vector<Value> values = curve.arguments();
    for (std::size_t i = 0; i < curve.kind().fields.size(); ++i) {  // a callable has none
      const Field& field = curve.kind().fields[i];
      const std::string points = name + "." + std::string(field.name);
      if (const auto* steps = std::get_if<std::vector<Step>>(&values[i]); steps && field.unit == Unit::milestones)
        for (std::size_t k = 0; k < steps->size(); ++k) add_point((*steps)[k], points, k, sight);
      if (const auto* at = std::get_if<std::vector<double>>(&values[i]); at && field.unit == Unit::durations)
        for (std::size_t k = 0; k < at->size(); ++k)
          add_point(static_cast<Step>(std::ceil((*at)[k])), points, k, sight);
    }
  }

  void add_point(Step own, const std::string& points, std::size_t index, const Sight& sight) {
    const Step step = sight.run_step(own);
    if (step > sight.begin && step < sight.end) add(step, points + "[" + std::to_string(index) + "]");
  }

  void add(Step step, const std::string& what) { found.push_back({step, part_ + ": " + what}); }

  std::string part_;
};

}  // namespace

Result<std::vector<Joint>> joints(const Plan& plan, Step steps) {
  std::vector<Joint> all;
  for (const auto& [name, schedule] : parts(plan)) {
    Finder finder(name);
    finder.look(schedule, {0, 0, steps});
    if (schedule.length() < steps) finder.found.push_back({schedule.length(), name + " holds"});
    all.insert(all.end(), finder.found.begin(), finder.found.end());
    if (all.size() > most_joints)
      return refuse("the run has more than " + std::to_string(most_joints) + " joints; give fewer --steps");
  }
  std::stable_sort(all.begin(), all.end(), [](const Joint& a, const Joint& b) { return a.step < b.step; });
  return all;
}

Tallies::Tallies(const Horizon& horizon, const Plan& plan) : horizon_(horizon) {
  if (plan.batch_size) seen_.emplace(*plan.batch_size);
}

Result<Tally> Tallies::after(Step updates) {
  Tally tally{.updates = updates};
  const auto samples = samples_before(updates);
  if (!samples) return pass_on(samples.error());
  tally.samples = *samples;
  if (!tally.samples) return tally;
  if (horizon_.tokens_per_sample > 0) tally.tokens = *tally.samples * static_cast<double>(horizon_.tokens_per_sample);
  if (horizon_.samples <= 0) return tally;
  tally.epochs = seen_ ? *tally.samples / static_cast<double>(horizon_.samples)
                       : static_cast<double>(updates) / static_cast<double>(*updates_per_epoch(horizon_));
  return tally;
}

std::optional<double> Tallies::batch_size(Step step) const {
  if (seen_) return seen_->of_update(step);
  const auto each = samples_per_update(horizon_);
  return each ? std::optional(*each) : std::nullopt;
}

Result<std::optional<double>> Tallies::samples_before(Step updates) {
  if (!seen_) return samples_of_whole_batches(updates);
  return seen_->before(updates).map([](double samples) { return std::optional(samples); });
}

Result<std::optional<double>> Tallies::samples_of_whole_batches(Step updates) const {
  if (horizon_.batch <= 0) return std::nullopt;
  const double each = *samples_per_update(horizon_);
  if (horizon_.samples <= 0) return static_cast<double>(updates) * each;
  const auto epoch = updates_per_epoch(horizon_);
  if (!epoch) return pass_on(epoch.error());
  const double of_epoch =
      horizon_.drop_last ? static_cast<double>(*epoch) * each : static_cast<double>(horizon_.samples);
  return static_cast<double>(updates / *epoch) * of_epoch +
         std::min(static_cast<double>(updates % *epoch) * each, of_epoch);
}

}  // namespace etude::schedule
