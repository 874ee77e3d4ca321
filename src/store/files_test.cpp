// What a store says of files that are none of its own, damaged, locked or not to be written.

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <functional>

#include "store/made_stores_test.h"
#include "store/store.h"

namespace etude::store {
namespace {

using testing::content_of;
using testing::Folder;
using testing::key_of;
using testing::make_store;
using testing::outcome_of;
using testing::run_sql;
using testing::write;

/// Everything that can be done with a store; the first refusal, or "fine".
std::string use(const std::string& path, Access access, int patience_milliseconds = 30) {
  auto store = Store::open(path, {.access = access, .patience_milliseconds = patience_milliseconds});
  if (!store) return store.error().message;
  if (const auto found = store->find(key_of(0)); !found) return found.error().message;
  if (access != Access::reading) {
    if (const auto added = store->add(key_of(1000), outcome_of(3)); !added) return added.error().message;
    if (const auto removed = store->remove({.first = 1000}); !removed) return removed.error().message;
  }
  const auto checked = store->check();
  return checked ? "fine" : checked.error().message;
}

struct Case {
  const char* what;
  std::function<void(const std::string& path)> make;
  std::vector<Access> accesses;
  const char* says;
};

const std::vector<Access> any{Access::reading, Access::changing, Access::creating};
const std::vector<Access> existing{Access::reading, Access::changing};

std::function<void(const std::string&)> holding(const std::string& content) {
  return [content](const std::string& path) { write(path, content); };
}

std::function<void(const std::string&)> with_sql(const std::string& sql, int trials = 0) {
  return [sql, trials](const std::string& path) {
    if (trials) make_store(path, trials);
    run_sql(path, sql);
  };
}

void cut(const std::string& path, double share) {
  make_store(path, 60);
  std::filesystem::resize_file(path, static_cast<std::uintmax_t>(share * double(std::filesystem::file_size(path))));
}

TEST(Files, AreRefusedInALineThatSaysWhatToDo) {
  const Case cases[] = {
      {"nothing there", [](auto&) {}, existing, "there is no file FILE: check the path"},
      {"a folder", [](auto& path) { std::filesystem::create_directory(path); }, any, "FILE is a folder: name a file"},
      {"an empty file", holding(""), existing, "FILE is empty: no trial has been kept in it yet"},
      {"one byte", holding("x"), any, "FILE is no store of etude: name another file"},
      {"one byte of 0", holding(std::string(1, '\0')), any, "FILE is no store of etude: name another file"},
      {"a pipe", [](auto& path) { mkfifo(path.c_str(), 0666); }, any, "FILE is no file: name one"},
      {"a line", holding("hello\n"), any, "FILE is no store of etude: name another file"},
      {"a text", holding(std::string(5000, 'x')), any, "FILE is no store of etude: name another file"},
      {"another database", with_sql("CREATE TABLE t (x)"), any, "FILE belongs to another program"},
      {"another's id", with_sql("PRAGMA application_id = 7"), any, "FILE belongs to another program"},
      {"another's version", with_sql("PRAGMA user_version = 7"), any, "FILE belongs to another program"},
      {"a newer one", with_sql("PRAGMA user_version = 4", 3), any, "FILE was made by a newer etude (store version 4,"},
      {"an older one", with_sql("PRAGMA user_version = 2", 3), any,
       "FILE was made by an older etude (store version 2,"},
      {"no version", with_sql("PRAGMA user_version = 0", 3), any, "FILE is damaged"},
      {"no table", with_sql("DROP TABLE trials", 3), any, "FILE is damaged"},
      {"no texts", with_sql("DELETE FROM texts", 3), any, "FILE is damaged"},
      {"a wrong text", with_sql("UPDATE texts SET text = text || 'x'", 3), any, "FILE is damaged"},
      {"a wrong seed", with_sql("UPDATE trials SET seed = seed + 1", 3), any, "FILE is damaged"},
      {"a wrong loss", with_sql("UPDATE trials SET final_loss = 0.5", 3), any, "FILE is damaged"},
      {"a wrong outcome", with_sql("UPDATE trials SET outcome = '{\"steps\":1}'", 3), any, "FILE is damaged"},
      {"keys swapped",
       with_sql(
           "UPDATE trials SET key = 'x' WHERE id = 1; UPDATE trials SET key = (SELECT key FROM trials WHERE id = 2)"
           " || '' WHERE id = 1",
           3),
       any, "FILE is damaged"},
      {"half of it", [](auto& path) { cut(path, 0.5); }, any, "FILE is damaged"},
      {"a tenth of it", [](auto& path) { cut(path, 0.1); }, any, "FILE is damaged"},
  };
  for (const auto& [what, make, accesses, says] : cases)
    for (const Access access : accesses) {
      const Folder folder;
      const std::string path = folder / "trials.etude";
      make(path);
      std::string message = use(path, access);
      EXPECT_EQ(message.find('\n'), std::string::npos);
      for (auto at = message.find(path); at != std::string::npos; at = message.find(path))
        message.replace(at, path.size(), "FILE");
      EXPECT_EQ(message.substr(0, std::string(says).size()), says) << what;
    }
}

TEST(Files, AreMadeOnlyWhereThatIsAskedFor) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  for (const Access access : existing) {
    EXPECT_FALSE(Store::open(path, {.access = access}));
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  write(path, "");
  EXPECT_TRUE(Store::open(path)) << "an empty file becomes a store";
  EXPECT_EQ(use(path, Access::reading), "fine");
  EXPECT_EQ(Store::open("").error().message.substr(0, 21), "the store has no name");
  EXPECT_EQ(Store::open(folder / "no/trials").error().message,
            "there is no folder " + (folder / "no") + ": make it first, or check the path of the store");
}

TEST(Files, OfOthersStayAsTheyAre) {
  const Folder folder;
  const std::string path = folder / "theirs";
  for (const auto& make : {holding(std::string(3000, 'x')), with_sql("CREATE TABLE t (x)")}) {
    std::filesystem::remove(path);
    make(path);
    const std::string before = content_of(path);
    for (const Access access : any) EXPECT_NE(use(path, access), "fine");
    EXPECT_EQ(content_of(path), before);
  }
}

TEST(Files, ThatAreLockedAreWaitedForAndThenRefused) {
  const Folder folder;
  const std::string path = folder / "trials.etude";
  make_store(path, 3);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(use(path, Access::reading), "fine") << "a reader waits for nobody";
  EXPECT_EQ(use(path, Access::creating), path +
                                             " is locked by another program: let it finish, or end it, and start "
                                             "again");
  sqlite3_close(other);
  EXPECT_EQ(use(path, Access::creating), "fine");
}

/// Without root's rights, under which every file may be written.
void drop_rights() {
  constexpr uid_t nobody = 65534;
  if (geteuid() == 0 && (setgid(nobody) != 0 || setuid(nobody) != 0)) std::abort();
}

[[noreturn]] void say(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::fflush(stderr);
  _exit(0);
}

/// A store that was not opened before, in a folder of its own.
void use_a_new_one(mode_t file, mode_t folder_of_it, const std::function<void(const std::string& path)>& use_it) {
  const Folder folder;
  const std::string closed = folder / "closed", path = closed + "/a b%.etude";
  std::filesystem::create_directory(closed);
  make_store(path, 3);
  chmod(path.c_str(), file);
  chmod(closed.c_str(), folder_of_it);
  use_it(path);
  chmod(closed.c_str(), 0777);
}

TEST(Files, ThatMayNotBeWrittenCanBeRead) {
  const auto as_nobody = [](const std::string& path, Access access) {
    drop_rights();
    say(use(path, access));
  };
  for (const auto& modes : {std::pair<mode_t, mode_t>{0444, 0777}, {0444, 0555}, {0666, 0555}}) {
    use_a_new_one(modes.first, modes.second, [&](const std::string& path) {
      EXPECT_EXIT(as_nobody(path, Access::reading), ::testing::ExitedWithCode(0), "^fine") << path;
    });
    use_a_new_one(modes.first, modes.second, [&](const std::string& path) {
      EXPECT_EXIT(as_nobody(path, Access::changing), ::testing::ExitedWithCode(0),
                  "cannot be written: make the file and its folder writable");
    });
  }
  use_a_new_one(0000, 0777, [&](const std::string& path) {
    for (const Access access : any)
      EXPECT_EXIT(as_nobody(path, access), ::testing::ExitedWithCode(0), "cannot be opened: check the permissions");
  });
  EXPECT_EXIT((drop_rights(), say(use("/proc/trials.etude", Access::creating))), ::testing::ExitedWithCode(0),
              "/proc/trials.etude cannot be opened");
}

TEST(Files, ThatMayNotBeWrittenAreNotReadWithoutWhatWaitsBesideThem) {
  use_a_new_one(0444, 0777, [](const std::string& path) {
    {
      auto other = Store::open(path).value();
      ASSERT_TRUE(other.add(key_of(5), outcome_of(5)));
      for (const char* end : {"", "-wal"}) write(path + end + ".copy", content_of(path + end));
    }
    for (const char* end : {"", "-wal"}) std::filesystem::rename(path + end + ".copy", path + end);
    chmod(std::filesystem::path(path).parent_path().c_str(), 0555);
    EXPECT_EXIT((drop_rights(), say(use(path, Access::reading))), ::testing::ExitedWithCode(0), "cannot be opened");
  });
}

}  // namespace
}  // namespace etude::store
