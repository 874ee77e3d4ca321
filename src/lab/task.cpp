#include "etude/lab/task.h"

#include <algorithm>
#include <array>

#include "etude/data/spirals.h"
#include "etude/notation/notation.h"

namespace etude {
namespace {

constexpr std::array<std::string_view, 2> backward_names{"corrected", "as-written"};
constexpr std::array<std::string_view, 2> precision_names{"float64", "float32"};

/// The index of `name` among `names`, or a refusal that lists them.
Result<std::size_t> index_of(std::string_view what, std::string_view name, const std::vector<std::string_view>& names) {
  std::string listed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return i;
    listed += (i ? ", " : "") + std::string(names[i]);
  }
  const std::string_view nearest = nearest_name(name, names);
  const std::string hint = nearest.empty() ? "" : "did you mean " + std::string(nearest) + "? ";
  return refuse("there is no " + std::string(what) + " \"" + std::string(name) + "\"; " + hint + "there is: " + listed);
}

Dataset spirals(std::uint32_t seed) { return make_spirals({.seed = seed}); }

}  // namespace

std::string_view name_of(Backward backward) { return backward_names[static_cast<std::size_t>(backward)]; }
std::string_view name_of(Precision precision) { return precision_names[static_cast<std::size_t>(precision)]; }

Result<Backward> backward_named(std::string_view name) {
  return index_of("backward pass", name, {backward_names.begin(), backward_names.end()}).map([](std::size_t i) {
    return static_cast<Backward>(i);
  });
}

Result<Precision> precision_named(std::string_view name) {
  return index_of("precision", name, {precision_names.begin(), precision_names.end()}).map([](std::size_t i) {
    return static_cast<Precision>(i);
  });
}

const std::vector<TaskEntry>& tasks() {
  // The table. A new task is one line here.
  static const std::vector<TaskEntry> all{
      {"spirals",
       "three spirals of 100 points, network 2-64-64-3 with ReLU, full-batch gradient descent",
       &spirals,
       {2, 64, 64, 3}},
  };
  return all;
}

Result<Task> task_named(std::string_view name) {
  std::vector<std::string_view> names;
  for (const TaskEntry& entry : tasks()) names.push_back(entry.name);
  return index_of("task", name, names).map([](std::size_t i) {
    const TaskEntry& entry = tasks()[i];
    return Task{.name = std::string(entry.name), .widths = entry.widths};
  });
}

Dataset Task::data(std::uint32_t seed) const {
  const auto entry = std::find_if(tasks().begin(), tasks().end(), [&](const TaskEntry& e) { return e.name == name; });
  return entry->data(seed);
}

}  // namespace etude
