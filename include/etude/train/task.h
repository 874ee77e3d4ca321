#pragma once
// A task: everything that training needs but the plan and the seed.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/result.h"
#include "etude/base/step.h"
#include "etude/model/architecture.h"
#include "etude/model/vectors.h"
#include "etude/optim/optimizer.h"

namespace etude::train {

/// Which weights the gradient of a layer is pushed through on its way back.
enum class Backward {
  corrected,   // those of the forward pass
  as_written,  // those already updated in this step, as the post's code does
};
std::string_view name_of(Backward backward);

enum class Precision { float64, float32 };
std::string_view name_of(Precision precision);

/// does(0.0) or does(0.0F): what a generic lambda does in numbers of that precision.
template <class Does>
auto in_precision([[maybe_unused]] Precision precision, const Does& does) {
  if constexpr (optim::has_float32) {
    if (precision == Precision::float32) return does(0.0F);
  }
  return does(0.0);
}

enum class Standardise { none, per_feature, overall };
std::string_view name_of(Standardise standardise);

/// What is trained on. Held-out data is the source's own test part, or a share of the samples, or of generated data
/// another draw.
struct DataOptions {
  std::string source = "spirals";  // a name (etude list) or a format and its files, "csv:mine.csv,label=kind"
  std::size_t limit = no_limit;    // samples of each part that are read
  std::size_t context = 64;        // tokens of a sample, of texts
  double heldout = 0;              // share of the samples that is kept from training, 0 ... below 1
  double label_noise = 0;          // share of the training labels that are replaced by another class
  Standardise standardise = Standardise::none;

  friend bool operator==(const DataOptions&, const DataOptions&) = default;
};

enum class ModelKind { mlp, transformer };
std::string_view name_of(ModelKind kind);

/// Inputs, outputs, vocabulary and context are the data's.
struct ModelOptions {
  ModelKind kind = ModelKind::mlp;
  std::vector<std::size_t> hidden{64, 64};        // widths of the hidden layers of an mlp; empty: none
  model::NormKind norm = model::NormKind::none;   // of an mlp
  std::size_t width = 64, heads = 4, blocks = 2;  // of a transformer
  bool pre_norm = true;                           // of a transformer
  model::ActivationKind activation = model::ActivationKind::relu;
  double dropout = 0;
  model::Initialisation initialisation = model::Initialisation::he;
  double deviation = 0.02;  // of `normal`, and of embeddings

  friend bool operator==(const ModelOptions&, const ModelOptions&) = default;
};

struct Task {
  std::string name = "spirals";
  DataOptions data = {};
  ModelOptions model = {};
  model::LossOptions loss{.floor = 1e-12};
  optim::OptimizerOptions optimizer = {};
  double clip = 0;                       // the largest global norm of a gradient; 0: any
  Step steps = 300;                      // optimizer updates
  std::size_t batch = 0;                 // samples of a mini-batch; 0: all, in their order
  std::size_t accumulation = 1;          // mini-batches of an update
  bool drop_partial = false;             // leaves out what remains of an epoch where it is less than a mini-batch
  std::vector<std::string> frozen = {};  // parameters that stay as they start, by name or part of it: "layer1", "bias"
  Backward backward = Backward::corrected;
  Precision precision = Precision::float64;
  model::Vectors vectors = model::Vectors::widest;  // or portable, whose sums have the same bits on every machine

  /// The seed of the network's initial weights. Seed 0 is the post's run: data 0, weights 42.
  std::uint32_t weight_seed(std::uint32_t seed) const { return seed + 42; }
  friend bool operator==(const Task&, const Task&) = default;
};

/// What is wrong with the task by itself, before its data is there; empty if nothing.
std::string check(const Task& task);

/// A task that can be asked for by name.
struct TaskEntry {
  std::string_view meaning;
  Task task;
};
const std::vector<TaskEntry>& tasks();

/// The task of that name at its defaults, or which names there are.
Result<Task> task_named(std::string_view name);

/// One thing that can be said of a task, by name and in text: flags, help, configurations in files and pages are read
/// off this one table.
struct TaskField {
  std::string_view name;     // "weight-decay"
  std::string_view group;    // "data", "model", "optimizer", "training"
  std::string_view meaning;  // with its unit and its range
  std::string (*get)(const Task& task);
  Result<void> (*set)(Task& task, std::string_view text);  // refused: what is no such value
  /// Why the task as it is does not read the field, and what to type; empty where it does. None: every task does.
  std::string (*unread)(const Task& task) = nullptr;
};
const std::vector<TaskField>& task_fields();

}  // namespace etude::train
