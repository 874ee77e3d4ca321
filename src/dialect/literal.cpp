// Recursive descent over Python's literals and calls, JSON's values, and what Rust builds a configuration with. Depth and
// size are bounded, so no text can exhaust the stack. No name is looked up and no call is made.

#include "dialect/literal.h"

#include <algorithm>
#include <cmath>

#include "dialect/words.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"

namespace etude::dialect {
namespace {

using Type = Literal::Type;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Literal> whole() {
    auto literal = value();
    if (!literal) return literal;
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == ';') ++at_, skip_blanks();
    if (at_ < text_.size()) return unexpected("the end");
    return literal;
  }

 private:
  Result<Literal> value() {
    if (depth_ == notation::deepest_nesting)
      return error(filled("nested deeper than {}; simplify", {notation::deepest_nesting}));
    ++depth_;
    skip_blanks();
    const std::size_t start = at_;
    auto literal = unlocated();
    --depth_;
    if (literal) {
      literal->source = text_.substr(start, at_ - start);
      literal->column = column_of(start);
    }
    return literal;
  }

  Result<Literal> unlocated() {
    const char c = peek();
    if (c == '[' || c == '(') return list(c == '[' ? ']' : ')');
    if (c == '{') return dict();
    if (c == '\'' || c == '"') return text();
    if (is_letter(c)) return name();
    if (is_digit(c) || c == '.' || c == '-' || c == '+') return number();
    return unexpected("a value");
  }

  Result<Literal> number() {
    const std::size_t start = at_++;
    while (at_ < text_.size()) {
      const char c = text_[at_], before = text_[at_ - 1];
      const bool sign = (c == '-' || c == '+') && (before == 'e' || before == 'E');
      if (!is_digit(c) && !is_letter(c) && c != '.' && c != '%' && !sign) break;
      ++at_;
    }
    std::string digits;
    for (const char c : text_.substr(start, at_ - start))
      if (c != '_') digits += c;
    const auto number = to_double(digits);
    if (!number || !std::isfinite(*number))
      return error_at(start, filled("expected a number, read \"{}\"", {shown(start)}));
    skip_blanks();
    if (at_ < text_.size() && (peek() == '*' || peek() == '/' || peek() == '+' || peek() == '-')) {
      return error_at(start, "arithmetic is not evaluated; write the number that it gives");
    }
    Literal literal;
    literal.type = Type::number;
    literal.number = *number;
    return literal;
  }

