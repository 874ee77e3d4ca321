#pragma once
// What the core replies, where that has parts: stated once, for the JSON that it writes and, by types.cpp, for the
// TypeScript that reads it.

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/forecast/rank.h"
#include "etude/notation/recipes.h"
#include "etude/range/rules.h"
#include "etude/report/table.h"
#include "etude/schedule/lint.h"
#include "optim/landscape.h"

namespace etude::explorer {

struct DialectInfo {
  std::string_view name, library;
  bool written = false;  // convert takes it

  static constexpr auto facts(auto...) {
    return facts_of<&DialectInfo::name, &DialectInfo::library, &DialectInfo::written>();
  }
};

struct OptimizerInfo {
  std::string_view name, formula, meaning;
  std::span<const std::string_view> options = {};

  static constexpr auto facts(auto...) {
    return facts_of<&OptimizerInfo::name, &OptimizerInfo::formula, &OptimizerInfo::meaning, &OptimizerInfo::options>();
  }
};

struct TaskFieldInfo {
  std::string name;
  std::string_view group, meaning;
  std::string default_;  // as it is typed

  static constexpr auto facts(auto...) {
    return facts_of<&TaskFieldInfo::name, &TaskFieldInfo::group, &TaskFieldInfo::meaning, &TaskFieldInfo::default_>();
  }
};

/// What there is.
struct CoreList {
  std::string_view version;
  std::vector<notation::KindStatement> kinds;
  std::vector<DialectInfo> dialects;
  std::span<const notation::Recipe> recipes;
  std::vector<std::string_view> formats;  // what convert takes
  std::vector<OptimizerInfo> optimizers;
  std::span<const optim::Landscape> landscapes;
  std::span<const range::RangeRule> rules;
  std::vector<TaskFieldInfo> task;

  static constexpr auto facts(auto...) {
    return facts_of<&CoreList::version, &CoreList::kinds, &CoreList::dialects, &CoreList::recipes, &CoreList::formats,
                    &CoreList::optimizers, &CoreList::landscapes, &CoreList::rules, &CoreList::task>();
  }
};

/// What was read of a text, and what its schedule is in a run of some steps.
struct Reading {
  std::string spec;                // in etude's notation
  Json::Object json;               // its tree, as `etude convert --to json` has it
  std::optional<Step> length;      // none: endless
  std::vector<std::string> parts;  // "lr", "momentum"
  double sum_lr = not_a_number, peak = not_a_number, first = not_a_number, last = not_a_number;
  std::vector<Note> notes = {};

  /// Those of the notes that say that something is wrong.
  std::vector<Note> warnings() const {
    std::vector<Note> all;
    std::copy_if(notes.begin(), notes.end(), std::back_inserter(all), is_warning);
    return all;
  }

  static constexpr auto facts(auto...) {
    return facts_of<&Reading::spec, &Reading::json, &Reading::length, &Reading::parts, &Reading::sum_lr, &Reading::peak,
                    &Reading::first, &Reading::last, &Reading::notes, &Reading::warnings>();
  }
};

/// What the final losses of the best arm and of another say, seed by seed.
struct Verdict {
  std::string best, other;  // names of arms
  std::string verdict;      // of the best: "lower", "higher", "no difference detected", "not tested"

  static constexpr auto facts(auto...) { return facts_of<&Verdict::best, &Verdict::other, &Verdict::verdict>(); }
};

struct Compared {
  Json::Object comparison;  // as `etude compare --json` has it
  report::Table table, pairs;
  std::string finding;
  std::vector<Verdict> verdicts = {};

  static constexpr auto facts(auto...) {
    return facts_of<&Compared::comparison, &Compared::table, &Compared::pairs, &Compared::finding,
                    &Compared::verdicts>();
  }
};

/// What a fit says of its runs. The curves are those of report::forecast_json.
struct Fitted {
  std::vector<forecast::Score> runs;
  forecast::MeanScore mean;
  forecast::Forecast forecast;
  Json curves;
  std::vector<std::string> findings = {}, warnings = {};

  static constexpr auto facts(auto...) {
    return facts_of<&Fitted::runs, &Fitted::mean, &Fitted::forecast, &Fitted::curves, &Fitted::findings,
                    &Fitted::warnings>();
  }
};

/// What a forecast says of schedules.
struct Foretold {
  Json curves = {};
  std::vector<std::string> findings = {}, warnings = {};
  report::Table table = {};
  std::vector<std::string> refusals = {};     // each begins with the name of a schedule or a run
  std::vector<forecast::Ranked> ranked = {};  // two schedules or more, as `etude forecast rank --json` has them,
  std::string ranking = {};                   //   and what it finds
  std::vector<forecast::Score> tested = {};   // the runs that were not fitted,
  Json tested_curves = {};                    //   as `etude forecast score --json` has them

  static constexpr auto facts(auto...) {
    return facts_of<&Foretold::curves, &Foretold::findings, &Foretold::warnings, &Foretold::table, &Foretold::refusals,
                    &Foretold::ranked, &Foretold::ranking, &Foretold::tested, &Foretold::tested_curves>();
  }
};

}  // namespace etude::explorer
