// DeepSpeed's JSON under Hugging Face (0.19.8). "auto" is what the Trainer puts in from its own arguments; here it is
// asked for. Where the file has a scheduler, it owns the rate, and lr_scheduler_type is passed over.

#include "source/config/settings.h"

namespace etude::inline source::configs::deepspeed {
namespace {

/// A parameter that may be "auto", and what --set gives in its place.
struct Auto {
  std::string_view name, asked, what, example;
};

constexpr Auto autos[] = {
    {"warmup_max_lr", "learning_rate", "the learning_rate of TrainingArguments", "5e-5"},
    {"warmup_num_steps", "warmup_steps", "the warmup_steps of TrainingArguments", "100"},
    {"total_num_steps", "max_steps", "the number of updates of the run", "1000"},
    {"warmup_min_lr", "", "", ""},
};

bool is_auto(const Value* value) { return value && value->text == "auto"; }

std::string auto_value(Settings& s, std::string_view name) {
  for (const Auto& each : autos) {
    if (each.name != name) continue;
    if (each.asked.empty()) return "0";
    const double value = s.asked(each.asked, each.what, each.example);
    return name == "warmup_max_lr" ? filled("{}", {value}) : filled("{}", {std::max(cut(value), Step{1})});
  }
  s.require(false, filled("scheduler.params.{}", {name}),
            "Hugging Face has no value for \"auto\" of {}; write a number", {name});
  return "0";
}

double lr_of(Settings& s) {
  if (is_auto(s.value("optimizer.params.lr")) || !s.value("optimizer.params.lr"))
    return s.asked("learning_rate", "the learning_rate of the optimizer", "5e-5");
  return s.number("optimizer.params.lr");
}

bool takes_lr(std::string_view type) { return type == "WarmupLR" || type == "WarmupCosineLR"; }

void note_defaults(Settings& s, std::string_view type) {
  if (type == "WarmupDecayLR" && !s.value("scheduler.params.warmup_max_lr"))
    s.note("default-surprise", "warmup_max_lr is not there: the peak is 0.001, whatever the optimizer's rate is", {},
           "write \"warmup_max_lr\": \"auto\"");
  if (type.starts_with("Warmup") && !s.value("scheduler.params.warmup_type"))
    s.note("default-surprise", "warmup_type is not there: the warm-up is logarithmic", {},
           "write \"warmup_type\": \"linear\"");
}

Result<Meaning> read_scheduler(Settings& s) {
  const std::string type = s.text("scheduler.type");
  std::string arguments;
  Step steps = 0;
  if (const Value* params = s.value("scheduler.params"))
    for (const auto& [name, value] : params->named) {
      const std::string text = is_auto(&value) ? auto_value(s, name) : in_python(value);
      if (name == "total_num_steps") steps = is_auto(&value) ? cut(*s.given("max_steps")) : cut(value.number);
      add_item(arguments, filled("{}={}", {name, text}));
      if (s.error()) break;
    }
  if (takes_lr(type) && !s.value("scheduler.params.warmup_max_lr")) add_item(arguments, filled("lr={}", {lr_of(s)}));
  note_defaults(s, type);
  if (s.given("lr_scheduler_type") || s.value("lr_scheduler_type"))
    s.note("two-owners", "the DeepSpeed scheduler owns the rate, and lr_scheduler_type is passed over", {}, "name one");
  return written(s, filled("deepspeed.{}({})", {type, arguments}), steps);
}

Result<Meaning> read(Settings& s) {
  if (s.value("scheduler.type")) return read_scheduler(s);
  s.note("default-surprise",
         "the file has no scheduler: DeepSpeed keeps the optimizer's rate, Hugging Face takes its own", {},
         "lint the TrainingArguments, too");
  return written(s, filled("constant({})", {plain(lr_of(s))}), 0);
}

constexpr Setting settings[] = {{"scheduler.type"}, {"scheduler.params"}, {"optimizer.params.lr", "", Part::rate}};

}  // namespace

constexpr Program program{.name = "deepspeed",
                          .title = "DeepSpeed",
                          .forms = "JSON",
                          .marks =
                              "scheduler.type | optimizer.params zero_optimization | optimizer.params "
                              "train_micro_batch_size_per_gpu | optimizer.params train_batch_size",
                          .settings = settings,
                          .read = &read};

}  // namespace etude::source::configs::deepspeed
