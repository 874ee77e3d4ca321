// etude: learning-rate schedules on the command line. One file a verb.

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "flags.h"

namespace etude::cli {
namespace {

const std::vector<Verb> verbs{
    {"list", "kinds of schedule with their formulas and fields, and tasks", "etude list cosine", &list_verb},
    {"show", "the curve of a schedule, in the terminal or as CSV, JSON or SVG",
     "etude show 'warmup(to=0.05, steps=30) then cosine(from=0.05, to=1e-4, steps=270)'", &show_verb},
    {"compare", "train a network under several schedules and compare the losses",
     "etude compare 'constant(value=0.5)' 'cosine(from=0.5, to=0, steps=300)' --seeds 10", &compare_verb},
    {"range", "the learning-rate range test: which rates train at all", "etude range --task spirals --to 10",
     &range_verb},
};

int run(int argc, char** argv) {
  const Choice choice = read_command_line(verbs, argc, argv);
  if (const int* status = std::get_if<int>(&choice)) return *status;
  if (const Result<void> result = std::get<Action>(choice)(); !result) return complain(result.error().message, failed);
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return done;
  return complain(std::string("cannot write to standard output: ") + std::strerror(errno), failed);
}

}  // namespace
}  // namespace etude::cli

int main(int argc, char** argv) { return etude::cli::run(argc, argv); }
