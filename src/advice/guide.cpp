// The cases that many have, and the rules that their advice has in common.

#include <algorithm>

#include "advice/sentences.h"
#include "etude/advice/advice.h"

namespace etude::advice {
namespace {

constexpr Step some_steps = 10'000;  // lengths in a spec are shares: any length gives the same

struct Named {
  std::string_view name;
  Case given;
};

std::vector<Named> common_cases() {
  using optim::Rule;
  const auto case_of = [](Model model, Rule rule) {
    return Case{.model = model, .optimizer = rule, .start = Start::from_scratch, .steps = some_steps};
  };
  std::vector<Named> all{
      {"A language model, AdamW", case_of(Model::language_model, Rule::adamw)},
      {"The same, its length not known", case_of(Model::language_model, Rule::adamw)},
      {"A language model, Muon", case_of(Model::language_model, Rule::muon)},
      {"A vision transformer, AdamW", case_of(Model::transformer, Rule::adamw)},
      {"A fine-tuned transformer, AdamW", case_of(Model::transformer, Rule::adamw)},
      {"A convolutional network, SGD with momentum, some labels wrong", case_of(Model::convnet, Rule::momentum)},
      {"The same, no label wrong", case_of(Model::convnet, Rule::momentum)},
      {"A small network, AdamW", case_of(Model::mlp, Rule::adamw)},
      {"Any, schedule-free AdamW", case_of(Model::unknown, Rule::schedule_free_adamw)}};
  all[1].given.steps = std::nullopt;
  all[4].given.start = Start::fine_tuning;
  all[5].given.noise = Noise::yes;
  all[6].given.noise = Noise::no;
  return all;
}

/// Is it said of cases, and not made of one?
bool is_general(const Said& said) {
  return std::any_of(sentences().begin(), sentences().end(),
                     [&](const Sentence& sentence) { return sentence.text == said.text; });
}

/// How many of the examples are told so.
std::size_t count_of(const Said& said, const std::vector<Example>& examples) {
  return static_cast<std::size_t>(std::count_if(examples.begin(), examples.end(), [&](const Example& example) {
    const auto& all = example.advice.said;
    return std::any_of(all.begin(), all.end(), [&](const Said& each) { return each.text == said.text; });
  }));
}

}  // namespace

Guide guide(std::span<const ClaimResult> evidence, const std::optional<OwnClaims>& own) {
  Guide made;
  for (Named& each : common_cases()) {
    each.given.own_claims = own;
    auto advice = advise(each.given, evidence);
    if (advice) made.examples.push_back({std::string(each.name), std::move(each.given), *std::move(advice)});
  }
  for (const Example& example : made.examples)
    for (const Said& said : example.advice.said) {
      const auto is_this = [&](const Said& rule) { return rule.text == said.text; };
      if (!is_general(said) || 2 * count_of(said, made.examples) <= made.examples.size() ||
          std::any_of(made.rules.begin(), made.rules.end(), is_this))
        continue;
      made.rules.push_back({.topic = said.topic, .text = said.text, .grounds = said.grounds});
    }
  std::stable_sort(made.rules.begin(), made.rules.end(),
                   [](const Said& one, const Said& other) { return one.topic < other.topic; });
  return made;
}

}  // namespace etude::advice
