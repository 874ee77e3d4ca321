// The types of what the core replies, in TypeScript, read off the statements of replies.h and of records: the page's
// build writes them down (types.mjs) and checks what reads a reply against them. A number is one; where its default is
// none, or not finite, it may be null, as may be what is optional.

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "apps/explorer/export.h"
#include "apps/explorer/replies.h"
#include "etude/record/comparison.h"
#include "etude/record/forecast.h"
#include "etude/record/range.h"
#include "record/losses/loss_log.h"
#include "record/losses/manifest.h"

namespace etude::explorer {
namespace {

class Types {
 public:
  /// Says the interface of a record, and before it those of the records in it, once.
  template <Stated T>
  std::string say() {
    const std::string name(type_name<T>);
    if (std::find(said_.begin(), said_.end(), name) != said_.end()) return name;
    said_.push_back(name);
    const std::string stated = fields(T{}, static_cast<decltype(T::facts())*>(nullptr));
    text_ += "\nexport interface " + name + " {\n" + stated + "}\n";
    return name;
  }
  const std::string& text() const { return text_; }

 private:
  template <class Record, auto... members>
  std::string fields(const Record& record, Facts<members...>*) {
    std::string all;
    ((all += field(record, stated::marked<members>())), ...);
    return all;
  }

  template <class Record, auto member, auto condition, stated::Empty empty>
  std::string field(const Record& record, stated::Marked<member, condition, empty>) {
    using T = std::decay_t<std::invoke_result_t<decltype(member), const Record&>>;
    std::string type;
    if constexpr (empty == stated::Empty::left_out && requires(T value) { value.has_value(); })
      type = type_of(typename T::value_type{});
    else if constexpr (std::is_member_object_pointer_v<decltype(member)>)
      type = type_of(record.*member);
    else
      type = type_of(T{});
    if (empty == stated::Empty::null) type += " | null";
    return "  " + std::string(member_name<member>) + (empty == stated::Empty::left_out ? "?: " : ": ") + type + ";\n";
  }

  template <class T>
  std::string type_of(const T& fallback) {
    if constexpr (Stated<T>)
      return say<T>();
    else if constexpr (std::is_same_v<T, bool>)
      return "boolean";
    else if constexpr (std::is_floating_point_v<T>)
      return std::isfinite(fallback) ? "number" : "number | null";
    else if constexpr (std::is_integral_v<T>)
      return "number";
    else if constexpr (std::is_convertible_v<T, std::string_view>)
      return "string";
    else if constexpr (std::is_same_v<T, Json>)
      return "unknown";
    else if constexpr (std::is_same_v<T, Json::Object>)
      return "Record<string, unknown>";
    else if constexpr (requires { fallback.has_value(); })
      return type_of(typename T::value_type{}) + " | null";
    else if constexpr (requires { std::tuple_size<T>::value; })
      return "[" + type_of(fallback[0]) + repeated(", " + type_of(fallback[0]), std::tuple_size_v<T> - 1) + "]";
    else
      return listed(type_of(typename T::value_type{}));
  }

  static std::string listed(const std::string& item) {
    return item.find('|') == std::string::npos ? item + "[]" : "(" + item + ")[]";
  }

  static std::string repeated(const std::string& part, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += part;
    return all;
  }

  std::string text_ = "// Written by the build, off the statements in C++: apps/explorer/types/types.cpp.\n";
  std::vector<std::string> said_;
};

std::string all_types() {
  Types types;
  types.say<CoreList>();
  types.say<Reading>();
  types.say<Compared>();
  types.say<Comparison>();
  types.say<Arm>();
  types.say<Pair>();
  types.say<RangeStudy>();
  types.say<LossLog>();
  types.say<ManifestRow>();
  types.say<ForecastCurve>();
  types.say<Fitted>();
  types.say<Foretold>();
  return types.text();
}

}  // namespace
}  // namespace etude::explorer

ETUDE_EXPORT(etude_types) const char* etude_types() {
  static const std::string text = etude::explorer::all_types();
  return text.c_str();
}
