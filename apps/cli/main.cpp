// etude: learning-rate schedules on the command line. One file a verb.

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include "flags.h"

namespace etude::cli {
namespace {

const std::vector<Verb> verbs{
    {"list", "kinds of schedule with their formulas and fields, dialects, recipes, tasks, optimizers and data",
     "etude list cosine", &list_verb},
    {"show", "the curve of a schedule, in the terminal or as CSV, JSON or SVG",
     "etude show 'warmup(to=0.05, steps=30) then cosine(0.05, steps=270)'", &show_verb},
    {"lint", "what will surprise you in a schedule, before you train",
     "etude lint 'torch.CosineAnnealingLR(lr=0.1, T_max=90)' --steps 100", &lint_verb},
    {"diff", "where two curves part, and by how much",
     "etude diff 'torch.CosineAnnealingLR(T_max=100)' 'hf.cosine(num_warmup_steps=10, num_training_steps=100)'",
     &diff_verb},
    {"plan", "updates, samples, tokens and epochs where the pieces of a plan meet",
     "etude plan 'warmup(3e-4, 2e9tok) then cosine(3e-4, steps=rest)' --batch 512 --context 4096 --steps 10000",
     &plan_verb},
    {"convert", "running code for another framework that gives the same numbers",
     "etude convert 'hf.cosine(num_warmup_steps=10, num_training_steps=100)' --lr 3e-4 --to optax", &convert_verb},
    {"compare", "train a network under several schedules and compare the losses",
     "etude compare 'constant(value=0.5)' 'cosine(from=0.5, to=0, steps=300)' --seeds 10", &compare_verb},
    {"train", "train a network under one schedule: losses, diagnostics, and its state saved and resumed",
     "etude train 'warmup(3e-3, 10%) then cosine(3e-3, steps=rest)' --task digits --optimizer adamw", &train_verb},
    {"range", "the learning-rate range test: which rates train at all", "etude range --task spirals --to 10",
     &range_verb},
    {"forecast", "from the logs of a few runs to the loss of a schedule that nobody has run",
     "etude forecast fit runs.csv --manifest manifest.csv -o law.json", nullptr},
    {"forecast fit", "fit the laws of loss curves to logs",
     "etude forecast fit runs.csv --manifest manifest.csv -o law.json", &forecast_fit_verb, true},
    {"forecast score", "how well they tell runs that were not fitted",
     "etude forecast score law.json runs.csv --manifest manifest.csv --role predict", &forecast_score_verb, true},
    {"forecast predict", "the loss of schedules, with its interval",
     "etude forecast predict law.json 'wsd(peak=1e-3, steps=25000, warmup=300, decay=5000)'", &forecast_predict_verb,
     true},
    {"forecast rank", "which of several schedules ends lowest, and whether that can be told",
     "etude forecast rank law.json 'cosine(1e-3, 1e-4, 25000)' 'wsd(1e-3, 25000, 300, 5000)'", &forecast_rank_verb,
     true},
    {"forecast watch", "where a run that is still going will end, and whether to decay now",
     "etude forecast watch log.csv law.json --steps 25000", &forecast_watch_verb, true},
    {"forecast optimise", "the schedule that ends lowest by what was fitted, and whether that can be told",
     "etude forecast optimise law.json --steps 25000 --warmup 300", &forecast_optimise_verb, true},
    {"forecast refine", "a schedule from the gradient norms of a run",
     "etude forecast refine gradnorms.csv --optimizer adam --peak 1e-3", &forecast_refine_verb, true},
    {"claims", "what is claimed of schedules, each as an experiment with a verdict: the evidence",
     "etude claims C04 --quick", &claims_verb},
    {"advise", "a schedule for your own case, each sentence with the claim or the source that it stands on",
     "etude advise --model language-model --optimizer adamw --steps 10000", &advise_verb},
    {"runs", "what a store of finished trials holds: list, show, export, delete", "etude runs --store trials.etude",
     &runs_verb},
    {"explore", "one page, offline, to move schedules and see what they do",
     "etude explore 'cosine(from=0.05, to=1e-4, steps=300)' --out explorer.html", &explore_verb},
};

/// Several threads may run out of memory at once: the first of them says so. Nothing here asks for more memory.
void out_of_memory() {
  [[maybe_unused]] static const int said =
      std::fputs("etude: there is not enough memory for this; type a smaller network, batch or data\n", stderr);
  std::_Exit(failed);
}

int run(int argc, char** argv) {
  std::set_new_handler(out_of_memory);
  const Choice choice = read_command_line(verbs, argc, argv);
  const Result<Terminal> chosen = terminal_of(choice.terminal);
  const Terminal terminal = chosen ? *chosen : *terminal_of({});
  if (const auto* message = std::get_if<std::string>(&choice.action)) return complain(*message, wrong_usage, terminal);
  if (!chosen) return complain(chosen.error().message, failed, terminal);
  if (const auto result = std::get<Action>(choice.action)(terminal); !result)
    return complain(result.error().message, failed, terminal);
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return done;
  return complain(std::string("cannot write to standard output: ") + std::strerror(errno), failed, terminal);
}

}  // namespace
}  // namespace etude::cli

int main(int argc, char** argv) { return etude::cli::run(argc, argv); }
