// What a rule takes: its options by their statement, and of a plan only what it reads.

#include <cmath>
#include <initializer_list>
#include <string>

#include "etude/base/hyper_parameter.h"
#include "etude/base/number.h"
#include "optim/rule.h"

namespace etude::optim {
namespace {

/// What is wrong; empty where nothing is. It follows the name of the rule.
using Complaint = std::string;

Complaint first_of(std::initializer_list<Complaint> complaints) {
  for (const Complaint& complaint : complaints)
    if (!complaint.empty()) return complaint;
  return "";
}

Complaint bad_size(std::string_view name, double value) {
  if (value >= 0 && std::isfinite(value)) return "";
  return ": " + std::string(name) + " must be a finite number, at least 0, not " + shortest(value);
}

/// What interpolates between y and x is divided by, so it must be above 0.
Complaint bad_share(const RuleEntry& entry, std::string_view name, double value) {
  const bool above_0 = entry.averages && name != "beta2" && entry.reads(name);
  if (value < 1 && (above_0 ? value > 0 : value >= 0)) return "";
  return ": " + std::string(name) + " must be " + (above_0 ? "above 0" : "at least 0") +
         " and below 1, as in 0.9, not " + shortest(value);
}

Complaint bad_value(const RuleEntry& entry, const Field& field, const Value& value) {
  if (field.unit == Unit::fraction) return bad_share(entry, field.name, std::get<double>(value));
  if (const auto* number = std::get_if<double>(&value)) return bad_size(field.name, *number);
  const std::string reason = complaint(field, value);
  return reason.empty() ? "" : ": " + reason;
}

Complaint bad_value(const OptimizerOptions& options) {
  for (const Member& each : OptimizerOptions::fields())
    if (Complaint wrong = bad_value(entry_of(options.rule), each.field, each.get(options)); !wrong.empty())
      return wrong;
  return "";
}

constexpr const char* no_weight_decay =
    " has no weight_decay; take adamw (from the parameters) or adam-l2 (in the gradient)";

Complaint bad_decay(const RuleEntry& entry, Decay decay, double weight_decay) {
  if (weight_decay != 0 && !entry.reads("weight_decay")) return no_weight_decay;
  if (decay == Decay::tied) return "";
  if (!entry.reads("decay")) return " has no decay apart from its rate; leave decay=tied, or take adamw or lion";
  if (decay == Decay::corrected)
    return entry.averages ? " has no corrected decay; leave decay=tied, or take adamw" : "";
  if (weight_decay <= 1) return "";
  return ": weight_decay must be at most 1 where decay=untied, since each step takes off that share, not " +
         shortest(weight_decay);
}

Complaint bad_warmup(const RuleEntry& entry, Step warmup) {
  if (warmup == 0 || entry.reads("warmup")) return "";
  return " has no warm-up of its own; leave it at 0 and begin the schedule with linear(from=0, ...) then ...";
}

Complaint bad_bias_correction(const RuleEntry& entry, bool on) {
  return on || entry.reads("bias_correction") ? "" : " has no bias to correct; leave bias_correction on";
}

/// What other rules call theirs.
std::string_view instead_of(HyperParameter which) {
  if (which == HyperParameter::momentum) return name_of(HyperParameter::beta1);
  return which == HyperParameter::beta1 ? name_of(HyperParameter::momentum) : "";
}

/// Of what a plan drives and the rule does not read.
Complaint unread(const RuleEntry& entry, HyperParameter which) {
  if (which == HyperParameter::weight_decay) return no_weight_decay;
  const std::string instead(instead_of(which));
  const std::string hint = entry.reads(instead) ? "drive " + instead : "leave it out of the plan";
  return " has no " + std::string(name_of(which)) + "; " + hint;
}

Complaint bad_driven(const OptimizerOptions& options, HyperParameter which, double value) {
  const RuleEntry& entry = entry_of(options.rule);
  if (!entry.reads(name_of(which))) return unread(entry, which);
  if (which != HyperParameter::weight_decay) return bad_share(entry, name_of(which), value);
  return first_of({bad_size(name_of(which), value), bad_decay(entry, options.decay, value)});
}

Complaint bad_rates(const OptimizerOptions& options, const Rates& rates) {
  Complaint wrong = bad_size("lr", rates.lr);
  for (const HyperParameter each : hyper_parameters)
    if (const auto* driven = member_of(rates, each); wrong.empty() && driven && *driven)
      wrong = bad_driven(options, each, **driven);
  return wrong;
}

}  // namespace

Result<OptimizerOptions> check(OptimizerOptions options) {
  const OptimizerOptions& o = options;
  const RuleEntry& entry = entry_of(o.rule);
  const Complaint wrong = first_of({
      bad_value(o),
      bad_decay(entry, o.decay, o.weight_decay),
      bad_bias_correction(entry, o.bias_correction),
      bad_warmup(entry, o.warmup),
  });
  if (!wrong.empty()) return refuse(std::string(entry.name) + wrong);
  return options;
}

Result<Rates> check(const OptimizerOptions& options, Rates rates) {
  if (const Complaint wrong = bad_rates(options, rates); !wrong.empty())
    return refuse(std::string(entry_of(options.rule).name) + wrong);
  return rates;
}

}  // namespace etude::optim
