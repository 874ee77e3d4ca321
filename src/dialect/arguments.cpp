// A signature is read as a literal too: f(T_max, eta_min=0.0). A name without a value must be given; the others have
// their defaults.

#include "dialect/arguments.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "etude/schedule/kinds.h"

namespace etude::dialect {
namespace {

using Type = Literal::Type;

}  // namespace

Arguments::Arguments(const Language& language, const Entry& entry, const Literal& call, const Setting& setting)
    : language_(language), entry_(entry), call_(call), setting_(setting) {
  const auto signature = read_literal(filled("f({})", {entry.signature}));
  if (signature) {
    bind(*signature);
    return;
  }
  fail(nullptr, "the signature of {} can not be read: {}", {entry.name, signature.error().message});
}

void Arguments::bind(const Literal& signature) {
  for (const Literal& required : signature.items) order_.push_back(required.text);
  for (const auto& [name, fallback] : signature.named) {
    order_.push_back(name);
    values_[name] = fallback;
  }
  const bool is_optimizers = values_.contains("lr") && order_.back() == "lr";
  const bool scales = values_.contains("lr") && literal("lr").type == Type::number;
  const std::size_t first = is_given_variable(call_) ? 1 : 0;  // the optimizer
  for (std::size_t i = first; i < call_.items.size(); ++i) {
    const Literal& argument = call_.items[i];
    if (i - first == order_.size())
      return fail(&argument, "one argument too many: {}", {argument.source.substr(0, 40)});
    give(order_[i - first], argument);
  }
  for (const auto& [name, argument] : call_.named) {
    if (name == "optimizer") continue;
    const auto found = std::find(order_.begin(), order_.end(), name);
    if (found == order_.end())
      return fail(&argument, "there is no argument {}; {}",
                  {name, instead_of(name, "arguments", {order_.begin(), order_.end()})});
    if (found < order_.begin() + static_cast<std::ptrdiff_t>(call_.items.size() - first))
      return fail(&argument, "{} is given twice; keep one", {name});
    give(name, argument);
  }
  for (const std::string& name : order_)
    if (!values_.contains(name)) return fail(&call_, "needs {}=", {name});
  if (scales) take_optimizer_rate();
  if (is_optimizers && literal("lr").number < 0)
    return fail(&literal("lr"), "no optimizer takes a rate below 0; give an lr from 0 on");
  refuse_middle();
}

/// A scheduler that is made in the middle of a run goes on from what its optimizer holds.
void Arguments::refuse_middle() {
  for (const char* name : {"last_epoch", "last_step", "last_batch_iteration"})
    if (values_.contains(name) && !is_none(name) && literal(name).number != -1)
      return fail(
          &literal(name),
          "{} starts in the middle of a run, whose first steps are not known here; leave it out and look at the "
          "steps from there on",
          {name});
}

void Arguments::give(const std::string& name, const Literal& value) {
  values_[name] = value;
  given_.push_back(name);
}

/// lr= with a number as its default is the optimizer's own rate. A reader that asks for it learns whose it is.
void Arguments::take_optimizer_rate() {
  const bool is_given = std::find(given_.begin(), given_.end(), "lr") != given_.end();
  if (!is_given && setting_.lr) give("lr", number_literal(*setting_.lr));
  own_rate_ = OptimizerRate{1, !is_given && !setting_.lr};
}

void Arguments::fail(const Literal* at, const char* pattern, const std::initializer_list<Word>& words) {
  if (error_) return;
  const bool is_written = at && !at->source.empty();
  const std::string where = is_written ? filled("column {}: ", {at->column}) : "";
  error_ = Error{filled("{}{}.{}: {}", {where, language_.name, entry_.name, filled(pattern, words)})};
}

bool Arguments::require(bool holds, const char* pattern, const std::initializer_list<Word>& words) {
  if (!holds) fail(&call_, pattern, words);
  return holds && !error_;
}

void Arguments::note(const char* id, const char* text, const char* advice, Step step) {
  notes_.push_back({id, text, advice, step == nowhere ? std::nullopt : std::optional(step)});
}

void Arguments::note(const char* id, const char* pattern, const std::initializer_list<Word>& words, const char* advice,
                     Step step) {
  note(id, "", advice, step);
  notes_.back().text = filled(pattern, words);
}

void Arguments::note(std::string id, std::string text, std::string advice, std::optional<Step> step) {
  notes_.push_back({std::move(id), std::move(text), std::move(advice), step});
}

std::string Arguments::below_zero() const {
  for (const std::string& name : given_)
    if (values_.find(name)->second.number < 0) return name + " is read only from 0 on";
  return "";
}

std::string Arguments::label() const {
  std::string arguments;
  for (const std::string& name : order_)
    if (std::find(given_.begin(), given_.end(), name) != given_.end())
      add_item(arguments, filled("{}={}", {name, text_of(values_.find(name)->second)}));
  return filled("{}.{}({})", {language_.name, entry_.name, arguments});
}

bool Arguments::is_none(const char* name) { return literal(name).type == Type::none; }

const Literal& Arguments::literal(const char* name) {
  static const Literal none;
  const auto found = values_.find(std::string_view(name));
  return found == values_.end() ? none : found->second;
}

double Arguments::number(const char* name) {
  const Literal& value = literal(name);
  if (own_rate_ && std::string_view(name) == "lr") optimizer_ = OptimizerRate{value.number, own_rate_->is_missing};
  if (value.type == Type::number) return value.number;
  const std::string shown = value.source.substr(0, 40);
  if (value.type == Type::name) {
    fail(&value, "{}={} is a variable; write its value", {name, shown});
  } else {
    fail(&value, "{} needs a number{}", {name, when(!shown.empty(), ", read ", shown)});
  }
  return 1;
}

std::optional<double> Arguments::maybe(const char* name) {
  if (is_none(name)) return std::nullopt;
  return number(name);
}

Step Arguments::steps(const char* name, Step least) {
  const double value = number(name);
  if (value != std::floor(value) || !(std::abs(value) <= 0x1p62)) {
    fail(&literal(name), "{} needs a whole number, read {}", {name, plain(value)});
    return 1;
  }
  const auto count = static_cast<Step>(value);
  if (count >= least) return count;
  fail(&literal(name), "{} must be at least {}, not {}", {name, least, count});
  return least;
}

std::optional<Step> Arguments::maybe_steps(const char* name) {
  if (is_none(name)) return std::nullopt;
  return steps(name);
}

bool Arguments::flag(const char* name) {
  const Literal& value = literal(name);
  if (value.type == Type::boolean || value.type == Type::number) return value.number != 0;
  if (value.type != Type::none) fail(&value, "{} is True or False, read {}", {name, value.source.substr(0, 40)});
  return false;
}

std::string Arguments::text(const char* name) {
  const Literal& value = literal(name);
  if (value.type == Type::text) return value.text;
  fail(&value, "{} needs a string, as in '...', read {}", {name, value.source.substr(0, 40)});
  return "";
}

std::vector<double> Arguments::numbers(const char* name) {
  const Literal& value = literal(name);
  if (value.type == Type::number) return {value.number};
  std::vector<double> numbers;
  if (value.type != Type::list) fail(&value, "{} needs a list of numbers, as in [30, 60]", {name});
  for (const Literal& item : value.items) {
    if (item.type == Type::number) {
      numbers.push_back(item.number);
    } else {
      fail(&item, "{} needs a list of numbers; read {}", {name, item.source.substr(0, 40)});
    }
  }
  return numbers;
}

std::vector<Step> Arguments::milestones(const char* name) {
  std::vector<Step> steps;
  for (const double number : numbers(name)) {
    if (number != std::floor(number) || !(std::abs(number) <= 0x1p62)) {
      fail(&literal(name), "{} needs whole numbers, read {}", {name, plain(number)});
      return {1};
    }
    steps.push_back(static_cast<Step>(number));
  }
  return steps;
}

std::vector<std::pair<double, double>> Arguments::pairs(const char* name) {
  const Literal& value = literal(name);
  std::vector<std::pair<double, double>> pairs;
  const auto add = [&](const Literal& a, const Literal& b) {
    const auto key = a.type == Type::number ? std::optional(a.number) : to_double(a.text);
    if (key && b.type == Type::number) {
      pairs.emplace_back(*key, b.number);
    } else {
      fail(&a, "{} needs pairs of numbers, read {}", {name, a.source.substr(0, 40)});
    }
  };
  if (value.type == Type::dict) {
    for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) add(value.items[i], value.items[i + 1]);
  } else if (value.type == Type::list) {
    for (const Literal& item : value.items) {
      if (item.type == Type::list && item.items.size() == 2) {
        add(item.items[0], item.items[1]);
      } else {
        fail(&item, "{} needs pairs, as in [(10, 0.5)]; read {}", {name, item.source.substr(0, 40)});
      }
    }
  } else if (value.type != Type::none) {
    fail(&value, "{} needs pairs, as in {10: 0.5}", {name});
  }
  return pairs;
}

