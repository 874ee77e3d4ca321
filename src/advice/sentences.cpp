// A sentence that advises names the verdicts without which it would advise against the evidence; where another verdict
// would turn it, that sentence stands beside it.

#include "advice/sentences.h"

#include <algorithm>

namespace etude::advice {
namespace {

using enum Verdict;
using enum Way;

bool may_be(bool (*is)(optim::Rule), const Decided& decided) {
  return !decided.given.optimizer || is(*decided.given.optimizer);
}
bool may_be_sgd(const Decided& decided) { return may_be(&is_sgd, decided); }
bool may_be_adam(const Decided& decided) { return may_be(&is_adam, decided); }
bool is_rule(const Decided& decided, std::string_view name) {
  return decided.given.optimizer && name_of(*decided.given.optimizer) == name;
}
bool is_averaging(const Decided& decided) {
  return decided.given.optimizer && is_schedule_free(*decided.given.optimizer);
}
bool is_tuning_on(const Decided& decided) { return decided.given.start == Start::fine_tuning; }
bool is_shape(const Decided& decided, Shape shape) {
  return decided.shape == shape && !decided.is_open && !is_averaging(decided);
}
bool always(const Decided&) { return true; }

std::vector<Sentence> of_schedule() {
  return {
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_shape(d, Shape::linear); },
       .text = "Decay in a straight line to the very end of the run.",
       .needs = {{"C43", {supported}}},
       .clauses = {{{"C43", "", "100 %", "75 %"}, "a line to the end", "one that ends at 75 % of the run"}}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_shape(d, Shape::cosine_tenth); },
       .text = "A cosine to a tenth of the peak, as large language models were trained.",
       .clauses = {{{"F18", "pre-LN"}, "linear to zero", "cosine to a tenth"},
                   {{"F18", "post-LN"}, "linear to zero", "cosine to a tenth"}},
       .records = {"recipe:llama", "recipe:nanogpt", "recipe:chinchilla"}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_shape(d, Shape::cosine_tenth) && is_transformer(d.given.model); },
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
       .applies = [](const Decided& d) { return d.is_open && !is_averaging(d); },
       .text = "Hold the rate, and cool it down over the last fifth once you know when you stop.",
       .needs = {{"F02", {supported, not_detected}}},
       .clauses = {{{"F02", noisy, "wsd"}, "constant, then cooldown", "cosine of known length", {}, Under::sgd},
                   {{"F02", noisy_adamw, "wsd"}, "constant, then cooldown", "cosine of known length", {}, Under::adam},
                   {{"F02", long_run, "wsd"}, "constant, then cooldown", "cosine of known length", {}, Under::sgd}},
       .records = {"recipe:wsd-sqrt", "recipe:minicpm"}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return (d.is_open || d.shape == Shape::wsd) && !is_averaging(d); },
       .text = "Do not make the cooldown longer in hope of a lower loss.",
       .needs = {{"F15", {refuted}}},
       .clauses = {{{"F15", noisy, "60 %"}, "a cooldown over 60 %", "one over 20 %", {}, Under::sgd},
                   {{"F15", noisy_adamw, "60 %"}, "a cooldown over 60 %", "one over 20 %", {}, Under::adam}}},
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
                   {{"F21", "1,600 steps", "window"}, "a window average at a constant rate", "a tuned cosine"}}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return !d.is_open && !is_averaging(d) && d.shape != Shape::constant; },
       .text = "Where the batch may grow, the same work takes fewer updates: etude plan --seesaw.",
       .needs = {{"F23", {supported}}},
       .clauses = {{{"F23", "sgd", "Seesaw"}, "Seesaw", "the cosine that it was made of", {}, Under::sgd},
                   {{"F23", "adam", "Seesaw"}, "Seesaw", "the cosine that it was made of", {}, Under::adam}}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_tuning_on(d); },
       .text =
           "No claim here compares schedules of fine-tuning: this is the practice of the field, with what was measured "
           "from scratch.",
       .records = {"recipe:bert-finetune"}},
      {.topic = Topic::schedule,
       .applies = [](const Decided& d) { return is_rule(d, "lion") || is_rule(d, "muon"); },
       .text =
           "No claim here compares schedules under this optimizer: what is said of them was measured under others."},
      {.topic = Topic::schedule,
       .applies =
           [](const Decided& d) { return is_shape(d, Shape::linear) && may_be_sgd(d) && d.given.noise != Noise::no; },
       .text = "Which decay to zero it is matters little: what was tried ends within 5 %.",
       .needs = {{"C32", {supported}}},
       .clauses = {{{"C32", "", "cosine"}, "cosine to zero", "linear to zero"},
                   {{"C32", "", "1 - sqrt"}, "1 - sqrt to zero", "linear to zero"}}},
  };
}

