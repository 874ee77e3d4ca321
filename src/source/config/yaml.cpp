// YAML by yaml-cpp. Its nodes share what aliases name; here every alias is written out, and counted, so that a few
// lines that name each other cannot become a billion values.

#include <yaml-cpp/yaml.h>

#include "source/config/forms.h"

namespace etude::inline source::configs {
namespace {

/// Writes out one document. The first refusal is kept, and ends all.
class Conversion {
 public:
  explicit Conversion(std::string_view file) : file_(file) {}

  Value value(const YAML::Node& node, int depth) {
    Value value;
    value.place = place(node);
    if (error_) return value;
    if (++count_ > most_values)
      return fail(value, "with its aliases written out this is more than 100000 values; write fewer");
    if (depth > deepest_config) return fail(value, "nested deeper than 200; simplify");
    if (node.IsScalar()) return scalar_of(node, value.place);
    if (node.IsSequence()) return list(node, std::move(value), depth);
    if (node.IsMap()) return map(node, std::move(value), depth);
    return value;
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  Place place(const YAML::Node& node) const {
    const YAML::Mark mark = node.Mark();
    if (mark.is_null()) return {file_, 1, 1};
    return {file_, static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
  }

  Value fail(const Value& value, const char* message) {
    if (!error_) error_ = refuse_at(value.place, message).error;
    return value;
  }

  /// What is quoted is a text.
  static Value scalar_of(const YAML::Node& node, const Place& at) {
    return node.Tag() == "!" ? text_value(node.Scalar(), at) : scalar(node.Scalar(), at);
  }

  Value list(const YAML::Node& node, Value value, int depth) {
    value.type = Value::Type::list;
    for (const YAML::Node& item : node) {
      if (error_) break;
      value.items.push_back(this->value(item, depth + 1));
    }
    return value;
  }

  /// A key that comes again wins, as in Python's reader; what << brings does not.
  Value map(const YAML::Node& node, Value value, int depth) {
    value.type = Value::Type::map;
    std::vector<Value> merged;
    std::map<std::string, std::size_t, std::less<>> where;
    const auto add = [&](const std::string& name, Value member) {
      const auto [known, is_new] = where.emplace(name, value.named.size());
      if (is_new)
        value.named.emplace_back(name, std::move(member));
      else
        value.named[known->second].second = std::move(member);
    };
    for (const auto& entry : node) {
      const YAML::Node &key = entry.first, &member = entry.second;
      if (error_) return value;
      if (!key.IsScalar()) return fail(value, "a key that is a list or a map is no setting; write a word");
      Value read = this->value(member, depth + 1);
      if (member.IsScalar() || !member.IsDefined()) read.place = place(key);
      if (key.Scalar() == "<<")
        merged.push_back(std::move(read));
      else
        add(key.Scalar(), std::move(read));
    }
    for (Value& from : merged)
      for (auto& [name, member] : from.named)
        if (!where.contains(name)) add(name, std::move(member));
    return value;
  }

  std::string file_;
  std::size_t count_ = 0;
  std::optional<Error> error_;
};

Refused refuse_yaml(std::string_view file, const YAML::Exception& exception) {
  const YAML::Mark& mark = exception.mark;
  const auto from_one = [](int from_zero) { return static_cast<std::size_t>(std::max(from_zero, 0)) + 1; };
  return refuse_at({std::string(file), from_one(mark.line), from_one(mark.column)},
                   "this is no YAML: " + exception.msg);
}

}  // namespace

Result<Value> read_yaml(std::string_view text, std::string_view file) {
  try {
    Conversion conversion(file);
    Value value = conversion.value(YAML::Load(std::string(text)), 0);
    if (conversion.error()) return pass_on(*conversion.error());
    return value;
  } catch (const YAML::Exception& exception) {
    return refuse_yaml(file, exception);
  }
}

}  // namespace etude::source::configs
