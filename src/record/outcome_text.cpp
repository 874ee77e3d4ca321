// An outcome as one line of JSON, in which a number that is not there is left out.

#include "etude/record/outcome.h"

#include <array>
#include <cmath>

#include "etude/base/json.h"
#include "etude/base/number.h"

namespace etude::inline record {
namespace {

constexpr std::array<std::pair<const char*, double Outcome::*>, 4> numbers{
    {{"final_loss", &Outcome::final_loss},
     {"best_loss", &Outcome::best_loss},
     {"heldout_loss", &Outcome::heldout_loss},
     {"heldout_accuracy", &Outcome::heldout_accuracy}}};
constexpr std::array<std::pair<const char*, std::optional<Step> Outcome::*>, 2> steps{
    {{"converged_at", &Outcome::converged_at}, {"diverged_at", &Outcome::diverged_at}}};

/// A member that is not there is as it was; one of another kind is refused.
bool read(const Json& json, std::string_view name, double& value) {
  const Json* found = json.find(name);
  if (!found) return true;
  value = found->number().value_or(not_a_number);
  return found->is_null() || found->number();
}

template <class To, class T = To>
bool read(const Json& json, std::string_view name, To& value) {
  const Json* found = json.find(name);
  const T* read = found ? found->as<T>() : nullptr;
  if (read) value = *read;
  return !found || read;
}

/// Steps ascend and are of the run.
bool read_curve(const Json::Array& step, const Json::Array& loss, Outcome& outcome) {
  if (step.size() != loss.size()) return false;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const auto* t = step[i].as<std::int64_t>();
    const Step least = outcome.curve.step.empty() ? 0 : outcome.curve.step.back() + 1;
    if (!t || *t < least || *t >= outcome.steps || !(loss[i].is_null() || loss[i].number())) return false;
    outcome.curve.step.push_back(*t);
    outcome.curve.loss.push_back(loss[i].number().value_or(not_a_number));
  }
  return true;
}

bool read_outcome(const Json& json, Outcome& outcome) {
  for (const auto& [name, number] : numbers)
    if (!read(json, name, outcome.*number)) return false;
  for (const auto& [name, step] : steps)
    if (!read<std::optional<Step>, Step>(json, name, outcome.*step)) return false;
  if (!json.find("steps") || !read(json, "steps", outcome.steps) || outcome.steps < 0) return false;
  Json::Array step, loss;
  return read(json, "failure", outcome.failure) && read(json, "step", step) && read(json, "loss", loss) &&
         read_curve(step, loss, outcome);
}

}  // namespace

std::string to_text(const Outcome& outcome) {
  Json::Object object;
  for (const auto& [name, number] : numbers)
    if (!std::isnan(outcome.*number)) object.emplace_back(name, outcome.*number);
  for (const auto& [name, step] : steps)
    if (outcome.*step) object.emplace_back(name, *(outcome.*step));
  object.emplace_back("steps", outcome.steps);
  if (!outcome.failure.empty()) object.emplace_back("failure", outcome.failure);
  if (!outcome.curve.step.empty()) {
    Json::Array step;
    for (const Step t : outcome.curve.step) step.emplace_back(t);
    object.emplace_back("step", std::move(step));
    object.emplace_back("loss", outcome.curve.loss);
  }
  return write_json(object, 0);
}

Result<Outcome> outcome_from_text(std::string_view text) {
  const auto json = read_json(text);
  if (!json) return pass_on(json.error());
  Outcome outcome;
  if (read_outcome(*json, outcome)) return outcome;
  return refuse("no outcome of a trial: " + std::string(text.substr(0, 60)));
}

}  // namespace etude::record
