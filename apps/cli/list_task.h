#pragma once
// What can be trained, with what, and on what: the part of etude list that is not schedules.

#include "etude/base/json.h"
#include "etude/lab/task.h"
#include "etude/report/table.h"

namespace etude::cli {

Table tasks_table();
Table optimizers_table();
Table data_table();

/// One task with every field's value, and one rule with its formula.
Table task_table(const TaskEntry& entry);
Table rule_table(const RuleEntry& rule);

Json task_json(const TaskEntry& entry);
Json rule_json(const RuleEntry& rule);
Json data_json();

}  // namespace etude::cli
