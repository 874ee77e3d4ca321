#pragma once
// Where the numbers of drivers stand in the groups of an optimizer of PyTorch's kind.
//
// Such an optimizer is a list of dicts, `param_groups`, in which its rule looks up the numbers of each group. A cell is a
// number of a place of a driver; a slot is where one group keeps it.

#include <nanobind/stl/string.h>

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "binding.h"
#include "etude/base/number.h"
#include "etude/driver/driver.h"

namespace etude::binding {

/// A number of a place, and the float that says it; none as long as it was never finite.
struct Cell {
  std::size_t driver, place, index;
  double now = not_a_number, before = not_a_number;  // of the next update and of the last
  nb::object number = {};
};

/// A tuple of betas that groups may share: `like`, with the numbers of cells at some places.
struct Betas {
  std::vector<std::pair<Py_ssize_t, std::size_t>> cells = {};
  nb::object like = {}, made = {};
};

/// How a group keeps a number: as a float, in its tuple of betas, or in a tensor, which stays where it is.
enum class Form { number, betas, tensor };

struct Slot {
  nb::object group, key;
  Form form;
  std::size_t index;  // of the cell, or of the betas
  nb::object tensor = {};
};

/// What a group follows: a driver by its index, and the name of a group of its plan.
using Place = std::pair<std::size_t, std::string>;

class Bound {
 public:
  std::vector<Cell> cells;
  std::vector<Betas> betas;
  std::vector<Slot> slots;
  std::vector<nb::object> groups;
  std::vector<std::size_t> rates;  // the cell of each group's rate

  /// One more group. Raises etude.Error where the plan drives what the group has not, with what to say.
  void add(nb::object group, const std::vector<driver::Driver>& drivers, const Place& place, nb::handle optimizer);

 private:
  std::size_t cell_of(std::size_t driver, std::size_t place, std::size_t index);
  nb::object own_tensor(nb::handle tensor, std::size_t cell, nb::handle optimizer);
  void add_number(nb::dict group, nb::object key, std::size_t cell, nb::handle optimizer);
  void add_betas(nb::dict group, Betas driven, nb::handle optimizer);
  std::size_t betas_of(const Betas& wanted);

  std::map<std::array<std::size_t, 3>, std::size_t> cell_at_;
  std::map<PyObject*, std::size_t> tensors_;  // that stand in groups, and their cells
};

}  // namespace etude::binding
