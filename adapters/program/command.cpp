#include "adapters/program/command.h"

#include <algorithm>

namespace etude::program {
namespace {

/// Splits one command; `at_` is what is read next.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  Result<std::vector<std::string>> words() {
    for (; at_ < text_.size(); ++at_)
      if (auto good = read(text_[at_]); !good) return pass_on(good.error());
    end_word();
    if (words_.empty())
      return refuse("the trainer's command is empty; type one, as in 'python3 train.py {schedule} {log}'");
    return std::move(words_);
  }

 private:
  Result<void> read(char c) {
    if (c == ' ' || c == '\t' || c == '\n') return end_word(), Result<void>();
    in_word_ = true;
    if (c == '\\') return escaped();
    if (c == '\'' || c == '"') return quoted(c);
    word_ += c;
    return {};
  }

  void end_word() {
    if (in_word_) words_.push_back(std::exchange(word_, ""));
    in_word_ = false;
  }

  Result<void> escaped() {
    if (at_ + 1 == text_.size()) return wrong(at_, "a backslash has nothing after it; type \\\\ for a backslash");
    if (text_[++at_] != '\n') word_ += text_[at_];
    return {};
  }

  /// In double quotes a backslash is one, but before " \ $ ` and a line's end.
  Result<void> quoted(char quote) {
    const std::size_t begin = at_;
    while (++at_ < text_.size() && text_[at_] != quote) {
      const bool escapes = quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size() &&
                           std::string_view("\"\\$`\n").find(text_[at_ + 1]) != std::string_view::npos;
      if (escapes) ++at_;
      if (!escapes || text_[at_] != '\n') word_ += text_[at_];
    }
    if (at_ < text_.size()) return {};
    return wrong(begin, std::string("this ") + quote + " has no end; close it, or type \\" + quote);
  }

  Result<void> wrong(std::size_t where, const std::string& what) const {
    const auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
    const auto column = std::count_if(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(where) + 1, is_start);
    return refuse("the trainer's command, column " + std::to_string(column) + ": " + what);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool in_word_ = false;
  std::string word_;
  std::vector<std::string> words_;
};

}  // namespace

Result<std::vector<std::string>> split_words(std::string_view command) { return Splitter(command).words(); }

std::string filled_in(std::string_view word, const std::vector<Replacement>& replacements) {
  std::string text;
  while (!word.empty()) {
    const auto fits = std::find_if(replacements.begin(), replacements.end(),
                                   [&](const Replacement& each) { return word.starts_with(each.first); });
    text += fits == replacements.end() ? std::string(word.substr(0, 1)) : fits->second;
    word.remove_prefix(fits == replacements.end() ? 1 : fits->first.size());
  }
  return text;
}

}  // namespace etude::program
