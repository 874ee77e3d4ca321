// Rows out of JSON: the objects that stand alone, in a list, or in the list "log_history" of an object.
// Idea: brackets and quotes are followed character by character, and only the text of one object is kept; it is read as
// JSON once its last bracket has come. An object in which "log_history" opens a list is no row, and what it held so far
// is dropped. Edges: nothing may follow the end of the list; NaN and Infinity, which Python writes and JSON does not know, are read as numbers.

#include <deque>
#include <utility>

#include "etude/base/json.h"
#include "record/losses/rows.h"

namespace etude::inline record {
namespace {

constexpr std::string_view history = "\"log_history\"";

constexpr std::string_view blanks = " \t\r\n", between_rows = " \t\r\n,]";

std::string_view without_blanks_after(std::string_view text) {
  return text.substr(0, text.find_last_not_of(blanks) + 1);
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
      if (text_.size() > longest_log_row)
        return refuse(begun(points) + " has more than 4 MiB and no end; mend that line");
    }
    return {};
  }

  Result<void> end(LossPoints& points) override {
    if (depth_ == 0 || is_over_) return {};
    if (depth_ == row_depth_) return refuse(points.log() + " ends within a list; it is cut short");
    return refuse(begun(points) + " has no end; mend that line, or leave it out");
  }

 private:
  std::string place(const LossPoints& points) const { return "line " + std::to_string(line_) + " of " + points.log(); }

  std::string begun(const LossPoints& points) const {
    return "the object that begins on line " + std::to_string(begun_line_) + " of " + points.log();
  }

  void keep(char c) {
    if (depth_ > row_depth_ && !is_over_) text_ += c;
  }

  Result<void> in_string(char c) {
    keep(c);
    if (!is_escaped_ && c == '"') is_string_ = false;
    is_escaped_ = !is_escaped_ && c == '\\';
    return {};
  }

  Result<void> bare(char c, LossPoints& points) {
    if (is_over_) return after_rows(c, points);
    if (c == '[' && opens_list()) return open_list();
    if (c == '{' && depth_ == row_depth_) begun_line_ = line_;
    if (c == '{' || (c == '[' && depth_ > row_depth_)) ++depth_;
    if (depth_ == row_depth_ && between_rows.find(c) == std::string_view::npos)
      return refuse(place(points) + ": expected an object, as in {\"step\": 10, \"loss\": 2.5}");
    keep(c);
    is_string_ = c == '"';
    return c == '}' || c == ']' ? close(points) : Result<void>();
  }

  /// What stands around a list of rows is passed over, and once that has closed nothing may follow.
  Result<void> after_rows(char c, LossPoints& points) {
    if (depth_ == 0 && blanks.find(c) == std::string_view::npos)
      return refuse(place(points) + ": something follows the end of the list; give each list as a log of its own");
    is_string_ = c == '"';
    if (c == '{' || c == '[') ++depth_;
    if (c == '}' || c == ']') --depth_;
    return {};
  }

  bool opens_list() const {
    if (depth_ == 0) return !has_rows_;
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
    if (--depth_ < 0) return refuse(place(points) + ": \"]\" closes no list; leave it out");
    is_over_ = depth_ < row_depth_;
    return depth_ == row_depth_ ? row(points) : Result<void>();
  }

  Result<void> row(LossPoints& points) {
    has_rows_ = true;
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

  std::size_t line_ = 1, begun_line_ = 1;
  int depth_ = 0, row_depth_ = 0;  // of brackets, and of those around the rows
  bool is_string_ = false, is_escaped_ = false, is_over_ = false, has_rows_ = false;
  std::string text_;  // of the object that has begun
  std::deque<std::string> names_;
  LogCells row_;
};

}  // namespace

std::unique_ptr<LogRows> json_rows() { return std::make_unique<JsonRows>(); }

}  // namespace etude::record
