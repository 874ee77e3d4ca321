#include "store/store.h"

#include <algorithm>

#include "store/made_stores_test.h"

namespace etude::store {
namespace {

using testing::content_of;
using testing::dump;
using testing::Folder;
using testing::key_of;
using testing::make_store;
using testing::outcome_of;
using testing::run_sql;
using testing::text_of;

TEST(Store, FindsWhatWasAddedToTheBit) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, 40);
  auto store = Store::open(path, {.access = Access::reading}).value();
  for (int i = 0; i < 40; ++i) EXPECT_EQ(text_of(store.find(key_of(i))), to_text(outcome_of(i)));
  EXPECT_EQ(store.count().value(), 40);
  EXPECT_TRUE(store.check());
}

TEST(Store, TellsTrialsApartByEveryPartOfTheKey) {
  const Folder folder;
  auto store = Store::open(folder / "trials.etude").value();
  const TrialKey key = key_of(1);
  ASSERT_TRUE(store.add(key, outcome_of(1)));
  EXPECT_EQ(text_of(store.find(key)), to_text(outcome_of(1)));
  std::vector<TrialKey> others(5, key);
  others[0].configuration += " ";
  others[1].plan += " ";
  others[2].steps += 1;
  others[3].backward = "as-written";
  others[4].seed += 1;
  for (const TrialKey& other : others) EXPECT_EQ(text_of(store.find(other)), "not there");
}

/// Every trial's name by its id, with bars between them.
std::string names_in(Store& store, const Selection& selection = {}) {
  std::string all;
  const auto seen = store.visit(selection, Detail::everything, [&](const StoredTrial& trial) -> Result<void> {
    all += trial.name + "|";
    return {};
  });
  return seen ? all : seen.error().message;
}

TEST(Store, KeepsTheNameOfATrialThatItsKeyDoesNotKnow) {
  const Folder folder;
  auto store = Store::open(folder / "trials.etude").value();
  for (const char* name : {"mine", "another"}) ASSERT_TRUE(store.add(key_of(0), outcome_of(0), name));
  ASSERT_TRUE(store.add(key_of(1), outcome_of(1)));
  ASSERT_TRUE(store.add(key_of(2), outcome_of(2), "yours: \"a\\\", \x01"));
  EXPECT_EQ(names_in(store), "mine||yours: \"a\\\", \x01|");
  EXPECT_EQ(names_in(store, {.plan_has = "min"}), "mine|");
  EXPECT_EQ(names_in(store, {.plan_has = "\"a\\"}), "yours: \"a\\\", \x01|");
  EXPECT_EQ(text_of(store.find(key_of(0))), to_text(outcome_of(0)));
  EXPECT_EQ(store.remove({.plan_has = "mine"}).value(), 1);
  EXPECT_EQ(store.count({.plan_has = "mine"}).value(), 0);
  EXPECT_TRUE(store.check());
}

TEST(Store, KeepsAwkwardTextsAndNumbers) {
  const Folder folder;
  auto store = Store::open(folder / "a % b?c#d.etude").value();
  TrialKey key{.configuration = std::string("nul \0 in it", 11), .plan = "", .steps = -1, .backward = "'\"; --\n"};
  key.seed = 0xffff'ffff;
  Outcome outcome{.final_loss = -0.0, .best_loss = 5e-324, .heldout_loss = 1e308, .failure = "line 1\nline \xff"};
  ASSERT_TRUE(store.add(key, outcome));
  const auto expected = outcome_from_text(to_text(outcome)).value();
  EXPECT_EQ(text_of(store.find(key)), to_text(expected));
  EXPECT_TRUE(store.check());
}

TEST(Store, LongerCurvesTakeThePlaceOfShorterOnes) {
  const Folder folder;
  auto store = Store::open(folder / "trials.etude").value();
  Outcome bare{.final_loss = 1, .steps = 3}, whole = bare, other = bare;
  whole.curve = {{0, 1, 2}, {3, 2, 1}};
  other.final_loss = 7;
  for (const Outcome* outcome : {&bare, &bare, &whole, &bare, &other, &whole})
    ASSERT_TRUE(store.add(key_of(0), *outcome));
  EXPECT_EQ(text_of(store.find(key_of(0))), to_text(whole));
  EXPECT_EQ(store.count().value(), 1);
  EXPECT_TRUE(store.check());
}

TEST(Store, RefusesWhatCouldNotBeReadBack) {
  const Folder folder;
  auto store = Store::open(folder / "trials.etude").value();
  const Outcome odd{.final_loss = 1, .steps = 3, .curve = {{0, 1, 2}, {3, 2}}};
  EXPECT_EQ(store.add(key_of(0), odd).error().message.substr(0, 24), "no outcome of a trial: {");
  EXPECT_EQ(store.count().value(), 0);
}

