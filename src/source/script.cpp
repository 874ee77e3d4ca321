// Python: the calls that make schedules, the settings of training programs, and code of the usual kinds that sets the
// rate itself.

#include <algorithm>

#include "dialect/literal.h"
#include "etude/base/number.h"
#include "etude/base/pattern.h"
#include "etude/dialect/controllers.h"
#include "source/faults.h"
#include "source/own_code.h"
#include "source/readers.h"
#include "source/schedules.h"
#include "source/stepping.h"
#include "source/syntax.h"
#include "source/text.h"
#include "source/wrappers.h"

namespace etude::inline source {
namespace {

/// A schedule's call in the text, and what it is called.
struct Candidate {
  Node node;
  Line line;
  Callee callee;
  std::string name;
};

/// What the call's value is given to: "scheduler" of self.scheduler = StepLR(...).
std::string name_of(Node call, std::string_view otherwise) {
  const Node parent = call.parent();
  if (!parent.is("assignment") || !parent.child("left")) return std::string(otherwise);
  return without_blanks(parent.child("left").text());
}

class Script {
 public:
  Script(const Syntax& syntax, std::string_view file, const Known& known)
      : syntax_(syntax), file_(file), known_(known), names_(syntax), evaluator_(names_, known) {}

  Result<std::vector<Found>> read() {
    if (auto good = check_wrappers(names_); !good) return pass_on(good.error());
    find_schedules();
    leave_out_those_inside();
    for (const Candidate& each : candidates_)
      if (auto added = add(each); !added) return pass_on(added.error());
    if (auto added = add_calls_with_settings(); !added) return pass_on(added.error());
    if (auto added = add_own_code(); !added) return pass_on(added.error());
    if (auto added = add_named_settings(); !added) return pass_on(added.error());
    if (found_.empty()) return nothing();
    const auto before = [](const Found& a, const Found& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    };
    std::stable_sort(found_.begin(), found_.end(), before);
    return std::move(found_);
  }

 private:
  void find_schedules() {
    const auto rate = only_rate(names_, evaluator_);
    for (const Node& call : names_.calls()) {
      const Node function = is_partial(names_, call) ? positional(call)[0] : call.child("function");
      const auto callee = callee_of(names_, names_.full_name(function));
      if (!callee) continue;
      if (function == call.child("function")) add_candidate(call, *callee, evaluator_.value(call), rate);
      if (function != call.child("function")) find_partial(call, *callee, rate);
    }
  }

  void add_candidate(Node node, const Callee& callee, const Value& call, const std::optional<Value>& rate) {
    if (auto line = line_of(names_, call, rate))
      candidates_.push_back({node, *std::move(line), callee, name_of(node, callee.entry->name)});
  }

  /// partial(StepLR, step_size=30) stands for a call of StepLR: each call of the name that it is given to, or itself
  /// where there is none.
  void find_partial(Node partial, const Callee& callee, const std::optional<Value>& rate) {
    Value made = evaluator_.value(partial);
    if (made.type != Value::Type::call || made.items.empty()) return;
    made.text = names_.full_name(positional(partial)[0]);
    made.items.erase(made.items.begin());
    const std::string name = name_of(partial, "");
    const auto uses = name.empty() ? std::vector<Node>{} : names_.calls_of(dialect::last_name(name));
    if (uses.empty()) add_candidate(partial, callee, made, rate);
    for (const Node& use : uses) add_candidate(use, callee, with_rest(made, evaluator_.value(use)), rate);
  }

  /// The call with the arguments of another one beside its own; what both name is the other's.
  static Value with_rest(Value call, const Value& rest) {
    call.place = rest.place;
    call.items.insert(call.items.end(), rest.items.begin(), rest.items.end());
    for (const auto& each : rest.named) {
      std::erase_if(call.named, [&](const auto& other) { return other.first == each.first; });
      call.named.push_back(each);
    }
    return call;
  }

  /// What another schedule takes in is a part of that one.
  void leave_out_those_inside() {
    std::vector<Place> inside;
    for (const Candidate& each : candidates_)
      inside.insert(inside.end(), each.line.inside.begin(), each.line.inside.end());
    std::erase_if(candidates_, [&](const Candidate& each) {
      return std::find(inside.begin(), inside.end(), each.node.place()) != inside.end();
    });
  }

