// Some of the classes of a dataset, as a dataset.

#include <algorithm>

#include "data/transform.h"

namespace etude::data {
namespace {

Result<std::vector<std::int32_t>> numbers_of(const Dataset& data, std::span<const std::size_t> classes) {
  std::vector<std::int32_t> numbers(data.classes, -1);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const std::string name = "class " + std::to_string(classes[i]);
    if (classes[i] >= data.classes)
      return refuse("there is no " + name + " to keep; the classes are 0 to " + std::to_string(data.classes - 1));
    if (numbers[classes[i]] >= 0) return refuse(name + " is to be kept twice; name it once");
    numbers[classes[i]] = static_cast<std::int32_t>(i);
  }
  return numbers;
}

}  // namespace

Result<Dataset> of_classes(const Dataset& data, std::span<const std::size_t> classes) {
  if (data.positions > 1) return refuse("the classes of a text are its tokens, and all are kept; leave classes out");
  const auto numbers = numbers_of(data, classes);
  if (!numbers) return pass_on(numbers.error());
  std::vector<std::uint32_t> kept;
  for (std::size_t i = 0; i < data.samples(); ++i)
    if ((*numbers)[static_cast<std::size_t>(data.labels[i])] >= 0) kept.push_back(static_cast<std::uint32_t>(i));
  if (kept.empty()) return refuse("no sample is of the classes to keep; name others");
  Dataset part = subset(data, kept);
  part.classes = classes.size();
  for (std::int32_t& label : part.labels) label = (*numbers)[static_cast<std::size_t>(label)];
  return part;
}

}  // namespace etude::data
