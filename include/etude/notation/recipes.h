#pragma once
// Schedules that well-known models were trained with, for a run of any length.

#include <string_view>
#include <vector>

#include "etude/base/help_text.h"
#include "etude/notation/notation.h"

namespace etude::notation {

/// A recipe: a plan in etude's notation whose lengths are shares of the run and whose rates are written {x}, x times
/// the peak.
struct Recipe {
  std::string_view name;   // "gpt3"
  double peak = 0;         // the peak that it was used with
  std::string_view shape;  // "warmup(to={1}, steps=0.125%) then ..."
  std::string_view meaning;
  HelpText source;

  /// In etude's notation, with its peak.
  std::string spec() const;
  static constexpr auto facts(auto...) {
    return facts_of<&Recipe::name, &Recipe::peak, &Recipe::spec, &Recipe::meaning, &Recipe::source>();
  }
};

/// Every recipe, in the order in which help lists them. A new one is one entry of this table.
const std::vector<Recipe>& recipes();

/// True of "recipe:gpt3" and "recipe:gpt3(peak=3e-4)".
bool is_recipe(std::string_view text);

/// The text of the recipe in etude's notation, with its peak or the given one written in.
Result<std::string> recipe_text(std::string_view text);

}  // namespace etude::notation
