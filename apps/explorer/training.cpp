// Training: runs that go on a few updates at a time, comparisons of what they gave, and the range test.

#include "training.h"

#include <algorithm>
#include <cmath>

#include "answers.h"
#include "etude/data/source.h"
#include "etude/range/rules.h"
#include "etude/range/sweep.h"
#include "etude/report/comparison.h"
#include "etude/report/range.h"
#include "etude/study/study.h"
#include "etude/train/train.h"
#include "json_in.h"
#include "train/run_data.h"

namespace etude::explorer {
namespace {

constexpr double most_steps = 200'000, largest_seed = 4294967295.0;

/// The task of the default name with the fields that the request gives; only generated data.
Result<train::Task> task_of(const Json& request) {
  train::Task task;
  if (const Json* given = request.find("task")) {
    const auto* members = given->as<Json::Object>();
    if (!members) return refuse("task must be an object of fields and texts");
    for (const train::TaskField& field : train::task_fields()) {
      const Json* value = given->find(field.name);
      if (!value) continue;
      const auto* text = value->as<std::string>();
      if (auto good = text ? field.set(task, *text) : refuse("type a text"); !good)
        return refuse(std::string(field.name) + ": " + good.error().message);
    }
    for (const auto& member : *members)
      if (std::none_of(train::task_fields().begin(), train::task_fields().end(),
                       [&](const train::TaskField& field) { return field.name == member.first; }))
        return refuse("a task has no field " + member.first);
  }
  task.vectors = model::Vectors::portable;  // so that the module and its native build give the same bits
  const auto steps = whole_of(request, "steps", 1, most_steps, static_cast<double>(task.steps));
  if (!steps) return pass_on(steps.error());
  task.steps = *steps;
  const std::string backward = text_of(request, "backward", name_of(task.backward));
  for (const train::TaskField& field : train::task_fields())
    if (field.name == "backward")
      if (auto good = field.set(task, backward); !good) return pass_on(good.error());
  return task;
}

/// A browser's memory is no place for more, and there is nothing to catch where it ends.
Result<void> check_size(const train::Task& task) {
  constexpr std::size_t widest = 1024, deepest = 16, most_samples = 20'000;
  const auto& hidden = task.model.hidden;
  if (hidden.size() > deepest || std::any_of(hidden.begin(), hidden.end(), [](std::size_t w) { return w > widest; }))
    return refuse("hidden: the page trains at most 16 hidden layers of at most 1024; train more on the command line");
  if (!data::is_generated(task.data.source)) return {};  // refused where it would be read
  const auto samples = data::generated_samples(task.data.source);
  if (!samples) return pass_on(samples.error());
  if (*samples <= most_samples) return {};
  return refuse("data: the page trains on at most 20,000 samples, not " + std::to_string(*samples));
}

Result<train::Prepared> prepared_of(const Json& request) {
  const auto task = task_of(request);
  if (!task) return pass_on(task.error());
  if (auto good = check_size(*task); !good) return pass_on(good.error());
  return train::Prepared::of(*task, [](std::string_view source, const data::LoadOptions&) -> Result<data::Split> {
    return refuse("the page trains on generated data, such as spirals:classes=5; for " + std::string(source) +
                  " use etude on the command line");
  });
}

Result<std::uint32_t> seed_of(const Json& request) {
  const auto seed = whole_of(request, "seed", 0, largest_seed, 0);
  if (!seed) return pass_on(seed.error());
  return static_cast<std::uint32_t>(*seed);
}

Result<std::vector<std::uint32_t>> seeds_of(const Json& request) {
  std::vector<std::uint32_t> seeds;
  const Json* member = request.find("seeds");
  const auto* array = member ? member->as<Json::Array>() : nullptr;
  if (!array || array->empty()) return refuse("seeds must be a list of whole numbers");
  for (const Json& each : *array) {
    const auto seed = each.number();
    if (!seed || !(*seed >= 0 && *seed <= largest_seed) || *seed != std::floor(*seed))
      return refuse("seeds must be whole numbers of 0 to 4294967295");
    seeds.push_back(static_cast<std::uint32_t>(*seed));
  }
  return seeds;
}

/// Lengths in a plan are of this run.
Result<Plan> plan_of(const train::Prepared& prepared, const std::string& text) {
  Horizon horizon;
  horizon.steps = prepared.task().steps;
  const auto spec = dialect::parse_spec(text, horizon);
  if (!spec) return pass_on(spec.error());
  if (auto good = train::check_plan(prepared, spec->computed); !good) return pass_on(good.error());
  return spec->computed;
}

template <class Real>
class RunOf final : public Run {
 public:
  RunOf(train::Trainer<Real> trainer, Step steps, bool is_flat)
      : trainer_(std::move(trainer)), steps_(steps), is_flat_(is_flat) {}

