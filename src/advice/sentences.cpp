// A sentence that advises names the verdicts without which it would advise against the evidence; where another verdict
// would turn it, that sentence stands beside it.

#include "advice/sentences.h"

#include <algorithm>

#include "advice/sentences/said_when.h"

namespace etude::advice {

const std::vector<Sentence>& sentences() {
  static const std::vector<Sentence> all = [] {
    std::vector<Sentence> list;
    for (auto&& part : {of_schedule(), of_peak(), of_batch(), of_optimizer(), of_watch()})
      list.insert(list.end(), part.begin(), part.end());
    return list;
  }();
  return all;
}

bool is_met(const Sentence& sentence, const Evidence& evidence) {
  const bool has_verdicts = std::all_of(sentence.needs.begin(), sentence.needs.end(), [&](const Need& need) {
    const ClaimResult* claim = evidence.claim(need.claim);
    return claim && std::find(need.verdicts.begin(), need.verdicts.end(), claim->ruling) != need.verdicts.end();
  });
  return has_verdicts &&
         std::all_of(sentence.needs_effects.begin(), sentence.needs_effects.end(), [&](const NeedOfEffect& need) {
           return evidence.effect(need.of) &&
                  std::find(need.ways.begin(), need.ways.end(), evidence.way(need.of)) != need.ways.end();
         });
}

Said said(const Sentence& sentence, const Decided& decided, const Evidence& evidence) {
  Said made{.topic = sentence.topic, .text = std::string(sentence.text)};
  const auto stands_on = [&](std::string_view ground) {
    if (std::find(made.grounds.begin(), made.grounds.end(), ground) == made.grounds.end())
      made.grounds.emplace_back(ground);
  };
  for (const Need& need : sentence.needs) stands_on(need.claim);
  for (const NeedOfEffect& need : sentence.needs_effects) stands_on(need.of.claim);
  for (const Clause& clause : sentence.clauses) {
    const std::string words = evidence.words(clause);
    if (words.empty() || !counts(clause.under, decided.given.optimizer)) continue;
    made.measured += (made.measured.empty() ? "" : "; ") + words;
    stands_on(clause.of.claim);
  }
  for (const std::string_view record : sentence.records) stands_on(record);
  return made;
}

}  // namespace etude::advice
