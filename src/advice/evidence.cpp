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

std::string interval_text(const ClaimEffect& effect, const std::string& task) {
  return (effect.is_ratio ? "×" : "") + significant(effect.value, 3) + " in " + significant(effect.low, 3) + " … " +
         significant(effect.high, 3) + "; " + (effect.where.empty() ? task : effect.where);
}

/// "ended 2.4 % below".
std::string loss_words(const ClaimEffect& effect, Way way) {
  const double share = std::abs(effect.value - 1);
  const std::string amount = share < 0.005 ? "less than 1 %" : percent_text(share) + " %";
  return "ended " + amount + (way == Way::lower ? " below" : " above");
}

}  // namespace

std::string percent_text(double share) { return significant(100 * share, 2); }

Way way_of(const ClaimEffect& effect) {
  const double none = effect.is_ratio ? 1 : 0;
  const bool leaves_it_out = effect.low > none || effect.high < none;
  const bool is_told = std::isnan(effect.p_holm) ? leaves_it_out : effect.p_holm < told_below;
  if (!is_told || !(effect.effect != 0)) return Way::untold;
  return effect.effect < 0 ? Way::lower : Way::higher;
}

const ClaimResult* Evidence::claim(std::string_view id) const {
  const auto found = std::find_if(results_.begin(), results_.end(), [&](const auto& each) { return each.id == id; });
  return found == results_.end() ? nullptr : &*found;
}

const ClaimEffect* Evidence::effect(const EffectOf& of) const {
  const ClaimResult* result = claim(of.claim);
  if (!result) return nullptr;
  for (const ClaimEffect& effect : result->effects)
    if (effect.where == of.where && effect.measure == of.measure && is_arm(effect.a, of.a, effect.where) &&
        is_arm(effect.b, of.b, effect.where))
      return &effect;
  return nullptr;
}

Way Evidence::way(const EffectOf& of) const {
  const ClaimEffect* found = effect(of);
  return found ? way_of(*found) : Way::untold;
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
