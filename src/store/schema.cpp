// The tables of a store, made where the file is new; a file of another program or version is refused.

#include "store/database.h"

namespace etude::store {
namespace {

// "ETUD" in the header of the file. The number of the schema goes up when a store's tables change.
constexpr std::int64_t application = 0x45545544, version = 3;

// texts   configurations and plans, each once: thousands of trials share them.
// trials  key: the Hash of the whole TrialKey. points: of the curve. seal: the Hash of id, key, numbers and
//         outcome, so that a changed byte is seen. The outcome stands last, so that listing need not read it.
// whole   trials with their texts.
constexpr const char* tables =
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, text TEXT NOT NULL);"
    "CREATE INDEX texts_by_hash ON texts (hash);"
    "CREATE TABLE trials (id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE,"
    " configuration INTEGER NOT NULL, plan INTEGER NOT NULL, steps INTEGER NOT NULL, backward TEXT NOT NULL,"
    " seed INTEGER NOT NULL, final_loss REAL, heldout_loss REAL, diverged_at INTEGER, trained_steps INTEGER NOT NULL,"
    " points INTEGER NOT NULL, outcome_hash INTEGER NOT NULL, seal INTEGER NOT NULL, outcome TEXT NOT NULL);"
    "CREATE VIEW whole AS SELECT t.id, t.key, c.text AS configuration, p.text AS plan, t.steps, t.backward, t.seed,"
    " t.final_loss, t.heldout_loss, t.diverged_at, t.trained_steps, t.points, t.outcome_hash, t.seal, t.outcome"
    " FROM trials t LEFT JOIN texts c ON c.id = t.configuration LEFT JOIN texts p ON p.id = t.plan;"
    "PRAGMA application_id = 1163154756;"
    "PRAGMA user_version = 3;";

enum class Holds { nothing, trials };

// One statement, so that what it sees is of one moment: another program may be making the tables.
constexpr const char* header =
    "SELECT a.application_id, v.user_version, (SELECT count(*) FROM sqlite_schema)"
    " FROM pragma_application_id a, pragma_user_version v";

Result<Holds> look_into(Database& database) {
  auto query = database.query(header);
  if (!query) return pass_on(query.error());
  const auto row = query->next();
  if (!row) return pass_on(row.error());
  if (!*row) return database.damaged();
  const std::int64_t made_by = query->integer(0), made_as = query->integer(1), things = query->integer(2);
  if (made_by == 0 && made_as == 0 && things == 0) return Holds::nothing;
  if (made_by != application) return refuse(database.path() + " belongs to another program: name another file");
  if (made_as > version)
    return refuse(database.path() + " was made by a newer etude (store version " + std::to_string(made_as) +
                  ", this one reads " + std::to_string(version) + "): update etude, or name another file");
  if (made_as < 1) return database.damaged();
  if (made_as < version)
    return refuse(database.path() + " was made by an older etude (store version " + std::to_string(made_as) +
                  ", this one reads " + std::to_string(version) + "): name another file, and its trials run anew");
  return Holds::trials;
}

/// SQLite does not wait by itself when another connection stands in the way of this change.
Result<void> switch_to_wal(Database& database, int patience_milliseconds) {
  constexpr int pause_milliseconds = 10;
  for (int waited = 0;; waited += pause_milliseconds) {
    auto switched = database.run("PRAGMA journal_mode = WAL");
    if (switched || waited >= patience_milliseconds || !database.is_busy()) return switched;
    sqlite3_sleep(pause_milliseconds);
  }
}

Result<void> make_tables(Database& database) {
  Transaction transaction(database);
  return transaction.begin()
      .and_then([&] { return look_into(database); })
      .and_then([&](Holds holds) { return holds == Holds::trials ? Result<void>() : database.run(tables); })
      .and_then([&] { return transaction.commit(); });
}

}  // namespace

Result<void> prepare_schema(Database& database, const StoreOptions& options) {
  const auto holds = look_into(database);
  if (!holds) return pass_on(holds.error());
  if (*holds == Holds::nothing && options.access != Access::creating)
    return refuse(database.path() + " is empty: no trial has been kept in it yet");
  if (options.access == Access::reading) return database.run("PRAGMA query_only = ON; PRAGMA cell_size_check = ON");
  return switch_to_wal(database, options.patience_milliseconds)
      .and_then([&] { return database.run("PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON"); })
      .and_then([&] { return *holds == Holds::trials ? Result<void>() : make_tables(database); });
}

}  // namespace etude::store
