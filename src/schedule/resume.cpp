// The rest of a run under another schedule, and what changed between both.

#include "etude/schedule/resume.h"

#include "etude/base/number.h"

namespace etude::inline schedule {
namespace {

/// The first `steps` steps of a schedule, as a piece of that length.
Result<Schedule> first_steps(const Schedule& schedule, Step steps) { return window(schedule, 0, steps); }

/// `schedule` from its step `begin` on, on a clock that starts there.
Result<Schedule> from_step(const Schedule& schedule, Step begin) { return offset(schedule, begin); }

Result<Schedule> scaled_to_meet(const Schedule& before, const Schedule& piece, Step at) {
  const double wanted = before(at), given = piece(0);
  if (wanted == given) return piece;
  if (!(given > 0)) {
    return refuse("the new schedule has rate 0 at step " + std::to_string(at) +
                  ", so no factor can make it meet the old one's " + shortest(wanted) + "; resume without continuous");
  }
  return scale(piece, wanted / given);
}

/// Adds what changed below `path`.
void add_changes(const Schedule& before, const Schedule& after, const std::string& path,
                 std::vector<std::string>& all) {
  const Kind& kind = before.kind();
  const std::string name = before.label().empty() ? std::string(kind.name) : before.label();
  const std::string other = after.label().empty() ? std::string(after.kind().name) : after.label();
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

}  // namespace

std::vector<std::string> changes(const Schedule& before, const Schedule& after) {
  std::vector<std::string> all;
  add_changes(before, after, "", all);
  return all;
}

Result<Schedule> resume(const Schedule& before, const Schedule& after, const Resume& how) {
  if (how.at < 0) return refuse("the step at which to resume must be at least 0");
  if (how.policy == ResumePolicy::keep || before == after) return before;
  if (how.policy == ResumePolicy::refuse) {
    return refuse("the schedule has changed since the run began; say how to go on: keep, extend or rebase");
  }
  Result<Schedule> rest = how.policy == ResumePolicy::extend ? from_step(after, how.at) : Result<Schedule>(after);
  if (rest && how.continuous) rest = scaled_to_meet(before, *rest, how.at);
  if (how.at == 0) return rest;
  return then(first_steps(before, how.at), rest);
}

}  // namespace etude::schedule
