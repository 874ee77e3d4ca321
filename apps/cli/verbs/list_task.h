#pragma once
// What can be trained, with what, and on what: the part of etude list that is not schedules.

#include "etude/base/json.h"
#include "etude/report/table.h"
#include "etude/train/power_law.h"
#include "etude/train/task.h"

namespace etude::cli {

report::Table tasks_table();
report::Table optimizers_table();
report::Table data_table();

/// One task with every field's value, and one rule with its formula.
report::Table task_table(const train::TaskEntry& entry);
report::Table power_law_table();
report::Table rule_table(const optim::RuleEntry& rule);

Json task_json(const train::TaskEntry& entry);
Json power_law_json();
Json rule_json(const optim::RuleEntry& rule);
Json data_json();

}  // namespace etude::cli
