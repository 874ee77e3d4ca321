#include "lab/parameters.h"

#include <algorithm>

namespace etude {

MlpOptions mlp_options(const ModelOptions& model, const Dataset& data) {
  MlpOptions options{
      .widths = {data.features}, .activation = model.activation, .norm = model.norm, .dropout = model.dropout};
  options.widths.insert(options.widths.end(), model.hidden.begin(), model.hidden.end());
  options.widths.push_back(data.classes);
  return options;
}

TransformerOptions transformer_options(const ModelOptions& model, const Dataset& data) {
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
Network<Real> network_of(const Task& task, const Dataset& data) {
  auto network = task.model.kind == ModelKind::mlp
                     ? mlp<Real>(mlp_options(task.model, data), task.loss, task.vectors)
                     : transformer<Real>(transformer_options(task.model, data), task.loss, task.vectors);
  network.freeze([&](const std::string& name) { return is_frozen(task, name); });
  return network;
}
template Network<double> network_of(const Task&, const Dataset&);
template Network<float> network_of(const Task&, const Dataset&);
template Network<Dual> network_of(const Task&, const Dataset&);

bool names(std::string_view pattern, std::string_view name) {
  const std::string text = "." + std::string(name) + ".";
  return text.find("." + std::string(pattern) + ".") != std::string::npos;
}

bool is_frozen(const Task& task, std::string_view name) {
  return std::any_of(task.frozen.begin(), task.frozen.end(), [&](const auto& pattern) { return names(pattern, name); });
}

Result<void> check_name(std::string_view what, std::string_view pattern, const std::vector<Parameter>& layout) {
  const auto is_meant = [&](const Parameter& p) { return names(pattern, p.name); };
  if (!pattern.empty() && std::any_of(layout.begin(), layout.end(), is_meant)) return {};
  std::string all;
  for (const Parameter& p : layout) all += (all.empty() ? "" : ", ") + p.name;
  return refuse(std::string(what) + ": no parameter is named \"" + std::string(pattern) + "\"; there is: " + all);
}

}  // namespace etude
