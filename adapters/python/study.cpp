// A study whose trials are run by Python, or by whom Python hands them to: it is asked for trials and told of outcomes, in
// any order, and goes on from what a store remembers. What it finds is what `etude compare` would.

#include "etude/study/study.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "adapters/program/log.h"
#include "adapters/program/own_trainer.h"
#include "adapters/store/memory.h"
#include "etude/notation/notation.h"
#include "etude/report/comparison.h"
#include "etude/report/page.h"
#include "etude/study/told.h"
#include "specs.h"

namespace etude::binding {
namespace {

/// What Study() takes beside the schedules, by the names of etude compare's flags.
struct StudyKeywords {
  Step steps = unset_steps, seeds = 1, tuning_seeds = 3;
  bool tune = false, controls = false, try_all = false;
  double peak_from = 0.04, peak_to = 2.56, peak_ratio = 1.4142135623730951;
  study::Score tune_on = study::Score::final_loss;
  std::string name = "trainer", store = {};

  static constexpr auto fields(auto...) {
    constexpr Range some{.least = 1, .most = 1e6};
    return std::array{
        field<&StudyKeywords::steps>(Unit::steps, {.least = 1}, "updates of a run"),
        field<&StudyKeywords::seeds>(Unit::count, some, "how many seeds: 0 ... K-1"),
        field<&StudyKeywords::tune>(Unit::choice, {}, "first find each schedule's own best peak, on other seeds"),
        field<&StudyKeywords::controls>(Unit::choice, {}, "beside each the constant with the same sum of rates"),
        field<&StudyKeywords::tuning_seeds>(Unit::count, some, "how many: 1000000, 1000001 ..."),
        field<&StudyKeywords::peak_from>(Unit::rate, {.above_least = true}, "the lowest peak that is tried at first"),
        field<&StudyKeywords::peak_to>(Unit::rate, {.above_least = true}, "the highest"),
        field<&StudyKeywords::peak_ratio>(Unit::number, {.above_least = true}, "of neighbouring peaks"),
        field<&StudyKeywords::tune_on>(Unit::choice, {}, "the loss that decides"),
        field<&StudyKeywords::try_all>(Unit::choice, {}, "every peak of the grid is run on every tuning seed"),
        field<&StudyKeywords::name>(Unit::text, {}, "what is trained, as reports and the store call it"),
        field<&StudyKeywords::store>(Unit::text, {}, "a file that keeps every finished run"),
    };
  }
  study::StudyOptions options() const;
};

/// The updates of a run, of which the losses need not all be told.
Work work_of_runs(std::span<const study::Trial> trials, std::span<const Outcome> outcomes) {
  Work work;
  for (std::size_t i = 0; i < trials.size(); ++i)
    work.asked += outcomes[i].steps > 0 ? outcomes[i].steps : trials[i].steps;
  work.trained = work.asked;
  return work;
}

study::StudyOptions StudyKeywords::options() const {
  study::StudyOptions options{.task = name,
                              .steps = steps,
                              .seeds = study::seeds_from(0, static_cast<std::size_t>(seeds)),
                              .has_controls = controls || tune,
                              .work = &work_of_runs};
  if (!tune) options.curve_points = std::numeric_limits<std::size_t>::max();
  if (tune)
    options.tuning = study::TuningOptions{.from = peak_from,
                                          .to = peak_to,
                                          .ratio = peak_ratio,
                                          .seeds = study::seeds_from(1'000'000, static_cast<std::size_t>(tuning_seeds)),
                                          .tries_all = try_all,
                                          .score = tune_on};
  return options;
}

/// What a trial's function told.
struct Report {
  double final_loss = 0;
  std::optional<double> heldout_loss = {};
  std::vector<std::int64_t> steps = {};  // of the losses, which may be none
  std::vector<double> losses = {};
};

void check_curve(const Report& report, Step steps) {
  Step least = 0;
  for (const Step step : report.steps) {
    if (step < least || step >= steps)
      throw Refusal("curve: a loss is of a step from 0 to " + std::to_string(steps - 1) + ", and steps grow; read " +
                    std::to_string(step));
    least = step + 1;
  }
}

/// What the store and the reports keep of it: as of the log of a program of one's own.
Outcome outcome_of(const Report& report, const study::Trial& trial) {
  check_curve(report, trial.steps);
  program::TrainerLog log;
  log.heldout_loss = report.heldout_loss.value_or(not_a_number);
  for (std::size_t i = 0; i < report.steps.size() && !log.diverged_at; ++i) {
    log.step.push_back(report.steps[i]);
    log.loss.push_back(report.losses[i]);
    if (!std::isfinite(report.losses[i])) log.diverged_at = report.steps[i];
  }
  if (!log.diverged_at) log.trained_loss = report.final_loss;
  if (!std::isfinite(report.final_loss) && !log.diverged_at) log.diverged_at = trial.steps;
  if (!log.loss.empty()) return program::outcome_of(log, trial.steps, trial.curve_points);
  if (log.diverged_at) return {.diverged_at = log.diverged_at};
  return {.final_loss = report.final_loss, .best_loss = report.final_loss, .heldout_loss = log.heldout_loss};
}

/// etude.study.Study's part in C++.
class AskedStudy {
 public:
  AskedStudy(std::vector<study::Contender> contenders, const StudyKeywords& keywords, const std::string& configuration,
             std::vector<std::string> typed)
      : contenders_(std::move(contenders)), options_(keywords.options()), typed_(std::move(typed)) {
    options_.progress = [this](std::size_t done, std::size_t known) { done_ = done, known_ = known; };
    if (!keywords.store.empty()) {
      store_ = std::make_unique<store::Store>(value_or_raise(store::Store::open(keywords.store)));
      memory_ = memory::memory_of(*store_, configuration);
    }
    go_on();
  }
  AskedStudy(const AskedStudy&) = delete;
  AskedStudy& operator=(const AskedStudy&) = delete;

