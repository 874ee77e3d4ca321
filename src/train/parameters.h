#pragma once
// Parameters by name, and the network that a task has for its data.

#include <string_view>

#include "etude/data/dataset.h"
#include "etude/model/architecture.h"
#include "etude/train/task.h"

namespace etude::train {

model::MlpOptions mlp_options(const ModelOptions& model, const data::Dataset& data);
model::TransformerOptions transformer_options(const ModelOptions& model, const data::Dataset& data);

/// The network of a task for this data, before its weights are drawn.
template <class Real>
model::Network<Real> network_of(const Task& task, const data::Dataset& data);

/// Whether `pattern` is some of the words of `name`, in a row: "layer1" and "weight" of "layer1.weight".
bool names(std::string_view pattern, std::string_view name);

/// Whether `p` is a matrix that turns one hidden layer into the next: a weight, but that of the outputs, which is the
/// last.
bool is_hidden_weight(const std::vector<model::Parameter>& layout, const model::Parameter& p);

/// Whether the task keeps the parameter of that name as it starts.
bool is_frozen(const Task& task, std::string_view name);

/// Refused, with the names that there are, where no parameter is meant. `what` begins the message.
Result<void> check_name(std::string_view what, std::string_view pattern, const std::vector<model::Parameter>& layout);

}  // namespace etude::train
