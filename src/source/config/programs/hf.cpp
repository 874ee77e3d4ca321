// Hugging Face TrainingArguments (transformers 5.24): JSON, YAML, flags, or the call's own arguments.
//
// Updates: the samples go to batches of one device's size, the batches to the devices, and every accumulation of them is
// one update, a short last group too; epochs may be fractions. warmup_steps below 1 is a share of the updates, rounded up.

#include <cmath>

#include "base/words.h"
#include "source/config/forms.h"
#include "source/config/programs/hf_trainer.h"

namespace etude::inline source::configs {
namespace {

Step batches_a_device(Settings& s, double samples, Step devices) {
  const bool drops = s.flag("dataloader_drop_last");
  const double batches = samples / static_cast<double>(s.whole("per_device_train_batch_size", 1));
  const Step all = drops ? cut(batches) : raised(batches);
  return all / devices + (all % devices == 0 || drops ? 0 : 1);
}

Step devices_of(Settings& s) {
  const auto given = s.given("devices");
  if (!given)
    s.note("assumed", "the updates of an epoch are counted for one device", {}, "say --set devices=8 for eight");
  return static_cast<Step>(std::clamp(given.value_or(1), 1.0, 1e9));
}

Step updates_by_epochs(Settings& s) {
  const double samples = s.asked("samples", "the number of training samples", "50000, or --set max_steps=1000");
  const Step batches = batches_a_device(s, samples, devices_of(s));
  const double each = static_cast<double>(batches) / static_cast<double>(s.whole("gradient_accumulation_steps", 1));
  return raised(s.number("num_train_epochs") * std::max(1.0, std::ceil(each)));
}

}  // namespace

Step trainer_updates(Settings& s) {
  const double most = s.number("max_steps");
  if (most > 0) {
    if (s.value("num_train_epochs"))
      s.note("ignored-argument", "max_steps {} is the run, and num_train_epochs is passed over", {plain(most)},
             "leave num_train_epochs out");
    return s.whole("max_steps");
  }
  return updates_by_epochs(s);
}

Step trainer_warmup(Settings& s, Step updates) {
  const double steps = s.number("warmup_steps");
  s.require(steps >= 0, "warmup_steps", "warmup_steps must not be below 0, as {} is: Hugging Face raises ValueError",
            {plain(steps)});
  const auto share = s.maybe("warmup_ratio");
  if (share)
    s.note("depends-on-version",
           "warmup_ratio is read by transformers 4 where warmup_steps is 0, and raises TypeError from 5.15 on", {},
           "write warmup_steps: a number below 1 is a share since transformers 5");
  if (share && steps == 0) return raised(*share * static_cast<double>(updates));
  if (steps >= 1) return cut(steps);
  return raised(steps * static_cast<double>(updates));
}

std::vector<std::pair<std::string, Value>> scheduler_kwargs(Settings& s, std::string_view name) {
  const Value* value = s.value(name);
  if (!value || value->type != Value::Type::text) return value ? value->named : decltype(value->named){};
  const auto read = read_json_form(value->text, value->place.file);
  s.require(read && read->type == Value::Type::map, name, "{} is a map, or a text of JSON that is one", {name});
  return s.error() ? decltype(value->named){} : read->named;
}

namespace {

bool is_named(const std::string& name) {
  for (const std::string_view known :
       {"linear", "cosine", "cosine_with_restarts", "polynomial", "constant", "constant_with_warmup", "inverse_sqrt",
        "reduce_lr_on_plateau", "cosine_with_min_lr", "cosine_warmup_with_min_lr", "warmup_stable_decay", "greedy"})
    if (name == known) return true;
  return false;
}

/// constant and constant_with_warmup take no arguments more, and say nothing of those that they are given.
bool takes_kwargs(Settings& s, std::string_view name, bool has_some) {
  const bool takes = !name.starts_with("constant");
  if (has_some && !takes)
    s.note("ignored-argument", "{} passes lr_scheduler_kwargs over", {name}, "leave lr_scheduler_kwargs out");
  return takes;
}

}  // namespace

std::string trainer_line(Settings& s, std::string_view name, double lr, Step warmup, Step updates) {
  std::string line = filled("hf.{}(lr={}, num_warmup_steps={}, num_training_steps={}", {name, lr, warmup, updates});
  const auto kwargs = scheduler_kwargs(s);
  if (takes_kwargs(s, name, !kwargs.empty()))
    for (const auto& [key, value] : kwargs) line += filled(", {}={}", {key, in_python(value)});
  return line + ")";
}

namespace hf {
namespace {

std::string name_of(Settings& s) {
  const std::string name = s.text("lr_scheduler_type");
  if (const std::size_t dot = name.rfind('.'); dot != std::string::npos)  // SchedulerType.COSINE
    return lower_case(name.substr(dot + 1));
  if (is_named(name)) return name;
  return s.one_of("lr_scheduler_type", {"linear", "cosine", "cosine_with_restarts", "polynomial", "constant",
                                        "constant_with_warmup", "inverse_sqrt", "reduce_lr_on_plateau",
                                        "cosine_with_min_lr", "cosine_warmup_with_min_lr", "warmup_stable_decay"});
}

Result<Meaning> read(Settings& s) {
  const bool is_own = s.top().type != Value::Type::call || s.top().text.ends_with("TrainingArguments");
  s.require(is_own || s.has("learning_rate"), "learning_rate",
            "learning_rate is not there, and {} has a default of its own: write it, or say --set learning_rate=...",
            {s.top().text});
  const double lr = s.number("learning_rate");
  const std::string name = name_of(s);
  const Step updates = trainer_updates(s), warmup = trainer_warmup(s, updates);
  s.require(updates > 0, "max_steps", "the run has no updates", {});
  return written(s, trainer_line(s, name, lr, warmup, updates), updates);
}

}  // namespace

constexpr Program program{.name = "hf",
                          .title = "TrainingArguments",
                          .forms = "JSON, YAML, flags, a call",
                          .marks =
                              "TrainingArguments() | SFTConfig() | DPOConfig() | lr_scheduler_type | "
                              "num_train_epochs | per_device_train_batch_size | learning_rate max_steps output_dir",
                          .settings = trainer_settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace hf
}  // namespace etude::source::configs
