// fairseq's flags (3d262bb2), read only. --lr-scheduler names the curve; its own flags say the rest.

#include <cmath>

#include "dialect/read/curves.h"
#include "etude/base/math.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::fairseq {
namespace {

using namespace dialect;

struct Run {
  double lr;
  Step steps;
};

/// A rate whose default of -1 stands for another.
double rate_or(Settings& s, const char* name, double otherwise) {
  const double rate = s.number(name);
  return rate < 0 ? otherwise : rate;
}

Result<Schedule> inverse_root(Settings& s, const Run& r) {
  const Step warm = s.value("warmup-updates") ? s.whole("warmup-updates") : 4000;
  s.require(warm > 0, "warmup-updates", "--warmup-updates 0 ends in ZeroDivisionError; give 1 or more");
  return then(rise_from(rate_or(s, "warmup-init-lr", 0), r.lr, warm),
              inverse_sqrt({.from = r.lr, .timescale = static_cast<double>(warm), .shift = warm}));
}

Result<Schedule> polynomial_decay(Settings& s, const Run& r) {
  const Step warm = s.whole("warmup-updates"),
             total = s.has("total-num-update") ? s.whole("total-num-update") : r.steps;
  s.require(total > warm, "total-num-update",
            "--total-num-update {} must be above --warmup-updates {}, which it counts too", {total, warm});
  return then(rise_from(0, r.lr, warm),
              power_fall(r.lr, s.number("end-learning-rate"), total - warm, s.number("power")));
}

/// Restarts, each with its rates times lr-shrink; the first lasts max-update without the warm-up where nothing is written.
Result<Schedule> cosine_restarts_of(Settings& s, const Run& r) {
  const Step warm = s.whole("warmup-updates");
  const double floor = s.number("min-lr"), shrink = s.number("lr-shrink");
  const Step period = s.has("lr-period-updates") ? s.whole("lr-period-updates", -1) : r.steps - warm;
  const Step cycle = period > 0 ? period : r.steps - warm;
  s.require(cycle > 0, "lr-period-updates",
            "the cosine needs --lr-period-updates, or a --max-update beyond the warm-up");
  s.require(s.number("t-mult") == 1, "t-mult", "--t-mult is read only as 1");
  s.require(s.error() || r.steps / cycle <= 500, "lr-period-updates",
            "more than 500 restarts are too many to write out");
  if (s.error()) return pass_on(*s.error());
  auto all = rise_from(rate_or(s, "warmup-init-lr", floor), r.lr, warm);
  double factor = 1;
  for (Step start = warm; start <= std::max(r.steps, warm + cycle); start += cycle, factor *= shrink)
    all = then(all, half_wave(r.lr * factor, floor * factor, cycle));
  return all;
}

struct Stages {
  Step rise, hold, fall;
};

Stages stages_of(Settings& s, const Run& r) {
  if (!s.has("phase-ratio")) return {s.whole("warmup-steps"), s.whole("hold-steps"), s.whole("decay-steps")};
  const Value* value = s.value("phase-ratio");
  const auto share = s.numbers("phase-ratio");
  const bool are_three = share.size() == 3 && value;
  s.require(are_three && share[0] + share[1] + share[2] == 1, "phase-ratio",
            "--phase-ratio needs three shares whose sum is 1 in floating point, which (0.7, 0.2, 0.1) is not: fairseq "
            "asserts");
  if (s.error()) return {};
  const double all = static_cast<double>(r.steps);
  return {cut(all * share[0]), cut(all * share[1]), cut(all * share[2])};
}

Result<Schedule> tri_stage(Settings& s, const Run& r) {
  const Stages stages = stages_of(s, r);
  const double first = s.number("init-lr-scale"), last = s.number("final-lr-scale");
  s.require(last > 0, "final-lr-scale", "--final-lr-scale 0 has no logarithm: fairseq fails");
  if (s.error()) return pass_on(*s.error());
  return then(rise_from(first * r.lr, r.lr, stages.rise), held(r.lr, stages.hold),
              geometric({.from = r.lr, .to = last * r.lr, .steps = stages.fall, .end = End::after}));
}

Result<Meaning> read(Settings& s) {
  const std::string name =
      s.one_of("lr-scheduler", {"inverse_sqrt", "polynomial_decay", "cosine", "tri_stage", "fixed"});
  const auto rates = s.numbers("lr");
  s.require(rates.size() == 1, "lr", "--lr is read with one rate; a list has one for each epoch");
  if (s.error()) return pass_on(*s.error());
  const Run r{rates[0], s.whole("max-update")};
  s.require(r.steps > 0 || name == "inverse_sqrt" || name == "fixed", "max-update",
            "--max-update is not there, and the curve needs it");
  if (s.error()) return pass_on(*s.error());
  if (name == "inverse_sqrt") return written(s, inverse_root(s, r), r.steps);
  if (name == "polynomial_decay") return written(s, polynomial_decay(s, r), r.steps);
  if (name == "cosine") return written(s, cosine_restarts_of(s, r), r.steps);
  if (name == "tri_stage") return written(s, tri_stage(s, r), r.steps);
  return written(s, then(rise_from(0, r.lr, s.whole("warmup-updates")), held(r.lr)), r.steps);
}

constexpr Setting settings[] = {{"lr", "0.25", Part::rate},
                                {"lr-scheduler", "fixed"},
                                {"max-update", "0"},
                                {"warmup-updates", "0", Part::warmup},
                                {"warmup-init-lr", "-1"},
                                {"end-learning-rate", "0.0", Part::floor},
                                {"power", "1.0"},
                                {"total-num-update", "", Part::length},
                                {"min-lr", "0.0", Part::floor},
                                {"lr-period-updates", "", Part::period},
                                {"t-mult", "1"},
                                {"lr-shrink", "0.1"},
                                {"phase-ratio"},
                                {"warmup-steps", "0"},
                                {"hold-steps", "0"},
                                {"decay-steps", "0"},
                                {"init-lr-scale", "0.01"},
                                {"final-lr-scale", "0.01"}};

}  // namespace

constexpr Program program{
    .name = "fairseq",
    .title = "fairseq",
    .forms = "flags",
    .marks =
        "lr-scheduler warmup-updates | lr-scheduler max-update | lr-scheduler phase-ratio | warmup-updates max-update",
    .settings = settings,
    .read = &read,
    .strangers = Strangers::refused};

}  // namespace etude::source::configs::fairseq
