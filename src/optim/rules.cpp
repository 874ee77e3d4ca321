#include <algorithm>
#include <string>

#include "optim/rule.h"

namespace etude::optim {
namespace {

// The table, in the order of Rule.
constexpr const Definition* definitions[] = {
    &sgd,  //
    &momentum, &nesterov, &adam, &adamw, &adam_l2, &lion, &schedule_free_sgd, &schedule_free_adamw,
};

}  // namespace

const Definition& definition_of(Rule rule) { return *definitions[static_cast<std::size_t>(rule)]; }

bool RuleEntry::reads(std::string_view option) const {
  return std::find(options.begin(), options.end(), option) != options.end();
}

const RuleEntry& entry_of(Rule rule) { return definition_of(rule).entry; }

bool averages(Rule rule) { return definition_of(rule).trains == Trains::averaged; }

const std::vector<RuleEntry>& rules() {
  static const std::vector<RuleEntry> all = [] {
    std::vector<RuleEntry> entries;
    for (const Definition* definition : definitions) entries.push_back(definition->entry);
    return entries;
  }();
  return all;
}

Result<Rule> rule_named(std::string_view name) {
  std::string listed;
  for (const RuleEntry& entry : rules()) {
    if (entry.name == name) return entry.rule;
    listed += (listed.empty() ? "" : ", ") + std::string(entry.name);
  }
  return refuse("there is no optimizer \"" + std::string(name) + "\"; there is: " + listed);
}

OptimizerOptions defaults_of(Rule rule) {
  OptimizerOptions options{.rule = rule};
  if (rule == Rule::lion) options.beta2 = 0.99;
  if (rule == Rule::adamw) options.weight_decay = 0.01;
  return options;
}

}  // namespace etude::optim
