// Idea: let the dialect propose calls that may say the plan, read each back with the dialect's own reader, and hold the
//       numbers against the plan; take the first that agrees over the run. Only where none does is the plan written out
//       as a function, which gives the same numbers everywhere. So no program is handed out that was not checked.

#include "etude/dialect/write.h"

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "dialect/language.h"
#include "dialect/words.h"
#include "dialect/write/compare.h"
#include "dialect/write/nearest.h"
#include "dialect/write/plain.h"
#include "dialect/write/python.h"
#include "dialect/write/short_numbers.h"
#include "dialect/write/table.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"

namespace etude::dialect {

std::span<const Plain* const> plain_targets() {
  static constexpr const Plain* all[] = {
#define PLAIN(name) &name##_target,
#include "dialect/write/plain.inc"
#undef PLAIN
  };
  return all;
}

namespace {

// What the spec gives, as a plan.

/// In float64: what a line means, unless its library's own arithmetic goes elsewhere.
Plan exact_plan(const Spec& spec, Step steps) {
  constexpr Closeness rounding{1e-5, 2e-6};
  Plan plan = spec.meaning;
  if (first_apart(plan.lr, spec.computed.lr, steps, rounding)) plan.lr = spec.computed.lr;
  return plan;
}

bool is_same_curve(const Plan& a, const Plan& b, Step steps) {
  const auto of_a = parts(a), of_b = parts(b);
  return std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), [&](const auto& x, const auto& y) {
    return x.first == y.first && !first_apart(x.second, y.second, steps + steps / 2, in_float64);
  });
}

Plan in_short_numbers(const Plan& plan, Step steps) {
  if (has_function(plan)) return plan;
  const std::string text = notation::print(plan), short_text = with_short_numbers(text);
  const auto read = text == short_text ? Result<Plan>(plan) : notation::parse_plan(short_text);
  return read && is_same_curve(plan, *read, steps) ? *read : plan;
}

// The calls of a library that may say it.

struct Candidate {
  std::string phrase;
  Reading reading;
  std::optional<Step> apart;  // the first step, past the run too, where it differs

  Step agrees_until() const { return apart.value_or(endless); }
};

/// What is asked of a library's calls.
struct Wish {
  const Language& language;
  const Plan& plan;
  std::string line;          // the line that was read, where it is this library's
  std::optional<double> lr;  // the optimizer's own rate, where it is known
  Step steps;
};

/// Is the phrase for an optimizer that has the rate?
bool is_for(const Reading& reading, std::optional<double> lr) {
  return !lr || !reading.optimizer || std::abs(reading.optimizer->lr - *lr) <= 1e-12 * *lr;
}

std::optional<Candidate> read_back(const Wish& wish, const std::string& phrase) {
  auto read = read_dialect(phrase);
  if (!read || !is_for(*read, wish.lr)) return std::nullopt;
  const Closeness& close = read->computed ? in_float32 : in_float64;
  const auto apart = first_apart(wish.plan.lr, read->lr(), wish.steps + wish.steps / 2, close);
  return Candidate{phrase, *std::move(read), apart};
}

/// The phrase with short numbers, if it agrees for as long.
std::optional<Candidate> shortest_of(const Wish& wish, const std::string& phrase) {
  auto as_proposed = read_back(wish, phrase);
  const std::string short_phrase = with_short_numbers(phrase);
  if (!as_proposed || short_phrase == phrase) return as_proposed;
  auto shorter = read_back(wish, short_phrase);
  return shorter && shorter->agrees_until() >= as_proposed->agrees_until() ? shorter : as_proposed;
}

std::vector<std::string> proposals(const Wish& wish) {
  std::vector<std::string> all = wish.language.writing->phrases(wish.plan);
  if (!wish.line.empty()) all.push_back(wish.line);
  return all;
}

/// The phrase that agrees for the most steps; of two that agree alike, the earlier one.
std::optional<Candidate> best_phrase(const Wish& wish) {
  std::optional<Candidate> best;
  for (const std::string& phrase : proposals(wish)) {
    auto each = shortest_of(wish, phrase);
    if (each && (!best || each->agrees_until() > best->agrees_until())) best = std::move(each);
    if (best && !best->apart) break;
  }
  return best;
}

// The nearest of them, where none is exact.

struct Nearest {
  Candidate candidate;
  Distance gap;
  std::optional<Plan> exact;  // what it says to the last step
};

