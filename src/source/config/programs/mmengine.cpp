// MMEngine (25434293): param_scheduler, a list of dicts that multiply one rate. What counts epochs is made iterations by
// the length of one; `end` is the run's where it is not written.

#include "source/config/settings.h"

namespace etude::inline source::configs::mmengine {
namespace {

constexpr std::string_view in_epochs[] = {"begin", "end", "T_max", "step_size", "total_steps", "milestones", "periods"};

bool has_epochs(std::string_view name) {
  for (const std::string_view each : in_epochs)
    if (each == name) return true;
  return false;
}

bool counts_epochs(const Value& entry) {
  const Value* by = entry.find("by_epoch");
  return !by || by->number != 0;
}

Value times(Value value, double factor) {
  value.number *= factor;
  for (Value& item : value.items) item.number *= factor;
  return value;
}

/// Does all that the config has count epochs, or all iterations? Then nothing need be asked.
bool is_mixed(const std::vector<Value>& entries) {
  for (const Value& entry : entries)
    if (counts_epochs(entry) != counts_epochs(entries[0])) return true;
  return false;
}

std::optional<double> run_in(Settings& s, bool epochs) {
  return s.maybe(epochs ? "train_cfg.max_epochs" : "train_cfg.max_iters");
}

/// One dict as the dialect's call; lengths times `factor`. Its steps are epochs, or iterations.
std::string entry_text(Settings& s, const Value& entry, double factor, bool is_epochs) {
  std::string members;
  const Value* type = entry.find("type");
  for (const auto& [name, value] : entry.named) {
    if (name == "type" || name == "by_epoch" || name == "convert_to_iter_based") continue;
    add_item(members, filled("{}={}", {name, in_python(has_epochs(name) ? times(value, factor) : value)}));
  }
  if (const auto run = run_in(s, counts_epochs(entry)); run && !entry.find("end"))
    add_item(members, filled("end={}", {cut(*run * factor)}));
  if (!is_epochs) add_item(members, "by_epoch=False");
  return filled("{}({})", {type ? std::string_view(type->text) : "type", members});
}

std::vector<Value> entries_of(Settings& s) {
  const Value* list = s.value("param_scheduler");
  std::vector<Value> entries;
  if (list && list->type == Value::Type::list) entries = list->items;
  if (list && list->type == Value::Type::map) entries = {*list};
  for (const Value& entry : entries)
    s.require(entry.find("type"), "param_scheduler",
              "every entry of param_scheduler is a dict with a type, as {'type': 'MultiStepLR'}");
  s.require(!entries.empty(), "param_scheduler", "param_scheduler is a list of dicts");
  return entries;
}

double lr_of(Settings& s) {
  return s.number(s.has("optim_wrapper.optimizer.lr") ? "optim_wrapper.optimizer.lr" : "optimizer.lr");
}

Result<Meaning> read(Settings& s) {
  const auto entries = entries_of(s);
  if (s.error()) return pass_on(*s.error());
  const bool asks = is_mixed(entries) || s.given("iters_per_epoch"), epochs = counts_epochs(entries[0]);
  const double each = asks ? s.asked("iters_per_epoch", "the number of iterations in an epoch", "1000") : 1;
  if (!asks && epochs)
    s.note("by-epoch", "the rate changes once an epoch, and a step here is one", {},
           "say --set iters_per_epoch=N to see iterations");
  std::string list;
  for (const Value& entry : entries)
    add_item(list, entry_text(s, entry, counts_epochs(entry) ? each : 1, !asks && epochs));
  const auto run = run_in(s, true), iterations = run_in(s, false);
  const double steps = iterations ? *iterations : run && (asks || epochs) ? *run * each : 0;
  return written(s, filled("mmengine.schedulers(param_schedulers=[{}], lr={})", {list, lr_of(s)}), cut(steps));
}

constexpr Setting settings[] = {{"param_scheduler"},
                                {"optim_wrapper.optimizer.lr", "", Part::rate},
                                {"optimizer.lr", "", Part::rate},
                                {"train_cfg.max_epochs"},
                                {"train_cfg.max_iters"}};

}  // namespace

constexpr Program program{.name = "mmengine",
                          .title = "MMEngine",
                          .forms = "YAML, Python dicts",
                          .marks = "param_scheduler",
                          .settings = settings,
                          .read = &read};

}  // namespace etude::source::configs::mmengine
