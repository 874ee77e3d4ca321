// The samples of a task, and runs over them that go on a few updates at a time.

#include "run.h"

#include <algorithm>

#include "answers.h"
#include "etude/train/train.h"
#include "study/scaled.h"
#include "task.h"
#include "train/run_data.h"

namespace etude::explorer {
namespace {

template <class Real>
class RunOf final : public Run {
 public:
  RunOf(train::Trainer<Real> trainer, Step steps, bool is_flat)
      : trainer_(std::move(trainer)), steps_(steps), is_flat_(is_flat) {}

  std::size_t go_on(std::size_t updates) override {
    train::Losses losses(record_);
    const auto left = static_cast<std::size_t>(steps_ - trainer_.step());
    if (end_ == train::End::reached)
      end_ = train::run(trainer_, trainer_.step() + static_cast<Step>(std::min(left, updates)), {&losses});
    return record_.loss.size();
  }

  const std::vector<double>& losses() const override { return record_.loss; }

  Outcome outcome(std::size_t points) override {
    Record record = record_;
    train::EndOfRun<Real>(trainer_, record).ended(end_);
    return outcome_of(record, points);
  }

  const std::vector<std::uint8_t>& regions(std::size_t n, double size) override {
    regions_.clear();
    if (!is_flat_) return regions_;
    std::vector<Real> cells;
    const auto middle = [&](std::size_t i) {
      return static_cast<Real>(size * ((2 * static_cast<double>(i) + 1) / static_cast<double>(n) - 1));
    };
    for (std::size_t row = 0; row < n; ++row)
      for (std::size_t column = 0; column < n; ++column) cells.insert(cells.end(), {middle(column), middle(row)});
    for (const std::int32_t each : trainer_.network().predict(cells))
      regions_.push_back(static_cast<std::uint8_t>(each));
    return regions_;
  }

  std::size_t parameters() override { return trainer_.network().parameters().size(); }

  std::size_t right() override {
    const model::Batch<Real> all = trainer_.training_batch();
    const auto given = trainer_.network().predict(all.inputs);
    std::size_t count = 0;
    for (std::size_t i = 0; i < given.size(); ++i) count += given[i] == all.labels[i];
    return count;
  }

 private:
  train::Trainer<Real> trainer_;
  Step steps_;
  bool is_flat_;  // its data lies in the plane
  Record record_;
  train::End end_ = train::End::reached;  // of the updates so far
  std::vector<std::uint8_t> regions_;
};

template <class Real>
Result<std::unique_ptr<Run>> started(const train::Prepared& prepared, const Plan& plan, std::uint32_t seed) {
  auto trainer = train::Trainer<Real>::start(prepared, plan, seed);
  if (!trainer) return pass_on(trainer.error());
  const data::Dataset& shape = prepared.shape();
  const bool is_flat = shape.features == 2 && shape.positions == 1;
  return std::make_unique<RunOf<Real>>(*std::move(trainer), prepared.task().steps, is_flat);
}

}  // namespace

Result<std::unique_ptr<Run>> start_run(const train::Prepared& prepared, const Plan& plan, std::uint32_t seed) {
  return train::in_precision(prepared.task().precision,
                             [&]<class Real>(Real) { return started<Real>(prepared, plan, seed); });
}

Answer data(Memory& memory, Request& request) {
  const auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  const std::uint32_t seed = request.seed();
  if (auto good = request.good(); !good) return pass_on(good.error());
  const auto put = [&]<class Real>(Real) -> Result<void> {
    const auto drawn = prepared->data<Real>(seed);
    if (!drawn) return pass_on(drawn.error());
    const std::size_t features = prepared->shape().features;
    for (std::size_t i = 0; i < drawn->train.labels.size() && features == 2; ++i)
      for (const double value :
           {static_cast<double>((*drawn->inputs)[2 * i]), static_cast<double>((*drawn->inputs)[2 * i + 1]),
            static_cast<double>(drawn->train.labels[i])})
        memory.numbers.push_back(value);
    return {};
  };
  memory.numbers.clear();
  if (auto good = train::in_precision(prepared->task().precision, put); !good) return pass_on(good.error());
  return Json::Object{{"samples", prepared->samples()},
                      {"classes", prepared->shape().classes},
                      {"features", prepared->shape().features}};
}

Answer train(Memory& memory, Request& request) {
  const int place = request.place("run");
  const auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  auto plan = plan_of(*prepared, request.text("plan"));
  if (!plan) return pass_on(plan.error());
  const std::uint32_t seed = request.seed();
  const double peak = request.number("peak", 0, 1e300, 0);
  if (auto good = request.good(); !good) return pass_on(good.error());
  if (peak > 0) plan = study::scaled(*plan, {.to = peak, .from = study::peak_of(*plan, prepared->task().steps)});
  auto run = start_run(*prepared, *plan, seed);
  if (!run) return pass_on(run.error());
  const std::size_t parameters = (*run)->parameters();
  memory.runs[place] = *std::move(run);
  return Json::Object{{"steps", prepared->task().steps}, {"parameters", parameters}, {"samples", prepared->samples()}};
}

Answer outcome(Memory& memory, Request& request) {
  const int place = request.place("run");
  const Step points = request.whole("points", 0, most_steps, 500);
  if (auto good = request.good(); !good) return pass_on(good.error());
  const auto found = memory.runs.find(place);
  if (found == memory.runs.end()) return refuse("there is no run " + std::to_string(place));
  auto told = read_json(to_text(found->second->outcome(static_cast<std::size_t>(points))));
  if (!told) return pass_on(told.error());
  return Json::Object{{"outcome", *std::move(told)}};
}

}  // namespace etude::explorer
