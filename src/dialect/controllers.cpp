// What reacts to a metric, by each library's own name. Their countings become one: where a library cuts when the bad
// reports reach its patience, etude's patience is one less; where its cooldown ends one report early, so does etude's.

#include "etude/dialect/controllers.h"

#include <algorithm>

#include "base/words.h"
#include "dialect/arguments.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"

namespace etude::dialect {
namespace {

using Type = Literal::Type;

/// A call as the binder of arguments knows it, and what reads a controller out of it.
struct Call {
  Entry entry;  // its own `read` is for schedules
  Result<Controller> (*read)(Arguments&);
};

struct Library {
  Language language;
  std::vector<Call> calls;
};

Result<Controller> controller(std::variant<Plateau, Greedy, Trend> rule) { return check({.rule = std::move(rule)}); }

// What the libraries share.

Aim aim(Arguments& a) {
  const std::string mode = a.text("mode");
  a.require(mode == "min" || mode == "max", "mode is 'min' or 'max', not '{}'", {mode});
  return mode == "max" ? Aim::max : Aim::min;
}

/// threshold and threshold_mode, as torch multiplies them.
template <class Rule>
void take_threshold(Arguments& a, Rule& rule) {
  const std::string mode = a.text("threshold_mode");
  a.require(mode == "rel" || mode == "abs", "threshold_mode is 'rel' or 'abs', not '{}'", {mode});
  const double threshold = a.number("threshold");
  rule.relative = mode == "rel" ? threshold : 0;
  rule.absolute = mode == "rel" ? 0 : threshold;
  if (mode == "rel") rule.share_of = ShareOf::value;
  if (mode == "rel" && threshold > 0)
    a.note("wrong-sign-below-zero",
           "the threshold is a share of the best metric with its sign: where that is negative, a little worse is taken "
           "for better",
           "where the metric can be negative, use threshold_mode='abs'");
}

double factor_below_one(Arguments& a, std::string_view library) {
  const double factor = a.number("factor");
  a.require(factor < 1, "{} takes a factor below 1, not {}; write factor=0.1", {library, plain(factor)});
  return factor;
}

/// One rate, or a list of one.
double one_rate(Arguments& a, const char* name) {
  const std::vector<double> rates = a.numbers(name);
  a.require(rates.size() == 1, "{} has one rate here, for one parameter group; give one number", {name});
  return rates.empty() ? 0 : rates[0];
}

Plateau torch_plateau(Arguments& a) {
  Plateau rule{.mode = aim(a), .factor = factor_below_one(a, "torch"), .patience = a.steps("patience")};
  take_threshold(a, rule);
  rule.cooldown = a.steps("cooldown");
  rule.eps = a.number("eps");
  return rule;
}

Result<Controller> torch(Arguments& a) {
  Plateau rule = torch_plateau(a);
  rule.min_lr = one_rate(a, "min_lr");
  return controller(rule);
}

/// ignite hands min_lr on where param_group_index is given, and then only to the group 0 of its own list.
Result<Controller> ignite(Arguments& a) {
  Plateau rule = torch_plateau(a);
  const double min_lr = a.number("min_lr");
  const bool is_first = !a.is_none("param_group_index") && a.steps("param_group_index") == 0;
  if (is_first) rule.min_lr = min_lr;
  if (!is_first && min_lr > 0)
    a.note("ignored-argument", "ignite throws min_lr away, so the rate goes below {}", {plain(min_lr)},
           "give param_group_index=0");
  return controller(rule);
}

/// Cuts when the bad reports reach patience (a patience of 0 is 1), and hears the last report of a cooldown.
Result<Controller> keras(Arguments& a) {
  const std::string mode = a.text("mode"), monitor = a.text("monitor");
  a.require(mode == "min" || mode == "max" || mode == "auto", "mode is 'auto', 'min' or 'max', not '{}'", {mode});
  const bool rises = monitor.find("acc") != std::string::npos || monitor.find("auc") != std::string::npos;
  a.require(mode != "auto" || rises || monitor == "loss" || monitor == "val_loss",
            "whether {} is to fall or to rise can not be seen in its name; write mode='min' or 'max'", {monitor});
  return controller(Plateau{.mode = mode == "max" || (mode == "auto" && rises) ? Aim::max : Aim::min,
                            .factor = factor_below_one(a, "keras"),
                            .patience = std::max(a.steps("patience") - 1, Step{0}),
                            .relative = 0,
                            .absolute = a.number("min_delta"),
                            .cooldown = std::max(a.steps("cooldown") - 1, Step{0}),
                            .min_lr = a.number("min_lr")});
}

Result<Controller> optax(Arguments& a) {
  const double factor = a.number("factor"), rtol = a.number("rtol"), atol = a.number("atol");
  a.require(factor > 0 && factor < 1, "optax takes a factor above 0 and below 1, not {}", {plain(factor)});
  a.require(rtol >= 0 && atol >= 0 && rtol + atol > 0, "optax takes rtol and atol of at least 0, one of them above 0");
  a.require(rtol <= 1, "optax takes an rtol of at most 1, not {}", {plain(rtol)});
  const Step patience = a.steps("patience");
  a.require(patience > 0, "with patience=0 optax cuts at each improvement and never else; write patience=1");
  return controller(Plateau{.factor = factor,
                            .patience = patience - 1,
                            .relative = rtol,
                            .absolute = atol,
                            .share_of = ShareOf::value,
                            .cooldown = a.steps("cooldown"),
                            .min_scale = a.number("min_scale"),
                            .average = a.steps("accumulation_size", 1)});
}

Result<Controller> paddle(Arguments& a) {
  Plateau rule{.mode = aim(a), .factor = factor_below_one(a, "paddle"), .patience = a.steps("patience")};
  take_threshold(a, rule);
  rule.cooldown = a.steps("cooldown");
  rule.best_in_cooldown = Switch::no;
  rule.min_lr = a.number("min_lr");
  rule.eps = a.number("epsilon");
  return controller(rule);
}

Result<Controller> hf_greedy(Arguments& a) {
  Greedy rule{.mode = aim(a), .factor = factor_below_one(a, "transformers"), .patience = a.steps("patience")};
  take_threshold(a, rule);
  rule.cooldown = a.steps("cooldown");
  rule.settle = a.steps("warmup");
  rule.min_lr = one_rate(a, "min_lr");
  rule.max_lr = one_rate(a, "max_lr");
  rule.eps = a.number("eps");
  const Step window = a.steps("window_size", 1);
  rule.window = a.flag("smooth") ? window : 1;
  rule.reset = a.steps("reset_start");
  return controller(rule);
}

/// dlib looks each time its budget, 200 a report, exceeds the threshold; it forgets 400 reports and a tenth of it.
Result<Controller> dlib_trend(Arguments& a) {
  const Step patience = a.steps("iterations_without_progress_threshold", 3);
  a.note("ends-training", "dlib ends training when the rate falls below {}", {plain(a.number("min_learning_rate"))},
         "stop there yourself; the controller goes on");
  return controller(Trend{.factor = a.number("learning_rate_shrink_factor"),
                          .patience = patience,
                          .every = patience / 200 + 1,
                          .drop = 400 + patience / 10});
}

Result<Controller> dlib_test_trend(Arguments& a) {
  const Step patience = a.steps("test_iterations_without_progress_threshold", 3);
  return controller(Trend{.factor = a.number("learning_rate_shrink_factor"),
                          .patience = patience,
                          .every = 1,
                          .drop = 100 + patience / 10});
}

// etude's own, read off the fields.

Value own_value(Arguments& a, const Field& field, const Value& fallback) {
  if (std::holds_alternative<double>(fallback)) return a.number(field.name.data());
  if (std::holds_alternative<Step>(fallback)) return a.steps(field.name.data());
  const Literal& word = a.literal(field.name.data());
  const auto found = std::find(field.choices.begin(), field.choices.end(), word.text);
  std::string words;
  for (const std::string_view each : field.choices) add_item(words, each, " or ");
  a.require(found != field.choices.end(), "{} is {}, not {}", {field.name, words, word.source.substr(0, 40)});
  return Choice{found == field.choices.end() ? 0 : static_cast<std::size_t>(found - field.choices.begin())};
}

template <class Rule>
Result<Controller> own(Arguments& a) {
  Rule rule;
  for (const auto& each : Rule::fields()) each.set(rule, own_value(a, each.field, each.get(rule)));
  if (a.error()) return refuse("");
  return check({.rule = rule, .start = a.steps("start")});
}

/// "mode=min, factor=0.1, ..., start=0": every field with its default.
template <class Rule>
std::string_view own_signature() {
  static const std::string text = [] {
    std::string fields;
    for (const auto& each : Rule::fields())
      fields += filled("{}={}, ", {each.field.name, value_text(each.field, each.get(Rule{}))});
    return filled("{}start=0", {fields});
  }();
  return text;
}

template <class Rule>
Call own_call() {
  return {{Rule::name, own_signature<Rule>(), Rule::meaning, nullptr}, &own<Rule>};
}

constexpr std::string_view torch_signature =
    "mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-8, "
    "verbose=False";

std::vector<Library> made() {
  // The table. A new controller of a library is one line here.
  return {
      {{"etude", "etude's own", {}, {}}, {own_call<Plateau>(), own_call<Greedy>(), own_call<Trend>()}},
      {{"torch", "PyTorch, torch.optim.lr_scheduler", {}, {}},
       {{{"ReduceLROnPlateau", torch_signature, "cuts when more than patience reports are bad", nullptr}, &torch}}},
      {{"keras", "Keras, keras.callbacks", {"tf", "tensorflow"}, {}},
       {{{"ReduceLROnPlateau",
          "monitor='val_loss', factor=0.1, patience=10, verbose=0, mode='auto', min_delta=0.0001, cooldown=0, "
          "min_lr=0.0",
          "cuts when patience reports are bad", nullptr},
         &keras}}},
      {{"optax", "Optax, optax.contrib", {}, {}},
       {{{"reduce_on_plateau",
          "factor=0.1, patience=10, rtol=0.0001, atol=0.0, cooldown=0, accumulation_size=1, min_scale=0.0",
          "cuts when patience reports are bad; min_scale is a share", nullptr},
         &optax}}},
      {{"paddle", "PaddlePaddle, paddle.optimizer.lr", {}, {}},
       {{{"ReduceOnPlateau",
          "learning_rate=1.0, mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', "
          "cooldown=0, min_lr=0, epsilon=1e-8, verbose=False",
          "as torch, but hears nothing during a cooldown", nullptr},
         &paddle}}},
      {{"hf", "Hugging Face, transformers.optimization", {"transformers"}, {}},
       {{{"reduce_lr_on_plateau", torch_signature, "torch's ReduceLROnPlateau", nullptr}, &torch},
        {{"greedy",
          "mode='min', factor=0.95, patience=10, threshold=1e-6, threshold_mode='abs', cooldown=0, warmup=0, "
          "min_lr=0.001, max_lr=1.0, eps=1e-8, verbose=False, smooth=False, window_size=50, reset_start=500",
          "GreedyLR: up while it improves, down while it does not", nullptr},
         &hf_greedy}}},
      {{"ignite", "PyTorch-Ignite, ignite.handlers.param_scheduler", {}, {}},
       {{{"ReduceLROnPlateauScheduler",
          "metric_name='loss', trainer=None, save_history=False, param_group_index=None, mode='min', factor=0.1, "
          "patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-8, verbose=False",
          "torch's ReduceLROnPlateau; min_lr is thrown away without param_group_index", nullptr},
         &ignite}}},
      {{"dlib", "dlib, dnn_trainer", {}, {}},
       {{{"trend",
          "iterations_without_progress_threshold=2000, learning_rate_shrink_factor=0.1, min_learning_rate=1e-5",
          "cuts when a line through the training losses does not surely fall", nullptr},
         &dlib_trend},
        {{"test_trend", "test_iterations_without_progress_threshold=500, learning_rate_shrink_factor=0.1",
          "the same for the test losses", nullptr},
         &dlib_test_trend}}},
  };
}

const std::vector<Library>& libraries() {
  static const std::vector<Library> all = made();
  return all;
}

std::string place(const Literal& call) { return filled("column {}: ", {call.column}); }

bool is_own(const Library& library) { return library.language.name == "etude"; }

std::string full_name(const Library& library, const Call& call) {
  return (is_own(library) ? "" : filled("{}.", {library.language.name})) + std::string(call.entry.name);
}

/// GreedyLR is the class, get_greedy_schedule the function, greedy the type that get_scheduler() takes.
std::string_view short_name(std::string_view name) {
  if (name == "GreedyLR" || name == "get_greedy_schedule") return "greedy";
  if (name == "get_reduce_on_plateau_schedule") return "reduce_lr_on_plateau";
  return name;
}

bool is_of(const Library& library, std::string_view dotted) {
  if (dotted.find('.') == std::string_view::npos) return true;
  const std::string_view first = first_name(dotted);
  const auto& others = library.language.prefixes;
  return first == library.language.name || std::find(others.begin(), others.end(), first) != others.end();
}

struct Found {
  const Library* library;
  const Call* call;
};

/// A bare name that is etude's own is etude's.
std::vector<Found> find(std::string_view dotted) {
  const std::string_view name = last_name(dotted);
  std::vector<Found> all;
  for (const Library& library : libraries()) {
    const bool is_hf = library.language.name == "hf";
    for (const Call& call : library.calls)
      if (is_of(library, dotted) && call.entry.name == (is_hf ? short_name(name) : name))
        all.push_back({&library, &call});
    if (is_own(library) && !all.empty()) break;
  }
  return all;
}

Refused unknown(const Literal& literal) {
  std::vector<std::string> names;
  std::string all;
  for (const Library& library : libraries())
    for (const Call& call : library.calls) {
      names.push_back(full_name(library, call));
      add_item(all, names.back());
    }
  const std::string_view nearest =
      nearest_name(literal.text, std::vector<std::string_view>(names.begin(), names.end()));
  return refuse(filled("{}there is no controller {}; {}controllers: {}",
                       {place(literal), literal.text.substr(0, 40),
                        when(!nearest.empty(), "", filled("did you mean {}? ", {nearest})), all}));
}

Result<ControllerReading> read(const Found& found, const Literal& literal) {
  if (is_own(*found.library) && !literal.items.empty())
    return refuse(
        filled("{}name each argument, as in {}(patience=5)", {place(literal.items[0]), found.call->entry.name}));
  const Horizon unknown_run;
  Arguments arguments(found.library->language, found.call->entry, literal, unknown_run);
  if (arguments.error()) return pass_on(*arguments.error());
  auto made = found.call->read(arguments);
  if (arguments.error()) return pass_on(*arguments.error());
  if (!made) return refuse(place(literal) + made.error().message);
  return ControllerReading{*std::move(made), std::move(arguments.notes())};
}

}  // namespace
Result<ControllerReading> read_controller(std::string_view text) {
  const auto literal = read_literal(text);
  if (!literal) return pass_on(literal.error());
  if (literal->type != Literal::Type::call)
    return refuse(filled("{}expected a controller, as in plateau(patience=5)", {place(*literal)}));
  const auto all = find(literal->text);
  if (all.empty()) return unknown(*literal);
  if (all.size() == 1) return read(all[0], *literal);
  std::string which;
  for (const auto& each : all) add_item(which, full_name(*each.library, *each.call), " or ");
  return refuse(filled("{}several libraries have {}; write {}", {place(*literal), literal->text, which}));
}

std::string print(const Controller& controller) {
  return std::visit(
      [&]<class Rule>(const Rule& rule) {
        std::string text;
        const auto add = [&](std::string_view name, const std::string& value) {
          add_item(text, filled("{}={}", {name, value}));
        };
        for (const auto& each : Rule::fields())
          if (each.get(rule) != each.get(Rule{})) add(each.field.name, value_text(each.field, each.get(rule)));
        if (controller.start != 0) add("start", std::to_string(controller.start));
        return filled("{}({})", {Rule::name, text});
      },
      controller.rule);
}

std::string print(const ControllerState& state) { return write_json(to_json(state), 0); }

Result<ControllerState> read_controller_state(std::string_view text) {
  const auto json = read_json(text);
  if (!json) return pass_on(json.error());
  return controller_state(*json);
}

const std::vector<Dialect>& controller_dialects() {
  static const std::vector<Dialect> all = [] {
    std::vector<Dialect> list;
    for (const Library& library : libraries()) {
      Dialect each{library.language.name, library.language.library, {}, false};
      for (const Call& call : library.calls)
        each.entries.push_back({call.entry.name, call.entry.signature, call.entry.meaning});
      list.push_back(std::move(each));
    }
    return list;
  }();
  return all;
}

}  // namespace etude::dialect
