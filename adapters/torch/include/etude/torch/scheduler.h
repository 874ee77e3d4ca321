#pragma once
// A plan drives an optimizer of LibTorch: the rate, and the momentum, betas and weight decay where the plan has them, are
// written into the options of the optimizer's groups, before each update.
//
//   torch::optim::AdamW optimizer(model->parameters(), 3e-4);
//   etude::libtorch::Scheduler scheduler(optimizer, "warmup(to=3e-4, steps=5%) then cosine(from=3e-4, steps=rest)",
//                                        {.horizon = {.steps = 1000}});
//   for (...) {
//     loss_of(batch).backward();
//     optimizer.step();
//     scheduler.step();
//   }
//   torch::save(scheduler, "scheduler.pt");
//
// What is refused throws std::invalid_argument, whose one line says what to type instead: a training loop that goes on
// after a refusal would train at a wrong rate.

#include <torch/optim/optimizer.h>
#include <torch/serialize/archive.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "etude/driver/driver.h"
#include "etude/schedule/horizon.h"

namespace etude::libtorch {

struct SchedulerOptions {
  /// The names of the optimizer's groups, in their order, as LibTorch gives them none; those without are group0, group1,
  /// ... A group follows the plan's group of its name, and the plan's own schedules where there is none.
  std::vector<std::string> groups = {};
  Horizon horizon = {};                       // what `rest`, 5% and 3ep of a text are
  std::optional<Controller> controller = {};  // what report() moves the rate by
};

/// How the numbers of one group's options are written.
using WriteNumber = void (*)(::torch::optim::OptimizerOptions& options, double value);

class Scheduler {
 public:
  /// Writes the numbers of step 0; the optimizer must outlive the scheduler. The text is a SPEC of etude: its notation,
  /// JSON, a recipe or a framework's line, "torch.OneCycleLR(max_lr=0.1, total_steps=300)"; a line that leaves the rate to
  /// the optimizer takes that of the groups. Refused: a text that cannot be read; a number that the optimizer does not
  /// have, as Adagrad has no momentum; a group of the plan that is not among the optimizer's; more names than groups, or
  /// one twice. An optimizer of one's own is driven in its rate, by set_lr() of its options.
  Scheduler(::torch::optim::Optimizer& optimizer, std::string_view text, SchedulerOptions options = {});
  Scheduler(::torch::optim::Optimizer& optimizer, const Plan& plan, SchedulerOptions options = {});
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  /// One update is done: writes the numbers of the next. Not called where an update is skipped, and once for all
  /// micro-batches of an update. A group added since is driven, too. Refused, and nothing is written: past the end of a
  /// schedule that says past_end = error. Cost: that of the schedules, once however many groups share them.
  void step();

  /// So many updates are done in all. Refused where that is fewer than are done.
  void step_to(Step updates_done);

  /// A metric of the last update, for the controller. Refused without one, and before the first update.
  void report(double metric);

  /// Writes the numbers of the next update again: after something else has written there, as an optimizer's load() does
  /// in newer versions of LibTorch.
  void write();

  /// The number for the next update of the group at that place of the optimizer; nothing where the plan does not drive
  /// it. The batch size is the plan's, whatever the group.
  std::optional<double> value(HyperParameter which, std::size_t group = 0) const;

  /// The plan and the position: driver().step() updates are done.
  const driver::Driver& driver() const { return driver_; }

  /// The position, the controller's memory and the schedule, as one line of JSON under the key "etude".
  void save(::torch::serialize::OutputArchive& archive) const;

  /// Goes on where that was saved and writes the numbers of the next update, before or after the optimizer is loaded, and
  /// twice as once; gives what the policy did that its user should know. Refused, and nothing is changed: an archive
  /// without a state; a state of another schedule, with what differs, unless `how` has a policy.
  std::vector<Note> load(::torch::serialize::InputArchive& archive, const driver::Loading& how = {});

 private:
  /// A schedule of the driver, how its number is written, and where.
  struct Number {
    std::size_t place = 0, index = 0;  // driver.driven(place)[index]
    WriteNumber write = nullptr;
    std::vector<std::size_t> groups = {};  // of the optimizer
    double value = 0;                      // of the next update
  };

  Scheduler(::torch::optim::Optimizer& optimizer, driver::Driver driver, std::vector<std::string> names);
  std::vector<std::size_t> places(const driver::Driver& driver) const;
  std::vector<Number> numbers(const driver::Driver& driver) const;

  ::torch::optim::Optimizer& optimizer_;
  std::vector<std::string> names_;
  driver::Driver driver_;
  std::vector<Number> numbers_;
  std::size_t groups_ = 0;  // that numbers_ knows
};

/// For torch::save(scheduler, "scheduler.pt") and torch::load(scheduler, "scheduler.pt").
::torch::serialize::OutputArchive& operator<<(::torch::serialize::OutputArchive& archive, const Scheduler& scheduler);
::torch::serialize::InputArchive& operator>>(::torch::serialize::InputArchive& archive, Scheduler& scheduler);

}  // namespace etude::libtorch
