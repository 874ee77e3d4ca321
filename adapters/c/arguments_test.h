#pragma once
// One list of all functions of etude.h, each with arguments that are right.

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "etude.h"

namespace etude::c {

inline constexpr const char* usual =
    "plan(lr=warmup(to=0.1, steps=30) then cosine(from=0.1, steps=270), "
    "weight_decay=linear(from=0.1, to=0, steps=300), group(head, lr=constant(0.01)))";

/// Frees what it holds.
template <class T>
struct Held {
  T* at = nullptr;
  ~Held() { clear(); }
  void clear() {
    free_it(at);
    at = nullptr;
  }
  static void free_it(etude_plan* plan) { etude_plan_free(plan); }
  static void free_it(etude_notes* notes) { etude_notes_free(notes); }
  static void free_it(etude_driver* driver) { etude_driver_free(driver); }
  static void free_it(etude_sweeps* sweeps) { etude_sweeps_free(sweeps); }
  static void free_it(char* text) { etude_free(text); }
};

/// A struct in which only the size is said.
template <class Struct>
Struct sized() {
  Struct empty{};
  empty.size = sizeof(Struct);
  return empty;
}

/// Arguments that are right, and places for what is given.
struct Arguments {
  Held<etude_plan> plan;
  Held<etude_notes> notes;
  Held<etude_driver> driver;
  Held<etude_sweeps> sweeps;

  Held<etude_plan> plan_out;
  Held<etude_notes> notes_out;
  Held<etude_driver> driver_out;
  Held<etude_sweeps> sweeps_out;
  Held<char> text_out, saved;
  const char* name = nullptr;
  std::size_t index = 0;
  std::int64_t steps[3] = {0, 29, 30};
  double values[3] = {};
  std::vector<double> lr, loss;
  etude_horizon horizon = sized<etude_horizon>();
  etude_part part = sized<etude_part>();
  etude_note note = sized<etude_note>();
  etude_difference difference = sized<etude_difference>();
  etude_target target = sized<etude_target>();
  etude_resuming how = sized<etude_resuming>();
  etude_reading rule = sized<etude_reading>();
  etude_suggestion suggestion = sized<etude_suggestion>();

  Arguments() {
    horizon.steps = 300;
    target.to = "text";
    etude_parse(usual, &horizon, &plan.at);
    etude_lint(plan.at, 0, &notes.at);
    etude_driver_new(plan.at, "plateau(patience=2)", &driver.at);
    etude_driver_advance(driver.at, 7);
    etude_driver_state(driver.at, &saved.at);
    how.policy = "extend";
    etude_sweeps_new(&sweeps.at);
    for (double rate = 1e-6; rate < 10; rate *= 1.1) {
      lr.push_back(rate);
      loss.push_back(2.3 - 2 / (1 + 0.01 / rate) + 2 * std::pow(rate / 0.2, 3));
    }
    etude_sweeps_add(sweeps.at, 0, lr.data(), loss.data(), lr.size(), 0);
  }

  void clear_what_was_given() {
    plan_out.clear();
    notes_out.clear();
    driver_out.clear();
    sweeps_out.clear();
    text_out.clear();
  }

  /// Calls visit(name, function, indexes of arguments that may be NULL, arguments...) for all functions with a status but
  /// those that free.
  template <class Visit>
  void each(Visit visit) {
    using Nullable = std::set<std::size_t>;
#define ETUDE_VISIT(function, ...) visit(#function, function, __VA_ARGS__)
    ETUDE_VISIT(etude_parse, Nullable{1}, "constant(0.1)", &horizon, &plan_out.at);
    ETUDE_VISIT(etude_plan_text, Nullable{}, plan.at, &text_out.at);
    ETUDE_VISIT(etude_plan_json, Nullable{}, plan.at, &text_out.at);
    ETUDE_VISIT(etude_plan_steps, Nullable{}, plan.at, &steps[0]);
    ETUDE_VISIT(etude_plan_parts, Nullable{}, plan.at, &index);
    ETUDE_VISIT(etude_plan_part, Nullable{}, plan.at, 1, &part);
    ETUDE_VISIT(etude_plan_find, Nullable{}, plan.at, "head.lr", &index);
    ETUDE_VISIT(etude_value, Nullable{}, plan.at, 0, 5, values);
    ETUDE_VISIT(etude_values, Nullable{}, plan.at, 0, 5, 3, values);
    ETUDE_VISIT(etude_values_at, Nullable{}, plan.at, 0, steps, 3, values);
    ETUDE_VISIT(etude_lint, Nullable{}, plan.at, 0, &notes_out.at);
    ETUDE_VISIT(etude_notes_count, Nullable{}, notes.at, &index);
    ETUDE_VISIT(etude_notes_get, Nullable{}, notes.at, 0, &note);
    ETUDE_VISIT(etude_diff, Nullable{}, plan.at, 0, plan.at, 1, 1e-12, &difference);
    ETUDE_VISIT(etude_convert, Nullable{3}, plan.at, &target, &text_out.at, &notes_out.at);
    ETUDE_VISIT(etude_resume, Nullable{3, 5}, plan.at, plan.at, 5, &how, &plan_out.at, &notes_out.at);
    ETUDE_VISIT(etude_driver_new, Nullable{1}, plan.at, "plateau(patience=2)", &driver_out.at);
    ETUDE_VISIT(etude_driver_step, Nullable{}, driver.at, &steps[0]);
    ETUDE_VISIT(etude_driver_scale, Nullable{}, driver.at, values);
    ETUDE_VISIT(etude_driver_groups, Nullable{}, driver.at, &index);
    ETUDE_VISIT(etude_driver_group, Nullable{}, driver.at, "head", &index);
    ETUDE_VISIT(etude_driver_numbers, Nullable{}, driver.at, 1, &index);
    ETUDE_VISIT(etude_driver_number, Nullable{}, driver.at, 1, 0, &name);
    ETUDE_VISIT(etude_driver_values, Nullable{}, driver.at, 1, 2, values);
    ETUDE_VISIT(etude_driver_advance, Nullable{}, driver.at, 0);
    ETUDE_VISIT(etude_driver_advance_to, Nullable{}, driver.at, 7);
    ETUDE_VISIT(etude_driver_report, Nullable{}, driver.at, 1);
    ETUDE_VISIT(etude_driver_state, Nullable{}, driver.at, &text_out.at);
    ETUDE_VISIT(etude_driver_load, Nullable{2, 3}, driver.at, saved.at, &how, &notes_out.at);
    ETUDE_VISIT(etude_sweeps_new, Nullable{}, &sweeps_out.at);
    ETUDE_VISIT(etude_sweeps_add, Nullable{}, sweeps.at, 1, lr.data(), loss.data(), lr.size(), 0);
    ETUDE_VISIT(etude_sweeps_read, Nullable{1}, sweeps.at, &rule, &suggestion);
#undef ETUDE_VISIT
  }
};

inline std::string last_error() { return etude_error_text(); }

}  // namespace etude::c
