// A claim in words and back. The verdict "depends on the task" holds what its conditions differ in.

#include "etude/record/claim.h"

#include <algorithm>

#include "base/words.h"

namespace etude::inline record {
namespace {

constexpr std::string_view on = " on ";

/// What of the facts is a word for something: the verdict, and what each effect says.
Result<void> read_words(const Json& json, ClaimResult& result) {
  const auto* verdict = json.find("verdict") ? json.find("verdict")->as<std::string>() : nullptr;
  if (!verdict) return refuse("it has no verdict");
  const std::size_t end = std::min(verdict->find(on), verdict->size());
  const auto ruling = value_of_word<Verdict>("verdict", verdict->substr(0, end));
  if (!ruling) return pass_on(ruling.error());
  result.ruling = *ruling;
  if (end < verdict->size()) result.depends_on = verdict->substr(end + on.size());
  for (std::size_t i = 0; i < result.effects.size(); ++i) {
    const Json* word = (*json.find("effects")->as<Json::Array>())[i].find("finding");
    const auto told = value_of_word<Told>("finding", word && word->as<std::string>() ? *word->as<std::string>() : "");
    if (!told) return pass_on(told.error());
    result.effects[i].told = *told;
  }
  return {};
}

}  // namespace

std::string ClaimResult::verdict() const {
  std::string text(name_of(ruling));
  if (ruling == Verdict::depends) text.append(on).append(depends_on);
  return text;
}

bool ClaimResult::holds_by_seeds() const {
  return std::all_of(by_seeds.begin(), by_seeds.end(),
                     [own = verdict()](const auto& each) { return each.verdict == own; });
}

Result<ClaimResult> read_claim(const Json& json) {
  ClaimResult result;
  if (!read_facts(json, result) || result.id.empty()) return refuse("it has no id, or a fact of another kind");
  if (auto good = read_words(json, result); !good) return pass_on(good.error());
  return result;
}

}  // namespace etude::record
