// What a kind's arguments may be is read off its fields, so a new kind needs nothing here. Depth is bounded, so no text
// can exhaust the stack.

#include <algorithm>

#include "base/words.h"
#include "etude/base/number.h"
#include "notation/spec_parser.h"

namespace etude::notation {
namespace {

/// The kind whose name stands between its schedules.
const Kind& sequence_kind() {
  static const Kind& kind =
      *std::find_if(kinds().begin(), kinds().end(), [](const Kind& each) { return each.traits.is_sequence; });
  return kind;
}

std::vector<std::string_view> called_names() {
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds())
    if (!kind.traits.is_sequence) names.push_back(kind.name);
  return names;
}

std::vector<std::string_view> field_names(const Kind& kind) {
  std::vector<std::string_view> names;
  for (const Field& field : kind.fields) names.push_back(field.name);
  return names;
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

}  // namespace

Result<Schedule> SpecParser::whole_spec() {
  auto schedule = spec();
  if (!schedule) return schedule;
  if (!tokens_.is_next(TokenKind::end))
    return tokens_.unexpected("the end, or \"" + std::string(sequence_kind().name) + "\" and another schedule");
  if (schedule->length() == 0) return refuse("the schedule has no steps; give steps=1 or more");
  return schedule;
}

Result<Schedule> SpecParser::spec() {
  const Token first = tokens_.next();
  std::vector<Schedule> pieces;
  const Step begin = values_.begin;
  for (;;) {
    auto piece = term();
    if (!piece) return piece;
    pieces.push_back(*std::move(piece));
    values_.begin += std::min(pieces.back().length(), max_step - values_.begin);
    if (tokens_.next().text != sequence_kind().name) break;
    tokens_.take();
  }
  values_.begin = begin;
  if (pieces.size() == 1) return pieces[0];
  return located(first, sequence_kind().make(std::move(pieces), {}));
}

Result<Schedule> SpecParser::term() {
  if (depth_ == deepest_nesting)
    return tokens_.refuse_next("nested deeper than " + std::to_string(deepest_nesting) + "; simplify");
  ++depth_;
  auto schedule = tokens_.is_next(TokenKind::open) ? in_parentheses() : call();
  --depth_;
  return schedule;
}

Result<Schedule> SpecParser::in_parentheses() {
  const Token open = tokens_.take();
  auto schedule = spec();
  if (!schedule) return schedule;
  if (!tokens_.is_next(TokenKind::close)) return tokens_.not_closed(open);
  tokens_.take();
  return schedule;
}

Result<Schedule> SpecParser::call() {
  if (!tokens_.is_next(TokenKind::name)) return no_schedule();
  const Kind* kind = find_kind(tokens_.next().text);
  if (!kind || kind->traits.is_sequence) return unknown_kind(tokens_.next());
  const Token name = tokens_.take();
  if (!tokens_.is_next(TokenKind::open))
    return tokens_.refuse_next("expected ( after " + std::string(name.text) + ", as in " + skeleton(*kind));
  return arguments(name, *kind);
}

Result<Schedule> SpecParser::arguments(const Token& name, const Kind& kind) {
  const Token open = tokens_.take();
  Call call{kind, std::vector<std::optional<Value>>(kind.fields.size())};
  while (!tokens_.is_next(TokenKind::close)) {
    if (tokens_.is_next(TokenKind::end)) return tokens_.not_closed(open);
    if (auto good = argument(call); !good) return pass_on(good.error());
    if (tokens_.is_next(TokenKind::end)) return tokens_.not_closed(open);
    if (auto good = tokens_.separator(); !good) return pass_on(good.error());
  }
  return finished(name, tokens_.take(), std::move(call));
}

Result<Schedule> SpecParser::finished(const Token& name, const Token& close, Call call) const {
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

Result<void> SpecParser::argument(Call& call) {
  const TokenKind behind = tokens_.is_next(TokenKind::name) ? tokens_.after_next().kind : TokenKind::end;
  if (behind == TokenKind::equals) return named(call);
  if (behind == TokenKind::open || tokens_.is_next(TokenKind::open)) return inner_schedule(call);
  return positional(call);
}

Result<void> SpecParser::named(Call& call) {
  const Token name = tokens_.next();
  const auto& fields = call.kind.fields;
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name.text; });
  const bool is_inner = call.kind.takes && call.kind.takes->name == name.text;
  if (field == fields.end() && !is_inner) return unknown_field(name, call.kind);
  call.is_named = true;
  tokens_.take();
  tokens_.take();
  if (is_inner) return inner_schedule(call);
  const auto i = static_cast<std::size_t>(field - fields.begin());
  if (call.values[i]) return tokens_.refuse_at(name, std::string(name.text) + " is given twice; keep one");
  return value(call, i);
}

