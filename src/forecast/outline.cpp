#include "forecast/outline.h"

#include <algorithm>
#include <cmath>

namespace etude::forecast {
namespace {

constexpr double cell_ratio = 1.1;      // of the rates in a cell
constexpr double drop_ratio = 1.25;     // of the rates in a drop
constexpr double narrow = 0.3;          // a drop's width as a share of its distance
constexpr double same_rate = 1e-15;     // of a rate: two that differ by no more are one, as along a flat piece
constexpr double nearest_share = 1e-3;  // of the peak: how near is near where the rate is lower

/// Sums up neighbouring rates until one is too far from the others.
class CellOf {
 public:
  /// False where the rate is too far from the others.
  bool takes(double rate) {
    if (count_ == 0) first_ = low_ = high_ = rate;
    const double low = std::min(low_, rate), high = std::max(high_, rate);
    if (high > cell_ratio * low) return false;
    low_ = low, high_ = high;
    const double away = rate - first_;
    ++count_;
    sum_ += away;
    squares_ += away * away;
    return true;
  }
  Outline::Cell cell() const {
    const double away = sum_ / count_, mean = first_ + away;
    if (!(mean > 0)) return {0, 0, 0};  // no steps, or such that make no progress
    return {count_, mean, std::max(squares_ / count_ - away * away, 0.0) / (mean * mean)};
  }

 private:
  double first_ = 0, count_ = 0, sum_ = 0, squares_ = 0, low_ = 0, high_ = 0;
};

void add_cells(std::span<const double> rates, Outline& outline) {
  CellOf current;
  Step step = 0;
  double sum = 0;
  for (const Step point : outline.at) {
    for (; step < point; ++step) {
      const double rate = rates[static_cast<std::size_t>(step)];
      sum += rate;
      if (current.takes(rate)) continue;
      outline.cells.push_back(current.cell());
      current = {};
      current.takes(rate);
    }
    outline.cell_ends.push_back(outline.cells.size());
    outline.last_cells.push_back(current.cell());
    outline.sums.push_back(sum);
  }
}

/// The tree over the changes of the rate: node i of level l has the 2^l changes from i 2^l on. What is known of a node
/// are differences of sums over all changes before its ends.
class Tree {
 public:
  Tree(const Law& law, std::span<const double> rates, Step warmup_steps, Outline& outline)
      : tells_when_(law.kernel == Kernel::scaling), outline_(outline) {
    find_changes(rates, static_cast<std::size_t>(warmup_steps), law.counts_from_first_step);
    for (std::size_t size = changes_.size(); size > 0; size = size > 1 ? (size + 1) / 2 : 0)
      places_.emplace_back(size, unplaced);
    rate_places_.assign(changes_.size() + 1, unplaced);
  }

  /// The terms of the point after `step` updates, whose rates add up to `sum`.
  void add_terms(double step, double sum) {
    if (!places_.empty()) descend(places_.size() - 1, 0, step, sum);
    outline_.term_ends.push_back(outline_.terms.size());
  }

 private:
  struct Change {
    double step, sum;  // when, and the sum of the rates before
    double after;      // the rate from then on
    int turns;         // how often the rates had turned round till then
  };
  struct Sums {
    double weight = 0, rate = 0, sum = 0, step = 0;  // of sizes; of what a Drop has means of, times the size
  };

  void find_changes(std::span<const double> rates, std::size_t warm, bool from_first) {
    const std::size_t begin = from_first ? 0 : warm;
    double sum = 0, before = 0;
    for (std::size_t i = 0; i < begin; ++i) sum += rates[i], before = std::max(before, rates[i]);
    if (!from_first) before = std::max(before, rates[begin]);
    first_rate_ = before;
    changes_.reserve(rates.size() - begin);
    sums_.reserve(rates.size() - begin + 1);
    sums_.emplace_back();
    bool falls = false;
    int turns = 0;
    for (std::size_t k = begin; k < rates.size(); ++k) {
      if (std::abs(rates[k] - before) <= same_rate * before) {
        sum += rates[k];
        continue;
      }
      if (falls != (rates[k] < before)) ++turns;
      falls = rates[k] < before;
      add_change({static_cast<double>(k), sum, rates[k], turns}, std::abs(before - rates[k]));
      before = rates[k];
      sum += rates[k];
    }
  }

  void add_change(const Change& change, double size) {
    Sums next = sums_.back();
    next.weight += size;
    next.rate += size * change.after;
    next.sum += size * change.sum;
    next.step += size * change.step;
    changes_.push_back(change);
    sums_.push_back(next);
  }

  double rate_before(std::size_t change) const { return change == 0 ? first_rate_ : changes_[change - 1].after; }

  bool is_narrow(const Change& first, const Change& last, double step, double sum) const {
    const double low = std::min(first.after, last.after), high = std::max(first.after, last.after);
    return first.turns == last.turns && high <= drop_ratio * low &&
           last.sum - first.sum <= narrow * (sum - last.sum + std::max(low, nearest_share * outline_.peak)) &&
           last.step - first.step <= narrow * (step - last.step + 10) &&
           (!tells_when_ || last.sum <= drop_ratio * first.sum);
  }

