// An outcome as one line of JSON: its facts and those of its curve, in which what is not there is left out.

#include <algorithm>

#include "etude/record/outcome.h"

namespace etude::inline record {
namespace {

/// Steps ascend and are of the run.
bool is_curve_of(const Outcome& outcome) {
  Step least = 0;
  for (const Step step : outcome.curve.step) {
    if (step < least || step >= outcome.steps) return false;
    least = step + 1;
  }
  return outcome.curve.step.size() == outcome.curve.loss.size();
}

bool has_each_name_once(const std::vector<Metric>& metrics) {
  for (auto metric = metrics.begin(); metric != metrics.end(); ++metric) {
    const auto is_same = [&](const Metric& before) { return before.name == metric->name; };
    if (metric->name.empty() || std::any_of(metrics.begin(), metric, is_same)) return false;
  }
  return true;
}

bool read_outcome(const Json& json, Outcome& outcome) {
  return json.find("steps") && read_facts(json, outcome) && outcome.steps >= 0 && read_facts(json, outcome.curve) &&
         is_curve_of(outcome) && has_each_name_once(outcome.metrics);
}

}  // namespace

std::string to_text(const Outcome& outcome) {
  Json::Object object = facts_json(outcome);
  std::erase_if(object, [](const Json::Member& fact) { return fact.second.is_null(); });
  if (!outcome.curve.step.empty())
    for (auto& part : facts_json(outcome.curve)) object.push_back(std::move(part));
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
