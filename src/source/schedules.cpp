// The call is copied argument by argument. What the optimizer is, the dialect need not know; its rate it must.

#include "source/schedules.h"

#include <algorithm>

#include "etude/base/pattern.h"

namespace etude::inline source {
namespace {

using Type = Value::Type;

/// What a library's schedules take and no curve depends on.
bool is_passed_over(std::string_view name) { return name == "verbose" || name == "optimizer"; }

/// Copies one schedule, and with it those that it takes in.
class Copy {
 public:
  Copy(const Names& names, Line& line) : names_(names), line_(line) {}

  Value of_call(const Value& call, const Callee& callee) {
    Value copy;
    copy.type = Type::call;
    copy.text = callee.name();
    copy.place = call.place;
    take_optimizer(call, callee);
    const std::size_t first = callee.takes_optimizer() && has_optimizer(call) ? 1 : 0;
    for (std::size_t i = first; i < call.items.size(); ++i) {
      if (is_optimizer(call.items[i])) {
        if (callee.entry->signature.find("optimizer=") != std::string_view::npos) copy.items.push_back(placeholder());
        continue;
      }
      copy.items.push_back(of_argument(call.items[i], std::string(callee.parameter(i - first))));
    }
    for (const auto& [name, value] : call.named)
      if (!is_passed_over(name)) copy.named.emplace_back(name, of_argument(value, name));
    return copy;
  }

 private:
  static Value placeholder() {
    Value value;
    value.type = Type::unknown;
    value.text = "optimizer";
    return value;
  }

  static bool is_optimizer(const Value& value) {
    const bool is_named =
        value.type == Type::unknown && (value.text == "optimizer" || value.text.ends_with(".optimizer"));
    return is_named || (value.type == Type::call && rate_of(value) && value.find("params"));
  }

  /// Is the optimizer the first argument, rather than one by name or none?
  bool has_optimizer(const Value& call) const {
    if (call.items.empty() || call.find("optimizer")) return false;
    const Value& first = call.items[0];
    return first.type == Type::unknown || (first.type == Type::call && !callee_of(names_, first.text));
  }

  void take_optimizer(const Value& call, const Callee& callee) {
    const Value* optimizer = call.find("optimizer");
    if (!optimizer && callee.takes_optimizer() && has_optimizer(call)) optimizer = &call.items[0];
    if (!optimizer && !callee.takes_optimizer() && call.items.size() > 1) optimizer = &call.items[1];
    if (optimizer && !line_.rate) line_.rate = rate_of(*optimizer);
  }

  Value of_argument(const Value& value, const std::string& name) {
    if (value.type == Type::unknown) {
      line_.missing.push_back(named_missing(value, name));
      return value;
    }
    if (value.type == Type::call) {
      line_.inside.push_back(value.place);
      if (const auto callee = callee_of(names_, value.text)) return of_call(value, *callee);
      Value other = value;
      other.type = Type::unknown;
      other.text = without_blanks(in_python(value));
      other.items.clear();
      other.named.clear();
      line_.missing.push_back(named_missing(other, name));
      return other;
    }
    Value copy;
    copy.type = value.type, copy.number = value.number, copy.is_whole = value.is_whole, copy.text = value.text;
    for (const Value& item : value.items) copy.items.push_back(of_argument(item, name));
    for (const auto& [key, member] : value.named) copy.named.emplace_back(key, of_argument(member, key));
    return copy;
  }

  static Value named_missing(const Value& value, const std::string& argument) {
    Value missing = value;
    missing.named.emplace_back(argument, Value{});
    return missing;
  }

  const Names& names_;
  Line& line_;
};

bool needs_quotes(std::string_view text) { return text.find_first_of("()[]'\"*/ <>&|;$`!") != std::string_view::npos; }

}  // namespace

std::optional<Value> rate_of(const Value& optimizer) {
  if (optimizer.type != Type::call && optimizer.type != Type::map) return {};
  for (const char* name : {"lr", "learning_rate"})
    if (const Value* rate = optimizer.find(name)) return *rate;
  const bool is_torch = optimizer.text.find("optim") != std::string::npos;
  if (is_torch && optimizer.items.size() > 1 && optimizer.items[1].type != Type::map) return optimizer.items[1];
  if (!optimizer.items.empty() && optimizer.items[0].type == Type::list && !optimizer.items[0].items.empty())
    return rate_of(optimizer.items[0].items[0]);
  return {};
}

std::optional<Value> only_rate(const Names& names, Evaluator& evaluator) {
  std::optional<Value> only;
  for (const Node& each : names.calls()) {
    const auto arguments = positional(each);
    if (arguments.empty() || arguments[0].text().find("parameters()") == std::string_view::npos) continue;
    const auto rate = rate_of(evaluator.value(each));
    if (!rate) continue;
    if (only && in_python(*only) != in_python(*rate)) return {};
    only = rate;
  }
  return only;
}

std::optional<Line> line_of(const Names& names, const Value& call, const std::optional<Value>& otherwise) {
  const auto callee = callee_of(names, call.text);
  if (call.type != Type::call || !callee) return {};
  Line line;
  line.call = Copy(names, line).of_call(call, *callee);
  if (!line.rate) line.rate = otherwise;
  if (!callee->takes_rate() || line.call.find("lr") || !line.rate) return line;
  if (!is_number(*line.rate)) {
    line.missing.push_back(*line.rate);
    line.missing.back().named.emplace_back("the optimizer's lr", Value{});
  }
  line.call.named.emplace_back("lr", *line.rate);
  return line;
}

std::string what_to_set(const std::vector<Value>& missing) {
  std::string names;
  for (const Value& whole : missing) {
    const std::vector<Value> itself{whole};
    for (const Value& each : whole.items.empty() ? itself : whole.items) {
      const std::string name = filled("{}=NUMBER", {each.text});
      const std::string option = needs_quotes(each.text) ? filled("--set '{}'", {name}) : filled("--set {}", {name});
      if (names.find(option) == std::string::npos) add_item(names, option, " ");
    }
  }
  return names;
}

Error ask_for(const Value& missing, const std::string& argument) {
  return Error(filled("{}: {} is {}, which the text does not say; say {}",
                      {text_of(missing.place), argument, missing.text, what_to_set({missing})}));
}

}  // namespace etude::source
