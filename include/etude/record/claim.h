#pragma once
// What became of a claim: its arms, what one lost to another, and the verdict that a rule made of it.

#include <optional>
#include <string>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/json.h"
#include "etude/base/result.h"
#include "etude/record/comparison.h"

namespace etude::inline record {

/// What one effect says of the claim.
enum class Told {
  as_claimed,  // told by the test, and as large as was claimed
  against,     // told the other way, or its interval leaves no room for an effect of the size claimed
  undetected,  // neither
  beside,      // shown, but no part of the claim
};
constexpr auto words_of(Told) {
  return std::array<std::string_view, 4>{"as claimed", "against", "not detected", "beside"};
}

enum class Verdict {
  supported,     // every effect is as claimed
  refuted,       // an effect is against it under some condition, and the claim holds under none
  not_detected,  // neither: the seeds do not tell
  depends,       // it holds under one condition and is refuted under another
  source,        // an attribution: what the source says
  none,          // it could not be run; the finding says why
};
constexpr auto words_of(Verdict) {
  return std::array<std::string_view, 6>{"supported", "refuted", "not detected", "depends", "source", "no verdict"};
}

/// A number over the seeds of an arm.
struct Measured {
  std::string name;
  Summary over_seeds = {};

  static constexpr auto facts(auto...) { return facts_of<&Measured::name, &Measured::over_seeds>(); }
};

/// What a measure is, in words.
struct Meaning {
  std::string measure, meaning;

  static constexpr auto facts(auto...) { return facts_of<&Meaning::measure, &Meaning::meaning>(); }
};

/// One arm of a claim, after it has run.
struct ClaimArm {
  std::string name = {};
  std::string schedule = {};   // in etude's notation, at its peak
  std::string setting = {};    // what differs from the claim's task
  std::string peak_from = {};  // "tuned", "given" ...
  double peak = not_a_number;
  double sum_lr = not_a_number;
  int diverged = 0;                 // of the seeds
  Summary final_loss = {};          // of the runs that did not diverge
  Summary heldout_loss = {};        // as final_loss; NaN where nothing is held out
  std::vector<Measured> more = {};  // what else the claim looks at
  std::vector<Tried> tuning = {};   // the peaks that were tried

  static constexpr auto facts(auto...) {
    return facts_of<&ClaimArm::name, &ClaimArm::schedule, left_out<&ClaimArm::setting>, &ClaimArm::peak_from,
                    &ClaimArm::peak, &ClaimArm::sum_lr, &ClaimArm::diverged, &ClaimArm::final_loss,
                    &ClaimArm::heldout_loss, left_out<&ClaimArm::more>, left_out<&ClaimArm::tuning>>();
  }
};

/// What arm a has of a measure, beside arm b or a number. `value` is the geometric mean of a / b where `is_ratio`, else the
/// mean of a - b; low and high are the ends of its 95 % interval.
struct ClaimEffect {
  std::string where = {};      // the condition that it stands under; empty: there is one
  std::string a = {}, b = {};  // arms; b is empty where a stands beside a number
  std::string measure = {};    // of a; "final_loss"
  std::string beside = {};     // of b, where it is another
  std::string claimed = {};    // "lower", "higher", "no higher", "same", "printed"
  bool is_ratio = true;
  double reference = not_a_number;  // the number that a, or a / b, stands beside
  double margin = not_a_number;     // the smallest effect that the claim means, in the unit of value
  int seeds = 0;                    // on which both have a value
  double value = not_a_number;      // beside the reference, where there is one: 1, or 0, is the reference itself
  double low = not_a_number;
  double high = not_a_number;
  double difference = not_a_number;  // the mean of a - b, in the measure's unit
  double ci95 = not_a_number;        // half the width of its 95 % interval
  double effect = not_a_number;      // standardised: the mean over the standard deviation of what `value` averages
  double p = not_a_number;           // two-sided, paired t
  double p_holm = not_a_number;      // over the effects that count
  Told told = Told::undetected;
  std::optional<int> seeds_to_tell = {};  // where nothing is detected: so many would tell an effect of the size seen

  std::string_view finding() const { return name_of(told); }

  static constexpr auto facts(auto...) {
    return facts_of<left_out<&ClaimEffect::where>, &ClaimEffect::a, or_null<&ClaimEffect::b>, &ClaimEffect::measure,
                    left_out<&ClaimEffect::beside>, &ClaimEffect::claimed, &ClaimEffect::is_ratio,
                    &ClaimEffect::reference, &ClaimEffect::margin, &ClaimEffect::seeds, &ClaimEffect::value,
                    &ClaimEffect::low, &ClaimEffect::high, &ClaimEffect::difference, &ClaimEffect::ci95,
                    &ClaimEffect::effect, &ClaimEffect::p, &ClaimEffect::p_holm, &ClaimEffect::finding,
                    left_out<&ClaimEffect::seeds_to_tell>>();
  }
};

/// The verdict of one set of seeds.
struct VerdictOfSeeds {
  std::size_t first_seed = 0;
  std::string verdict = {};
  std::vector<std::string> holds_under = {},
                           fails_under = {};  // conditions: as claimed under these, against under those

  static constexpr auto facts(auto...) {
    return facts_of<&VerdictOfSeeds::first_seed, &VerdictOfSeeds::verdict, left_out<&VerdictOfSeeds::holds_under>,
                    left_out<&VerdictOfSeeds::fails_under>>();
  }
};

/// A claim, examined.
struct ClaimResult {
  std::string id;              // "C04"
  std::string place = {};      // where it was said
  std::string statement = {};  // what was said
  std::string refuted_if = {};
  std::string says = {}, reference = {};  // of an attribution: what the source says, and which it is
  std::string task = {};                  // in words that etude compare takes
  std::string effort = {};                // "quick", "full"
  std::size_t seeds = 0;                  // that evaluate; 0: none, the task is exact
  std::string depends_on = {};            // what its conditions differ in
  Verdict ruling = Verdict::not_detected;
  std::string finding = {};                   // a sentence or three
  std::vector<VerdictOfSeeds> by_seeds = {};  // where several sets of seeds were run; arms and effects are of the first
  std::vector<ClaimArm> arms = {};
  std::vector<ClaimEffect> effects = {};
  std::vector<Meaning> measures = {};  // of its effects, but the losses at the end

  /// "supported", "depends on the task".
  std::string verdict() const;
  /// False where sets of seeds do not give the same.
  bool holds_by_seeds() const;

  static constexpr auto facts(auto...) {
    return facts_of<&ClaimResult::id, &ClaimResult::place, &ClaimResult::statement, left_out<&ClaimResult::refuted_if>,
                    &ClaimResult::verdict, &ClaimResult::finding, left_out<&ClaimResult::says>,
                    left_out<&ClaimResult::reference>, left_out<&ClaimResult::task>, left_out<&ClaimResult::effort>,
                    &ClaimResult::seeds, left_out<&ClaimResult::by_seeds>, left_out<&ClaimResult::arms>,
                    left_out<&ClaimResult::effects>, left_out<&ClaimResult::measures>>();
  }
};

/// What facts_json() made of a claim, with its verdict. Refused: what is none.
Result<ClaimResult> read_claim(const Json& json);

}  // namespace etude::record
