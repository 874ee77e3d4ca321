// What is said of the run while it goes, and of what it is held against.

#include "advice/sentences/said_when.h"

namespace etude::advice {
namespace {

/// Of an early logit with warm-up.
Clause early_logit(std::string_view where) {
  return said_as({"C19", where, "warm-up", "", "early_logit"},
                 {"with warm-up the largest early logit is lower than without",
                  "with warm-up the largest early logit is higher than without",
                  "that warm-up changes the largest early logit is not told"});
}

}  // namespace

std::vector<Sentence> of_watch() {
  return {
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return !is_averaging(d) && d.given.noise != Noise::yes; },
       .text = "Train a constant at its own peak beside it: whether a decay earns its place depends on the noise.",
       .needs = {{"C31", {depends}}},
       .clauses = {{{"C31", "noisy labels", "linear"}, "linear to zero", "the constant"},
                   {{"C31", "mini-batches", "linear"}, "linear to zero", "the constant"}}},
      {.topic = Topic::watch,
       .applies = &always,
       .text = "Look at the held-out loss too: that it has the order of the training loss was not found.",
       .needs = {{"F17", {not_detected, refuted, depends}}},
       .clauses = {{{"F17", "held-out loss, SGD", "linear, SGD", "", "heldout_loss"},
                    "on held-out digits linear to zero",
                    "the constant",
                    {},
                    Under::sgd},
                   {{"F17", "held-out loss, AdamW", "linear, AdamW", "", "heldout_loss"},
                    "on held-out digits linear to zero",
                    "the constant",
                    {},
                    Under::adam}}},
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return decays(d) || d.is_open; },
       .text = "Judge rates by where they end, not before they decay: their order may turn in between.",
       .needs = {{"F12", {refuted}}},
       .needs_effects = {{{"F12", "", "0.006, before"}, {lower}}, {{"F12", "", "0.006, after"}, {higher}}},
       .clauses = {{{"F12", "", "0.006, before"},
                    "before the decay the smaller of two rates",
                    "one ten times as large",
                    {},
                    Under::adam},
                   {{"F12", "", "0.006, after"}, "after it the same", "that other one", {}, Under::adam}}},
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return decays(d); },
       .text = "Keep the schedule's length and the run's the same.",
       .needs = {{"C10", {refuted}}},
       .clauses = {{{"C10", "", "told half"}, "a cosine that was told half of the run", "one that was told all"}}},
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return is_transformer(d.given.model) && !is_tuning_on(d); },
       .text = "Watch the largest attention logit of the first steps.",
       .needs_effects = {{{"C19", "2 blocks", "warm-up", "", "early_logit"}, {lower}}},
       .clauses = {early_logit("2 blocks"), early_logit("6 blocks")}},
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return d.given.model == Model::language_model && !is_tuning_on(d); },
       .text =
           "Where the loss leaps and does not come back, go on from a checkpoint of about 100 steps before, past the "
           "batches in between, as PaLM did.",
       .records = {"Chowdhery et al. 2022 (PaLM)"}},
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return is_averaging(d); },
       .text = "Evaluate and save at the average: optimizer.eval() before it, optimizer.train() after it.",
       .records = {"facebookresearch/schedule_free"}},
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return !is_averaging(d); },
       .text = "Do without restarts: that they end lower was not found.",
       .needs = {{"F05", {refuted}}},
       .clauses = {{{"F05", long_run, "restarts"}, "restarts", "one cosine", {}, Under::sgd},
                   {{"F05", noisy_adamw, "restarts"}, "restarts", "one cosine", {}, Under::adam}}},
      {.topic = Topic::watch,
       .applies = &always,
       .text = "Do not carry the order of schedules from a small model to a large one without a run of the large one.",
       .needs = {{"F07", {refuted}}}},
  };
}

}  // namespace etude::advice
