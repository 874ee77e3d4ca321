// The post's trainings as data: their schedules, where they stand, and what the post prints.

#include "study/post.h"

#include "etude/notation/notation.h"

namespace etude::study {
namespace {

std::vector<Contender> contenders_of_post() {
  std::vector<Contender> contenders;
  for (const PublishedRun& run : published_runs())
    for (const train::Backward backward : {train::Backward::as_written, train::Backward::corrected})
      contenders.push_back({std::string(run.name), *notation::parse_plan(run.spec), backward,
                            Reported{std::string(run.section), run.printed}});
  return contenders;
}

/// The post draws the trainings of its section 7, as it wrote them.
bool is_in_grand_comparison(const Arm& arm) {
  return arm.reported && arm.reported->place.find('7') != std::string::npos &&
         arm.backward == name_of(train::Backward::as_written);
}

}  // namespace

const std::vector<PublishedRun>& published_runs() {
  static const std::vector<PublishedRun> runs{
      {"constant_1.0", "Constant (1.0)", "§1", "constant(value=1)", 1.0986},
      {"constant_0.0001", "Constant (0.0001)", "§1", "constant(value=1e-4)", 0.9103},
      {"constant_0.01", "Constant (0.01)", "§1, 2, 7", "constant(value=0.01)", 0.1842},
      {"step_decay", "Step decay", "§2, 7", "step(from=0.05, gamma=0.5, period=100)", 0.0891},
      {"exponential_decay", "Exponential", "§2, 7", "exponential(from=0.05, rate=0.99)", 0.1047},
      {"inverse_sqrt_decay", "Inverse sqrt", "§2", "inverse_sqrt(from=0.05)", 0.1253},
      {"cosine_anneal", "Cosine", "§3, 7", "cosine(from=0.05, to=1e-4, steps=300)", 0.0724},
      {"cosine_warm_restarts_75_2", "Cosine + restarts", "§3, 7",
       "cosine_restarts(from=0.05, to=1e-4, period=75, mult=2)", 0.0681},
      {"cosine_anneal_peak_0.08", "Cosine (0.08)", "§4", "cosine(from=0.08, to=1e-4, steps=300)", 0.0913},
      {"warmup_cosine_peak_0.08", "Warmup + cosine (0.08)", "§4",
       "warmup(to=0.08, steps=30) then cosine(from=0.08, to=1e-4, steps=270)", 0.0542},
      {"warmup_cosine_peak_0.05", "Warmup + cosine", "§7",
       "warmup(to=0.05, steps=30) then cosine(from=0.05, to=1e-4, steps=270)", 0.0542},
  };
  return runs;
}

NamedStudy post() {
  return {
      .name = "as-published",
      .meaning = "every training of the post, beside what the post printed",
      .whose = "the post's own",
      .contenders = &contenders_of_post,
      .source = {.figures = "the final loss that the post prints, which the post's own code does not produce",
                 .convergence = "as the post defines it"},
      .is_drawn = &is_in_grand_comparison,
  };
}

}  // namespace etude::study
