// A command line as a shell would cut it into words: quotes, line continuations, comments. Several lines, a script with
// an array of flags among them, are read as one stream of words; a name that an earlier word has set (LR=3e-4) is put in.

#include "etude/base/pattern.h"
#include "source/config/forms.h"

namespace etude::inline source::configs {
namespace {

constexpr std::size_t most_words = 20'000;

struct ShellWord {
  std::string text;
  Place place;
  bool is_quoted = false;
  bool begins_command = false;  // after a line's end, ';', '&' or '|'
};

bool is_flag(const ShellWord& word) {
  return !word.is_quoted && word.text.size() > 1 && word.text[0] == '-' &&
         (word.text[1] == '-' || (word.text[1] >= 'a' && word.text[1] <= 'z') ||
          (word.text[1] >= 'A' && word.text[1] <= 'Z'));
}

/// Cuts a text into words.
class Shell {
 public:
  Shell(std::string_view text, Place start) : text_(text), at_(std::move(start)) {}

  Result<std::vector<ShellWord>> words() {
    while (skip_to_word()) {
      if (words_.size() >= most_words) return refuse_at(at_, "more than 20000 words; give the command line alone");
      ShellWord word{{}, at_, false, begins_};
      begins_ = false;
      if (const auto error = read_word(word)) return pass_on(*error);
      words_.push_back(std::move(word));
    }
    return std::move(words_);
  }

 private:
  bool at_end() const { return byte_ >= text_.size(); }
  char peek() const { return text_[byte_]; }

  char take() {
    const char c = text_[byte_++];
    if (c == '\n') {
      ++at_.line;
      at_.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++at_.column;
    }
    return c;
  }

  bool is_continuation() const {
    const std::size_t next = byte_ + 1;
    return peek() == '\\' && next < text_.size() &&
           (text_[next] == '\n' || (text_[next] == '\r' && next + 1 < text_.size() && text_[next + 1] == '\n'));
  }

  /// Over blanks, comments, continued lines, and what stands between commands.
  bool skip_to_word() {
    while (!at_end()) {
      const char c = peek();
      if (c == '#') {
        while (!at_end() && peek() != '\n') take();
      } else if (is_continuation()) {
        while (take() != '\n') {
        }
      } else if (c == '\n' || c == ';' || c == '&' || c == '|' || c == '(' || c == ')') {
        begins_ = true;
        take();
      } else if (c == ' ' || c == '\t' || c == '\r') {
        take();
      } else {
        return true;
      }
    }
    return false;
  }

  bool ends_word() const {
    return std::string_view(" \t\r\n;&|()").find(peek()) != std::string_view::npos || is_continuation();
  }

  std::optional<Error> read_word(ShellWord& word) {
    while (!at_end() && !ends_word()) {
      const char c = take();
      if (c == '\\' && !at_end()) {
        word.text += take();
      } else if (c == '\'' || c == '"') {
        word.is_quoted |= word.text.empty();
        while (!at_end() && peek() != c) word.text += take();
        if (at_end()) return refuse_at(word.place, "this quote is not closed").error;
        take();
      } else {
        word.text += c;
      }
    }
    return {};
  }

  std::string_view text_;
  std::size_t byte_ = 0;
  Place at_;
  bool begins_ = true;
  std::vector<ShellWord> words_;
};

/// Words to a map. Flags with several words after them have a list; flags with none are on.
class Command {
 public:
  explicit Command(Value map) : map_(std::move(map)) { map_.type = Value::Type::map; }

  Result<Value> read(std::string_view text) {
    if (const auto error = take_all(text, map_.place)) return pass_on(*error);
    return std::move(map_);
  }

 private:
  std::optional<Error> take_all(std::string_view text, const Place& start) {
    const auto words = Shell(text, start).words();
    if (!words) return words.error();
    for (const ShellWord& word : *words)
      if (const auto error = take(word)) return error;
    end_flag();
    return {};
  }

  std::optional<Error> take(const ShellWord& word) {
    const std::size_t sign = word.text.find('=');
    if (is_flag(word)) {
      end_flag();
      begin_flag(word, sign);
    } else if (flag_ && !word.begins_command) {
      values_.push_back(value_of(word.text, word));
    } else {
      end_flag();
      if (has_flags(word.text, sign)) return take_all(std::string_view(word.text).substr(sign + 1), word.place);
      if (sign != std::string::npos && sign > 0)
        set_member(map_, word.text.substr(0, sign), value_of(word.text.substr(sign + 1), word));
      else if (is_program(word.text))
        map_.text = word.text;
    }
    return {};
  }

  /// GPT_ARGS="--lr 1e-4 ...", which a command takes as $GPT_ARGS.
  static bool has_flags(const std::string& text, std::size_t sign) {
    const std::size_t flag = text.find("--", sign);
    return sign != std::string::npos && flag != std::string::npos && text.find_first_of(" \t\n", flag) < text.size() &&
           text.find_first_not_of(" \t\r\n\\", sign + 1) == flag;
  }

  static bool is_program(const std::string& text) {
    return text.ends_with(".py") || text.find('.') != std::string::npos || text.find('/') != std::string::npos;
  }

  void begin_flag(const ShellWord& word, std::size_t sign) {
    const std::size_t start = word.text.find_first_not_of('-');
    if (start == std::string::npos) return;
    place_ = word.place;
    if (sign == std::string::npos) {
      flag_ = word.text.substr(start);
      if (*flag_ == "m") flag_.reset();  // python -m MODULE
      return;
    }
    set_member(map_, word.text.substr(start, sign - start), value_of(word.text.substr(sign + 1), word));
  }

  void end_flag() {
    if (!flag_) return;
    Value value = scalar("true", place_);
    if (values_.size() == 1) value = values_[0];
    if (values_.size() > 1) {
      value.type = Value::Type::list;
      value.items = std::move(values_);
    }
    set_member(map_, *flag_, std::move(value));
    flag_.reset();
    values_.clear();
  }

  /// "$LR" is what LR was set to before, and not known where it was not.
  Value value_of(std::string_view text, const ShellWord& word) {
    Value value = scalar(text, word.place);
    if (!text.starts_with('$')) return value;
    std::string_view name = text.substr(1);
    if (name.starts_with('{') && name.ends_with('}')) name = name.substr(1, name.size() - 2);
    for (const auto& [known, set] : map_.named)
      if (known == name) return set;
    value.type = Value::Type::unknown;
    value.text = name.empty() ? text : name;
    return value;
  }

  Value map_;
  std::optional<std::string> flag_;
  std::vector<Value> values_;
  Place place_;
};

}  // namespace

Result<Value> read_flags(std::string_view text, std::string_view file) {
  Value map;
  map.place = {std::string(file), 1, 1};
  return Command(std::move(map)).read(text);
}

}  // namespace etude::source::configs
