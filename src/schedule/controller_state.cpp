// What a controller remembers as JSON, and back.

#include <cmath>

#include "etude/schedule/controller.h"

namespace etude::inline schedule {
namespace {

struct Counter {
  const char* name;
  Step ControllerState::*value;
};
constexpr Counter counters[] = {
    {"bad", &ControllerState::bad},           {"good", &ControllerState::good},       {"wait", &ControllerState::wait},
    {"at_floor", &ControllerState::at_floor}, {"reports", &ControllerState::reports}, {"next", &ControllerState::next},
};

std::optional<double> finite(const Json* json) {
  const auto number = json ? json->number() : std::nullopt;
  return number && std::isfinite(*number) ? number : std::nullopt;
}

Result<void> read_counters(const Json& json, ControllerState& state) {
  for (const Counter& counter : counters) {
    const Json* member = json.find(counter.name);
    const auto* count = member ? member->as<std::int64_t>() : nullptr;
    if (!count || *count < 0 || *count > max_step)
      return refuse("a controller's state needs \"" + std::string(counter.name) + "\", a whole number of at least 0");
    state.*counter.value = *count;
  }
  return {};
}

Result<void> read_window(const Json& json, ControllerState& state) {
  const Json* member = json.find("window");
  const auto* items = member ? member->as<Json::Array>() : nullptr;
  if (!items) return refuse("a controller's state needs \"window\", an array of numbers");
  for (const Json& item : *items) {
    const auto number = finite(&item);
    if (!number) return refuse("\"window\" holds numbers alone");
    state.window.push_back(*number);
  }
  return {};
}

constexpr const char* example =
    "as in {\"scale\": 1, \"best\": null, ...}, the last line that show --controller prints";

}  // namespace

Json to_json(const ControllerState& state) {
  Json::Object object;
  object.emplace_back("scale", state.scale);
  object.emplace_back("best", Json());
  if (state.best) object.back().second = *state.best;
  for (const Counter& counter : counters) object.emplace_back(counter.name, state.*counter.value);
  object.emplace_back("window", state.window);
  return object;
}

Result<ControllerState> controller_state(const Json& json) {
  ControllerState state;
  const auto scale = finite(json.find("scale"));
  if (!scale || *scale < 0)
    return refuse(std::string("a controller's state needs \"scale\", a number of at least 0, ") + example);
  state.scale = *scale;
  const Json* best = json.find("best");
  if (!best || !(best->is_null() || finite(best)))
    return refuse("a controller's state needs \"best\", a number, or null where there is none yet");
  state.best = finite(best);
  if (auto read = read_counters(json, state); !read) return pass_on(read.error());
  if (auto read = read_window(json, state); !read) return pass_on(read.error());
  return state;
}

}  // namespace etude::schedule