std::vector<Sentence> of_peak() {
  return {
      {.topic = Topic::peak,
       .applies = [](const Decided& d) { return !d.given.peak && may_be_sgd(d); },
       .text = "Find the peak by a range test of your own model (etude range --trainer, or etude.torch.range_test in "
               "Python), and give it back by --range.",
       .needs = {{"F09", {supported}}, {"C27", {supported}}},
       .clauses = {{{"F09", "SGD", "suggested"}, "the suggested peak", "the usual 0.1 of SGD"}}},
      {.topic = Topic::peak,
       .applies = [](const Decided& d) { return !d.given.peak && !may_be_sgd(d); },
       .text = "Find the peak by a range test of your own model (etude range --trainer, or etude.torch.range_test in "
               "Python), and give it back by --range.",
       .needs = {{"F09", {supported}}, {"C27", {supported}}},
       .clauses = {{{"F09", "Adam", "suggested"}, "the suggested peak", "the usual 0.001 of Adam"}}},
      {.topic = Topic::peak,
       .applies = [](const Decided& d) { return !d.given.peak; },
       .text = "A tenth of the rate at which training diverges is no rule for it.",
       .needs = {{"C25", {refuted, not_detected}}},
       .clauses = {{{"C25", "SGD", "cosine", "", "best_peak"},
                    "",
                    "",
                    {"under SGD the best peak lies below that tenth", "under SGD the best peak lies above that tenth",
                     "under SGD that the best peak is another than that tenth is not told"},
                    Under::sgd},
                   {{"C25", "Adam", "cosine", "", "best_peak"},
                    "",
                    "",
                    {"under Adam the best peak lies below that tenth", "under Adam the best peak lies above that tenth",
                     "under Adam that the best peak is another than that tenth is not told"},
                    Under::adam}}},
      {.topic = Topic::peak,
       .applies = [](const Decided& d) { return may_be_sgd(d) && !d.is_open && d.shape != Shape::constant; },
       .text = "Look for the peak of this schedule, not of a constant: a peak of the constant's costs.",
       .needs = {{"F06", {refuted}}},
       .clauses = {{{"F06", noisy, "linear at that peak"}, "linear at the constant's peak", "linear at its own"}}},
      {.topic = Topic::peak,
       .applies =
           [](const Decided& d) {
             return !may_be_sgd(d) && may_be_adam(d) && !d.is_open && d.shape != Shape::constant;
           },
       .text = "Look for the peak of this schedule, not of a constant: a peak of the constant's costs.",
       .needs = {{"F06", {refuted}}},
       .clauses = {{{"F06", noisy_adamw, "linear at that peak"},
                    "linear at the constant's peak",
                    "linear at its own"}}},
      {.topic = Topic::peak,
       .applies = &always,
       .text = "When you change the batch, look for the peak again: it is not in proportion to the batch.",
       .needs = {{"C40", {refuted}}},
       .clauses = {{{"C40", "SGD", "", "", "best_peak"},
                    "",
                    "",
                    {"under SGD four times the batch takes less than four times the rate",
                     "under SGD four times the batch takes more than four times the rate",
                     "under SGD that four times the batch takes another rate than four times as much is not told"},
                    Under::sgd},
                   {{"C40", "Adam", "", "", "best_peak"},
                    "",
                    "",
                    {"under Adam four times the batch takes less than four times the rate",
                     "under Adam four times the batch takes more than four times the rate",
                     "under Adam that four times the batch takes another rate than four times as much is not told"},
                    Under::adam}}},
      {.topic = Topic::peak,
       .applies = &always,
       .text = "When you change the batch, change the peak in proportion.",
       .needs = {{"C40", {supported}}},
       .clauses = {{{"C40", "SGD", "", "", "best_peak"},
                    "",
                    "",
                    {"under SGD four times the batch takes less than four times the rate",
                     "under SGD four times the batch takes more than four times the rate",
                     "under SGD that four times the batch takes another rate than four times as much is not told"},
                    Under::sgd}}},
      {.topic = Topic::peak,
       .applies = [](const Decided& d) { return is_rule(d, "adamw"); },
       .text = "Another weight decay leaves the peak about where it is, since AdamW's is decoupled.",
       .needs = {{"C41", {supported}}}},
      {.topic = Topic::peak,
       .applies = [](const Decided& d) { return is_rule(d, "adam-l2"); },
       .text =
           "Another weight decay moves the peak: look for it again, or take AdamW, whose decay leaves it about there.",
       .needs = {{"C41", {supported}}},
       .clauses = {{{"C41", "L2 in Adam", "", "", "best_peak"},
                    "",
                    "",
                    {"an L2 of 0.03 has a lower best peak than one of 0.001",
                     "an L2 of 0.03 has a higher best peak than one of 0.001",
                     "that an L2 of 0.03 and one of 0.001 differ in their best peak is not told"}}}},
  };
}

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
       .applies = [](const Decided& d) { return !d.is_open && !is_averaging(d) && d.shape != Shape::constant; },
       .text = "Keep the schedule's length and the run's the same.",
       .needs = {{"C10", {refuted}}},
       .clauses = {{{"C10", "", "told half"}, "a cosine that was told half of the run", "one that was told all"}}},
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return is_transformer(d.given.model); },
       .text = "Watch the largest attention logit of the first steps.",
       .needs_effects = {{{"C19", "2 blocks", "warm-up", "", "early_logit"}, {lower}}},
       .clauses = {{{"C19", "2 blocks", "warm-up", "", "early_logit"},
                    "",
                    "",
                    {"with warm-up the largest early logit is lower than without",
                     "with warm-up the largest early logit is higher than without",
                     "that warm-up changes the largest early logit is not told"}},
                   {{"C19", "6 blocks", "warm-up", "", "early_logit"},
                    "",
                    "",
                    {"with warm-up the largest early logit is lower than without",
                     "with warm-up the largest early logit is higher than without",
                     "that warm-up changes the largest early logit is not told"}}}},
      {.topic = Topic::watch,
       .applies = [](const Decided& d) { return !is_averaging(d); },
       .text = "Leave restarts out.",
       .needs = {{"F05", {refuted}}},
       .clauses = {{{"F05", long_run, "restarts"}, "restarts", "one cosine", {}, Under::sgd},
                   {{"F05", noisy_adamw, "restarts"}, "restarts", "one cosine", {}, Under::adam}}},
      {.topic = Topic::watch,
       .applies = &always,
       .text = "Do not carry the order of schedules from a small model to a large one without a run of the large one.",
       .needs = {{"F07", {refuted}}}},
  };
}

}  // namespace