void keep_nearer(const Wish& wish, const Wish& near, std::optional<Nearest>& nearest) {
  for (const std::string& phrase : proposals(near)) {
    auto each = shortest_of(near, phrase);
    if (!each) continue;
    const Distance gap = largest_gap(wish.plan.lr, each->reading.lr(), wish.steps);
    if (std::isnan(gap.size) || (nearest && gap.size >= nearest->gap.size)) continue;
    const bool says_near = each->agrees_until() >= near.steps;
    nearest = Nearest{*std::move(each), gap, says_near ? std::optional(near.plan) : std::nullopt};
  }
}

std::optional<Nearest> nearest_phrase(const Wish& wish) {
  std::optional<Nearest> nearest;
  keep_nearer(wish, wish, nearest);
  for (const Plan& plan : by_other_conventions(wish.plan)) {
    const Plan of_lr{plan.lr};
    keep_nearer(wish, {wish.language, of_lr, "", wish.lr, wish.steps}, nearest);
  }
  return nearest;
}

std::string text_of(const Nearest& nearest, const Language& language, const Schedule& lr) {
  const std::string exact = nearest.exact ? filled("; it says exactly {}", {notation::print(nearest.exact->lr)}) : "";
  return filled(
      "the nearest that {} has, {}, is off by at most {}, at step {} ({} instead of {}){}",
      {language.name, nearest.candidate.phrase, significant(nearest.gap.size, 3), nearest.gap.step,
       significant(nearest.candidate.reading.lr()(nearest.gap.step), 6), significant(lr(nearest.gap.step), 6), exact});
}

// The programs.

void note_what_is_lost(const Plan& plan, const Reading* said, std::string_view to, std::vector<Note>& notes) {
  for (const auto& [name, schedule] : parts(plan)) {
    if (name == "lr") continue;
    if (said && name == "momentum" && said->plan.momentum &&
        !first_apart(schedule, *said->plan.momentum, 1000, in_float64))
      continue;
    notes.push_back({"not-carried",
                     filled("{} is not in this program", {name}),
                     filled("schedule it beside {}'s lr: {}", {to, notation::print(schedule)}),
                     {}});
  }
}

/// The program's first line, where it multiplies the rate of an optimizer; and the note that says the same.
void say_rate(Program& program, double lr) {
  program.code =
      filled("# For an optimizer whose lr is {}, which this schedule multiplies.\n{}", {plain(lr), program.code});
  program.notes.insert(program.notes.begin(), {"optimizer-lr",
                                               filled("this is for an optimizer whose lr is {}", {plain(lr)}),
                                               "for another, convert it with --lr",
                                               {}});
}

Program around_call(const Wish& wish, const Candidate& best) {
  const Literal call = *read_literal(best.phrase);
  const Step run = steps_before_error(wish.plan.lr, wish.steps);
  Program program{wish.language.writing->program(call, run), wish.language.writing->expression(call),
                  best.reading.notes};
  if (best.apart && *best.apart >= wish.steps) {
    const std::string from = std::to_string(*best.apart);
    program.notes.push_back(
        {"differs-after-end",
         filled("from step {} on, past the run, {} gives {} where the original gives {}",
                {from, wish.language.name, plain(best.reading.lr()(*best.apart)), plain(wish.plan.lr(*best.apart))}),
         filled("stop training at step {}, or convert with more --steps", {wish.steps}), *best.apart});
  }
  if (best.reading.computed) {
    program.notes.push_back(
        {"float32",
         filled("{} computes in float32: its numbers are the original's to about 7 digits", {wish.language.name}),
         "nothing need be done",
         {}});
  }
  note_what_is_lost(wish.plan, &best.reading, wish.language.name, program.notes);
  if (best.reading.optimizer) say_rate(program, best.reading.optimizer->lr);
  return program;
}

