// What is said of the peak rate.

#include "advice/sentences/said_when.h"

namespace etude::advice {
namespace {

/// Of a suggestion by a range test.
Sentence range_test(bool (*applies)(const Decided&), const Clause& measured) {
  return {.topic = Topic::peak,
          .applies = applies,
          .text =
              "Find the peak by a range test of your own model (etude range --trainer, or etude.torch.range_test in "
              "Python), and give it back by --range.",
          .needs = {{"F09", {supported}}, {"C27", {supported}}},
          .clauses = {measured}};
}

/// Of a peak that another schedule had.
Sentence own_peak(bool (*applies)(const Decided&), std::string_view where) {
  return {.topic = Topic::peak,
          .applies = applies,
          .text = "Look for the peak of this schedule, not of a constant: a peak of the constant's costs.",
          .needs = {{"F06", {refuted}}},
          .clauses = {{{"F06", where, "linear at that peak"}, "linear at the constant's peak", "linear at its own"}}};
}

}  // namespace

std::vector<Sentence> of_peak() {
  return {
      {.topic = Topic::peak,
       .applies =
           [](const Decided& d) {
             return !d.given.peak && is_tuning_on(d) && is_transformer(d.given.model) && may_be_adam(d);
           },
       .text = "Try 2e-5, 3e-5 and 5e-5 over two to four epochs, as BERT's authors did.",
       .records = {"recipe:bert-finetune"}},
      {.topic = Topic::peak,
       .applies =
           [](const Decided& d) {
             return !d.given.peak && is_tuning_on(d) && is_transformer(d.given.model) && may_be_adam(d);
           },
       .text = "Adapters of low rank (LoRA) take about ten times the rate.",
       .records = {"Schulman et al. 2025 (LoRA Without Regret)"}},
      range_test([](const Decided& d) { return !d.given.peak && may_be_sgd(d); },
                 {{"F09", "SGD", "suggested"}, "the suggested peak", "the usual 0.1 of SGD"}),
      range_test([](const Decided& d) { return !d.given.peak && !may_be_sgd(d); },
                 {{"F09", "Adam", "suggested"}, "the suggested peak", "the usual 0.001 of Adam"}),
      {.topic = Topic::peak,
       .applies = [](const Decided& d) { return !d.given.peak; },
       .text = "A tenth of the rate at which training diverges did not prove to be a rule for it.",
       .needs = {{"C25", {refuted, not_detected}}},
       .clauses =
           {said_as({"C25", "SGD", "cosine", "", "best_peak"},
                    {"under SGD the best peak lies below that tenth", "under SGD the best peak lies above that tenth",
                     "under SGD that the best peak is another than that tenth is not told"},
                    Under::sgd),
            said_as({"C25", "Adam", "cosine", "", "best_peak"},
                    {"under Adam the best peak lies below that tenth", "under Adam the best peak lies above that tenth",
                     "under Adam that the best peak is another than that tenth is not told"},
                    Under::adam)}},
      own_peak([](const Decided& d) { return may_be_sgd(d) && decays(d); }, noisy),
      own_peak([](const Decided& d) { return !may_be_sgd(d) && may_be_adam(d) && decays(d); }, noisy_adamw),
  };
}

}  // namespace etude::advice