  /// A LambdaLR's function is the text's own.
  static bool is_lambda(const Candidate& candidate) {
    return candidate.callee.entry->name == "LambdaLR" || candidate.callee.entry->name == "MultiplicativeLR";
  }

  Result<void> add(const Candidate& candidate) {
    if (is_lambda(candidate)) {
      auto found = read_lambda(names_, evaluator_, candidate.node, evaluator_.value(candidate.node));
      if (!found) return pass_on(found.error());
      found->name = candidate.name;
      add_found(*std::move(found), candidate.node);
      return {};
    }
    if (candidate.callee.is_controller()) return add_controller(candidate);
    if (!candidate.line.missing.empty()) {
      const Value& missing = candidate.line.missing[0];
      return pass_on(ask_for(missing, missing.named.empty() ? "it" : missing.named.back().first));
    }
    add_found({candidate.name,
               std::string(candidate.callee.dialect),
               in_python(candidate.line.call),
               {},
               candidate.node.place(),
               {},
               {}},
              candidate.node);
    return {};
  }

  /// What reacts to a metric leaves the optimizer's rate as it is until then.
  Result<void> add_controller(const Candidate& candidate) {
    Value call = candidate.line.call;
    const Value* own = call.find("lr");
    const auto rate = own && is_number(*own) ? std::optional(own->number) : evaluator_.said("lr");
    if (!rate)
      return refuse(filled("{}: {} cuts the optimizer's lr, which the text does not say; say --set lr=NUMBER",
                           {text_of(candidate.node.place()), candidate.callee.entry->name}));
    std::erase_if(call.named, [](const auto& each) { return each.first == "lr"; });
    const std::string line = filled("constant(value={})", {plain(*rate)}), controller = in_python(call);
    if (const auto read = dialect::read_controller(controller); !read)
      return refuse(filled("{}: {}", {text_of(candidate.node.place()), read.error().message}));
    Found found{candidate.name, std::string(candidate.callee.dialect), line, {}, candidate.node.place(), {}, {}};
    found.notes.push_back(
        {"reacts-to-a-metric",
         filled("{} cuts this rate where a metric stalls, which no curve shows", {candidate.callee.entry->name}),
         filled("look at it with etude lint \"{}\" --controller \"{}\"", {line, controller}),
         {}});
    add_found(std::move(found), candidate.node);
    return {};
  }

  void add_found(Found found, Node node) {
    const Stepping stepping = stepping_of(names_, evaluator_, found.name);
    found.stepped = stepping.often ? stepping.often : interval_of(evaluator_, node);
    found.steps = stepping.steps;
    found.asks = what_to_set(stepping.open);
    if (auto fault = fault_of_stepping(node, stepping)) found.notes.push_back(*std::move(fault));
    for (const Candidate& other : candidates_)
      if (other.node.index() < node.index() && other.name != found.name &&
          share_an_optimizer(node, stepping, other.node, stepping_of(names_, evaluator_, other.name)))
        found.notes.push_back(
            {"two-owners",
             filled("{} and {} both set this optimizer's rate with their step()", {other.name, found.name}),
             "put them into one SequentialLR or ChainedScheduler, or keep one",
             {}});
    found_.push_back(without_what_comes_later(std::move(found)));
  }

  /// Code that sets the rate of the optimizer's groups. Beside a schedule it is another owner of the rate.
  Result<void> add_own_code() {
    const auto places = set_rates(names_);
    for (Found& found : found_) {
      if (places.empty() || !stepping_of(names_, evaluator_, found.name).call) continue;
      found.notes.push_back({"two-owners",
                             filled("line {} sets the optimizer's rate by hand, and {} sets it with every step()",
                                    {places[0].place().line, found.name}),
                             "keep one of the two",
                             {}});
    }
    if (!found_.empty()) return {};
    auto read = read_set_rates(names_, evaluator_);
    if (!read) return pass_on(read.error());
    for (Found& each : *read) {
      const auto& calls = names_.calls_of(each.name);
      const Stepping stepping = calls.empty() ? Stepping{} : stepping_at(names_, evaluator_, calls[0]);
      each.stepped = stepping.often;
      each.steps = stepping.steps;
      each.asks = what_to_set(stepping.open);
      found_.push_back(without_what_comes_later(std::move(each)));
    }
    return {};
  }

