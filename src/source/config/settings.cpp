// Settings are looked up by dotted paths. A key that is a slip of the pen for one that is not there is named.

#include "source/config/settings.h"

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "dialect/read/curves.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "source/config/forms.h"

namespace etude::inline source::configs {
namespace {

bool is_same_key(std::string_view a, std::string_view b) {
  const auto plain = [](char c) { return c == '-' ? '_' : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return plain(x) == plain(y); });
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('.') + 1); }
std::string_view first_parts(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

/// Edits that make one word of the other: a letter more, less, or another.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

/// Is `word` so near to `name` that it can hardly be another setting?
bool is_slip(std::string_view word, std::string_view name) {
  const std::size_t shorter = std::min(word.size(), name.size()), longer = std::max(word.size(), name.size());
  if (shorter < 5 || longer - shorter > 2 || longer > 64) return false;
  return edits(word, name) <= (shorter < 8 ? 1 : 2);
}

std::string kind_of(const Value& value) {
  switch (value.type) {
    case Value::Type::list:
      return "a list";
    case Value::Type::map:
      return "a map";
    case Value::Type::text:
      return filled("\"{}\"", {std::string_view(value.text).substr(0, 40)});
    default:
      return in_python(value).substr(0, 40);
  }
}

/// A number, though it may be written as a text, which most programs make a number of.
std::optional<double> number_in(const Value& value) {
  if (value.type == Value::Type::number) return value.number;
  if (value.type != Value::Type::text) return {};
  const Value read = scalar(value.text, value.place);
  if (read.type != Value::Type::number) return {};
  return read.number;
}

}  // namespace

const Value* at_path(const Value& top, std::string_view path) {
  for (const auto& [key, value] : top.named)
    if (is_same_key(key, path)) return &value;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1))
    for (const auto& [key, value] : top.named)
      if (is_same_key(key, path.substr(0, dot)))
        if (const Value* inner = at_path(value, path.substr(dot + 1))) return inner;
  return nullptr;
}

Settings::Settings(const Program& program, const Value& top, const Known& known)
    : program_(program), top_(top), known_(known) {
  for (const auto& [name, value] : known)
    if (!std::isfinite(value)) fail(top.place, filled("--set {} must be a finite number", {name}));
  look_for_slips();
}

void Settings::fail(const Place& place, std::string message) {
  if (!error_) error_ = refuse_at(place, message).error;
}

Place Settings::place(std::string_view name) const {
  const Value* value = at_path(top_, name);
  return value ? value->place : Place{top_.place.file, 1, 1};
}

const Value* Settings::written(std::string_view name) const {
  const Value* value = at_path(top_, name);
  return value && value->type != Value::Type::none ? value : nullptr;
}

const Value* Settings::value(std::string_view name) const { return written(name); }

std::optional<double> Settings::given(std::string_view name) const {
  auto known = known_.find(name);
  if (known == known_.end()) known = known_.find(last_part(name));
  if (known == known_.end()) return {};
  return known->second;
}

bool Settings::has(std::string_view name) const { return written(name) || given(name); }

Value Settings::found(std::string_view name) {
  if (const Value* value = written(name)) {
    if (value->type != Value::Type::unknown) return *value;
    if (const auto known = given(value->text)) return scalar(shortest(*known), value->place);
    if (!given(name)) {
      fail(value->place,
           filled("{} is {}, which is not known here: say --set {}=...", {name, value->text, last_part(value->text)}));
      return {};
    }
  }
  const Place where = place(name);
  if (const auto known = given(name)) return scalar(shortest(*known), where);
  for (const Setting& setting : program_.settings)
    if (setting.name == name) return scalar(setting.otherwise, where);
  return {};
}

double Settings::number(std::string_view name) {
  const Value value = found(name);
  if (const auto number = number_in(value); number && std::isfinite(*number)) return *number;
  if (value.type == Value::Type::none)
    fail(value.place.file.empty() ? place(name) : value.place,
         filled("{} is not there, and {} has no default for it: write it, or say --set {}=...",
                {name, program_.title, last_part(name)}));
  else
    fail(value.place, filled("{} is a number in {}, not {}", {name, program_.title, kind_of(value)}));
  return 1;
}

std::optional<double> Settings::maybe(std::string_view name) {
  const Value value = found(name);
  if (value.type == Value::Type::none) return {};
  return number(name);
}

Step Settings::whole(std::string_view name, Step least) {
  const double number = this->number(name);
  if (error_) return std::max(least, Step{1});
  const bool fits = number == std::floor(number) && std::fabs(number) < 0x1p52;
  if (require(fits, name, "{} is a whole number in {}, not {}", {name, program_.title, plain(number)}) &&
      require(number >= static_cast<double>(least), name, "{} must be at least {}, not {}",
              {name, least, plain(number)}))
    return static_cast<Step>(number);
  return std::max(least, Step{1});
}

bool Settings::flag(std::string_view name) {
  const Value value = found(name);
  if (value.type == Value::Type::boolean || value.type == Value::Type::number) return value.number != 0;
  if (value.type == Value::Type::none) return false;
  fail(value.place, filled("{} is true or false in {}, not {}", {name, program_.title, kind_of(value)}));
  return false;
}

