// Probes are observers of a run, one a mechanism that a claim names. All leave the run as it was, bit for bit.

#include "claims/probes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "base/words.h"
#include "claims/best_rates.h"
#include "etude/base/math.h"
#include "etude/schedule/kinds.h"
#include "etude/train/diagnostics.h"
#include "etude/train/state.h"
#include "study/statistics.h"

namespace etude::claims {
namespace {

using train::End;
using train::Observer;
using train::Trainer;

/// A run that a probe watches, and what it found.
template <class Real>
struct Watched {
  Trainer<Real>& trainer;
  const study::Trial& trial;
  std::vector<Metric> metrics = {};

  void add(std::string name, double value) { metrics.push_back({.name = std::move(name), .last = value}); }
  /// The step that lies this share of the run in.
  Step at(double share) const { return static_cast<Step>(std::llround(share * static_cast<double>(trial.steps))); }
};

template <class Real>
class ProbeObserver : public Observer {
 public:
  explicit ProbeObserver(Watched<Real>& watched) : watched_(watched), trainer_(watched.trainer) {}

 protected:
  Watched<Real>& watched_;
  Trainer<Real>& trainer_;
};

/// sharpness: the largest eigenvalue of the training loss's second derivatives where the run ends; trace: their trace.
template <class Real>
class SharpnessProbe final : public ProbeObserver<Real> {
 public:
  using ProbeObserver<Real>::ProbeObserver;
  void ended(End end) override {
    if (end != End::reached) return;
    const auto found = train::curvature(this->trainer_, {.tolerance = 1e-3, .most_products = 40, .probes = 8}, 300);
    if (!found) return;
    this->watched_.add("sharpness", found->largest_eigenvalue);
    this->watched_.add("trace", found->trace);
  }
};

/// variance_10, variance_50: of the mean gradient of so many samples before the first update, the trace of its covariance;
/// later_10, later_50: the same half-way.
template <class Real>
class VarianceProbe final : public ProbeObserver<Real> {
 public:
  using ProbeObserver<Real>::ProbeObserver;
  bool before(Step step) override {
    if (step == 0) measure("variance_");
    if (step == this->watched_.at(0.5)) measure("later_");
    return true;
  }

 private:
  void measure(const std::string& name) {
    const std::size_t samples = this->trainer_.training_batch().labels.size();
    for (const std::size_t batch : {10, 50}) {
      const auto noise =
          train::gradient_noise(this->trainer_, {.parts = samples / batch, .seed = this->watched_.trial.seed});
      if (noise) this->watched_.add(name + std::to_string(batch), noise->covariance_trace / static_cast<double>(batch));
    }
  }
};

/// early_logit, early_gradient: the largest attention logit and gradient norm of the first tenth of the run; early_entropy:
/// the lowest attention entropy there.
template <class Real>
class AttentionProbe final : public ProbeObserver<Real> {
 public:
  using ProbeObserver<Real>::ProbeObserver;
  bool after(Step step, const train::StepResult& result) override {
    if (step >= this->watched_.at(0.1)) return true;
    for (const auto& layer : train::attention_figures(this->trainer_)) {
      logit_ = std::max(logit_, layer.largest_logit);
      entropy_ = std::min(entropy_, layer.entropy);
    }
    if (result.gradient_norm) gradient_ = std::max(gradient_, *result.gradient_norm);
    return true;
  }
  void ended(End) override {
    this->watched_.add("early_logit", logit_);
    this->watched_.add("early_entropy", entropy_);
    this->watched_.add("early_gradient", gradient_);
  }

