#pragma once
// A file that remembers finished trials, so that no work is done twice.
//
// The file is an SQLite database in WAL mode, and trials in it survive whatever happens to the program: a trial whose
// add() has returned is still there after the program is killed, and one that was not finished leaves nothing behind.
// When the power fails, the trials of the last moments may be lost, but none before them, and the file stays whole.
// Two programs may use one file at a time. Nothing in the file depends on the time of day.
//
// While the file is open, FILE-wal and FILE-shm stand beside it: copy all three, or none while a program runs. The
// folder must be on a disk of this machine, because a network's file systems do not share memory between machines.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "etude/base/result.h"
#include "etude/record/outcome.h"

namespace etude::store {

class Database;

/// Everything that decides what a trial gives. Equal keys: the same trial, with the same bits.
struct TrialKey {
  std::string configuration;  // of the task and of etude's arithmetic, as text
  std::string plan;           // in etude's notation
  Step steps = 0;
  std::string backward = "corrected";
  std::uint32_t seed = 0;
  friend bool operator==(const TrialKey&, const TrialKey&) = default;
};

/// A trial in a store. The id counts up from 1 in the order in which trials came, and is never given twice.
struct StoredTrial {
  std::int64_t id = 0;
  TrialKey key;
  Outcome outcome;
  std::string name = {};  // of its schedule, as who kept it had it; it is no part of the key. Empty: none
};

/// Which trials of a store are meant: those for which all of this holds. By default, all.
struct Selection {
  std::int64_t first = 1;                                        // id
  std::int64_t last = std::numeric_limits<std::int64_t>::max();  // id, this one included
  std::string configuration_has = {};                            // some part of the text; empty: any
  std::string plan_has = {};                                     // of the plan or the name
};

/// How much of a trial is read: `numbers` are its key, final_loss, heldout_loss, diverged_at and steps, quickly had.
enum class Detail { numbers, everything };

/// What is done with the file. Only `creating` makes one where there is none.
enum class Access { reading, changing, creating };

struct StoreOptions {
  Access access = Access::creating;
  int patience_milliseconds = 10'000;  // how long to wait for another program that is writing
};

/// An open store. One call at a time, from any thread. Every error is one line that names the file and says what to do:
/// no such file or folder, a folder, no permission, a full disk, a file of another program, of another version of etude,
/// locked for longer than the patience, or damaged. After an error, what was in the store before is there still.
class Store {
 public:
  static Result<Store> open(const std::string& path, const StoreOptions& options = {});
  Store(Store&& other) noexcept;
  Store& operator=(Store&& other) noexcept;
  ~Store();

  /// What this trial gave, or nothing where it is not in the store. Cost: O(log trials), and reading its curve.
  Result<std::optional<Outcome>> find(const TrialKey& key);

  /// Remembers the trial: it is in the file when this returns. A trial that is there already stays as it is, unless
  /// this outcome has a longer curve and takes its place. Refused: an outcome that outcome_from_text() refuses.
  Result<void> add(const TrialKey& key, const Outcome& outcome, const std::string& name = {});

  /// Shows the selected trials to `visitor` by ascending id, one at a time: the memory does not depend on how many
  /// there are. An error of the visitor ends it. The visitor leaves this store alone.
  Result<void> visit(const Selection& selection, Detail detail,
                     const std::function<Result<void>(const StoredTrial&)>& visitor);

  /// The same, going past what is damaged: shows the trials that are whole, with everything. The ids, ascending, at which
  /// there is a trial that is not.
  Result<std::vector<std::int64_t>> visit_whole(const Selection& selection,
                                                const std::function<Result<void>(const StoredTrial&)>& visitor);

  /// How many trials are selected.
  Result<std::int64_t> count(const Selection& selection = {});

  /// Forgets the selected trials, all of them or none; how many there were. Where half of the file is unused then, it
  /// gets smaller, unless another program is at it or there is no room for a copy of the rest; otherwise the room is for
  /// later trials.
  Result<std::int64_t> remove(const Selection& selection);

  /// Reads the whole file, and refuses if anything in it is damaged.
  Result<void> check();

 private:
  explicit Store(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

}  // namespace etude::store
