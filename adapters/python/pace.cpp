#include "pace.h"

#include <cmath>
#include <utility>

namespace etude::binding {
namespace {

constexpr int enough_calls = 2, enough_updates = 8;  // in a row

std::string how_often(Step count) { return count == 2 ? "twice" : std::to_string(count) + " times"; }

std::string too_late(Step updates) {
  return "step() is called once in " + std::to_string(updates) +
         " updates, and the schedule counts updates: so it takes " + how_often(updates) +
         " as long. Call step() after each optimizer.step(); or say counts=\"calls\", where the schedule's steps are "
         "meant "
         "to be something else";
}

std::string too_hasty(Step calls) {
  return "step() is called " + how_often(calls) + " an update, and the schedule counts updates: so it ends " +
         how_often(calls) +
         " as early. Say counts=\"updates\", or call step() once after each optimizer.step(); counts=\"calls\" says "
         "that it "
         "is meant";
}

constexpr const char* too_early =
    "step() was called before the first update, so no update has the rate of step 0. Call step() after "
    "optimizer.step(); "
    "counts=\"calls\" says that it is meant";

}  // namespace

void Pace::update() {
  hasty_updates_ = calls_since_update_ > 1 ? hasty_updates_ + 1 : 0;
  if (hasty_updates_ < enough_updates) calls_since_update_ = 0;
  ++updates_;
  ++updates_since_call_;
}

std::string Pace::call() {
  const Step updates = std::exchange(updates_since_call_, 0);
  late_calls_ = updates > 1 ? late_calls_ + 1 : 0;
  if (late_calls_ == enough_calls) return too_late(updates);
  if (hasty_updates_ == enough_updates) return too_hasty(calls_since_update_);
  ++calls_since_update_;
  return awaits_update_ && updates_ == 1 ? too_early : "";
}

bool has_sound_gradients(nb::handle optimizer) {
  bool is_any = false;
  for (const nb::handle group : nb::object(optimizer.attr("param_groups"))) {
    for (const nb::handle parameter : nb::object(group["params"])) {
      const nb::object gradient = parameter.attr("grad");
      if (gradient.is_none()) continue;
      const auto sum = nb::cast<double>(gradient.attr("abs")().attr("sum")().attr("item")());
      if (!std::isfinite(sum)) return false;
      is_any |= sum > 0;
    }
  }
  return is_any;
}

}  // namespace etude::binding