  void descend(std::size_t level, std::size_t i, double step, double sum) {
    const std::size_t begin = i << level, end = std::min((i + 1) << level, changes_.size());
    const Change &first = changes_[begin], &last = changes_[end - 1];
    if (first.step >= step) return;
    if (level == 0 || (last.step < step && is_narrow(first, last, step, sum))) {
      outline_.terms.push_back(place_of(level, i, begin, end));
      return;
    }
    descend(level - 1, 2 * i, step, sum);
    if (2 * i + 1 < places_[level - 1].size()) descend(level - 1, 2 * i + 1, step, sum);
  }

  std::uint32_t place_of(std::size_t level, std::size_t i, std::size_t begin, std::size_t end) {
    std::uint32_t& place = places_[level][i];
    if (place == unplaced) {
      place = static_cast<std::uint32_t>(outline_.drops.size());
      outline_.drops.push_back(drop_of(begin, end));
    }
    return place;
  }

  Outline::Drop drop_of(std::size_t begin, std::size_t end) {
    const std::uint32_t before = rate_place(begin), after = rate_place(end);
    if (end == begin + 1) return {before, after, changes_[begin].after, changes_[begin].sum, changes_[begin].step};
    const Sums &from = sums_[begin], &to = sums_[end];
    const Change &first = changes_[begin], &last = changes_[end - 1];
    const double weight = to.weight - from.weight;
    const auto mean = [&](double total, double a, double b) {  // what rounding leaves of it, at worst one of the ends
      return weight > 0 ? std::clamp(total / weight, std::min(a, b), std::max(a, b)) : b;
    };
    return {before, after, mean(to.rate - from.rate, first.after, last.after),
            mean(to.sum - from.sum, first.sum, last.sum), mean(to.step - from.step, first.step, last.step)};
  }

  /// The place of the rate before the change of that number.
  std::uint32_t rate_place(std::size_t change) {
    std::uint32_t& place = rate_places_[change];
    if (place == unplaced) {
      place = static_cast<std::uint32_t>(outline_.rates.size());
      outline_.rates.push_back(rate_before(change));
    }
    return place;
  }

  static constexpr auto unplaced = static_cast<std::uint32_t>(-1);
  bool tells_when_;  // FSL, to which the sum before a drop matters, too
  Outline& outline_;
  double first_rate_ = 0;
  std::vector<Change> changes_;
  std::vector<Sums> sums_;                          // over the changes before each
  std::vector<std::vector<std::uint32_t>> places_;  // of each level's nodes
  std::vector<std::uint32_t> rate_places_;
};

/// How many steps a block may have, so many steps into the run.
double most_in_block(std::size_t done, std::size_t steps) {
  constexpr double blocks = 512, early = 32;
  return std::floor(
      std::max(1.0, std::min(static_cast<double>(steps) / blocks, 1 + static_cast<double>(done) / early)));
}

}  // namespace

Outline blocks_of(std::span<const double> rates, std::span<const Step> at) {
  constexpr double alike = 0.003;  // of the peak
  Outline outline;
  outline.at.assign(at.begin(), at.end());
  outline.peak = *std::max_element(rates.begin(), rates.end());
  std::size_t step = 0;
  double sum_so_far = 0;
  for (const Step point : at) {
    while (step < static_cast<std::size_t>(point)) {
      const double most = most_in_block(step, rates.size()), first = rates[step];
      double count = 0, sum = 0;
      while (step < static_cast<std::size_t>(point) && count < most &&
             std::abs(rates[step] - first) <= alike * outline.peak)
        sum += rates[step++] - first, ++count;
      outline.blocks.push_back({count, first + sum / count});
      sum_so_far += count * first + sum;
    }
    outline.block_ends.push_back(outline.blocks.size());
    outline.sums.push_back(sum_so_far);
  }
  return outline;
}

Outline outline_of(const Law& law, std::span<const double> rates, Step warmup_steps, std::span<const Step> at) {
  if (law.kernel == Kernel::modes) return blocks_of(rates, at);
  Outline outline;
  outline.at.assign(at.begin(), at.end());
  outline.peak = *std::max_element(rates.begin(), rates.end());
  outline.warmup_steps = static_cast<double>(warmup_steps);
  for (Step i = 0; i < warmup_steps; ++i) outline.warmup_sum += rates[static_cast<std::size_t>(i)];
  add_cells(rates, outline);
  Tree tree(law, rates, warmup_steps, outline);
  for (std::size_t i = 0; i < at.size(); ++i) tree.add_terms(static_cast<double>(at[i]), outline.sums[i]);
  return outline;
}

bool see_alike(const Law& a, const Law& b) {
  return a.counts_from_first_step == b.counts_from_first_step &&
         (a.kernel == Kernel::scaling) == (b.kernel == Kernel::scaling) &&
         (a.kernel == Kernel::modes) == (b.kernel == Kernel::modes);
}

}  // namespace etude::forecast
