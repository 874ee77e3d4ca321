// Apex's words for a plan: a line.

#include "dialect/shapes.h"
#include "dialect/write/programs.h"

namespace etude::dialect::apex {
namespace {

std::vector<std::string> phrases(const Plan& plan) {
  const auto ramp = as_ramp(inside(plan.lr));
  if (!ramp || ramp->shape != RampShape::line) return {};
  return {call_text("apex.Line", {{"start", ramp->from}, {"stop", ramp->to}, {"length", ramp->steps}})};
}

std::string expression(const Literal& call) { return python_call(call, "apex."); }

std::string program(const Literal& call, Step steps) {
  return program_text(templates::apex_py, {{"ETUDE_SCHEDULE", expression(call)},
                                           {"ETUDE_MAIN", csv_main(steps, "line = make_schedule()", "line(step)")}});
}

}  // namespace

constexpr Writing writing{.phrases = &phrases, .expression = &expression, .program = &program};

}  // namespace etude::dialect::apex
