#pragma once
// Advice for somebody's own case, made of what the claims measured and of what the field has published.
//
//   const auto advice = advice::advise({.model = Model::convnet, .steps = 10'000}, claims::recorded());
//   advice->spec        "linear(from=0.1, to=0, steps=100%)"
//   advice->said        why, sentence by sentence, each with what it stands on
//
// Nothing here runs a claim. A sentence names the verdicts that it needs, and is said only where the evidence has them. What
// is said of an effect is made of the effect: "below" and "above" are words of a test that tells it. A schedule is advised
// only where no other is measured below it in a case like this one.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/optim/optimizer.h"
#include "etude/record/claim.h"

namespace etude::advice {

enum class Model { unknown, language_model, transformer, convnet, mlp };
constexpr auto words_of(Model) {
  return std::array<std::string_view, 5>{"not known", "language-model", "transformer", "convnet", "mlp"};
}

enum class Start { unknown, from_scratch, fine_tuning };
constexpr auto words_of(Start) { return std::array<std::string_view, 3>{"not known", "from-scratch", "fine-tuning"}; }

/// Is there noise that no model can fit: in the labels, or because the next word cannot be known?
enum class Noise { unknown, yes, no };
constexpr auto words_of(Noise) { return std::array<std::string_view, 3>{"not known", "yes", "no"}; }

/// A peak that was found before.
struct KnownPeak {
  double rate = 0;
  std::string from;  // "--peak", "a range test, range.json"
};

/// What logs of one's own runs tell of the schedules that can be advised. It stands above the claims.
struct OwnRuns {
  std::string schedule = {};  // that is advised by them, by its name (Advice::contenders); empty: that of the claims
  std::string finding = {};   // why, in a sentence
  std::string source = {};    // "your logs: runs.csv"
  Step warmup_steps = 0;      // that they had
};

/// Verdicts of one's own, which stand in place of the given ones.
struct OwnClaims {
  std::vector<ClaimResult> results;
  std::string source;  // "mine.json"
};

/// What is known of the case; what is not, is not guessed.
struct Case {
  Model model = Model::unknown;
  std::optional<optim::Rule> optimizer = {};
  Start start = Start::unknown;
  Noise noise = Noise::unknown;
  std::optional<Step> steps = {};    // of the run; nothing: it ends when somebody stops it
  std::optional<double> batch = {};  // samples of an update
  std::optional<KnownPeak> peak = {};
  std::optional<OwnRuns> own = {};
  std::optional<OwnClaims> own_claims = {};
};

/// Refused: a word that names none, with the nearest. The names of well-known models are read, too, whatever number follows:
/// resnet-50 is a convnet.
Result<Model> model_named(std::string_view text);
Result<optim::Rule> optimizer_named(std::string_view text);
Result<Start> start_named(std::string_view text);
Result<Noise> noise_named(std::string_view text);

/// The words that such a text may be, "not known" left out.
std::vector<std::string_view> model_words();

enum class Topic { schedule, peak, warmup, batch, optimizer, watch };
constexpr auto words_of(Topic) {
  return std::array<std::string_view, 6>{"schedule", "peak", "warm-up", "batch", "optimizer", "watch"};
}

/// A sentence or a few, and what they stand on: ids of claims ("C43"), recipes ("recipe:llama"), papers and programs.
struct Said {
  Topic topic = Topic::schedule;
  std::string text;
  std::string measured = {};  // "cosine ended 2.4 % above linear (×1.02 in 1.01 … 1.04; pre-LN)"
  std::vector<std::string> grounds = {};

  std::string_view about() const { return name_of(topic); }

  static constexpr auto facts(auto...) {
    return facts_of<&Said::about, &Said::text, left_out<&Said::measured>, &Said::grounds>();
  }
};

/// What was measured of a schedule's loss beside another's.
struct Cost {
  std::string beside;        // the other schedule
  double percent = 0;        // how far it ends above the other; below 0: below it
  double low = 0, high = 0;  // its 95 % interval
  std::string told;          // "higher", "lower" or "no"
  std::string where, claim;  // under what, and by which claim

  static constexpr auto facts(auto...) {
    return facts_of<&Cost::beside, &Cost::percent, &Cost::low, &Cost::high, &Cost::told, &Cost::where, &Cost::claim>();
  }
};

/// What might be done in place of what is advised.
struct Alternative {
  std::string name;
  std::string spec = {};  // empty: another optimizer
  std::string note = {};
  std::vector<Cost> costs = {};

  static constexpr auto facts(auto...) {
    return facts_of<&Alternative::name, or_null<&Alternative::spec>, left_out<&Alternative::note>,
                    &Alternative::costs>();
  }
};

/// Where the verdicts stand that are not one's own.
inline constexpr std::string_view recorded_evidence = "docs/evidence.md";

/// What a ground is.
struct Source {
  std::string name;           // "C43"
  std::string verdict = {};   // of a claim: "supported"
  std::string evidence = {};  // whose verdict that is: recorded_evidence, or OwnClaims::source
  std::string says = {};      // what is claimed, or what was published where

  static constexpr auto facts(auto...) {
    return facts_of<&Source::name, left_out<&Source::verdict>, left_out<&Source::evidence>, &Source::says>();
  }
};

struct Advice {
  std::string schedule;  // "a straight line to zero"
  std::string spec;      // in etude's notation; lengths are shares of the run where its length is known
  double peak = 0;
  std::string peak_from;        // who had it, or "--peak"
  bool is_placeholder = false;  // nobody had this peak in such a case
  std::vector<Said> said = {};
  std::vector<Alternative> alternatives = {};
  std::vector<Alternative> contenders = {};  // every schedule that could be advised, at this peak; without costs
  std::vector<Source> sources = {};          // every ground, once

  static constexpr auto facts(auto...) {
    return facts_of<&Advice::schedule, &Advice::spec, &Advice::peak, &Advice::peak_from, &Advice::is_placeholder,
                    &Advice::said, &Advice::alternatives, &Advice::sources>();
  }
};

/// Refused: fewer than 10 steps, a batch or a peak that is not above 0.
Result<Advice> advise(const Case& given, std::span<const ClaimResult> evidence);

/// A case that many have, and what is advised of it.
struct Example {
  std::string name;  // "A language model, AdamW"
  Case given;
  Advice advice;
};

/// What holds of many cases: an example of each, and what is advised of most of them alike.
struct Guide {
  std::vector<Example> examples;
  std::vector<Said> rules;  // without what was measured; that is in the advice
};
Guide guide(std::span<const ClaimResult> evidence, const std::optional<OwnClaims>& own = {});

}  // namespace etude::advice
