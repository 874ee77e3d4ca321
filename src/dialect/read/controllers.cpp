// What reacts to a metric, by each library's own name. They count differently, and here all count as etude does: where
// a library cuts when the bad reports reach its patience, etude's patience is one less; where its cooldown ends one
// report early, so does etude's.

#include "dialect/read/controllers.h"

#include <algorithm>

namespace etude::dialect {
namespace {

Result<Controller> controller(std::variant<Plateau, Greedy, Trend> rule) { return check({.rule = std::move(rule)}); }

Aim aim(Arguments& a) {
  const std::string mode = a.text("mode");
  a.require(mode == "min" || mode == "max", "mode is 'min' or 'max', not '{}'", {mode});
  return mode == "max" ? Aim::max : Aim::min;
}

/// Takes threshold and threshold_mode: torch multiplies the best metric by a relative one, whatever its sign.
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

/// A plateau as torch has it, and those who followed torch.
Plateau plateau_of(Arguments& a, std::string_view library) {
  Plateau rule{.mode = aim(a), .factor = factor_below_one(a, library), .patience = a.steps("patience")};
  take_threshold(a, rule);
  rule.cooldown = a.steps("cooldown");
  return rule;
}

Plateau torch_plateau(Arguments& a) {
  Plateau rule = plateau_of(a, "torch");
  rule.eps = a.number("eps");
  return rule;
}

Result<Controller> read_torch(Arguments& a) {
  Plateau rule = torch_plateau(a);
  rule.min_lr = one_rate(a, "min_lr");
  return controller(rule);
}

/// ignite passes min_lr on only where param_group_index is given and is 0.
Result<Controller> read_ignite(Arguments& a) {
  Plateau rule = torch_plateau(a);
  const double min_lr = a.number("min_lr");
  const bool is_first = !a.is_none("param_group_index") && a.steps("param_group_index") == 0;
  if (is_first) rule.min_lr = min_lr;
  if (!is_first && min_lr > 0)
    a.note("ignored-argument", "ignite throws min_lr away, so the rate goes below {}", {plain(min_lr)},
           "give param_group_index=0");
  return controller(rule);
}

/// Keras cuts when the bad reports reach patience (0 counts as 1), and hears the last report of a cooldown.
Result<Controller> read_keras(Arguments& a) {
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

Result<Controller> read_optax(Arguments& a) {
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

Result<Controller> read_paddle(Arguments& a) {
  Plateau rule = plateau_of(a, "paddle");
  rule.best_in_cooldown = Switch::no;
  rule.min_lr = a.number("min_lr");
  rule.eps = a.number("epsilon");
  return controller(rule);
}

Result<Controller> read_hf_greedy(Arguments& a) {
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

/// Each report adds 200 to a budget, and dlib looks at the trend when the budget exceeds the threshold. After a cut it
/// forgets 400 reports and a tenth of the threshold.
Result<Controller> read_dlib_trend(Arguments& a) {
  const Step patience = a.steps("iterations_without_progress_threshold", 3);
  a.note("ends-training", "dlib ends training when the rate falls below {}", {plain(a.number("min_learning_rate"))},
         "stop there yourself; the controller goes on");
  return controller(Trend{.factor = a.number("learning_rate_shrink_factor"),
                          .patience = patience,
                          .every = patience / 200 + 1,
                          .drop = 400 + patience / 10});
}

Result<Controller> read_dlib_test_trend(Arguments& a) {
  const Step patience = a.steps("test_iterations_without_progress_threshold", 3);
  return controller(Trend{.factor = a.number("learning_rate_shrink_factor"),
                          .patience = patience,
                          .every = 1,
                          .drop = 100 + patience / 10});
}

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
Result<Controller> read_own(Arguments& a) {
  Rule rule;
  for (const auto& each : Rule::fields()) each.set(rule, own_value(a, each.field, each.get(rule)));
  if (a.error()) return refuse("");
  return check({.rule = rule, .start = a.steps("start")});
}

/// The signature of etude's own, read off the fields: "mode=min, factor=0.1, ..., start=0".
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
ControllerCall own_call() {
  return {{Rule::name, own_signature<Rule>(), Rule::meaning, nullptr}, &read_own<Rule>};
}

constexpr std::string_view torch_signature =
    "mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-8, "
    "verbose=False";

std::vector<ControllerLibrary> made() {
  // The table. A new controller of a library is one line here.
  return {
      {{"etude", "etude's own"}, {own_call<Plateau>(), own_call<Greedy>(), own_call<Trend>()}, true},
      {{"torch", "PyTorch, torch.optim.lr_scheduler"},
       {{{"ReduceLROnPlateau", torch_signature, "cuts when more than patience reports are bad", nullptr},
         &read_torch}}},
      {{"keras", "Keras, keras.callbacks", {"tf", "tensorflow"}},
       {{{"ReduceLROnPlateau",
          "monitor='val_loss', factor=0.1, patience=10, verbose=0, mode='auto', min_delta=0.0001, cooldown=0, "
          "min_lr=0.0",
          "cuts when patience reports are bad", nullptr},
         &read_keras}}},
      {{"optax", "Optax, optax.contrib"},
       {{{"reduce_on_plateau",
          "factor=0.1, patience=10, rtol=0.0001, atol=0.0, cooldown=0, accumulation_size=1, min_scale=0.0",
          "cuts when patience reports are bad; min_scale is a share", nullptr},
         &read_optax}}},
      {{"paddle", "PaddlePaddle, paddle.optimizer.lr"},
       {{{"ReduceOnPlateau",
          "learning_rate=1.0, mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', "
          "cooldown=0, min_lr=0, epsilon=1e-8, verbose=False",
          "as torch, but hears nothing during a cooldown", nullptr},
         &read_paddle}}},
      {{"hf", "Hugging Face, transformers.optimization", {"transformers"}},
       {{{"reduce_lr_on_plateau", torch_signature, "torch's ReduceLROnPlateau", nullptr},
         &read_torch,
         {"get_reduce_on_plateau_schedule"}},
        {{"greedy",
          "mode='min', factor=0.95, patience=10, threshold=1e-6, threshold_mode='abs', cooldown=0, warmup=0, "
          "min_lr=0.001, max_lr=1.0, eps=1e-8, verbose=False, smooth=False, window_size=50, reset_start=500",
          "GreedyLR: up while it improves, down while it does not", nullptr},
         &read_hf_greedy,
         {"GreedyLR", "get_greedy_schedule"}}}},
      {{"ignite", "PyTorch-Ignite, ignite.handlers.param_scheduler"},
       {{{"ReduceLROnPlateauScheduler",
          "metric_name='loss', trainer=None, save_history=False, param_group_index=None, mode='min', factor=0.1, "
          "patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-8, verbose=False",
          "torch's ReduceLROnPlateau; min_lr is thrown away without param_group_index", nullptr},
         &read_ignite}}},
      {{"dlib", "dlib, dnn_trainer"},
       {{{"trend",
          "iterations_without_progress_threshold=2000, learning_rate_shrink_factor=0.1, min_learning_rate=1e-5",
          "cuts when a line through the training losses does not surely fall", nullptr},
         &read_dlib_trend},
        {{"test_trend", "test_iterations_without_progress_threshold=500, learning_rate_shrink_factor=0.1",
          "the same for the test losses", nullptr},
         &read_dlib_test_trend}}},
  };
}

}  // namespace

const std::vector<ControllerLibrary>& controller_libraries() {
  static const std::vector<ControllerLibrary> all = made();
  return all;
}

}  // namespace etude::dialect