 private:
  double logit_ = 0, entropy_ = std::numeric_limits<double>::infinity(), gradient_ = 0;
};

/// error_10, error_100, error_300: by what factor Adam's estimate of the squared gradient after so many updates, with its
/// bias corrected, is off that at the end of the run: the median over the parameters.
template <class Real>
class MomentsProbe final : public ProbeObserver<Real> {
 public:
  using ProbeObserver<Real>::ProbeObserver;
  bool after(Step step, const train::StepResult&) override {
    for (const Step at : {10, 100, 300})
      if (step + 1 == at) early_.emplace_back(at, estimates());
    return true;
  }
  void ended(End) override {
    const std::vector<double> last = estimates();
    for (const auto& [at, estimate] : early_) this->watched_.add("error_" + std::to_string(at), factor(estimate, last));
  }

 private:
  std::vector<double> estimates() const {
    const auto state = this->trainer_.state();
    const auto& optimizer = state.optimizers.front();
    const double beta = this->trainer_.task().optimizer.beta2;
    const double correction = 1 - math::pow(beta, static_cast<double>(optimizer.steps));
    const auto half =
        static_cast<std::ptrdiff_t>(optimizer.slots.size() / 2);  // first moments stand before second ones
    std::vector<double> all(optimizer.slots.begin() + half, optimizer.slots.end());
    for (double& value : all) value /= correction;
    return all;
  }
  static double factor(const std::vector<double>& early, const std::vector<double>& last) {
    std::vector<double> off;
    for (std::size_t i = 0; i < early.size(); ++i)
      if (early[i] > 0 && last[i] > 0) off.push_back(std::abs(math::log(early[i] / last[i])));
    if (off.empty()) return not_a_number;
    std::nth_element(off.begin(), off.begin() + static_cast<std::ptrdiff_t>(off.size() / 2), off.end());
    return math::exp(off[off.size() / 2]);
  }

  std::vector<std::pair<Step, std::vector<double>>> early_;
};

/// best_early, best_middle, best_late: the constant rate, of a grid by the root of 2, under which the loss is lowest five
/// updates on, tried from the run as it stands after a twentieth, a half and nineteen twentieths of it.
template <class Real>
class LineSearchProbe final : public ProbeObserver<Real> {
 public:
  using ProbeObserver<Real>::ProbeObserver;
  bool before(Step step) override {
    for (const auto& [share, name] : {std::pair{0.05, "best_early"}, {0.5, "best_middle"}, {0.95, "best_late"}})
      if (step == this->watched_.at(share)) this->watched_.add(name, best_rate());
    return true;
  }

 private:
  static constexpr Step ahead = 5;

  double best_rate() {
    const auto state = this->trainer_.state();
    double best = not_a_number, lowest = std::numeric_limits<double>::infinity();
    for (int k = -16; k <= 8; ++k) {
      const double rate = math::pow(2, 0.5 * k);
      const double loss = loss_ahead(rate);
      if (loss < lowest) best = rate, lowest = loss;
      static_cast<void>(this->trainer_.restore(state));  // which was taken from it
    }
    static_cast<void>(this->trainer_.follow(this->watched_.trial.plan));
    return best;
  }
  double loss_ahead(double rate) {
    if (!this->trainer_.follow({*constant({.value = rate})})) return not_a_number;
    for (Step i = 0; i < ahead; ++i) this->trainer_.update();
    return this->trainer_.evaluate_training().loss;
  }
};

/// barrier: the most that the loss rises above the straight line on the way from the parameters at a quarter of the run to
/// those at its end, over the first loss of the run.
template <class Real>
class BarrierProbe final : public ProbeObserver<Real> {
 public:
  using ProbeObserver<Real>::ProbeObserver;
  bool before(Step step) override {
    if (step == this->watched_.at(0.25)) from_ = this->trainer_.parameters();
    return true;
  }
  bool after(Step step, const train::StepResult& result) override {
    if (step == 0) first_ = result.loss;
    return true;
  }
  void ended(End end) override {
    if (end != End::reached || from_.empty()) return;
    const std::vector<Real> to = this->trainer_.parameters();
    const auto line =
        train::loss_on_line<Real>(this->trainer_.network(), this->trainer_.training_batch(), from_, to, 21);
    if (line) this->watched_.add("barrier", line->barrier / first_);
  }

