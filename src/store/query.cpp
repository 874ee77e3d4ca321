// One statement of SQL: values are bound in their order, then rows are read; the first error is kept to the end.

#include <cmath>
#include <utility>

#include "etude/base/number.h"
#include "store/database.h"

namespace etude::store {

Query::Query(Query&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      parameter_(other.parameter_),
      problem_(other.problem_) {}

Query::~Query() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::note(int code) {
  if (problem_ == SQLITE_OK) problem_ = code;
}

Query& Query::bind(std::string_view text) {
  note(sqlite3_bind_text64(statement_, ++parameter_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Query& Query::bind_bytes(std::string_view bytes) {
  note(sqlite3_bind_blob64(statement_, ++parameter_, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

Query& Query::bind(std::int64_t number) {
  note(sqlite3_bind_int64(statement_, ++parameter_, number));
  return *this;
}

Query& Query::bind(double number) {
  note(sqlite3_bind_double(statement_, ++parameter_, number));
  return *this;
}

Query& Query::bind(std::optional<Step> step) {
  if (step) return bind(*step);
  note(sqlite3_bind_null(statement_, ++parameter_));
  return *this;
}

Result<bool> Query::next() {
  if (problem_ != SQLITE_OK) return database_->refused(problem_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_->refused(code);
}

Result<void> Query::run() {
  for (;;) {
    const auto row = next();
    if (!row) return pass_on(row.error());
    if (!*row) return {};
  }
}

double Query::number(int column) const {
  return is_null(column) ? not_a_number : sqlite3_column_double(statement_, column);
}

std::optional<Step> Query::step(int column) const {
  return is_null(column) ? std::nullopt : std::optional<Step>(integer(column));
}

std::string Query::bytes(int column) const {
  const void* begin = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return begin ? std::string(static_cast<const char*>(begin), size) : std::string();
}

}  // namespace etude::store
