// etude._core._Writer: writes what drivers say into the groups of an optimizer, in place, after every update.
//
// A step computes each number once and stores it wherever it belongs: a float as one object for all groups that have it,
// betas as one tuple, a tensor by fill_(), so that what a compiler made of the update stays right. Loading an optimizer's
// state replaces the dicts of its groups, and groups are added to the list: so a step looks whether they are still those
// that the writer is bound to, and where they are not, says so and writes nothing.

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "bound.h"
#include "driver.h"
#include "pace.h"

namespace etude::binding {
namespace {

using driver::Driven;
using driver::Driver;

/// What Python raised goes on as it is.
void or_raise(int failed) {
  if (failed) nb::raise_python_error();
}

class Writer {
 public:
  /// All drivers stand at one position: the calls of step(), or those of updated(). With `watches` step() warns where it is
  /// not called as often as that.
  Writer(nb::object optimizer, std::vector<Driver> drivers, bool counts_updates, bool watches)
      : optimizer_(std::move(optimizer)), drivers_(std::move(drivers)), counts_updates_(counts_updates) {
    done_ = first().step();
    if (watches) pace_.emplace();
  }

  const Driver& first() const { return drivers_.front(); }
  const std::vector<Driver>& drivers() const { return drivers_; }

  /// Is it bound to the groups that the optimizer has now?
  bool is_bound() const {
    const nb::object now = groups();
    const auto count = static_cast<Py_ssize_t>(bound_.groups.size());
    if (PyList_Size(now.ptr()) != count) return false;
    for (Py_ssize_t i = 0; i < count; ++i)
      if (PyList_GetItem(now.ptr(), i) != bound_.groups[static_cast<std::size_t>(i)].ptr()) return false;
    return true;
  }

  /// Is it bound to each of them, be it to others besides? DeepSpeed's ZeRO takes groups out while it updates one of them.
  bool knows_groups() const {
    const nb::object now = groups();
    const auto is_known = [&](PyObject* group) {
      return std::any_of(bound_.groups.begin(), bound_.groups.end(),
                         [&](const auto& each) { return each.ptr() == group; });
    };
    for (Py_ssize_t i = 0; i < PyList_Size(now.ptr()); ++i)
      if (!is_known(PyList_GetItem(now.ptr(), i))) return false;
    return true;
  }

  /// One more, which goes on from where the others are.
  void add(Driver driver) {
    value_or_raise(driver.load(first().state(), {.policy = ResumePolicy::extend}));
    drivers_.push_back(std::move(driver));
  }

  /// One place a group of the optimizer, in their order. Refused, it stays bound as it was.
  void bind(const std::vector<Place>& places) {
    Bound bound;
    const nb::list groups = optimizer_.attr("param_groups");
    for (std::size_t i = 0; i < places.size(); ++i) bound.add(groups[i], drivers_, places[i], optimizer_);
    for (Cell& cell : bound.cells) cell.before = last_update(cell);
    bound_ = std::move(bound);
  }

  /// The numbers of the next update, where they are finite: those of the last one stay where there is an end.
  void write() {
    is_past_end_ = false;
    for (Cell& cell : bound_.cells) compute(cell);
    for (Betas& betas : bound_.betas) make(betas);
    for (const Slot& slot : bound_.slots) store(slot);
  }

  /// Is there a controller? Raises etude.Error where there is none. Who tells a metric calls step() as often as there is one.
  void check_hears(double metric) {
    if (!first().controller()) report(metric);
    pace_.reset();
  }

  /// One update is done; or, where updates are counted, as many as were. False: to be bound anew, and then written.
  bool step() {
    if (counts_updates_ && done_ == first().step()) return is_bound();
    if (pace_) watch();
    if (is_past_end_)
      for (const Driver& each : drivers_) value_or_raise(each.check());
    const Step updates = counts_updates_ ? done_ - first().step() : 1;
    for (Driver& each : drivers_) value_or_raise(each.advance(updates));
    for (Cell& cell : bound_.cells) cell.before = cell.now;
    if (!is_bound()) return false;
    write();
    return true;
  }
  void updated() {
    if (counts_updates_) ++done_;
    if (pace_) pace_->update();
  }
  bool is_ahead() const { return counts_updates_ && done_ > first().step(); }

