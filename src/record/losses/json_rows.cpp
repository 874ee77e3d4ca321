// Rows out of JSON: the objects that stand alone, in a list, or in the list "log_history" of an object.
// Idea: brackets and quotes are followed character by character, and only the text of one object is kept; it is read as
// JSON once its last bracket has come. An object in which "log_history" opens a list is no row, and what it held so far
// is dropped. Edges: NaN and Infinity, which Python writes and JSON does not know, are read as numbers.

#include <deque>
#include <utility>

#include "etude/base/json.h"
#include "record/losses/rows.h"

namespace etude::inline record {
namespace {

constexpr std::string_view history = "\"log_history\"";

constexpr std::string_view between_rows = " \t\r\n,]";

std::string_view without_blanks_after(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

/// The text with quotes around words that are no JSON.
std::string with_words_quoted(const std::string& text) {
  std::string out;
  bool is_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && is_string) out += text[i++];
    if (text[i] == '"') is_string = !is_string;
    std::string_view word;
    for (const std::string_view each : {"NaN", "-Infinity", "Infinity"})
      if (!is_string && word.empty() && std::string_view(text).substr(i).starts_with(each)) word = each;
    if (word.empty()) {
      out += text[i];
    } else {
      out.append("\"").append(word).append("\"");
      i += word.size() - 1;
    }
  }
  return out;
}

class JsonRows final : public LogRows {
 public:
  Result<void> take(std::string_view piece, LossPoints& points) override {
    for (const char c : piece) {
      if (c == '\n') ++line_;
      if (const auto good = is_string_ ? in_string(c) : bare(c, points); !good) return good;
      if (text_.size() > longest_log_row) return refuse(place(points) + ": an object of more than 4 MiB is no row");
    }
    return {};
  }

  Result<void> end(LossPoints& points) override {
    return depth_ == 0 || is_over_ ? Result<void>() : refuse(points.log() + " ends within an object; it is cut short");
  }

 private:
  std::string place(const LossPoints& points) const { return "line " + std::to_string(line_) + " of " + points.log(); }

  void keep(char c) {
    if (depth_ > row_depth_) text_ += c;
  }

  Result<void> in_string(char c) {
    keep(c);
    if (!is_escaped_ && c == '"') is_string_ = false;
    is_escaped_ = !is_escaped_ && c == '\\';
    return {};
  }

  Result<void> bare(char c, LossPoints& points) {
    if (is_over_) return {};
    if (c == '[' && opens_list()) return open_list();
    if (c == '{' || (c == '[' && depth_ > row_depth_)) ++depth_;
    if (depth_ == row_depth_ && between_rows.find(c) == std::string_view::npos)
      return refuse(place(points) + ": expected an object, as in {\"step\": 10, \"loss\": 2.5}");
    keep(c);
    is_string_ = c == '"';
    return c == '}' || c == ']' ? close(points) : Result<void>();
  }

  bool opens_list() const {
    if (depth_ == 0) return true;
    const std::string_view before = without_blanks_after(text_);
    return depth_ == 1 && row_depth_ == 0 && before.ends_with(':') &&
           without_blanks_after(before.substr(0, before.size() - 1)).ends_with(history);
  }

  Result<void> open_list() {
    row_depth_ = ++depth_;
    text_.clear();
    return {};
  }

  Result<void> close(LossPoints& points) {
    --depth_;
    is_over_ = depth_ < row_depth_;
    return depth_ == row_depth_ ? row(points) : Result<void>();
  }

  Result<void> row(LossPoints& points) {
    const std::string text = std::exchange(text_, "");
    const bool has_words = text.find("NaN") != std::string::npos || text.find("Infinity") != std::string::npos;
    const auto object = read_json(has_words ? with_words_quoted(text) : text);
    if (!object) return refuse("the object that ends on " + place(points) + ": " + object.error().message);
    row_.place = place(points);
    row_.cells.clear();
    names_.clear();
    add(*object, "");
    return points.take(row_);
  }

  /// Every number and text of an object; those of an object in it by both names.
  void add(const Json& object, const std::string& before) {
    for (const auto& [key, value] : *object.as<Json::Object>()) {
      if (value.as<Json::Object>()) {
        add(value, before + key + "/");
        continue;
      }
      const auto* text = value.as<std::string>();
      const auto number = value.number();
      if (!text && !number) continue;
      const std::string& name = names_.emplace_back(before + key);
      row_.cells.emplace_back(name, text ? LogCell(std::string_view(*text)) : LogCell(*number));
    }
  }

  std::size_t line_ = 1;
  int depth_ = 0, row_depth_ = 0;  // of brackets, and of those around the rows
  bool is_string_ = false, is_escaped_ = false, is_over_ = false;
  std::string text_;  // of the object that has begun
  std::deque<std::string> names_;
  LogCells row_;
};

}  // namespace

std::unique_ptr<LogRows> json_rows() { return std::make_unique<JsonRows>(); }

}  // namespace etude::record
