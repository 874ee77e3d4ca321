#pragma once
// Whether a text is well-formed XML, as far as an SVG needs: elements, attributes, character data, references.

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace etude::report {

class XmlCheck {
 public:
  explicit XmlCheck(std::string_view text) : rest_(text) {}

  /// "" where the text is one well-formed element; otherwise what is wrong.
  std::string fault() {
    while (fault_.empty() && !rest_.empty()) step();
    if (fault_.empty() && (!open_.empty() || roots_ != 1)) fault_ = "not one whole element";
    return fault_;
  }

 private:
  void step() {
    if (rest_[0] == '<') {
      rest_.remove_prefix(1);
      return take('/') ? close() : open();
    }
    const std::string_view data = until('<');
    if (data.find('>') != std::string_view::npos) fault_ = "a bare >";
    check_references(data);
    if (open_.empty() && data.find_first_not_of(" \n") != std::string_view::npos) fault_ = "text outside the root";
  }

  void open() {
    const std::string tag(name());
    if (tag.empty()) fault_ = "a bare <";
    if (open_.empty()) ++roots_;
    std::vector<std::string_view> seen;
    while (fault_.empty() && take(' ')) attribute(seen);
    const bool is_empty = take('/');
    if (!take('>')) fault_ = "a tag that does not end: " + tag;
    if (!is_empty) open_.push_back(tag);
  }

  void attribute(std::vector<std::string_view>& seen) {
    const std::string_view key = name();
    for (const std::string_view other : seen) {
      if (other == key) fault_ = "a doubled attribute: " + std::string(key);
    }
    seen.push_back(key);
    if (key.empty() || !take('=') || !take('"')) fault_ = "an attribute without a value";
    const std::string_view value = until('"');
    if (value.find('<') != std::string_view::npos || !take('"')) fault_ = "a value that does not end";
    check_references(value);
  }

  void close() {
    const std::string tag(name());
    if (open_.empty() || open_.back() != tag || !take('>')) {
      fault_ = "a stray </" + tag + ">";
    } else {
      open_.pop_back();
    }
  }

  void check_references(std::string_view text) {
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
      const std::string_view name = text.substr(at, text.find(';', at) - at);
      if (name != "&amp" && name != "&lt" && name != "&gt" && name != "&quot") fault_ = "a bare &";
    }
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n') fault_ = "a control character";
    }
  }

  std::string_view until(char end) {
    const std::string_view text = rest_.substr(0, rest_.find(end));
    rest_.remove_prefix(text.size());
    return text;
  }

  std::string_view name() {
    std::size_t size = 0;
    while (size < rest_.size() && (std::isalnum(static_cast<unsigned char>(rest_[size])) != 0 || rest_[size] == '-'))
      ++size;
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }

  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  std::vector<std::string> open_;
  int roots_ = 0;
  std::string fault_;
};

}  // namespace etude::report
