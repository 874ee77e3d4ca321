// Recursive descent over the grammar of notation.h, one function a rule. What a kind's arguments may be is read off
// its fields, so a new kind needs nothing here. Depth is bounded, so no text can exhaust the stack.

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "etude/schedule/kinds.h"
#include "notation/lexer.h"

namespace etude::notation {
namespace {

std::vector<std::string_view> kind_names() {
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds())
    if (kind.name != Then::name) names.push_back(kind.name);
  return names;
}

std::vector<std::string_view> field_names(const Kind& kind) {
  std::vector<std::string_view> names;
  for (const Field& field : kind.fields) names.push_back(field.name);
  return names;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names) {
  const std::string_view nearest = nearest_name(word, names);
  return nearest.empty() ? "" : "did you mean " + std::string(nearest) + "? ";
}

/// "cosine(from=, to=, steps=)": what a call must at least say.
std::string skeleton(const Kind& kind) {
  std::string arguments = kind.takes ? "SPEC" : "";
  for (std::size_t i = 0; i < kind.fields.size(); ++i)
    if (is_unset(kind.defaults[i]))
      arguments += (arguments.empty() ? "" : ", ") + std::string(kind.fields[i].name) + "=...";
  return std::string(kind.name) + "(" + arguments + ")";
}

class Parser {
 public:
  Parser(std::string_view text, const Horizon& horizon, std::vector<Resolved>* resolved)
      : text_(text), horizon_(horizon), resolved_(resolved), lexer_(text), token_(lexer_.next()) {}

  Result<Schedule> whole_schedule() {
    auto schedule = sequence();
    if (!schedule) return schedule;
    if (token_.kind != TokenKind::end) return unexpected("the end, or \"then\" and another schedule");
    if (schedule->length() == 0) return refuse("the schedule has no steps; give steps=1 or more");
    return schedule;
  }

  Result<Plan> whole_plan() {
    if (token_.text != "plan" || peek().kind != TokenKind::open) {
      auto lr = whole_schedule();
      if (!lr) return pass_on(lr.error());
      return Plan{*std::move(lr)};
    }
    return plan();
  }

 private:
  /// What the arguments of one call have given so far.
  struct Call {
    const Kind& kind;
    std::vector<std::optional<Value>> values;
    std::vector<Schedule> of = {};
    std::size_t next_positional = 0;
    bool named = false;
  };

  static std::optional<Schedule>* part_named(std::string_view name, Plan& plan, std::optional<Schedule>& lr) {
    if (name == "lr") return &lr;
    if (name == "momentum") return &plan.momentum;
    if (name == "beta1") return &plan.beta1;
    if (name == "beta2") return &plan.beta2;
    if (name == "weight_decay") return &plan.weight_decay;
    if (name == "batch_size") return &plan.batch_size;
    return nullptr;
  }

  /// name=SPEC, into the part of that name.
  std::optional<Error> part(Plan& plan, std::optional<Schedule>& lr, bool of_group) {
    const Token name = token_;
    std::optional<Schedule>* part = part_named(name.text, plan, lr);
    if (!part || (of_group && name.text == "batch_size")) {
      return unexpected(of_group ? "lr=, momentum=, beta1=, beta2= or weight_decay="
                                 : "lr=, momentum=, beta1=, beta2=, weight_decay=, batch_size= or group(")
          .value();
    }
    if (peek().kind != TokenKind::equals) return error(name, "expected = after " + std::string(name.text));
    advance();
    advance();
    if (*part) return error(name, std::string(name.text) + " is given twice; keep one");
    auto schedule = sequence();
    if (!schedule) return schedule.error();
    *part = *std::move(schedule);
    return std::nullopt;
  }

  /// group(NAME, lr=SPEC, ...)
  std::optional<Error> group_of(Plan& plan) {
    advance();
    advance();
    const Token name = token_;
    if (name.kind != TokenKind::name || peek().kind == TokenKind::equals) {
      return error(name, "expected the group's name, as in group(head, lr=...)");
    }
    for (const Group& group : plan.groups)
      if (group.name == name.text) return error(name, "group " + group.name + " is given twice; keep one");
    advance();
    if (auto bad = separator()) return bad;
    Plan own{plan.lr};
    std::optional<Schedule> lr;
    while (token_.kind != TokenKind::close) {
      if (auto bad = part(own, lr, true)) return bad;
      if (auto bad = separator()) return bad;
    }
    advance();
    if (!lr && !own.momentum && !own.beta1 && !own.beta2 && !own.weight_decay)
      return error(name, "the group has nothing of its own; give it lr= or another part");
    plan.groups.push_back({std::string(name.text), lr, own.momentum, own.beta1, own.beta2, own.weight_decay});
    return std::nullopt;
  }