const std::vector<Sentence>& sentences() {
  static const std::vector<Sentence> all = [] {
    std::vector<Sentence> list;
    for (auto&& part : {of_schedule(), of_peak(), of_watch()}) list.insert(list.end(), part.begin(), part.end());
    return list;
  }();
  return all;
}

const std::vector<Warmup>& warmups() {
  static const std::vector<Warmup> all{
      {"10%",
       "100",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return is_tuning_on(d); },
        .text = "Warm up over a tenth of the run, as BERT was fine-tuned; no claim here examines it.",
        .records = {"recipe:bert-finetune"}}},
      {"5%",
       "1000",
       {.topic = Topic::warmup,
        .applies = &is_averaging,
        .text = "A short warm-up, which schedule-free submissions to AlgoPerf have, too; its length is ours.",
        .records = {"AlgoPerf 2024"}}},
      {"1%",
       "2000",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return is_transformer(d.given.model); },
        .text = "Warm up shortly, as transformers were trained: over 0.3 to 1.7 % of the run.",
        .clauses = {{{"C14", "pre-LN, 2 blocks, Adam", "warm-up", "", "edge"},
                     "",
                     "",
                     {"with warm-up training fails at a lower rate than without",
                      "with warm-up training fails at a higher rate than without",
                      "that warm-up moves the rate at which training fails is not told"}},
                    {{"C14", "post-LN, 6 blocks, Adam", "warm-up", "", "edge"},
                     "",
                     "",
                     {"with warm-up training fails at a lower rate than without",
                      "with warm-up training fails at a higher rate than without",
                      "that warm-up moves the rate at which training fails is not told"}}},
        .records = {"recipe:nanogpt", "recipe:llama", "recipe:deit"}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return d.given.optimizer && is_sgd(*d.given.optimizer); },
        .text = "None.",
        .needs_effects = {{{"F10", "SGD with momentum", "warm-up"}, {untold, higher}}},
        .clauses = {{{"F10", "SGD with momentum", "warm-up"}, "warm-up over a tenth", "none"}}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return d.given.optimizer && is_adam(*d.given.optimizer); },
        .text = "None.",
        .needs_effects = {{{"F10", "Adam", "warm-up"}, {untold, higher}}},
        .clauses = {{{"F10", "Adam", "warm-up"}, "warm-up over a tenth", "none"}}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return is_rule(d, "lion"); },
        .text = "None.",
        .needs_effects = {{{"F10", "Lion", "warm-up"}, {untold, higher}}},
        .clauses = {{{"F10", "Lion", "warm-up"}, "warm-up over a tenth", "none"}}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return is_rule(d, "muon"); },
        .text = "None.",
        .needs_effects = {{{"F20", "Muon", "none"}, {untold, lower}}},
        .clauses = {{{"F20", "Muon", "none"}, "none", "warm-up over a tenth"},
                    {{"F20", "Muon, 1,600 steps", "none"}, "none", "warm-up over a tenth"}}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return !d.given.optimizer; },
        .text = "None, as far as small networks go.",
        .needs = {{"F10", {refuted, not_detected}}},
        .clauses = {{{"F10", "SGD with momentum", "warm-up"}, "warm-up over a tenth", "none"},
                    {{"F10", "Adam", "warm-up"}, "warm-up over a tenth", "none"},
                    {{"F10", "Lion", "warm-up"}, "warm-up over a tenth", "none"}}}},
      {"10%",
       "1000",
       {.topic = Topic::warmup,
        .applies = &always,
        .text = "Warm up over a tenth of the run.",
        .clauses = {{{"F10", "SGD with momentum", "warm-up"}, "warm-up over a tenth", "none"},
                    {{"F10", "Adam", "warm-up"}, "warm-up over a tenth", "none"},
                    {{"F10", "Lion", "warm-up"}, "warm-up over a tenth", "none"}}}},
  };
  return all;
}

