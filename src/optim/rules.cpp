// Every rule by its position, and by its name.

#include <algorithm>
#include <string>

#include "base/words.h"
#include "optim/rule.h"

namespace etude::optim {
namespace {

constexpr const Definition* definitions[] = {
#define RULE(name, text) &name,
#include "etude/optim/rules.inc"
};

}  // namespace

const Definition& definition_of(Rule rule) { return *definitions[static_cast<std::size_t>(rule)]; }

bool RuleEntry::reads(std::string_view option) const {
  return std::find(options.begin(), options.end(), option) != options.end();
}

const RuleEntry& entry_of(Rule rule) { return definition_of(rule).entry; }

OptimizerOptions defaults_of(Rule rule) { return entry_of(rule).defaults; }

const std::vector<RuleEntry>& rules() {
  static const std::vector<RuleEntry> all = [] {
    std::vector<RuleEntry> entries;
    for (const Definition* definition : definitions) entries.push_back(definition->entry);
    return entries;
  }();
  return all;
}

Result<Rule> rule_named(std::string_view name) {
  for (const RuleEntry& entry : rules())
    if (entry.name == name) return entry.rule;
  return refuse("there is no optimizer \"" + std::string(name) +
                "\"; there is: " + joined_of(rules(), &RuleEntry::name));
}

}  // namespace etude::optim