  Result<Plan> plan() {
    advance();
    advance();
    Plan plan{*constant({.value = 0})};
    std::optional<Schedule> lr;
    while (token_.kind != TokenKind::close) {
      const bool is_group = token_.text == "group" && peek().kind == TokenKind::open;
      if (auto bad = is_group ? group_of(plan) : part(plan, lr, false)) return pass_on(*bad);
      if (auto bad = separator()) return pass_on(*bad);
    }
    if (!lr) return error_at(token_, "a plan needs lr=");
    advance();
    if (token_.kind != TokenKind::end) return unexpected("the end");
    plan.lr = *lr;
    for (const auto& [name, schedule] : parts(plan))
      if (schedule.length() == 0) return refuse(name + " has no steps; give steps=1 or more");
    return plan;
  }

  Result<Schedule> sequence() {
    const Token first = token_;
    std::vector<Schedule> pieces;
    const Step begun = std::exchange(consumed_, 0);
    for (;;) {
      auto piece = term();
      if (!piece) return piece;
      pieces.push_back(*std::move(piece));
      consumed_ += std::min(pieces.back().length(), max_step - consumed_);
      if (token_.text != Then::name) break;
      advance();
    }
    consumed_ = begun;
    if (pieces.size() == 1) return pieces[0];
    return located(first, make_schedule(Then{std::move(pieces)}));
  }

  Result<Schedule> term() {
    if (depth_ == deepest_nesting) {
      return error_at(token_, "nested deeper than " + std::to_string(deepest_nesting) + "; simplify");
    }
    ++depth_;
    auto schedule = token_.kind == TokenKind::open ? group() : call();
    --depth_;
    return schedule;
  }

  Result<Schedule> group() {
    const Token open = token_;
    advance();
    auto schedule = sequence();
    if (!schedule) return schedule;
    if (token_.kind != TokenKind::close) return not_closed(open);
    advance();
    return schedule;
  }

  Result<Schedule> call() {
    const Token name = token_;
    if (name.kind != TokenKind::name) return no_schedule();
    const Kind* kind = name.text == Then::name ? nullptr : find_kind(name.text);
    if (!kind) return unknown_kind(name);
    advance();
    if (token_.kind != TokenKind::open) {
      return error_at(token_, "expected ( after " + std::string(name.text) + ", as in " + skeleton(*kind));
    }
    return arguments(name, *kind);
  }

  Result<Schedule> arguments(const Token& name, const Kind& kind) {
    const Token open = token_;
    advance();
    Call call{kind, std::vector<std::optional<Value>>(kind.fields.size())};
    while (token_.kind != TokenKind::close) {
      if (token_.kind == TokenKind::end) return not_closed(open);
      if (auto bad = argument(call)) return pass_on(*bad);
      if (token_.kind == TokenKind::end) return not_closed(open);
      if (auto bad = separator()) return pass_on(*bad);
    }
    const Token close = token_;
    advance();
    return finished(name, close, call);
  }

  Result<Schedule> finished(const Token& name, const Token& close, Call call) {
    if (call.kind.takes && call.of.empty()) return missing(close, call.kind, "a schedule");
    std::vector<Value> values;
    for (std::size_t i = 0; i < call.values.size(); ++i) {
      const Value& fallback = call.kind.defaults[i];
      if (!call.values[i] && is_unset(fallback))
        return missing(close, call.kind, std::string(call.kind.fields[i].name) + "=");
      values.push_back(call.values[i].value_or(fallback));
    }
    return located(name, call.kind.make(std::move(call.of), values));
  }

  Result<Schedule> missing(const Token& close, const Kind& kind, const std::string& what) const {
    return error_at(close, std::string(kind.name) + " needs " + what + ", as in " + skeleton(kind));
  }

  std::optional<Error> argument(Call& call) {
    const Token ahead = token_.kind == TokenKind::name ? peek() : Token{};
    if (ahead.kind == TokenKind::equals) return named(call);
    if (ahead.kind == TokenKind::open || token_.kind == TokenKind::open) return inner_schedule(call);
    return positional(call);
  }