Program around_nearest(const Wish& wish, const Nearest& nearest) {
  Program program = around_call(wish, nearest.candidate);
  program.notes.push_back({"nearest", text_of(nearest, wish.language, wish.plan.lr),
                           "train what it says, or convert to a framework that takes a function", nearest.gap.step});
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

Refused cannot_say(const Wish& wish, const std::optional<Nearest>& nearest) {
  const std::string_view name = wish.language.name;
  if (!nearest)
    return refuse(
        filled("{} cannot say this: it has no schedule of this shape; --to {} take any schedule, as a function",
               {name, advised()}));
  return refuse(filled("{} cannot say this: {}; --nearest takes it, and --to {} take any schedule, as a function",
                       {name, text_of(*nearest, wish.language, wish.plan.lr), advised()}));
}

Result<Program> as_function(const Wish& wish, const std::optional<Candidate>& best) {
  const Writing& writing = *wish.language.writing;
  const auto function = python_function(wish.plan.lr, wish.steps);
  if (!function) return pass_on(function.error());
  const double lr = wish.lr.value_or(peak_of(wish.plan.lr, wish.steps));
  const Step run = steps_before_error(wish.plan.lr, wish.steps);
  Program program{writing.closed_form(function->text, run, lr), "", {}};
  const std::string why = best ? filled("the nearest, {}, differs from step {} on ({} instead of {})",
                                        {best->phrase, *best->apart, plain(best->reading.lr()(*best->apart)),
                                         plain(wish.plan.lr(*best->apart))})
                               : "it has no schedule of this shape";
  program.notes.push_back({"function",
                           filled("no schedule of {} gives these numbers: {}", {wish.language.name, why}),
                           function->is_table ? "the program has them in a table of the run, whose last rate then holds"
                                              : "the program says it as a function of the step",
                           {}});
  note_what_is_lost(wish.plan, nullptr, wish.language.name, program.notes);
  if (writing.is_factor) say_rate(program, lr);
  return program;
}

Result<Program> in_language(const Wish& wish, bool takes_nearest) {
  const auto best = best_phrase(wish);
  if (best && best->agrees_until() >= wish.steps) return around_call(wish, *best);
  if (wish.language.writing->closed_form && !takes_nearest) return as_function(wish, best);
  const auto nearest = nearest_phrase(wish);
  if (nearest && takes_nearest) return around_nearest(wish, *nearest);
  return cannot_say(wish, nearest);
}

/// The line that was read, if the library's program takes it as it stands.
std::string own_line(const Spec& spec, const Language& language) {
  if (first_name(spec.line) != language.name || !language.writing->takes) return "";
  const std::string_view name = std::string_view(spec.line).substr(0, spec.line.find('('));
  return language.writing->takes(last_name(name)) ? spec.line : "";
}

// What may be asked for.

/// The target that somebody means who types another of its library's names, or nearly its own.
std::string_view target_like(std::string_view typed) {
  const std::string word = lower_case(typed);
  for (const Language* each : languages())
    if (each->writing && word.size() > 2 && lower_case(each->library).find(word) != std::string::npos)
      return each->name;
  return nearest_name(word, targets());
}

Refused no_such_target(std::string_view to) {
  std::string all;
  for (const std::string_view name : targets()) add_item(all, name);
  const std::string_view meant = target_like(to);
  return refuse(filled("cannot write \"{}\"; {}--to takes one of {}",
                       {to.substr(0, 40), when(!meant.empty(), "did you mean ", filled("{}? ", {meant})), all}));
}

Result<void> check_rates(const Spec& spec, const Target& target) {
  if (target.lr && !(*target.lr > 0 && std::isfinite(*target.lr)))
    return refuse(filled("the optimizer's rate must be above 0, not {}; give it as in --lr 3e-4", {plain(*target.lr)}));
  const auto missing = missing_rate(spec);
  if (!missing) return {};
  return refuse(filled("{}; {}", {"the line leaves the rate to the optimizer and does not say it", missing->advice}));
}

}  // namespace

std::vector<std::string_view> targets() {
  std::vector<std::string_view> names;
  for (const Language* language : languages())
    if (language->writing) names.push_back(language->name);
  for (const Plain* each : plain_targets()) names.push_back(each->name);
  return names;
}

Result<Program> write_dialect(const Spec& spec, const Target& target) {
  const auto names = targets();
  if (std::find(names.begin(), names.end(), target.to) == names.end()) return no_such_target(target.to);
  if (auto good = check_rates(spec, target); !good) return pass_on(good.error());
  const Plan exact = exact_plan(spec, target.steps), plan = in_short_numbers(exact, target.steps);
  const Step run = steps_before_error(plan.lr, target.steps);
  for (const Plain* each : plain_targets())
    if (each->name == target.to) return each->write({spec, exact, plan, target.steps, run});
  std::optional<double> lr = target.lr;
  if (!lr && spec.optimizer) lr = spec.optimizer->lr;
  for (const Language* each : languages())
    if (each->name == target.to)
      return in_language({*each, plan, own_line(spec, *each), lr, target.steps}, target.nearest);
  return no_such_target(target.to);
}

}  // namespace etude::dialect
