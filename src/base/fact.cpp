// A record goes out as JSON by what it states.

#include "etude/base/fact.h"

namespace etude {

Json::Object facts_json(std::span<const Fact> facts, const void* record) {
  Json::Object object;
  for (const Fact& fact : facts)
    if (!fact.is_left_out || !fact.is_left_out(record)) object.emplace_back(fact.name, fact.read(record));
  return object;
}

}  // namespace etude
