#include "forecast/evaluate.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "forecast/progress.h"

namespace etude::forecast {
namespace {

/// x^power and its derivative by ln(power); both 0 at x = 0.
struct Raised {
  double value = 0, slope = 0;

  Raised(double x, double power) {
    if (x <= 0) return;
    const double log = math::log(x);
    value = power == 1 ? x : math::exp(power * log);
    slope = value * log * power;
  }
};

/// One law with its numbers on one outline.
class Evaluation {
 public:
  Evaluation(const Law& law, const LawNumbers& numbers, double unit, const Outline& outline)
      : law_(law), numbers_(numbers), unit_(unit), outline_(outline) {
    const double rates_scale = law.kernel == Kernel::joint ? unit / outline.peak : 1 / unit;
    rate_ = numbers[Role::kernel_rate] * rates_scale;
    if (law.kernel == Kernel::none) return;
    for (const double rate : outline.rates) raised_.emplace_back(rate / unit, numbers[Role::drop_power]);
    for (const Outline::Drop& drop : outline.drops) drops_.push_back(prepared(drop));
  }

  std::vector<double> losses(Slopes* slopes) {
    std::vector<double> found;
    std::size_t cell = 0, term = 0;
    for (std::size_t i = 0; i < outline_.at.size(); ++i) {
      for (; cell < outline_.cell_ends[i]; ++cell) add_progress(outline_.cells[cell]);
      Point point;
      if (law_.kernel != Kernel::none)
        for (; term < outline_.term_ends[i]; ++term) add_drop(point, outline_.terms[term], i);
      found.push_back(loss_at(point, slopes ? &slopes->emplace_back() : nullptr));
    }
    return found;
  }

 private:
  struct Prepared {
    double size, size_slope;  // of the drop, and by ln p
    double rate;              // of its kernel
    double log_x;             // ln(rate / unit), by which gamma scales
    double late, late_slope;  // FSL: what it counts for, when it comes; by ln alpha
  };
  struct Point {
    double sum = 0, by_rate = 0, by_power = 0, by_scaling = 0, by_drop_power = 0, by_memory = 0, by_decline = 0,
           by_floor = 0;
  };

  Prepared prepared(const Outline::Drop& drop) const {
    const Raised &before = raised_[drop.before], &after = raised_[drop.after];
    Prepared found{before.value - after.value, before.slope - after.slope, rate_, 0, 1, 0};
    if (const double gamma = numbers_[Role::kernel_scaling]; gamma > 0) {
      found.log_x = math::log(std::max(drop.rate, least_kernel_share * outline_.peak) / unit_);
      found.rate *= math::exp(-gamma * found.log_x);
    }
    if (law_.kernel == Kernel::scaling) {
      const double log_sum = math::log(drop.sum), alpha = numbers_[Role::decline];
      const double power = math::exp(-alpha * log_sum);
      found.late = numbers_[Role::drop_floor] + power;
      found.late_slope = -alpha * log_sum * power;
    }
    return found;
  }

  void add_progress(const Outline::Cell& cell) {
    const double q = numbers_[Role::rate_power], x = cell.mean / unit_;
    if (q == 1) {
      progress_ += cell.count * cell.mean;
      return;
    }
    const double log = math::log(x), power = unit_ * cell.count * math::exp(q * log);
    const double factor = 1 + q * (q - 1) / 2 * cell.spread;
    progress_ += power * factor;
    progress_slope_ += q * power * (log * factor + (q - 0.5) * cell.spread);
  }

  void add_drop(Point& point, std::uint32_t place, std::size_t i) const {
    const Outline::Drop& drop = outline_.drops[place];
    const Prepared& ready = drops_[place];
    double done = 1;
    if (law_.kernel == Kernel::forgetting) {
      done = forgotten(point, ready, static_cast<double>(outline_.at[i]) - drop.step);
    } else if (law_.kernel != Kernel::at_once) {
      const double beta = numbers_[Role::kernel_power];
      const double x = ready.rate * (outline_.sums[i] - drop.sum), log = math::log(1 + x);
      const double left = math::exp(-beta * log), size = ready.size * ready.late;
      done = 1 - left;
      const double by_rate = size * beta * left * x / (1 + x);
      point.by_rate += by_rate;
      point.by_scaling -= by_rate * ready.log_x;
      point.by_power += size * beta * left * log;
      point.by_decline += ready.size * ready.late_slope * done;
      point.by_floor += ready.size * done;
    }
    point.sum += ready.size * ready.late * done;
    point.by_drop_power += ready.size_slope * ready.late * done;
  }

