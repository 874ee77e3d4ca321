#pragma once
// SQLite behind Results: a connection whose errors name the file and say what to do, and its statements.

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "etude/base/result.h"
#include "store/store.h"

namespace etude::store {

class Database;

/// One run of a prepared statement: values bound in the order of its parameters, then its rows one by one.
/// What a binding refuses, the next row says.
class Query {
 public:
  Query(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  ~Query();

  Query& bind(std::string_view text);
  Query& bind_bytes(std::string_view bytes);
  Query& bind(std::int64_t number);
  Query& bind(double number);  // NaN: NULL
  Query& bind(std::optional<Step> step);

  /// Goes to the next row, false behind the last.
  Result<bool> next();
  /// Goes through all rows.
  Result<void> run();

  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  double number(int column) const;  // NULL: NaN
  std::optional<Step> step(int column) const;
  std::string bytes(int column) const;  // of a text, too

 private:
  void note(int code);
  Database* database_;
  sqlite3_stmt* statement_;
  int parameter_ = 0, problem_ = SQLITE_OK;
};

class Database {
 public:
  /// Opens the file itself, whatever is in it.
  static Result<std::unique_ptr<Database>> open(const std::string& path, const StoreOptions& options);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  /// A statement that is kept for the next time; `sql` is a literal. Only one Query of each at a time.
  Result<Query> query(const char* sql);
  /// Runs statements that give no rows.
  Result<void> run(const char* sql);
  std::int64_t changes() const { return sqlite3_changes64(handle_); }
  /// True where the last error was another connection's lock.
  bool is_busy() const { return sqlite3_errcode(handle_) == SQLITE_BUSY; }

  /// True where the last error was a page of the file that cannot be one.
  bool is_corrupt() const { return sqlite3_errcode(handle_) == SQLITE_CORRUPT; }

  /// The refusal that an SQLite result code stands for.
  Refused refused(int code) const;
  Refused damaged() const;
  const std::string& path() const { return path_; }

 private:
  Database(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  sqlite3* handle_;
  std::string path_;
  std::map<const char*, sqlite3_stmt*> statements_;
  friend class Transaction;
};

/// Either all of what is done in its life, or none: it is undone unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(&database) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  Result<void> begin() { return database_->run("BEGIN IMMEDIATE"); }
  Result<void> commit() { return database_->run("COMMIT"); }

 private:
  Database* database_;
};

/// Looks whether the database is a store of this version, and makes it one where it is new and that is asked for.
Result<void> prepare_schema(Database& database, const StoreOptions& options);

}  // namespace etude::store
