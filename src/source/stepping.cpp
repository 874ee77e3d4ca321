// A schedule is stepped with every batch where the innermost loop around its step() also has the optimizer's, and once
// an epoch otherwise.

#include "source/stepping.h"

#include <algorithm>
#include <cmath>

#include "dialect/literal.h"
#include "etude/base/pattern.h"

namespace etude::inline source {
namespace {

bool is_loop(Node node) { return node.is("for_statement") || node.is("while_statement"); }

/// for group in optimizer.param_groups
bool is_over_groups(Node loop) { return loop.child("right") && loop.child("right").text().ends_with("param_groups"); }

/// The innermost loop around the node, in its function; none where there is none.
Node loop_around(Node node) {
  Node loop = node.parent();
  while (loop && (!is_loop(loop) || is_over_groups(loop)) && !loop.is("function_definition")) loop = loop.parent();
  return is_loop(loop) ? loop : Node();
}

bool is_step_of_optimizer(Node call) {
  const std::string_view object = dialect::last_name(call.child("function").child("object").text());
  for (const std::string_view word : {"opt", "scaler", "engine", "accelerator", "trainer"})
    if (object.find(word) != std::string_view::npos && object.find("sched") == std::string_view::npos) return true;
  return false;
}

/// What of the numbers is not known.
Value open_in(const Value& first, const Value& last) { return is_number(first) ? last : first; }

/// How often a loop goes round: range(n), or over a loader whose len() is set. What is unknown says what --set may
/// give; none is a loop without a length.
Value rounds(Evaluator& evaluator, Node loop) {
  Node over = loop.child("right");
  while (over.is("call") && !positional(over).empty()) {
    const std::string_view name = dialect::last_name(over.child("function").text());
    if (name == "range" || name == "trange") {
      const auto ends = positional(over);
      const Value first = evaluator.value(ends[0]),
                  last = evaluator.value(ends[std::min<std::size_t>(1, ends.size() - 1)]);
      if (ends.size() > 2) return {};
      if (!is_number(first) || !is_number(last)) return open_in(first, last);
      Value count = last;
      if (ends.size() == 2) count.number -= first.number;
      return count;
    }
    if (name != "enumerate" && name != "tqdm") return {};
    over = positional(over)[0];
  }
  Value length = over ? evaluator.length_of(over) : Value{};
  if (length.type == Value::Type::unknown) length.text = filled("len({})", {length.text});
  return length;
}

/// The steps of the loops together, and what is open of them.
void count_steps(Evaluator& evaluator, Node loop, Stepping& stepping) {
  double all = 1;
  for (; loop; loop = loop_around(loop)) {
    const Value each = rounds(evaluator, loop);
    if (each.type == Value::Type::unknown) stepping.open.push_back(each);
    all *= is_number(each) ? each.number : 0;
  }
  if (all >= 1 && all <= 0x1p53) stepping.steps = static_cast<Step>(all);
}

Stepped often_of(const Names& names, Node loop) {
  for (const Node& each : names.calls_of("step"))
    if (is_step_of_optimizer(each) && loop_around(each) == loop) return Stepped::batch;
  return Stepped::epoch;
}

}  // namespace

Stepping stepping_at(const Names& names, Evaluator& evaluator, Node call) {
  const Node loop = loop_around(call);
  Stepping stepping{{}, {}, call};
  if (!loop) return stepping;
  stepping.often = often_of(names, loop);
  count_steps(evaluator, loop, stepping);
  return stepping;
}

Stepping stepping_of(const Names& names, Evaluator& evaluator, std::string_view name) {
  for (const char* method : {"step", "step_update"})
    for (const Node& call : names.calls_of(method)) {
      const Node object = call.child("function").child("object");
      if (!object || dialect::last_name(object.text()) != dialect::last_name(name)) continue;
      return stepping_at(names, evaluator, call);
    }
  return {};
}

std::optional<Stepped> interval_of(Evaluator& evaluator, Node call) {
  const Node method = call.around("function_definition");
  if (!method || method.child("name").text() != "configure_optimizers") return {};
  for (const Node& dictionary : method.all_inside("dictionary")) {
    const Value map = evaluator.value(dictionary);
    const Value* interval = map.find("interval");
    if (map.find("scheduler") && interval) return interval->text == "step" ? Stepped::batch : Stepped::epoch;
  }
  return Stepped::epoch;
}

}  // namespace etude::source
