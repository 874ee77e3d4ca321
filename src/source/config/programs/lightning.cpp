// Lightning (7f0c3436cd): the YAML of LightningCLI, whose lr_scheduler always steps once an epoch, and the dict that
// configure_optimizers gives, which may step with the updates.

#include "dialect/read/curves.h"
#include "etude/dialect/dialect.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::lightning {
namespace {

struct Steps {
  std::string interval;
  Step frequency;
};

/// torch.optim.lr_scheduler.StepLR with its init_args, at the optimizer's rate; a dialect's own line from a dict.
std::string line_of(Settings& s) {
  const Value* scheduler = s.value("lr_scheduler.scheduler");
  if (scheduler && scheduler->type == Value::Type::call) return in_python(*scheduler);
  std::string arguments = filled("lr={}", {s.number("optimizer.init_args.lr")});
  if (const Value* more = s.value("lr_scheduler.init_args"))
    for (const auto& [name, value] : more->named) add_item(arguments, filled("{}={}", {name, in_python(value)}));
  const std::string path = s.text("lr_scheduler.class_path");
  return filled("torch.{}({})", {std::string_view(path).substr(path.rfind('.') + 1), arguments});
}

void note_outside(Settings& s) {
  for (const char* name : {"interval", "frequency"})
    if (s.top().find(name))
      s.note("ignored-argument", "{} outside lr_scheduler does nothing", {name},
             "write it inside the dict of lr_scheduler");
}

/// The schedule whose steps are `each` updates long.
Result<Meaning> stretched(Settings& s, const std::string& line, Step each, Step epochs) {
  if (s.error()) return pass_on(*s.error());
  if (each == 1) return written(s, line, epochs);
  const auto read = dialect::read_dialect(line);
  if (!read) return pass_on(read.error());
  return written(s, by_epoch(s, read->lr(), epochs, each), epochs * each);
}

Result<Meaning> read(Settings& s) {
  note_outside(s);
  const std::string line = line_of(s), interval = s.one_of("lr_scheduler.interval", {"epoch", "step"});
  const Step frequency = s.whole("lr_scheduler.frequency", 1);
  if (interval == "step") return stretched(s, line, frequency, 0);
  const Step epochs = s.has("trainer.max_epochs") ? s.whole("trainer.max_epochs", 1) : 1000;
  if (!s.given("steps_per_epoch")) {
    s.note("by-epoch", "Lightning steps this schedule once an epoch, and a step here is one", {},
           "say --set steps_per_epoch=N to see updates");
    return stretched(s, line, 1, s.has("trainer.max_epochs") ? epochs : 0);
  }
  return stretched(s, line, cut(s.asked("steps_per_epoch", "the number of updates in an epoch", "500")) * frequency,
                   raised(static_cast<double>(epochs) / static_cast<double>(frequency)));
}

constexpr Setting settings[] = {{"optimizer.class_path"},        {"optimizer.init_args.lr", "", Part::rate},
                                {"lr_scheduler.class_path"},     {"lr_scheduler.init_args"},
                                {"lr_scheduler.scheduler"},      {"lr_scheduler.interval", "epoch"},
                                {"lr_scheduler.frequency", "1"}, {"trainer.max_epochs"}};

}  // namespace

constexpr Program program{.name = "lightning",
                          .title = "Lightning",
                          .forms = "YAML, a dict",
                          .marks = "lr_scheduler.class_path | lr_scheduler.scheduler",
                          .settings = settings,
                          .read = &read};

}  // namespace etude::source::configs::lightning
