#pragma once
// What is measured between two updates, and after the last.

#include <cmath>

#include "etude/record/run.h"
#include "etude/train/trainer.h"

namespace etude::train {

template <class Real>
void measure_heldout(Trainer<Real>& trainer, Record& record) {
  const auto heldout = trainer.evaluate_heldout();
  if (heldout) record.heldout.push_back({trainer.step(), heldout->loss, heldout->accuracy});
}

/// The last update may be the one that goes too far. Leaves the run as it is, so that it can go on.
template <class Real>
void measure_end(Trainer<Real>& trainer, Record& record) {
  measure_heldout(trainer, record);
  const double loss = trainer.evaluate_training().loss;
  const bool diverged = !std::isfinite(loss);
  if (diverged) record.diverged_at = trainer.step();
  if (diverged || !trainer.trains_as_measured()) record.trained_loss = loss;
}

}  // namespace etude::train
