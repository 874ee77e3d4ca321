// What is said of warm-up, and how long it is: the first that applies and has its needs met.

#include "advice/sentences/said_when.h"

namespace etude::advice {
namespace {

constexpr double large_batch = 1024;

/// Of the rate at which training fails.
Clause edge(std::string_view where) {
  return said_as({"C14", where, "warm-up", "", "edge"},
                 {"with warm-up training fails at a lower rate than without",
                  "with warm-up training fails at a higher rate than without",
                  "that warm-up moves the rate at which training fails is not told"});
}

Clause over_a_tenth(std::string_view rule) { return {{"F10", rule, "warm-up"}, "warm-up over a tenth", "none"}; }

/// Where it is not told that warm-up helps.
NeedOfEffect no_gain(std::string_view rule) { return {{"F10", rule, "warm-up"}, {untold, higher}}; }

/// Where it is told that it helps under this rule.
Warmup where_it_helps(bool (*applies)(const Decided&), std::string_view rule) {
  return {"10%",
          "1000",
          {.topic = Topic::warmup,
           .applies = applies,
           .text = "Warm up over a tenth of the run.",
           .needs_effects = {{{"F10", rule, "warm-up"}, {lower}}},
           .clauses = {over_a_tenth(rule)}}};
}

constexpr std::string_view under_momentum = "SGD with momentum", under_adam = "Adam", under_lion = "Lion";

}  // namespace

const std::vector<Warmup>& warmups() {
  static const std::vector<Warmup> all{
      {"10%",
       "100",
       {.topic = Topic::warmup,
        .applies = &is_tuning_on,
        .text = "Warm up over a tenth of the run, as BERT was fine-tuned; no claim here examines it.",
        .records = {"recipe:bert-finetune"}}},
      {"5%",
       "1000",
       {.topic = Topic::warmup,
        .applies = &is_averaging,
        .text = "A short warm-up, which schedule-free submissions to AlgoPerf have, too; its length is ours.",
        .records = {"AlgoPerf 2024"}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return is_rule(d, optim::Rule::muon); },
        .text = "None: once the update is normalised, warm-up is not needed.",
        .needs = {{"F20", {supported}}},
        .needs_effects = {{{"F20", "Muon", "none"}, {untold, lower}}},
        .clauses = {{{"F20", "Muon", "none"}, "none", "warm-up over a tenth"},
                    {{"F20", "Muon, 1,600 steps", "none"}, "none", "warm-up over a tenth"}},
        .records = {"recipe:modded-nanogpt"}}},
      {"1%",
       "2000",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return is_transformer(d.given.model); },
        .text = "Warm up shortly, as transformers were trained: over 0.3 to 1.7 % of the run.",
        .clauses = {edge("pre-LN, 2 blocks, Adam"), edge("post-LN, 6 blocks, Adam")},
        .records = {"recipe:nanogpt", "recipe:llama", "recipe:deit"}}},
      {"5.556%",
       "1000",
       {.topic = Topic::warmup,
        .applies =
            [](const Decided& d) {
              return d.given.model == Model::convnet && may_be_sgd(d) && d.given.batch.value_or(0) >= large_batch;
            },
        .text = "Warm up over 5 of 90 epochs, as ResNet-50 was trained at large batches; no claim here examines one as "
                "large.",
        .records = {"recipe:resnet50"}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return d.given.optimizer && is_sgd(*d.given.optimizer); },
        .text = "None.",
        .needs_effects = {no_gain(under_momentum)},
        .clauses = {over_a_tenth(under_momentum)}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return d.given.optimizer && is_adam(*d.given.optimizer); },
        .text = "None.",
        .needs_effects = {no_gain(under_adam)},
        .clauses = {over_a_tenth(under_adam)}}},
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = [](const Decided& d) { return is_rule(d, optim::Rule::lion); },
        .text = "None: once the update is normalised, warm-up is not needed.",
        .needs = {{"F20", {supported}}},
        .needs_effects = {no_gain(under_lion)},
        .clauses = {{{"F20", "Lion", "none"}, "none", "warm-up over a tenth"}}}},
      where_it_helps([](const Decided& d) { return d.given.optimizer && is_sgd(*d.given.optimizer); }, under_momentum),
      where_it_helps([](const Decided& d) { return d.given.optimizer && is_adam(*d.given.optimizer); }, under_adam),
      where_it_helps([](const Decided& d) { return is_rule(d, optim::Rule::lion); }, under_lion),
      {"",
       "",
       {.topic = Topic::warmup,
        .applies = &always,
        .text = "None, as far as small networks go.",
        .needs = {{"F10", {refuted, not_detected}}},
        .clauses = {over_a_tenth(under_momentum), over_a_tenth(under_adam), over_a_tenth(under_lion)}}},
      {"10%",
       "1000",
       {.topic = Topic::warmup,
        .applies = &always,
        .text = "Warm up over a tenth of the run.",
        .clauses = {over_a_tenth(under_momentum), over_a_tenth(under_adam), over_a_tenth(under_lion)}}},
  };
  return all;
}

}  // namespace etude::advice
