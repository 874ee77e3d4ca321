#pragma once
// A schedule is a value: a function of the step that can be copied, compared, printed, and asked in any order.

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/help_text.h"
#include "etude/schedule/python.h"

// The last line of a kind's header, its row in what kind/list.h is included for. By itself it means nothing.
#ifndef ETUDE_KIND
#define ETUDE_KIND(Type, function, call)
#endif

namespace etude::inline schedule {

class Schedule;

/// What lint, parsers and writers ask of a schedule, so that they need not know its kind. A kind whose answers are not
/// these says so in its traits().
struct Traits {
  bool is_sequence = false;      // its schedules follow one another, and it is written `a then b`
  bool is_warmup = false;        // it rises to a rate, for something to follow
  bool has_moved = false;        // of a warm-up: its first step is past its lowest rate already
  bool may_rise = false;         // a `to` above its `from` is no mistake
  bool jumps = false;            // where its rate jumps, that is meant
  bool sweeps = false;           // it tests a range of rates, and is to end at the highest
  bool states_its_rates = true;  // the rates among its fields are rates of the run
  bool scales_by_rates = true;   // so many times its rates and its schedules are so many times its values
  bool is_product = false;       // its values are multiples of those of its first schedule

  friend bool operator==(const Traits&, const Traits&) = default;
};

/// A worked value: a spec in etude's notation, and what it gives at steps 0, 1, ..., in four digits.
struct Example {
  HelpText spec;    // "linear(from=1, steps=5)"
  HelpText values;  // "1, 0.75, 0.5, 0.25, 0"
};

/// How the C++ function of a kind takes what one of that kind is made of.
enum class Call {
  options,        // cosine({.from = 0.1, .steps = 300})
  inner_options,  // swa(schedule, {.to = 0.05})
  inner_values,   // scale(schedule, 0.5): the schedules, then the values in the order of their fields
};

/// What is known of a kind without knowing its type.
struct Kind {
  std::string_view name = "";
  std::string_view formula = "";
  std::string_view meaning = "";
  HelpText source = "";
  Example example = {};
  Traits traits = {};               // of the defaults; those of a schedule it says itself
  std::string_view function = "";   // in C++: "step_decay" of step
  Call call = Call::options;        // how that is called
  std::optional<Field> takes = {};  // the schedules that one of this kind is made of; their range says how many
  std::vector<Field> fields = {};
  std::vector<Value> defaults = {};  // one a field; is_unset() where the field must be given
  /// A schedule of this kind from the schedules that it takes and one value a field, in the order of `fields`.
  Result<Schedule> (*make)(std::vector<Schedule> of, std::span<const Value> values) = nullptr;
};

/// A schedule v(t). Immutable; copies share what they hold; every member is safe from any number of threads.
class Schedule {
 public:
  /// What a kind fills in. Kinds derive from it through NodeOf; nobody else needs to.
  struct Node {
    virtual ~Node() = default;
    virtual double value(Step step) const = 0;  // of steps from 0 to max_step, here and in values
    virtual void values(Step first, std::span<double> out) const = 0;
    virtual Step length() const = 0;
    virtual const Kind& kind() const = 0;
    virtual std::span<const Schedule> inner() const { return {}; }
    virtual std::vector<Value> arguments() const = 0;
    virtual const void* options() const = 0;
    virtual std::string label() const { return ""; }
    virtual Traits traits() const { return {}; }
    virtual std::optional<std::string> in_python(python::Functions&) const { return std::nullopt; }
  };
  explicit Schedule(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

  /// v(step). Steps below 0 count as 0, steps past 2^62 as 2^62. Past its end a schedule holds its last value.
  double operator()(Step step) const { return node_->value(std::clamp(step, Step{0}, max_step)); }

  /// out[i] = v(first + i), bit for bit what operator() gives, faster.
  void values(Step first, std::span<double> out) const;

  /// Those of a run of so many steps: v(0), v(1), ..., v(steps - 1).
  std::vector<double> values(Step steps) const;

  /// The number of steps of its own that it has, or `endless`.
  Step length() const { return node_->length(); }

  const Kind& kind() const { return node_->kind(); }

  /// The schedules that it is made of; none unless kind().takes some.
  std::span<const Schedule> inner() const { return node_->inner(); }

  /// The values of kind().fields, in their order.
  std::vector<Value> arguments() const { return node_->arguments(); }

  /// What a callable is called; empty for every other kind.
  std::string label() const { return node_->label(); }

  Traits traits() const { return node_->traits(); }

  /// The body of a function of t in Python; nothing where its kind has none.
  std::optional<std::string> in_python(python::Functions& functions) const { return node_->in_python(functions); }

  /// The options it was made of, or nullptr where it is of another kind: s.as<Cosine>()->steps.
  template <class K>
  const K* as() const {
    return static_cast<const K*>(options_of(K::name));
  }

  /// Same kind, same inner schedules, same arguments, same label.
  friend bool operator==(const Schedule& a, const Schedule& b);

 private:
  const void* options_of(std::string_view kind) const;

  std::shared_ptr<const Node> node_;
};

/// Every kind there is, in the order of kind/list.h.
const std::vector<Kind>& kinds();

/// The kind of that name, or nullptr.
const Kind* find_kind(std::string_view name);

}  // namespace etude::schedule
