#pragma once
// A request as its answer reads it: every member with a default and within its bounds. The first member that is wrong is
// kept as the refusal, so that who reads several asks once, after the last, whether all were good.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/json.h"
#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::explorer {

inline constexpr int places = 64;  // slots, and runs

class Request {
 public:
  explicit Request(const Json& json) : json_(json) {}

  const Json* find(std::string_view name) const { return json_.find(name); }
  std::string text(std::string_view name, std::string_view otherwise = "") const;
  bool is(std::string_view name) const;
  /// Nothing where there is none; what is no number in it is NaN.
  std::vector<double> numbers(std::string_view name) const;
  const Json::Array& list(std::string_view name) const;

  /// A finite number from `least` to `most`.
  double number(std::string_view name, double least, double most, double otherwise);
  Step whole(std::string_view name, double least, double most, double otherwise);
  int place(std::string_view name) { return static_cast<int>(whole(name, 0, places - 1, 0)); }
  std::uint32_t seed();
  std::vector<std::uint32_t> seeds();

  Result<void> good() const { return good_; }

 private:
  void refuse_for(std::string message);

  const Json& json_;
  Result<void> good_;
};

}  // namespace etude::explorer
