// The table of rules, and what rules are made of.

#include "range/rules.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/words.h"
#include "etude/base/math.h"

namespace etude::range {

const std::vector<RangeRule>& range_rules() {
  static const std::vector<RangeRule> all{
      {"basin", "the rate of the lowest smoothed loss, a third for Adam's family", "etude; docs/range-test.md", true,
       rules::basin},
      {"below-edge", "a quarter of the edge, a tenth for Adam's family", "etude", true, rules::below_edge},
      {"post", "least d(smoothed, 0.9) / d(log10 lr)", "the post, section 6", false, rules::post},
      {"fastai-valley", "a half into the longest falling run, smoothed 0.98", "fastai 2.8", false,
       rules::fastai_valley},
      {"fastai-steep", "least d(smoothed, 0.98) / d(log lr)", "fastai 2.8", false, rules::fastai_steep},
      {"fastai-minimum", "rate of the least (smoothed, 0.98) / 10", "fastai 2.8", false, rules::fastai_minimum},
      {"fastai-slide", "where slopes 15 steps apart part by less than 0.005, from the right", "fastai 2.8", false,
       rules::fastai_slide},
      {"lightning", "least d(smoothed, 0.98) / d(lr)", "PyTorch Lightning 2.6", false, rules::lightning},
      {"pytorch-lr-finder", "least d(smoothed, 0.95) / d(step)", "torch-lr-finder 0.2.2", false,
       rules::pytorch_lr_finder},
      {"ignite", "least d(smoothed, 0.95) / d(step) before the minimum", "PyTorch-Ignite 0.5", false, rules::ignite},
      {"keras-lr-finder", "least change of the loss over 20 steps", "keras_lr_finder", false, rules::keras_lr_finder}};
  return all;
}

Result<const RangeRule*> range_rule_named(std::string_view name) {
  std::vector<std::string_view> names;
  for (const RangeRule& rule : range_rules()) names.push_back(rule.name);
  return index_of("rule", name, names).map([](std::size_t i) { return &range_rules()[i]; });
}

namespace rules {
namespace {

/// Losses up to and with the first of which `smooth` is above `stop` times the lowest one before.
template <class Smooth>
Kept until_above(const Swept& swept, double stop, Smooth smooth) {
  Kept kept;
  double best = std::numeric_limits<double>::infinity();
  for (std::size_t t = 0; t < std::min(swept.lr.size(), swept.loss.size()); ++t) {
    if (!std::isfinite(swept.loss[t])) break;
    kept.lr.push_back(swept.lr[t]);
    kept.loss.push_back(smooth(t, swept.loss[t]));
    if (kept.loss.back() > stop * best) break;
    best = std::min(best, kept.loss.back());
  }
  return kept;
}

}  // namespace

Kept corrected_mean(const Swept& swept, double factor, double stop, int late) {
  double mean = 0;
  return until_above(swept, stop, [&](std::size_t t, double loss) {
    mean = factor * mean + (1 - factor) * loss;
    return mean / (1 - math::pow(factor, static_cast<double>(t) + 1 + late));
  });
}

Kept plain_mean(const Swept& swept) {
  double mean = 0;
  return until_above(swept, 5, [&](std::size_t t, double loss) {
    mean = t == 0 ? loss : 0.05 * loss + 0.95 * mean;
    return mean;
  });
}

Kept raw(const Swept& swept) {
  return until_above(swept, 4, [](std::size_t, double loss) { return loss; });
}

Kept without(const Kept& kept, std::size_t begin, std::size_t end) {
  if (kept.lr.size() <= begin + end) return {};
  const auto part = [&](const Values& values) {
    return Values(values.begin() + static_cast<std::ptrdiff_t>(begin), values.end() - static_cast<std::ptrdiff_t>(end));
  };
  return {part(kept.lr), part(kept.loss)};
}

Values slopes(const Values& x, const Values& y) {
  Values all;
  const std::size_t last = x.size() - 1;
  for (std::size_t i = 0; i <= last; ++i) {
    const std::size_t a = i == 0 ? 0 : i - 1, b = std::min(i + 1, last);
    if (i == 0 || i == last) {
      all.push_back((y[b] - y[a]) / (x[b] - x[a]));
      continue;
    }
    const double before = x[i] - x[a], after = x[b] - x[i];
    all.push_back((before * before * y[b] + (after * after - before * before) * y[i] - after * after * y[a]) /
                  (before * after * (before + after)));
  }
  return all;
}

Values numbers(std::size_t count) {
  Values all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(static_cast<double>(i));
  return all;
}

Values logarithms(const Values& values) {
  Values all;
  for (const double value : values) all.push_back(math::log(value));
  return all;
}

std::size_t lowest(const Values& values) {
  return static_cast<std::size_t>(std::min_element(values.begin(), values.end()) - values.begin());
}

std::optional<double> steepest(const Kept& kept) {
  if (kept.lr.size() < 2) return std::nullopt;
  return kept.lr[lowest(slopes(logarithms(kept.lr), kept.loss))];
}

}  // namespace rules
}  // namespace etude::range
