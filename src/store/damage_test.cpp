// Stores with a flipped bit or a missing end, at many places: an error, or right records.

#include <map>

#include "etude/base/random.h"
#include "store/made_stores_test.h"
#include "store/store.h"

namespace etude::store {
namespace {

using testing::content_of;
using testing::Folder;
using testing::key_of;
using testing::make_store;
using testing::outcome_of;
using testing::text_of;
using testing::write;

constexpr int trials = 25;

/// All that a damaged store may still say: the trials that were put into it.
void expect_nothing_wrong(const std::string& path, Access access) {
  auto store = Store::open(path, {.access = access, .patience_milliseconds = 0});
  if (!store) return;
  for (int i = 0; i < trials; ++i) {
    const auto found = store->find(key_of(i));
    EXPECT_TRUE(!found || !*found || to_text(**found) == to_text(outcome_of(i)));
  }
  for (const Detail detail : {Detail::numbers, Detail::everything})
    (void)store->visit({}, detail, [&](const StoredTrial& trial) {
      const int i = static_cast<int>(trial.key.seed);
      EXPECT_EQ(trial.id, i + 1);
      EXPECT_EQ(trial.key, key_of(i));
      EXPECT_TRUE(detail == Detail::numbers || to_text(trial.outcome) == to_text(outcome_of(i)));
      return Result<void>();
    });
  if (access == Access::reading) return;
  (void)store->add(key_of(trials), outcome_of(trials));
  (void)store->remove({.first = 2, .last = 3});
}

TEST(Damage, NeverMakesAWrongRecord) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, trials);
  const std::string whole = content_of(path);
  RandomState random(1);
  for (int round = 0; round < 300; ++round) {
    std::string bytes = whole;
    const auto at = static_cast<std::size_t>(random.uniform() * double(round % 3 ? bytes.size() : 400));
    if (round % 5 == 0) {
      bytes.resize(at);
    } else {
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.bits() % 8));
    }
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(path + suffix);
    write(path, bytes);
    expect_nothing_wrong(path, round % 2 ? Access::reading : Access::changing);
    if (::testing::Test::HasFailure()) FAIL() << "round " << round << ", byte " << at;
  }
}

TEST(Damage, IsFoundByACheckWhereverATrialIsTouched) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, trials);
  const std::string whole = content_of(path);
  for (std::size_t at = whole.find("{\"final_loss\""), count = 0; at != std::string::npos && count < 20; ++count) {
    std::string bytes = whole;
    bytes[at + 15] ^= 1;  // another digit
    write(path, bytes);
    auto store = Store::open(path, {.access = Access::reading}).value();
    EXPECT_EQ(store.check().error().message.substr(0, path.size() + 11), path + " is damaged");
    at = whole.find("{\"final_loss\"", at + 1);
  }
}

/// Where the only byte of a trial's id is, in the page that has the first outcome: a leaf of SQLite's table b-tree, whose
/// cells are the payload's size, seven bits a byte, then the id.
std::size_t place_of_id(const std::string& bytes, std::size_t cell) {
  constexpr std::size_t page_size = 4096, pointers = 8;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  const std::size_t page = bytes.find("{\"final_loss\"") / page_size * page_size, pointer = page + pointers + 2 * cell;
  std::size_t at = page + 256 * byte(pointer) + byte(pointer + 1);
  while (byte(at) & 0x80) ++at;
  return at + 1;
}

TEST(Damage, OfAnIdIsFoundAndTheOtherTrialsStay) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, 3);
  std::string bytes = content_of(path);
  const std::size_t at = place_of_id(bytes, 2);
  ASSERT_EQ(bytes[at], 3);
  bytes[at] = 7;
  write(path, bytes);
  auto store = Store::open(path, {.access = Access::reading}).value();
  std::vector<std::int64_t> whole;
  const auto keep = [&](const StoredTrial& trial) {
    whole.push_back(trial.id);
    return Result<void>();
  };
  EXPECT_EQ(store.visit_whole({}, keep).value(), std::vector<std::int64_t>{7});
  EXPECT_EQ(whole, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(store.visit({}, Detail::numbers, keep).error().message.substr(0, path.size() + 11), path + " is damaged");
}

TEST(Damage, LeavesTheOtherTrialsToBeSaved) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, 60);
  const auto saved = [&](const Selection& selection) {
    std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>> ids;
    auto store = Store::open(path, {.access = Access::reading}).value();
    ids.second =
        store
            .visit_whole(selection,
                         [&](const StoredTrial& trial) {
                           EXPECT_EQ(to_text(trial.outcome), to_text(outcome_of(static_cast<int>(trial.id) - 1)));
                           ids.first.push_back(trial.id);
                           return Result<void>();
                         })
            .value();
    return ids;
  };
  EXPECT_EQ(saved({}).first.size(), 60U);
  testing::run_sql(path, "UPDATE trials SET final_loss = 7 WHERE id IN (3, 4, 9); DELETE FROM trials WHERE id = 6");
  EXPECT_EQ(saved({}).second, (std::vector<std::int64_t>{3, 4, 9}));
  EXPECT_EQ(saved({.first = 4, .last = 7}).first, (std::vector<std::int64_t>{5, 7}));

  std::string bytes = content_of(path);
  constexpr std::size_t page = 4096;
  const std::size_t leaf = bytes.find("{\"final_loss\"", bytes.size() / 2) / page * page;
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(leaf), page, '\0');
  write(path, bytes);
  const auto [whole, damaged] = saved({});
  EXPECT_GT(damaged.size(), 3U);
  EXPECT_GT(whole.size(), 20U);
  EXPECT_EQ(whole.size() + damaged.size(), 59U);
}

}  // namespace
}  // namespace etude::store
