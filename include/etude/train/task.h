#pragma once
// A task: everything that training needs but the plan and the seed.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/result.h"
#include "etude/base/step.h"
#include "etude/model/architecture.h"
#include "etude/optim/optimizer.h"

namespace etude::train {

using etude::name_of;  // of the enumerations below, also where another name_of hides it

/// Which weights the gradient of a layer is pushed through on its way back.
enum class Backward {
  corrected,   // those of the forward pass
  as_written,  // those already updated in this step, as the post's code does
};
constexpr auto words_of(Backward) { return std::array<std::string_view, 2>{"corrected", "as-written"}; }

enum class Precision { float64, float32 };
constexpr auto words_of(Precision) { return std::array<std::string_view, 2>{"float64", "float32"}; }

/// does(0.0) or does(0.0F): what a generic lambda does in numbers of that precision.
template <class Does>
auto in_precision([[maybe_unused]] Precision precision, const Does& does) {
  if constexpr (optim::has_float32) {
    if (precision == Precision::float32) return does(0.0F);
  }
  return does(0.0);
}

/// How a product is added to a sum.
enum class Sums {
  fused,    // rounded once, by the widest vectors of this machine
  rounded,  // rounded twice, which has the same bits on every machine
};
constexpr auto words_of(Sums) { return std::array<std::string_view, 2>{"fused", "rounded"}; }

enum class Standardise { none, per_feature, overall };
constexpr auto words_of(Standardise) { return std::array<std::string_view, 3>{"none", "per-feature", "overall"}; }

/// What is trained on. Held-out data is the source's own test part, or a share of the samples, or of generated data
/// another draw.
struct DataOptions {
  std::string source = "spirals";
  std::size_t limit = no_limit;
  std::vector<std::size_t> classes = {};
  std::size_t context = 64;
  double heldout = 0;
  double label_noise = 0;
  Standardise standardise = Standardise::none;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&DataOptions::source>(Unit::text, {},
                                    "a name (etude list), or a format and its files: csv:mine.csv,label=kind"),
        field<&DataOptions::limit>(Unit::count, {.least = 1}, "samples of each part that are read, or all"),
        field<&DataOptions::classes>(Unit::counts, {},
                                     "the classes that are kept, which are then 0, 1, ...: 5,6,7; none: all of them"),
        field<&DataOptions::context>(Unit::count, {.least = 1}, "tokens of a sample, of texts"),
        field<&DataOptions::heldout>(Unit::fraction, {.most = below_1},
                                     "share kept from training, in place of a test part, 0 to below 1"),
        field<&DataOptions::label_noise>(Unit::fraction, {.most = 1},
                                         "share of the training labels that are replaced by another class"),
        field<&DataOptions::standardise>(Unit::choice, {},
                                         "none, per-feature or overall: mean 0 and standard deviation 1")};
  }
  friend bool operator==(const DataOptions&, const DataOptions&) = default;
};

/// False where a build leaves transformers out, as the explorer's page does for its weight: no text comes to it that one
/// could read.
#ifdef ETUDE_WITHOUT_TRANSFORMERS
inline constexpr bool has_transformers = false;
#else
inline constexpr bool has_transformers = true;
#endif

enum class ModelKind { mlp, transformer };
constexpr auto words_of(ModelKind) { return std::array<std::string_view, 2>{"mlp", "transformer"}; }

/// Inputs, outputs, vocabulary and context are the data's.
struct ModelOptions {
  ModelKind kind = ModelKind::mlp;
  std::vector<std::size_t> hidden{64, 64};
  model::NormKind norm = model::NormKind::none;
  std::size_t width = 64, heads = 4, blocks = 2;
  bool pre_norm = true;
  model::ActivationKind activation = model::ActivationKind::relu;
  double dropout = 0;
  model::Initialisation initialisation = model::Initialisation::he;
  double deviation = 0.02;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&ModelOptions::kind>(Unit::choice, {}, "mlp or transformer"),
        field<&ModelOptions::hidden>(Unit::counts, {.least = 1},
                                     "widths of the hidden layers of an mlp: 64,64, or none"),
        field<&ModelOptions::norm>(Unit::choice, {}, "of an mlp: none, layer or batch"),
        field<&ModelOptions::width>(Unit::count, {.least = 1}, "of a transformer: a multiple of its heads"),
        field<&ModelOptions::heads>(Unit::count, {.least = 1}, "of a transformer's attention"),
        field<&ModelOptions::blocks>(Unit::count, {.least = 1}, "of a transformer"),
        field<&ModelOptions::pre_norm>(Unit::choice, {}, "of a transformer: yes, or no for post-LN"),
        field<&ModelOptions::activation>(Unit::choice, {}, "relu, gelu or tanh"),
        field<&ModelOptions::dropout>(Unit::fraction, {.most = below_1},
                                      "share of the activations set to 0 in training, 0 to below 1"),
        field<&ModelOptions::initialisation>(Unit::choice, {}, "of the weights: he, xavier, normal or zero"),
        field<&ModelOptions::deviation>(Unit::number, {.above_least = true},
                                        "standard deviation of normal weights and of embeddings")};
  }
  friend bool operator==(const ModelOptions&, const ModelOptions&) = default;
};

