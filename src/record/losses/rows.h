#pragma once
// What cuts a log into rows, a form of log each: from bytes that come piece by piece to cells with names.

#include <memory>
#include <string_view>

#include "record/losses/points.h"

namespace etude::inline record {

constexpr std::size_t longest_log_row = std::size_t{4} << 20U;  // bytes

class LogRows {
 public:
  virtual ~LogRows() = default;
  virtual Result<void> take(std::string_view piece, LossPoints& points) = 0;
  /// What is left once the log has ended.
  virtual Result<void> end(LossPoints& points) = 0;
};

std::unique_ptr<LogRows> table_rows();
std::unique_ptr<LogRows> json_rows();
std::unique_ptr<LogRows> event_rows();

/// How many first bytes tell an event file from a text.
constexpr std::size_t event_file_head = 12;
bool is_event_file(std::string_view begin);

}  // namespace etude::record
