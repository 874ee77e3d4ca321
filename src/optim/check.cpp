#include <cmath>
#include <initializer_list>
#include <string>

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
  const bool above_0 = averages(entry.rule) && name != "beta2" && entry.reads(name);
  if (value < 1 && (above_0 ? value > 0 : value >= 0)) return "";
  return ": " + std::string(name) + " must be " + (above_0 ? "above 0" : "at least 0") +
         " and below 1, as in 0.9, not " + shortest(value);
}

constexpr const char* no_weight_decay =
    " has no weight_decay; take adamw (from the parameters) or adam-l2 (in the gradient)";

Complaint bad_decay(const RuleEntry& entry, Decay decay, double weight_decay) {
  if (Complaint size = bad_size("weight_decay", weight_decay); !size.empty()) return size;
  if (weight_decay != 0 && !entry.reads("weight_decay")) return no_weight_decay;
  if (decay == Decay::tied) return "";
  if (!entry.reads("decay")) return " has no decay apart from its rate; leave decay=tied, or take adamw or lion";
  if (weight_decay <= 1) return "";
  return ": weight_decay must be at most 1 where decay=untied, since each step takes off that share, not " +
         shortest(weight_decay);
}

Complaint bad_warmup(const RuleEntry& entry, Step warmup) {
  if (warmup < 0) return ": warmup must be at least 0, not " + std::to_string(warmup);
  if (warmup == 0 || entry.reads("warmup")) return "";
  return " has no warm-up of its own; leave it at 0 and begin the schedule with linear(from=0, ...) then ...";
}

Complaint bad_bias_correction(const RuleEntry& entry, bool on) {
  return on || entry.reads("bias_correction") ? "" : " has no bias to correct; leave bias_correction on";
}

/// Of a momentum that a plan drives; `instead` is what other rules call theirs.
Complaint bad_driven(const RuleEntry& entry, std::string_view name, std::string_view instead,
                     const std::optional<double>& value) {
  if (!value) return "";
  if (entry.reads(name)) return bad_share(entry, name, *value);
  const std::string hint = entry.reads(instead) ? "drive " + std::string(instead) : "leave it out of the plan";
  return " has no " + std::string(name) + "; " + hint;
}

Complaint bad_driven_decay(const RuleEntry& entry, Decay decay, const std::optional<double>& weight_decay) {
  if (!weight_decay) return "";
  return entry.reads("weight_decay") ? bad_decay(entry, decay, *weight_decay) : no_weight_decay;
}

}  // namespace

Result<OptimizerOptions> check(OptimizerOptions options) {
  const OptimizerOptions& o = options;
  const RuleEntry& entry = entry_of(o.rule);
  const Complaint complaint = first_of({
      bad_share(entry, "momentum", o.momentum),
      bad_share(entry, "beta1", o.beta1),
      bad_share(entry, "beta2", o.beta2),
      bad_size("epsilon", o.epsilon),
      bad_decay(entry, o.decay, o.weight_decay),
      bad_bias_correction(entry, o.bias_correction),
      bad_warmup(entry, o.warmup),
  });
  if (!complaint.empty()) return refuse(std::string(entry.name) + complaint);
  return options;
}

Result<Rates> check(const OptimizerOptions& options, Rates rates) {
  const RuleEntry& entry = entry_of(options.rule);
  const Complaint complaint = first_of({
      bad_size("lr", rates.lr),
      bad_driven(entry, "momentum", "beta1", rates.momentum),
      bad_driven(entry, "beta1", "momentum", rates.beta1),
      bad_driven(entry, "beta2", "", rates.beta2),
      bad_driven_decay(entry, options.decay, rates.weight_decay),
  });
  if (!complaint.empty()) return refuse(std::string(entry.name) + complaint);
  return rates;
}

}  // namespace etude::optim
