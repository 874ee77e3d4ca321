#include "request.h"

#include <cmath>

#include "etude/base/number.h"

namespace etude::explorer {
namespace {

constexpr double largest_seed = 4294967295.0;

bool is_whole(double number) { return number == std::floor(number); }

bool is_seed(const std::optional<double>& number) {
  return number && *number >= 0 && *number <= largest_seed && is_whole(*number);
}

}  // namespace

std::string Request::text(std::string_view name, std::string_view otherwise) const {
  const Json* member = find(name);
  const auto* text = member ? member->as<std::string>() : nullptr;
  return text ? *text : std::string(otherwise);
}

bool Request::is(std::string_view name) const {
  const Json* member = find(name);
  const bool* is = member ? member->as<bool>() : nullptr;
  return is && *is;
}

const Json::Array& Request::list(std::string_view name) const {
  static const Json::Array none;
  const Json* member = find(name);
  const auto* array = member ? member->as<Json::Array>() : nullptr;
  return array ? *array : none;
}

std::vector<double> Request::numbers(std::string_view name) const {
  std::vector<double> values;
  for (const Json& each : list(name)) values.push_back(each.number().value_or(not_a_number));
  return values;
}

double Request::number(std::string_view name, double least, double most, double otherwise) {
  const Json* member = find(name);
  if (!member) return otherwise;
  const auto number = member->number();
  if (number && *number >= least && *number <= most) return *number;
  refuse_for(std::string(name) + " must be a number of " + shortest(least) + " to " + shortest(most));
  return otherwise;
}

Step Request::whole(std::string_view name, double least, double most, double otherwise) {
  const double number = this->number(name, least, most, otherwise);
  if (!is_whole(number)) refuse_for(std::string(name) + " must be a whole number");
  return static_cast<Step>(number);
}

std::uint32_t Request::seed() { return static_cast<std::uint32_t>(whole("seed", 0, largest_seed, 0)); }

std::vector<std::uint32_t> Request::seeds() {
  std::vector<std::uint32_t> seeds;
  for (const Json& each : list("seeds")) {
    const auto seed = each.number();
    if (!is_seed(seed)) refuse_for("seeds must be whole numbers of 0 to 4294967295");
    seeds.push_back(is_seed(seed) ? static_cast<std::uint32_t>(*seed) : 0);
  }
  if (seeds.empty()) refuse_for("seeds must be a list of whole numbers");
  return seeds;
}

void Request::refuse_for(std::string message) {
  if (good_) good_ = refuse(std::move(message));
}

}  // namespace etude::explorer
