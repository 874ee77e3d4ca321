// Steps that no kind is asked for, before 0 and past 2^62, have the values of the first and the last.

#include "etude/schedule/schedule.h"

#include <cstdint>

#include "schedule/bulk.h"

namespace etude::inline schedule {

void Schedule::values(Step first, std::span<double> out) const {
  if (first < 0 && !out.empty()) {
    const std::size_t before = std::min<std::size_t>(out.size(), 0 - static_cast<std::uint64_t>(first));
    detail::fill(out.first(before), node_->value(0));
    out = out.subspan(before);
  }
  first = std::clamp(first, Step{0}, max_step);
  const std::span<double> within = detail::take(out, max_step - first + 1);
  if (!within.empty()) node_->values(first, within);
  if (!out.empty()) detail::fill(out, node_->value(max_step));
}

std::vector<double> Schedule::values(Step steps) const {
  std::vector<double> all(static_cast<std::size_t>(steps));
  values(0, all);
  return all;
}

const void* Schedule::options_of(std::string_view kind) const {
  return this->kind().name == kind ? node_->options() : nullptr;
}

bool operator==(const Schedule& a, const Schedule& b) {
  const auto of_a = a.inner(), of_b = b.inner();
  return a.node_ == b.node_ ||
         (a.kind().name == b.kind().name && std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end()) &&
          a.arguments() == b.arguments() && a.label() == b.label());
}

}  // namespace etude::schedule
