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

namespace etude::inline schedule {

class Schedule;

/// What is known of a kind without knowing its type.
struct Kind {
  std::string_view name;
  std::string_view formula;
  std::string_view meaning;
  std::string_view source;
  std::optional<Field> takes;  // the schedules that one of this kind is made of; their range says how many
  std::vector<Field> fields;
  std::vector<Value> defaults;  // one a field; is_unset() where the field must be given
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
  };
  explicit Schedule(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

  /// v(step). Steps below 0 count as 0, steps past 2^62 as 2^62. Past its end a schedule holds its last value.
  double operator()(Step step) const { return node_->value(std::clamp(step, Step{0}, max_step)); }

  /// out[i] = v(first + i), bit for bit what operator() gives, faster.
  void values(Step first, std::span<double> out) const;

  /// The number of steps of its own that it has, or `endless`.
  Step length() const { return node_->length(); }

  const Kind& kind() const { return node_->kind(); }

  /// The schedules that it is made of; none unless kind().takes some.
  std::span<const Schedule> inner() const { return node_->inner(); }

  /// The values of kind().fields, in their order.
  std::vector<Value> arguments() const { return node_->arguments(); }

  /// What a callable is called; empty for every other kind.
  std::string label() const { return node_->label(); }

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

/// Every kind there is, in the order in which help lists them. A new kind is one header and one line of this table.
const std::vector<Kind>& kinds();

/// The kind of that name, or nullptr.
const Kind* find_kind(std::string_view name);

}  // namespace etude::schedule
