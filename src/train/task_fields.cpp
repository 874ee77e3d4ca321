// Everything that can be said of a task in text, one line a field.

#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/data/source.h"
#include "etude/train/task.h"

namespace etude::train {
namespace {

using Text = std::string_view;

Result<void> refuse_value(Text what, Text text) {
  return refuse(std::string(what) + ", not \"" + std::string(text.substr(0, 40)) + "\"");
}

/// A whole number from `least` to a thousand million (1000, 1e6), which every size_t holds.
template <class Integer>
Result<void> read(Integer& value, Text text, double least) {
  constexpr double most = 1e9;
  const auto number = to_double(text);
  if (!number || !(*number >= least && *number <= most) || *number != std::floor(*number))
    return refuse_value("a whole number from " + shortest(least) + " to " + shortest(most), text);
  value = static_cast<Integer>(*number);
  return {};
}

Result<void> read(double& value, Text text) {
  const auto number = to_double(text);
  if (!number || !std::isfinite(*number)) return refuse_value("a number", text);
  value = *number;
  return {};
}

Result<void> read(bool& value, Text text) {
  if (text != "yes" && text != "no") return refuse_value("yes or no", text);
  value = text == "yes";
  return {};
}

std::vector<std::string> words(Text text) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    all.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return all;
}

template <class Items, class ToText>
std::string joined(const Items& items, const ToText& to_text) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ",") + to_text(item);
  return text;
}

Result<void> read(std::vector<std::size_t>& values, Text text) {
  std::vector<std::size_t> all;
  constexpr Text wanted = "widths from 1 to 1e9 such as 64,64, or none";
  for (const std::string& word : text == "none" ? std::vector<std::string>{} : words(text)) {
    std::size_t value = 0;
    if (auto good = read(value, word, 1); !good) return refuse_value(wanted, text);
    all.push_back(value);
  }
  if (all.empty() && text != "none") return refuse_value(wanted, text);
  values = std::move(all);
  return {};
}

/// One of an enumeration's names.
template <class Enum>
Result<void> read(Enum& value, Text text, Text what, std::size_t count) {
  std::vector<Text> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(name_of(static_cast<Enum>(i)));
  const auto index = index_of(what, text, names);
  if (!index) return pass_on(index.error());
  value = static_cast<Enum>(*index);
  return {};
}

Result<void> read_rule(Task& task, Text text) {
  const auto rule = optim::rule_named(text);
  if (!rule) return pass_on(rule.error());
  task.optimizer = optim::defaults_of(*rule);
  return {};
}

std::string text_of(bool value) { return value ? "yes" : "no"; }
std::string text_of(double value) { return shortest(value); }
std::string text_of(std::size_t value) { return value == no_limit ? "all" : std::to_string(value); }
std::string text_of(Step value) { return std::to_string(value); }

Result<void> read_limit(std::size_t& value, Text text) {
  if (text != "all") return read(value, text, 1);
  value = no_limit;
  return {};
}

Result<void> read_batch(std::size_t& value, Text text) {
  if (text != "all") return read(value, text, 1);
  value = 0;
  return {};
}

// Why a task does not read a field.

std::string unless_mlp(const Task& task) {
  return task.model.kind == ModelKind::mlp ? "" : "a transformer has none; leave it out, or type --model mlp";
}

std::string unless_transformer(const Task& task) {
  const bool reads = task.model.kind == ModelKind::transformer;
  return reads ? "" : "an mlp has none; leave it out, or type --model transformer";
}

std::string unless_from_files(const Task& task) {
  const bool reads = !data::is_generated(task.data.source);
  return reads ? "" : "generated data is made to its size; leave it out, or type --data spirals:per_class=50";
}

std::string unless_drawn_by_sd(const Task& task) {
  const bool reads =
      task.model.initialisation == model::Initialisation::normal || task.model.kind == ModelKind::transformer;
  return reads ? "" : "nothing is drawn by it; leave it out, or type --init normal";
}

std::string unless_rule_reads(const Task& task, Text option) {
  const optim::RuleEntry& own = optim::entry_of(task.optimizer.rule);
  if (own.reads(option)) return "";
  std::string others;
  for (const optim::RuleEntry& rule : optim::rules())
    if (rule.reads(option)) others += (others.empty() ? "" : ", ") + std::string(rule.name);
  return std::string(own.name) + " does not read it; leave it out, or type an --optimizer that does: " + others;
}

#define OF_RULE(option) [](const Task& t) { return unless_rule_reads(t, option); }
#define GET(expression) [](const Task& t) -> std::string { return expression; }
#define SET(expression) [](Task& t, Text s) -> Result<void> { return expression; }
#define NUMBER(member) GET(text_of(t.member)), SET(read(t.member, s))
#define WHOLE(member, least) GET(text_of(t.member)), SET(read(t.member, s, least))
#define CHOICE(member, what, count) GET(std::string(name_of(t.member))), SET(read(t.member, s, what, count))

