#include "forecast/evaluate.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "etude/base/math.h"
#include "forecast/modes.h"
#include "forecast/power.h"
#include "forecast/progress.h"

namespace etude::forecast {
namespace {

/// x^power, or a sum of such, and the derivative by ln(power); both 0 at x = 0.
struct Raised {
  double value = 0, slope = 0;

  void add(const Raised& more) { value += more.value, slope += more.slope; }
};

constexpr double far_later = 1 << 24;  // of 1 + x: few drops were so long ago

/// One law with its numbers on one outline; with slopes by its numbers, or without.
class Evaluation {
 public:
  Evaluation(const Law& law, const LawNumbers& numbers, double unit, const Outline& outline, bool has_slopes)
      : law_(law),
        numbers_(numbers),
        unit_(unit),
        outline_(outline),
        has_slopes_(has_slopes),
        drop_power_(power_of_rates(numbers[Role::drop_power], outline.peak, unit)),
        scaling_(power_of_rates(-numbers[Role::kernel_scaling], outline.peak, unit)),
        remainder_(-numbers[Role::kernel_power], 1, far_later) {
    const double rates_scale = law.kernel == Kernel::joint ? unit / outline.peak : 1 / unit;
    rate_ = numbers[Role::kernel_rate] * rates_scale;
    if (law.kernel == Kernel::none) return;
    raised_.reserve(outline.rates.size());
    for (const double rate : outline.rates) raised_.push_back(raised(rate));
    drops_.reserve(outline.drops.size());
    if (has_slopes) slopes_.reserve(outline.drops.size());
    for (const Outline::Drop& drop : outline.drops) prepare(drop);
  }

  std::vector<double> losses(Slopes* slopes) {
    std::vector<double> found;
    found.reserve(outline_.at.size());
    std::size_t cell = 0, term = 0;
    for (std::size_t i = 0; i < outline_.at.size(); ++i) {
      for (; cell < outline_.cell_ends[i]; ++cell) progress_.add(progress_of(outline_.cells[cell]));
      const std::size_t first = std::exchange(term, outline_.term_ends[i]);
      const Point point = point_of(std::span(outline_.terms).subspan(first, term - first), i);
      Raised progress = progress_;
      progress.add(progress_of(outline_.last_cells[i]));
      found.push_back(loss_at(point, progress, slopes ? &slopes->emplace_back() : nullptr));
    }
    return found;
  }

 private:
  struct Prepared {
    double sum;   // of the rates before it; or of MTL, which counts steps, the step
    double size;  // of the drop; FSL: times what it counts for, when it comes
    double rate;  // of its kernel
  };
  struct PreparedSlopes {
    double by_drop_power;  // of the size, by ln p
    double log_x;          // ln(rate / unit), by which gamma scales
    double by_decline;     // FSL, of the size: by ln alpha,
    double by_floor;       //   and by c3
  };
  struct Point {
    double sum = 0, by_rate = 0, by_power = 0, by_scaling = 0, by_drop_power = 0, by_memory = 0, by_decline = 0,
           by_floor = 0;
  };

  Raised raised(double rate) {
    const double x = rate / unit_, power = numbers_[Role::drop_power];
    if (!has_slopes_ && power == 1) return {x, 0};
    const Power::Near near = drop_power_(x);
    const double value = power == 1 ? x : near.power();
    return {value, has_slopes_ ? value * near.log() * power : 0};
  }

  void prepare(const Outline::Drop& drop) {
    const Raised &before = raised_[drop.before], &after = raised_[drop.after];
    Prepared found{law_.kernel == Kernel::forgetting ? drop.step : drop.sum, before.value - after.value, rate_};
    PreparedSlopes slopes{before.slope - after.slope, 0, 0, 0};
    if (numbers_[Role::kernel_scaling] > 0) {
      const Power::Near near = scaling_(std::max(drop.rate, least_kernel_share * outline_.peak) / unit_);
      found.rate *= near.power();
      slopes.log_x = near.log();
    }
    if (law_.kernel == Kernel::scaling) {
      const double log_sum = math::log(drop.sum), alpha = numbers_[Role::decline];
      const double power = math::exp(-alpha * log_sum), late = numbers_[Role::drop_floor] + power;
      slopes.by_decline = -alpha * log_sum * power * found.size;
      slopes.by_floor = found.size;
      slopes.by_drop_power *= late;
      found.size *= late;
    }
    drops_.push_back(found);
    if (has_slopes_) slopes_.push_back(slopes);
  }

