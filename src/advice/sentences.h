#pragma once
// The sentences that advice is made of, as data: when each is said, what it needs of the evidence, and what it stands on.

#include <string>
#include <vector>

#include "advice/evidence.h"
#include "advice/shapes.h"

namespace etude::advice {

/// The case, and what has been decided of it.
struct Decided {
  Case given;
  Shape shape = Shape::linear;
  bool is_open = false;  // the length of the run is not known: the rate is held, and cooled down at its end
};

/// What must be so in the evidence for a sentence to be said.
struct Need {
  std::string_view claim;
  std::vector<Verdict> verdicts;  // one of them
};
/// And this of an effect.
struct NeedOfEffect {
  EffectOf of;
  std::vector<Way> ways;
};

struct Sentence {
  Topic topic = Topic::watch;
  bool (*applies)(const Decided&);
  std::string_view text;  // what it advises or says
  std::vector<Need> needs = {};
  std::vector<NeedOfEffect> needs_effects = {};
  std::vector<Clause> clauses = {};            // what was measured, in words made of it
  std::vector<std::string_view> records = {};  // "recipe:llama", papers, programs
};

/// In the order in which they are said.
const std::vector<Sentence>& sentences();

/// Are its needs met?
bool is_met(const Sentence& sentence, const Evidence& evidence);

/// The sentence with what was measured behind it under optimizers like the case's, and all that it stands on. Its needs are
/// met.
Said said(const Sentence& sentence, const Decided& decided, const Evidence& evidence);

/// Warm-up in a case: over what share of the run, or over how many steps where its length is not known.
struct Warmup {
  std::string_view share, steps;  // empty: none
  Sentence why;
};
/// In the order in which they are tried: the first whose sentence applies and has its needs met is taken.
const std::vector<Warmup>& warmups();

}  // namespace etude::advice
