// What is said of the shape.

#include "advice/sentences/said_when.h"

namespace etude::advice {

namespace {

std::vector<Clause> linear_beside_a_tenth() {
  return {{{"F18", "pre-LN"}, "linear to zero", "cosine to a tenth"},
          {{"F18", "post-LN"}, "linear to zero", "cosine to a tenth"}};
}

/// Where, in that experiment of F15, a long cooldown was not told to end lower.
Sentence no_longer_cooldown(bool (*applies)(const Decided&), std::string_view text, std::string_view where,
                            Under under) {
  return {.topic = Topic::schedule,
          .applies = applies,
          .text = text,
          .needs = {{"F15", {refuted}}},
          .needs_effects = {{{"F15", where, "60 %"}, {untold, higher}}},
          .clauses = {{{"F15", where, "60 %"}, "a cooldown over 60 %", "one over 20 %", {}, under}}};
}

}  // namespace

std::vector<Sentence> of_schedule() {
  return {
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_tuning_on(d) && is_shape(d, Shape::linear); },
       .text = "No claim here compares schedules of fine-tuning: a straight line to zero is what BERT was fine-tuned "
               "with; what was measured was measured from scratch.",
       .records = {"recipe:bert-finetune"}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_tuning_on(d) && !is_shape(d, Shape::linear); },
       .text = "No claim here compares schedules of fine-tuning: what was measured was measured from scratch.",
       .records = {recorded_evidence}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_rule(d, optim::Rule::lion); },
       .text = "No claim here compares schedules under Lion: what is said of them was measured under others.",
       .records = {recorded_evidence}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_rule(d, optim::Rule::muon); },
       .text =
           "No claim here compares schedules under Muon: what is said of them was measured under others. The records "
           "of GPT-2's speedrun hold its rate, and decay it over the last 40 % in a straight line.",
       .records = {"recipe:modded-nanogpt"}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_shape(d, Shape::linear); },
       .text = "Decay in a straight line to the very end of the run.",
       .needs = {{"C43", {supported}}},
       .clauses = {{{"C43", "", "100 %", "75 %"}, "a line to the end", "one that ends at 75 % of the run"}}},
      {.topic = Topic::schedule,
       .applies =
           [](const Decided& d) { return is_shape(d, Shape::cosine_tenth) && d.given.model != Model::transformer; },
       .text = "A cosine to a tenth of the peak, as large language models were trained.",
       .clauses = linear_beside_a_tenth(),
       .records = {"recipe:llama", "recipe:nanogpt", "recipe:chinchilla"}},
      {.topic = Topic::schedule,
       .applies =
           [](const Decided& d) { return is_shape(d, Shape::cosine_tenth) && d.given.model == Model::transformer; },
       .text = "A cosine to a tenth of the peak; vision transformers were trained with one that goes further down.",
       .clauses = linear_beside_a_tenth(),
       .records = {"recipe:deit"}},
      {.topic = Topic::schedule,
       .applies =
           [](const Decided& d) { return is_shape(d, Shape::cosine_tenth) && d.given.model == Model::language_model; },
       .text =
           "For large models at many tokens a parameter the field reports the opposite: a straight line to zero ends "
           "lower there.",
       .records = {"recipe:straight-to-zero"}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_shape(d, Shape::constant) && d.given.noise == Noise::no; },
       .text = "Hold the rate: where there is no noise that the model cannot fit, a decay was measured to cost.",
       .needs = {{"C31", {depends, refuted}}},
       .clauses = {{{"C31", "mini-batches", "linear"}, "linear to zero", "the constant"},
                   {{"C31", "full batch", "linear"}, "linear to zero", "the constant"}}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_shape(d, Shape::constant) && d.given.model == Model::convnet; },
       .text =
           "That was by the training loss: networks for images are trained with a decay all the same, and judged by "
           "held-out data. Train a straight line to zero beside it.",
       .records = {"recipe:resnet", "recipe:airbench"}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return d.is_open && !is_averaging(d); },
       .text = "Hold the rate, and cool it down over the last fifth once you know when you stop.",
       .needs = {{"F02", {supported, not_detected}}},
       .clauses = {{{"F02", noisy, "wsd"}, "constant, then cooldown", "cosine of known length", {}, Under::sgd},
                   {{"F02", noisy_adamw, "wsd"}, "constant, then cooldown", "cosine of known length", {}, Under::adam},
                   {{"F02", long_run, "wsd"}, "constant, then cooldown", "cosine of known length", {}, Under::sgd}},
       .records = {"recipe:wsd-sqrt", "recipe:minicpm"}},
      no_longer_cooldown([](const Decided& d) { return has_cooldown(d) && may_be_sgd(d); },
                         "Do not make the cooldown longer in hope of a lower loss.", noisy, Under::sgd),
      no_longer_cooldown([](const Decided& d) { return has_cooldown(d) && may_be_adam(d); },
                         "Under Adam do not make the cooldown longer in hope of a lower loss.", noisy_adamw,
                         Under::adam),
      {.topic = Topic::schedule,
       .applies = &has_cooldown,
       .text =
           "The longer the run, the smaller the share that the cooldown needs: so it is by the best rates of a hard "
           "target in the exact laboratory.",
       .needs = {{"F25", {supported}}},
       .clauses = {said_as({"F25", "the best rates", "constant, 8000", "", "falling"},
                           {"in 8,000 steps they fall over a smaller share than in 2,000",
                            "in 8,000 steps they fall over a larger share than in 2,000",
                            "that they fall over another share in 8,000 steps than in 2,000 is not told"}),
                   {{"F25", "schedules", "wsd 10 %, 8000"}, "in 8,000 steps a cooldown over 10 %", "one over 20 %"},
                   {{"F25", "schedules", "wsd 20 %, 500", "wsd 10 %, 500"},
                    "in 500 steps one over 20 %",
                    "one over 10 %"}}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_averaging(d); },
       .text = "No decay: this rule averages its path instead, and needs no length of the run.",
       .needs_effects = {{{"F11", "SGD", "schedule-free"}, {untold, lower}},
                         {{"F11", "AdamW", "schedule-free"}, {untold, lower}}},
       .clauses = {{{"F11", "SGD", "schedule-free"}, "schedule-free", "a tuned linear decay", {}, Under::sgd},
                   {{"F11", "AdamW", "schedule-free"}, "schedule-free", "a tuned linear decay", {}, Under::adam}}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_averaging(d); },
       .text = "This rule ended above a tuned linear decay: consider another optimizer with a decay.",
       .needs_effects = {{{"F11", "AdamW", "schedule-free"}, {higher}}},
       .clauses = {{{"F11", "AdamW", "schedule-free"}, "schedule-free", "a tuned linear decay", {}, Under::adam}}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return d.is_open && !is_averaging(d); },
       .text = "A window average of the weights in place of the cooldown was measured, too.",
       .needs = {{"F21", {supported, depends}}},
       .clauses = {{{"F21", "400 steps", "window"}, "a window average at a constant rate", "a tuned cosine"},
                   {{"F21", "3,200 steps", "window"}, "a window average at a constant rate", "a tuned cosine"}}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return decays(d) && d.given.noise != Noise::no; },
       .text = "Averaged weights are no reason to leave the decay out of a long run.",
       .needs = {{"F21", {depends, refuted}}},
       .needs_effects = {{{"F21", "3,200 steps", "window"}, {higher}}, {{"F21", "3,200 steps", "EMA"}, {higher}}},
       .clauses = {{{"F21", "3,200 steps", "window"}, "a constant rate with a window average", "a tuned cosine"},
                   {{"F21", "3,200 steps", "EMA"}, "a constant rate with an exponential average", "a tuned cosine"}}},
      {.topic = Topic::schedule,
       .applies =
           [](const Decided& d) { return is_shape(d, Shape::linear) && may_be_sgd(d) && d.given.noise != Noise::no; },
       .text = "Which decay to zero it is matters little: what was tried ends within 5 %.",
       .needs = {{"C32", {supported}}},
       .clauses = {{{"C32", "", "cosine"}, "cosine to zero", "linear to zero"},
                   {{"C32", "", "1 - sqrt"}, "1 - sqrt to zero", "linear to zero"}}},
      {.topic = Topic::schedule,
       .applies =
           [](const Decided& d) { return is_shape(d, Shape::linear) && may_be_sgd(d) && d.given.noise != Noise::no; },
       .text = "In a long run of an easy target a decay that ends more slowly than a line may gain, one such as cosine "
               "or polynomial(power=3): theory has it so, and the exact laboratory.",
       .needs = {{"F24", {supported}}, {"F26", {supported, depends}}},
       .needs_effects = {{{"F26", "8,000 steps", "power 3", "linear"}, {lower}}},
       .clauses = {{{"F26", "8,000 steps", "power 3", "linear"}, "the power of theory", "a line"},
                   {{"F26", "500 steps", "power 3", "linear"}, "the power of theory", "a line"}}},
  };
}

}  // namespace etude::advice
