#include <algorithm>
#include <string>

#include "optim/rule.h"

namespace etude {
namespace {

// The table, in the order of Rule.
constexpr const optim::Definition* definitions[] = {
    &optim::sgd,  //
    &optim::momentum,
    &optim::nesterov,
    &optim::adam,
    &optim::adamw,
    &optim::adam_l2,
    &optim::lion,
    &optim::schedule_free_sgd,
    &optim::schedule_free_adamw,
};

}  // namespace

const optim::Definition& optim::definition_of(Rule rule) { return *definitions[static_cast<std::size_t>(rule)]; }

bool RuleEntry::reads(std::string_view option) const {
  return std::find(options.begin(), options.end(), option) != options.end();
}

const RuleEntry& entry_of(Rule rule) { return optim::definition_of(rule).entry; }

bool averages(Rule rule) { return optim::definition_of(rule).trains == optim::Trains::averaged; }

const std::vector<RuleEntry>& rules() {
  static const std::vector<RuleEntry> all = [] {
    std::vector<RuleEntry> entries;
    for (const optim::Definition* definition : definitions) entries.push_back(definition->entry);
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

}  // namespace etude