Step Arguments::steps_or_run(const char* name) {
  if (!is_none(name)) return steps(name, 1);
  const auto total = total_updates(horizon());
  if (total) give(name, number_literal(static_cast<double>(*total)));
  if (total) return *total;
  fail(&call_, "needs {}=, or a run's length: --steps", {name});
  return 1;
}

Result<Reading> Arguments::read(const Literal& call, std::optional<double> lr) {
  auto read = read_inner(language_, call, lr, setting_);
  if (read && !lr && !optimizer_) optimizer_ = read->optimizer;
  return read;
}

std::optional<Reading> Arguments::member(const Literal& call, std::optional<double> lr) {
  auto member = read(call, lr);
  if (!require(member.has_value(), "{}", {member ? "" : member.error().message})) return std::nullopt;
  return *std::move(member);
}

Schedule Arguments::inner(const Literal& call, std::optional<double> lr) {
  auto inner = read(call, lr);
  if (inner) {
    for (Note& note : inner->notes) notes_.push_back(std::move(note));
    return inner->lr();
  }
  if (!error_) error_ = inner.error();
  return *constant({.value = 1});
}

std::vector<Schedule> Arguments::inners(const char* name) {
  const Literal& list = literal(name);
  std::vector<Schedule> all;
  if (list.type != Type::list) fail(&list, "{} needs a list of schedules", {name});
  for (const Literal& each : list.items) all.push_back(inner(each));
  return all;
}

}  // namespace etude::dialect
