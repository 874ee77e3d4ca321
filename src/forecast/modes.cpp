#include "forecast/modes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/power_modes.h"

namespace etude::forecast {
namespace {

constexpr double unmoved = 1e-12;  // of 1 - a: the series has n equal terms

/// From where each group has its first mode to where the next has its own.
std::vector<std::pair<double, double>> groups(const LawNumbers& numbers) {
  const double end = numbers[Role::modes] + 1;
  std::vector<std::pair<double, double>> all;
  for (double first = 1, last = 0; first < end; first = last) {
    last = std::min(next_group(first), end);
    all.emplace_back(first, last);
  }
  return all;
}

/// What the modes' variances are, and what a block of steps does to their energies.
class Motion {
 public:
  Motion(const LawNumbers& numbers, double unit) : feedback_(numbers[Role::feedback]) {
    const double spectrum = numbers[Role::spectrum], per_rate = numbers[Role::kernel_rate] / unit;
    for (const auto& [first, last] : groups(numbers)) {
      const double squares = sum_of_powers(2 * spectrum, first, last);
      variances_.push_back(per_rate * squares / sum_of_powers(spectrum, first, last));
      weights_.push_back(per_rate * per_rate * squares);
    }
    for (auto* each : {&moves_, &squares_, &powers_, &gains_}) each->resize(variances_.size());
  }

  /// Factors, powers and gains.
  void look_at(const Outline::Block& block) {
    const double more = 1 + feedback_, rate = block.rate;
    for (std::size_t i = 0; i < size(); ++i) {
      const double x = rate * variances_[i];
      moves_[i] = x * (2 - more * x);
    }
    raise(static_cast<std::uint64_t>(block.count));
    gained_ = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      const double series = moves_[i] > unmoved ? (1 - powers_[i]) / moves_[i] : block.count;
      gains_[i] = rate * rate * weights_[i] * series;
      gained_ += gains_[i];
    }
    inside_ = (block.count - 1) / (2 * block.count);
    share_ = 1 / (1 - inside_ * feedback_ * gained_);
  }

  /// What the noise is with the loss in the block: f M + N.
  double noise_in(const std::vector<double>& energies, double noise) const {
    double kept = 0, sum = 0;
    for (std::size_t i = 0; i < size(); ++i) kept += powers_[i] * energies[i], sum += energies[i];
    return noise + feedback_ * ((1 - inside_) * sum + inside_ * (kept + gained_ * noise)) * share_;
  }

  void pass(std::vector<double>& energies, double noise) const {
    const double in_block = noise_in(energies, noise);
    for (std::size_t i = 0; i < size(); ++i) energies[i] = powers_[i] * energies[i] + gains_[i] * in_block;
  }

  /// From the slopes by the energies after the block to those by the energies before it, which are given. Returns that by
  /// the rate.
  double go_back(const Outline::Block& block, const std::vector<double>& energies, double noise,
                 std::vector<double>& slopes) const {
    const double in_block = noise_in(energies, noise);
    double by_loss = 0, by_rate = 0;
    for (std::size_t i = 0; i < size(); ++i) by_loss += slopes[i] * gains_[i];
    by_loss *= feedback_ * share_;
    for (std::size_t i = 0; i < size(); ++i) {
      const double slope = slopes[i] + inside_ * by_loss;
      by_rate += slope * slope_by_rate(i, block, energies[i], in_block);
      slopes[i] = slope * powers_[i] + (1 - inside_) * by_loss;
    }
    return by_rate;
  }

 private:
  std::size_t size() const { return variances_.size(); }

  /// The powers of all factors.
  void raise(std::uint64_t count) {
    for (std::size_t i = 0; i < size(); ++i) squares_[i] = 1 - moves_[i];
    if (count == 1) {
      powers_ = squares_;
      return;
    }
    std::fill(powers_.begin(), powers_.end(), 1.0);
    for (; count > 0; count /= 2) {
      if (count % 2 == 1)
        for (std::size_t i = 0; i < size(); ++i) powers_[i] *= squares_[i];
      for (std::size_t i = 0; i < size(); ++i) squares_[i] *= squares_[i];
    }
  }

