#include "etude/base/record.h"

#include <array>
#include <cmath>

#include "etude/base/json.h"

namespace etude {
namespace {

constexpr std::array<std::pair<const char*, double Outcome::*>, 4> numbers{
    {{"final_loss", &Outcome::final_loss},
     {"best_loss", &Outcome::best_loss},
     {"heldout_loss", &Outcome::heldout_loss},
     {"heldout_accuracy", &Outcome::heldout_accuracy}}};
constexpr std::array<std::pair<const char*, std::optional<Step> Outcome::*>, 2> steps{
    {{"converged_at", &Outcome::converged_at}, {"diverged_at", &Outcome::diverged_at}}};

template <class T>
const T* member(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found ? found->as<T>() : nullptr;
}

double or_nan(const Json& json) { return json.number().value_or(std::numeric_limits<double>::quiet_NaN()); }

bool read_curve(const Json& json, LossCurve& curve) {
  const auto* step = member<Json::Array>(json, "step");
  const auto* loss = member<Json::Array>(json, "loss");
  if (!step || !loss || step->size() != loss->size()) return false;
  for (const Json& each : *step) {
    const auto* t = each.as<std::int64_t>();
    if (!t) return false;
    curve.step.push_back(*t);
  }
  for (const Json& each : *loss) curve.loss.push_back(or_nan(each));
  return true;
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
  if (!json) return tl::unexpected<Error>(json.error());
  Outcome outcome;
  for (const auto& [name, number] : numbers)
    if (const Json* found = json->find(name)) outcome.*number = or_nan(*found);
  for (const auto& [name, step] : steps)
    if (const auto* found = member<std::int64_t>(*json, name)) outcome.*step = *found;
  if (const auto* failure = member<std::string>(*json, "failure")) outcome.failure = *failure;
  const auto* count = member<std::int64_t>(*json, "steps");
  const bool has_curve = json->find("step") || json->find("loss");
  if (!count || (has_curve && !read_curve(*json, outcome.curve)))
    return refuse("no outcome of a trial: " + std::string(text.substr(0, 60)));
  outcome.steps = *count;
  return outcome;
}

}  // namespace etude
