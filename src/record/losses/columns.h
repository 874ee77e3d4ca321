#pragma once
// What a column of a log means, by its name: in a table a heading, in JSON a key, in an event file a tag.

#include <cstddef>
#include <string>
#include <string_view>

namespace etude::inline record {

enum class ColumnMeaning : unsigned char { other, run, step, lr, loss };

struct LogName {
  ColumnMeaning meaning = ColumnMeaning::other;
  std::size_t rank = 0;      // of names for a step: the lowest in a row counts
  std::string run = {};      // that a column of W&B is of: "a" of "a - train/loss"
  std::string measure = {};  // its name without that
};

/// Case does not matter. Names for a step, the surest first: step, global_step, train/global_step,
/// trainer/global_step, iteration, iter, update, updates, _step, which in W&B counts what was logged and not updates.
/// For a rate: what ends in lr, learning_rate or learning rate, and Lightning's lr-AdamW. For a loss: what has the word
/// loss or heldout in it, but loss_scale, and __MIN and __MAX of W&B. For the run: run, run_name.
LogName log_name(std::string_view name);

}  // namespace etude::record