  void advance_to(Step updates_done) {
    for (Driver& each : drivers_) value_or_raise(each.advance_to(updates_done));
    done_ = updates_done;
    for (Cell& cell : bound_.cells) cell.before = last_update(cell);
  }

  void report(double metric) {
    for (Driver& each : drivers_) value_or_raise(each.report(metric));
  }

  nb::list states() const {
    nb::list states;
    for (const Driver& each : drivers_) states.append(state_of(each));
    return states;
  }

  /// All of them or none.
  nb::list load(const std::vector<nb::object>& states, std::string_view policy, bool continuous) {
    std::vector<Driver> loaded = drivers_;
    std::vector<Note> notes;
    for (std::size_t i = 0; i < loaded.size(); ++i)
      notes = value_or_raise(loaded[i].load(state_from(states.at(i)), loading_of(policy, continuous)));
    drivers_ = std::move(loaded);
    done_ = first().step();
    return texts_of(notes);
  }

  std::vector<double> rates() const { return all_rates(&Cell::now); }
  std::vector<double> rates_before() const { return all_rates(&Cell::before); }

  std::optional<double> value(std::string_view name) const { return first().value(hyper_parameter_of(name), 0); }

  /// What Python's garbage collector must know of: an optimizer may hold the scheduler that holds this.
  nb::handle optimizer() const { return optimizer_; }
  void let_go() { optimizer_.reset(); }

 private:
  nb::object groups() const {
    auto now = nb::steal<nb::object>(PyObject_GetAttr(optimizer_.ptr(), param_groups_.ptr()));
    if (!now.is_valid()) nb::raise_python_error();
    return now;
  }

  /// Warns once, where step() was called: two frames up.
  void watch() {
    if (pace_->is_at_start() && has_sound_gradients(optimizer_)) pace_->awaits_update();
    const std::string fault = pace_->call();
    if (fault.empty()) return;
    pace_.reset();
    or_raise(PyErr_WarnEx(PyExc_UserWarning, fault.c_str(), 2));
  }

  const Driven& driven(const Cell& cell) const { return drivers_[cell.driver].driven(cell.place)[cell.index]; }

  /// What it was at the last update, as far as a position and a controller's state say; at the first, what it will be.
  double last_update(const Cell& cell) const {
    const Driver& of = drivers_[cell.driver];
    const Driven& each = driven(cell);
    const double value = each.schedule(of.step() - 1);
    return each.which == HyperParameter::lr ? value * of.scale() : value;
  }

  void compute(Cell& cell) {
    const double value = drivers_[cell.driver].value(driven(cell));
    if (!std::isfinite(value)) {
      is_past_end_ = true;
      return;
    }
    cell.now = value;
    cell.number = nb::steal<nb::object>(PyFloat_FromDouble(value));
  }

  void make(Betas& betas) {
    const Py_ssize_t size = PyTuple_Size(betas.like.ptr());
    betas.made = nb::steal<nb::object>(PyTuple_New(size));
    for (Py_ssize_t i = 0; i < size; ++i)
      or_raise(PyTuple_SetItem(betas.made.ptr(), i, nb::borrow(PyTuple_GetItem(betas.like.ptr(), i)).release().ptr()));
    for (const auto& [place, cell] : betas.cells)
      if (const nb::object number = bound_.cells[cell].number; number.is_valid())
        or_raise(PyTuple_SetItem(betas.made.ptr(), place, nb::object(number).release().ptr()));
  }

