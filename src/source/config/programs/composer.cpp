// llm-foundry's YAML (8c8dd48f7) over MosaicML Composer. Times are strings with a unit; a share of the run is '0.05dur'.
// One update a batch: microbatches do not count.

#include "dialect/read/curves.h"
#include "etude/schedule/horizon.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::composer {
namespace {

using namespace dialect;

constexpr std::string_view schedulers[][2] = {{"constant_with_warmup", "ConstantWithWarmupScheduler"},
                                              {"cosine_with_warmup", "CosineAnnealingWithWarmupScheduler"},
                                              {"linear_decay_with_warmup", "LinearWithWarmupScheduler"}};

/// A time in batches. A number alone is a count of batches.
Step batches(Settings& s, std::string_view name, const std::string& text, Step run) {
  if (text.ends_with("dur"))
    if (const auto share = read_measure(text.substr(0, text.size() - 3)); share && run > 0)
      return cut(share->number * static_cast<double>(run));
  Horizon horizon;
  const auto measure = read_measure(text);
  if (measure && measure->unit == Amount::epochs)
    return cut(measure->number * s.asked("batches", "the number of batches in an epoch", "1000"));
  if (measure && measure->unit == Amount::tokens)
    return cut(measure->number /
               (static_cast<double>(s.whole("global_train_batch_size", 1)) * s.number("max_seq_len")));
  const auto updates = measure ? in_updates(*measure, horizon) : refuse("");
  s.require(updates.has_value(), name, "{} is a time in Composer, as \"100ba\", \"1ep\" or \"0.05dur\", not \"{}\"",
            {name, text});
  return updates ? cut(*updates) : 1;
}

/// af + (1 - af) / sqrt((t - W + ts) / ts), then a line down.
Result<Schedule> inverse_root(Settings& s, double lr, Step warm, Step run) {
  const auto time = [&](std::string_view name) { return batches(s, name, s.text(name), 0); };
  const Step scale = time("scheduler.t_scale"), cooldown = time("scheduler.t_cooldown"), trunk = run - warm - cooldown;
  s.require(trunk >= 0 && scale > 0, "scheduler.t_cooldown", "warm-up and cooldown are longer than the run");
  if (s.error()) return pass_on(*s.error());
  const double floor = lr * s.number("scheduler.alpha_f_decay");
  s.require(floor == 0, "scheduler.alpha_f_decay", "inv_sqrt_with_warmup is read with alpha_f_decay 0 alone");
  const auto decay = inverse_sqrt({.from = lr, .timescale = static_cast<double>(scale), .shift = scale});
  const double from = decay ? (*decay)(trunk) : lr;
  return then(rise_from(0, lr, warm), lasting(decay, trunk),
              straight(from, lr * s.number("scheduler.alpha_f_cooldown"), cooldown));
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("optimizer.lr");
  const Step run = batches(s, "max_duration", s.text("max_duration"), 0);
  const std::string name = s.one_of("scheduler.name", {"constant_with_warmup", "cosine_with_warmup",
                                                       "linear_decay_with_warmup", "inv_sqrt_with_warmup"});
  const Step warm = batches(s, "scheduler.t_warmup", s.text("scheduler.t_warmup"), run),
             end = batches(s, "scheduler.t_max", s.text("scheduler.t_max"), run);
  s.require(end >= run, "scheduler.t_max", "t_max must not be below max_duration: Composer raises ValueError");
  if (s.error()) return pass_on(*s.error());
  if (name == "inv_sqrt_with_warmup") return written(s, inverse_root(s, lr, warm, run), run);
  std::string line;
  for (const auto& [known, scheduler] : schedulers)
    if (name == known)
      line = filled("composer.{}(t_warmup='{}ba', t_max='{}ba', max_duration='{}ba', lr={}",
                    {scheduler, warm, end, run, lr});
  if (name == "linear_decay_with_warmup") line += filled(", alpha_i={}", {s.number("scheduler.alpha_i")});
  if (name != "constant_with_warmup") line += filled(", alpha_f={}", {s.number("scheduler.alpha_f")});
  return written(s, line + ")", run);
}

constexpr Setting settings[] = {{"optimizer.lr", "", Part::rate, "lr"},
                                {"scheduler.name"},
                                {"scheduler.t_warmup"},
                                {"scheduler.t_max", "1dur"},
                                {"scheduler.alpha_i", "1.0"},
                                {"scheduler.alpha_f", "0.0", Part::floor_share},
                                {"scheduler.t_scale"},
                                {"scheduler.t_cooldown"},
                                {"scheduler.alpha_f_decay", "0.0"},
                                {"scheduler.alpha_f_cooldown", "0.0"},
                                {"max_duration"},
                                {"global_train_batch_size"},
                                {"max_seq_len"}};

}  // namespace

constexpr Program program{.name = "composer",
                          .title = "llm-foundry",
                          .forms = "YAML",
                          .marks =
                              "scheduler.name max_duration global_train_batch_size | scheduler.t_warmup scheduler.name "
                              "optimizer.lr max_duration",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::composer
