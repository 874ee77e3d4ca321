// Idea: one function a rule of RFC 8259, each reading from at_ on and leaving at_ behind what it read, or at the fault.
// Edges: objects and lists nest 64 deep at most, so the stack is bounded; a text of n bytes takes O(n log n).
// Source: RFC 8259; Unicode 15, table 3-7, for well-formed UTF-8.

#include <algorithm>
#include <cmath>
#include <set>

#include "base/json_detail.h"
#include "etude/base/json.h"
#include "etude/base/number.h"

namespace etude {
namespace {

using json_detail::escaped, json_detail::escapes, json_detail::hex_digits, json_detail::utf8_length;

void append_utf8(std::string& out, unsigned code) {
  const auto byte = [&](unsigned value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xc0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      byte(0xe0 | (code >> 12));
    } else {
      byte(0xf0 | (code >> 18));
      byte(0x80 | ((code >> 12) & 0x3f));
    }
    byte(0x80 | ((code >> 6) & 0x3f));
  }
  byte(0x80 | (code & 0x3f));
}

constexpr int deepest = 64;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Json> whole() {
    Result<Json> result = value();
    if (!result) return result;
    skip_blanks();
    return at_ == text_.size() ? std::move(result) : expected("the end of the text after the value");
  }

 private:
  Result<Json> value() {
    skip_blanks();
    switch (peek()) {
      case '{':
        return nested(&Reader::object);
      case '[':
        return nested(&Reader::array);
      case '"':
        return string().map([](std::string text) { return Json(std::move(text)); });
      case 't':
        return word("true", true);
      case 'f':
        return word("false", false);
      case 'n':
        return word("null", Json());
      default:
        return number();
    }
  }

  Result<Json> nested(Result<Json> (Reader::*read)()) {
    if (depth_ == deepest) return refused("lists and objects nested deeper than 64; flatten them");
    ++depth_;
    ++at_;
    Result<Json> result = (this->*read)();
    --depth_;
    return result;
  }

  Result<Json> array() {
    Json::Array items;
    if (take(']')) return Json(std::move(items));
    while (true) {
      Result<Json> item = value();
      if (!item) return item;
      items.push_back(*std::move(item));
      if (take(']')) return Json(std::move(items));
      if (!take(',')) return expected("',' or ']' after an item");
    }
  }

  Result<Json> object() {
    Json::Object members;
    std::set<std::string> names;
    if (take('}')) return Json(std::move(members));
    while (true) {
      Result<std::string> name = member_name(names);
      if (!name) return pass_on(name.error());
      Result<Json> content = value();
      if (!content) return content;
      members.emplace_back(*std::move(name), *std::move(content));
      if (take('}')) return Json(std::move(members));
      if (!take(',')) return expected("',' or '}' after a member");
    }
  }

  Result<std::string> member_name(std::set<std::string>& names) {
    skip_blanks();
    const std::size_t start = at_;
    if (peek() != '"') return expected("a member's name in double quotes");
    Result<std::string> name = string();
    if (!name) return name;
    if (!names.insert(*name).second) {
      at_ = start;
      return refused("the member " + write_json(name->substr(0, 60)) + " a second time; give each name once");
    }
    if (!take(':')) return expected("':' after a member's name");
    return name;
  }

  Result<Json> word(std::string_view spelling, Json meaning) {
    if (text_.substr(at_, spelling.size()) != spelling) return expected_value();
    at_ += spelling.size();
    return meaning;
  }

  Result<Json> number() {
    const std::size_t start = at_;
    if (peek() == '-') ++at_;
    if (!is_digit(peek())) return at_ == start ? expected_value() : expected("a digit after '-'");
    const std::size_t first_digit = at_;
    skip_digits();
    if (text_[first_digit] == '0' && at_ > first_digit + 1) {
      at_ = first_digit;
      return refused("a number that begins with 0; leave the 0 out");
    }
    return number_from(start);
  }

