#include "study_flags.h"

#include "apps/cli/values.h"

namespace etude::cli {
namespace {

constexpr std::uint32_t first_tuning_seed = 1'000'000;
constexpr const char* tuning_flags[]{"--tuning-seeds", "--peak-from", "--peak-to",
                                     "--peak-ratio",   "--tune-on",   "--no-halving"};

std::vector<std::uint32_t> seeds_from(std::uint32_t first, std::int64_t count) {
  std::vector<std::uint32_t> seeds;
  for (std::int64_t i = 0; i < count; ++i) seeds.push_back(first + static_cast<std::uint32_t>(i));
  return seeds;
}

Result<study::Score> score_named(const std::string& name) {
  if (name == "final") return study::Score::final_loss;
  if (name == "heldout") return study::Score::heldout_loss;
  return refuse("--tune-on must be final or heldout, not \"" + name.substr(0, 40) + "\"");
}

Result<study::TuningOptions> read_tuning(const StudyFlags& given) {
  const auto seeds = whole_number("--tuning-seeds", given.tuning_seeds, 1, 1'000'000);
  if (!seeds) return pass_on(seeds.error());
  const auto from = positive_number("--peak-from", given.from);
  const auto to = positive_number("--peak-to", given.to);
  const auto ratio = positive_number("--peak-ratio", given.ratio);
  for (const auto* number : {&from, &to, &ratio})
    if (!*number) return pass_on(number->error());
  const auto score = score_named(given.score);
  if (!score) return pass_on(score.error());
  study::TuningOptions tuning;
  tuning.from = *from;
  tuning.to = *to;
  tuning.ratio = *ratio;
  tuning.seeds = seeds_from(first_tuning_seed, *seeds);
  tuning.halves = !given.halves_not;
  tuning.score = *score;
  return tuning;
}

}  // namespace

void StudyFlags::add_to(Flags& flags) {
  flags.option("--seeds", seeds, "how many seeds: data and initial weights 0 ... K-1");
  flags.flag("--controls", has_controls,
             "beside each schedule the constant with the same sum of rates; with --tune always");
  const std::string group = "Of --tune";
  flags.flag("--tune", tunes, "first find each schedule's own best peak, on seeds of their own");
  flags.option("--tuning-seeds", tuning_seeds, "how many: 1000000, 1000001 ...", group);
  flags.option("--peak-from", from,
               "the lowest peak that is tried at first; the grid goes on where the best is at an end", group);
  flags.option("--peak-to", to, "the highest", group);
  flags.option("--peak-ratio", ratio, "of neighbouring peaks", group);
  flags.option("--tune-on", score, "the loss that decides: final or heldout", group);
  flags.flag("--no-halving", halves_not, "try every peak on every tuning seed", group);
}

std::vector<std::string> StudyFlags::names() const {
  std::vector<std::string> all{"--seeds", "--controls", "--tune"};
  all.insert(all.end(), std::begin(tuning_flags), std::end(tuning_flags));
  return all;
}

Result<study::StudyOptions> StudyFlags::read(const Flags& flags) const {
  const auto count = whole_number("--seeds", seeds, 1, 1'000'000);
  if (!count) return pass_on(count.error());
  study::StudyOptions study;
  study.seeds = seeds_from(0, *count);
  study.has_controls = has_controls || tunes;
  for (const char* name : tuning_flags)
    if (!tunes && flags.given(name)) return refuse(std::string(name) + " is for --tune; type --tune, or leave it out");
  if (!tunes) {
    study.curve_points = no_limit;
    return study;
  }
  auto tuning = read_tuning(*this);
  if (!tuning) return pass_on(tuning.error());
  study.tuning = *std::move(tuning);
  return study;
}

}  // namespace etude::cli
