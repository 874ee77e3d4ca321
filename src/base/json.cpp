// JSON values, and how they are written: a number as shortest() has it, bytes that are not UTF-8 replaced.

#include "etude/base/json.h"

#include <algorithm>
#include <cmath>

#include "base/json_detail.h"
#include "etude/base/number.h"

namespace etude {
namespace json_detail {

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](std::size_t i, unsigned least = 0x80, unsigned most = 0xbf) {
    return byte(i) >= least && byte(i) <= most;
  };
  const unsigned first = byte(0);
  if (text.empty()) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    return follows(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && follows(2) ? 3 : 0;
  }
  if (first < 0xf0 || first > 0xf4) return 0;
  return follows(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf) && follows(2) && follows(3) ? 4 : 0;
}

}  // namespace json_detail

namespace {

using json_detail::escaped, json_detail::escapes, json_detail::hex_digits, json_detail::utf8_length;

class Writer {
 public:
  explicit Writer(int indent) : indent_(static_cast<std::size_t>(std::max(indent, 0))) {}

  void value(const Json& value) {
    if (const auto* flag = value.as<bool>()) {
      out_ += *flag ? "true" : "false";
    } else if (const auto* integer = value.as<std::int64_t>()) {
      out_ += std::to_string(*integer);
    } else if (const auto* real = value.as<double>()) {
      out_ += std::isfinite(*real) ? shortest(*real) : "null";
    } else if (const auto* text = value.as<std::string>()) {
      string(*text);
    } else if (const auto* items = value.as<Json::Array>()) {
      array(*items);
    } else if (const auto* members = value.as<Json::Object>()) {
      object(*members);
    } else {
      out_ += "null";
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void string(std::string_view text) {
    out_ += '"';
    for (std::size_t length = 0; !text.empty(); text.remove_prefix(length)) {
      length = std::max<std::size_t>(utf8_length(text), 1);
      if (utf8_length(text) == 0) {
        out_ += "\xef\xbf\xbd";
      } else if (length == 1) {
        ascii(text[0]);
      } else {
        out_ += text.substr(0, length);
      }
    }
    out_ += '"';
  }

  void ascii(char c) {
    const std::size_t escape = escaped.find(c);
    if (escape != std::string_view::npos && c != '/') {
      out_ += '\\';
      out_ += escapes[escape];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out_ += "\\u00";
      out_ += hex_digits[static_cast<std::size_t>(c) >> 4];
      out_ += hex_digits[static_cast<std::size_t>(c) & 15];
    } else {
      out_ += c;
    }
  }

  void array(const Json::Array& items) {
    const bool numbers = std::all_of(items.begin(), items.end(), [](const Json& item) { return item.number(); });
    list('[', ']', items, numbers, [&](const Json& item) { value(item); });
  }

  void object(const Json::Object& members) {
    list('{', '}', members, members.empty(), [&](const Json::Member& member) {
      string(member.first);
      out_ += ": ";
      value(member.second);
    });
  }

  template <class List, class WriteItem>
  void list(char open, char close, const List& items, bool one_line, WriteItem write_item) {
    one_line = one_line || indent_ == 0;
    out_ += open;
    ++depth_;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += one_line ? ", " : ",";
      if (!one_line) new_line();
      write_item(items[i]);
    }
    --depth_;
    if (!one_line) new_line();
    out_ += close;
  }

  void new_line() { out_.append("\n").append(indent_ * depth_, ' '); }

  std::string out_;
  std::size_t indent_;
  std::size_t depth_ = 0;
};

}  // namespace

Json::Json(const std::vector<double>& values) : value_(Array(values.begin(), values.end())) {}

std::optional<double> Json::number() const {
  if (const auto* integer = as<std::int64_t>()) return static_cast<double>(*integer);
  if (const auto* real = as<double>()) return *real;
  return std::nullopt;
}

const Json* Json::find(std::string_view name) const {
  const auto* members = as<Object>();
  if (members == nullptr) return nullptr;
  const auto found = std::find_if(members->begin(), members->end(), [&](const Member& m) { return m.first == name; });
  return found == members->end() ? nullptr : &found->second;
}

std::string write_json(const Json& value, int indent) {
  Writer writer(indent);
  writer.value(value);
  return writer.take();
}

}  // namespace etude
