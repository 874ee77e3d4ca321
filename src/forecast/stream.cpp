#include "forecast/stream.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "etude/base/math.h"
#include "forecast/modes.h"
#include "forecast/power.h"
#include "forecast/progress.h"

namespace etude::forecast {
namespace {

constexpr double gone = 1e-9;  // of the peak: after a drop to a lower rate all is done at the next step above 0

/// 1 - e^-x for x >= 0, to the last digits for small x too.
double decayed_by(double x) {
  if (x > 40) return 1;
  if (x > 0.01) return 1 - math::exp(-x);
  return x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4 * (1 - x / 5))));
}

/// The states stand in rows of this many, each a chain of doublings of its own, so that a processor works on all at once.
constexpr std::size_t chains = 4;

/// 1 - e^(-x 2^j) for every state j, the first x given: state row + rows * chain stands at row * chains + chain.
void decays_of(double x, std::vector<double>& decays) {
  const std::size_t rows = decays.size() / chains;
  std::array<double, chains> y;
  for (double& each : y) each = decayed_by(x), x *= std::ldexp(1.0, static_cast<int>(rows));
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t chain = 0; chain < chains; ++chain) {
      decays[row * chains + chain] = y[chain];
      y[chain] *= 2 - y[chain];
    }
}

/// What is left of all drops by a power kernel.
class PowerState {
 public:
  PowerState(double beta, double least_rate, double most_kernel_rate) : beta_(beta), first_(least_rate) {
    const double octaves = math::log(40 * most_kernel_rate / least_rate) / math::log(2);
    const auto rows = static_cast<std::size_t>(std::max(1.0, octaves + 1)) / chains + 1;
    for (auto* each : {&left_, &weights_, &decays_, &powers_}) each->resize(rows * chains);
    for (std::size_t i = 0; i < powers_.size(); ++i)
      powers_[i] = math::exp(beta * math::log(2) * static_cast<double>(i / chains + rows * (i % chains)));
  }

  void add(double drop, double kernel_rate) {
    if (kernel_rate != kernel_rate_) weigh(kernel_rate);
    for (std::size_t i = 0; i < left_.size(); ++i) left_[i] += drop * weights_[i];
    lasting_ += drop * lasting_weight_;
  }

  void pass(double rate) {
    if (rate != rate_) decays_of(first_ * rate, decays_), rate_ = rate;
    for (std::size_t i = 0; i < left_.size(); ++i) left_[i] -= left_[i] * decays_[i];
  }

  double left() const { return lasting_ + sum_of(left_); }

 private:
  static double sum_of(const std::vector<double>& states) {
    std::array<double, chains> sums{};
    for (std::size_t i = 0; i < states.size(); i += chains)
      for (std::size_t chain = 0; chain < chains; ++chain) sums[chain] += states[i + chain];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }

  void weigh(double kernel_rate) {
    kernel_rate_ = kernel_rate;
    const double start = math::exp(beta_ * math::log(first_ / kernel_rate));
    decays_of(first_ / kernel_rate, weights_);
    for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i] = start * powers_[i] * (1 - weights_[i]);
    lasting_weight_ = start / (math::exp(beta_ * math::log(2)) - 1);
    const double share = 1 / (lasting_weight_ + sum_of(weights_));
    for (double& weight : weights_) weight *= share;
    lasting_weight_ *= share;
  }

  double beta_, first_;
  double kernel_rate_ = 0, rate_ = -1, lasting_ = 0, lasting_weight_ = 0;
  std::vector<double> left_, weights_, decays_, powers_;
};

/// What drops have brought so far, by any kernel.
class Drops {
 public:
  Drops(const Law& law, const LawNumbers& numbers, double unit, std::span<const double> rates, double peak)
      : law_(law),
        numbers_(numbers),
        unit_(unit),
        peak_(peak),
        drop_power_(power_of_rates(numbers[Role::drop_power], peak, unit)),
        scaling_(power_of_rates(-numbers[Role::kernel_scaling], peak, unit)),
        state_(state_for(rates)) {}

