#include "etude/train/train.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/words.h"
#include "etude/notation/notation.h"
#include "etude/train/diagnostics.h"
#include "train/end_of_run.h"
#include "train/origin.h"

namespace etude::train {
namespace {

constexpr std::array<std::string_view, 4> diagnostic_names{"norms", "noise", "curvature", "attention"};
constexpr std::size_t line_points = 21;

void add_norms(const std::string& prefix, const Norms& norms, Step t, Record& record) {
  record.measurements.push_back({t, prefix + "gradient_norm", norms.gradient});
  record.measurements.push_back({t, prefix + "update_norm", norms.update});
  record.measurements.push_back({t, prefix + "weight_norm", norms.weight});
}

/// A run and its record.
template <class Real>
class Run {
 public:
  Run(Trainer<Real> trainer, const Prepared& prepared, const Plan& plan, const TrainOptions& options)
      : trainer_(std::move(trainer)), prepared_(prepared), task_(prepared.task()), plan_(plan), options_(options) {}

  Result<void> resume() {
    if (options_.resume.empty()) return {};
    const auto state = state_from_bytes<Real>(options_.resume);
    if (!state) return pass_on(state.error());
    if (auto good = check_same_task(state->task, prepared_); !good) return good;
    if (auto good = check_same_plan(state->plan, plan_); !good) return good;
    if (auto good = trainer_.restore(*state); !good) return good;
    record_.first = state->step;
    const Step end = options_.until.value_or(task_.steps);
    if (state->step < end) return {};
    return refuse("the saved state is at step " + std::to_string(state->step) + ", and the run ends at step " +
                  std::to_string(end) + ": nothing is left to train");
  }

  Result<void> steps() {
    const Step end = std::min(options_.until.value_or(task_.steps), task_.steps);
    for (Step t = trainer_.step(); t < end; ++t) {
      if (options_.heldout_every > 0 && t % options_.heldout_every == 0) measure_heldout(trainer_, record_);
      const bool measures = !options_.measures.empty() && t % options_.measure_every == 0;
      if (measures)
        if (auto good = measure_before(t); !good) return good;
      const StepResult result = measures && wants(Diagnostic::norms) ? update_with_norms(t) : trainer_.update();
      if (measures && wants(Diagnostic::attention)) measure_attention(t);
      record_.lr.push_back(result.lr);
      record_.loss.push_back(result.loss);
      if (!std::isfinite(result.loss)) {
        record_.diverged_at = t;
        return {};
      }
      if (options_.stop && options_.stop(record_)) return {};
    }
    measure_end(trainer_, record_);
    return {};
  }

  Result<Trained> finish() {
    Trained trained{std::move(record_)};
    if (options_.keeps_state) {
      TrainingState<Real> state = trainer_.state();
      state.task = origin_of(prepared_);
      state.plan = notation::print(plan_);
      trained.state = to_bytes(state);
    }
    if (options_.barrier.empty()) return trained;
    const auto other = state_from_bytes<Real>(options_.barrier);
    if (!other) return pass_on(other.error());
    const auto end = trainer_.parameters();
    auto line = loss_on_line<Real>(trainer_.network(), trainer_.training_batch(), other->parameters, end, line_points);
    if (!line) return pass_on(line.error());
    trained.line = std::move(line->losses);
    trained.barrier = line->barrier;
    return trained;
  }

 private:
  bool wants(Diagnostic diagnostic) const {
    return std::find(options_.measures.begin(), options_.measures.end(), diagnostic) != options_.measures.end();
  }

  Result<void> measure_before(Step t) {
    if (wants(Diagnostic::noise)) {
      const auto noise = gradient_noise(trainer_, {.samples = options_.measured_samples});
      if (!noise) return pass_on(noise.error());
      record_.measurements.push_back({t, "noise_scale", noise->scale});
    }
    if (wants(Diagnostic::curvature)) {
      const auto found = curvature(trainer_, {}, options_.measured_samples);
      if (!found) return pass_on(found.error());
      record_.measurements.push_back({t, "largest_eigenvalue", found->largest_eigenvalue});
      record_.measurements.push_back({t, "largest_eigenvalue.residual", found->residual});
      record_.measurements.push_back({t, "trace", found->trace});
      record_.measurements.push_back({t, "trace.error", found->trace_error});
    }
    return {};
  }

  StepResult update_with_norms(Step t) {
    const MeasuredUpdate update = measured_update(trainer_);
    add_norms("", update.norms, t, record_);
    for (const LayerNorms& layer : update.layers) add_norms(layer.layer + ".", layer.norms, t, record_);
    return update.result;
  }

  void measure_attention(Step t) {
    for (const model::AttentionFigures& figures : attention_figures(trainer_)) {
      record_.measurements.push_back({t, figures.layer + ".largest_logit", figures.largest_logit});
      record_.measurements.push_back({t, figures.layer + ".entropy", figures.entropy});
    }
  }

  Trainer<Real> trainer_;
  const Prepared& prepared_;
  const Task& task_;
  const Plan& plan_;
  const TrainOptions& options_;
  Record record_;
};

template <class Real>
Result<Trained> train_in(const Prepared& prepared, const Plan& plan, std::uint32_t seed, const TrainOptions& options) {
  auto trainer = Trainer<Real>::start(prepared, plan, seed);
  if (!trainer) return pass_on(trainer.error());
  Run<Real> run(*std::move(trainer), prepared, plan, options);
  if (auto good = run.resume(); !good) return pass_on(good.error());
  if (auto good = run.steps(); !good) return pass_on(good.error());
  return run.finish();
}

}  // namespace

std::string_view name_of(Diagnostic diagnostic) { return diagnostic_names[static_cast<std::size_t>(diagnostic)]; }

Result<Diagnostic> diagnostic_named(std::string_view name) {
  return index_of("diagnostic", name, diagnostic_names).map([](std::size_t i) { return static_cast<Diagnostic>(i); });
}

Result<Trained> train(const Prepared& prepared, const Plan& plan, std::uint32_t seed, const TrainOptions& options) {
  return in_precision(prepared.task().precision,
                      [&]<class Real>(Real) { return train_in<Real>(prepared, plan, seed, options); });
}

}  // namespace etude::train