Result<void> SpecParser::positional(Call& call) {
  const Token& next = tokens_.next();
  std::size_t& i = call.next_positional;
  while (i < call.values.size() && call.values[i]) ++i;
  if (call.is_named) return tokens_.refuse_next("arguments without a name must come first; write name=" + shown(next));
  if (i == call.values.size())
    return tokens_.refuse_next("one argument too many for " + std::string(call.kind.name) + ": " + quoted(next.text));
  return value(call, i);
}

Result<void> SpecParser::inner_schedule(Call& call) {
  const Token first = tokens_.next();
  auto schedule = spec();
  if (!schedule) return pass_on(schedule.error());
  if (!call.kind.takes) return tokens_.refuse_at(first, std::string(call.kind.name) + " takes no schedule inside");
  call.of.push_back(*std::move(schedule));
  if (static_cast<double>(call.of.size()) <= call.kind.takes->range.most) return {};
  return tokens_.refuse_at(first, std::string(call.kind.name) + " takes one schedule; join two with then, max or min");
}

Result<void> SpecParser::value(Call& call, std::size_t field) {
  auto value = values_.take(call.kind.fields[field]);
  if (!value) return pass_on(value.error());
  call.values[field] = *std::move(value);
  return {};
}

Refused SpecParser::no_schedule() const {
  const Token& next = tokens_.next();
  if (next.kind == TokenKind::number && to_double(next.text))
    return tokens_.refuse_next("expected a schedule; for a constant rate type constant(" + std::string(next.text) +
                               ")");
  return tokens_.unexpected("a schedule such as cosine(from=0.05, to=1e-4, steps=300)");
}

Refused SpecParser::unknown_kind(const Token& name) const {
  const auto names = called_names();
  return tokens_.refuse_at(
      name, "unknown kind " + quoted(name.text) + "; " + did_you_mean(name.text, names) + "kinds: " + joined(names));
}

Refused SpecParser::unknown_field(const Token& name, const Kind& kind) const {
  const auto names = field_names(kind);
  return tokens_.refuse_at(name, std::string(kind.name) + " has no field " + quoted(name.text) + "; " +
                                     did_you_mean(name.text, names) + "fields: " + joined(names));
}

Refused SpecParser::missing(const Token& close, const Kind& kind, const std::string& what) const {
  return tokens_.refuse_at(close, std::string(kind.name) + " needs " + what + ", as in " + skeleton(kind));
}

/// A schedule's own refusal, with the column of what it is about.
Result<Schedule> SpecParser::located(const Token& token, Result<Schedule> schedule) const {
  if (!schedule) return tokens_.refuse_at(token, schedule.error().message);
  return schedule;
}

Result<void> check_text(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return refuse("the spec is empty; type one such as cosine(from=0.05, to=1e-4, steps=300)");
  if (text.size() <= longest_spec_bytes) return {};
  return refuse("the spec has " + std::to_string(text.size()) + " bytes; the longest that is read has " +
                std::to_string(longest_spec_bytes));
}

Result<Schedule> parse_schedule(std::string_view text, const Horizon& horizon) {
  if (auto good = check_text(text); !good) return pass_on(good.error());
  Tokens tokens(text);
  return SpecParser(tokens, Run{horizon}, nullptr).whole_spec();
}

}  // namespace etude::notation