  std::size_t go_on(std::size_t updates) override {
    train::Losses losses(record_);
    const auto left = static_cast<std::size_t>(steps_ - trainer_.step());
    if (end_ == train::End::reached)
      end_ = train::run(trainer_, trainer_.step() + static_cast<Step>(std::min(left, updates)), {&losses});
    return record_.loss.size();
  }

  const std::vector<double>& losses() const override { return record_.loss; }

  Outcome outcome(std::size_t points) override {
    Record record = record_;
    train::EndOfRun<Real>(trainer_, record).ended(end_);
    return outcome_of(record, points);
  }

  const std::vector<std::uint8_t>& regions(std::size_t n, double size) override {
    regions_.clear();
    if (!is_flat_) return regions_;
    std::vector<Real> cells;
    const auto middle = [&](std::size_t i) {
      return static_cast<Real>(size * ((2 * static_cast<double>(i) + 1) / static_cast<double>(n) - 1));
    };
    for (std::size_t row = 0; row < n; ++row)
      for (std::size_t column = 0; column < n; ++column) cells.insert(cells.end(), {middle(column), middle(row)});
    for (const std::int32_t each : trainer_.network().predict(cells))
      regions_.push_back(static_cast<std::uint8_t>(each));
    return regions_;
  }

  std::size_t parameters() override { return trainer_.network().parameters().size(); }

  std::size_t right() override {
    const model::Batch<Real> all = trainer_.training_batch();
    const auto given = trainer_.network().predict(all.inputs);
    std::size_t count = 0;
    for (std::size_t i = 0; i < given.size(); ++i) count += given[i] == all.labels[i];
    return count;
  }

