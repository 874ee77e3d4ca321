// What is said of the optimizer's own settings: where no claim examines them, what the field has published.

#include "advice/sentences/said_when.h"

namespace etude::advice {
namespace {

bool is_from_scratch(const Decided& decided) { return !is_tuning_on(decided); }

}  // namespace

std::vector<Sentence> of_optimizer() {
  return {
      {.topic = Topic::optimizer,
       .applies =
           [](const Decided& d) {
             return d.given.model == Model::language_model && may_be_adam(d) && is_from_scratch(d);
           },
       .text = "Language models were trained with AdamW, beta2 = 0.95, a weight decay of 0.1 and gradients clipped at "
               "a norm of 1.",
       .records = {"recipe:nanogpt", "recipe:llama"}},
      {.topic = Topic::optimizer,
       .applies =
           [](const Decided& d) { return d.given.model == Model::transformer && may_be_adam(d) && is_from_scratch(d); },
       .text = "Vision transformers were trained with AdamW and a weight decay of 0.05.",
       .records = {"recipe:deit"}},
      {.topic = Topic::optimizer,
       .applies = [](const Decided& d) { return is_transformer(d.given.model) && may_be_adam(d) && is_tuning_on(d); },
       .text = "BERT was fine-tuned with a weight decay of 0.01 and gradients clipped at a norm of 1.",
       .records = {"recipe:bert-finetune"}},
      {.topic = Topic::optimizer,
       .applies =
           [](const Decided& d) { return d.given.model == Model::convnet && may_be_sgd(d) && is_from_scratch(d); },
       .text = "ResNets were trained with a momentum of 0.9 and a weight decay of 1e-4.",
       .records = {"recipe:resnet"}},
      {.topic = Topic::optimizer,
       .applies = [](const Decided& d) { return is_rule(d, optim::Rule::lion); },
       .text = "Its authors take a weight decay that is three to ten times AdamW's, beside a rate that is as much "
               "smaller.",
       .records = {"Chen et al. 2023 (Lion)"}},
      {.topic = Topic::optimizer,
       .applies = [](const Decided& d) { return is_rule(d, optim::Rule::muon); },
       .text =
           "Give it the hidden weight matrices, and AdamW embeddings, head, gains and biases, at a rate of their own.",
       .records = {"Jordan et al. 2024 (Muon)"}},
      {.topic = Topic::optimizer,
       .applies = [](const Decided& d) { return is_rule(d, optim::Rule::muon); },
       .text = "Where its step is scaled to the size of AdamW's (match_rms_adamw in PyTorch, and etude's own), take "
               "AdamW's peak for all.",
       .records = {"Liu et al. 2025 (Muon is Scalable for LLM Training)"}},
      {.topic = Topic::optimizer,
       .applies = [](const Decided& d) { return is_rule(d, optim::Rule::adamw); },
       .text = "Under AdamW another weight decay leaves the peak about where it is, since it is decoupled.",
       .needs = {{"C41", {supported}}}},
      {.topic = Topic::optimizer,
       .applies = [](const Decided& d) { return is_rule(d, optim::Rule::adam_l2); },
       .text =
           "Another weight decay moves the peak: look for it again, or take AdamW, whose decay leaves it about there.",
       .needs = {{"C41", {supported}}},
       .clauses = {said_as({"C41", "L2 in Adam", "", "", "best_peak"},
                           {"an L2 of 0.03 has a lower best peak than one of 0.001",
                            "an L2 of 0.03 has a higher best peak than one of 0.001",
                            "that an L2 of 0.03 and one of 0.001 differ in their best peak is not told"})}},
      {.topic = Topic::optimizer,
       .applies =
           [](const Decided& d) {
             return is_rule(d, optim::Rule::adamw) && decays(d) && d.given.model != Model::unknown;
           },
       .text = "Where a norm follows the weights and their decay is strong, let it fall by the square of the rate over "
               "its peak (AdamC).",
       .needs = {{"F22", {supported, depends}}},
       .needs_effects = {{{"F22", "peak 0.003", "AdamC"}, {lower}}, {{"F22", "peak 0.01", "AdamC"}, {lower}}},
       .clauses = {{{"F22", "peak 0.003", "AdamC"}, "AdamC", "AdamW"},
                   {{"F22", "peak 0.01", "AdamC"}, "AdamC", "AdamW"},
                   said_as({"F22", "peak 0.003", "AdamC", "", "late_gradient"},
                           {"the last gradients under AdamC are smaller", "the last gradients under AdamC are larger",
                            "that the last gradients under AdamC are others is not told"})}},
      {.topic = Topic::optimizer,
       .applies = [](const Decided& d) { return d.given.model == Model::mlp && is_from_scratch(d); },
       .text = "Do not count on weight decay or dropout beside a large rate: try both on held-out data.",
       .needs = {{"C39", {refuted, not_detected}}},
       .clauses = {{{"C39", "weight decay", "large with weight decay", "", "heldout_loss"},
                    "on held-out data weight decay",
                    "none"},
                   {{"C39", "dropout", "large with dropout", "", "heldout_loss"}, "on held-out data dropout", "none"}}},
  };
}

}  // namespace etude::advice
