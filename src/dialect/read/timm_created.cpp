// The arguments of create_scheduler_v2 under the names that timm's classes give them, counted in epochs or in updates.

#include "dialect/read/timm_created.h"

#include <cmath>

namespace etude::dialect::timm {
namespace {

/// A call of one of timm's classes, put together from create_scheduler_v2's arguments.
class Call {
 public:
  Call(Arguments& a, const std::string& name) : a_(a) {
    call_.type = Literal::Type::call;
    call_.text = filled("timm.{}", {name});
    call_.column = a.literal("sched").column;
  }
  Call& with(const std::string& name, double value) { return with(name, number_literal(value)); }
  Call& with(const std::string& name, const std::string& value) { return with(name, text_literal(value)); }
  Call& with(const std::string& name, const Literal& value) {
    call_.named.emplace_back(name, value);
    return *this;
  }
  /// The argument `from` there is `name` of the class.
  Call& pass(const std::string& name, const char* from) { return with(name, a_.literal(from)); }
  Call& pass(std::initializer_list<const char*> names) {
    for (const char* name : names) pass(name, name);
    return *this;
  }
  Call& milestones(double unit) {
    Literal list;
    list.type = Literal::Type::list;
    for (const double milestone : a_.numbers("decay_milestones"))
      list.items.push_back(number_literal(milestone * unit));
    return with("decay_t", list);
  }
  Call& warmup(double unit) {
    return with("warmup_t", a_.number("warmup_epochs") * unit).pass("warmup_lr_init", "warmup_lr");
  }
  /// `noise` is given in shares of a run of so many steps: where it begins, or begins and ends.
  Call& noise(double run) {
    if (a_.is_none("noise")) return *this;
    const std::vector<double> shares = a_.numbers("noise");
    Literal range = number_literal(shares.empty() ? 0 : shares[0] * run);
    if (shares.size() > 1) {
      range = {};
      range.type = Literal::Type::list;
      for (const double share : shares) range.items.push_back(number_literal(share * run));
    }
    return with("noise_range_t", range).pass({"noise_pct", "noise_std", "noise_seed"});
  }
  Result<Reading> read() { return a_.read(call_, a_.number("lr")); }

 private:
  Arguments& a_;
  Literal call_;
};

Result<Reading> create_wsd(Arguments& a, double unit) {
  const bool is_root = a.text("sched") == "rsqrt";
  const double epochs = a.number("num_epochs") * unit;
  const double run = a.flag("warmup_prefix") ? epochs : epochs - a.number("warmup_epochs") * unit;
  const double given = a.maybe("decay_epochs").value_or(0.2);
  Call call(a, "WSDLRScheduler");
  call.with("t_initial", run).with("decay_t", std::nearbyint(given > 0 && given < 1 ? given * run : given * unit));
  call.with("stable_fn", is_root ? "rsqrt" : "constant").pass("lr_min", "min_lr").warmup(unit);
  if (!a.is_none("stable_timescale")) call.with("stable_timescale", a.number("stable_timescale") * unit);
  call.noise(epochs);
  call.with("decay_fn", a.is_none("decay_fn") ? std::string(is_root ? "linear" : "1-sqrt") : a.text("decay_fn"));
  return call.read();
}

Result<Reading> create_cycles(Arguments& a, const std::string& name, double unit) {
  Call call(a, name == "cosine" ? "CosineLRScheduler" : name == "tanh" ? "TanhLRScheduler" : "PolyLRScheduler");
  const double run = a.number("num_epochs") * unit;
  call.with("t_initial", run).pass("lr_min", "min_lr").warmup(unit).noise(run);
  call.pass({"warmup_prefix", "cycle_mul", "cycle_decay", "cycle_limit"});
  if (name == "poly") call.pass("power", "decay_rate");
  if (name != "tanh") call.pass({"k_decay"});
  return call.read();
}

Result<Reading> create_steps(Arguments& a, const std::string& name, double unit) {
  const double run = a.number("num_epochs") * unit;
  Call call(a, name == "multistep" ? "MultiStepLRScheduler" : "StepLRScheduler");
  call.noise(run);
  if (name == "multistep") return call.milestones(unit).warmup(unit).pass({"decay_rate", "warmup_prefix"}).read();
  const bool flat = name == "constant";
  call.with("decay_t", flat ? 1 : a.maybe("decay_epochs").value_or(90) * unit).pass({"warmup_prefix"}).warmup(unit);
  return call.with("decay_rate", flat ? 1 : a.number("decay_rate")).read();
}

}  // namespace

Result<Reading> read_created(Arguments& a) {
  const std::string name = a.text("sched");
  const double unit = a.flag("step_on_epochs") ? 1 : static_cast<double>(a.steps("updates_per_epoch", 1));
  if (a.error()) return refused();
  if (name == "wsd" || name == "rsqrt") return create_wsd(a, unit);
  if (name == "cosine" || name == "tanh" || name == "poly") return create_cycles(a, name, unit);
  if (name == "step" || name == "multistep" || name == "constant") return create_steps(a, name, unit);
  if (name == "plateau") return reacts(a);
  a.require(false,
            "sched is 'cosine', 'tanh', 'step', 'multistep', 'poly', 'wsd', 'rsqrt', 'constant' or 'plateau', "
            "not '{}'",
            {name});
  return refused();
}

}  // namespace etude::dialect::timm
