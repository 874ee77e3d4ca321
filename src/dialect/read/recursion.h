#pragma once
// The numbers of a state that can only be taken on step by step, at any step: they are taken when they are first asked
// for, 2^14 steps at a time, and kept. A block of steps is made from the one before it. Whoever asks for it first puts
// it there; two who ask at once make the same one, and the second throws its own away. The compilers' own atomic
// operations are all that this needs.

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "etude/base/step.h"

namespace etude::dialect {

/// State has next(), which takes it on by a step; numbers(), of doubles; and is copied. Any thread may ask.
template <class State>
class Recursion {
 public:
  using Numbers = decltype(std::declval<const State&>().numbers());
  static constexpr Step longest = Step{1} << 20;  // from there it stands still

  /// `first` is the state at step 0.
  explicit Recursion(State first) : kept_(std::make_shared<const Kept>(std::move(first))) {}

  Numbers operator()(Step t) const {
    t = std::min(t, longest - 1);
    return kept_->block(static_cast<std::size_t>(t / block_steps)).numbers[static_cast<std::size_t>(t % block_steps)];
  }

 private:
  static constexpr Step block_steps = 1 << 14;

  struct Block {
    std::vector<Numbers> numbers;
    State next;  // at the step after the last of them
  };

  struct Kept {
    State first;
    mutable std::array<Block*, static_cast<std::size_t>(longest / block_steps)> made = {};

    explicit Kept(State state) : first(std::move(state)) {}
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    ~Kept() {
      for (const Block* each : made) delete each;
    }

    const Block* found(std::size_t i) const { return __atomic_load_n(&made[i], __ATOMIC_ACQUIRE); }

    const Block& block(std::size_t i) const {
      std::size_t known = i + 1;
      while (known > 0 && !found(known - 1)) --known;
      for (; known <= i; ++known) make(known);
      return *found(i);
    }

    void make(std::size_t i) const {
      auto block = std::make_unique<Block>(Block{{}, i == 0 ? first : found(i - 1)->next});
      for (Step t = 0; t < block_steps; ++t) {
        block->numbers.push_back(block->next.numbers());
        block->next.next();
      }
      Block* nothing = nullptr;
      if (__atomic_compare_exchange_n(&made[i], &nothing, block.get(), false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        (void)block.release();
    }
  };

  std::shared_ptr<const Kept> kept_;
};

}  // namespace etude::dialect
