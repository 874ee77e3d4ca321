#include "bound.h"

namespace etude::binding {
namespace {

nb::object interned(const char* name) { return nb::steal<nb::object>(PyUnicode_InternFromString(name)); }

bool is_tensor(nb::handle value) { return nb::hasattr(value, "fill_"); }

/// Of a framework's line, momentum is whichever the optimizer has: so PyTorch's OneCycleLR and CyclicLR have it.
bool is_either(HyperParameter which, const driver::Driver& of) {
  return which == HyperParameter::momentum && !of.spec().line.empty();
}

/// The place of the number in a tuple of betas; nothing where it is no beta.
std::optional<Py_ssize_t> place_in_betas(HyperParameter which, const driver::Driver& of) {
  if (which == HyperParameter::beta2) return 1;
  return which == HyperParameter::beta1 || is_either(which, of) ? std::optional<Py_ssize_t>(0) : std::nullopt;
}

std::string instead_of(HyperParameter which, const driver::Driver& of, const nb::dict& group) {
  if (is_either(which, of)) return "say cycle_momentum=False";
  if (which == HyperParameter::momentum && group.contains("betas")) return "say beta1= in its place";
  if (which == HyperParameter::beta1 && group.contains("momentum")) return "say momentum= in its place";
  return "leave it out of the plan";
}

bool has_beta(const nb::dict& group, Py_ssize_t place) {
  return group.contains("betas") && place < PyObject_Length(nb::object(group["betas"]).ptr());
}

}  // namespace

void Bound::add(nb::object group, const std::vector<driver::Driver>& drivers, const Place& place,
                nb::handle optimizer) {
  const driver::Driver& of = drivers.at(place.first);
  const std::size_t at = value_or_raise(of.group(place.second));
  const auto numbers = nb::cast<nb::dict>(group);
  Betas betas;
  const auto driven = of.driven(at);
  for (std::size_t i = 0; i < driven.size(); ++i) {
    const HyperParameter which = driven[i].which;
    if (!is_of_a_group(which)) continue;
    const std::size_t cell = cell_of(place.first, at, i);
    const nb::object key = interned(std::string(name_of(which)).c_str());
    const auto beta = place_in_betas(which, of);
    if (which == HyperParameter::lr) rates.push_back(cell);
    if (numbers.contains(key))
      add_number(numbers, key, cell, optimizer);
    else if (beta && has_beta(numbers, *beta))
      betas.cells.emplace_back(*beta, cell);
    else
      throw Refusal("the plan drives " + std::string(name_of(which)) + ", which " +
                    nb::cast<std::string>(optimizer.type().attr("__name__")) + " has not; " +
                    instead_of(which, of, numbers));
  }
  if (!betas.cells.empty()) add_betas(numbers, std::move(betas), optimizer);
  groups.push_back(std::move(group));
}

std::size_t Bound::cell_of(std::size_t driver, std::size_t place, std::size_t index) {
  const auto [found, is_new] = cell_at_.try_emplace({driver, place, index}, cells.size());
  if (is_new) cells.push_back({driver, place, index});
  return found->second;
}

/// The tensor, or a copy of it where another number stands in it: that of another group, or the optimizer's default.
nb::object Bound::own_tensor(nb::handle tensor, std::size_t cell, nb::handle optimizer) {
  bool is_taken = false;
  for (const auto& [name, value] : nb::cast<nb::dict>(optimizer.attr("defaults"))) is_taken |= value.is(tensor);
  const auto found = tensors_.find(tensor.ptr());
  is_taken |= found != tensors_.end() && found->second != cell;
  nb::object own = is_taken ? nb::object(tensor.attr("clone")()) : nb::borrow(tensor);
  tensors_.emplace(own.ptr(), cell);
  return own;
}

void Bound::add_number(nb::dict group, nb::object key, std::size_t cell, nb::handle optimizer) {
  nb::object value = group[key];
  if (!is_tensor(value)) return slots.push_back({group, key, Form::number, cell});
  value = own_tensor(value, cell, optimizer);
  group[key] = value;
  slots.push_back({group, key, Form::tensor, cell, value});
}

void Bound::add_betas(nb::dict group, Betas driven, nb::handle optimizer) {
  const nb::object key = interned("betas");
  auto members = nb::steal<nb::list>(PySequence_List(nb::object(group[key]).ptr()));
  bool are_tensors = false;
  for (const auto& [place, cell] : driven.cells) {
    if (!is_tensor(members[place])) continue;
    are_tensors = true;
    members[place] = own_tensor(members[place], cell, optimizer);
    slots.push_back({group, key, Form::tensor, cell, members[place]});
  }
  driven.like = nb::steal<nb::object>(PyList_AsTuple(members.ptr()));
  if (are_tensors)
    group[key] = driven.like;
  else
    slots.push_back({group, key, Form::betas, betas_of(driven)});
}

std::size_t Bound::betas_of(const Betas& wanted) {
  for (std::size_t i = 0; i < betas.size(); ++i)
    if (betas[i].cells == wanted.cells && betas[i].like.equal(wanted.like)) return i;
  betas.push_back(wanted);
  return betas.size() - 1;
}

}  // namespace etude::binding