  Result<Literal> text() {
    const char quote = text_[at_];
    const std::size_t start = at_++;
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) return error_at(start, "this string is not closed");
    Literal literal;
    literal.type = Type::text;
    literal.text = text_.substr(at_, end - at_);
    at_ = end + 1;
    return literal;
  }

  Result<Literal> name() {
    const std::size_t start = at_;
    Literal literal;
    literal.text = dotted_name();
    if (literal.text == "lambda" || literal.text == "def") {
      return error_at(
          start,
          "functions in pasted code are not run; say it here with kinds, as in warmup(...) then linear(...), "
          "or as a table: piecewise(at=[0, 100], values=[1, 0.1])");
    }
    if (literal.text == "None" || literal.text == "null") return literal;
    literal.type = Type::boolean;
    literal.number = literal.text == "True" || literal.text == "true" ? 1 : 0;
    if (literal.number == 1 || literal.text == "False" || literal.text == "false") return literal;
    literal.type = Type::name;
    if (literal.text == "vec" && text_.substr(at_).starts_with("![")) return ++at_, list(']');
    skip_blanks();
    if (peek() != '(') return literal;
    literal.type = Type::call;
    auto call = arguments(std::move(literal));
    return call && text_.substr(start, at_ - start).find("::") != std::string_view::npos ? built(*std::move(call))
                                                                                         : call;
  }

  /// Rust's a::b as a.b.
  std::string dotted_name() {
    std::string name;
    for (; at_ < text_.size(); ++at_) {
      const bool is_path = text_.substr(at_).starts_with("::");
      if (!is_letter(text_[at_]) && !is_digit(text_[at_]) && text_[at_] != '.' && !is_path) break;
      name += is_path ? '.' : text_[at_];
      at_ += is_path ? 1 : 0;
    }
    return name;
  }

  /// A configuration as Rust builds it: Config::new(1e-2).with_min_lr(1e-4).init()? is Config(1e-2, min_lr=1e-4), a
  /// method of another name adds its argument to `schedulers`, and LrSchedulerConfig::Linear(config) is that config.
  Result<Literal> built(Literal call) {
    if (call.text.ends_with(".new")) call.text.resize(call.text.size() - 4);
    const std::string_view outer = std::string_view(call.text).substr(0, call.text.rfind('.'));
    if (last_name(outer) == "LrSchedulerConfig" && call.items.size() == 1) return call.items[0];
    for (skip_blanks(); peek() == '.' || peek() == '?'; skip_blanks()) {
      const std::size_t start = at_++;
      if (text_[start] == '?') continue;
      Literal method;
      method.text = dotted_name();
      skip_blanks();
      if (peek() != '(') return unexpected("(");
      auto called = arguments(std::move(method));
      if (!called) return called;
      if (auto taken = take(call, *called); !taken) return error_at(start, taken.error().message);
    }
    return call;
  }

  static Result<bool> take(Literal& call, const Literal& method) {
    for (const char* made : {"init", "unwrap", "expect", "into", "clone", "build"})
      if (method.text == made) return true;
    if (method.items.size() != 1)
      return refuse(filled("{} is no method of a configuration that is read", {method.text}));
    if (method.text.starts_with("with_")) {
      call.named.emplace_back(method.text.substr(5), method.items[0]);
      return true;
    }
    auto added =
        std::find_if(call.named.begin(), call.named.end(), [](auto& each) { return each.first == "schedulers"; });
    if (added == call.named.end()) {
      Literal list;
      list.type = Type::list;
      added = call.named.emplace(call.named.end(), "schedulers", list);
    }
    added->second.items.push_back(method.items[0]);
    return true;
  }

  Result<Literal> arguments(Literal call) {
    ++at_;
    for (;;) {
      skip_blanks();
      if (peek() == ')') break;
      const std::size_t start = at_;
      auto argument = value();
      if (!argument) return argument;
      skip_blanks();
      if (argument->type == Type::name && peek() == '=') {
        ++at_;
        const std::string name = argument->text;
        if (call.find(name)) return error_at(start, filled("{} is given twice; keep one", {name}));
        auto given = value();
        if (!given) return given;
        call.named.emplace_back(name, *std::move(given));
      } else if (!call.named.empty()) {
        return error_at(start, "arguments without a name must come first");
      } else {
        call.items.push_back(*std::move(argument));
      }
      if (!comma(')')) return unexpected(", or )");
    }
    ++at_;
    return call;
  }

  Result<Literal> list(char close) {
    ++at_;
    Literal literal;
    literal.type = Type::list;
    for (;;) {
      skip_blanks();
      if (peek() == close) break;
      auto item = value();
      if (!item) return item;
      literal.items.push_back(*std::move(item));
      if (!comma(close)) return unexpected(std::string(", or ") + close);
    }
    ++at_;
    return literal;
  }

  Result<Literal> dict() {
    ++at_;
    Literal literal;
    literal.type = Type::dict;
    for (;;) {
      skip_blanks();
      if (peek() == '}') break;
      auto key = value();
      if (!key) return key;
      skip_blanks();
      if (peek() != ':') return unexpected(": after a key");
      ++at_;
      auto item = value();
      if (!item) return item;
      literal.items.push_back(*std::move(key));
      literal.items.push_back(*std::move(item));
      if (!comma('}')) return unexpected(", or }");
    }
    ++at_;
    return literal;
  }

  /// Takes a comma; false where neither it nor the closing bracket follows.
  bool comma(char close) {
    skip_blanks();
    if (peek() == close) return true;
    if (peek() != ',') return false;
    ++at_;
    return true;
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  std::string shown(std::size_t start) const {
    std::string shown;
    for (const char c : text_.substr(start, 20)) {
      if (is_blank(c) || c == ',' || c == ')') break;
      shown += c >= 0x20 && c < 0x7f ? c : '?';
    }
    return shown.empty() ? std::string(1, text_[start] >= 0x20 && text_[start] < 0x7f ? text_[start] : '?') : shown;
  }

  std::size_t column_of(std::size_t offset) const {
    std::size_t column = 1;
    for (const char c : text_.substr(0, offset)) column += is_continuation(c) ? 0 : 1;
    return column;
  }
  Result<Literal> error_at(std::size_t offset, const std::string& message) const {
    return refuse(filled("column {}: {}", {column_of(offset), message}));
  }
  Result<Literal> error(const std::string& message) const { return error_at(at_, message); }
  Result<Literal> unexpected(const std::string& expected) const {
    const bool end = at_ >= text_.size();
    return error(
        filled("expected {}, read {}", {expected, end ? "the end of the text" : filled("\"{}\"", {shown(at_)})}));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Literal::Literal() = default;
Literal::Literal(const Literal& other) = default;
Literal::Literal(Literal&& other) noexcept = default;
Literal& Literal::operator=(const Literal& other) = default;
Literal& Literal::operator=(Literal&& other) noexcept = default;
Literal::~Literal() = default;

const Literal* Literal::find(std::string_view key) const {
  for (std::size_t i = 0; type == Type::dict && i + 1 < items.size(); i += 2)
    if (items[i].text == key) return &items[i + 1];
  for (const auto& [name, value] : named)
    if (name == key) return &value;
  return nullptr;
}

Result<Literal> read_literal(std::string_view text) {
  if (text.size() <= notation::longest_spec_bytes) return Reader(text).whole();
  return refuse(
      filled("the spec has {} bytes; the longest that is read has {}", {text.size(), notation::longest_spec_bytes}));
}

std::string_view first_name(std::string_view dotted) { return dotted.substr(0, dotted.find('.')); }
std::string_view last_name(std::string_view dotted) {
  const std::size_t dot = dotted.rfind('.');
  return dot == std::string_view::npos ? dotted : dotted.substr(dot + 1);
}

bool is_call(const Literal& literal, std::string_view name) {
  return literal.type == Type::call && last_name(literal.text) == name;
}

bool is_given_variable(const Literal& call) { return !call.items.empty() && call.items[0].type == Type::name; }

bool is_whole(const Literal& literal) {
  if (literal.type != Type::number || literal.source.empty()) return false;
  return literal.source.find_first_not_of("+-0123456789_") == std::string::npos;
}

namespace {

std::string arguments_of(const Literal& literal) {
  std::string text;
  for (const Literal& item : literal.items) add_item(text, text_of(item));
  for (const auto& [name, value] : literal.named) add_item(text, filled("{}={}", {name, text_of(value)}));
  return text;
}

}  // namespace

std::string text_of(const Literal& literal) {
  if (literal.type == Type::call) return filled("{}({})", {literal.text, arguments_of(literal)});
  if (literal.type == Type::list) return filled("[{}]", {arguments_of(literal)});
  if (!literal.source.empty()) return literal.source;
  if (literal.type == Type::number) return real(literal.number);
  return literal.type == Type::text ? filled("'{}'", {literal.text}) : "None";
}

Literal number_literal(double number) {
  Literal literal;
  literal.type = Type::number;
  literal.number = number;
  return literal;
}

Literal text_literal(std::string text) {
  Literal literal;
  literal.type = Type::text;
  literal.text = std::move(text);
  return literal;
}

Literal call_literal(std::string name, const Literal& dict) {
  Literal call = dict;
  call.type = Type::call;
  call.text = std::move(name);
  call.items.clear();
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2)
    call.named.emplace_back(dict.items[i].text, dict.items[i + 1]);
  return call;
}

}  // namespace etude::dialect
