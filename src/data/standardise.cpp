// Idea: the mean first, then the mean square about it: two passes, so that a large mean costs no digits of the sd.
// Formula: mean = sum x / n, sd = sqrt(sum (x - mean)^2 / n), x becomes (x - mean) / sd.
// Edges: a mean of equal numbers may miss them in the last bit, and its sd is then tiny but not 0; so a constant group
//        is told by its least and its largest value.
// Cost: three passes over the training part, one over the others; the sums run down the samples in their order.

#include <algorithm>
#include <cmath>
#include <utility>

#include "data/transform.h"
#include "etude/base/number.h"

namespace etude::data {
namespace {

/// Mean and sd of the groups of inputs: input i belongs to group i mod groups.
struct Moments {
  std::vector<double> mean, sd;
  std::size_t groups() const { return mean.size(); }
};

/// Adds term(group, x) of every input to its group's sum, and divides by how many inputs a group has.
template <class Term>
std::vector<double> means(const std::vector<double>& inputs, std::size_t groups, Term term) {
  std::vector<double> sums(groups);
  for (std::size_t i = 0; i < inputs.size(); i += groups)
    for (std::size_t group = 0; group < groups; ++group) sums[group] += term(group, inputs[i + group]);
  for (double& sum : sums) sum /= static_cast<double>(inputs.size() / groups);
  return sums;
}

std::vector<bool> constant_groups(const std::vector<double>& inputs, std::size_t groups) {
  std::vector<bool> constant(groups, true);
  for (std::size_t i = groups; i < inputs.size(); i += groups)
    for (std::size_t group = 0; group < groups; ++group)
      if (inputs[i + group] != inputs[group]) constant[group] = false;
  return constant;
}

Moments moments(const std::vector<double>& inputs, std::size_t groups) {
  Moments found;
  found.mean = means(inputs, groups, [](std::size_t, double x) { return x; });
  found.sd = means(inputs, groups, [&](std::size_t group, double x) {
    const double distance = x - found.mean[group];
    return distance * distance;
  });
  const auto constant = constant_groups(inputs, groups);
  for (std::size_t group = 0; group < groups; ++group)
    found.sd[group] = constant[group] ? 0 : std::sqrt(found.sd[group]);
  return found;
}

void apply(const Moments& moments, std::vector<double>& inputs) {
  const std::size_t groups = moments.groups();
  for (std::size_t i = 0; i < inputs.size(); i += groups)
    for (std::size_t group = 0; group < groups; ++group) {
      double& x = inputs[i + group];
      x = moments.sd[group] == 0 ? 0 : (x - moments.mean[group]) / moments.sd[group];
    }
}

}  // namespace

Result<Split> standardise(Split parts, Standardisation scale) {
  const Dataset& train = parts.train;
  if (train.samples() == 0 || train.features == 0) return refuse("there are no training samples to standardise by");
  if (train.positions != 1) return refuse("tokens are numbers of characters, no measures: leave a text unstandardised");
  const std::size_t groups = scale == Standardisation::overall ? 1 : train.features;
  const Moments by = moments(train.inputs, groups);
  for (std::size_t group = 0; group < groups; ++group)
    if (!std::isfinite(by.mean[group]) || !std::isfinite(by.sd[group]))
      return refuse("column " + std::to_string(group) + " (from 0) has a mean of " + shortest(by.mean[group]) +
                    " and an sd of " + shortest(by.sd[group]) + ": divide it by a power of ten first");
  for (Dataset* part : {&parts.train, &parts.validation, &parts.test}) apply(by, part->inputs);
  return parts;
}

}  // namespace etude::data
