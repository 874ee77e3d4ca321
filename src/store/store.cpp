// Trials are added, found, visited and removed by SQL; one that is there already gives way to one
// with more points of its curve.

#include "store/store.h"

#include <algorithm>
#include <utility>

#include "store/database.h"
#include "store/hash.h"
#include "store/row.h"

namespace etude::store {
namespace {

#define ETUDE_STORE_SELECTED                                                                              \
  " WHERE id BETWEEN ?1 AND ?2 AND (?3 = '' OR instr(configuration, ?3)) AND (?4 = '' OR instr(plan, ?4)" \
  " OR instr(CASE WHEN json_valid(outcome) THEN coalesce(json_extract(outcome, '$.name'), '') ELSE '' END, ?4))"

constexpr const char* find_trial = "SELECT " ETUDE_STORE_EVERYTHING " FROM whole WHERE key = ?";
constexpr const char* find_text = "SELECT id FROM texts WHERE hash = ? AND text = ?";
constexpr const char* add_text = "INSERT INTO texts (hash, text) VALUES (?, ?) RETURNING id";
// The id of the trial with that key, or else one that was never given.
constexpr const char* find_id =
    "SELECT coalesce((SELECT id FROM trials WHERE key = ?),"
    " (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'trials'), 1)";
// A trial of the same key but another text would be a collision of hashes: the first one stays, find() refuses.
constexpr const char* add_trial =
    "INSERT INTO trials (id, key, configuration, plan, steps, backward, seed, final_loss, heldout_loss, diverged_at,"
    " trained_steps, points, outcome_hash, seal, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET final_loss = excluded.final_loss, heldout_loss = excluded.heldout_loss,"
    " diverged_at = excluded.diverged_at, trained_steps = excluded.trained_steps, points = excluded.points,"
    " outcome_hash = excluded.outcome_hash, seal = excluded.seal, outcome = excluded.outcome"
    " WHERE excluded.points > points AND excluded.configuration = configuration AND excluded.plan = plan";
constexpr const char* visit_numbers = "SELECT " ETUDE_STORE_NUMBERS " FROM whole" ETUDE_STORE_SELECTED " ORDER BY id";
constexpr const char* visit_everything =
    "SELECT " ETUDE_STORE_EVERYTHING " FROM whole" ETUDE_STORE_SELECTED " ORDER BY id";
constexpr const char* count_trials = "SELECT count(*) FROM whole" ETUDE_STORE_SELECTED;
constexpr const char* remove_trials = "DELETE FROM trials WHERE id IN (SELECT id FROM whole" ETUDE_STORE_SELECTED ")";
constexpr const char* highest_id = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'trials'";
constexpr const char* half_unused =
    "SELECT 2 * f.freelist_count >= p.page_count FROM pragma_freelist_count f, pragma_page_count p";
constexpr const char* remove_texts =
    "DELETE FROM texts WHERE id NOT IN (SELECT configuration FROM trials UNION SELECT plan FROM trials)";

void bind(Query& query, const Selection& selection) {
  query.bind(selection.first).bind(selection.last).bind(selection.configuration_has).bind(selection.plan_has);
}

Result<std::int64_t> id_of_text(Database& database, const std::string& text) {
  const std::int64_t hash = Hash().text(text).folded();
  for (const char* sql : {find_text, add_text}) {
    auto query = database.query(sql);
    if (!query) return pass_on(query.error());
    const auto row = query->bind(hash).bind(text).next();
    if (!row) return pass_on(row.error());
    if (*row) return query->integer(0);
  }
  return database.damaged();
}

struct TextIds {
  std::int64_t configuration = 0, plan = 0;
};

Result<TextIds> text_ids(Database& database, const TrialKey& key) {
  const auto configuration = id_of_text(database, key.configuration);
  if (!configuration) return pass_on(configuration.error());
  return id_of_text(database, key.plan).map([&](std::int64_t plan) { return TextIds{*configuration, plan}; });
}

Result<std::int64_t> id_of_trial(Database& database, const std::string& digest) {
  auto query = database.query(find_id);
  if (!query) return pass_on(query.error());
  return query->bind_bytes(digest).next().map([&](bool) { return query->integer(0); });
}

Result<void> insert(Database& database, const TrialKey& key, const TextIds& texts, const Outcome& outcome,
                    const std::string& name) {
  const std::string text = stored_text(outcome, name);
  if (const auto readable = outcome_from_text(text); !readable) return pass_on(readable.error());
  const std::string digest = digest_of(key);
  const auto id = id_of_trial(database, digest);
  if (!id) return pass_on(id.error());
  auto query = database.query(add_trial);
  if (!query) return pass_on(query.error());
  const Sealed numbers = sealed(outcome, text);
  query->bind(*id).bind_bytes(digest).bind(texts.configuration).bind(texts.plan).bind(key.steps).bind(key.backward);
  query->bind(std::int64_t{key.seed}).bind(numbers.final_loss).bind(numbers.heldout_loss).bind(numbers.diverged_at);
  query->bind(numbers.trained_steps).bind(numbers.points).bind(numbers.outcome_hash);
  query->bind(numbers.seal(*id, digest)).bind(text);
  return query->run();
}

/// Shows row after row.
Result<void> visit_rows(Database& database, const Selection& selection, Detail detail,
                        const std::function<Result<void>(const Query&)>& show) {
  auto query = database.query(detail == Detail::numbers ? visit_numbers : visit_everything);
  if (!query) return pass_on(query.error());
  bind(*query, selection);
  for (;;) {
    const auto row = query->next();
    if (!row) return pass_on(row.error());
    if (!*row) return {};
    if (const auto shown = show(*query); !shown) return shown;
  }
}

/// The highest that was ever given.
Result<std::int64_t> last_id(Database& database) {
  auto query = database.query(highest_id);
  if (!query) return pass_on(query.error());
  return query->next().map([&](bool) { return query->integer(0); });
}

/// A visit that notes what is damaged and goes on.
struct PastDamage {
  Database& database;
  const std::function<Result<void>(const StoredTrial&)>& visitor;
  std::int64_t next;  // id
  std::vector<std::int64_t> damaged = {};

