// What the tests of ranks start: ranks_study STEPS SEEDS [MEMORY [RANK_TO_DIE]] trains a few schedules on many seeds
// and prints every outcome. MEMORY is a file of what is finished; a rank that is to die does so after its third trial, as
// soon as that file holds one, and the others leave it the trials to do.

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <thread>

#include "etude/notation/notation.h"
#include "etude/study/native_runner.h"
#include "etude/study/remembering.h"
#include "ranks.h"

namespace {

using namespace etude;

std::string key_of(const study::Trial& trial) {
  return notation::print(trial.plan) + " seed " + std::to_string(trial.seed);
}

study::Memory memory_in(const std::string& path) {
  auto known = std::make_shared<std::map<std::string, std::string>>();
  std::ifstream file(path);
  for (std::string key, text; std::getline(file, key) && std::getline(file, text) && !file.eof();) (*known)[key] = text;
  std::fprintf(stderr, "remembered %zu\n", known->size());
  return {
      [known](const study::Trial& trial) -> Result<std::optional<Outcome>> {
        const auto found = known->find(key_of(trial));
        if (found == known->end()) return std::optional<Outcome>();
        return outcome_from_text(found->second).map([](Outcome outcome) { return std::optional(std::move(outcome)); });
      },
      [path](const study::Trial& trial, const Outcome& outcome) -> Result<void> {
        std::ofstream(path, std::ios::app) << key_of(trial) + "\n" + to_text(outcome) + "\n";
        return {};
      }};
}

/// Trains, and where it has done so many trials does that instead of telling of the last.
study::Runner ending_after(study::Runner own, int trials, std::function<void()> ends) {
  return [own = std::move(own), left = std::make_shared<int>(trials), ends = std::move(ends)](
             std::span<const study::Trial> all, const study::Finished& finished) {
    return own(all, [&](std::size_t i, const Outcome& outcome) {
      if (--*left == 0) ends();
      return finished(i, outcome);
    });
  };
}

void rest() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

bool is_empty(const std::string& path) { return std::ifstream(path).peek() == std::ifstream::traits_type::eof(); }

void die_once_held(const std::string& memory) {
  while (is_empty(memory)) rest();
  std::raise(SIGKILL);
}

/// As `mpirun` ends it when another rank has died.
void wait_for_the_end() {
  for (;;) rest();
}

int fail(const Error& error) { return std::fprintf(stderr, "%s\n", error.message.c_str()), 1; }

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  const auto ranks = mpi::Ranks::start();
  if (!ranks) return fail(ranks.error());
  train::Task task{.steps = std::atoi(words[1])};
  const auto prepared = train::Prepared::of(task);
  if (!prepared) return fail(prepared.error());
  study::Runner own = study::native_runner(*prepared, {.threads = 1});
  if (count > 4) {
    const bool dies = std::atoi(words[4]) == ranks->rank();
    own = dies ? ending_after(own, 3, [memory = std::string(words[3])] { die_once_held(memory); })
               : ending_after(own, 2, &wait_for_the_end);
  }
  if (!ranks->leads()) {
    const auto served = ranks->serve(own);
    return served ? 0 : fail(served.error());
  }
  std::vector<study::Trial> trials;
  for (std::uint32_t seed = 0; seed < static_cast<std::uint32_t>(std::atoi(words[2])); ++seed)
    for (const char* text : {"constant(value=0.1)", "constant(value=0.2)", "cosine(from=0.3, steps=300)"})
      if (const auto plan = notation::parse_plan(text))
        trials.push_back({.plan = *plan, .steps = task.steps, .seed = seed, .curve_points = 5});
  study::Runner runner = ranks->shared_out(own);
  if (count > 3) runner = study::remembering(runner, memory_in(words[3]), {.trials = trials.size()});
  std::vector<std::string> lines(trials.size());
  const auto good = runner(trials, [&](std::size_t i, const Outcome& outcome) {
    lines[i] = to_text(outcome);
    return Result<void>();
  });
  if (!good) return fail(good.error());
  for (const std::string& line : lines) std::puts(line.c_str());
}