TEST(Store, SelectsByIdAndText) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, 20);
  auto store = Store::open(path, {.access = Access::reading}).value();
  const std::pair<Selection, int> cases[] = {
      {{}, 20},
      {{.first = 3, .last = 5}, 3},
      {{.first = 5, .last = 3}, 0},
      {{.first = 21}, 0},
      {{.configuration_has = "width = 1"}, 7},
      {{.plan_has = "0.3"}, 3},
      {{.first = 10, .configuration_has = "width = 1", .plan_has = "0.3"}, 1},
      {{.plan_has = "cosine"}, 0},
      {{.plan_has = "%"}, 0},
  };
  for (const auto& [selection, expected] : cases) {
    EXPECT_EQ(store.count(selection).value(), expected);
    const std::string lines = dump(path, selection);
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '|'), 6 * expected);
  }
}

TEST(Store, ShowsByIdAndInNumbersWithoutTheCurve) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, 20);
  auto store = Store::open(path).value();
  std::int64_t last = 0;
  const auto shown = store.visit({}, Detail::numbers, [&](const StoredTrial& trial) {
    EXPECT_EQ(trial.id, ++last);
    const Outcome expected = outcome_of(static_cast<int>(trial.key.seed));
    EXPECT_EQ(trial.key, key_of(static_cast<int>(trial.key.seed)));
    EXPECT_EQ(to_text(trial.outcome), to_text(Outcome{.final_loss = expected.final_loss,
                                                      .heldout_loss = expected.heldout_loss,
                                                      .diverged_at = expected.diverged_at,
                                                      .steps = expected.steps}));
    return Result<void>();
  });
  EXPECT_TRUE(shown);
  EXPECT_EQ(last, 20);
  const auto ended = store.visit({}, Detail::numbers, [&](const StoredTrial& trial) -> Result<void> {
    if (trial.id == 2) return refuse("enough");
    return {};
  });
  EXPECT_EQ(ended.error().message, "enough");
}

TEST(Store, RemovesAndNeverGivesAnIdTwice) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, 10);
  auto store = Store::open(path).value();
  EXPECT_EQ(store.remove({.first = 8}).value(), 3);
  EXPECT_EQ(text_of(store.find(key_of(9))), "not there");
  EXPECT_EQ(text_of(store.find(key_of(6))), to_text(outcome_of(6)));
  ASSERT_TRUE(store.add(key_of(9), outcome_of(9)));
  EXPECT_EQ(store.count({.first = 8, .last = 10}).value(), 0);
  EXPECT_EQ(store.count({.first = 11, .last = 11}).value(), 1);
  EXPECT_EQ(store.remove({}).value(), 8);
  EXPECT_TRUE(store.check());
  store = Store::open(folder / "other.etude").value();
  run_sql(path, "CREATE TABLE proof (none INTEGER CHECK (none = 0)); INSERT INTO proof SELECT count(*) FROM texts");
}

TEST(Store, GivesRoomBackWhereHalfOfItIsUnused) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  const auto size_when_only = [&](const Selection& removed) {
    std::filesystem::remove(path);
    make_store(path, 300);
    EXPECT_TRUE(Store::open(path).value().remove(removed));
    return std::filesystem::file_size(path);
  };
  const auto whole = size_when_only({.last = 0});
  EXPECT_EQ(size_when_only({.last = 60}), whole);
  EXPECT_LT(size_when_only({.last = 240}), whole / 2);
  EXPECT_EQ(dump(path, {.first = 241, .last = 241}).substr(0, 4), "241|");
  auto store = Store::open(path).value();
  ASSERT_TRUE(store.add(key_of(500), outcome_of(500)));
  EXPECT_EQ(store.count({.first = 301, .last = 301}).value(), 1) << "an id is never given twice";
}

TEST(Store, HasTheSameBytesForTheSameTrials) {
  const Folder folder;
  for (const char* name : {"a", "b"}) make_store(folder / name, 30);
  EXPECT_EQ(content_of(folder / "a"), content_of(folder / "b"));
}

TEST(Store, IsSharedByTwoThatAreOpenAtOnce) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  Store stores[] = {Store::open(path).value(), Store::open(path).value()};
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(stores[i % 2].add(key_of(i), outcome_of(i)));
  for (int i = 0; i < 30; ++i) EXPECT_EQ(text_of(stores[(i + 1) % 2].find(key_of(i))), to_text(outcome_of(i)));
}

}  // namespace
}  // namespace etude::store
