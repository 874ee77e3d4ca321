// Where a sweep explodes, and what it looks like before.
//
// Idea: an explosion is a loss that stands out from the losses shortly before. Formula: the running mean at step t is
// that of the losses at rates within 0.15 decades below lr_t; the edge is the first rate with loss_t > 4 max(m, 0.02
// s), m being the lowest running mean before t and s the first one. Smoothed losses are sums of w_i loss_i / sums of
// w_i, w_i = exp(-(d_i / 0.08)^2 / 2), d_i the distance in log10(lr), over the losses before the edge. Edges: a loss
// that is not finite is the edge; a window without losses takes the line between its neighbours. Cost: steps x window.
// Source: the factor 4 is that of most range tests (Smith 2017; fastai); means and windows in the rate are ours, so
// that lucky mini-batches, the number of steps and the loss's unit do not matter.

#include "range/curve.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::range {
namespace {

constexpr double explosion = 4, nothing = 0.02, beyond = 10;
constexpr double look_back = 0.15, width = 0.08, reach = 3 * width;  // decades

double log10_of(double x) { return math::log(x) / math::log(10); }

/// Between the two neighbours of `lr`, or the end that is nearest.
double between(double lr, std::span<const double> lrs, std::span<const double> losses) {
  const auto above = static_cast<std::size_t>(std::lower_bound(lrs.begin(), lrs.end(), lr) - lrs.begin());
  if (above == 0) return losses.front();
  if (above == lrs.size()) return losses.back();
  const double w = (lr - lrs[above - 1]) / (lrs[above] - lrs[above - 1]);
  return math::mix(w, losses[above], losses[above - 1]);
}

}  // namespace

std::string check_rates(double from, double to) {
  if (from > 0 && to > from && std::isfinite(to / from)) return "";
  return "the sweep must grow from a positive rate, not from " + shortest(from) + " to " + shortest(to) +
         "; type --from 1e-6 --to 1";
}

bool EdgeFinder::explodes(double lr, double loss) {
  if (!std::isfinite(loss)) return true;
  if (loss_.empty()) return false;
  double sum = 0;
  std::size_t count = 0;
  const double least = lr * math::pow(10, -look_back);
  for (std::size_t i = loss_.size(); i-- > 0 && (lr_[i] >= least || count < 3); ++count) sum += loss_[i];
  const double mean = sum / static_cast<double>(count);
  if (lowest_ > 1e300) start_ = mean;
  lowest_ = std::min(lowest_, mean);
  return loss > explosion * std::max(lowest_, nothing * start_);
}

bool EdgeFinder::is_cut_at(double lr, double loss) {
  if (std::isnan(edge_) && explodes(lr, loss)) edge_ = lr;
  lr_.push_back(lr);
  loss_.push_back(loss);
  return !std::isfinite(loss) || lr >= beyond * edge_;
}

double smoothed_at(double lr, std::span<const double> lrs, std::span<const double> losses) {
  const double ratio = math::pow(10, reach);
  const auto first = std::lower_bound(lrs.begin(), lrs.end(), lr / ratio);
  double sum = 0, weights = 0;
  for (auto i = static_cast<std::size_t>(first - lrs.begin()); i < lrs.size() && lrs[i] <= lr * ratio; ++i) {
    const double distance = log10_of(lrs[i] / lr) / width;
    const double weight = math::exp(-distance * distance / 2);
    sum += weight * losses[i];
    weights += weight;
  }
  return weights > 0 ? sum / weights : between(lr, lrs, losses);
}

SeedSweep analysed(std::uint32_t seed, std::vector<double> lr, std::vector<double> loss) {
  SeedSweep sweep{.seed = seed, .lr = std::move(lr), .loss = std::move(loss), .smoothed = {}};
  EdgeFinder finder;
  std::size_t size = std::min(sweep.lr.size(), sweep.loss.size());
  for (std::size_t i = 0; i < size; ++i)
    if (finder.is_cut_at(sweep.lr[i], sweep.loss[i])) size = i + 1;
  sweep.lr.resize(size);
  sweep.loss.resize(size);
  sweep.edge = finder.edge();

  const auto end = std::isnan(sweep.edge) ? sweep.lr.end() : std::find(sweep.lr.begin(), sweep.lr.end(), sweep.edge);
  const auto before = static_cast<std::size_t>(end - sweep.lr.begin());
  sweep.smoothed.assign(size, not_a_number);
  for (std::size_t i = 0; i < before; ++i) {
    sweep.smoothed[i] =
        smoothed_at(sweep.lr[i], std::span(sweep.lr).first(before), std::span(sweep.loss).first(before));
    if (sweep.smoothed[i] >= sweep.best) continue;
    sweep.best = sweep.smoothed[i];
    sweep.basin = sweep.lr[i];
  }
  if (before > 0) sweep.start = sweep.smoothed[0];
  return sweep;
}

}  // namespace etude::range