  /// What the steps of a cell add to progress, and the derivative by ln(q).
  Raised progress_of(const Outline::Cell& cell) const {
    const double q = numbers_[Role::rate_power], x = cell.mean / unit_;
    if (cell.count == 0) return {};
    if (q == 1) return {cell.count * cell.mean, 0};
    const double log = math::log(x), power = unit_ * cell.count * math::exp(q * log);
    const double factor = 1 + q * (q - 1) / 2 * cell.spread;
    return {power * factor, q * power * (log * factor + (q - 0.5) * cell.spread)};
  }

  Point point_of(std::span<const std::uint32_t> terms, std::size_t i) {
    if (law_.kernel == Kernel::none) return {};
    if (law_.kernel == Kernel::forgetting) return forgotten(terms, static_cast<double>(outline_.at[i]));
    if (law_.kernel != Kernel::at_once) return grown(terms, outline_.sums[i]);
    Point point;
    for (const std::uint32_t term : terms) add(point, term, 1);
    return point;
  }

  /// Of which so much is done.
  void add(Point& point, std::uint32_t term, double done) const {
    point.sum += drops_[term].size * done;
    if (has_slopes_) point.by_drop_power += slopes_[term].by_drop_power * done;
  }

  /// By the power kernel.
  Point grown(std::span<const std::uint32_t> terms, double sum) {
    Point point;
    for (const std::uint32_t term : terms) {
      const Prepared& drop = drops_[term];
      const double x = drop.rate * (sum - drop.sum);
      const Power::Near near = remainder_(1 + x);
      const double left = near.power();
      add(point, term, 1 - left);
      if (has_slopes_) {
        const PreparedSlopes& slopes = slopes_[term];
        const double size = drop.size * numbers_[Role::kernel_power] * left, by_rate = size * x / (1 + x);
        point.by_rate += by_rate;
        point.by_scaling -= by_rate * slopes.log_x;
        point.by_power += size * near.log();
        point.by_decline += slopes.by_decline * (1 - left);
        point.by_floor += slopes.by_floor * (1 - left);
      }
    }
    return point;
  }

  /// By MTL's: (1 - lambda^n) / (1 - lambda) with lambda = 1 - 1 / tau, n steps later.
  Point forgotten(std::span<const std::uint32_t> terms, double step) const {
    const double tau = numbers_[Role::memory], lambda = 1 - 1 / tau, log = math::log(lambda);
    Point point;
    for (const std::uint32_t term : terms) {
      const double steps = step - drops_[term].sum, left = math::exp(steps * log);
      add(point, term, tau * (1 - left));
      if (has_slopes_) point.by_memory += drops_[term].size * tau * ((1 - left) - steps * left / (tau * lambda));
    }
    return point;
  }

  double loss_at(const Point& point, const Raised& steps, std::array<double, role_count>* slopes) {
    const double A = numbers_[Role::height], B = numbers_[Role::drop_height], alpha = numbers_[Role::decline];
    const double share = numbers_[Role::warmup_share] * outline_.warmup_sum;
    const double ahead = progress_ahead(law_, numbers_, outline_.warmup_sum, outline_.warmup_steps, outline_.peak);
    const double progress = steps.value + ahead, log = math::log(progress);
    const double taken = A * math::exp(-alpha * log);
    const Raised held = law_.kernel == Kernel::joint ? raised(outline_.peak) : Raised{};
    if (has_slopes_) {
      const auto set = [&](Role role, double slope) { (*slopes)[static_cast<std::size_t>(role)] = slope; };
      set(Role::floor, numbers_[Role::floor]);
      set(Role::height, taken);
      set(Role::decline, -alpha * log * taken - B * point.by_decline);
      set(Role::drop_height, B * (held.value - point.sum));
      set(Role::kernel_rate, -B * point.by_rate);
      set(Role::kernel_power, -B * point.by_power);
      set(Role::kernel_scaling, -B * numbers_[Role::kernel_scaling] * point.by_scaling);
      set(Role::drop_power, B * (held.slope - point.by_drop_power));
      set(Role::rate_power, -alpha * taken / progress * steps.slope);
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
  bool has_slopes_;
  Power drop_power_, scaling_;  // of rates
  Power remainder_;             // of 1 + x
  double rate_ = 0;
  Raised progress_;  // of the cells that have ended
  std::vector<Raised> raised_;
  std::vector<Prepared> drops_;
  std::vector<PreparedSlopes> slopes_;
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
  if (law.kernel == Kernel::modes) return modes_losses(numbers, unit, outline, slopes);
  return Evaluation(law, numbers, unit, outline, slopes != nullptr).losses(slopes);
}

}  // namespace etude::forecast
