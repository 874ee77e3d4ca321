#pragma once
// Update rules. A rule is told its rate and knows no schedule; what it remembers is a value, passed in and out.
//
//   const OptimizerOptions options = defaults_of(Rule::adamw);
//   OptimizerState<double> state = initial_state<double>(options, parameters);
//   optimizer_step<double>(options, parameters, gradients, state, {.lr = schedule(t)});
//
// Real is float or double: elementwise arithmetic is in Real; what is one number a step (1 - beta1^t, lr wd, ...) is
// computed in double and rounded once. Same input, same bits, whatever the width of the processor's vectors.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/help_text.h"
#include "etude/base/result.h"
#include "etude/base/shown.h"
#include "etude/base/step.h"

namespace etude::optim {

/// False where a build leaves the training in float32 out, as the explorer's page does for its weight: what it would
/// need is not linked, and a task that asks for it is refused.
#ifdef ETUDE_WITHOUT_FLOAT32
inline constexpr bool has_float32 = false;
#else
inline constexpr bool has_float32 = true;
#endif

/// False where a build leaves out the rules that see whole matrices, for the same reason.
#ifdef ETUDE_WITHOUT_MATRICES
inline constexpr bool has_matrices = false;
#else
inline constexpr bool has_matrices = true;
#endif

enum class Rule {
#define RULE(name, text) name,
#include "etude/optim/rules.inc"
};
constexpr auto words_of(Rule) {
  return std::array{
#define RULE(name, text) std::string_view(text),
#include "etude/optim/rules.inc"
  };
}

/// What a decoupled weight decay takes off a parameter in a step.
enum class Decay {
  tied,       // lr weight_decay p, as torch.optim.AdamW: no rate, no decay
  untied,     // weight_decay p, whatever the rate (Loshchilov and Hutter 2019, with a schedule multiplier of 1)
  corrected,  // lr^2 / lr_max weight_decay p, lr_max the largest rate so far: AdamC (Defazio 2025), for weights that a
              // norm follows, whose gradients would grow as the rate falls
};
constexpr auto words_of(Decay) { return std::array<std::string_view, 3>{"tied", "untied", "corrected"}; }

/// What a rule is told once. Fields that a rule does not read (RuleEntry::options) stay at their defaults.
struct OptimizerOptions {
  Rule rule = Rule::sgd;
  double momentum = 0.9;    // schedule_free_sgd: how far y lies towards x
  double beta1 = 0.9;       // how much of the first moment is kept; schedule_free_adamw: as momentum
  double beta2 = 0.999;     // how much of the second moment is kept (lion: of the moment)
  double epsilon = 1e-8;    // beside the root; with 0 a parameter that never had a gradient gets 0/0 = NaN
  double weight_decay = 0;  // a share of the parameter
  Decay decay = Decay::tied;
  bool bias_correction = true;  // off, the moments are used as they are, small at first
  Step warmup = 0;              // update k of them has the rate lr (k + 1) / warmup

  static constexpr auto fields(auto...) {
    constexpr Range share{.most = below_1};
    return std::array{
        field<&OptimizerOptions::rule>(Unit::choice, {}, "a rule (etude list), with its defaults"),
        field<&OptimizerOptions::momentum>(Unit::fraction, share, "of momentum, nesterov, schedule-free-sgd and muon"),
        field<&OptimizerOptions::beta1>(Unit::fraction, share, "of the Adam family and lion"),
        field<&OptimizerOptions::beta2>(Unit::fraction, share, "of the Adam family and lion"),
        field<&OptimizerOptions::epsilon>(Unit::number, {}, "of the Adam family"),
        field<&OptimizerOptions::weight_decay>(Unit::number, {}, "of every rule but adam"),
        field<&OptimizerOptions::decay>(
            Unit::choice, {},
            "tied (times the rate) or untied, of adamw, lion, schedule-free and muon; corrected: AdamC"),
        field<&OptimizerOptions::bias_correction>(Unit::choice, {}, "of the Adam family: yes or no"),
        field<&OptimizerOptions::warmup>(Unit::steps, {}, "steps over which schedule-free raises its rate")};
  }
  friend bool operator==(const OptimizerOptions&, const OptimizerOptions&) = default;
};

/// What is to be known of a rule: for a table, a help text, a parser, and for those who treat rules differently.
struct RuleEntry {
  Rule rule;
  std::string_view formula;                   // one step
  std::string_view meaning;                   // in one line
  HelpText source;                            // who proposed it, and whose arithmetic it is
  std::span<const std::string_view> options;  // the fields of OptimizerOptions that it reads
  OptimizerOptions defaults = {};             // those of its reference implementation
  bool is_adaptive = false;                   // a parameter moves by about lr, whatever the size of its gradients
  bool averages = false;  // evaluated at an average of its path, not at the parameters that it trains: schedule-free
  bool takes_matrices = false;             // has a step of its own for parameters that are one matrix
  std::optional<Rule> with_momentum = {};  // the rule that takes its place where a plan drives a momentum
  std::string_view name = {};              // in text: "adam-l2"
  std::size_t slots = 0;                   // numbers that it remembers a parameter

