#pragma once
// What Hugging Face's Trainer makes of its arguments, and what the programs around it pass on to it.

#include "source/config/settings.h"

namespace etude::inline source::configs {

/// What the Trainer reads of the rate and of the run's length, with its defaults.
inline constexpr Setting trainer_settings[] = {{"learning_rate", "5e-5", Part::rate, "lr"},
                                               {"lr_scheduler_type", "linear"},
                                               {"lr_scheduler_kwargs"},
                                               {"warmup_steps", "0", Part::warmup, "num_warmup_steps"},
                                               {"warmup_ratio", "", Part::warmup_share},
                                               {"num_train_epochs", "3.0"},
                                               {"max_steps", "-1", Part::length, "num_training_steps"},
                                               {"per_device_train_batch_size", "8"},
                                               {"gradient_accumulation_steps", "1"},
                                               {"dataloader_drop_last", "false"},
                                               {"per_device_eval_batch_size"}};

/// The updates of the run: max_steps, or epochs of the samples that --set names. 0 where it was refused.
Step trainer_updates(Settings& s);

/// Steps of the warm-up out of warmup_steps and warmup_ratio, by the rules of transformers 5.
Step trainer_warmup(Settings& s, Step updates);

/// hf.NAME(lr=..., num_warmup_steps=..., num_training_steps=..., what lr_scheduler_kwargs has).
std::string trainer_line(Settings& s, std::string_view name, double lr, Step warmup, Step updates);

/// The members of lr_scheduler_kwargs, a map or a text of JSON.
std::vector<std::pair<std::string, Value>> scheduler_kwargs(Settings& s, std::string_view name = "lr_scheduler_kwargs");

}  // namespace etude::source::configs
