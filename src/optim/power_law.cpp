// Idea: a step changes the energy of a mode by a factor and by a share of what all modes and the noise give it, so a run
//       is one pass over the modes a step; and as the step is linear in the energies, its derivative is the same pass
//       with the factors of the run, from the end to the start.
// Formula: of energies e, S = sum e: e' = a e + c w (S + noise), a = 1 - 2 lr v + lr^2 (1 + 1/batch) v^2,
//          c = lr^2 / batch. Backwards, of p = d loss / d e': d loss / d lr = sum p (-2 v + 2 lr (1 + 1/batch) v^2) e +
//          2 lr / batch (S + noise) P, P = sum p w; then p <- a p + c P.
//          Groups of modes and their sums are those of base/power_modes.h.
// Cost: see the header. Sums are those of vectors.h, of which no width changes a bit.

#include "etude/optim/power_law.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

#include "base/power_modes.h"
#include "etude/base/math.h"
#include "optim/vectors.h"

namespace etude::optim {
namespace {

/// What a step says to all modes alike.
struct Factors {
  double first, second, noise;  // a = 1 - first v + second v^2; what comes in is noise w

  Factors(const SgdStep& step, double all)
      : first(2 * step.lr),
        second(step.lr * step.lr * (1 + 1 / step.batch)),
        noise(step.lr * step.lr / step.batch * all) {}
};

template <int lanes>
using Few = Vector<double, lanes * 8>;

template <int lanes>
ETUDE_IN_LOOP void load(const double* from, Few<lanes>& few) {
  std::memcpy(&few, from, sizeof few);
}

/// Where a pass reads and writes: so many groups, a multiple of eight.
struct Groups {
  const double *variance, *weight;
  double *energy, *slope;
  std::size_t count;
};

/// The energies after a step, and their sum.
template <int lanes>
ETUDE_IN_LOOP double advance(const Groups& groups, const Factors& factors) {
  Few<lanes> energies[eight / lanes] = {};
  for (std::size_t i = 0; i < groups.count; i += eight) {
    for (std::size_t k = 0; k < eight / lanes; ++k) {
      const std::size_t at = i + k * lanes;
      Few<lanes> v, w, e;
      load<lanes>(groups.variance + at, v);
      load<lanes>(groups.weight + at, w);
      load<lanes>(groups.energy + at, e);
      e = (1 - v * (factors.first - factors.second * v)) * e + factors.noise * w;
      std::memcpy(groups.energy + at, &e, sizeof e);
      energies[k] += e;
    }
  }
  return total(energies);
}

/// What the slopes after a step give to its rate: sums of p w, p v e and p v^2 e.
struct Sums {
  double weight, first, second;
};

template <int lanes>
ETUDE_IN_LOOP void add_up(const Groups& groups, Sums& sums) {
  Few<lanes> weight[eight / lanes] = {}, first[eight / lanes] = {}, second[eight / lanes] = {};
  for (std::size_t i = 0; i < groups.count; i += eight) {
    for (std::size_t k = 0; k < eight / lanes; ++k) {
      const std::size_t at = i + k * lanes;
      Few<lanes> v, w, e, p;
      load<lanes>(groups.variance + at, v);
      load<lanes>(groups.weight + at, w);
      load<lanes>(groups.energy + at, e);
      load<lanes>(groups.slope + at, p);
      const Few<lanes> moved = p * v * e;
      weight[k] += p * w;
      first[k] += moved;
      second[k] += moved * v;
    }
  }
  sums = {total(weight), total(first), total(second)};
}

/// The slopes before a step.
template <int lanes>
ETUDE_IN_LOOP void go_back(const Groups& groups, const Factors& factors) {
  for (std::size_t at = 0; at < groups.count; at += lanes) {
    Few<lanes> v, p;
    load<lanes>(groups.variance + at, v);
    load<lanes>(groups.slope + at, p);
    p = (1 - v * (factors.first - factors.second * v)) * p + factors.noise;
    std::memcpy(groups.slope + at, &p, sizeof p);
  }
}

double advance_narrow(const Groups& groups, const Factors& factors) { return advance<2>(groups, factors); }
ETUDE_WIDE double advance_wide(const Groups& groups, const Factors& factors) { return advance<4>(groups, factors); }
void add_up_narrow(const Groups& groups, Sums& sums) { add_up<2>(groups, sums); }
ETUDE_WIDE void add_up_wide(const Groups& groups, Sums& sums) { add_up<4>(groups, sums); }
void go_back_narrow(const Groups& groups, const Factors& factors) { go_back<2>(groups, factors); }
ETUDE_WIDE void go_back_wide(const Groups& groups, const Factors& factors) { go_back<4>(groups, factors); }

bool takes_wide() { return has_wide && widest() == Width::wide; }

}  // namespace

Result<PowerLaw> check(const PowerLaw& problem) {
  for (const Member& each : PowerLaw::fields())
    if (const std::string wrong = complaint(each.field, each.get(problem)); !wrong.empty())
      return refuse("power-law: " + wrong);
  return problem;
}

PowerLawDescent::PowerLawDescent(const PowerLaw& problem) : noise_(problem.noise) {
  const double end = static_cast<double>(problem.modes) + 1;
  for (double first = 1; first < end;) {
    const double last = std::min(next_group(first), end);
    weight_.push_back(sum_of_powers(2 * problem.spectrum, first, last));
    variance_.push_back(weight_.back() / sum_of_powers(problem.spectrum, first, last));
    energy_.push_back(sum_of_powers(1 + problem.source * problem.spectrum, first, last));
    first = last;
  }
  for (const double energy : energy_) sum_ += energy;
  for (auto* each : {&variance_, &weight_, &energy_}) each->resize((each->size() + eight - 1) / eight * eight);
}

void PowerLawDescent::update(const SgdStep& step) {
  static const bool is_wide = takes_wide();
  const Groups groups{variance_.data(), weight_.data(), energy_.data(), nullptr, energy_.size()};
  const Factors factors(step, sum_ + noise_);
  sum_ = is_wide ? advance_wide(groups, factors) : advance_narrow(groups, factors);
}

double power_law_edge(const PowerLaw& problem, double batch) {
  const PowerLawDescent run(problem);
  const auto gain = [&](double lr) {
    double sum = 0;
    for (std::size_t i = 0; i < run.weight_.size() && run.variance_[i] > 0; ++i)
      sum += run.weight_[i] / run.variance_[i] * lr / (2 - lr * (1 + 1 / batch) * run.variance_[i]) / batch;
    return sum;
  };
  double stable = 0, unstable = 2 / (1 + 1 / batch);
  while (math::mix(0.5, stable, unstable) > stable && math::mix(0.5, stable, unstable) < unstable) {
    const double lr = math::mix(0.5, stable, unstable);
    (gain(lr) < 1 ? stable : unstable) = lr;
  }
  return unstable;
}

std::vector<double> power_law_losses(const PowerLaw& problem, std::span<const SgdStep> steps,
                                     std::span<const Step> at) {
  PowerLawDescent run(problem);
  std::vector<double> losses;
  std::size_t done = 0;
  for (const Step wanted : at) {
    while (done < static_cast<std::size_t>(wanted)) run.update(steps[done++]);
    losses.push_back(run.loss());
  }
  return losses;
}

/// The way back through a run.
struct PowerLawAdjoint {
  PowerLawDescent run;  // of which the energies of some steps are put in
  std::vector<double> slope;

