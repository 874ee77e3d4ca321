// A disk that takes no more after so many bytes, wherever that falls: earlier trials are kept, and the message is
// clear.

#include <map>

#include "store/made_stores_test.h"
#include "store/store.h"

namespace etude::store {
namespace {

using testing::content_of;
using testing::dump;
using testing::Folder;
using testing::key_of;
using testing::make_store;
using testing::outcome_of;
using testing::text_of;
using testing::write;

/// While it lives, SQLite's writes fail with `code` once `room` bytes are used up.
class SmallDisk {
 public:
  SmallDisk(std::int64_t room, int code) {
    left_ = room;
    code_ = code;
    own_ = *system();
    own_.zName = "small";
    own_.xOpen = &open;
    sqlite3_vfs_register(&own_, 1);
  }
  ~SmallDisk() {
    sqlite3_vfs_register(system(), 1);
    sqlite3_vfs_unregister(&own_);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  static sqlite3_vfs* system() {
    static sqlite3_vfs* const found = sqlite3_vfs_find("unix");
    return found;
  }
  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    const int code = system()->xOpen(system(), name, file, flags, flags_out);
    if (!file->pMethods) return code;
    const auto [at, is_new] = methods_.try_emplace(file->pMethods, *file->pMethods);
    write_ = file->pMethods->xWrite;
    at->second.xWrite = &write;
    file->pMethods = &at->second;
    return code;
  }
  static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    if (count > left_) return code_;
    left_ -= count;
    return write_(file, bytes, count, at);
  }
  inline static std::int64_t left_ = 0;
  inline static int code_ = 0;
  inline static int (*write_)(sqlite3_file*, const void*, int, sqlite3_int64) = nullptr;
  inline static std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods_;
  sqlite3_vfs own_{};
};

constexpr int more = 40;

/// Adds trials 5 ... until one is refused; how many were taken, and the refusal.
std::pair<int, std::string> fill(const std::string& path) {
  auto store = Store::open(path);
  if (!store) return {0, store.error().message};
  for (int i = 5; i < 5 + more; ++i)
    if (const auto added = store->add(key_of(i), outcome_of(i)); !added) return {i - 5, added.error().message};
  return {more, "fine"};
}

TEST(FullDisk, KeepsWhatWasFinished) {
  const std::pair<int, const char*> cases[] = {{SQLITE_FULL, "no room is left on the disk for "},
                                               {SQLITE_IOERR_WRITE, "cannot be read or written"}};
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, 5);
  const std::string before = content_of(path), held = dump(path);
  int filled = 0;
  for (const auto& [code, says] : cases)
    for (std::int64_t room = 0; room < 500'000; room += 9'973) {
      write(path, before);
      std::pair<int, std::string> result;
      {
        const SmallDisk disk(room, code);
        result = fill(path);
      }
      if (result.second == "fine") break;
      ++filled;
      EXPECT_NE(result.second.find(says), std::string::npos) << result.second;
      EXPECT_EQ(dump(path, {.last = 5}), held);
      auto store = Store::open(path).value();
      EXPECT_TRUE(store.check());
      EXPECT_EQ(store.count().value(), 5 + result.first);
      for (int i = 5; i < 5 + result.first; ++i) EXPECT_EQ(text_of(store.find(key_of(i))), to_text(outcome_of(i)));
    }
  EXPECT_GT(filled, 10);
}

TEST(FullDisk, IsSaidWhereNotEvenTheFileCanBeMade) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  {
    const SmallDisk disk(0, SQLITE_FULL);
    EXPECT_NE(fill(path).second.find("no room is left on the disk for " + path), std::string::npos);
  }
  EXPECT_EQ(fill(path).second, "fine") << "once there is room again";
}

}  // namespace
}  // namespace etude::store