 private:
  std::vector<Real> from_;
  double first_ = 0;
};

/// first_update: how far the first update moves the parameters.
template <class Real>
class FirstUpdateProbe final : public ProbeObserver<Real> {
 public:
  using ProbeObserver<Real>::ProbeObserver;
  bool before(Step step) override {
    if (step == 0) from_ = this->trainer_.parameters();
    return true;
  }
  bool after(Step step, const train::StepResult&) override {
    if (step > 0) return true;
    const std::vector<Real> to = this->trainer_.parameters();
    double squares = 0;
    for (std::size_t i = 0; i < to.size(); ++i) {
      const double moved = static_cast<double>(to[i]) - static_cast<double>(from_[i]);
      squares += moved * moved;
    }
    this->watched_.add("first_update", std::sqrt(squares));
    return true;
  }

 private:
  std::vector<Real> from_;
};

/// middle_gradient, late_gradient: the mean norm of the gradient, before clipping, between 40 and 60 % of the run and over
/// its last tenth. Of a task that clips: no other has the norm.
template <class Real>
class GradientsProbe final : public ProbeObserver<Real> {
 public:
  using ProbeObserver<Real>::ProbeObserver;
  bool after(Step step, const train::StepResult& result) override {
    if (!result.gradient_norm) return true;
    if (step >= this->watched_.at(0.4) && step < this->watched_.at(0.6)) middle_.push_back(*result.gradient_norm);
    if (step >= this->watched_.at(0.9)) late_.push_back(*result.gradient_norm);
    return true;
  }
  void ended(End) override {
    this->watched_.add("middle_gradient", mean(middle_));
    this->watched_.add("late_gradient", mean(late_));
  }

 private:
  static double mean(const std::vector<double>& norms) { return norms.empty() ? not_a_number : study::mean_of(norms); }

  std::vector<double> middle_, late_;
};

template <template <class> class Observing>
Result<Outcome> probed(const train::Prepared& given, const study::Trial& trial) {
  const auto prepared = given.with(trial.steps, trial.backward);
  if (!prepared) return pass_on(prepared.error());
  return train::in_precision(prepared->task().precision, [&]<class Real>(Real) -> Result<Outcome> {
    auto trainer = Trainer<Real>::start(*prepared, trial.plan, trial.seed);
    if (!trainer) return pass_on(trainer.error());
    Watched<Real> watched{*trainer, trial};
    Observing<Real> probe(watched);
    Record record;
    train::Losses losses(record);
    train::EndOfRun<Real> end(*trainer, record);
    train::run(*trainer, trial.steps, {&losses, &end, &probe});
    Outcome outcome = outcome_of(record, trial.curve_points);
    outcome.metrics = std::move(watched.metrics);
    return outcome;
  });
}

}  // namespace

const std::vector<Probe>& probes() {
  // The table. A new probe is a class above and one line here.
  static const std::vector<Probe> all{
      {"sharpness", "sharpness, trace", &probed<SharpnessProbe>},
      {"variance", "variance_10, variance_50, later_10, later_50", &probed<VarianceProbe>},
      {"attention", "early_logit, early_entropy, early_gradient", &probed<AttentionProbe>},
      {"moments", "error_10, error_100, error_300", &probed<MomentsProbe>},
      {"line-search", "best_early, best_middle, best_late", &probed<LineSearchProbe>},
      {"barrier", "barrier", &probed<BarrierProbe>},
      {"first-update", "first_update", &probed<FirstUpdateProbe>},
      {"gradients", "middle_gradient, late_gradient", &probed<GradientsProbe>},
      {"best-rates", "power, power_by_theory, held, falling, lowest_loss", nullptr, &best_rates},
  };
  return all;
}

Result<const Probe*> probe_named(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Probe& probe : probes()) names.push_back(probe.name);
  return index_of("probe", name, names).map([](std::size_t i) { return &probes()[i]; });
}

}  // namespace etude::claims
