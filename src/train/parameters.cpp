// The network that a task has for its data, and its parameters by name.

#include "train/parameters.h"

#include <algorithm>

#include "base/words.h"

namespace etude::train {

model::MlpOptions mlp_options(const ModelOptions& model, const data::Dataset& data) {
  model::MlpOptions options{
      .widths = {data.features}, .activation = model.activation, .norm = model.norm, .dropout = model.dropout};
  options.widths.insert(options.widths.end(), model.hidden.begin(), model.hidden.end());
  options.widths.push_back(data.classes);
  return options;
}

model::TransformerOptions transformer_options(const ModelOptions& model, const data::Dataset& data) {
  return {.vocabulary = data.classes,
          .context = data.positions,
          .width = model.width,
          .heads = model.heads,
          .blocks = model.blocks,
          .pre_norm = model.pre_norm,
          .activation = model.activation,
          .dropout = model.dropout};
}

template <class Real>
model::Network<Real> network_of(const Task& task, const data::Dataset& data) {
  const auto vectors = task.sums == Sums::rounded ? model::Vectors::portable : model::Vectors::widest;
  auto network = task.model.kind == ModelKind::mlp || !has_transformers
                     ? model::mlp<Real>(mlp_options(task.model, data), task.loss, vectors)
                     : model::transformer<Real>(transformer_options(task.model, data), task.loss, vectors);
  network.freeze([&](const std::string& name) { return is_frozen(task, name); });
  return network;
}
template model::Network<double> network_of(const Task&, const data::Dataset&);
template model::Network<float> network_of(const Task&, const data::Dataset&);
template model::Network<model::Dual> network_of(const Task&, const data::Dataset&);

bool names(std::string_view pattern, std::string_view name) {
  const std::string text = "." + std::string(name) + ".";
  return text.find("." + std::string(pattern) + ".") != std::string::npos;
}

bool is_hidden_weight(const std::vector<model::Parameter>& layout, const model::Parameter& p) {
  const auto is_later_weight = [&](const auto& each) {
    return each.role == model::Role::weight && each.begin > p.begin;
  };
  return p.role == model::Role::weight && std::any_of(layout.begin(), layout.end(), is_later_weight);
}

bool is_frozen(const Task& task, std::string_view name) {
  return std::any_of(task.frozen.begin(), task.frozen.end(), [&](const auto& pattern) { return names(pattern, name); });
}

Result<void> check_name(std::string_view what, std::string_view pattern, const std::vector<model::Parameter>& layout) {
  const auto is_meant = [&](const model::Parameter& p) { return names(pattern, p.name); };
  if (!pattern.empty() && std::any_of(layout.begin(), layout.end(), is_meant)) return {};
  return refuse(std::string(what) + ": no parameter is named \"" + std::string(pattern) +
                "\"; there is: " + joined_of(layout, &model::Parameter::name));
}

}  // namespace etude::train
