// No word here says above or below of what a test does not tell.

#include "advice/evidence.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude::advice {
namespace {

constexpr double told_below = 0.05;

/// Is `name` the arm, with or without its condition behind it?
bool is_arm(const std::string& arm, std::string_view name, const std::string& where) {
  return name.empty() || arm == name || arm == std::string(name) + ", " + where;
}

/// How many digits show on which side of no effect both ends lie; 3 where that shows in any case.
int digits_of(const ClaimEffect& effect) {
  int digits = 3;
  const auto hides = [&](double end) { return end != 1 && significant(end, digits) == "1"; };
  while (effect.is_ratio && digits < 6 && (hides(effect.low) || hides(effect.high))) ++digits;
  return digits;
}

/// "×0.954 in 0.944 … 0.965; pre-LN". Of what stands beside a reference, what was measured itself, and the reference.
std::string interval_text(const ClaimEffect& effect, const std::string& task) {
  const bool has_reference = std::isfinite(effect.reference);
  const int digits = digits_of(effect);
  const auto measured = [&](double value) {
    if (!has_reference) return significant(value, digits);
    return significant(effect.is_ratio ? value * effect.reference : value + effect.reference, digits);
  };
  std::string text = (effect.is_ratio ? "×" : "") + measured(effect.value);
  text += effect.low == effect.high ? ", exactly" : " in " + measured(effect.low) + " … " + measured(effect.high);
  if (has_reference) text += ", beside " + shortest(effect.reference);
  return text + "; " + (effect.where.empty() ? task : effect.where);
}

/// "ended 2.4 % below".
std::string loss_words(const ClaimEffect& effect, Way way) {
  const double share = std::abs(effect.value - 1);
  return "ended " + percent_text(share) + " %" + (way == Way::lower ? " below" : " above");
}

const ClaimResult* named(std::string_view id, std::span<const ClaimResult> results) {
  const auto found = std::find_if(results.begin(), results.end(), [&](const auto& each) { return each.id == id; });
  return found == results.end() ? nullptr : &*found;
}

}  // namespace

std::string percent_text(double share) { return significant(100 * share, 2); }

Way way_of(const ClaimEffect& effect, std::size_t among) {
  const double none = effect.is_ratio ? 1 : 0;
  const bool leaves_it_out = effect.low > none || effect.high < none;
  const bool is_told =
      std::isnan(effect.p_holm) ? leaves_it_out : effect.p_holm * static_cast<double>(among) < told_below;
  const double away = std::isnan(effect.effect) ? effect.value - none : effect.effect;  // JSON has no infinite effect
  if (!is_told || !(away < 0 || away > 0)) return Way::untold;
  return away < 0 ? Way::lower : Way::higher;
}

const ClaimResult* Evidence::claim(std::string_view id) const {
  const ClaimResult* own = named(id, own_);
  return own ? own : named(id, results_);
}

bool Evidence::is_own(std::string_view id) const { return named(id, own_) != nullptr; }

const ClaimEffect* Evidence::effect(const EffectOf& of) const {
  const ClaimResult* result = claim(of.claim);
  if (!result || !result->holds_by_seeds()) return nullptr;
  for (const ClaimEffect& effect : result->effects)
    if (effect.where == of.where && effect.measure == of.measure && is_arm(effect.a, of.a, effect.where) &&
        is_arm(effect.b, of.b, effect.where))
      return &effect;
  return nullptr;
}

Way Evidence::way(const EffectOf& of, std::size_t among) const {
  const ClaimEffect* found = effect(of);
  return found ? way_of(*found, among) : Way::untold;
}

std::string Evidence::words(const Clause& clause) const {
  const ClaimEffect* found = effect(clause.of);
  if (!found) return "";
  const std::string interval = " (" + interval_text(*found, claim(clause.of.claim)->task) + ")",
                    subject(clause.subject), object(clause.object);
  const Way way = way_of(*found);
  if (const auto& [lower, higher, untold] = clause.words; !untold.empty())
    return std::string(way == Way::untold ? untold : way == Way::lower ? lower : higher) + interval;
  if (way == Way::untold) return subject + " and " + object + " cannot be told apart" + interval;
  return subject + " " + loss_words(*found, way) + " " + object + interval;
}

}  // namespace etude::advice
