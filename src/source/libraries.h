#pragma once
// Whose schedule a call names, by the library that it is imported from, or where nothing is imported by its name alone.

#include <optional>
#include <string>
#include <string_view>

#include "etude/dialect/dialect.h"
#include "source/names.h"

namespace etude::inline source {

/// A schedule of a dialect.
struct Callee {
  std::string_view dialect;  // empty where several libraries have the name and the text does not say which
  const dialect::DialectEntry* entry;

  /// "torch.StepLR"
  std::string name() const;
  /// The name of its argument of that number, from 0, the optimizer left out; empty where it has none.
  std::string_view parameter(std::size_t number) const;
  /// Is the optimizer, or the object that it belongs to, its first argument?
  bool takes_optimizer() const;
  /// Do its numbers depend on the optimizer's rate?
  bool takes_rate() const;
  /// Does it react to a metric?
  bool is_controller() const;
};

/// The schedule that a call of that full name makes; nothing where it makes none.
std::optional<Callee> callee_of(const Names& names, const std::string& full_name);

}  // namespace etude::source
