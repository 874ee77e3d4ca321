#pragma once
// What the page can ask; each file answers what belongs together. See core.h for requests and replies.

#include <map>
#include <memory>
#include <vector>

#include "etude/base/json.h"
#include "etude/dialect/spec.h"
#include "etude/report/table.h"

namespace etude::explorer {

inline constexpr int places = 64;  // slots, and runs

/// What the core remembers between two calls.
struct Memory {
  std::map<int, dialect::Spec> slots;
  std::vector<double> numbers;  // beside the last reply
};

using Answer = Result<Json>;

Answer list();
Answer read(Memory& memory, const Json& request);
Answer print_tree(const Json& request);
Answer convert(const Memory& memory, const Json& request);
Answer draw(const Json& request);
Answer path(Memory& memory, const Json& request);
Answer data(Memory& memory, const Json& request);
Answer train(const Json& request);
Answer outcome(const Json& request);
Answer compare(const Json& request);
Answer range(const Json& request);
Answer range_go();

Json table_json(const report::Table& table);

}  // namespace etude::explorer