// The table, in the order of help. `optimizer` comes before what changes its defaults.
const std::vector<TaskField> fields{
    {"data", "data", "a name (etude list), or a format and its files: csv:mine.csv,label=kind", GET(t.data.source),
     SET((t.data.source = s, Result<void>()))},
    {"limit", "data", "samples of each part that are read, or all", GET(text_of(t.data.limit)),
     SET(read_limit(t.data.limit, s)), unless_from_files},
    {"context", "data", "tokens of a sample, of texts", WHOLE(data.context, 1), unless_transformer},
    {"heldout", "data", "share kept from training, in place of a test part, 0 to below 1", NUMBER(data.heldout)},
    {"label-noise", "data", "share of the training labels that are replaced by another class",
     NUMBER(data.label_noise)},
    {"standardise", "data", "none, per-feature or overall: mean 0 and standard deviation 1",
     CHOICE(data.standardise, "way to standardise", 3)},
    {"model", "model", "mlp or transformer", CHOICE(model.kind, "model", 2)},
    {"hidden", "model", "widths of the hidden layers of an mlp: 64,64, or none",
     GET(t.model.hidden.empty() ? "none" : joined(t.model.hidden, [](std::size_t w) { return std::to_string(w); })),
     SET(read(t.model.hidden, s)), unless_mlp},
    {"norm", "model", "of an mlp: none, layer or batch", CHOICE(model.norm, "norm", 3), unless_mlp},
    {"width", "model", "of a transformer: a multiple of its heads", WHOLE(model.width, 1), unless_transformer},
    {"heads", "model", "of a transformer's attention", WHOLE(model.heads, 1), unless_transformer},
    {"blocks", "model", "of a transformer", WHOLE(model.blocks, 1), unless_transformer},
    {"pre-norm", "model", "of a transformer: yes, or no for post-LN", NUMBER(model.pre_norm), unless_transformer},
    {"activation", "model", "relu, gelu or tanh", CHOICE(model.activation, "activation", 3)},
    {"dropout", "model", "share of the activations set to 0 in training, 0 to below 1", NUMBER(model.dropout)},
    {"init", "model", "of the weights: he, xavier, normal or zero", CHOICE(model.initialisation, "initialisation", 4)},
    {"init-sd", "model", "standard deviation of normal weights and of embeddings", NUMBER(model.deviation),
     unless_drawn_by_sd},
    {"loss", "model", "cross-entropy, mse-softmax or mse-logits", CHOICE(loss.kind, "loss", 3)},
    {"label-smoothing", "model", "of cross-entropy, 0 to 1", NUMBER(loss.label_smoothing)},
    {"optimizer", "optimizer", "a rule (etude list), with its defaults",
     GET(std::string(optim::entry_of(t.optimizer.rule).name)), SET(read_rule(t, s))},
    {"momentum", "optimizer", "of momentum, nesterov and schedule-free-sgd", NUMBER(optimizer.momentum),
     OF_RULE("momentum")},
    {"beta1", "optimizer", "of the Adam family and lion", NUMBER(optimizer.beta1), OF_RULE("beta1")},
    {"beta2", "optimizer", "of the Adam family and lion", NUMBER(optimizer.beta2), OF_RULE("beta2")},
    {"epsilon", "optimizer", "of the Adam family", NUMBER(optimizer.epsilon), OF_RULE("epsilon")},
    {"weight-decay", "optimizer", "of every rule but adam", NUMBER(optimizer.weight_decay), OF_RULE("weight_decay")},
    {"decay", "optimizer", "tied (times the rate) or untied, of adamw, lion and schedule-free",
     GET(t.optimizer.decay == optim::Decay::tied ? "tied" : "untied"),
     [](Task& t, Text s) -> Result<void> {
       if (s != "tied" && s != "untied") return refuse_value("tied or untied", s);
       t.optimizer.decay = s == "tied" ? optim::Decay::tied : optim::Decay::untied;
       return {};
     },
     OF_RULE("decay")},
    {"bias-correction", "optimizer", "of the Adam family: yes or no", NUMBER(optimizer.bias_correction),
     OF_RULE("bias_correction")},
    {"own-warmup", "optimizer", "steps over which schedule-free raises its rate", WHOLE(optimizer.warmup, 0),
     OF_RULE("warmup")},
    {"clip", "optimizer", "the largest global norm of a gradient; 0: any", NUMBER(clip)},
    {"batch", "training", "samples of a mini-batch, or all", GET(t.batch ? text_of(t.batch) : "all"),
     SET(read_batch(t.batch, s))},
    {"accumulation", "training", "mini-batches of an update", WHOLE(accumulation, 1)},
    {"drop-last", "training", "yes leaves out a last, smaller mini-batch of an epoch", NUMBER(drop_partial)},
    {"freeze", "training", "parameters that stay as they start, by name or a part of it: layer1,bias",
     GET(joined(t.frozen, [](const std::string& name) { return name; })), SET((t.frozen = words(s), Result<void>()))},
    {"backward", "training", "corrected, or as-written: through weights already updated, as the post does",
     CHOICE(backward, "backward pass", 2)},
    {"precision", "training", "float64 or float32", CHOICE(precision, "precision", 2)},
    {"sums", "training", "fused, the fastest of this machine, or rounded: the explorer's, with its bits everywhere",
     GET(t.vectors == model::Vectors::portable ? "rounded" : "fused"),
     [](Task& t, Text s) -> Result<void> {
       if (s != "fused" && s != "rounded") return refuse_value("fused or rounded", s);
       t.vectors = s == "rounded" ? model::Vectors::portable : model::Vectors::widest;
       return {};
     }},
};

#undef OF_RULE
#undef GET
#undef SET
#undef NUMBER
#undef WHOLE
#undef CHOICE

}  // namespace

const std::vector<TaskField>& task_fields() { return fields; }

}  // namespace etude::train
