#pragma once
// A run between two updates, saved and resumed.
//
//   auto trainer = *Trainer<double>::start(prepared, plan, seed);
//   run(trainer, 150);
//   const auto bytes = saved(trainer, prepared, plan);
//
//   auto again = *Trainer<double>::start(prepared, plan, seed);   // perhaps another day, in another program
//   if (auto good = resume(again, prepared, plan, bytes, 300); !good) ...
//   run(again, 300);                                              // to the same bits as without a pause

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "etude/base/shown.h"
#include "etude/optim/optimizer.h"
#include "etude/train/trainer.h"

namespace etude::train {

/// Everything that a run is, between two steps. Restored, it goes on to the same bits.
template <class Real>
struct TrainingState {
  Step step = 0;  // updates done
  std::uint32_t seed = 0;
  std::string task = {}, plan = {};  // of a saved run: what decides its bits beside the seed; see saved()
  std::int64_t epoch = 0;            // where it stands in its data: `position` samples of that epoch have been given
  std::size_t position = 0;
  std::vector<Real> parameters = {};
  std::vector<Real> statistics = {};                         // of batch norm
  std::vector<Real> average = {};                            // where the plan averages: as many as parameters
  std::vector<optim::OptimizerState<Real>> optimizers = {};  // one a group of parameters
  friend bool operator==(const TrainingState&, const TrainingState&) = default;
};

/// As bytes: a line that says what it is, the texts and numbers, little-endian, and a checksum.
template <class Real>
ETUDE_SHOWN std::vector<std::uint8_t> to_bytes(const TrainingState<Real>& state);
/// Refused: what is no such state, of another precision or version, cut short or damaged.
template <class Real>
ETUDE_SHOWN Result<TrainingState<Real>> state_from_bytes(std::span<const std::uint8_t> bytes);

/// The run as it stands, with what it is a run of: as bytes that resume() takes.
/// Cost: a copy of the parameters, and Prepared::fingerprint().
template <class Real>
ETUDE_SHOWN std::vector<std::uint8_t> saved(const Trainer<Real>& trainer, const Prepared& prepared, const Plan& plan);

/// Makes a trainer of this task, plan and seed go on where the saved one stood, to end before step `until`.
/// Refused: what state_from_bytes() refuses; a state that is not of this task, plan and seed, with what differs (the
/// task's length may); one that has come to `until` already.
template <class Real>
ETUDE_SHOWN Result<void> resume(Trainer<Real>& trainer, const Prepared& prepared, const Plan& plan,
                                std::span<const std::uint8_t> bytes, Step until);

}  // namespace etude::train