bool is_met(const Sentence& sentence, const Evidence& evidence) {
  const bool has_verdicts = std::all_of(sentence.needs.begin(), sentence.needs.end(), [&](const Need& need) {
    const ClaimResult* claim = evidence.claim(need.claim);
    return claim && std::find(need.verdicts.begin(), need.verdicts.end(), claim->ruling) != need.verdicts.end();
  });
  return has_verdicts &&
         std::all_of(sentence.needs_effects.begin(), sentence.needs_effects.end(), [&](const NeedOfEffect& need) {
           return evidence.effect(need.of) &&
                  std::find(need.ways.begin(), need.ways.end(), evidence.way(need.of)) != need.ways.end();
         });
}

Said said(const Sentence& sentence, const Decided& decided, const Evidence& evidence) {
  Said made{.topic = sentence.topic, .text = std::string(sentence.text)};
  const auto stands_on = [&](std::string_view ground) {
    if (std::find(made.grounds.begin(), made.grounds.end(), ground) == made.grounds.end())
      made.grounds.emplace_back(ground);
  };
  std::string measured;
  for (const Need& need : sentence.needs) stands_on(need.claim);
  for (const NeedOfEffect& need : sentence.needs_effects) stands_on(need.of.claim);
  for (const Clause& clause : sentence.clauses) {
    const std::string words = evidence.words(clause);
    if (words.empty() || !counts(clause.under, decided.given.optimizer)) continue;
    measured += (measured.empty() ? " Measured: " : "; ") + words;
    stands_on(clause.of.claim);
  }
  for (const std::string_view record : sentence.records) stands_on(record);
  if (!measured.empty()) made.text += measured + ".";
  return made;
}

}  // namespace etude::advice
