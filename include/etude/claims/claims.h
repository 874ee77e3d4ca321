#pragma once
// The claims that there are, and the function that examines one.
//
//   const Result<const Claim*> claim = claims::claim_named("C04");
//   const Result<ClaimResult> result = claims::examine(**claim, laboratory, claims::quick());
//
// Each arm that is tuned has its own search on seeds of its own; all arms are evaluated on the same other seeds, and
// differences are taken seed by seed. A run that diverged counts with the loss of its first step, that of a network that
// has learned nothing. All of it is done on two sets of seeds: where these give different verdicts, the claim's is "not
// detected". No verdict is written by hand.

#include <functional>
#include <string_view>
#include <variant>
#include <vector>

#include "etude/base/result.h"
#include "etude/claims/claim.h"
#include "etude/record/claim.h"
#include "etude/study/trials.h"
#include "etude/train/power_law.h"
#include "etude/train/prepared.h"

namespace etude::claims {

/// In the order of their ids: the post's, then the field's.
const std::vector<Claim>& all_claims();

/// Refused: an id that none has, with the nearest.
Result<const Claim*> claim_named(std::string_view id);

/// How much is run.
struct Effort {
  std::string name;  // as it is typed: "quick", "full --seed 3"
  std::size_t seeds = 0, tuning_seeds = 0;
  std::uint32_t first_seed = 0;  // that evaluates; those that tune and sweep move with it. What is printed is of seed 0
  std::uint32_t again = 100;     // how much later the seeds begin on which it is done again; 0: it is not
};
inline Effort quick() { return {"quick", 10, 3}; }
inline Effort full() { return {"full", 30, 6}; }

/// What an arm is trained on: a network, or the exact laboratory, which has no seeds.
using AnyTask = std::variant<train::Task, train::PowerLawTask>;

/// Who runs the trials of one task.
struct Bench {
  study::Runner trials;       // plain ones
  study::Runner probed = {};  // that measure the claim's probe, as metrics of their outcomes
  study::Runner sweeps = {};  // range tests
  bool is_adaptive = false;
  bool is_exact = false;  // a trial's seed decides nothing: one is run, and differences have no spread
};

/// Makes a bench for a task, and a probe or none. Refused: data that is not there.
using Laboratory = std::function<Result<Bench>(const AnyTask& task, std::string_view probe)>;

/// Etude's own engine, on so many threads (0: one a core). Refused: what Prepared::of() refuses.
Result<Bench> native_bench(const train::Prepared& prepared, std::string_view probe, unsigned threads = 0);
/// The exact laboratory, which has no range test. Refused: what check() of its task refuses.
Result<Bench> exact_bench(const train::PowerLawTask& task, std::string_view probe, unsigned threads = 0);

/// Runs a claim and rules. Of an attribution nothing is run.
/// Refused: a task, a plan or a setting that is none; what the laboratory and its runners refuse.
Result<ClaimResult> examine(const Claim& claim, const Laboratory& laboratory, const Effort& effort = quick());

/// A claim that could not be examined, and why.
ClaimResult without_verdict(const Claim& claim, const Error& why);

}  // namespace etude::claims
