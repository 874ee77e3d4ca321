// An SQLite file opened, locked and closed; what SQLite says, in words.

#include "store/database.h"

#include <filesystem>
#include <utility>

namespace etude::store {
namespace {

namespace fs = std::filesystem;

/// SQLite takes a file of one byte for a new one.
Result<void> look_at_file(const fs::path& path) {
  std::error_code ignored;
  const bool is_file = fs::is_regular_file(path, ignored);
  if (is_file && fs::file_size(path, ignored) != 1) return {};
  return refuse(path.string() + (is_file ? " is no store of etude: name another file" : " is no file: name one"));
}

/// What can be said of the path before SQLite sees it.
Result<void> look_at(const fs::path& path, Access access) {
  std::error_code ignored;
  const std::string name = path.string();
  if (name.empty()) return refuse("the store has no name: give it a file, as in --store trials.etude");
  if (fs::is_directory(path, ignored)) return refuse(name + " is a folder: name a file in it");
  if (fs::exists(path, ignored)) return look_at_file(path);
  if (access != Access::creating) return refuse("there is no file " + name + ": check the path");
  const fs::path folder = path.parent_path();
  if (folder.empty() || fs::is_directory(folder, ignored)) return {};
  return refuse("there is no folder " + folder.string() + ": make it first, or check the path of the store");
}

/// A URI of a file that nobody changes, for which SQLite needs no other file beside it.
std::string unchanging(const std::string& path) {
  constexpr const char* digits = "0123456789abcdef";
  std::string uri = "file://";
  for (const char each : path) {
    const auto byte = static_cast<unsigned char>(each);
    const bool is_plain = each == '/' || (each >= 'a' && each <= 'z');
    uri += is_plain ? std::string(1, each) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
  }
  return uri + "?immutable=1";
}

/// Whether the file can be read alone where the folder does not let SQLite make FILE-wal and FILE-shm: no trial waits in
/// a FILE-wal.
bool must_stand_alone(sqlite3* handle, const std::string& path) {
  const int code = sqlite3_exec(handle, "PRAGMA schema_version", nullptr, nullptr, nullptr) & 0xff;
  std::error_code ignored;
  const bool has_others = fs::exists(path + "-wal", ignored) && fs::file_size(path + "-wal", ignored) > 0;
  return (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) && !has_others;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path, const StoreOptions& options) {
  if (const auto fine = look_at(path, options.access); !fine) return pass_on(fine.error());
  std::error_code ignored;
  const std::string whole = fs::absolute(path, ignored).string();
  const int flags = SQLITE_OPEN_READWRITE | (options.access == Access::creating ? SQLITE_OPEN_CREATE : 0);
  sqlite3* handle = nullptr;
  int code = sqlite3_open_v2(whole.c_str(), &handle, flags, nullptr);
  sqlite3_busy_timeout(handle, options.patience_milliseconds);
  if (code == SQLITE_OK && options.access == Access::reading && must_stand_alone(handle, whole)) {
    sqlite3_close_v2(handle);
    code = sqlite3_open_v2(unchanging(whole).c_str(), &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  }
  std::unique_ptr<Database> database(new Database(handle, path));
  if (code != SQLITE_OK) return database->refused(code);
  if (options.access != Access::reading && sqlite3_db_readonly(handle, "main") == 1)
    return database->refused(SQLITE_READONLY);
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

Result<Query> Database::query(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (!statement) {
    const int code = sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return refused(code);
  }
  return Query(*this, statement);
}

Result<void> Database::run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return refused(code);
  return {};
}

Refused Database::damaged() const {
  return refuse(path_ + " is damaged: save what is whole of it with etude runs --store " + path_ +
                " --csv, and begin a new store");
}

Refused Database::refused(int code) const {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return refuse("no room is left on the disk for " + path_ +
                    ": make some and start again; what was finished is kept");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return refuse(path_ + " cannot be written: make the file and its folder writable, or name another store");
    case SQLITE_CANTOPEN:
      return refuse(path_ + " cannot be opened: check the permissions of the file and of its folder");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return refuse(path_ + " is locked by another program: let it finish, or end it, and start again");
    case SQLITE_NOTADB:
      return refuse(path_ + " is no store of etude: name another file");
    case SQLITE_IOERR:
      return refuse(path_ + " cannot be read or written (" + sqlite3_errmsg(handle_) +
                    "): check the disk and the room on it, and start again; what was finished is kept");
    case SQLITE_NOMEM:
      return refuse("no memory is left for " + path_ + ": end other programs and start again");
    case SQLITE_TOOBIG:
      return refuse("a trial is too large for " + path_ + ": keep fewer points of its loss curve");
    default:
      return damaged();
  }
}

Transaction::~Transaction() {
  if (sqlite3_get_autocommit(database_->handle_) == 0)
    sqlite3_exec(database_->handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace etude::store