  void store(const Slot& slot) {
    const nb::object& value =
        slot.form == Form::betas ? bound_.betas[slot.index].made : bound_.cells[slot.index].number;
    if (!value.is_valid()) return;
    if (slot.form == Form::tensor)
      slot.tensor.attr("fill_")(value);
    else
      or_raise(PyDict_SetItem(slot.group.ptr(), slot.key.ptr(), value.ptr()));
  }

  std::vector<double> all_rates(double Cell::*which) const {
    std::vector<double> all;
    for (const std::size_t cell : bound_.rates) all.push_back(bound_.cells[cell].*which);
    return all;
  }

  nb::object optimizer_;
  nb::object param_groups_ = nb::steal<nb::object>(PyUnicode_InternFromString("param_groups"));
  std::vector<Driver> drivers_;
  Bound bound_;
  std::optional<Pace> pace_;
  bool counts_updates_ = false, is_past_end_ = false;
  Step done_ = 0;
};

int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  if (nb::inst_ready(self)) Py_VISIT(nb::inst_ptr<Writer>(self)->optimizer().ptr());
  return 0;
}

int clear(PyObject* self) {
  nb::inst_ptr<Writer>(self)->let_go();
  return 0;
}

PyType_Slot collected[] = {
    {Py_tp_traverse, reinterpret_cast<void*>(traverse)}, {Py_tp_clear, reinterpret_cast<void*>(clear)}, {0, nullptr}};

}  // namespace

void bind_writer(nb::module_& module) {
  nb::class_<Writer>(module, "_Writer", nb::type_slots(collected),
                     "Writes what drivers say into the groups of an optimizer of PyTorch's kind.")
      .def(nb::init<nb::object, std::vector<Driver>, bool, bool>(), nb::arg("optimizer"), nb::arg("drivers"),
           nb::arg("counts_updates"), nb::arg("watches"),
           nb::sig(
               "def __init__(self, optimizer: object, drivers: list[Driver], counts_updates: bool, watches: bool) -> "
               "None"))
      .def_prop_ro(
          "position", [](const Writer& w) { return w.first().step(); }, "Updates done.")
      .def_prop_ro(
          "scale", [](const Writer& w) { return w.first().scale(); }, "What the controller multiplies rates by.")
      .def_prop_ro("is_ahead", &Writer::is_ahead, "Were updates counted that step() has not heard of?")
      .def_prop_ro("drivers", &Writer::drivers, nb::sig("def drivers(self) -> list[Driver]"), "Copies of its drivers.")
      .def("add", &Writer::add, nb::arg("driver"), "One more driver, which goes on from where the others are.")
      .def("is_bound", &Writer::is_bound, "Is it bound to the groups that the optimizer has now?")
      .def("knows_groups", &Writer::knows_groups, "Is it bound to each of them, be it to others besides?")
      .def("bind", &Writer::bind, nb::arg("places"),
           "Binds each group of the optimizer to (driver, group of its plan).")
      .def("write", &Writer::write, "Writes the numbers of the next update.")
      .def("step", &Writer::step, "An update is done. False: to be bound anew, and then written.")
      .def("updated", &Writer::updated, "The optimizer has done an update.")
      .def("advance_to", &Writer::advance_to, nb::arg("updates_done"), "So many updates are done in all.")
      .def("report", &Writer::report, nb::arg("metric"), "A metric of the last update.")
      .def("check_hears", &Writer::check_hears, nb::arg("metric"), "Raises etude.Error where there is no controller.")
      .def("states", &Writer::states, nb::sig("def states(self) -> list[dict[str, object]]"), "One a driver.")
      .def("load", &Writer::load, nb::arg("states"), nb::arg("policy"), nb::arg("continuous"),
           nb::sig("def load(self, states: list[dict[str, object]], policy: str, continuous: bool) -> list[str]"),
           "Loads all drivers or none.")
      .def("rates", &Writer::rates, "The rate of each group for the next update.")
      .def("rates_before", &Writer::rates_before, "The rate that each group had in the last update.")
      .def("value", &Writer::value, nb::arg("name"), "A number of the plan itself for the next update.");
}

}  // namespace etude::binding
