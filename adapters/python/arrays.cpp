// Steps that follow each other are asked for in bulk, which costs a few operations a point; whatever comes between, one
// by one. So an arange of steps costs what the schedule's own bulk form costs, and no order of steps changes a bit.

#include "arrays.h"

#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace etude::binding {
namespace {

using Steps = nb::ndarray<nb::ro, nb::device::cpu>;

constexpr std::size_t most_at_once = 8192;  // steps and values stay in the cache between looking and writing

/// A step of any type of whole number; one past max_step is max_step.
template <class Integer>
Step to_step(Integer value) {
  return std::cmp_greater(value, max_step) ? max_step : static_cast<Step>(value);
}

/// How many of the steps follow each other, of `count` that lie `stride` apart.
template <class Integer>
std::size_t run_length(const Integer* steps, std::size_t count, std::ptrdiff_t stride) {
  std::size_t length = 1;
  for (Step last = to_step(*steps); length < count; ++length, ++last)
    if (to_step(*(steps += stride)) != last + 1) break;
  return length;
}

/// The values of as many steps as `out` has, which lie `stride` apart.
template <class Integer>
void fill_row(const Schedule& schedule, const Integer* steps, std::ptrdiff_t stride, std::span<double> out) {
  while (!out.empty()) {
    const std::size_t length = run_length(steps, std::min(out.size(), most_at_once), stride);
    if (length == 1)
      out[0] = schedule(to_step(*steps));
    else
      schedule.values(to_step(*steps), out.first(length));
    out = out.subspan(length);
    steps += static_cast<std::ptrdiff_t>(length) * stride;
  }
}

/// Row by row: the last axis is a row, the axes before it are counted up like a clock.
template <class Integer>
void fill(const Schedule& schedule, const Steps& steps, std::span<double> out) {
  const auto* data = static_cast<const Integer*>(steps.data());
  if (steps.ndim() == 0) return void(out[0] = schedule(to_step(*data)));
  const std::size_t last = steps.ndim() - 1, width = steps.shape(last);
  std::vector<std::size_t> at(last, 0);
  for (std::size_t done = 0; done < out.size(); done += width) {
    std::ptrdiff_t offset = 0;
    for (std::size_t axis = 0; axis < last; ++axis)
      offset += static_cast<std::ptrdiff_t>(at[axis]) * steps.stride(axis);
    fill_row(schedule, data + offset, steps.stride(last), out.subspan(done, width));
    for (std::size_t axis = last; axis-- > 0 && ++at[axis] == steps.shape(axis);) at[axis] = 0;
  }
}

[[noreturn]] void raise_no_steps(const std::string& what) {
  throw nb::type_error(("a step is a whole number, and steps are an array or a sequence of them, not " + what).c_str());
}

struct Format {
  nb::dlpack::dtype type;
  void (*fill)(const Schedule&, const Steps&, std::span<double>);
};
constexpr Format formats[] = {
    {nb::dtype<std::int64_t>(), fill<std::int64_t>},   {nb::dtype<std::int32_t>(), fill<std::int32_t>},
    {nb::dtype<std::int16_t>(), fill<std::int16_t>},   {nb::dtype<std::int8_t>(), fill<std::int8_t>},
    {nb::dtype<std::uint64_t>(), fill<std::uint64_t>}, {nb::dtype<std::uint32_t>(), fill<std::uint32_t>},
    {nb::dtype<std::uint16_t>(), fill<std::uint16_t>}, {nb::dtype<std::uint8_t>(), fill<std::uint8_t>},
};

const Format& format_of(const Steps& steps) {
  const auto is_of = [&](const Format& format) { return format.type == steps.dtype(); };
  const auto* found = std::find_if(std::begin(formats), std::end(formats), is_of);
  if (found == std::end(formats)) raise_no_steps("an array of another type; type steps.astype('int64')");
  return *found;
}

/// Numbers that nobody has written yet.
using Numbers = std::unique_ptr<double[]>;

/// The numbers in the shape that the steps have, as an array of a library.
template <class Library>
nb::object array_of(Numbers numbers, const Steps& like) {
  std::vector<std::size_t> shape(like.ndim());
  for (std::size_t axis = 0; axis < shape.size(); ++axis) shape[axis] = like.shape(axis);
  double* const data = numbers.get();
  const nb::capsule owner(numbers.release(), [](void* held) noexcept { delete[] static_cast<double*>(held); });
  return nb::cast(nb::ndarray<Library, double>(data, shape.size(), shape.data(), owner));
}

struct Library {
  std::string_view module;  // of the type of its arrays, up to its first dot
  nb::object (*array)(Numbers, const Steps&);
};
constexpr Library libraries[] = {{"numpy", array_of<nb::numpy>},
                                 {"torch", array_of<nb::pytorch>},
                                 {"jax", array_of<nb::jax>},
                                 {"jaxlib", array_of<nb::jax>}};

auto* maker_of(nb::handle steps) {
  const auto module = nb::cast<std::string>(steps.type().attr("__module__"));
  const std::string_view name = std::string_view(module).substr(0, module.find('.'));
  const auto is_of = [&](const Library& library) { return library.module == name; };
  const auto* found = std::find_if(std::begin(libraries), std::end(libraries), is_of);
  return found == std::end(libraries) ? array_of<nb::memview> : found->array;
}

nb::object of_array(const Schedule& schedule, const Steps& steps, nb::handle from) {
  const Format& format = format_of(steps);
  Numbers numbers = std::make_unique_for_overwrite<double[]>(steps.size());
  {
    const nb::gil_scoped_release others_may_run;
    format.fill(schedule, steps, {numbers.get(), steps.size()});
  }
  if (steps.ndim() == 0) return nb::float_(numbers[0]);
  return maker_of(from)(std::move(numbers), steps);
}

nb::list list_of(std::span<const double> values) {
  nb::list list;
  for (const double value : values) list.append(value);
  return list;
}

nb::object of_sequence(const Schedule& schedule, nb::handle steps) {
  std::vector<std::int64_t> numbers;
  for (const nb::handle each : steps) {
    if (!PyIndex_Check(each.ptr()))
      raise_no_steps("a sequence with a " + nb::cast<std::string>(each.type().attr("__name__")));
    numbers.push_back(step_of(each));
  }
  std::vector<double> values(numbers.size());
  fill_row(schedule, numbers.data(), 1, values);
  return list_of(values);
}

}  // namespace

nb::object values_at(const Schedule& schedule, nb::handle steps) {
  Steps array;
  if (nb::try_cast(steps, array)) return of_array(schedule, array, steps);
  if (PySequence_Check(steps.ptr()) && !nb::isinstance<nb::str>(steps)) return of_sequence(schedule, steps);
  raise_no_steps(nb::cast<std::string>(steps.type().attr("__name__")));
}

}  // namespace etude::binding