 private:
  train::Trainer<Real> trainer_;
  Step steps_;
  bool is_flat_;  // its data lies in the plane
  Record record_;
  train::End end_ = train::End::reached;  // of the updates so far
  std::vector<std::uint8_t> regions_;
};

template <class Real>
Result<std::unique_ptr<Run>> started(const train::Prepared& prepared, const Plan& plan, std::uint32_t seed) {
  auto trainer = train::Trainer<Real>::start(prepared, plan, seed);
  if (!trainer) return pass_on(trainer.error());
  const data::Dataset& shape = prepared.shape();
  const bool is_flat = shape.features == 2 && shape.positions == 1;
  return std::make_unique<RunOf<Real>>(*std::move(trainer), prepared.task().steps, is_flat);
}

std::map<int, std::unique_ptr<Run>>& runs() {
  static std::map<int, std::unique_ptr<Run>> all;
  return all;
}

/// A study's runner that gives what was run already.
study::Runner remembered(std::vector<std::vector<Outcome>> outcomes, std::size_t seeds) {
  return
      [outcomes = std::move(outcomes), seeds](std::span<const study::Trial> trials, const study::Finished& finished) {
        Result<void> good;
        for (std::size_t i = 0; i < trials.size() && good; ++i) good = finished(i, outcomes[i / seeds][i % seeds]);
        return good;
      };
}

Result<std::vector<Outcome>> outcomes_of(const Json& arm, std::size_t seeds) {
  const Json* member = arm.find("outcomes");
  const auto* array = member ? member->as<Json::Array>() : nullptr;
  if (!array || array->size() != seeds) return refuse("an arm needs an outcome for each seed");
  std::vector<Outcome> all;
  for (const Json& each : *array) {
    auto outcome = outcome_from_text(write_json(each, 0));
    if (!outcome) return pass_on(outcome.error());
    all.push_back(*std::move(outcome));
  }
  return all;
}

/// A range test that is done sweep by sweep: range::test() is asked again after each, and told of those before.
struct Sweeping {
  train::Prepared prepared;
  range::SweepOptions options;
  std::vector<std::pair<study::Trial, Outcome>> done;
};

std::unique_ptr<Sweeping>& sweeping() {
  static std::unique_ptr<Sweeping> one;
  return one;
}

bool is_same(const study::Trial& a, const study::Trial& b) {
  return a.plan == b.plan && a.steps == b.steps && a.seed == b.seed;
}

/// Gives what is done, does one more, and ends there if that was not all; `round` are the trials of this round.
study::Runner one_more(Sweeping& all, std::vector<study::Trial>& round, bool& is_over) {
  return [&all, &round, &is_over](std::span<const study::Trial> trials,
                                  const study::Finished& finished) -> Result<void> {
    round.assign(trials.begin(), trials.end());
    for (std::size_t i = 0; i < trials.size(); ++i) {
      auto found =
          std::find_if(all.done.begin(), all.done.end(), [&](const auto& d) { return is_same(d.first, trials[i]); });
      if (found == all.done.end()) {
        if (is_over) return refuse("not done yet");
        is_over = true;
        const auto good =
            range::sweep_runner(all.prepared)(trials.subspan(i, 1), [&](std::size_t, const Outcome& outcome) {
              all.done.emplace_back(trials[i], outcome);
              return Result<void>();
            });
        if (!good) return good;
        found = all.done.end() - 1;
      }
      if (auto good = finished(i, found->second); !good) return good;
    }
    return {};
  };
}

Json sweeps_json(const Sweeping& all, const std::vector<study::Trial>& round) {
  Json::Array list;
  for (const study::Trial& trial : round)
    for (const auto& [done, outcome] : all.done) {
      if (!is_same(done, trial)) continue;
      std::vector<double> lr;
      for (const Step step : outcome.curve.step) lr.push_back(trial.plan.lr(step));
      list.push_back(
          Json::Object{{"seed", static_cast<std::int64_t>(trial.seed)}, {"lr", lr}, {"loss", outcome.curve.loss}});
    }
  return list;
}

Result<range::SweepOptions> sweep_of(const Json& request, const train::Task& task) {
  range::SweepOptions options{.task = task.name};
  const auto from = number_of(request, "from", 1e-300, 1e300, options.from);
  const auto to = number_of(request, "to", 1e-300, 1e300, options.to);
  const auto steps = whole_of(request, "steps", 1, most_steps, static_cast<double>(options.steps));
  const auto seeds = seeds_of(request);
  if (!from) return pass_on(from.error());
  if (!to) return pass_on(to.error());
  if (!steps) return pass_on(steps.error());
  if (!seeds) return pass_on(seeds.error());
  const auto shape = range::sweep_named(text_of(request, "shape", "exponential"));
  if (!shape) return pass_on(shape.error());
  options.from = *from;
  options.to = *to;
  options.steps = *steps;
  options.seeds = *seeds;
  options.shape = *shape;
  options.rule = text_of(request, "rule", options.rule);
  options.backward = task.backward;
  options.is_adaptive = range::is_adaptive(task.optimizer.rule);
  return options;
}

}  // namespace

Run* run_at(int place) {
  const auto found = runs().find(place);
  return found == runs().end() ? nullptr : found->second.get();
}

Answer data(Memory& memory, const Json& request) {
  const auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  const auto seed = seed_of(request);
  if (!seed) return pass_on(seed.error());
  const auto put = [&]<class Real>(Real) -> Result<void> {
    const auto drawn = prepared->data<Real>(*seed);
    if (!drawn) return pass_on(drawn.error());
    const std::size_t features = prepared->shape().features;
    for (std::size_t i = 0; i < drawn->train.labels.size() && features == 2; ++i)
      for (const double value :
           {static_cast<double>((*drawn->inputs)[2 * i]), static_cast<double>((*drawn->inputs)[2 * i + 1]),
            static_cast<double>(drawn->train.labels[i])})
        memory.numbers.push_back(value);
    return {};
  };
  memory.numbers.clear();
  if (auto good = train::in_precision(prepared->task().precision, put); !good) return pass_on(good.error());
  return Json::Object{{"samples", prepared->samples()},
                      {"classes", prepared->shape().classes},
                      {"features", prepared->shape().features}};
}

Answer train(const Json& request) {
  const auto place = whole_of(request, "run", 0, places - 1, 0);
  if (!place) return pass_on(place.error());
  const auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  const auto plan = plan_of(*prepared, text_of(request, "plan"));
  if (!plan) return pass_on(plan.error());
  const auto seed = seed_of(request);
  if (!seed) return pass_on(seed.error());
  auto run = train::in_precision(prepared->task().precision,
                                 [&]<class Real>(Real) { return started<Real>(*prepared, *plan, *seed); });
  if (!run) return pass_on(run.error());
  const std::size_t parameters = (*run)->parameters();
  runs()[static_cast<int>(*place)] = *std::move(run);
  return Json::Object{{"steps", prepared->task().steps}, {"parameters", parameters}, {"samples", prepared->samples()}};
}

Answer outcome(const Json& request) {
  const auto place = whole_of(request, "run", 0, places - 1, 0);
  if (!place) return pass_on(place.error());
  const auto points = whole_of(request, "points", 0, most_steps, 500);
  if (!points) return pass_on(points.error());
  Run* run = run_at(static_cast<int>(*place));
  if (!run) return refuse("there is no run " + std::to_string(*place));
  auto told = read_json(to_text(run->outcome(static_cast<std::size_t>(*points))));
  if (!told) return pass_on(told.error());
  return Json::Object{{"outcome", *std::move(told)}};
}

Answer compare(const Json& request) {
  const auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  const auto seeds = seeds_of(request);
  if (!seeds) return pass_on(seeds.error());
  const Json* arms = request.find("arms");
  const auto* array = arms ? arms->as<Json::Array>() : nullptr;
  if (!array) return refuse("there is nothing to compare");
  std::vector<study::Contender> contenders;
  std::vector<std::vector<Outcome>> all;
  const train::Task& task = prepared->task();
  for (const Json& arm : *array) {
    const std::string name = text_of(arm, "name");
    const auto plan = plan_of(*prepared, text_of(arm, "text"));
    if (!plan) return refuse(name + ": " + plan.error().message);
    auto outcomes = outcomes_of(arm, seeds->size());
    if (!outcomes) return refuse(name + ": " + outcomes.error().message);
    contenders.push_back({name, *plan, task.backward});
    all.push_back(*std::move(outcomes));
  }
  const auto comparison = study::compare(
      contenders, remembered(std::move(all), seeds->size()),
      {.task = task.name, .precision = std::string(name_of(task.precision)), .steps = task.steps, .seeds = *seeds});
  if (!comparison) return pass_on(comparison.error());
  return Json::Object{{"comparison", report::comparison_json(*comparison)},
                      {"table", table_json(report::comparison_table(*comparison))},
                      {"pairs", table_json(report::pairs_table(*comparison))},
                      {"finding", report::comparison_finding(*comparison)}};
}

Answer range(const Json& request) {
  auto prepared = prepared_of(request);
  if (!prepared) return pass_on(prepared.error());
  auto options = sweep_of(request, prepared->task());
  if (!options) return pass_on(options.error());
  if (auto rule = range::range_rule_named(options->rule); !rule) return pass_on(rule.error());
  sweeping() = std::make_unique<Sweeping>(Sweeping{*std::move(prepared), *std::move(options), {}});
  return Json::Object{{"started", true}};
}

Answer range_go() {
  if (!sweeping()) return refuse("there is no range test to go on with");
  std::vector<study::Trial> round;
  bool is_over = false;
  const auto before = sweeping()->done.size();
  const auto study = range::test(one_more(*sweeping(), round, is_over), sweeping()->options);
  if (study)
    return Json::Object{{"done", true},
                        {"range", report::range_json(*study)},
                        {"table", table_json(report::range_table(*study))},
                        {"rules", table_json(report::range_rules_table(*study))}};
  if (sweeping()->done.size() == before) return pass_on(study.error());
  return Json::Object{{"done", false}, {"sweeps", sweeps_json(*sweeping(), round)}};
}

Json table_json(const report::Table& table) {
  Json::Array columns, rows, notes;
  for (const report::Column& column : table.columns)
    columns.push_back(Json::Object{{"title", column.title}, {"is_text", column.is_text}});
  for (const auto& row : table.rows) {
    Json::Array cells;
    for (const std::string& cell : row) cells.emplace_back(cell);
    rows.push_back(std::move(cells));
  }
  for (const std::string& note : table.notes) notes.emplace_back(note);
  return Json::Object{{"columns", std::move(columns)}, {"rows", std::move(rows)}, {"notes", std::move(notes)}};
}

}  // namespace etude::explorer
