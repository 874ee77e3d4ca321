// Idea: let the dialect propose calls that may say the plan, read each back with the dialect's own reader, and hold the
//       numbers against the plan; take the first that agrees over the run. Only where none does is the plan written out
//       as a function, which gives the same numbers everywhere. So no program is handed out that was not checked.

#include <algorithm>
#include <cmath>

#include "dialect/language.h"
#include "dialect/words.h"
#include "dialect/write/cpp.h"
#include "dialect/write/python.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"

namespace etude::dialect {
namespace {

constexpr Step most_compared = 200000;  // steps one by one; of a longer run, as many spread over it

/// The first step of [0, end) where both differ; nothing where they agree. Rates agree within `share` of each other
/// and `peak` of the highest.
std::optional<Step> first_apart(const Schedule& a, const Schedule& b, Step end, double share, double of_peak) {
  const Step stride = std::max(end / most_compared, Step{1});
  double peak = 0;
  for (Step t = 0; t < end; t += stride) peak = std::max(peak, std::abs(a(t)));
  for (Step t = 0; t < end; t += stride) {
    const double x = a(t), y = b(t);
    if (std::isnan(x) && std::isnan(y)) continue;
    if (!(std::abs(x - y) <= share * std::max(std::abs(x), std::abs(y)) + of_peak * peak)) return t;
  }
  return std::nullopt;
}

struct Candidate {
  std::string phrase;
  Reading reading;
  std::optional<Step> apart;  // the first step, past the run too, where it differs
};

/// The phrase that agrees for the most steps; of two that agree alike, the earlier one.
std::optional<Candidate> best_phrase(const Language& language, const Plan& plan, Step steps) {
  std::optional<Candidate> best;
  for (const std::string& phrase : language.writing->phrases(plan)) {
    auto read = read_dialect(phrase);
    if (!read) continue;
    const bool single = read->computed.has_value();
    const auto apart =
        first_apart(plan.lr, read->lr(), steps + steps / 2, single ? 1e-6 : 1e-12, single ? 1e-6 : 0x1p-50);
    const Step until = apart.value_or(endless);
    if (!best || until > best->apart.value_or(endless)) best = Candidate{phrase, *std::move(read), apart};
    if (!apart) break;
  }
  return best;
}

void note_what_is_lost(const Plan& plan, const Reading* said, std::string_view to, std::vector<Note>& notes) {
  for (const auto& [name, schedule] : parts(plan)) {
    if (name == "lr") continue;
    if (said && name == "momentum" && said->plan.momentum &&
        !first_apart(schedule, *said->plan.momentum, 1000, 1e-12, 0x1p-50))
      continue;
    notes.push_back({"not-carried", filled("{} is not in this program", {name}),
                     filled("schedule it beside {}'s lr: {}", {to, notation::print(schedule)})});
  }
}

Program around_call(const Language& language, const Candidate& best, const Plan& plan, Step steps) {
  Program program{language.writing->program(*read_literal(best.phrase), steps), best.phrase, best.reading.notes};
  if (best.apart) {
    const std::string from = std::to_string(*best.apart);
    program.notes.push_back(
        {"differs-after-end",
         filled("from step {} on, past the run, {} gives {} where the original gives {}",
                {from, language.name, plain(best.reading.lr()(*best.apart)), plain(plan.lr(*best.apart))}),
         filled("stop training at step {}, or convert with more --steps", {steps}), *best.apart});
  }
  if (best.reading.computed) {
    program.notes.push_back(
        {"float32", filled("{} computes in float32: its numbers are the original's to about 7 digits", {language.name}),
         "nothing need be done"});
  }
  note_what_is_lost(plan, &best.reading, language.name, program.notes);
  return program;
}

/// "torch, optax or keras": who takes any schedule.
std::string advised() {
  std::vector<std::string_view> names;
  for (const Language* each : languages())
    if (each->writing && each->writing->is_advised) names.push_back(each->name);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) add_item(text, names[i], i + 1 == names.size() ? " or " : ", ");
  return text;
}

Result<Program> as_function(const Language& language, const std::optional<Candidate>& best, const Plan& plan,
                            Step steps) {
  const std::string name(language.name);
  const std::string first =
      best ? filled("the nearest, {}, differs from step {} on ({} instead of {})",
                    {best->phrase, *best->apart, plain(best->reading.lr()(*best->apart)), plain(plan.lr(*best->apart))})
           : "it has no schedule of this shape";
  if (!language.writing->closed_form)
    return refuse(filled("{} cannot say this: {}; --to {} take any schedule, as a function", {name, first, advised()}));
  const auto function = python_function(plan.lr);
  if (!function) return pass_on(function.error());
  Program program{language.writing->closed_form(*function, steps), "", {}};
  program.notes.push_back({"function", filled("no schedule of {} gives these numbers: {}", {name, first}),
                           "the program says it as a function of the step"});
  note_what_is_lost(plan, nullptr, language.name, program.notes);
  return program;
}

Result<Program> in_language(const Language& language, const Plan& plan, Step steps) {
  const auto best = best_phrase(language, plan, steps);
  if (best && best->apart.value_or(endless) >= steps) return around_call(language, *best, plan, steps);
  return as_function(language, best, plan, steps);
}

}  // namespace

std::vector<std::string_view> written_dialects() {
  std::vector<std::string_view> names;
  for (const Language* language : languages())
    if (language->writing) names.push_back(language->name);
  names.insert(names.end(), {"cpp", "json", "text"});
  return names;
}

Result<Program> write_dialect(const Plan& plan, std::string_view to, Step steps) {
  if (to == "text") return Program{filled("{}\n", {notation::print(plan)}), notation::print(plan), {}};
  if (to == "json") return Program{filled("{}\n", {write_json(notation::to_json(plan))}), "", {}};
  if (to == "cpp") {
    auto code = cpp_program(plan, steps);
    if (!code) return pass_on(code.error());
    return Program{*std::move(code), "", {}};
  }
  for (const Language* language : languages())
    if (language->name == to && language->writing) return in_language(*language, plan, steps);
  std::string all;
  for (const std::string_view name : written_dialects()) add_item(all, name);
  return refuse(filled("cannot write \"{}\"; --to takes one of {}", {to.substr(0, 40), all}));
}

}  // namespace etude::dialect