  /// What the energy of a group after the block changes by, where the rate does, and the loss in the block is held.
  double slope_by_rate(std::size_t i, const Outline::Block& block, double energy, double in_block) const {
    const double n = block.count, rate = block.rate, factor = 1 - moves_[i];
    const double by_factor = -2 * variances_[i] * (1 - (1 + feedback_) * rate * variances_[i]);
    const double power_slope = factor > 0 ? n * powers_[i] / factor * by_factor : 0;
    const double series = gains_[i] / (rate * rate * weights_[i]);
    const double series_slope =
        moves_[i] * n > 1e-7 ? (series * by_factor - power_slope) / moves_[i] : n * (n - 1) / 2 * by_factor;
    return energy * power_slope + in_block * rate * weights_[i] * (2 * series + rate * series_slope);
  }

  double feedback_, gained_ = 0, inside_ = 0, share_ = 1;                       // f, G, h, 1 / (1 - h f G)
  std::vector<double> variances_, weights_, moves_, squares_, powers_, gains_;  // v, w, 1 - a, -, P, rate^2 w Q
};

std::vector<double> energies_of(const LawNumbers& numbers) {
  const double decline = 1 + numbers[Role::decline] * numbers[Role::spectrum];
  std::vector<double> energies;
  for (const auto& [first, last] : groups(numbers))
    energies.push_back(numbers[Role::height] * sum_of_powers(decline, first, last));
  return energies;
}

double sum_of(const std::vector<double>& energies) {
  double sum = 0;
  for (const double energy : energies) sum += energy;
  return sum;
}

/// A run under other numbers, one of which is a little larger.
struct Varied {
  Role role;
  LawNumbers numbers;
  std::size_t motion;  // 0 where the number does not change what blocks do
  std::vector<double> energies;
};

}  // namespace

std::vector<double> modes_losses(const LawNumbers& numbers, double unit, const Outline& outline, Slopes* slopes) {
  constexpr double little = 1e-7;
  std::vector<Motion> motions{Motion(numbers, unit)};
  std::vector<Varied> runs{{Role::floor, numbers, 0, energies_of(numbers)}};
  if (slopes)
    for (const Role role :
         {Role::decline, Role::noise, Role::kernel_rate, Role::spectrum, Role::feedback, Role::modes}) {
      LawNumbers more = numbers;
      more[role] *= 1 + little;
      const bool moves_alike = role == Role::decline || role == Role::noise;
      if (!moves_alike) motions.emplace_back(more, unit);
      runs.push_back({role, more, moves_alike ? 0 : motions.size() - 1, energies_of(more)});
    }
  std::vector<double> losses;
  std::size_t block = 0;
  for (const std::size_t end : outline.block_ends) {
    for (; block < end; ++block) {
      if (outline.blocks[block].rate == 0) continue;
      for (Motion& motion : motions) motion.look_at(outline.blocks[block]);
      for (Varied& run : runs) motions[run.motion].pass(run.energies, run.numbers[Role::noise]);
    }
    const double gone = sum_of(runs[0].energies);
    losses.push_back(numbers[Role::floor] + gone);
    if (!slopes) continue;
    auto& row = slopes->emplace_back();
    for (const Varied& run : runs) row[static_cast<std::size_t>(run.role)] = (sum_of(run.energies) - gone) / little;
    row[static_cast<std::size_t>(Role::floor)] = numbers[Role::floor];
    row[static_cast<std::size_t>(Role::height)] = gone - row[static_cast<std::size_t>(Role::noise)];
  }
  return losses;
}

FinalLoss modes_final_loss(const LawNumbers& numbers, double unit, std::span<const double> rates) {
  const std::array end{static_cast<Step>(rates.size())};
  const Outline outline = blocks_of(rates, end);
  const double noise = numbers[Role::noise];
  Motion motion(numbers, unit);
  std::vector<std::vector<double>> before{energies_of(numbers)};
  for (const Outline::Block& block : outline.blocks) {
    before.push_back(before.back());
    if (block.rate == 0) continue;
    motion.look_at(block);
    motion.pass(before.back(), noise);
  }
  FinalLoss found{.loss = numbers[Role::floor] + sum_of(before.back()), .gradient = std::vector<double>(rates.size())};
  std::vector<double> slopes(before.back().size(), 1.0);
  std::size_t step = rates.size();
  for (std::size_t i = outline.blocks.size(); i-- > 0;) {
    const Outline::Block& block = outline.blocks[i];
    double slope = 0;
    if (block.rate > 0) {
      motion.look_at(block);
      slope = motion.go_back(block, before[i], noise, slopes) / block.count;
    }
    for (double n = 0; n < block.count; ++n) found.gradient[--step] = slope;
  }
  return found;
}

}  // namespace etude::forecast
