// The table that tests/claims/recorded.py writes, as results of claims.

#include "etude/claims/recorded.h"

#include <limits>

#include "claims/effects.h"
#include "etude/claims/claims.h"

namespace etude::claims {
namespace {

constexpr double none = not_a_number, infinite = std::numeric_limits<double>::infinity();

/// A row: a claim, or, without an id, an effect of the claim above it.
struct Row {
  const char* id;
  Verdict ruling;
  std::size_t seeds;
  const char *where, *a, *b, *measure, *beside, *claimed;
  bool is_ratio;
  double reference, margin, value, low, high, effect, p;
  Told told;
  int seeds_to_tell;
};

#define CLAIM(id, ruling, seeds) \
  {id, Verdict::ruling, seeds, "", "", "", "", "", "", true, none, none, none, none, none, none, none, Told::beside, 0},
#define EFFECT(where, a, b, measure, beside, claimed, is_ratio, reference, margin, value, low, high, effect, p, told, \
               seeds)                                                                                                 \
  {"",        Verdict::none, 0,     where, a,    b,      measure, beside,     claimed, is_ratio,                      \
   reference, margin,        value, low,   high, effect, p,       Told::told, seeds},
constexpr Row rows[] = {
#include "claims/recorded.inc"
};

ClaimEffect effect_of(const Row& row) {
  ClaimEffect effect{.where = row.where,
                     .a = row.a,
                     .b = row.b,
                     .measure = row.measure,
                     .beside = row.beside,
                     .claimed = row.claimed,
                     .is_ratio = row.is_ratio,
                     .reference = row.reference,
                     .margin = row.margin,
                     .value = row.value,
                     .low = row.low,
                     .high = row.high,
                     .effect = row.effect,
                     .p_holm = row.p,
                     .told = row.told};
  if (row.seeds_to_tell > 0) effect.seeds_to_tell = row.seeds_to_tell;
  return effect;
}

/// What the claim itself states, with what was recorded of it.
ClaimResult result_of(const Row& row) {
  ClaimResult result{.id = row.id};
  if (const auto claim = claim_named(row.id)) result = without_verdict(**claim, Error(""));
  result.effort = "quick";
  result.seeds = row.seeds;
  result.ruling = row.ruling;
  return result;
}

std::vector<ClaimResult> read() {
  std::vector<ClaimResult> all;
  for (const Row& row : rows) {
    if (*row.id != '\0')
      all.push_back(result_of(row));
    else
      all.back().effects.push_back(effect_of(row));
  }
  for (ClaimResult& result : all) result.finding = finding_of(result);
  return all;
}

}  // namespace

const std::vector<ClaimResult>& recorded() {
  static const std::vector<ClaimResult> all = read();
  return all;
}

}  // namespace etude::claims