  explicit PowerLawAdjoint(const PowerLawDescent& end) : run(end), slope(end.energy_.size(), 0.5) {}

  /// A run between two steps, without what is the same at all of them.
  struct State {
    std::vector<double> energy;
    double sum;
  };
  static State state_of(const PowerLawDescent& run) { return {run.energy_, run.sum_}; }

  /// The states before the steps of a stretch.
  void retrace(const State& start, std::span<const SgdStep> steps, std::vector<State>& states) {
    std::tie(run.energy_, run.sum_) = std::tie(start.energy, start.sum);
    for (std::size_t t = 0; t < steps.size(); ++t) {
      if (t > 0) run.update(steps[t - 1]);
      std::tie(states[t].energy, states[t].sum) = std::tie(run.energy_, run.sum_);
    }
  }

  /// Takes the slopes from after a step to before it; gives the derivative by its rate.
  double back(State& before, const SgdStep& step) {
    static const bool is_wide = takes_wide();
    const Groups groups{run.variance_.data(), run.weight_.data(), before.energy.data(), slope.data(), slope.size()};
    const double all = before.sum + run.noise_;
    Sums sums{};
    (is_wide ? add_up_wide : add_up_narrow)(groups, sums);
    (is_wide ? go_back_wide : go_back_narrow)(groups, Factors(step, sums.weight));
    return 2 * step.lr * (1 + 1 / step.batch) * sums.second - 2 * sums.first +
           2 * step.lr / step.batch * all * sums.weight;
  }
};

PowerLawSlope power_law_slope(const PowerLaw& problem, std::span<const SgdStep> steps) {
  const auto length = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(steps.size()))));
  PowerLawDescent run(problem);
  std::vector<PowerLawAdjoint::State> starts;  // of stretches of that length
  for (std::size_t t = 0; t < steps.size(); ++t) {
    if (t % length == 0) starts.push_back(PowerLawAdjoint::state_of(run));
    run.update(steps[t]);
  }
  PowerLawSlope result{run.loss(), std::vector<double>(steps.size())};
  PowerLawAdjoint adjoint(run);
  std::vector<PowerLawAdjoint::State> states(length);
  for (std::size_t end = steps.size(); !starts.empty(); starts.pop_back()) {
    const std::size_t first = (starts.size() - 1) * length;
    adjoint.retrace(starts.back(), steps.subspan(first, end - first), states);
    for (; end > first; --end) result.by_lr[end - 1] = adjoint.back(states[end - 1 - first], steps[end - 1]);
  }
  return result;
}

}  // namespace etude::optim
