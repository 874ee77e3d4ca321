#include "etude/schedule/schedule.h"

namespace etude {

void Schedule::values(Step first, std::span<double> out) const {
  for (; first < 0 && !out.empty(); ++first) {
    out[0] = node_->value(0);
    out = out.subspan(1);
  }
  if (!out.empty()) node_->values(std::min(first, max_step), out);
}

bool operator==(const Schedule& a, const Schedule& b) {
  return a.node_ == b.node_ || (a.kind().name == b.kind().name && a.arguments() == b.arguments());
}

}  // namespace etude