  /// From one rate to another; FSL needs the sum of the rates before.
  void drop(double before, double after, double sum) {
    if (law_.kernel == Kernel::none) return;
    double size = raised(before) - raised(after);
    if (law_.kernel == Kernel::scaling)
      size *= numbers_[Role::drop_floor] + math::exp(-numbers_[Role::decline] * math::log(sum));
    all_ += size;
    if (law_.kernel == Kernel::at_once) return;
    if (law_.kernel == Kernel::forgetting)
      momentum_ += size;
    else if (after < gone * peak_ && numbers_[Role::kernel_scaling] > 0)
      pending_ += size;
    else
      state_.add(size, kernel_rate(after));
  }

  void pass(double rate) {
    if (law_.kernel == Kernel::forgetting) {
      brought_ += momentum_;
      momentum_ *= 1 - 1 / numbers_[Role::memory];
    } else if (rate > 0) {
      pending_ = 0;
      state_.pass(rate);
    }
  }

  double brought() const {
    if (law_.kernel == Kernel::forgetting) return brought_;
    return all_ - pending_ - state_.left();
  }

 private:
  double raised(double rate) {
    return numbers_[Role::drop_power] == 1 ? rate / unit_ : drop_power_(rate / unit_).power();
  }

  double kernel_rate(double rate) {
    if (law_.kernel == Kernel::joint) return numbers_[Role::kernel_rate] * unit_ / peak_;
    const double gamma = numbers_[Role::kernel_scaling];
    const double slow = gamma > 0 ? scaling_(rate / unit_).power() : 1;
    return numbers_[Role::kernel_rate] / unit_ * slow;
  }

  PowerState state_for(std::span<const double> rates) {
    double sum = 0, lowest = peak_;
    for (const double rate : rates) {
      sum += rate;
      if (rate >= gone * peak_) lowest = std::min(lowest, rate);
    }
    return {numbers_[Role::kernel_power], 1e-9 / sum, std::max(kernel_rate(lowest), 1 / sum)};
  }

  const Law& law_;
  const LawNumbers& numbers_;
  double unit_, peak_;
  Power drop_power_, scaling_;  // of rates
  double all_ = 0, pending_ = 0, momentum_ = 0, brought_ = 0;
  PowerState state_;
};

}  // namespace

std::vector<double> streamed(const Law& law, const LawNumbers& numbers, double unit, std::span<const double> rates,
                             Step warmup_steps, std::span<const Step> at) {
  if (law.kernel == Kernel::modes) return modes_losses(numbers, unit, blocks_of(rates, at));
  const double peak = *std::max_element(rates.begin(), rates.end());
  const auto warm = static_cast<std::size_t>(warmup_steps);
  double before = rates[warm], warmup_sum = 0, sum = 0, progress = 0;
  for (std::size_t i = 0; i < warm; ++i) before = std::max(before, rates[i]), warmup_sum += rates[i];
  if (law.counts_from_first_step) before = 0;
  progress = progress_ahead(law, numbers, warmup_sum, static_cast<double>(warmup_steps), peak);
  Drops drops(law, numbers, unit, rates, peak);
  const double held = law.kernel == Kernel::joint ? math::pow(peak / unit, numbers[Role::drop_power]) : 0;
  Power rate_power = power_of_rates(numbers[Role::rate_power], peak, unit);
  const double most = progress + unit * rate_power(peak / unit).power() * static_cast<double>(rates.size());
  Power decline(-numbers[Role::decline], 1e-6 * most, most);
  std::vector<double> losses;
  double last = -1, last_power = 0;
  for (std::size_t i = 0; losses.size() < at.size(); ++i) {
    while (losses.size() < at.size() && at[losses.size()] == static_cast<Step>(i))
      losses.push_back(numbers[Role::floor] + numbers[Role::height] * decline(progress).power() +
                       numbers[Role::drop_height] * (held - drops.brought()));
    if (i == rates.size()) break;
    const double rate = rates[i];
    if ((i >= warm || law.counts_from_first_step) && rate != before) drops.drop(before, rate, sum);
    if (i >= warm || law.counts_from_first_step) before = rate;
    drops.pass(rate);
    if (rate != last) last_power = unit * rate_power(rate / unit).power();
    last = rate;
    progress += last_power;
    sum += rate;
  }
  return losses;
}

}  // namespace etude::forecast
