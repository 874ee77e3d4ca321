// What a dataset must be before anybody trains on it.

#include "etude/data/dataset.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude::data {
namespace {

Result<void> check_sizes(const Dataset& data) {
  if (data.labels.empty()) return refuse("there are no samples: give at least one of each of two classes");
  if (data.features < 1) return refuse("the samples have no features: give at least one column of numbers");
  if (data.positions < 1 || data.labels.size() % data.positions != 0)
    return refuse(std::to_string(data.labels.size()) + " labels are no whole samples of " +
                  std::to_string(data.positions) + " positions");
  if (data.inputs.size() % data.labels.size() != 0 || data.inputs.size() / data.labels.size() != data.features)
    return refuse(std::to_string(data.labels.size()) + " labels need " + std::to_string(data.features) +
                  " inputs each; there are " + std::to_string(data.inputs.size()) + " inputs in all");
  return {};
}

Result<void> check_labels(const Dataset& data) {
  if (data.classes < 2 || data.classes > max_classes)
    return refuse("the samples are of " + std::to_string(data.classes) + " classes: training needs 2 to " +
                  std::to_string(max_classes));
  const auto outside = std::find_if(data.labels.begin(), data.labels.end(), [&](std::int32_t label) {
    return label < 0 || static_cast<std::size_t>(label) >= data.classes;
  });
  if (outside != data.labels.end()) {
    const auto at = static_cast<std::size_t>(outside - data.labels.begin());
    return refuse("the label of sample " + std::to_string(at / data.positions) + " is " + std::to_string(*outside) +
                  ", and the classes are 0 to " + std::to_string(data.classes - 1));
  }
  const std::int32_t first = data.labels.front();
  if (std::all_of(data.labels.begin(), data.labels.end(), [&](std::int32_t label) { return label == first; }))
    return refuse("every label is " + std::to_string(first) +
                  ": training needs samples of two classes at least; raise the limit, or name another label column");
  return {};
}

/// Refuses the first input of which `holds` does not; `wanted` says what it should be.
template <class Holds>
Result<void> check_inputs(const Dataset& data, Holds holds, const std::string& wanted) {
  const auto bad = std::find_if_not(data.inputs.begin(), data.inputs.end(), holds);
  if (bad == data.inputs.end()) return {};
  const auto at = static_cast<std::size_t>(bad - data.inputs.begin());
  const std::size_t columns = data.features * data.positions;
  return refuse("sample " + std::to_string(at / columns) + ", column " + std::to_string(at % columns) +
                " (from 0) is " + shortest(*bad) + ": " + wanted);
}

}  // namespace

Result<void> check(const Dataset& data) {
  return check_sizes(data).and_then([&] { return check_labels(data); }).and_then([&] {
    const auto is_finite = [](double x) { return std::isfinite(x); };
    return check_inputs(data, is_finite, "leave out or replace what is no finite number");
  });
}

Result<void> check_tokens(const Dataset& data) {
  const double tokens = static_cast<double>(data.classes);
  const auto is_token = [=](double x) { return x >= 0 && x < tokens && x == std::floor(x); };
  return check_inputs(
      data, is_token,
      "a token is a whole number below " + std::to_string(data.classes) + "; take a text, as text:PATH");
}

}  // namespace etude::data