  /// The numbers of trials that can run now and were not handed out, at most so many.
  std::vector<std::size_t> ask(std::size_t most) {
    if (are_told()) go_on();
    std::vector<std::size_t> given;
    for (; given.size() < most && next_ < wanted_.size(); ++next_) given.push_back(first_ + next_);
    return given;
  }

  const study::Trial& trial(std::size_t number) const {
    if (number < first_ || number - first_ >= wanted_.size())
      throw Refusal("the study goes on without this trial; tell of trials as they come, each once");
    return wanted_[number - first_].trial;
  }

  /// Tuning by the final loss looks at the tails of runs.
  bool wants_curve(std::size_t number) const {
    const bool tunes_by_tails = options_.tuning && options_.tuning->score == study::Score::final_loss;
    return trial(number).curve_points > 0 || tunes_by_tails;
  }

  /// Of a trial that ask() gave, once.
  void tell(std::size_t number, const Outcome& outcome) {
    const study::Trial& told = trial(number);
    Wanted& wanted = wanted_[number - first_];
    if (wanted.is_told) throw Refusal("this trial was told of before; tell of each once");
    if (memory_ && outcome.failure.empty()) value_or_raise(memory_->keep(told, outcome));
    told_.tell(told, outcome);
    wanted.is_told = true;
  }

  bool is_done() {
    if (are_told()) go_on();
    return comparison_.has_value();
  }
  /// Trials that are finished, and those that are known of so far.
  std::size_t done() const { return done_ + told_now(); }
  std::size_t known() const { return std::max(known_, done_ + wanted_.size()); }
  /// How many were handed out, and nobody has told of them.
  std::size_t away() const { return next_ - told_now(); }

  const Comparison& comparison() {
    if (!is_done())
      throw Refusal(std::to_string(known() - done()) + " of the " + std::to_string(known()) +
                    " trials that are known of are missing; ask() gives them");
    return *comparison_;
  }
  const std::vector<std::string>& typed() const { return typed_; }

 private:
  struct Wanted {
    study::Trial trial;
    bool is_told = false;
  };

  /// Those of this round.
  std::size_t told_now() const {
    const auto is_told = [](const Wanted& each) { return each.is_told; };
    return static_cast<std::size_t>(std::count_if(wanted_.begin(), wanted_.end(), is_told));
  }
  bool are_told() const { return !comparison_ && told_now() == wanted_.size(); }

  /// Asks the study what it wants to know next.
  void go_on() {
    const auto study = [this](const study::Runner& runner) {
      constexpr study::Portions all{.trials = std::numeric_limits<std::size_t>::max()};
      return study::compare(contenders_, memory_ ? study::remembering(runner, *memory_, all) : runner, options_);
    };
    comparison_ = value_or_raise(told_.ask(study));
    first_ += wanted_.size();
    wanted_.clear();
    next_ = 0;
    if (comparison_) return check_result();
    for (const std::size_t place : told_.wanted()) add(told_.round()[place]);
  }

  /// Contenders that are the same have the same trials.
  void add(const study::Trial& trial) {
    const bool is_there = std::any_of(wanted_.begin(), wanted_.end(), [&](const Wanted& each) {
      return each.trial.seed == trial.seed && each.trial.plan == trial.plan;
    });
    if (!is_there) wanted_.push_back({trial});
  }

  void check_result() {
    value_or_raise(program::refuse_all_failed(*comparison_));
    if (!program::ignored_schedule_warning(*comparison_).empty())
      comparison_->notes.emplace_back(
          "Warning: different schedules gave the very same losses: does the training use trial.schedule?");
  }

