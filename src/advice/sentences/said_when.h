#pragma once
// When a sentence is said, and the lists of them: a file a topic.

#include "advice/sentences.h"

namespace etude::advice {

using enum Verdict;
using enum Way;

std::vector<Sentence> of_schedule();
std::vector<Sentence> of_peak();
std::vector<Sentence> of_batch();
std::vector<Sentence> of_optimizer();
std::vector<Sentence> of_watch();

inline bool may_be(bool (*is)(optim::Rule), const Decided& decided) {
  return !decided.given.optimizer || is(*decided.given.optimizer);
}
inline bool may_be_sgd(const Decided& decided) { return may_be(&is_sgd, decided); }
inline bool may_be_adam(const Decided& decided) { return may_be(&is_adam, decided); }
inline bool is_rule(const Decided& decided, optim::Rule rule) { return decided.given.optimizer == rule; }
inline bool is_averaging(const Decided& decided) {
  return decided.given.optimizer && is_schedule_free(*decided.given.optimizer);
}
inline bool is_tuning_on(const Decided& decided) { return decided.given.start == Start::fine_tuning; }
inline bool is_shape(const Decided& decided, Shape shape) {
  return decided.shape == shape && !decided.is_open && !is_averaging(decided);
}
/// Is the run's length known, and does the rate fall in it?
inline bool decays(const Decided& decided) {
  return !decided.is_open && !is_averaging(decided) && decided.shape != Shape::constant;
}
/// Does the rate rest at its peak before it falls?
inline bool has_cooldown(const Decided& decided) {
  return (decided.is_open || decided.shape == Shape::wsd) && !is_averaging(decided);
}
inline bool always(const Decided&) { return true; }

/// Of what is no loss: what is said of it.
inline Clause said_as(const EffectOf& of, const Clause::Words& words, Under under = Under::any) {
  return {of, "", "", words, under};
}

}  // namespace etude::advice
