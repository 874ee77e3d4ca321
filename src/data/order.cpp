// Idea: an epoch's order is a function of (seed, epoch), so a run's place in its data is (epoch, position), and going
//       on from a saved place is asking for that epoch's order again.
// Formula: Fisher-Yates with draws from the stream of (seed, epoch); see draw.cpp.
// Edges: in order.h. An order is made when a batch is first taken from it, so full-batch training makes none.
// Cost: one permutation an epoch, 4 bytes a sample; a batch is a view.

#include "data/order.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "data/draw.h"

namespace etude::data {
namespace {

constexpr std::int64_t natural = -1;  // in place of an epoch: 0 ... samples - 1

}  // namespace

std::vector<std::uint32_t> epoch_order(std::size_t samples, std::uint32_t seed, std::int64_t epoch) {
  RandomState random = stream(Purpose::order, seed, static_cast<std::uint64_t>(epoch));
  return permutation(samples, random);
}

Result<Cursor> Cursor::at(std::size_t samples, const OrderOptions& options, OrderState state) {
  if (samples < 1 || samples > std::numeric_limits<std::uint32_t>::max())
    return refuse("the order is of 1 to 4294967295 samples, not of " + std::to_string(samples));
  if (state.epoch < 0 || state.position >= samples)
    return refuse("epoch " + std::to_string(state.epoch) + ", position " + std::to_string(state.position) +
                  " is no place in the order of " + std::to_string(samples) +
                  " samples: go on with the data that the state was saved with");
  return Cursor(samples, options, state);
}

Result<std::span<const std::uint32_t>> Cursor::next(std::size_t batch) {
  if (batch < 1) return refuse("a batch must have at least 1 sample, not 0");
  if (batch > samples_)
    return refuse("a batch of " + std::to_string(batch) + " is larger than the data: ask for at most " +
                  std::to_string(samples_));
  if (options_.drop_partial && samples_ - state_.position < batch) advance(samples_ - state_.position);
  const std::size_t begin = state_.position;
  const std::size_t count = std::min(batch, samples_ - begin);
  hold(count == samples_ ? natural : state_.epoch);
  advance(count);
  return std::span<const std::uint32_t>(indices_).subspan(begin, count);
}

void Cursor::hold(std::int64_t order) {
  if (held_ == order) return;
  if (order == natural) {
    indices_.resize(samples_);
    std::iota(indices_.begin(), indices_.end(), 0U);
  } else {
    indices_ = epoch_order(samples_, options_.seed, order);
  }
  held_ = order;
}

void Cursor::advance(std::size_t count) {
  state_.position += count;
  if (state_.position == samples_) state_ = {state_.epoch + 1, 0};
}

}  // namespace etude::data
