// The first bytes say what cuts the log into rows; from there each piece goes through it into the points.

#include "record/losses/loss_log.h"

#include "record/cells.h"
#include "record/losses/rows.h"

namespace etude::inline record {
namespace {

/// Where the text begins, behind blanks and empty lines.
std::size_t first_character(std::string_view begin) {
  return begin.find_first_not_of(" \t\r\n", begin.size() - without_mark(begin).size());
}

std::unique_ptr<LogRows> rows_of(std::string_view begin) {
  if (is_event_file(begin)) return event_rows();
  const std::size_t first = first_character(begin);
  const bool is_json = first < begin.size() && (begin[first] == '{' || begin[first] == '[');
  return is_json ? json_rows() : table_rows();
}

}  // namespace

struct LossLogReader::State {
  State(std::string log, LossLogOptions options) : points(std::move(log), std::move(options)) {}

  /// Hands on what came before it was known what the log is.
  Result<void> begin() {
    const std::string why = is_event_file(head) ? "" : no_utf8(head);
    if (!why.empty()) return refuse(points.log() + why);
    rows = rows_of(head);
    return rows->take(without_mark(head), points);
  }

  LossPoints points;
  std::string head;
  std::unique_ptr<LogRows> rows;
};

LossLogReader::LossLogReader(std::string log, LossLogOptions options)
    : state_(std::make_unique<State>(std::move(log), std::move(options))) {}
LossLogReader::~LossLogReader() = default;
LossLogReader::LossLogReader(LossLogReader&&) noexcept = default;
LossLogReader& LossLogReader::operator=(LossLogReader&&) noexcept = default;

Result<void> LossLogReader::take(std::string_view piece) {
  if (state_->rows) return state_->rows->take(piece, state_->points);
  state_->head.append(piece);
  const bool is_known = state_->head.size() >= text_head && first_character(state_->head) != std::string::npos;
  return is_known ? state_->begin() : Result<void>();
}

Result<std::vector<LossLog>> LossLogReader::end() {
  if (!state_->rows)
    if (auto good = state_->begin(); !good) return pass_on(good.error());
  if (auto good = state_->rows->end(state_->points); !good) return pass_on(good.error());
  return state_->points.end();
}

Result<std::vector<LossLog>> read_loss_logs(std::string_view text, const std::string& log,
                                            const LossLogOptions& options) {
  LossLogReader reader(log, options);
  if (auto good = reader.take(text); !good) return pass_on(good.error());
  return reader.end();
}

}  // namespace etude::record
