#pragma once
// A trial as the columns of the view `whole`, and back, with every byte held against its hashes.

#include <string>

#include "store/database.h"

namespace etude::store {

/// The columns that row_of() reads for each Detail.
#define ETUDE_STORE_NUMBERS                                                                     \
  "id, key, configuration, plan, steps, backward, seed, final_loss, heldout_loss, diverged_at," \
  " trained_steps, points, outcome_hash, seal"
#define ETUDE_STORE_EVERYTHING ETUDE_STORE_NUMBERS ", outcome"

/// The Hash of all that the key says.
std::string digest_of(const TrialKey& key);

/// What the column `outcome` has: the outcome's text, and in its first member the name of the trial, if it has one. So
/// stores that were made before there were names have rows without.
std::string stored_text(const Outcome& outcome, const std::string& name);

/// What stands beside an outcome's text in the table.
struct Sealed {
  double final_loss = 0, heldout_loss = 0;
  std::optional<Step> diverged_at = {};
  Step trained_steps = 0;
  std::int64_t points = 0, outcome_hash = 0;

  /// Of the row with that id whose key has that digest.
  std::int64_t seal(std::int64_t id, const std::string& digest) const;
};
Sealed sealed(const Outcome& outcome, const std::string& text);

/// The trial in the query's current row. Refused as damaged: what does not fit its hashes.
Result<StoredTrial> row_of(const Query& row, Detail detail, const Database& database);

}  // namespace etude::store
