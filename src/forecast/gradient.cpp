#include "forecast/gradient.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "forecast/modes.h"
#include "forecast/progress.h"

namespace etude::forecast {
namespace {

constexpr double slope_share = 1e-4;  // of the peak, for derivatives

/// One law on one course, by its last update.
class AtEnd {
 public:
  AtEnd(const Law& law, const LawNumbers& numbers, double unit, std::span<const double> rates, std::size_t warm)
      : law_(law),
        numbers_(numbers),
        unit_(unit),
        rates_(rates),
        warm_(warm),
        begin_(law.counts_from_first_step ? 0 : warm) {
    peak_ = *std::max_element(rates.begin(), rates.end());
  }

  FinalLoss found() {
    FinalLoss found{.gradient = std::vector<double>(rates_.size())};
    add_progress(found);
    found.loss += numbers_[Role::floor];
    if (law_.kernel == Kernel::none) return found;
    look_at_drops();
    add_drops(found);
    if (law_.kernel == Kernel::joint)
      found.loss += numbers_[Role::drop_height] * math::pow(peak_ / unit_, numbers_[Role::drop_power]);
    return found;
  }

 private:
  struct Drop {
    double size = 0;                  // D_k, 0 for all before the first
    double late = 1, late_slope = 0;  // a_k and its derivative
    double done = 0, by_sum = 0;      // G_k and g_k c_k
    double by_own_rate = 0;           // -gamma g_k c_k S_k / e_k
    double slope = 0;                 // h'(e_k)
  };

  void add_progress(FinalLoss& found) {
    const double q = numbers_[Role::rate_power], alpha = numbers_[Role::decline], A = numbers_[Role::height];
    double warmup_sum = 0, progress = 0;
    for (std::size_t i = 0; i < rates_.size(); ++i) {
      if (i < warm_) warmup_sum += rates_[i];
      const double x = rates_[i] / unit_, least = slope_share * peak_ / unit_;
      const double power = q == 1 ? 1 : math::pow(std::max(x, least), q - 1);
      progress += unit_ * (x >= least ? x * power : x > 0 ? math::pow(x, q) : 0);
      if (i >= warm_) found.gradient[i] = q * power;
    }
    progress += progress_ahead(law_, numbers_, warmup_sum, static_cast<double>(warm_), peak_);
    const double taken = A * math::pow(progress, -alpha);
    for (double& each : found.gradient) each *= -alpha * taken / progress;
    found.loss = taken;
  }

  void look_at_drops() {
    drops_.resize(rates_.size());
    double before = begin_ == 0 && law_.counts_from_first_step ? 0 : rates_[begin_], sum = 0, after = 0;
    for (std::size_t i = 0; i < begin_; ++i) before = std::max(before, rates_[i]), sum += rates_[i];
    is_held_ = before > rates_[begin_];
    for (std::size_t k = rates_.size(); k-- > begin_;) {
      after += rates_[k];
      look_at(drops_[k], rates_[k], after, rates_.size() - k);
    }
    double h_before = raised(before);
    for (std::size_t k = begin_; k < rates_.size(); ++k) {
      Drop& drop = drops_[k];
      const double h = rates_[k] == before ? h_before : raised(rates_[k]);
      drop.size = h_before - h;
      if (law_.kernel == Kernel::scaling) {
        const double alpha = numbers_[Role::decline], power = sum > 0 ? math::pow(sum, -alpha) : 0;
        drop.late = numbers_[Role::drop_floor] + power;
        drop.late_slope = sum > 0 ? -alpha * power / sum : 0;
      }
      before = rates_[k], h_before = h;
      sum += rates_[k];
    }
  }

  double raised(double rate) const { return rate > 0 ? math::pow(rate / unit_, numbers_[Role::drop_power]) : 0; }

  void look_at(Drop& drop, double rate, double sum, std::size_t steps) const {
    const double p = numbers_[Role::drop_power];
    drop.slope = p == 1 ? 1 / unit_ : p / unit_ * math::pow(std::max(rate, slope_share * peak_) / unit_, p - 1);
    drop.done = 1;
    if (law_.kernel == Kernel::at_once) return;
    if (law_.kernel == Kernel::forgetting) {
      const double tau = numbers_[Role::memory];
      drop.done = tau * (1 - math::pow(1 - 1 / tau, static_cast<double>(steps)));
      return;
    }
    const double beta = numbers_[Role::kernel_power], gamma = numbers_[Role::kernel_scaling];
    double kernel_rate = numbers_[Role::kernel_rate] * (law_.kernel == Kernel::joint ? unit_ / peak_ : 1 / unit_);
    if (gamma > 0) kernel_rate *= math::pow(std::max(rate, least_kernel_share * peak_) / unit_, -gamma);
    const double x = kernel_rate * sum, left = math::pow(1 + x, -beta);
    drop.done = 1 - left;
    drop.by_sum = beta * left / (1 + x) * kernel_rate;
    drop.by_own_rate = gamma > 0 ? -gamma * drop.by_sum * sum / std::max(rate, slope_share * peak_) : 0;
  }

  void add_drops(FinalLoss& found) {
    const double B = numbers_[Role::drop_height];
    double below = 0, later = 0;
    for (const Drop& drop : drops_) found.loss -= B * drop.size * drop.late * drop.done;
    for (std::size_t j = drops_.size(); j-- > warm_;) {
      if (law_.kernel == Kernel::scaling) found.gradient[j] -= B * later;
      later += drops_[j].size * drops_[j].done * drops_[j].late_slope;
    }
    for (std::size_t j = begin_; j < drops_.size(); ++j) {
      const Drop& drop = drops_[j];
      below += drop.size * drop.late * drop.by_sum;
      if (j < warm_) continue;
      const double next = j + 1 < drops_.size() ? drops_[j + 1].late * drops_[j + 1].done : 0;
      const double own =
          j > begin_ || is_held_ ? drop.late * drop.done : 0;  // the first has no rate before it to leave
      found.gradient[j] -= B * (drop.slope * (next - own) + below + drop.size * drop.late * drop.by_own_rate);
    }
  }

  const Law& law_;
  const LawNumbers& numbers_;
  double unit_;
  std::span<const double> rates_;
  std::size_t warm_, begin_;
  double peak_ = 0;
  bool is_held_ = false;
  std::vector<Drop> drops_;
};

}  // namespace

FinalLoss final_loss_of(const Law& law, const LawNumbers& numbers, double unit, std::span<const double> rates,
                        Step warmup_steps) {
  if (law.kernel == Kernel::modes) return modes_final_loss(numbers, unit, rates);
  return AtEnd(law, numbers, unit, rates, static_cast<std::size_t>(warmup_steps)).found();
}

}  // namespace etude::forecast
