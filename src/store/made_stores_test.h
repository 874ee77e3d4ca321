#pragma once
// Stores to try things on.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "store/store.h"
#include "support/folder.h"

namespace etude::store::testing {

using etude::testing::Folder;

inline void write(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

inline std::string content_of(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Changes a database behind the store's back.
inline void run_sql(const std::string& path, const std::string& sql) {
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

/// The i-th trial of many: a few configurations, more plans, seeds.
inline TrialKey key_of(int i) {
  return {.configuration = "task = spirals\nwidth = " + std::to_string(i % 3),
          .plan = "constant(value=0." + std::to_string(i % 7 + 1) + ")",
          .steps = 300,
          .backward = i % 2 ? "corrected" : "as-written",
          .seed = static_cast<std::uint32_t>(i)};
}

inline Outcome outcome_of(int i) {
  Outcome outcome{.final_loss = 1.0 / (i + 3), .best_loss = 0.1 / (i + 3), .heldout_loss = 2.0 / (i + 7), .steps = 300};
  if (i % 5 == 4) outcome = {.diverged_at = 100 + i, .steps = 100 + i};
  for (int t = 0; t < i % 4 * 30; ++t) {
    outcome.curve.step.push_back(t);
    outcome.curve.loss.push_back(1.0 / (t + 1.7));
  }
  return outcome;
}

/// Outcomes hold NaN, which equals nothing: their texts are compared.
inline std::string text_of(const Result<std::optional<Outcome>>& found) {
  if (!found) return found.error().message;
  return *found ? to_text(**found) : "not there";
}

/// A closed store with trials 0 ... count - 1.
inline void make_store(const std::string& path, int count) {
  auto store = Store::open(path).value();
  for (int i = 0; i < count; ++i) EXPECT_TRUE(store.add(key_of(i), outcome_of(i)));
}

/// Every id with its key and outcome, a line each.
inline std::string dump(const std::string& path, const Selection& selection = {}) {
  std::string lines;
  auto store = Store::open(path, {.access = Access::reading}).value();
  const auto fine = store.visit(selection, Detail::everything, [&](const StoredTrial& trial) {
    const TrialKey& key = trial.key;
    lines += std::to_string(trial.id) + "|" + key.configuration + "|" + key.plan + "|" + std::to_string(key.steps) +
             "|" + key.backward + "|" + std::to_string(key.seed) + "|" + to_text(trial.outcome) + "\n";
    return Result<void>();
  });
  return fine ? lines : fine.error().message;
}

}  // namespace etude::store::testing
