// JSON by etude's own reader, which keeps no places: they are found again by walking the text from key to key.

#include "etude/base/json.h"
#include "etude/base/pattern.h"
#include "source/config/forms.h"

namespace etude::inline source::configs {
namespace {

class Walk {
 public:
  Walk(std::string_view text, std::string_view file) : text_(text), at_{std::string(file), 1, 1} {}

  Value value(const Json& json) {
    Value value;
    value.place = at_;
    if (const bool* flag = json.as<bool>()) {
      value.type = Value::Type::boolean;
      value.number = *flag ? 1 : 0;
    } else if (const auto number = json.number()) {
      value.type = Value::Type::number;
      value.number = *number;
      value.is_whole = json.as<std::int64_t>();
    } else if (const std::string* text = json.as<std::string>()) {
      return text_value(*text, at_);
    } else if (const Json::Array* list = json.as<Json::Array>()) {
      value.type = Value::Type::list;
      for (const Json& item : *list) value.items.push_back(this->value(item));
    } else if (const Json::Object* object = json.as<Json::Object>()) {
      value.type = Value::Type::map;
      for (const auto& [name, member] : *object) {
        go_to(name);
        value.named.emplace_back(name, this->value(member));
      }
    }
    return value;
  }

 private:
  /// To the next place where that key stands; a key that was written with escapes is not found, and changes nothing.
  void go_to(const std::string& name) {
    const std::size_t found = text_.find(filled("\"{}\"", {name}), byte_);
    if (found == std::string_view::npos) return;
    for (; byte_ < found; ++byte_) {
      if (text_[byte_] == '\n') {
        ++at_.line;
        at_.column = 1;
      } else if ((static_cast<unsigned char>(text_[byte_]) & 0xC0) != 0x80) {
        ++at_.column;
      }
    }
  }

  std::string_view text_;
  std::size_t byte_ = 0;
  Place at_;
};

}  // namespace

Result<Value> read_json_form(std::string_view text, std::string_view file) {
  const auto json = read_json(text);
  if (!json) return refuse_at({std::string(file)}, "this is no JSON: " + json.error().message);
  return Walk(text, file).value(*json);
}

}  // namespace etude::source::configs
