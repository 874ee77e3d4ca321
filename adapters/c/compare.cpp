// What is found of plans: lint, differences, and code for other frameworks.

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "etude/dialect/write.h"
#include "plan.h"

namespace etude::c {
namespace {

etude_note shown(const Note& note) {
  return {.size = 0,
          .id = note.id.c_str(),
          .text = note.text.c_str(),
          .advice = note.advice.c_str(),
          .step = note.step.value_or(-1),
          .is_warning = is_warning(note)};
}

etude_difference shown(const Difference& d, Step steps) {
  return {.size = 0,
          .steps = steps,
          .parts_at = d.parts_at.value_or(-1),
          .joins_at = d.joins_at.value_or(-1),
          .steps_apart = d.steps_apart,
          .largest_at = d.largest_at,
          .largest_gap = d.largest_gap,
          .largest_a = d.largest_a,
          .largest_b = d.largest_b,
          .sum_a = d.sum_a,
          .sum_b = d.sum_b};
}

Result<Step> longer_of(const etude_plan& a, const etude_plan& b) {
  const auto of_a = steps_of(a, most_compared), of_b = steps_of(b, most_compared);
  if (!of_a) return of_a;
  return of_b.map([&](Step steps) { return std::max(*of_a, steps); });
}

Result<dialect::Program> program_of(const etude_plan& plan, const etude_target& target) {
  if (!(target.lr >= 0 && std::isfinite(target.lr)))
    return refuse("target.lr must be a number from 0 (not known), not " + shortest(target.lr));
  const auto steps = steps_of(plan, most_counted);
  if (!steps) return pass_on(steps.error());
  auto program = dialect::write_dialect(plan.spec, {.to = target.to,
                                                    .steps = *steps,
                                                    .lr = target.lr != 0 ? std::optional(target.lr) : std::nullopt,
                                                    .nearest = target.nearest != 0});
  if (program && target.phrase != 0 && program->phrase.empty())
    return refuse(std::string(target.to) + " has no schedule of its own for this; take the program");
  return program;
}

}  // namespace

Gift<etude_notes> gift_of(std::vector<Note> notes) {
  return Gift(std::make_unique<etude_notes>(etude_notes{std::move(notes)}));
}

}  // namespace etude::c

using namespace etude;
using namespace etude::c;

etude_status etude_lint(const etude_plan* plan, int64_t done, etude_notes** notes) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"notes", notes}})) return misused;
    const auto steps = steps_of(*plan, most_counted);
    if (!steps) return refused(steps.error());
    if (done < 0 || done >= *steps)
      return refused(Error("done must be from 0 to " + std::to_string(*steps - 1) + ", not " + std::to_string(done)));
    gift_of(all_surprises(plan->spec, {.steps = *steps, .done = done, .horizon = plan->horizon})).to(notes);
    return {};
  });
}

etude_status etude_notes_count(const etude_notes* notes, size_t* count) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"notes", notes}, {"count", count}})) return misused;
    *count = notes->notes.size();
    return {};
  });
}

etude_status etude_notes_get(const etude_notes* notes, size_t index, etude_note* note) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"notes", notes}, {"note", note}})) return misused;
    if (Failed misused = wrong_index("index", index, notes->notes.size(), "notes")) return misused;
    return copy_out("note", shown(notes->notes[index]), note);
  });
}

etude_status etude_notes_free(etude_notes* notes) noexcept { return freed(__func__, "notes", notes); }

etude_status etude_diff(const etude_plan* a, size_t part_a, const etude_plan* b, size_t part_b, double tolerance,
                        etude_difference* out) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"a", a}, {"b", b}, {"difference", out}})) return misused;
    if (Failed misused = wrong_part("part_a", *a, part_a)) return misused;
    if (Failed misused = wrong_part("part_b", *b, part_b)) return misused;
    if (!(tolerance >= 0)) return refused(Error("tolerance must be a number from 0; type 1e-12"));
    const auto steps = longer_of(*a, *b);
    if (!steps) return refused(steps.error());
    const Difference found = difference(a->parts[part_a].schedule, b->parts[part_b].schedule, *steps, tolerance);
    return copy_out("difference", shown(found, *steps), out);
  });
}

etude_status etude_convert(const etude_plan* plan, const etude_target* target, char** code,
                           etude_notes** notes) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"target", target}, {"code", code}})) return misused;
    etude_target given;
    if (Failed misused = copy_in("target", target, given)) return misused;
    if (Failed misused = wrong({{"target.to", given.to}})) return misused;
    const auto program = program_of(*plan, given);
    if (!program) return refused(program.error());
    Gift<etude_notes> found = gift_of(program->notes);
    if (Failed failed = give(given.phrase != 0 ? program->phrase : program->code, code)) return failed;
    if (notes) found.to(notes);
    return {};
  });
}
