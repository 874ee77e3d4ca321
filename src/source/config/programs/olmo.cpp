// OLMo (59a53e3f). The counter is raised before the update, so every curve is asked for t + 1; the warm-up starts at a
// tenth of the rate where nothing else is written.

#include "dialect/read/curves.h"
#include "etude/schedule/horizon.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::olmo {
namespace {

using namespace dialect;

double tokens_a_batch(Settings& s) {
  return static_cast<double>(s.whole("global_train_batch_size", 1)) *
         static_cast<double>(s.whole("model.max_sequence_length", 1));
}

/// Updates of max_duration: a number of them, "2e12T" of tokens, "1ep".
Step run_of(Settings& s) {
  const std::string text = s.text("max_duration");
  if (text.ends_with("T")) {
    const auto tokens = read_measure(text.substr(0, text.size() - 1));
    return tokens ? cut(tokens->number / tokens_a_batch(s)) : 1;
  }
  if (text.ends_with("ep")) {
    const auto epochs = read_measure(text);
    return epochs ? cut(epochs->number * s.asked("batches", "the number of batches in an epoch", "1000")) : 1;
  }
  return s.whole("max_duration", 1);
}

/// A time of the scheduler in updates: its units are steps or tokens.
Step time_of(Settings& s, std::string_view name) {
  const bool is_tokens = s.text("scheduler.units") == "tokens";
  return is_tokens ? cut(s.number(name) / tokens_a_batch(s)) : s.whole(name);
}

Result<Schedule> decay_of(const std::string& name, double lr, double floor, Step steps, Step warm) {
  if (name.starts_with("cosine")) return half_wave(lr, floor, steps);
  if (name.starts_with("linear")) return straight(lr, floor, steps);
  if (name.starts_with("inverse_sqrt"))
    return inverse_sqrt({.from = lr, .timescale = static_cast<double>(std::max(warm, Step{1})), .shift = warm});
  return held(lr);
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("optimizer.learning_rate");
  const Step run = run_of(s), warm = time_of(s, "scheduler.t_warmup"),
             last = s.has("scheduler.t_max") ? time_of(s, "scheduler.t_max") : run;
  const std::string name = s.one_of("scheduler.name", {"cosine_with_warmup", "linear_with_warmup",
                                                       "inverse_sqrt_with_warmup", "constant", "constant_with_warmup"});
  s.require(warm < last, "scheduler.t_warmup", "the warm-up of {} is as long as t_max, {}", {warm, last});
  const double start = s.maybe("scheduler.warmup_min_lr").value_or(0.1 * lr);
  if (!s.has("scheduler.warmup_min_lr") && name != "constant")
    s.note("default-surprise", "warmup_min_lr is not there: the warm-up starts at a tenth of the rate", {},
           "write warmup_min_lr: 0.0");
  if (s.error()) return pass_on(*s.error());
  if (name == "constant") return written(s, held(lr), run);
  const auto all =
      then(rise_from(start, lr, warm), decay_of(name, lr, lr * s.number("scheduler.alpha_f"), last - warm, warm));
  return written(s, offset(all, 1), run);
}

constexpr Setting settings[] = {{"optimizer.learning_rate", "", Part::rate},
                                {"scheduler.name", "cosine_with_warmup"},
                                {"scheduler.units", "steps"},
                                {"scheduler.t_warmup", "100"},
                                {"scheduler.t_max"},
                                {"scheduler.alpha_f", "0.1", Part::floor_share},
                                {"scheduler.warmup_min_lr"},
                                {"max_duration"},
                                {"global_train_batch_size"},
                                {"model.max_sequence_length"}};

}  // namespace

constexpr Program program{
    .name = "olmo",
    .title = "OLMo",
    .forms = "YAML",
    .marks = "optimizer.learning_rate scheduler.t_warmup | optimizer.learning_rate scheduler.name max_duration",
    .settings = settings,
    .read = &read,
    .strangers = Strangers::refused};

}  // namespace etude::source::configs::olmo
