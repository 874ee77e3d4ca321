// A plan drives an optimizer.
//
// Idea: the driver has the numbers; which of them goes into which group's options is laid out once, as a list that step()
// walks. The list knows groups by their place, never by address: so options may be replaced and groups added.

#include "etude/torch/scheduler.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "etude/base/json.h"
#include "etude/dialect/spec.h"
#include "numbers.h"
#include "refusal.h"

namespace etude::libtorch {
namespace {

using ::torch::optim::Optimizer;

constexpr const char* key = "etude";

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// The rate that the optimizer was made with, for a line that leaves it to the optimizer.
double own_rate(const Optimizer& optimizer) {
  const auto& groups = optimizer.param_groups();
  if (groups.empty()) refuse_with("the line leaves the rate to the optimizer, which has no group; give it one before");
  const double first = groups[0].options().get_lr();
  for (const auto& group : groups)
    if (group.options().get_lr() != first)
      refuse_with(
          "the line leaves the rate to the optimizer, whose groups have several; give each a schedule: "
          "plan(lr=..., group(head, lr=...))");
  return first;
}

driver::Driver driver_of(const Optimizer& optimizer, std::string_view text, const SchedulerOptions& options) {
  dialect::Spec spec = unless_refused(dialect::parse_spec(text, options.horizon));
  if (spec.optimizer && spec.optimizer->is_missing)
    spec = unless_refused(dialect::parse_spec(text, options.horizon, own_rate(optimizer)));
  return driver::Driver(std::move(spec), options.controller);
}

/// The names of all groups of the optimizer: those given, and of the rest "group" and their place, from 0.
std::vector<std::string> all_names(std::vector<std::string> given, std::size_t groups) {
  if (given.size() > groups)
    refuse_with(std::to_string(given.size()) + " groups are named and the optimizer has " + std::to_string(groups));
  for (std::size_t i = given.size(); i < groups; ++i) given.push_back("group" + std::to_string(i));
  if (std::set(given.begin(), given.end()).size() != given.size())
    refuse_with("two groups have one name: " + listed(given));
  return given;
}

/// Throws where the optimizer does not have what the plan drives.
WriteNumber writer_of(const Optimizer& optimizer, std::size_t group, HyperParameter which) {
  const Numbers& numbers = numbers_of(optimizer.param_groups()[group].options());
  const WriteNumber write = numbers.write[static_cast<std::size_t>(which)];
  if (write) return write;
  const std::string name(name_of(which)), optimizer_name(numbers.optimizer);
  const HyperParameter instead = which == HyperParameter::momentum ? HyperParameter::beta1 : HyperParameter::momentum;
  if (which != HyperParameter::weight_decay && numbers.write[static_cast<std::size_t>(instead)])
    refuse_with(optimizer_name + " has no " + name + "; give the plan " + std::string(name_of(instead)) + "=");
  refuse_with(optimizer_name + " has no " + name + "; leave it out of the plan");
}

}  // namespace

Scheduler::Scheduler(Optimizer& optimizer, std::string_view text, SchedulerOptions options)
    : Scheduler(optimizer, driver_of(optimizer, text, options), std::move(options.groups)) {}

Scheduler::Scheduler(Optimizer& optimizer, const Plan& plan, SchedulerOptions options)
    : Scheduler(optimizer, driver::Driver(dialect::spec_of(plan), std::move(options.controller)),
                std::move(options.groups)) {}

Scheduler::Scheduler(Optimizer& optimizer, driver::Driver driver, std::vector<std::string> names)
    : optimizer_(optimizer), names_(std::move(names)), driver_(std::move(driver)) {
  write();
}

void Scheduler::step() {
  driver_.advance();
  write();
}

void Scheduler::step_to(Step updates_done) {
  unless_refused(driver_.advance_to(updates_done));
  write();
}

void Scheduler::report(double metric) {
  unless_refused(driver_.report(metric));
  write();
}

void Scheduler::write() {
  auto& groups = optimizer_.param_groups();
  if (groups.size() != groups_) {
    numbers_ = numbers(driver_);
    groups_ = groups.size();
  }
  for (Number& number : numbers_) {
    number.value = driver_.value(driver_.driven(number.place)[number.index]);
    if (!std::isfinite(number.value)) unless_refused(driver_.check());
  }
  for (const Number& number : numbers_)
    for (const std::size_t group : number.groups) number.write(groups[group].options(), number.value);
}

/// Of each group of the optimizer the driver's place.
std::vector<std::size_t> Scheduler::places(const driver::Driver& driver) const {
  const auto names = all_names(names_, optimizer_.param_groups().size());
  std::vector<std::size_t> places;
  for (const std::string& name : names) places.push_back(driver.group(name).value_or(0));
  for (const Group& group : driver.spec().computed.groups)
    if (std::find(names.begin(), names.end(), group.name) == names.end())
      refuse_with("the optimizer has no group " + group.name + "; it has: " + listed(names) +
                  "; name its groups in their order: {.groups = {\"" + group.name + "\", ...}}");
  return places;
}

std::vector<Scheduler::Number> Scheduler::numbers(const driver::Driver& driver) const {
  const auto place_of = places(driver);
  std::vector<Number> numbers;
  for (std::size_t place = 0; place < driver.groups(); ++place) {
    std::vector<std::size_t> here;
    for (std::size_t i = 0; i < place_of.size(); ++i)
      if (place_of[i] == place) here.push_back(i);
    if (here.empty()) continue;
    const auto driven = driver.driven(place);
    for (std::size_t index = 0; index < driven.size(); ++index)
      if (is_of_a_group(driven[index].which))
        numbers.push_back({place, index, writer_of(optimizer_, here[0], driven[index].which), here});
  }
  return numbers;
}

std::optional<double> Scheduler::value(HyperParameter which, std::size_t group) const {
  const auto place_of = places(driver_);
  if (group >= place_of.size()) refuse_with("the optimizer has no group at place " + std::to_string(group));
  return driver_.value(which, is_of_a_group(which) ? place_of[group] : 0);
}

void Scheduler::save(::torch::serialize::OutputArchive& archive) const {
  archive.write(key, c10::IValue(write_json(driver_.state(), 0)));
}

std::vector<Note> Scheduler::load(::torch::serialize::InputArchive& archive, const driver::Loading& how) {
  c10::IValue text;
  if (!archive.try_read(key, text) || !text.isString())
    refuse_with("the archive has no state of a scheduler; write one by torch::save(scheduler, path)");
  driver::Driver loaded = driver_;
  auto notes = unless_refused(loaded.load(unless_refused(read_json(text.toStringRef())), how));
  unless_refused(loaded.check());
  numbers_ = numbers(loaded);
  groups_ = optimizer_.param_groups().size();
  driver_ = std::move(loaded);
  write();
  return notes;
}

::torch::serialize::OutputArchive& operator<<(::torch::serialize::OutputArchive& archive, const Scheduler& scheduler) {
  scheduler.save(archive);
  return archive;
}

::torch::serialize::InputArchive& operator>>(::torch::serialize::InputArchive& archive, Scheduler& scheduler) {
  scheduler.load(archive);
  return archive;
}

}  // namespace etude::libtorch
