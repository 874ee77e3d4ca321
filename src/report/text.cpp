#include "report/text.h"

#include <algorithm>
#include <utility>

namespace etude::report {
namespace {

constexpr char32_t kUnreadable = 0xFFFD;

/// The bytes that a code point with this first byte has; 0 where no code point starts so.
std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

bool is_scalar(char32_t code, std::size_t length) {
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  return code >= kSmallest[length] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

/// The code point at `text[at]` and its bytes; one byte is given up where there is none.
std::pair<char32_t, std::size_t> next_code(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = sequence_length(first);
  if (length == 1) return {first, 1};
  if (length == 0 || length > text.size() - at) return {kUnreadable, 1};
  char32_t code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0) != 0x80) return {kUnreadable, 1};
    code = (code << 6) | (byte & 0x3F);
  }
  if (!is_scalar(code, length)) return {kUnreadable, 1};
  return {code, length};
}

bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFE || code == 0xFFFF;
}

void append(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int rest = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr unsigned kLead[] = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLead[rest] | (code >> (6 * rest)));
  for (int i = rest - 1; i >= 0; --i) out += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
}

std::string_view ascii_likeness(char32_t code) {
  constexpr std::pair<char32_t, std::string_view> kTable[] = {
      {U'Σ', "sum "}, {U'±', "+-"},  {U'§', "sec. "}, {U'×', "x"},    {U'·', "*"},  {U'–', "-"},  {U'—', "-"},
      {U'−', "-"},    {U'…', "..."}, {U'η', "eta"},   {U'β', "beta"}, {U'→', "->"}, {U'≤', "<="}, {U'≥', ">="},
      {U'’', "'"},    {U'‘', "'"},   {U'“', "\""},    {U'”', "\""},   {U'µ', "u"},  {U'⁻', "-"}};
  for (const auto& [from, to] : kTable) {
    if (from == code) return to;
  }
  return "?";
}

/// The next word, and `rest` moved past it; empty at the end.
std::u32string_view take_word(std::u32string_view& rest) {
  const std::size_t first = std::min(rest.find_first_not_of(U' '), rest.size());
  rest.remove_prefix(first);
  const std::u32string_view word = rest.substr(0, std::min(rest.find(U' '), rest.size()));
  rest.remove_prefix(word.size());
  return word;
}

/// How much of a word goes into `room` columns, fewer than it has: up to the last comma or the like, if there is one.
std::size_t broken_at(std::u32string_view word, std::size_t room) {
  const std::size_t mark = word.substr(0, room).find_last_of(U",;|/(_");
  return mark == std::u32string_view::npos ? room : mark + 1;
}

}  // namespace

std::u32string code_points(std::string_view text) {
  std::u32string codes;
  codes.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = next_code(text, at);
    codes += is_control(code) ? U' ' : code;
    at += length;
  }
  return codes;
}

std::string utf8(std::u32string_view text) {
  std::string bytes;
  for (const char32_t code : text) append(bytes, code);
  return bytes;
}

std::size_t display_width(std::string_view text) { return code_points(text).size(); }

std::string plain_ascii(std::string_view text) {
  std::string plain;
  for (const char32_t code : code_points(text)) {
    if (code < 0x80) {
      plain += static_cast<char>(code);
    } else {
      plain += ascii_likeness(code);
    }
  }
  return plain;
}

std::string elide(std::string_view text, std::size_t width, std::string_view dots) {
  const std::u32string codes = code_points(text);
  if (codes.size() <= width) return utf8(codes);
  const std::u32string gap = code_points(dots);
  if (width <= gap.size()) return utf8(codes.substr(0, width));
  const std::size_t kept = width - gap.size();
  const std::size_t head = (kept + 1) / 2;
  return utf8(codes.substr(0, head) + gap + codes.substr(codes.size() - (kept - head)));
}

std::string grouped(std::int64_t count) {
  const std::string digits = std::to_string(count);
  const std::size_t sign = count < 0 ? 1 : 0;
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > sign && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string counted(std::size_t count, std::string_view what) {
  return grouped(static_cast<std::int64_t>(count)).append(" ").append(what).append(count == 1 ? "" : "s");
}

std::vector<std::string> wrap(std::string_view text, std::size_t width, LongWord long_word, std::size_t hang) {
  const std::u32string codes = code_points(text);
  std::u32string_view rest = codes;
  const std::size_t indent = std::min(codes.find_first_not_of(U' '), codes.size());
  std::u32string line(indent, U' ');
  const std::u32string margin(indent + hang, U' ');
  std::vector<std::string> lines;
  bool is_begun = false;  // has the line a word?
  const auto end_line = [&] {
    lines.push_back(utf8(std::exchange(line, margin)));
    is_begun = false;
  };
  for (std::u32string_view word = take_word(rest); !word.empty(); word = take_word(rest)) {
    if (is_begun && line.size() + 1 + word.size() > width) end_line();
    if (is_begun) line += U' ';
    while (long_word == LongWord::is_broken && line.size() + word.size() > std::max(width, line.size() + 1)) {
      const std::size_t head = broken_at(word, std::max(width, line.size() + 1) - line.size());
      line += word.substr(0, head);
      word.remove_prefix(head);
      end_line();
    }
    line += word;
    is_begun = true;
  }
  if (is_begun) end_line();
  return lines;
}

}  // namespace etude::report
