#include "study_flags.h"

#include "apps/cli/setting.h"

namespace etude::cli {
namespace {

const std::vector<std::string> tuning_names{"--tuning-seeds", "--peak-from", "--peak-to",
                                            "--peak-ratio",   "--tune-on",   "--try-all"};

}  // namespace

void StudyFlags::add_to(Flags& flags) {
  flags.field(*this, "seeds");
  flags.field(study, "has_controls", {.name = "--controls"});
  flags.field(study, "is_spelt_out", {.name = "--spelt-out"});
  const std::string group = "Of --tune";
  flags.flag("--tune", tunes, "first find each schedule's own peak, on seeds of their own");
  flags.field(*this, "tuning_seeds", {.group = group});
  flags.field(tuning, "from", {.name = "--peak-from", .group = group});
  flags.field(tuning, "to", {.name = "--peak-to", .group = group});
  flags.field(tuning, "ratio", {.name = "--peak-ratio", .group = group});
  flags.field(tuning, "score", {.name = "--tune-on", .group = group});
  flags.field(tuning, "tries_all", {.name = "--try-all", .group = group});
}

std::vector<std::string> StudyFlags::names() const {
  std::vector<std::string> all{"--seeds", "--controls", "--tune"};
  all.insert(all.end(), tuning_names.begin(), tuning_names.end());
  return all;
}

Result<void> StudyFlags::check(const Flags& flags) const {
  const std::string name = tunes ? "" : flags.first_given(tuning_names);
  return name.empty() ? Result<void>() : refuse(name + " is for --tune; type --tune, or leave it out");
}

study::StudyOptions StudyFlags::options() const {
  study::StudyOptions options = study;
  options.seeds = study::seeds_from(study.seeds.front(), seeds);
  options.has_controls |= tunes;
  if (tunes) {
    options.tuning = tuning;
    options.tuning->seeds = study::seeds_from(tuning.seeds.front(), tuning_seeds);
  } else {
    options.curve_points = no_limit;
  }
  return options;
}

}  // namespace etude::cli
