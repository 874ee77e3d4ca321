// Idea: of each piece of the rate, the choices of its kind that are called first and end are replaced, and the pieces
//       joined again. Four for a warm-up times four for the rest, each as it is or a step late: 32 ways.

#include "dialect/write/nearest.h"

#include <algorithm>

#include "dialect/shapes.h"

namespace etude::dialect {
namespace {

struct Conventions {
  First first;
  End end;
};

Schedule with_conventions(const Schedule& piece, const Conventions& conventions) {
  const Kind& kind = piece.kind();
  std::vector<Value> values = piece.arguments();
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    if (!std::holds_alternative<Choice>(values[i])) continue;
    if (kind.fields[i].name == "first") values[i] = Choice{static_cast<std::size_t>(conventions.first)};
    if (kind.fields[i].name == "end") values[i] = Choice{static_cast<std::size_t>(conventions.end)};
  }
  const auto inner = piece.inner();
  const auto made = kind.make ? kind.make({inner.begin(), inner.end()}, values) : refuse("");
  return made ? *made : piece;
}

Result<Schedule> rejoined(const std::vector<Schedule>& pieces, const Conventions& rise, const Conventions& rest,
                          bool is_late) {
  std::vector<Schedule> all;
  for (const Schedule& piece : pieces)
    all.push_back(with_conventions(piece, all.empty() && pieces.size() > 1 ? rise : rest));
  const auto first = constant({.value = all[0](0), .steps = 1});
  if (!first) return first;
  if (is_late) all.insert(all.begin(), *first);
  return all.size() == 1 ? Result<Schedule>(all[0]) : make_schedule(Then{.of = all});
}

}  // namespace

std::vector<Plan> by_other_conventions(const Plan& plan) {
  constexpr Conventions ways[] = {
      {First::from, End::after}, {First::from, End::last}, {First::moved, End::last}, {First::moved, End::after}};
  const std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  std::vector<Plan> all;
  const auto add = [&](const Result<Schedule>& lr) {
    const auto same = [&](const Plan& each) { return each.lr == *lr; };
    if (!lr || *lr == plan.lr || std::any_of(all.begin(), all.end(), same)) return;
    all.push_back(plan);
    all.back().lr = *lr;
  };
  for (const bool is_late : {false, true})
    for (const Conventions& rise : ways)
      for (const Conventions& rest : ways) add(rejoined(pieces, rise, rest, is_late));
  return all;
}

}  // namespace etude::dialect
