// The rest of a run under another schedule, and what changed between both.

#include "etude/schedule/resume.h"

#include <algorithm>

#include "etude/base/number.h"
#include "schedule/text.h"

namespace etude::inline schedule {
namespace {

/// The first `steps` steps of a schedule, as a piece of that length.
Result<Schedule> first_steps(const Schedule& schedule, Step steps) { return window(schedule, 0, steps); }

/// `schedule` from its step `begin` on, on a clock that starts there.
Result<Schedule> from_step(const Schedule& schedule, Step begin) { return offset(schedule, begin); }

/// What `piece` is multiplied by so that its first step has the rate that `before` has at `at`.
Result<double> factor_to_meet(const Schedule& before, const Schedule& piece, Step at) {
  const double wanted = before(at), given = piece(0);
  if (wanted == given) return 1;
  if (given > 0) return wanted / given;
  return refuse("the new schedule has rate 0 at step " + std::to_string(at) +
                ", so no factor can make it meet the old one's " + shortest(wanted) + "; resume without continuous");
}

/// The step of the piece at which its rate is highest, among as many as are looked at.
Step peak_of(const Schedule& piece) {
  constexpr Step most_looked_at = Step{1} << 20;
  const std::vector<double> rates = piece.values(std::clamp(piece.length(), Step{1}, most_looked_at));
  return std::max_element(rates.begin(), rates.end()) - rates.begin();
}

/// How far the new schedule is scaled, which a warm-up that begins low makes absurd.
Note note_of_factor(const Schedule& piece, double factor, Step at) {
  const Step peak = peak_of(piece);
  const bool is_far = factor > 2 || factor < 0.5;
  return {is_far ? "resume-rescales-far" : "resume-rescales",
          "the new schedule is multiplied by " + text(factor) + " to go on without a jump; its highest rate is now " +
              text(factor * piece(peak)) + ", not " + text(piece(peak)),
          is_far ? "leave out continuous, which keeps the new schedule's own rates, or go on by extend"
                 : "leave out continuous to keep the new schedule's own rates",
          at + peak};
}

/// What a schedule is called where it changes for another.
std::string what_it_is(const Schedule& schedule) {
  return schedule.label().empty() ? std::string(schedule.kind().name) : schedule.label();
}

const Schedule* part_of(const std::vector<std::pair<std::string, Schedule>>& parts, std::string_view name) {
  for (const auto& [each, schedule] : parts)
    if (each == name) return &schedule;
  return nullptr;
}

/// Adds what changed below `path`.
void add_changes(const Schedule& before, const Schedule& after, const std::string& path,
                 std::vector<std::string>& all) {
  const Kind& kind = before.kind();
  const std::string name = what_it_is(before), other = what_it_is(after);
  if (name != other) return all.push_back((path.empty() ? "" : path + ": ") + name + " -> " + other);
  const std::string here = path.empty() ? std::string(kind.name) : path;
  const auto were = before.inner(), are = after.inner();
  for (std::size_t k = 0; k < std::min(were.size(), are.size()); ++k)
    add_changes(were[k], are[k], here + "[" + std::to_string(k) + "]", all);
  if (were.size() != are.size())
    all.push_back(here + ": " + std::to_string(were.size()) + " pieces -> " + std::to_string(are.size()));
  const std::vector<Value> was = before.arguments(), is = after.arguments();
  for (std::size_t i = 0; i < kind.fields.size(); ++i)
    if (was[i] != is[i])
      all.push_back(here + "." + std::string(kind.fields[i].name) + ": " + value_text(kind.fields[i], was[i]) + " -> " +
                    value_text(kind.fields[i], is[i]));
}

/// One hyper-parameter of a plan or a group, which both drive or neither: that of `now` becomes the resumed one.
template <class Of>
Result<void> go_on(const Of& before, Of& now, HyperParameter which, Resume how, std::vector<Note>& notes) {
  const Schedule *old = schedule_of(before, which), *own = schedule_of(now, which);
  if (!old) return {};
  how.continuous = how.continuous && which == HyperParameter::lr;
  auto resumed = resume(*old, *own, how);
  if (!resumed) return pass_on(resumed.error());
  drive(now, which, resumed->schedule);
  notes.insert(notes.end(), resumed->notes.begin(), resumed->notes.end());
  return {};
}

}  // namespace

std::vector<std::string> changes(const Schedule& before, const Schedule& after) {
  std::vector<std::string> all;
  add_changes(before, after, "", all);
  return all;
}

Result<Resumed> resume(const Schedule& before, const Schedule& after, const Resume& how) {
  if (how.at < 0) return refuse("the step at which to resume must be at least 0");
  if (how.policy == ResumePolicy::keep || before == after) return Resumed{before};
  if (how.policy == ResumePolicy::refuse) {
    return refuse("the schedule has changed since the run began; say how to go on: keep, extend or rebase");
  }
  auto rest = how.policy == ResumePolicy::extend ? from_step(after, how.at) : Result<Schedule>(after);
  if (!rest) return pass_on(rest.error());
  const auto factor = how.continuous ? factor_to_meet(before, *rest, how.at) : Result<double>(1);
  if (!factor) return pass_on(factor.error());
  std::vector<Note> notes;
  if (*factor != 1) notes.push_back(note_of_factor(*rest, *factor, how.at)), rest = scale(rest, *factor);
  if (how.at > 0) rest = then(first_steps(before, how.at), rest);
  if (!rest) return pass_on(rest.error());
  return Resumed{*std::move(rest), *factor, std::move(notes)};
}

std::vector<std::string> changes(const Plan& before, const Plan& after) {
  std::vector<std::string> all;
  const auto were = parts(before), are = parts(after);
  for (const auto& [name, was] : were) {
    const auto is = part_of(are, name);
    const std::string path = name == "lr" ? "" : name + ": ";
    if (!is) all.push_back(path + what_it_is(was) + " -> none");
    for (const std::string& change : is ? changes(was, *is) : std::vector<std::string>{}) all.push_back(path + change);
  }
  for (const auto& [name, is] : are)
    if (!part_of(were, name)) all.push_back(name + ": none -> " + what_it_is(is));
  return all;
}

Result<ResumedPlan> resume(const Plan& before, const Plan& after, const Resume& how) {
  if (how.policy == ResumePolicy::keep || before == after) return ResumedPlan{before};
  if (what_is_driven(before) != what_is_driven(after))
    return refuse("the run began with a plan of " + what_is_driven(before) + ", and the new one is of " +
                  what_is_driven(after) + ": give it the same, or go on by keep");
  ResumedPlan resumed{after};
  for (const HyperParameter which : hyper_parameters) {
    auto good = go_on(before, resumed.plan, which, how, resumed.notes);
    for (std::size_t i = 0; good && i < before.groups.size(); ++i)
      good = go_on(before.groups[i], resumed.plan.groups[i], which, how, resumed.notes);
    if (!good) return pass_on(good.error());
  }
  return resumed;
}

}  // namespace etude::schedule
