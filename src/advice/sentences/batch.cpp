// What is said of the batch.

#include "advice/sentences/said_when.h"

namespace etude::advice {
namespace {

/// What four times the batch asks of the rate.
std::vector<Clause> four_times_the_batch() {
  return {said_as({"C40", "SGD", "", "", "best_peak"},
                  {"under SGD four times the batch takes less than four times the rate",
                   "under SGD four times the batch takes more than four times the rate",
                   "under SGD that four times the batch takes another rate than four times as much is not told"},
                  Under::sgd),
          said_as({"C40", "Adam", "", "", "best_peak"},
                  {"under Adam four times the batch takes less than four times the rate",
                   "under Adam four times the batch takes more than four times the rate",
                   "under Adam that four times the batch takes another rate than four times as much is not told"},
                  Under::adam)};
}

}  // namespace

std::vector<Sentence> of_batch() {
  return {
      {.topic = Topic::batch,
       .applies = [](const Decided& d) { return is_tuning_on(d) && is_transformer(d.given.model) && may_be_adam(d); },
       .text = "16 or 32 examples, as BERT was fine-tuned.",
       .records = {"recipe:bert-finetune"}},
      {.topic = Topic::batch,
       .applies = &always,
       .text = "When you change the batch, look for the peak again: it is not in proportion to the batch.",
       .needs = {{"C40", {refuted}}},
       .clauses = four_times_the_batch()},
      {.topic = Topic::batch,
       .applies = &always,
       .text = "When you change the batch, change the peak in proportion.",
       .needs = {{"C40", {supported}}},
       .clauses = four_times_the_batch()},
      {.topic = Topic::batch,
       .applies = &decays,
       .text = "Where the batch may grow, the same work takes fewer updates: etude plan --seesaw.",
       .needs = {{"F23", {supported}}},
       .clauses = {{{"F23", "sgd", "Seesaw"}, "Seesaw", "the cosine that it was made of", {}, Under::sgd},
                   {{"F23", "adam", "Seesaw"}, "Seesaw", "the cosine that it was made of", {}, Under::adam}}},
      {.topic = Topic::batch,
       .applies = &decays,
       .text = "But a batch that doubles in place of a rate that halves is another run, in as many updates.",
       .needs = {{"F13", {refuted}}},
       .clauses = {{{"F13", "SGD", "batch doubles"}, "the doubling batch", "the halving rate", {}, Under::sgd},
                   {{"F13", "Adam", "batch doubles"}, "the doubling batch", "the halving rate", {}, Under::adam}}},
  };
}

}  // namespace etude::advice
