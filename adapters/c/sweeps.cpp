// The learning-rate range test of a caller who trains himself: his sweeps in, a rate out.

#include <cmath>
#include <limits>

#include "call.h"
#include "etude/range/range.h"

struct etude_sweeps {
  std::vector<etude::range::RecordedSweep> all;
  std::string refusal;  // of the last reading
};

namespace etude::c {
namespace {

etude_suggestion shown(const RangeStudy& study, const std::string& refusal) {
  const RateInterval& rate = study.suggestion.rate;
  const bool is_refused = !refusal.empty();
  return {.size = 0,
          .rate = is_refused ? not_a_number : rate.value,
          .low = is_refused ? not_a_number : rate.low,
          .high = is_refused ? not_a_number : rate.high,
          .edge = study.edge.value,
          .edge_low = study.edge.low,
          .edge_high = study.edge.high,
          .basin = study.basin.value,
          .basin_low = study.basin.low,
          .basin_high = study.basin.high,
          .refusal = is_refused ? refusal.c_str() : nullptr};
}

}  // namespace
}  // namespace etude::c

using namespace etude;
using namespace etude::c;

etude_status etude_sweeps_new(etude_sweeps** sweeps) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"sweeps", sweeps}})) return misused;
    Gift(std::make_unique<etude_sweeps>()).to(sweeps);
    return {};
  });
}

etude_status etude_sweeps_add(etude_sweeps* sweeps, uint32_t seed, const double* lr, const double* loss, size_t count,
                              int64_t planned) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"sweeps", sweeps}, {"lr", lr}, {"loss", loss}})) return misused;
    sweeps->all.push_back({seed, {lr, lr + count}, {loss, loss + count}, planned});
    return {};
  });
}

etude_status etude_sweeps_read(etude_sweeps* sweeps, const etude_reading* how, etude_suggestion* suggestion) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"sweeps", sweeps}, {"suggestion", suggestion}})) return misused;
    etude_reading given;
    if (Failed misused = copy_in("how", how, given)) return misused;
    range::SweepOptions options;
    options.is_adaptive = given.is_adaptive != 0;
    if (given.rule) options.rule = given.rule;
    const auto study = range::read_sweeps(sweeps->all, options);
    if (!study) return refused(study.error());
    sweeps->refusal = study->suggestion.refusal;
    return copy_out("suggestion", shown(*study, sweeps->refusal), suggestion);
  });
}

etude_status etude_sweeps_free(etude_sweeps* sweeps) noexcept { return freed(__func__, "sweeps", sweeps); }
