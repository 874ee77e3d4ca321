#pragma once
// Whether step() is called once an update, as a schedule that counts updates needs.
//
// What is told of is what repeats itself: an update that a GradScaler skipped, or one more after a validation, is no fault.

#include <string>

#include "binding.h"

namespace etude::binding {

class Pace {
 public:
  /// Has there been neither an update nor a call?
  bool is_at_start() const { return updates_ == 0 && calls_since_update_ == 0; }
  /// Before the first call: the gradients of an update are there, which is to come after it.
  void awaits_update() { awaits_update_ = true; }
  /// The optimizer has done an update.
  void update();
  /// step() was called. What is to be warned of, once in a run; empty where nothing is.
  std::string call();

 private:
  bool awaits_update_ = false;
  Step updates_ = 0, updates_since_call_ = 0, calls_since_update_ = 0;
  int late_calls_ = 0, hasty_updates_ = 0;  // in a row: calls after several updates, updates after several calls
};

/// Has the optimizer gradients of which one is not 0 and each is finite?
bool has_sound_gradients(nb::handle optimizer);

}  // namespace etude::binding