  // the whole digits are read: now a fraction and an exponent
  Result<Json> number_from(std::size_t start) {
    const std::size_t whole_end = at_;
    if (peek() == '.') {
      ++at_;
      if (!skip_digits()) return expected("a digit after '.'");
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (!skip_digits()) return expected("a digit of the exponent");
    }
    return number_meant(start, at_ == whole_end);
  }

  Result<Json> number_meant(std::size_t start, bool whole) {
    const std::string_view spelling = text_.substr(start, at_ - start);
    const auto integer = whole && spelling != "-0" ? to_integer(spelling) : std::nullopt;
    if (integer) return Json(*integer);
    const double real = *to_double(spelling);
    if (std::isfinite(real)) return Json(real);
    at_ = start;
    return refused("a number too large for a double; the largest is 1.797e308");
  }

  Result<std::string> string() {
    std::string out;
    ++at_;
    while (peek() != '"') {
      const Result<bool> more = peek() == '\\' ? escape(out) : character(out);
      if (!more) return pass_on(more.error());
    }
    ++at_;
    return out;
  }

  Result<bool> character(std::string& out) {
    const std::string_view rest = text_.substr(at_);
    if (rest.empty()) return expected("'\"' at the end of a string");
    if (static_cast<unsigned char>(rest[0]) < 0x20)
      return expected("\\n, \\t or \\u00XX for a control character in a string");
    const std::size_t length = utf8_length(rest);
    if (length == 0) return expected("UTF-8 in a string");
    out += rest.substr(0, length);
    at_ += length;
    return true;
  }

  Result<bool> escape(std::string& out) {
    ++at_;
    if (peek() == 'u') return unicode(out);
    const std::size_t escape = at_ < text_.size() ? escapes.find(peek()) : std::string_view::npos;
    if (escape == std::string_view::npos) return expected("one of \" \\ / b f n r t u after '\\'");
    out += escaped[escape];
    ++at_;
    return true;
  }

  Result<bool> unicode(std::string& out) {
    const std::size_t start = at_ - 1;
    const Result<unsigned> code = four_hex_digits();
    if (!code) return pass_on(code.error());
    if (*code < 0xd800 || *code > 0xdfff) return append_utf8(out, *code), true;
    const bool pair = *code < 0xdc00 && text_.substr(at_, 2) == "\\u";
    if (pair) ++at_;
    const Result<unsigned> low = pair ? four_hex_digits() : Result<unsigned>(0u);
    if (!low) return pass_on(low.error());
    if (*low < 0xdc00 || *low > 0xdfff) {
      at_ = start;
      return refused("half a surrogate pair; write \\uD800...\\uDBFF and \\uDC00...\\uDFFF together");
    }
    append_utf8(out, 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00));
    return true;
  }

  Result<unsigned> four_hex_digits() {
    unsigned code = 0;
    ++at_;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!is_digit(c) && !letter) return expected("four hex digits after \\u");
      code = 16 * code + static_cast<unsigned>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return code;
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  bool take(char c) {
    skip_blanks();
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  bool skip_digits() {
    const std::size_t start = at_;
    while (is_digit(peek())) ++at_;
    return at_ > start;
  }

  Refused refused(const std::string& what) const { return refuse(position() + what); }

  Refused expected(const std::string& what) const {
    return refuse(position() + "expected " + what + ", not " + found());
  }

  Refused expected_value() const {
    return expected("a value (a string in double quotes, a number, true, false, null, [ or {)");
  }

  std::string found() const {
    if (at_ >= text_.size()) return "the end of the text";
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte > 0x20 && byte < 0x7f) return std::string("'") + text_[at_] + "'";
    return std::string("byte 0x") + hex_digits[byte >> 4] + hex_digits[byte & 15];
  }

  // columns count characters from 1
  std::string position() const {
    std::size_t line = 1;
    std::size_t column = 1;
    for (const char c : text_.substr(0, at_)) {
      if (c == '\n') {
        ++line;
        column = 1;
      } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
        ++column;
      }
    }
    return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": ";
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<Json> read_json(std::string_view text) { return Reader(text).whole(); }

}  // namespace etude
