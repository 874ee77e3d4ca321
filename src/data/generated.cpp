// Data that is made, not read: apart from the formats of files, so that it is there where no files are.

#include <algorithm>

#include "data/format.h"
#include "data/refusals.h"
#include "data/spirals.h"
#include "etude/base/number.h"
#include "etude/data/source.h"

namespace etude::data {
namespace {

/// Sets `field` to the value of the option `name` if it is given.
Result<void> take(const Request& request, std::string_view name, double& field) {
  const std::string text = request.option(name);
  if (text.empty()) return {};
  const auto number = to_double(text);
  if (!number) return refuse(std::string(name) + " must be a number, not " + in_quotes(text));
  field = *number;
  return {};
}

Result<void> take(const Request& request, std::string_view name, std::size_t& field) {
  const std::string text = request.option(name);
  if (text.empty()) return {};
  const auto number = to_integer(text);
  if (!number || *number < 0 || *number > 0xffffffffLL)
    return refuse(std::string(name) + " must be a whole number of 0 to 4294967295, not " + in_quotes(text));
  field = static_cast<std::size_t>(*number);
  return {};
}

Result<SpiralOptions> spirals_of(const Request& request, const LoadOptions& options) {
  SpiralOptions spirals;
  std::size_t seed = options.seed;
  const auto taken = take(request, "classes", spirals.classes)
                         .and_then([&] { return take(request, "per_class", spirals.per_class); })
                         .and_then([&] { return take(request, "turn_radians", spirals.turn_radians); })
                         .and_then([&] { return take(request, "spacing_radians", spirals.spacing_radians); })
                         .and_then([&] { return take(request, "inner_radius", spirals.inner_radius); })
                         .and_then([&] { return take(request, "outer_radius", spirals.outer_radius); })
                         .and_then([&] { return take(request, "noise", spirals.noise); })
                         .and_then([&] { return take(request, "seed", seed); })
                         .and_then([&] { return check(spirals); });
  if (!taken) return refuse("spirals: " + taken.error().message);
  spirals.seed = static_cast<std::uint32_t>(seed);
  return spirals;
}

Result<Split> load_spirals(const Request& request, const LoadOptions& options) {
  return spirals_of(request, options).map([](const SpiralOptions& spirals) {
    return Split{make_spirals(spirals), {}, {}};
  });
}

Result<Request> request_of(std::string_view source) {
  auto request = source == "spirals" ? Result<Request>(Request{"spirals", {}, {}}) : parse_request(source);
  if (!request) return request;
  if (const auto fine = check_request(spirals_format(), *request); !fine) return pass_on(fine.error());
  return request;
}

}  // namespace

Result<void> check_request(const Format& format, const Request& request) {
  const std::string usage = "; write " + std::string(format.usage);
  for (const auto& [name, value] : request.options) {
    if (std::find(format.options.begin(), format.options.end(), name) == format.options.end())
      return refuse(std::string(format.name) + " has no option " + in_quotes(name) + usage);
    if (value.empty()) return refuse(name + "= has no value" + usage);
  }
  const std::size_t paths = request.paths.size();
  if (paths >= format.least_paths && paths <= format.most_paths) return {};
  return refuse(std::string(format.name) + " is given " + std::to_string(paths) + (paths == 1 ? " path" : " paths") +
                usage);
}

const Format& spirals_format() {
  static const Format format{
      "spirals",
      "spirals:[classes=3,per_class=100,turn_radians=4,spacing_radians=4,inner_radius=0.2,outer_radius=1,noise=0.25]",
      "spirals in the plane, generated",
      0,
      0,
      {"classes", "per_class", "turn_radians", "spacing_radians", "inner_radius", "outer_radius", "noise", "seed"},
      &load_spirals};
  return format;
}

bool is_generated(std::string_view source) { return source == "spirals" || source.starts_with("spirals:"); }

Result<Split> generate(std::string_view source, const LoadOptions& options) {
  return request_of(source).and_then([&](const Request& request) { return load_spirals(request, options); });
}

Result<std::size_t> generated_samples(std::string_view source) {
  const auto spirals = request_of(source).and_then([](const Request& request) { return spirals_of(request, {}); });
  if (!spirals) return pass_on(spirals.error());
  return spirals->classes * spirals->per_class;
}

}  // namespace etude::data