  std::vector<study::Contender> contenders_;
  study::StudyOptions options_;
  std::vector<std::string> typed_;
  std::unique_ptr<store::Store> store_;
  std::optional<study::Memory> memory_;
  study::Told told_;
  std::vector<Wanted> wanted_;  // of this round
  std::size_t first_ = 0;       // the number of the first of them
  std::size_t next_ = 0;        // the first of them that was not handed out
  std::size_t done_ = 0, known_ = 0;
  std::optional<Comparison> comparison_;
};

study::Contender contender_of(const std::string& name, const dialect::Spec& spec) {
  if (dialect::missing_rate(spec))
    throw Refusal(name + ": the line leaves the rate to the optimizer and does not say it; type lr=0.1 in the line");
  return {name, spec.computed};
}

/// `of` has a name and what it names, of each schedule.
void make_study(AskedStudy* study, const std::vector<std::pair<std::string, nb::object>>& of,
                const std::string& settings, nb::kwargs options) {
  static constexpr auto members = StudyKeywords::fields();
  StudyKeywords keywords;
  read_keywords("Study", members, &keywords, std::move(options));
  if (keywords.steps == unset_steps) throw Refusal("Study: say how long a run is; type steps=1000");
  const Run run{.horizon = {.steps = keywords.steps}};
  std::vector<study::Contender> contenders;
  std::vector<std::string> typed;
  for (const auto& [name, object] : of) {
    const dialect::Spec spec = spec_from(object, run);
    typed.push_back(spec.line.empty() ? notation::print(spec.meaning) : spec.line);
    contenders.push_back(contender_of(name.empty() ? typed.back() : name, spec));
  }
  const std::string name = write_json(Json::Array{keywords.name}, 0);
  new (study) AskedStudy(std::move(contenders), keywords, "trainer=" + name + "\n" + settings, std::move(typed));
}

void tell_study(AskedStudy& study, std::size_t number, double final_loss, std::optional<double> heldout_loss,
                std::vector<std::int64_t> steps, std::vector<double> losses) {
  study.tell(number, outcome_of({final_loss, heldout_loss, std::move(steps), std::move(losses)}, study.trial(number)));
}

void fail_study(AskedStudy& study, std::size_t number, const std::string& reason) {
  study.tell(number, {.failure = reason.empty() ? "it failed" : reason});
}

/// The tables as a terminal of that width has them.
std::string tables_of(const Comparison& comparison, int width) {
  const std::string table = report::draw_table(report::comparison_table(comparison), width);
  return comparison.pairs.empty() ? table : table + "\n" + report::draw_table(report::pairs_table(comparison), width);
}

std::string page_of(AskedStudy& study) {
  return report::comparison_html(study.comparison(), {.version = ETUDE_VERSION, .specs = study.typed()});
}

std::optional<std::string> winner_of(const Comparison& comparison) {
  const auto winner = report::winner_of(comparison);
  return winner ? std::optional(comparison.arms[*winner].schedule) : std::nullopt;
}

/// A member function that gives a text of the comparison.
template <class Write>
auto of_comparison(Write write) {
  return [write](AskedStudy& study) { return write(study.comparison()); };
}

}  // namespace

void bind_study(nb::module_& module) {
  nb::class_<AskedStudy>(module, "_Study")
      .def("__init__", &make_study,
           nb::sig(
               "def __init__(self, schedules: list[tuple[str, typing.Any]], settings: str, **options: typing.Any) -> "
               "None"))
      .def("ask", &AskedStudy::ask, nb::arg("most"))
      .def("tell", &tell_study, nb::arg("number"), nb::arg("final_loss"), nb::arg("heldout_loss").none(),
           nb::arg("steps"), nb::arg("losses"))
      .def("fail", &fail_study, nb::arg("number"), nb::arg("reason"))
      .def("seed", [](const AskedStudy& study, std::size_t number) { return study.trial(number).seed; })
      .def("steps", [](const AskedStudy& study, std::size_t number) { return study.trial(number).steps; })
      .def("wants_curve", [](const AskedStudy& study, std::size_t number) { return study.wants_curve(number); })
      .def(
          "plan",
          [](const AskedStudy& study, std::size_t number) {
            return object_of(dialect::spec_of(study.trial(number).plan));
          },
          nb::sig("def plan(self, number: int) -> Schedule | Plan"))
      .def("is_done", &AskedStudy::is_done)
      .def("done", &AskedStudy::done)
      .def("known", &AskedStudy::known)
      .def("away", &AskedStudy::away)
      .def("tables", [](AskedStudy& study, int width) { return tables_of(study.comparison(), width); })
      .def("finding", of_comparison(&report::comparison_finding))
      .def("csv", of_comparison(&report::comparison_csv))
      .def("trials_csv", of_comparison(&report::comparison_trials_csv))
      .def("json", of_comparison([](const Comparison& all) { return write_json(report::comparison_json(all)); }))
      .def("svg", of_comparison([](const Comparison& all) { return report::draw_svg(report::comparison_figure(all)); }))
      .def("html", &page_of)
      .def("winner", of_comparison(&winner_of));
}

}  // namespace etude::binding
