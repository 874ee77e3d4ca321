// All that callers hold, by address.

#include "live.h"

#ifdef ETUDE_CHECKED_HANDLES

#include <mutex>
#include <string_view>
#include <unordered_map>

namespace etude::c {
namespace {

struct Live {
  std::mutex mutex;
  std::unordered_map<const void*, std::string_view> kinds;
};

/// Never destroyed: a caller may free what he holds while his program ends.
Live& live() {
  static Live& all = *new Live;
  return all;
}

}  // namespace

void remember(const void* at, const char* kind) {
  const std::lock_guard lock(live().mutex);
  live().kinds.insert_or_assign(at, kind);
}

void forget(const void* at) {
  const std::lock_guard lock(live().mutex);
  live().kinds.erase(at);
}

bool is_live(const void* at, const char* kind) {
  const std::lock_guard lock(live().mutex);
  const auto found = live().kinds.find(at);
  return found != live().kinds.end() && found->second == kind;
}

}  // namespace etude::c

#endif
