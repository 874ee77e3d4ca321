// The tasks that have a name, and what no task can be, whatever its data.

#include "etude/train/task.h"

#include <cmath>

#include "base/words.h"
#include "etude/base/number.h"

namespace etude::train {
namespace {

Task fashion_mnist() {
  Task task{.name = "fashion-mnist", .loss = {}, .steps = 1200, .batch = 50, .precision = Precision::float32};
  task.data = {.source = "fashion-mnist", .standardise = Standardise::overall};
  return task;
}

Task digits() {
  Task task{.name = "digits", .loss = {}, .steps = 300, .batch = 50};
  task.data = {.source = "digits", .heldout = 0.2, .standardise = Standardise::overall};
  task.model.hidden = {64};
  return task;
}

Task text() {
  Task task{.name = "text", .loss = {}, .steps = 200, .batch = 16, .precision = Precision::float32};
  task.data = {.source = "us-constitution", .heldout = 0.1};
  task.model.kind = ModelKind::transformer;
  task.model.activation = model::ActivationKind::gelu;
  task.model.initialisation = model::Initialisation::normal;
  task.optimizer = optim::defaults_of(optim::Rule::adamw);
  task.optimizer.weight_decay = 0.1;
  task.clip = 1;
  return task;
}

std::string check_training(const Task& task) {
  if (task.steps < 1) return "a run has at least 1 step; type --steps 300";
  if (task.accumulation < 1) return "an update takes at least 1 mini-batch; type --accumulation 1";
  if (!(task.clip >= 0) || !std::isfinite(task.clip))
    return "the norm to clip at is above 0, or 0 for none; type --clip 1";
  if (task.accumulation > 1 && task.batch == 0)
    return "accumulation adds up mini-batches; type their size too, such as --batch 50";
  const auto optimizer = check(task.optimizer);
  return optimizer ? "" : optimizer.error().message;
}

/// A corrected decay is for weights whose size a norm takes out of what they do.
std::string check_decay(const Task& task) {
  const bool has_norms = task.model.kind == ModelKind::transformer || task.model.norm != model::NormKind::none;
  return task.optimizer.decay != optim::Decay::corrected || has_norms
             ? ""
             : "a corrected decay is of weights that a norm follows; type --norm layer, or --decay tied";
}

/// The post's own pass updates a layer while the gradient is on its way through it.
std::string check_as_written(const Task& task) {
  if (task.backward == Backward::corrected) return "";
  const bool is_plain = task.model.kind == ModelKind::mlp && task.model.norm == model::NormKind::none &&
                        task.clip == 0 && task.model.dropout == 0 &&
                        task.model.activation == model::ActivationKind::relu && task.accumulation == 1 &&
                        task.frozen.empty();
  return is_plain ? ""
                  : "the as-written backward pass is the post's: an mlp with relu, without norm, dropout, clipping, "
                    "accumulation or frozen layers; type --backward corrected";
}

}  // namespace

std::string check(const Task& task) {
  if (!(task.data.heldout >= 0 && task.data.heldout < 1)) return "the held-out share is from 0 to below 1; type 0.2";
  if (task.model.kind == ModelKind::transformer && task.data.context < 2)
    return "a transformer looks back over 2 tokens or more; type --context 64";
  if (!(task.data.label_noise >= 0 && task.data.label_noise <= 1))
    return "label noise is a share from 0 to 1; type 0.1";
  if (!(task.model.deviation > 0) || !std::isfinite(task.model.deviation))
    return "the standard deviation of the initial weights is above 0; type 0.02";
  for (const std::string& wrong : {check_training(task), check_decay(task), check_as_written(task), check(task.loss)})
    if (!wrong.empty()) return wrong;
  return "";
}

const std::vector<TaskEntry>& tasks() {
  // The table. A new task is one line here.
  static const std::vector<TaskEntry> all{
      {"three spirals of 100 points, network 2-64-64-3 with ReLU, full-batch gradient descent", Task{}},
      {"8 x 8 pictures of digits, network 64-64-10, mini-batches of 50, a fifth held out", digits()},
      {"28 x 28 pictures of clothes, network 784-64-64-10, mini-batches of 50", fashion_mnist()},
      {"a character transformer on the constitution of the USA, AdamW, mini-batches of 16 x 64", text()},
  };
  return all;
}

Result<Task> task_named(std::string_view name) {
  std::vector<std::string_view> names;
  for (const TaskEntry& entry : tasks()) names.emplace_back(entry.task.name);
  return index_of("task", name, names).map([](std::size_t i) { return tasks()[i].task; });
}

}  // namespace etude::train
