// modded-nanogpt (f411b3d3), the short track: a multiplier of the groups' rates. Three stages of a third of the scheduled
// iterations have 1, 1.52 and 1.73, over which a cooldown goes to 0.15; so the rate jumps up in the middle of it.

#include <algorithm>
#include <array>

#include "dialect/read/curves.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::modded_nanogpt {
namespace {

using namespace dialect;

constexpr std::array stages{1.0, 1.52, 1.73};
constexpr double floor_of_all = 0.15;

struct Run {
  Step scheduled, cooldown;

  Step edge(Step stage) const { return rounded(static_cast<double>(stage * scheduled) / 3); }
};

/// One stage: flat up to the cooldown, then the part of its own line to the floor that lies in the stage.
Result<Schedule> stage_of(const Run& r, Step stage) {
  const double height = stages[static_cast<std::size_t>(stage)];
  const Step first = r.edge(stage), last = r.edge(stage + 1), start = std::clamp(r.cooldown, first, last);
  const auto line = straight(height, floor_of_all, r.scheduled - r.cooldown);
  const auto part = start > r.cooldown ? offset(line, start - r.cooldown) : line;
  return then(held(height, start - first), lasting(part, last - start));
}

Result<Meaning> read(Settings& s) {
  const Step scheduled = s.whole("num_scheduled_iterations", 3), more = s.whole("num_extension_iterations");
  const double share = s.number("cooldown_frac");
  s.require(share > 0 && share <= 1, "cooldown_frac", "cooldown_frac must be above 0 and at most 1");
  s.note("multiplier", "this is the multiplier: each parameter's rate is times it", {}, "read the rates in the script");
  if (s.error()) return pass_on(*s.error());
  const Run r{scheduled, cut(static_cast<double>(scheduled) * (1 - share))};
  return written(s, then(stage_of(r, 0), stage_of(r, 1), stage_of(r, 2), held(floor_of_all)), scheduled + more);
}

constexpr Setting settings[] = {
    {"num_scheduled_iterations", "1270", Part::length}, {"num_extension_iterations", "15"}, {"cooldown_frac", "0.6"}};

}  // namespace

constexpr Program program{.name = "modded_nanogpt",
                          .title = "modded-nanogpt",
                          .forms = "Python assignments",
                          .marks = "num_scheduled_iterations",
                          .settings = settings,
                          .read = &read};

}  // namespace etude::source::configs::modded_nanogpt