  Result<void> rows(const Selection& selection) {
    return visit_rows(database, selection, Detail::everything, [&](const Query& row) -> Result<void> {
      next = row.integer(0) + 1;
      const auto trial = row_of(row, Detail::everything, database);
      if (trial) return visitor(*trial);
      damaged.push_back(next - 1);
      return {};
    });
  }

  /// Behind a page that cannot be read each trial has to be looked for.
  Result<void> one_by_one(Selection selection) {
    const auto highest = last_id(database);
    if (!highest) return pass_on(highest.error());
    const std::int64_t last = std::min(selection.last, *highest);
    for (std::int64_t id = next; id <= last; ++id) {
      selection.first = selection.last = id;
      const auto seen = rows(selection);
      if (seen) continue;
      if (!database.is_corrupt()) return seen;
      damaged.push_back(id);
    }
    return {};
  }
};

bool is_half_unused(Database& database) {
  auto query = database.query(half_unused);
  return query && query->next().value_or(false) && query->integer(0) == 1;
}

}  // namespace

Store::Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& path, const StoreOptions& options) {
  auto database = Database::open(path, options);
  if (!database) return pass_on(database.error());
  if (const auto ready = prepare_schema(**database, options); !ready) return pass_on(ready.error());
  return Store(*std::move(database));
}

Result<std::optional<Outcome>> Store::find(const TrialKey& key) {
  auto query = database_->query(find_trial);
  if (!query) return pass_on(query.error());
  const auto row = query->bind_bytes(digest_of(key)).next();
  if (!row) return pass_on(row.error());
  if (!*row) return std::nullopt;
  auto trial = row_of(*query, Detail::everything, *database_);
  if (!trial) return pass_on(trial.error());
  if (!(trial->key == key)) return database_->damaged();
  return std::move(trial->outcome);
}

Result<void> Store::add(const TrialKey& key, const Outcome& outcome, const std::string& name) {
  Transaction transaction(*database_);
  return transaction.begin()
      .and_then([&] { return text_ids(*database_, key); })
      .and_then([&](const TextIds& texts) { return insert(*database_, key, texts, outcome, name); })
      .and_then([&] { return transaction.commit(); });
}

Result<void> Store::visit(const Selection& selection, Detail detail,
                          const std::function<Result<void>(const StoredTrial&)>& visitor) {
  return visit_rows(*database_, selection, detail,
                    [&](const Query& row) { return row_of(row, detail, *database_).and_then(visitor); });
}

Result<std::vector<std::int64_t>> Store::visit_whole(const Selection& selection,
                                                     const std::function<Result<void>(const StoredTrial&)>& visitor) {
  PastDamage visit{*database_, visitor, selection.first};
  auto seen = visit.rows(selection);
  if (!seen && database_->is_corrupt()) seen = visit.one_by_one(selection);
  if (!seen) return pass_on(seen.error());
  return visit.damaged;
}

Result<std::int64_t> Store::count(const Selection& selection) {
  auto query = database_->query(count_trials);
  if (!query) return pass_on(query.error());
  bind(*query, selection);
  return query->next().map([&](bool) { return query->integer(0); });
}

Result<std::int64_t> Store::remove(const Selection& selection) {
  Transaction transaction(*database_);
  std::int64_t removed = 0;
  const auto done = transaction.begin()
                        .and_then([&] { return database_->query(remove_trials); })
                        .and_then([&](Query query) {
                          bind(query, selection);
                          return query.run();
                        })
                        .and_then([&] {
                          removed = database_->changes();
                          return database_->run(remove_texts);
                        })
                        .and_then([&] { return transaction.commit(); });
  if (!done) return pass_on(done.error());
  if (is_half_unused(*database_)) (void)database_->run("VACUUM");  // where that fails, nothing but room is lost
  return removed;
}

Result<void> Store::check() {
  auto query = database_->query("SELECT count(*) FROM pragma_integrity_check(1) WHERE integrity_check <> 'ok'");
  if (!query) return pass_on(query.error());
  const auto row = query->next();
  if (!row) return pass_on(row.error());
  if (query->integer(0) != 0) return database_->damaged();
  return visit({}, Detail::everything, [](const StoredTrial&) { return Result<void>(); });
}

}  // namespace etude::store
