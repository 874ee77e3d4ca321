// Whether a length is one in epochs or in batches is told by the names in it.

#include "source/faults.h"

#include <algorithm>

#include "base/words.h"
#include "etude/base/pattern.h"

namespace etude::inline source {
namespace {

/// The arguments that are lengths, by torch's and transformers' names.
constexpr std::string_view lengths[] = {"T_max",       "T_0",        "step_size",          "total_iters",
                                        "total_steps", "milestones", "num_training_steps", "num_warmup_steps"};

bool has_any(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

bool is_in_batches(const std::string& text) { return has_any(text, {"step", "iter", "batch", "len(", "loader"}); }
bool is_in_epochs(const std::string& text) { return has_any(text, {"epoch"}) && !is_in_batches(text); }

/// The optimizer that a schedule is made with, as it is written; empty where it has no name.
std::string optimizer_of(Node call) {
  const Node named = argument(call, "optimizer");
  const auto arguments = positional(call);
  const Node given = named ? named : arguments.empty() ? Node() : arguments[0];
  return given.is("identifier") || given.is("attribute") ? without_blanks(given.text()) : "";
}

}  // namespace

std::optional<Note> fault_of_stepping(Node call, const Stepping& stepping) {
  if (!stepping.often) return {};
  const bool every_batch = *stepping.often == Stepped::batch;
  const std::size_t line = stepping.call.place().line;
  for (const std::string_view name : lengths) {
    const Node length = argument(call, name);
    const std::string text = length ? lower_case(without_blanks(length.text())) : "";
    if (every_batch && is_in_epochs(text))
      return Note{"stepped-every-batch",
                  filled("{} is {}, a number of epochs, and step() at line {} comes with every batch",
                         {name, without_blanks(length.text()), line}),
                  filled("call step() once an epoch, or give {} in updates: epochs times the loader's length", {name}),
                  {}};
    if (!every_batch && has_any(text, {"len(", "steps_per_epoch", "total_steps", "max_steps"}))
      return Note{"stepped-every-epoch",
                  filled("{} is {}, a number of updates, and step() at line {} comes once an epoch",
                         {name, without_blanks(length.text()), line}),
                  "call step() after every update, in the loop over batches",
                  {}};
  }
  return {};
}

bool share_an_optimizer(Node call, const Stepping& stepping, Node other, const Stepping& of_other) {
  const std::string optimizer = optimizer_of(call);
  if (optimizer.empty() || optimizer != optimizer_of(other) || !stepping.call || !of_other.call) return false;
  if (stepping.call.around("if_statement") || of_other.call.around("if_statement")) return false;
  return stepping.call != of_other.call && function_around(stepping.call) == function_around(of_other.call) &&
         function_around(call) == function_around(other);
}

}  // namespace etude::source