  std::optional<Error> named(Call& call) {
    const Token name = token_;
    const auto& fields = call.kind.fields;
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name.text; });
    const bool is_inner = call.kind.takes && call.kind.takes->name == name.text;
    if (field == fields.end() && !is_inner) return unknown_field(name, call.kind);
    call.named = true;
    advance();
    advance();
    if (is_inner) return inner_schedule(call);
    const auto i = static_cast<std::size_t>(field - fields.begin());
    if (call.values[i]) return error(name, std::string(name.text) + " is given twice; keep one");
    return take_value(call, i);
  }

  std::optional<Error> positional(Call& call) {
    const auto& fields = call.kind.fields;
    std::size_t& i = call.next_positional;
    while (i < fields.size() && call.values[i]) ++i;
    if (call.named) return error(token_, "arguments without a name must come first; write name=" + shown(token_));
    if (i == fields.size()) {
      return error(token_, "one argument too many for " + std::string(call.kind.name) + ": " + quoted(token_.text));
    }
    return take_value(call, i);
  }

  std::optional<Error> inner_schedule(Call& call) {
    const Token first = token_;
    auto schedule = sequence();
    if (!schedule) return schedule.error();
    if (!call.kind.takes) return error(first, std::string(call.kind.name) + " takes no schedule inside");
    call.of.push_back(*std::move(schedule));
    if (static_cast<double>(call.of.size()) <= call.kind.takes->range.most) return std::nullopt;
    return error(first, std::string(call.kind.name) + " takes one schedule; join two with then, max or min");
  }

  std::optional<Error> take_value(Call& call, std::size_t i) {
    const Token at = token_;
    const Field& field = call.kind.fields[i];
    const bool is_list = field.unit == Unit::numbers || field.unit == Unit::durations || field.unit == Unit::milestones;
    auto value = is_list ? read_list(field) : read_value(field);
    if (!value) return value.error();
    const std::string reason = complaint(field, *value);
    if (!reason.empty()) return error(at, reason);
    call.values[i] = *std::move(value);
    advance();
    return std::nullopt;
  }

  /// [1, 2, 3]; stops at the closing bracket.
  Result<Value> read_list(const Field& field) {
    if (token_.kind != TokenKind::open_list) {
      return error_at(token_, std::string(field.name) + " needs a list, as in [30, 60]; read " + shown(token_));
    }
    std::vector<double> numbers;
    std::vector<Step> steps;
    Field item = field;
    item.unit = field.unit == Unit::milestones  ? Unit::steps
                : field.unit == Unit::durations ? Unit::duration
                                                : Unit::number;
    advance();
    while (token_.kind != TokenKind::close_list) {
      const auto value = read_value(item);
      if (!value) return value;
      if (const auto* number = std::get_if<double>(&*value)) numbers.push_back(*number);
      if (const auto* step = std::get_if<Step>(&*value)) steps.push_back(*step);
      advance();
      if (token_.kind == TokenKind::comma) {
        advance();
      } else if (token_.kind != TokenKind::close_list) {
        return unexpected(", or ]");
      }
    }
    return field.unit == Unit::milestones ? Value(std::move(steps)) : Value(std::move(numbers));
  }

  Result<Value> read_value(const Field& field) {
    if (field.unit == Unit::choice) return read_choice(field);
    const bool whole = field.unit == Unit::steps || field.unit == Unit::count;
    if (field.unit == Unit::steps || field.unit == Unit::duration) {
      if (auto amount = read_amount(field)) return *amount;
    }
    const std::string expected = std::string(field.name) + " needs a " + (whole ? "whole " : "") + "number";
    const std::optional<double> number = to_double(token_.text);
    if (!number) return error_at(token_, expected + ", read " + shown(token_));
    if (std::isnan(*number)) return error_at(token_, std::string(field.name) + " must be a finite number, not nan");
    if (std::isinf(*number) && token_.kind == TokenKind::number) {
      return error_at(token_,
                      std::string(field.name) + "=" + shown(token_) + " overflows; give a number below 1.8e308");
    }
    if (!whole) return Value(*number);
    if (const auto integer = to_integer(token_.text)) return Value(Step{*integer});
    if (!(std::abs(*number) <= 0x1p62)) return error_at(token_, std::string(field.name) + " must be at most 2^62");
    if (*number != std::floor(*number)) return error_at(token_, expected + ", read " + shown(token_));
    return Value(static_cast<Step>(*number));
  }

  /// 5%, 3ep, rest: what only a horizon can turn into steps. Nothing where a plain number stands.
  std::optional<Result<Value>> read_amount(const Field& field) {
    const Token at = token_;
    if (at.text == "endless" && field.unit == Unit::steps) return Value(endless);
    if (at.text == "rest") {
      const auto total = total_updates(horizon_);
      if (!total) return error_at(at, total.error().message);
      if (consumed_ > *total) {
        return error_at(at, "nothing is left of " + std::to_string(*total) + " steps: the pieces before have " +
                                std::to_string(consumed_));
      }
      return resolved(field, at, static_cast<double>(*total - consumed_));
    }
    if (at.kind != TokenKind::number || to_double(at.text)) return std::nullopt;
    const auto measure = read_measure(at.text);
    if (!measure) return std::nullopt;
    const auto updates = in_updates(*measure, horizon_);
    if (!updates) return error_at(at, std::string(at.text) + ": " + updates.error().message);
    if (!(std::abs(*updates) <= 0x1p62)) return error_at(at, std::string(field.name) + " must be at most 2^62");
    return resolved(field, at, *updates);
  }

  Result<Value> resolved(const Field& field, const Token& at, double updates) {
    const auto steps = static_cast<Step>(std::floor(updates + 0.5));
    if (resolved_) resolved_->push_back({std::string(at.text), column_of(text_, at.offset), updates, steps});
    return field.unit == Unit::duration ? Value(updates) : Value(steps);
  }

  Result<Value> read_choice(const Field& field) const {
    for (std::size_t i = 0; i < field.choices.size(); ++i)
      if (field.choices[i] == token_.text) return Value(Choice{i});
    const std::vector<std::string_view> words(field.choices.begin(), field.choices.end());
    return error_at(token_, std::string(field.name) + " is one of " + joined(words) + "; read " + shown(token_));
  }

  /// After an argument: a comma and something more, or the closing parenthesis.
  std::optional<Error> separator() {
    if (token_.kind == TokenKind::close) return std::nullopt;
    if (token_.kind != TokenKind::comma) return unexpected(", or )").value();
    advance();
    if (token_.kind == TokenKind::close) return error(token_, "expected another argument after the comma");
    return std::nullopt;
  }

  Result<Schedule> no_schedule() const {
    if (token_.kind == TokenKind::number && to_double(token_.text)) {
      return error_at(token_,
                      "expected a schedule; for a constant rate type constant(" + std::string(token_.text) + ")");
    }
    return unexpected("a schedule such as cosine(from=0.05, to=1e-4, steps=300)");
  }

  Refused unknown_kind(const Token& name) const {
    const auto names = kind_names();
    return error_at(
        name, "unknown kind " + quoted(name.text) + "; " + did_you_mean(name.text, names) + "kinds: " + joined(names));
  }

  Error unknown_field(const Token& name, const Kind& kind) const {
    const auto names = field_names(kind);
    return error(name, std::string(kind.name) + " has no field " + quoted(name.text) + "; " +
                           did_you_mean(name.text, names) + "fields: " + joined(names));
  }

  Refused not_closed(const Token& open) const {
    const std::string at = std::to_string(column_of(text_, open.offset));
    return error_at(token_, "expected ) to close the ( of column " + at + ", read " + shown(token_));
  }

  Refused unexpected(const std::string& expected) const {
    return error_at(token_, "expected " + expected + ", read " + shown(token_));
  }

  /// A schedule's own refusal, with the column of what it is about.
  Result<Schedule> located(const Token& token, Result<Schedule> schedule) const {
    if (!schedule) return error_at(token, schedule.error().message);
    return schedule;
  }

  Error error(const Token& token, const std::string& message) const {
    return Error("column " + std::to_string(column_of(text_, token.offset)) + ": " + message);
  }
  Refused error_at(const Token& token, const std::string& message) const { return Refused(error(token, message)); }

  static std::string shown(const Token& token) {
    return token.kind == TokenKind::end ? "the end of the text" : quoted(token.text);
  }

  void advance() { token_ = lexer_.next(); }
  Token peek() const { return Lexer(lexer_).next(); }

  std::string_view text_;
  const Horizon& horizon_;
  std::vector<Resolved>* resolved_;
  Lexer lexer_;
  Token token_;
  int depth_ = 0;
  Step consumed_ = 0;  // steps of the pieces before, in the sequence that is being read
};

std::optional<Error> unreadable(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return Error{"the spec is empty; type one such as cosine(from=0.05, to=1e-4, steps=300)"};
  }
  if (text.size() <= longest_spec_bytes) return std::nullopt;
  return Error{"the spec has " + std::to_string(text.size()) + " bytes; the longest that is read has " +
               std::to_string(longest_spec_bytes)};
}

}  // namespace

Result<Schedule> parse_schedule(std::string_view text, const Horizon& horizon) {
  if (auto bad = unreadable(text)) return pass_on(*bad);
  return Parser(text, horizon, nullptr).whole_schedule();
}

Result<Plan> parse_plan(std::string_view text, const Horizon& horizon, std::vector<Resolved>* resolved) {
  if (auto bad = unreadable(text)) return pass_on(*bad);
  return Parser(text, horizon, resolved).whole_plan();
}

}  // namespace etude::notation
