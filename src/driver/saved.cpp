// A driver's state as JSON, and how a run goes on from it.
//
// A state names the schedule under which it was saved, so that it can be held against the one that goes on:
//   keep    the saved one goes on
//   extend  the driver's own goes on, asked for the steps already done as if the run had always been under it
//   rebase  the saved one up to the step, then the driver's own from its beginning
// A state is held against the driver as it was made, so to load twice is to load once. A driver that follows another
// schedule than it was made with says both, so that the same program, stopped once more, goes on as it went: a policy that
// was followed is not followed again.

#include "etude/dialect/controllers.h"
#include "etude/driver/driver.h"

namespace etude::driver {
namespace {

using dialect::Spec;

/// What a state says.
struct Saved {
  Step step = 0;
  std::optional<Spec> spec;  // nothing where it follows a function, which no text says
  std::optional<Spec> made;  // what the driver was made with, where it follows something else
  std::optional<Controller> controller;
  ControllerState heard;
};

Json controller_json(const Controller& controller, const ControllerState& heard) {
  return Json::Object{{"rule", dialect::print(controller)}, {"state", to_json(heard)}};
}

Error no_state(const std::string& why) { return Error("this is no state of a driver: " + why); }

Result<Step> read_step(const Json& json) {
  const Json* step = json.find("step");
  const std::int64_t* number = step ? step->as<std::int64_t>() : nullptr;
  if (!number || *number < 0 || *number > max_step)
    return pass_on(no_state("\"step\" must be a whole number from 0 to 2^62"));
  return *number;
}

Result<void> read_spec(const Json& json, const std::string& name, std::optional<Spec>& into) {
  const Json* spec = json.find(name);
  if (!spec || spec->is_null()) return {};
  auto read = dialect::parse_spec(write_json(*spec, 0));
  if (!read) return pass_on(no_state("\"" + name + "\", " + read.error().message));
  into = *std::move(read);
  return {};
}

Result<void> read_controller(const Json& json, Saved& saved) {
  const Json *rule = json.find("rule"), *state = json.find("state");
  const std::string* text = rule ? rule->as<std::string>() : nullptr;
  if (!text || !state) return pass_on(no_state("\"controller\" must have a \"rule\" and a \"state\""));
  const auto read = dialect::read_controller(*text);
  if (!read) return pass_on(no_state("\"controller.rule\", " + read.error().message));
  auto heard = controller_state(*state);
  if (!heard) return pass_on(no_state("\"controller.state\", " + heard.error().message));
  saved.controller = read->controller;
  saved.heard = *std::move(heard);
  return {};
}

Result<Saved> read_saved(const Json& json) {
  const Json* version = json.find("etude");
  if (!version || *version != Json(notation::json_version))
    return pass_on(no_state("\"etude\" must be " + std::to_string(notation::json_version)));
  Saved saved;
  const auto step = read_step(json);
  if (!step) return pass_on(step.error());
  saved.step = *step;
  if (!json.find("spec")) return pass_on(no_state("\"spec\" is missing"));
  for (const auto& [name, into] : {std::pair("spec", &saved.spec), std::pair("made", &saved.made)})
    if (auto good = read_spec(json, name, *into); !good) return pass_on(good.error());
  const Json* controller = json.find("controller");
  if (controller && !controller->is_null())
    if (auto good = read_controller(*controller, saved); !good) return pass_on(good.error());
  return saved;
}

std::string in_words(const std::vector<std::string>& changes) {
  constexpr std::size_t most = 4;
  std::string text;
  for (std::size_t i = 0; i < changes.size() && i < most; ++i) text += (i ? ", " : "") + changes[i];
  if (changes.size() > most) text += ", and " + std::to_string(changes.size() - most) + " more";
  return text;
}

std::string name_of_rule(const std::optional<Controller>& controller) {
  return controller ? dialect::print(*controller) : "none";
}

Refused refuse_another(const std::string& difference) {
  return refuse("the state was saved under another schedule (saved -> now: " + difference +
                "); say how to go on: keep, extend or rebase");
}

/// The spec under which the run goes on.
Result<Spec> goes_on(const Spec& before, const Spec& now, Step step, const Loading& how, std::vector<Note>& notes) {
  if (before.computed == now.computed) return now;
  if (how.policy == ResumePolicy::refuse) return refuse_another(in_words(changes(before.computed, now.computed)));
  if (how.policy == ResumePolicy::keep) return before;
  if (how.policy == ResumePolicy::extend && !how.continuous) return now;
  if (dialect::has_function(before.computed) || dialect::has_function(now.computed))
    return refuse(
        "what a framework computes in its own arithmetic is not cut in two; go on by keep or extend, or write "
        "both in etude's notation: etude convert SPEC --to text");
  auto resumed = resume(before.computed, now.computed, {how.policy, step, how.continuous});
  if (!resumed) return pass_on(resumed.error());
  notes = std::move(resumed->notes);
  return dialect::spec_of(resumed->plan);
}

}  // namespace

Json Driver::state() const {
  Json::Object state{{"etude", notation::json_version}, {"step", step_}, {"spec", computed_json(spec_)}};
  if (spec_.computed != made_.computed) state.emplace_back("made", computed_json(made_));
  if (controller_) state.emplace_back("controller", controller_json(*controller_, state_));
  return state;
}

Result<std::vector<Note>> Driver::load(const Json& state, const Loading& how) {
  auto saved = read_saved(state);
  if (!saved) return pass_on(saved.error());
  const bool is_kept = how.policy == ResumePolicy::keep;
  if (saved->controller != made_controller_ && how.policy == ResumePolicy::refuse)
    return refuse_another("controller: " + name_of_rule(saved->controller) + " -> " + name_of_rule(made_controller_));
  std::vector<Note> notes;
  const Spec before = saved->spec.value_or(made_);
  const bool goes_as_it_went = saved->made && saved->made->computed == made_.computed;
  auto spec = goes_as_it_went ? before : goes_on(before, made_, saved->step, how, notes);
  if (!spec) return pass_on(spec.error());
  follow(*std::move(spec), is_kept ? saved->controller : made_controller_);
  step_ = saved->step;
  const bool has_heard = controller_ && saved->controller && how.policy != ResumePolicy::rebase;
  state_ = has_heard || saved->controller == controller_ ? std::move(saved->heard) : ControllerState{};
  return notes;
}

}  // namespace etude::driver