/// An earlier phase of training: a run of the same seed, with the weights of whose end the task begins. Its optimizer
/// and its place in the data end with it.
struct Pretraining {
  std::string plan = {};  // none: the weights are drawn
  std::string on = {};

  static constexpr auto fields(auto...) {
    return std::array{
        field<&Pretraining::plan>(
            Unit::text, {},
            "a plan in etude's notation: the run begins with the weights that training under it leaves"),
        field<&Pretraining::on>(Unit::text, {},
                                "what differs from the task in that earlier phase: 'classes=0,1,2 steps=400'")};
  }
  friend bool operator==(const Pretraining&, const Pretraining&) = default;
};

struct Task {
  std::string name = "spirals";
  DataOptions data = {};
  ModelOptions model = {};
  model::LossOptions loss{.floor = 1e-12};
  optim::OptimizerOptions optimizer = {};
  double clip = 0;
  Step steps = 300;       // optimizer updates
  std::size_t batch = 0;  // 0: all, in their order
  std::size_t accumulation = 1;
  bool drop_partial = false;
  std::vector<std::string> frozen = {};
  Pretraining pretraining = {};
  Backward backward = Backward::corrected;
  Precision precision = Precision::float64;
  Sums sums = Sums::fused;

  /// Besides those of data, model, loss, optimizer and pre-training. Name and steps have flags of their own.
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Task::clip>(Unit::number, {}, "the largest global norm of a gradient; 0: any"),
        field<&Task::batch>(Unit::count, {.least = 1}, "samples of a mini-batch, or all"),
        field<&Task::accumulation>(Unit::count, {.least = 1}, "mini-batches of an update"),
        field<&Task::drop_partial>(Unit::choice, {}, "yes leaves out a last, smaller mini-batch of an epoch"),
        field<&Task::frozen>(Unit::texts, {},
                             "parameters that stay as they start, by name or a part of it: layer1,bias"),
        field<&Task::backward>(Unit::choice, {},
                               "corrected, or as-written: through weights already updated, as the post does"),
        field<&Task::precision>(Unit::choice, {}, "float64 or float32"),
        field<&Task::sums>(Unit::choice, {},
                           "fused, the fastest of this machine, or rounded: the explorer's, with its bits everywhere")};
  }
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

/// A task as words say it: what differs from `task`, "hidden=32,32 steps=600", by the names of task_fields() and steps. A
/// first word without = is another task's name, from which the others differ then. What has blanks stands in '...'.
/// Refused: a name or a value that is none.
Result<Task> in_words(const Task& task, std::string_view words);

/// The words that in_words({}, ...) makes the task of: its name, and what differs from the task of that name, "spirals
/// hidden=32,32 optimizer=adamw".
std::string words_of(const Task& task);

/// What a field of a task is in text, where its statement does not say so.
struct TaskWords {
  std::string_view member = {};
  std::string_view flag = {};    // where it is not the member's name
  std::string_view typed = {};   // as a flag, where the command line calls something else by its name
  std::string_view group = {};   // where it is not that of its struct
  std::string_view noun = {};    // of a choice: "there is no norm ..."
  std::string_view wanted = {};  // what a text must be
  std::optional<Step> all = {};  // the number that "all" means
  /// Where more than the member is set.
  Result<void> (*set)(Task& task, std::string_view text) = nullptr;
  /// Where not every task reads it; see TaskField.
  std::string (*unread)(const Task& task, std::string_view member) = nullptr;
};

/// One thing that can be said of a task, by name and in text: flags, help, configurations in files and pages are read
/// off these.
struct TaskField {
  std::string name;        // "weight-decay"
  std::string_view group;  // "data", "model", "optimizer", "training"
  Member member;           // of Task
  TaskWords words;

  std::string_view meaning() const { return member.field.meaning; }
  /// "--weight-decay"
  std::string flag() const { return "--" + (words.typed.empty() ? name : std::string(words.typed)); }
  std::string get(const Task& task) const;
  /// Refused: what is no such value.
  Result<void> set(Task& task, std::string_view text) const;
  /// Why the task as it is does not read the field, and what to type; empty where it does.
  std::string unread(const Task& task) const;
};
const std::vector<TaskField>& task_fields();

}  // namespace etude::train
