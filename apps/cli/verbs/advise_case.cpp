#include "advise_case.h"

#include <cmath>
#include <cstdio>
#include <functional>

#include "apps/cli/input.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/train/task.h"

namespace etude::cli {
namespace {

/// What its interval is of: the peaks of short runs, or what the rule gives from seed to seed.
std::string interval_of(const Json& range) {
  const Json* runs = range.find("short_runs");
  const Json* steps = runs ? runs->find("steps") : nullptr;
  if (!steps || !steps->number()) return ", whose rule gives from seed to seed ";
  return ", where the best peak of runs of " + shortest(*steps->number()) + " steps lies in ";
}

/// What a range test of etude's own engine ran under, by the words of its setting; none of somebody's own program.
std::optional<optim::Rule> optimizer_of(const Json& range) {
  const Json* setting = range.find("setting");
  const auto* words = setting ? setting->as<std::string>() : nullptr;
  if (!words) return std::nullopt;
  const auto task = train::in_words({}, *words);
  return task ? std::optional(task->optimizer.rule) : std::nullopt;
}

/// The optimizer that the range test says, where none was given. Refused: another.
Result<void> take_optimizer(std::optional<optim::Rule>& optimizer, const Json& range, const std::string& path) {
  const auto own = optimizer_of(range);
  if (!own) return {};
  const std::string name(name_of(*own));
  if (optimizer && *optimizer != *own)
    return refuse(path + " is a range test under " + name + ", and --optimizer says " +
                  std::string(name_of(*optimizer)) + "; give one that ran under it, or --optimizer " + name);
  optimizer = own;
  return {};
}

/// The suggestion in what `etude range --json` wrote, for the optimizer that it ran under.
Result<advice::KnownPeak> peak_of_range(const std::string& path, std::optional<optim::Rule>& optimizer) {
  const auto text = read_file(path, "the JSON of a range test");
  if (!text) return pass_on(text.error());
  const auto json = read_json(*text);
  if (!json) return refuse(path + ": " + json.error().message);
  const Json* suggestion = json->find("suggestion");
  const Json* rate = suggestion ? suggestion->find("rate") : nullptr;
  if (!rate) return refuse(path + " is no range test; write one with etude range --json=" + path);
  if (const Json* refusal = suggestion->find("refusal"))
    if (const auto* why = refusal->as<std::string>()) return refuse(path + " suggests no rate: " + *why);
  const Json* value = rate->find("value");
  const auto number = value ? value->number() : std::nullopt;
  if (!number || !(*number > 0)) return refuse(path + " suggests no rate");
  if (auto good = take_optimizer(optimizer, *json, path); !good) return pass_on(good.error());
  advice::KnownPeak peak{*number, "the range test in " + path};
  const Json* ends = rate->find("ci95");
  const auto* both = ends ? ends->as<Json::Array>() : nullptr;
  if (both && both->size() == 2 && (*both)[0].number() && (*both)[1].number())
    peak.from +=
        interval_of(*json) + significant(*(*both)[0].number(), 3) + " … " + significant(*(*both)[1].number(), 3);
  return peak;
}

/// Flags of which nothing is made without another one.
Result<void> check_used(const Flags& flags) {
  constexpr std::pair<const char*, const char*> needs[] = {
      {"--accumulation", "--batch"}, {"--devices", "--batch"}, {"--samples", "--epochs"}, {"--drop-last", "--epochs"}};
  for (const auto& [flag, other] : needs)
    if (flags.given(flag) && !flags.given(other))
      return refuse(std::string(flag) + " says nothing without " + other + "; give both, or leave it out");
  return {};
}

Result<void> read_run(const HorizonFlags& flags, const Flags& given, advice::Case& made) {
  const auto horizon = flags.read(given);
  if (!horizon) return pass_on(horizon.error());
  if (auto good = check_used(given); !good) return good;
  if (horizon->steps > 0 || horizon->epochs > 0) {
    const auto steps = total_updates(*horizon);
    if (!steps) return pass_on(steps.error());
    made.steps = *steps;
  }
  if (horizon->batch > 0) {
    const auto batch = samples_per_update(*horizon);
    if (!batch) return pass_on(batch.error());
    made.batch = *batch;
  }
  return {};
}

/// A line of standard input without its end; nothing where there is none.
std::optional<std::string> line_typed() {
  std::string line;
  for (int c = std::getchar(); c != EOF; c = std::getchar()) {
    if (c == '\n') return line;
    line += static_cast<char>(c);
  }
  return line.empty() ? std::nullopt : std::optional(line);
}

/// Asks until `take` takes what was typed.
void ask(const std::string& question, const std::function<Result<void>(const std::string&)>& take,
         const Terminal& terminal) {
  while (true) {
    std::fputs((question + " [not known] ").c_str(), stderr);
    const auto typed = line_typed();
    if (!typed) return void(std::fputs("\n", stderr));
    const std::string word(trimmed(*typed));
    if (word.empty()) return;
    const auto good = take(word);
    if (good) return;
    complain(good.error().message, 0, terminal);
  }
}

template <class T>
std::function<Result<void>(const std::string&)> into(T& member, auto named) {
  return [&member, named](const std::string& word) -> Result<void> {
    const auto value = named(word);
    if (!value) return pass_on(value.error());
    member = *value;
    return {};
  };
}

/// A number, read as the flag of that field is.
template <class T>
auto number_of(std::string what, const Field& field) {
  return [=](const std::string& word) -> Result<T> {
    const auto value = value_from_text(field, word);
    if (!value) return refuse(what + " must be " + value.error().message);
    const auto* step = std::get_if<Step>(&*value);
    return static_cast<T>(step ? static_cast<double>(*step) : std::get<double>(*value));
  };
}

/// A peak that was typed.
Result<advice::KnownPeak> peak_typed(const std::string& word) {
  const auto rate = number_of<double>("the peak", FieldOf<CaseFlags>("peak").member.field)(word);
  if (!rate) return pass_on(rate.error());
  return advice::KnownPeak{*rate, "your answer"};
}

}  // namespace

void CaseFlags::add_to(Flags& flags) {
  flags.option("--model", model, joined(advice::model_words()) + "; or what such a model is called: gpt, vit, resnet");
  flags.option("--optimizer", optimizer, "one of etude list optimizers");
  flags.option("--start", start, "from-scratch or fine-tuning");
  flags.option("--noise", noise, "yes: labels or text that no model can fit wholly; or no");
  flags.field(horizon, "steps", {.meaning = "how long the run is, where that is known"});
  flags.field(horizon, "epochs");
  flags.field(horizon, "samples");
  flags.field(horizon, "batch");
  flags.field(horizon, "accumulation", {.text = ""});
  flags.field(horizon, "devices", {.text = ""});
  flags.field(horizon, "drop_last");
  flags.field(*this, "peak");
  flags.file("--range", range, FileUse::read,
             "a range test of yours, as etude range --json=FILE writes it: its peak and optimizer");
}

Result<advice::Case> CaseFlags::read(const Flags& flags) const {
  advice::Case made;
  if (auto good = read_run(horizon, flags, made); !good) return pass_on(good.error());
  for (const auto& [text, take] : {std::pair{&model, into(made.model, advice::model_named)},
                                   std::pair{&start, into(made.start, advice::start_named)},
                                   std::pair{&noise, into(made.noise, advice::noise_named)},
                                   std::pair{&optimizer, into(made.optimizer, advice::optimizer_named)}})
    if (!text->empty())
      if (auto good = take(*text); !good) return pass_on(good.error());
  if (!std::isnan(peak)) made.peak = {peak, "--peak"};
  if (range.empty()) return made;
  if (made.peak) return refuse("--peak and --range both say the peak; keep one");
  const auto found = peak_of_range(range, made.optimizer);
  if (!found) return pass_on(found.error());
  made.peak = *found;
  return made;
}

std::vector<Unknown> unknown_of(const advice::Case& given) {
  std::vector<Unknown> all;
  if (given.model == advice::Model::unknown) all.push_back({"the model", "--model"});
  if (!given.optimizer) all.push_back({"the optimizer", "--optimizer"});
  if (given.start == advice::Start::unknown) all.push_back({"the start", "--start"});
  if (given.noise == advice::Noise::unknown && given.model != advice::Model::language_model)
    all.push_back({"the noise", "--noise"});
  if (!given.steps) all.push_back({"the length of the run", "--steps"});
  if (!given.batch) all.push_back({"the batch", "--batch"});
  if (!given.peak) all.push_back({"the peak", "--peak or --range"});
  return all;
}

advice::Case asked_for(advice::Case given, const Terminal& terminal) {
  if (given.model == advice::Model::unknown)
    ask("The model: " + joined(advice::model_words()), into(given.model, advice::model_named), terminal);
  if (!given.optimizer) ask("The optimizer: sgd, adamw, ...", into(given.optimizer, advice::optimizer_named), terminal);
  if (given.start == advice::Start::unknown)
    ask("The start: from-scratch, fine-tuning", into(given.start, advice::start_named), terminal);
  if (given.noise == advice::Noise::unknown && given.model != advice::Model::language_model)
    ask("Noise that no model can fit: yes, no", into(given.noise, advice::noise_named), terminal);
  const auto of_run = [](FieldOf<Horizon> field) { return field.member.field; };
  if (!given.steps)
    ask("The steps of the run", into(given.steps, number_of<Step>("the steps", of_run("steps"))), terminal);
  if (!given.batch)
    ask("The samples of an update", into(given.batch, number_of<double>("the batch", of_run("batch"))), terminal);
  if (!given.peak) ask("The peak rate, where you have one", into(given.peak, peak_typed), terminal);
  return given;
}

}  // namespace etude::cli
