#pragma once
// Fewer updates for the same work: where a rate is halved, the batch is doubled in its place.
//
//   seesaw(*parse_plan("cosine(from=3e-4, steps=1000)"), {.steps = 1000, .batch = 256})

#include "etude/schedule/plan.h"

namespace etude::inline schedule {

struct SeesawOptions {
  Step steps = unset_steps;  // of the run under the plan as it is
  double batch = unset;      // samples of an update under it, where it does not drive them itself
};

/// A plan, and how long a run under it is.
struct Seesaw {
  Plan plan;
  Step steps = 0;
};

/// After its peak P, a rate has been halved k times once it is at P / 2^k or below. There the new plan multiplies the
/// rate by 1 / sqrt(2) and the batch by 2, and counts an update for two of those before: after k halvings the rate is
/// held at P / 2^(k/2) and the batch is 2^k batches. Up to its peak, a warm-up stays as it is.
///   updates  the sum over the steps of 2^-k(t), rounded where the batch doubles. Without warm-up, of quarter a cosine,
///            cos(pi t / 2 T), at least 2 / pi of them, since 2^-k(t) is at least v(t) / P: at most 1 - 2 / pi = 36 %
///            are saved, and of half a cosine at most a half.
///   samples  those of the run before, to within half of the largest batch.
/// A batch is doubled only where one of that size is left to be seen, so a decay to 0 ends. The rest of the plan must
/// be constant, since its clock would run otherwise.
/// Refused: no steps; a batch below 1, or one that the plan drives and does not keep; a rate that is not above 0
/// somewhere, or rises after its peak; other hyper-parameters or groups that are not constant.
/// Source: Meterez et al. 2025, "Seesaw: accelerating training by balancing learning rate and batch size scheduling".
Result<Seesaw> seesaw(const Plan& plan, const SeesawOptions& options);

}  // namespace etude::schedule
