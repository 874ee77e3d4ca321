// LLaMA-Factory (ff6d4d12e): a flat YAML of Hugging Face's fields. What is its own: warmup_stable_decay without arguments
// holds for a third of what the warm-up leaves, and decays over the rest.

#include "source/config/programs/hf_trainer.h"

namespace etude::inline source::configs::llamafactory {
namespace {

std::string stable_decay(double lr, Step warmup, Step updates) {
  const Step stable = (updates - warmup) / 3;
  return filled("hf.warmup_stable_decay(lr={}, num_warmup_steps={}, num_stable_steps={}, num_decay_steps={})",
                {lr, warmup, stable, updates - warmup - stable});
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("learning_rate");
  const std::string name = s.text("lr_scheduler_type");
  const Step updates = trainer_updates(s), warmup = trainer_warmup(s, updates);
  if (s.has("deepspeed"))
    s.note("assumed", "the DeepSpeed JSON is taken to have no scheduler: one there takes the place of this one", {},
           "lint that file, too");
  if (name == "warmup_stable_decay" && scheduler_kwargs(s).empty() && warmup <= updates)
    return written(s, stable_decay(lr, warmup, updates), updates);
  return written(s, trainer_line(s, name, lr, warmup, updates), updates);
}

}  // namespace

constexpr Program program{.name = "llamafactory",
                          .title = "LLaMA-Factory",
                          .forms = "YAML",
                          .marks = "finetuning_type | stage model_name_or_path | stage template | stage do_train",
                          .settings = trainer_settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::llamafactory
