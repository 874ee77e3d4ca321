// Once something is raised, nothing moves any more.

#include "dialect/read/torch_run.h"

namespace etude::dialect::torch {
namespace {

constexpr double no_rate = std::numeric_limits<double>::quiet_NaN();

Stand constructed(double lr, Scheduler scheduler) {
  Stand stand{std::move(scheduler), {.lr = lr}};
  construct(stand.scheduler, stand.group);
  return stand;
}

}  // namespace

std::array<double, 3> Stand::numbers() const {
  const bool goes_on = group.raised == Raised::nothing;
  return {goes_on ? group.lr : no_rate, goes_on ? group.momentum : no_rate, static_cast<double>(group.raised)};
}

void Stand::next() {
  if (group.raised == Raised::nothing) step(scheduler, group);
}

Run::Run(double lr, Scheduler scheduler) : stands_(constructed(lr, std::move(scheduler))) {}

}  // namespace etude::dialect::torch
