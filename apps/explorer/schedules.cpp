// Schedules: what there is, what a text means, and its code for other frameworks.

#include <algorithm>

#include "answers.h"
#include "etude/base/number.h"
#include "etude/notation/recipes.h"
#include "etude/range/rules.h"
#include "etude/report/figure.h"
#include "etude/train/task.h"
#include "json_in.h"
#include "optim/landscape.h"
#include "train/rates.h"

namespace etude::explorer {
namespace {

constexpr double longest = 1e7, no_steps = 0;
constexpr Step most_values = 4'000'000;  // of kinds at steps: a second, of eight schedules together

Json::Array names(const auto& all) {
  Json::Array list;
  for (const std::string_view name : all) list.emplace_back(name);
  return list;
}

Json::Array points(const std::vector<optim::Point>& all) {
  Json::Array list;
  for (const optim::Point& point : all) list.push_back(Json::Array{point[0], point[1]});
  return list;
}

Json to_json(const optim::Landscape& landscape) {
  const auto pair = [](const optim::Point& point) { return Json::Array{point[0], point[1]}; };
  return Json::Object{{"name", landscape.name},
                      {"formula", landscape.formula},
                      {"meaning", landscape.meaning},
                      {"x", pair(landscape.x)},
                      {"y", pair(landscape.y)},
                      {"start", pair(landscape.start)},
                      {"minima", points(landscape.minima)}};
}

Json notes_json(const std::vector<Note>& notes) {
  Json::Array list;
  for (const Note& note : notes) {
    Json::Object object{{"id", note.id}, {"text", note.text}, {"advice", note.advice}};
    if (note.step) object.emplace_back("step", *note.step);
    list.push_back(std::move(object));
  }
  return list;
}

Result<const dialect::Spec*> spec_at(const Memory& memory, const Json& request) {
  const auto slot = whole_of(request, "slot", 0, places - 1, 0);
  if (!slot) return pass_on(slot.error());
  const auto found = memory.slots.find(static_cast<int>(*slot));
  if (found == memory.slots.end()) return refuse("there is no schedule in slot " + std::to_string(*slot));
  return &found->second;
}

/// How many kinds are asked for one value: all that it is built of, but of a `then` only one piece.
Step kinds_asked(const Schedule& schedule) {
  Step sum = 0, largest = 0;
  for (const Schedule& each : schedule.inner()) {
    const Step own = kinds_asked(each);
    sum += own;
    largest = std::max(largest, own);
  }
  return 1 + (schedule.kind().name == "then" ? largest : sum);
}

/// There is nobody to stop it once it has begun.
Result<void> check_work(const dialect::Spec& spec, Step steps) {
  const Step kinds = std::max(kinds_asked(spec.meaning.lr), kinds_asked(spec.computed.lr));
  if (kinds * steps <= most_values) return {};
  return refuse("this page computes at most " + std::to_string(most_values / kinds) +
                " steps of a schedule of so many kinds; lower steps, or use fewer kinds");
}

/// The facts of a run of these steps.
Json::Object facts(const dialect::Spec& spec, Step steps) {
  std::vector<double> values(static_cast<std::size_t>(steps));
  spec.computed.lr.values(0, values);
  double sum = 0;
  for (const double value : values) sum += value;
  Json::Array part_names;
  for (const auto& [name, schedule] : parts(spec.computed)) part_names.emplace_back(name);
  const Step length = spec.meaning.lr.length();
  return {{"spec", spec.name},
          {"json", notation::to_json(spec.meaning)},
          {"length", length == endless ? Json() : Json(length)},
          {"parts", std::move(part_names)},
          {"sum_lr", sum},
          {"peak", *std::max_element(values.begin(), values.end())},
          {"first", values.front()},
          {"last", values.back()},
          {"notes", notes_json(dialect::surprises(spec, steps))}};
}

std::vector<double> numbers_of(const Json& object, std::string_view name) {
  std::vector<double> values;
  const Json* member = object.find(name);
  const auto* array = member ? member->as<Json::Array>() : nullptr;
  for (std::size_t i = 0; array && i < array->size(); ++i)
    values.push_back((*array)[i].number().value_or(not_a_number));
  return values;
}

report::Axis axis_of(const Json& figure, std::string_view name) {
  const Json* axis = figure.find(name);
  if (!axis) return {};
  const Json* log = axis->find("log");
  const bool* is_log = log ? log->as<bool>() : nullptr;
  return {text_of(*axis, "label"), is_log && *is_log};
}

Result<report::Line> line_of(const Json& json) {
  report::Line line;
  line.name = text_of(json, "name");
  line.x = numbers_of(json, "x");
  line.y = numbers_of(json, "y");
  line.low = numbers_of(json, "low");
  line.high = numbers_of(json, "high");
  const std::size_t n = line.x.size();
  const bool fits =
      line.y.size() == n && line.low.size() == line.high.size() && (line.low.empty() || line.low.size() == n);
  if (!fits) return refuse("a line needs as many y as x, and low and high as many or none");
  return line;
}

}  // namespace

Answer list() {
  Json::Array kind_list, dialect_list, recipe_list, optimizer_list, landscape_list, rule_list, field_list;
  for (const Kind& kind : kinds()) kind_list.push_back(notation::to_json(kind));
  for (const dialect::Dialect& each : dialect::dialects())
    dialect_list.push_back(Json::Object{{"name", each.name}, {"library", each.library}, {"written", each.is_written}});
  for (const notation::Recipe& recipe : notation::recipes()) recipe_list.push_back(notation::to_json(recipe));
  for (const optim::RuleEntry& rule : optim::rules())
    optimizer_list.push_back(Json::Object{
        {"name", rule.name}, {"formula", rule.formula}, {"meaning", rule.meaning}, {"options", names(rule.options)}});
  for (const optim::Landscape& landscape : optim::landscapes()) landscape_list.push_back(to_json(landscape));
  for (const range::RangeRule& rule : range::range_rules())
    rule_list.push_back(Json::Object{{"name", rule.name}, {"formula", rule.formula}});
  const train::Task task;
  for (const train::TaskField& field : train::task_fields())
    field_list.push_back(Json::Object{
        {"name", field.name}, {"group", field.group}, {"meaning", field.meaning}, {"default", field.get(task)}});
  return Json::Object{{"version", ETUDE_VERSION},
                      {"kinds", std::move(kind_list)},
                      {"dialects", std::move(dialect_list)},
                      {"recipes", std::move(recipe_list)},
                      {"formats", names(dialect::written_dialects())},
                      {"optimizers", std::move(optimizer_list)},
                      {"landscapes", std::move(landscape_list)},
                      {"rules", std::move(rule_list)},
                      {"task", std::move(field_list)}};
}

Answer read(Memory& memory, const Json& request) {
  const auto slot = whole_of(request, "slot", 0, places - 1, 0);
  if (!slot) return pass_on(slot.error());
  const auto steps = whole_of(request, "steps", 1, longest, no_steps);
  if (!steps) return pass_on(steps.error());
  Horizon horizon;
  horizon.steps = *steps;
  auto spec = dialect::parse_spec(text_of(request, "text"), horizon);
  if (!spec) return pass_on(spec.error());
  if (auto good = check_work(*spec, *steps); !good) return pass_on(good.error());
  Json::Object reply = facts(*spec, *steps);
  memory.slots.insert_or_assign(static_cast<int>(*slot), *std::move(spec));
  return reply;
}

Answer print_tree(const Json& request) {
  const Json* tree = request.find("json");
  if (!tree) return refuse("print needs a tree in \"json\"");
  const auto plan = notation::plan_from_json(*tree);
  if (!plan) return pass_on(plan.error());
  return Json::Object{{"spec", notation::print(*plan)}};
}

Answer convert(const Memory& memory, const Json& request) {
  const auto spec = spec_at(memory, request);
  if (!spec) return pass_on(spec.error());
  const auto steps = whole_of(request, "steps", 1, longest, 1);
  if (!steps) return pass_on(steps.error());
  const auto program = dialect::write_dialect((*spec)->meaning, text_of(request, "to"), *steps);
  if (!program) return pass_on(program.error());
  return Json::Object{{"code", program->code}, {"notes", notes_json(program->notes)}};
}

Answer draw(const Json& request) {
  const Json* json = request.find("figure");
  if (!json) return refuse("svg needs a \"figure\"");
  report::Figure figure{.title = text_of(*json, "title"), .x = axis_of(*json, "x"), .y = axis_of(*json, "y")};
  const Json* lines = json->find("lines");
  const auto* array = lines ? lines->as<Json::Array>() : nullptr;
  for (std::size_t i = 0; array && i < array->size(); ++i) {
    auto line = line_of((*array)[i]);
    if (!line) return pass_on(line.error());
    figure.lines.push_back(*std::move(line));
  }
  if (const Json* mark = json->find("marked_x")) figure.marked_x = mark->number();
  figure.mark_label = text_of(*json, "mark_label");
  return Json::Object{{"svg", report::draw_svg(figure)}};
}

Answer path(Memory& memory, const Json& request) {
  const auto spec = spec_at(memory, request);
  if (!spec) return pass_on(spec.error());
  const auto landscape = optim::landscape_named(text_of(request, "landscape", "bowl"));
  if (!landscape) return pass_on(landscape.error());
  const auto steps = whole_of(request, "steps", 1, 1e6, 300);
  if (!steps) return pass_on(steps.error());
  const auto noise = number_of(request, "noise", 0, 1e6, 0);
  if (!noise) return pass_on(noise.error());
  const auto seed = whole_of(request, "seed", 0, 4294967295.0, 0);
  if (!seed) return pass_on(seed.error());
  optim::DescentOptions options{
      .steps = *steps, .start = (*landscape)->start, .noise = *noise, .seed = static_cast<std::uint32_t>(*seed)};
  const std::vector<double> start = numbers_of(request, "start");
  if (start.size() == 2) options.start = {start[0], start[1]};
  if (const Json* optimizer = request.find("optimizer")) {
    const auto rule = optim::rule_named(text_of(*optimizer, "rule", "sgd"));
    if (!rule) return pass_on(rule.error());
    options.optimizer = optim::defaults_of(*rule);
    const auto momentum = number_of(*optimizer, "momentum", 0, 1, options.optimizer.momentum);
    if (!momentum) return pass_on(momentum.error());
    if (optim::entry_of(*rule).reads("momentum")) options.optimizer.momentum = *momentum;
    if (optim::entry_of(*rule).reads("beta1")) options.optimizer.beta1 = *momentum;
  }
  const auto found = optim::descend(
      **landscape, [&](Step t) { return train::rates_at((*spec)->computed, t); }, options);
  if (!found) return pass_on(found.error());
  memory.numbers.clear();
  for (std::size_t t = 0; t < found->x.size(); ++t)
    for (const double value : {found->x[t], found->y[t], found->loss[t]}) memory.numbers.push_back(value);
  return Json::Object{{"points", found->x.size()},
                      {"diverged_at", found->diverged_at ? Json(*found->diverged_at) : Json()}};
}

}  // namespace etude::explorer
