#pragma once
// What is measured between two updates, and after the last.

#include <cmath>

#include "etude/lab/trainer.h"

namespace etude {

template <class Real>
void measure_heldout(Trainer<Real>& trainer, Record& record) {
  const auto heldout = trainer.evaluate_heldout();
  if (heldout) record.heldout.push_back({trainer.step(), heldout->loss, heldout->accuracy});
}

/// Leaves the run as it is, so that it can go on.
template <class Real>
void measure_end(Trainer<Real>& trainer, Record& record) {
  measure_heldout(trainer, record);
  if (trainer.takes_all_samples()) return;
  record.trained_loss = trainer.evaluate_training().loss;
  if (!std::isfinite(*record.trained_loss)) record.diverged_at = trainer.step();
}

}  // namespace etude
