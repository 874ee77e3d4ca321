// A verdict in words. No word says lower or higher of what the test does not tell.

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "claims/effects.h"
#include "etude/base/number.h"

namespace etude::claims {
namespace {

std::string number_text(double value) { return std::isfinite(value) ? significant(value, 3) : "none"; }

std::string words_of_measure(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// "1.2 times", "+0.3".
std::string value_text(const ClaimEffect& effect) {
  if (effect.claimed == "printed")
    return (std::isfinite(effect.value) ? significant(effect.value, 4) : "none") + " where " +
           shortest(effect.reference) + " is printed";
  const std::string interval =
      effect.low == effect.high ? "" : " (" + number_text(effect.low) + " … " + number_text(effect.high) + ")";
  return (effect.is_ratio ? "×" : "") + number_text(effect.value) + interval;
}

/// The arm without its condition, which is said before: "linear" of "linear, full batch".
std::string bare(const std::string& arm, const ClaimEffect& effect) {
  const std::string end = ", " + effect.where;
  const bool says_it = arm.size() > end.size() && arm.compare(arm.size() - end.size(), end.size(), end) == 0;
  return says_it ? arm.substr(0, arm.size() - end.size()) : arm;
}

std::string sides_text(const ClaimEffect& effect) {
  std::string text = words_of_measure(effect.measure) + " of " + bare(effect.a, effect);
  if (effect.claimed == "printed") return text;
  if (!effect.b.empty())
    text +=
        " beside " + (effect.beside.empty() ? "" : words_of_measure(effect.beside) + " of ") + bare(effect.b, effect);
  if (!std::isnan(effect.reference))
    text += (effect.b.empty() ? " beside " : ", beside ") + number_text(effect.reference);
  return text;
}

std::string effect_text(const ClaimEffect& effect) {
  std::string text = sides_text(effect) + ": " + value_text(effect);
  if (effect.seeds_to_tell) text += ", which " + std::to_string(*effect.seeds_to_tell) + " seeds would tell";
  return text;
}

constexpr std::size_t most_named = 3;

/// "As claimed: ...; ... and 2 more."
std::string group_text(const ClaimResult& result, Told told, const std::string& head) {
  std::string text;
  std::size_t count = 0;
  for (const ClaimEffect& effect : result.effects) {
    if (effect.told != told || ++count > most_named) continue;
    text += (text.empty() ? "" : "; ") + (effect.where.empty() ? "" : effect.where + ": ") + effect_text(effect);
  }
  if (count == 0) return "";
  if (count > most_named) text += "; and " + std::to_string(count - most_named) + " more";
  return head + ": " + text + ". ";
}

using Under = std::vector<std::string> VerdictOfSeeds::*;

/// "against it under SGD and Lion": the conditions that stand there for every set of seeds; empty where none does.
std::string under_all(const ClaimResult& result, Under under, const std::string& says) {
  std::vector<std::string> common = result.by_seeds[0].*under;
  for (const VerdictOfSeeds& each : result.by_seeds)
    std::erase_if(common, [&](const std::string& where) {
      return std::find((each.*under).begin(), (each.*under).end(), where) == (each.*under).end();
    });
  return common.empty() ? "" : says + " under " + joined(common, ", ", " and ");
}

/// ". Both: against it under Lion": what holds whatever the seeds are.
std::string both_text(const ClaimResult& result) {
  const std::string holds = under_all(result, &VerdictOfSeeds::holds_under, "as claimed");
  const std::string fails = under_all(result, &VerdictOfSeeds::fails_under, "against it");
  if (holds.empty() && fails.empty()) return "";
  return ". Both: " + holds + (holds.empty() || fails.empty() ? "" : "; ") + fails;
}

/// "Seeds from 0 give: supported; from 100: not detected. With the first: "
std::string seeds_text(const ClaimResult& result) {
  if (result.holds_by_seeds()) return "";
  std::string text;
  for (const VerdictOfSeeds& each : result.by_seeds)
    text += (text.empty() ? "Seeds from " : "; from ") + std::to_string(each.first_seed) +
            (text.empty() ? " give: " : ": ") + each.verdict;
  return text + both_text(result) + ". With the first: ";
}

std::string lowered(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace

std::string finding_of(const ClaimResult& result) {
  if (result.ruling == Verdict::source) return result.says;
  std::string text = group_text(result, Told::as_claimed, "As claimed") +
                     group_text(result, Told::against, "Against it") + group_text(result, Told::undetected, "Not told");
  if (!text.empty()) text.pop_back();
  const std::string seeds = seeds_text(result);
  return seeds.empty() ? text : seeds + lowered(text);
}

}  // namespace etude::claims