  bool reads(std::string_view option) const;
};

/// All rules, in the order of Rule.
const std::vector<RuleEntry>& rules();
const RuleEntry& entry_of(Rule rule);

OptimizerOptions defaults_of(Rule rule);

/// The rule of that name. Refused, with the list of names, where there is none.
Result<Rule> rule_named(std::string_view name);

/// What a plan says of one step. Absent: the option's own value.
struct Rates {
  double lr = 0;
  std::optional<double> momentum = {};
  std::optional<double> beta1 = {};
  std::optional<double> beta2 = {};
  std::optional<double> weight_decay = {};
};

/// Refused, with what to type: a number that is not finite or out of its range, an option that the rule does not read.
/// schedule-free needs a momentum (beta1) above 0, and knows no corrected decay.
Result<OptimizerOptions> check(OptimizerOptions options);
/// The same of the rates of a step: lr at least 0, and nothing driven that the rule does not read.
Result<Rates> check(const OptimizerOptions& options, Rates rates);

/// All that an optimizer remembers, besides the parameters.
template <class Real>
struct OptimizerState {
  Step steps = 0;                // updates done
  std::vector<Real> slots = {};  // RuleEntry::slots times the parameters: all first slots, then all second ones
  double lr_max = 0;             // schedule-free, after its warm-up, and corrected decay: the largest rate so far
  double weight_sum = 0;         // schedule-free: the sum of the weights of the average, lr_max^2 of each step
  double interpolation = 0;      // schedule-free: the momentum (beta1) of the last step

  friend bool operator==(const OptimizerState&, const OptimizerState&) = default;
};

/// Before the first step: moments of 0; schedule-free's z is the parameters.
template <class Real>
ETUDE_SHOWN OptimizerState<Real> initial_state(const OptimizerOptions& options, std::span<const Real> parameters);

/// What parameters are: one matrix, row-major, or numbers that have nothing to do with each other.
struct Shape {
  std::size_t rows = 0, columns = 0;  // 0: numbers
};

/// One update, by the formula of the rule's entry. `parameters` and `gradients` have the length that `state` was made
/// for; options and rates are such as check() passes. With schedule-free the parameters are y, at which gradients are
/// to be taken. `shape` is for rules that take matrices; its product is the number of parameters.
/// Edges: a rate of 0 keeps finite parameters (untied decay still shrinks them); moments advance all the same. What is
/// not a number stays so, and spreads from a gradient to its parameter, also through lion's sign. With
/// driven betas, bias correction uses those of this step, as PyTorch does.
/// Cost: one pass over parameters, gradients and slots.
template <class Real>
ETUDE_SHOWN void optimizer_step(const OptimizerOptions& options, std::span<Real> parameters,
                                std::span<const Real> gradients, OptimizerState<Real>& state, const Rates& rates,
                                const Shape& shape = {});

/// The parameters to evaluate: schedule-free's average x = (y - (1 - b) z) / b, b the momentum (beta1) of the last
/// step; with other rules a copy. The spans have the same length and may be the same.
template <class Real>
ETUDE_SHOWN void evaluation_parameters(const OptimizerOptions& options, std::span<const Real> parameters,
                                       const OptimizerState<Real>& state, std::span<Real> evaluation);

/// The Euclidean norm, sqrt(sum x^2), summed in double in eight interleaved sums, whatever the width of the vectors.
/// Finite wherever the norm itself can be held; 0 of nothing; NaN and infinity pass.
template <class Real>
ETUDE_SHOWN double global_norm(std::span<const Real> values);

/// Multiplies the gradients by limit / (norm + 1e-6) where that is below 1, and returns their norm before that. A NaN
/// makes all gradients NaN, an infinite one becomes NaN and the finite ones 0. `limit` is above 0.
/// Source: torch.nn.utils.clip_grad_norm_.
template <class Real>
ETUDE_SHOWN double clip_by_global_norm(std::span<Real> gradients, double limit);

}  // namespace etude::optim
