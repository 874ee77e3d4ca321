#pragma once
// What rules are made of.

#include <optional>
#include <vector>

#include "etude/range/rules.h"

namespace etude::range::rules {

using Values = std::vector<double>;

/// What is left of a sweep after a rule's own stop, smoothing and skipping.
struct Kept {
  Values lr, loss;
};

/// m <- factor m + (1 - factor) loss, divided by 1 - factor^(t + 1 + late); ends with the first above `stop` times the
/// lowest before it.
Kept corrected_mean(const Swept& swept, double factor, double stop, int late = 0);
/// The first loss, then m <- 0.95 m + 0.05 loss; ends with the first above 5 times the lowest so far.
Kept plain_mean(const Swept& swept);
/// As they are; ends with the first above 4 times the lowest before it.
Kept raw(const Swept& swept);

/// Without the first `begin` and the last `end`; empty where there are not as many.
Kept without(const Kept& kept, std::size_t begin, std::size_t end);

/// dy/dx on an uneven grid: of second order inside, of first at the ends. Two points or more.
Values slopes(const Values& x, const Values& y);
Values numbers(std::size_t count);  // 0, 1, 2, ...
Values logarithms(const Values& values);

/// The index of the first of the lowest.
std::size_t lowest(const Values& values);

/// The rate at which the losses fall fastest against the logarithm of the rate; none where there are fewer than two.
std::optional<double> steepest(const Kept& kept);

// One file each, or one a family.
std::optional<double> below_edge(const Swept& swept);
std::optional<double> basin(const Swept& swept);
std::optional<double> post(const Swept& swept);
std::optional<double> fastai_valley(const Swept& swept);
std::optional<double> fastai_steep(const Swept& swept);
std::optional<double> fastai_minimum(const Swept& swept);
std::optional<double> fastai_slide(const Swept& swept);
std::optional<double> lightning(const Swept& swept);
std::optional<double> pytorch_lr_finder(const Swept& swept);
std::optional<double> ignite(const Swept& swept);
std::optional<double> keras_lr_finder(const Swept& swept);

}  // namespace etude::range::rules