  /// (1 - lambda^n) / (1 - lambda) with lambda = 1 - 1 / tau.
  double forgotten(Point& point, const Prepared& ready, double steps) const {
    const double tau = numbers_[Role::memory], lambda = 1 - 1 / tau;
    const double left = math::exp(steps * math::log(lambda));
    point.by_memory += ready.size * tau * ((1 - left) - steps * left / (tau * lambda));
    return tau * (1 - left);
  }

  double loss_at(const Point& point, std::array<double, role_count>* slopes) const {
    const double A = numbers_[Role::height], B = numbers_[Role::drop_height], alpha = numbers_[Role::decline];
    const double share = numbers_[Role::warmup_share] * outline_.warmup_sum;
    const double ahead = progress_ahead(law_, numbers_, outline_.warmup_sum, outline_.warmup_steps, outline_.peak);
    const double progress = progress_ + ahead, log = math::log(progress);
    const double taken = A * math::exp(-alpha * log);
    Raised held(outline_.peak / unit_, numbers_[Role::drop_power]);
    if (law_.kernel != Kernel::joint) held.value = held.slope = 0;
    if (slopes) {
      const auto set = [&](Role role, double slope) { (*slopes)[static_cast<std::size_t>(role)] = slope; };
      set(Role::floor, numbers_[Role::floor]);
      set(Role::height, taken);
      set(Role::decline, -alpha * log * taken - B * point.by_decline);
      set(Role::drop_height, B * (held.value - point.sum));
      set(Role::kernel_rate, -B * point.by_rate);
      set(Role::kernel_power, -B * point.by_power);
      set(Role::kernel_scaling, -B * numbers_[Role::kernel_scaling] * point.by_scaling);
      set(Role::drop_power, B * (held.slope - point.by_drop_power));
      set(Role::rate_power, -alpha * taken / progress * progress_slope_);
      set(Role::warmup_share, -alpha * taken / progress * share);
      set(Role::memory, -B * point.by_memory);
      set(Role::drop_floor, -B * numbers_[Role::drop_floor] * point.by_floor);
    }
    return numbers_[Role::floor] + taken + B * (held.value - point.sum);
  }

  const Law& law_;
  const LawNumbers& numbers_;
  double unit_;
  const Outline& outline_;
  double rate_ = 0, progress_ = 0, progress_slope_ = 0;
  std::vector<Raised> raised_;
  std::vector<Prepared> drops_;
};

}  // namespace

double number_of(const LawFit& fit, Role role, double without) {
  const Law& law = *law_called(fit.law);
  for (std::size_t j = 0; j < fit.parameters.size(); ++j)
    if (law.parameters[j].role == role) return fit.parameters[j];
  return without;
}

LawNumbers numbers_of(const Law& law, std::span<const double> parameters) {
  LawNumbers numbers;
  numbers[Role::kernel_power] = numbers[Role::drop_power] = numbers[Role::rate_power] = numbers[Role::memory] = 1;
  for (std::size_t i = 0; i < parameters.size(); ++i) numbers[law.parameters[i].role] = parameters[i];
  return numbers;
}

double unit_of(const Law& law, double peak) {
  return law.unit == RateUnit::peak ? peak : law.unit == RateUnit::one ? 1 : 1e-3;
}

std::vector<double> evaluate(const Law& law, const LawNumbers& numbers, double unit, const Outline& outline,
                             Slopes* slopes) {
  if (slopes) slopes->clear();
  return Evaluation(law, numbers, unit, outline).losses(slopes);
}

}  // namespace etude::forecast
