// The loop: ask the observers, update, tell the observers. And the observers that write a run's record.

#include "etude/train/train.h"

#include <cmath>

namespace etude::train {
namespace {

/// All observers see the update, even where one of them ends the run.
bool all_go_on(const Observers& observers, Step step, const StepResult& result) {
  bool goes_on = true;
  for (Observer* observer : observers) goes_on &= observer->after(step, result);
  return goes_on;
}

/// One step; End::reached where the run may go on.
template <class Real>
End run_step(Trainer<Real>& trainer, const Observers& observers) {
  const Step step = trainer.step();
  for (Observer* observer : observers)
    if (!observer->before(step)) return End::stopped;
  const StepResult result = trainer.update();
  const bool goes_on = all_go_on(observers, step, result);
  if (!std::isfinite(result.loss)) return End::diverged;
  return goes_on ? End::reached : End::stopped;
}

template <class Real>
void measure_heldout(Trainer<Real>& trainer, Record& record) {
  const auto heldout = trainer.evaluate_heldout();
  if (heldout) record.heldout.push_back({trainer.step(), heldout->loss, heldout->accuracy});
}

}  // namespace

template <class Real>
End run(Trainer<Real>& trainer, Step until, const Observers& observers) {
  End end = End::reached;
  while (end == End::reached && trainer.step() < until) end = run_step(trainer, observers);
  for (Observer* observer : observers) observer->ended(end);
  return end;
}

bool Losses::after(Step step, const StepResult& result) {
  if (record_.loss.empty()) record_.first = step;
  record_.lr.push_back(result.lr);
  record_.loss.push_back(result.loss);
  return true;
}

template <class Real>
bool HeldoutLosses<Real>::before(Step step) {
  if (every_ > 0 && step % every_ == 0) measure_heldout(trainer_, record_);
  return true;
}

template <class Real>
void EndOfRun<Real>::ended(End end) {
  if (end == End::stopped) return;
  bool diverged = end == End::diverged;
  if (!diverged) {
    measure_heldout(trainer_, record_);
    const double loss = trainer_.evaluate_training().loss;
    diverged = !std::isfinite(loss);
    if (diverged || !trainer_.trains_as_measured()) record_.trained_loss = loss;
  }
  if (diverged) record_.diverged_at = trainer_.step();
}

Result<Record> run_trial(const Prepared& prepared, const Plan& plan, std::uint32_t seed, const Observers& observers) {
  return in_precision(prepared.task().precision, [&]<class Real>(Real) -> Result<Record> {
    auto trainer = Trainer<Real>::start(prepared, plan, seed);
    if (!trainer) return pass_on(trainer.error());
    Record record;
    Losses losses(record);
    EndOfRun<Real> end(*trainer, record);
    Observers all{&losses, &end};
    all.insert(all.end(), observers.begin(), observers.end());
    run(*trainer, prepared.task().steps, all);
    return record;
  });
}

Result<Weights> weights_before(const Prepared& prepared, std::uint32_t seed) {
  const Prepared::Phase& earlier = *prepared.earlier();
  const Task& task = earlier.prepared.task();
  return in_precision(task.precision, [&]<class Real>(Real) -> Result<Weights> {
    auto trainer = Trainer<Real>::start(earlier.prepared, earlier.plan, seed);
    if (!trainer) return pass_on(trainer.error());
    run(*trainer, task.steps);
    const std::vector<Real> parameters = trainer->parameters();
    const auto statistics = trainer->network().statistics();
    return Weights{{parameters.begin(), parameters.end()}, {statistics.begin(), statistics.end()}};
  });
}

template End run(Trainer<double>&, Step, const Observers&);
template End run(Trainer<float>&, Step, const Observers&);
template class HeldoutLosses<double>;
template class HeldoutLosses<float>;
template class EndOfRun<double>;
template class EndOfRun<float>;

}  // namespace etude::train
