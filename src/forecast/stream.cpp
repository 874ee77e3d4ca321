#include "forecast/stream.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "forecast/progress.h"

namespace etude::forecast {
namespace {

constexpr double gone = 1e-9;  // of the peak: after a drop to a lower rate all is done at the next step above 0

/// 1 - e^-x for x >= 0, to the last digits for small x too.
double decayed_by(double x) {
  if (x > 0.01) return 1 - math::exp(-x);
  return x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4 * (1 - x / 5))));
}

/// What is left of all drops by a power kernel.
class PowerState {
 public:
  PowerState(double beta, double least_rate, double most_kernel_rate) : beta_(beta), first_(least_rate) {
    const double octaves = math::log(40 * most_kernel_rate / least_rate) / math::log(2);
    const auto count = static_cast<std::size_t>(std::max(1.0, octaves + 1));
    left_.resize(count);
    weights_.resize(count);
    decays_.resize(count);
    for (std::size_t j = 0; j < count; ++j) powers_.push_back(math::exp(beta * math::log(2) * static_cast<double>(j)));
  }

  void add(double drop, double kernel_rate) {
    if (kernel_rate != kernel_rate_) weigh(kernel_rate);
    for (std::size_t j = 0; j < left_.size(); ++j) left_[j] += drop * weights_[j];
    lasting_ += drop * lasting_weight_;
  }

  void pass(double rate) {
    if (rate != rate_) {
      rate_ = rate;
      double y = decayed_by(first_ * rate);
      for (double& decay : decays_) decay = y, y *= 2 - y;
    }
    for (std::size_t j = 0; j < left_.size(); ++j) left_[j] -= left_[j] * decays_[j];
  }

  double left() const {
    double sum = lasting_;
    for (const double each : left_) sum += each;
    return sum;
  }

 private:
  void weigh(double kernel_rate) {
    kernel_rate_ = kernel_rate;
    const double start = math::exp(beta_ * math::log(first_ / kernel_rate));
    double y = decayed_by(first_ / kernel_rate), sum = lasting_weight_ = start / (powers_.at(1) - 1);
    for (std::size_t j = 0; j < weights_.size(); ++j, y *= 2 - y) sum += weights_[j] = start * powers_[j] * (1 - y);
    for (double& weight : weights_) weight /= sum;
    lasting_weight_ /= sum;
  }

  double beta_, first_;
  double kernel_rate_ = 0, rate_ = -1, lasting_ = 0, lasting_weight_ = 0;
  std::vector<double> left_, weights_, decays_, powers_;
};

/// What drops have brought so far, by any kernel.
class Drops {
 public:
  Drops(const Law& law, const LawNumbers& numbers, double unit, std::span<const double> rates, double peak)
      : law_(law), numbers_(numbers), unit_(unit), peak_(peak), state_(state_for(rates)) {}

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
  double raised(double rate) const { return rate > 0 ? math::pow(rate / unit_, numbers_[Role::drop_power]) : 0; }

  double kernel_rate(double rate) const {
    if (law_.kernel == Kernel::joint) return numbers_[Role::kernel_rate] * unit_ / peak_;
    const double gamma = numbers_[Role::kernel_scaling];
    const double slow = gamma > 0 ? math::pow(rate / unit_, -gamma) : 1;
    return numbers_[Role::kernel_rate] / unit_ * slow;
  }

  PowerState state_for(std::span<const double> rates) const {
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
  double all_ = 0, pending_ = 0, momentum_ = 0, brought_ = 0;
  PowerState state_;
};

}  // namespace

std::vector<double> streamed(const Law& law, const LawNumbers& numbers, double unit, std::span<const double> rates,
                             Step warmup_steps, std::span<const Step> at) {
  const double peak = *std::max_element(rates.begin(), rates.end());
  const auto warm = static_cast<std::size_t>(warmup_steps);
  double before = rates[warm], warmup_sum = 0, sum = 0, progress = 0;
  for (std::size_t i = 0; i < warm; ++i) before = std::max(before, rates[i]), warmup_sum += rates[i];
  if (law.counts_from_first_step) before = 0;
  progress = progress_ahead(law, numbers, warmup_sum, static_cast<double>(warmup_steps), peak);
  Drops drops(law, numbers, unit, rates, peak);
  const double held = law.kernel == Kernel::joint ? math::pow(peak / unit, numbers[Role::drop_power]) : 0;
  std::vector<double> losses;
  double last = -1, last_power = 0;
  for (std::size_t i = 0; losses.size() < at.size(); ++i) {
    while (losses.size() < at.size() && at[losses.size()] == static_cast<Step>(i))
      losses.push_back(numbers[Role::floor] + numbers[Role::height] * math::pow(progress, -numbers[Role::decline]) +
                       numbers[Role::drop_height] * (held - drops.brought()));
    if (i == rates.size()) break;
    const double rate = rates[i];
    if ((i >= warm || law.counts_from_first_step) && rate != before) drops.drop(before, rate, sum);
    if (i >= warm || law.counts_from_first_step) before = rate;
    drops.pass(rate);
    if (rate != last) last_power = rate > 0 ? unit * math::pow(rate / unit, numbers[Role::rate_power]) : 0;
    last = rate;
    progress += last_power;
    sum += rate;
  }
  return losses;
}

}  // namespace etude::forecast