  /// What happens past the end of the run does not happen.
  static Found without_what_comes_later(Found found) {
    std::erase_if(found.notes, [&](const Note& note) {
      return note.id == "past-the-end" && found.steps && note.step && *note.step + 1 >= *found.steps;
    });
    return found;
  }

  Result<void> add_settings_of(const Value& settings) {
    auto read = read_settings(settings, known_);
    if (!read) return pass_on(read.error());
    for (Found& each : *read) found_.push_back(std::move(each));
    return {};
  }

  /// TrainingArguments(...) and the like.
  Result<void> add_calls_with_settings() {
    Found* own = trainers_own();
    for (const Node& call : names_.calls()) {
      const std::string name = names_.full_name(call.child("function"));
      if (!name.ends_with("Arguments") && !name.ends_with("Config")) continue;
      if (own && name.ends_with("TrainingArguments")) {
        note_owners(*own, evaluator_.value(call));
        continue;
      }
      if (auto added = add_settings_of(evaluator_.value(call)); !added) return added;
      own = trainers_own();
    }
    return {};
  }

  /// What Trainer(optimizers=(optimizer, scheduler)) is given: it makes no schedule of TrainingArguments then.
  Found* trainers_own() {
    for (const Node& call : names_.calls()) {
      const std::string name = names_.full_name(call.child("function"));
      const Node pair = argument(call, "optimizers");
      if (!name.ends_with("Trainer") || !pair.is("tuple") || pair.children().size() != 2) continue;
      const Node given = pair.children()[1];
      for (Found& each : found_)
        if (each.place == given.place() || each.name == without_blanks(given.text())) return &each;
    }
    return nullptr;
  }

  /// Settings that say a rate, too, and how long the run is.
  void note_owners(Found& own, const Value& settings) {
    for (const char* name : {"lr_scheduler_type", "lr_scheduler_kwargs", "warmup_steps", "warmup_ratio"}) {
      const Value* value = settings.find(name);
      if (!value) continue;
      own.notes.push_back(
          {"two-owners",
           filled("Trainer is given {}, and passes {} at line {} over", {own.name, name, value->place.line}),
           filled("leave {} out, or Trainer's optimizers=", {name}),
           {}});
      break;
    }
    const auto read = read_settings(settings, known_);
    if (read && !read->empty() && !own.steps) own.steps = read->front().steps;
  }

  /// Where there is nothing else: a dict of a training program's settings, or all that the module names.
  Result<void> add_named_settings() {
    Value module;
    module.type = Value::Type::map;
    module.place = syntax_.root().place();
    for (const Node& each : names_.assignments()) {
      if (!found_.empty()) return {};
      const Node right = each.child("right");
      if (right.is("dictionary"))
        if (auto added = add_settings_of(evaluator_.value(right)); !added) return added;
      if (!function_around(each) && each.child("left").is("identifier"))
        module.named.emplace_back(each.child("left").text(), evaluator_.value(each.child("left")));
    }
    return found_.empty() ? add_settings_of(module) : Result<void>{};
  }

  Result<std::vector<Found>> nothing() const {
    const std::string file = file_.empty() ? "the text" : file_;
    if (const Node error = syntax_.first_error())
      return refuse(filled("{}: this is no Python from here on: {}; mend it, or give the lines with the schedule",
                           {text_of(error.place()), without_blanks(error.text().substr(0, 40))}));
    return refuse(
        filled("{} has no schedule that etude knows; it looks for calls as in torch.optim.lr_scheduler.StepLR(...): "
               "etude list dialects",
               {file}));
  }

  const Syntax& syntax_;
  std::string file_;
  const Known& known_;
  Names names_;
  Evaluator evaluator_;
  std::vector<Candidate> candidates_;
  std::vector<Found> found_;
};

}  // namespace

Result<std::vector<Found>> read_script(std::string_view text, std::string_view file, const Known& known) {
  if (text.size() > longest_script)
    return refuse(filled("{} is longer than 1 MiB; give the part that has the schedule",
                         {file.empty() ? std::string_view("the text") : file}));
  const auto syntax = Syntax::read(text, file);
  if (!syntax) return pass_on(syntax.error());
  return Script(*syntax, file, known).read();
}

}  // namespace etude::source
