#pragma once
// In which order training sees the samples, and where in it a run stands: two numbers.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "etude/base/result.h"

namespace etude::data {

struct OrderOptions {
  std::uint32_t seed = 0;
  bool drop_partial = false;  // leave out what remains of an epoch where it is fewer samples than the batch
};

/// Where a run stands: `position` samples of epoch `epoch`, both from 0, have been given.
struct OrderState {
  std::int64_t epoch = 0;
  std::size_t position = 0;
  friend bool operator==(const OrderState&, const OrderState&) = default;
};

/// The order of `samples` samples in an epoch, a permutation of 0 ... samples - 1: drawn from (seed, epoch) alone, all
/// equally likely, so that any epoch can be had without those before it. samples below 2^32.
std::vector<std::uint32_t> epoch_order(std::size_t samples, std::uint32_t seed, std::int64_t epoch);

/// Gives the samples of one mini-batch after another, each sample once an epoch. The batch may change from step to
/// step.
///
///   auto cursor = *Cursor::at(60000, {.seed = 1});       // or at(60000, {.seed = 1}, saved) to go on from a state
///   const auto batch = cursor.next(50);                  // 50 indices below 60000
///
/// A batch of all samples, asked for where an epoch begins, is 0 ... samples - 1: full-batch training shuffles nothing.
/// Where fewer samples than the batch remain, they are the batch, or with drop_partial the next epoch begins.
class Cursor {
 public:
  /// Refused: no samples, 2^32 or more of them, a state before the beginning or past the end of an epoch.
  static Result<Cursor> at(std::size_t samples, const OrderOptions& options = {}, OrderState state = {});

  /// The next batch; what it shows lives until the next call. Refused: a batch of 0, or larger than the data.
  Result<std::span<const std::uint32_t>> next(std::size_t batch);

  /// What Cursor::at needs, beside samples and options, to go on from here.
  OrderState state() const { return state_; }

 private:
  Cursor(std::size_t samples, const OrderOptions& options, OrderState state)
      : samples_(samples), options_(options), state_(state) {}
  void hold(std::int64_t order);
  void advance(std::size_t count);

  std::size_t samples_;
  OrderOptions options_;
  OrderState state_;
  std::optional<std::int64_t> held_;    // the epoch whose order indices_ is, or natural
  std::vector<std::uint32_t> indices_;  // one a sample
};

}  // namespace etude::data