std::string Settings::text(std::string_view name) {
  const Value value = found(name);
  if (value.type == Value::Type::text) return value.text;
  if (value.type == Value::Type::none) return "";
  if (value.type == Value::Type::number || value.type == Value::Type::boolean) return in_python(value);
  fail(value.place, filled("{} is a word in {}, not {}", {name, program_.title, kind_of(value)}));
  return "";
}

std::vector<double> Settings::numbers(std::string_view name) {
  const Value value = found(name);
  if (value.type == Value::Type::none) return {};
  std::vector<double> all;
  if (const auto single = number_in(value)) all.push_back(*single);
  for (const Value& item : value.items)
    if (const auto number = number_in(item); number && std::isfinite(*number)) all.push_back(*number);
  if (all.empty() || (value.type == Value::Type::list && all.size() != value.items.size()))
    fail(value.place, filled("{} is a list of numbers in {}, not {}", {name, program_.title, kind_of(value)}));
  return all;
}

std::vector<Step> Settings::wholes(std::string_view name) {
  std::vector<Step> all;
  for (const double number : numbers(name)) {
    const bool fits = number == std::floor(number) && std::fabs(number) < 0x1p52;
    if (!require(fits, name, "{} is a list of whole numbers in {}, not {}", {name, program_.title, plain(number)}))
      return {};
    all.push_back(static_cast<Step>(number));
  }
  return all;
}

double Settings::asked(std::string_view name, std::string_view what, std::string_view example) {
  if (const auto known = given(name)) return *known;
  const std::string where = top_.place.file.empty() ? "" : top_.place.file + ": ";
  if (!error_) error_ = Error(filled("{}{} is not there: say --set {}={}", {where, what, name, example}));
  return 1;
}

bool Settings::require(bool holds, std::string_view name, const char* pattern,
                       const std::initializer_list<Word>& words) {
  if (!holds) fail(place(name), filled(pattern, words));
  return holds;
}

std::string Settings::one_of(std::string_view name, std::initializer_list<std::string_view> words) {
  const std::string word = text(name);
  if (error_ || std::find(words.begin(), words.end(), word) != words.end()) return word;
  std::string all;
  for (const std::string_view each : words) add_item(all, each);
  const std::string_view near = nearest_name(word, words);
  const std::string question = near.empty() ? "" : filled("did you mean {}? ", {near});
  fail(place(name),
       filled("{} has no {} \"{}\"; {}it has {}", {program_.title, name, word.substr(0, 40), question, all}));
  return word;
}

void Settings::note(const char* id, const char* pattern, const std::initializer_list<Word>& words, const char* advice,
                    std::optional<Step> step) {
  notes_.push_back({id, filled(pattern, words), advice, step});
}

/// For each setting that is not there: does a key beside its place look like it?
void Settings::look_for_slips() {
  for (const Setting& setting : program_.settings) {
    if (at_path(top_, setting.name)) continue;
    const std::string_view outer = first_parts(setting.name), name = last_part(setting.name);
    const Value* beside = outer.empty() ? &top_ : at_path(top_, outer);
    if (!beside) continue;
    for (const auto& member : beside->named) {
      const std::string& key = member.first;
      const Place& place = member.second.place;
      const auto is_this = [&](const Setting& other) {
        return is_same_key(last_part(other.name), key) && first_parts(other.name) == outer;
      };
      if (!is_slip(key, name) || std::any_of(program_.settings.begin(), program_.settings.end(), is_this)) continue;
      if (program_.strangers == Strangers::refused)
        return fail(place, filled("{} has no setting {}: did you mean {}?", {program_.title, key, name}));
      const std::string advice = filled("write {}", {name});
      note("ignored-argument", "{}: {} has no setting {} and passes it over", {text_of(place), program_.title, key},
           advice.c_str());
    }
  }
}

Result<Meaning> written(const Settings& s, std::string line, Step steps) {
  if (s.error()) return pass_on(*s.error());
  return Meaning{std::move(line), steps};
}

Result<Meaning> written(const Settings& s, const Result<Schedule>& schedule, Step steps) {
  if (s.error()) return pass_on(*s.error());
  if (!schedule) return refuse_at(s.top().place, schedule.error().message);
  return Meaning{notation::print(*schedule), steps};
}

Result<Schedule> by_epoch(Settings& s, const Result<Schedule>& schedule, Step epochs, Step updates_per_epoch) {
  if (!schedule || s.error() || updates_per_epoch == 1) return schedule;
  if (!s.require(epochs <= 1000, "epochs", "more than 1000 epochs of changing rates are too many to write out"))
    return schedule;
  std::vector<double> at, values;
  for (Step epoch = 0; epoch < std::max(epochs, Step{1}); ++epoch) {
    const double value = (*schedule)(epoch);
    if (!values.empty() && value == values.back()) continue;
    at.push_back(static_cast<double>(epoch * updates_per_epoch));
    values.push_back(value);
  }
  return dialect::staircase(at, values);
}

Step cut(double value) {
  return std::isnan(value) ? 0 : static_cast<Step>(std::clamp(std::trunc(value), -0x1p60, 0x1p60));
}
Step raised(double value) { return cut(std::ceil(value)); }
Step rounded(double value) { return cut(std::nearbyint(value)); }

}  // namespace etude::source::configs
