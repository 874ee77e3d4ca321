#pragma once
// The laws of loss curves, as data: which numbers each has, and the one formula of which all are cases.
//
// Let e_i be the rate of update i, W the warm-up's updates, u the law's unit of rates (the fitted peak, or 1), and t the
// number of updates done. Progress, drops and what a drop k has brought till t:
//
//   S(t) = u sum_{i<t} (e_i/u)^q + s0 sum_{i<W} e_i            D_k = u^d ((e_{k-1}/u)^p - (e_k/u)^p)    for k > W
//   G_k(t) = 1 - (1 + (C/u) (e_k/u)^-gamma S_k(t))^-beta       S_k(t) = sum_{k<=i<t} e_i
//   L(t) = L0 + A S(t)^-alpha - B sum_{W<k<t} D_k G_k(t)
//
// Before the first drop the rate is the warm-up's highest. A law that lacks a number has it at the value that leaves its
// factor out: p = q = 1, gamma = s0 = 0. Where e_k = 0 and nothing follows, S_k = 0 and so G_k = 0.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "etude/base/help_text.h"
#include "etude/base/result.h"

namespace etude::forecast {

/// What one number of a law does in the formula.
enum class Role {
  floor,           // L0
  height,          // A
  decline,         // alpha
  drop_height,     // B
  kernel_rate,     // C
  kernel_power,    // beta
  kernel_scaling,  // gamma
  drop_power,      // p
  rate_power,      // q
  warmup_share,    // s0
  memory,          // tau of MTL: how many steps a drop is remembered for, 1 / (1 - lambda)
  drop_floor,      // c3 of FSL
  spectrum,        // of the modes of SGD,
  noise,           //   what the labels' noise adds to each,
  feedback,        //   what the loss does,
  modes,           //   and how many there are
};
inline constexpr std::size_t role_count = 16;

/// A number of a law. A fit looks for its logarithm between those of `low` and `high`.
struct Parameter {
  Role role;
  std::string_view name;  // as the law's source calls it: "alpha"
  double centre;          // where a fit begins; of L0, A and B, which the logs tell, 0
  double prior_weight;    // on ln(value / centre) in the vector of residuals; 0: none
  double low, high;
  HelpText meaning;
};

/// What becomes of a drop with the time since.
enum class Kernel {
  none,        // OPL: drops do nothing
  at_once,     // LLDL: all of it at once
  power,       // the formula above
  forgetting,  // MTL: D_k (1 - lambda^(t-k)) / (1 - lambda)
  scaling,     // FSL: D_k (c3 + S(k)^-alpha) times the power kernel
  modes,       // SGD's own recursion in place of the formula above: law/sgd.cpp
  joint,       // over peaks: the drop is from the run's peak, and a higher peak holds the loss up until it is decayed
};

/// In what the rates of a law are counted.
enum class RateUnit {
  peak,       // of the fitted runs
  one,        // rates as they are, as the papers have it
  thousandth  // 1e-3, for a law of several peaks
};

struct Law {
  std::string_view word;  // as it is typed: "pplq"
  HelpText title;         // "PPLq, a power law of powers of the rate"
  HelpText formula;       // in the words of its source
  HelpText source;
  Kernel kernel;
  RateUnit unit;
  bool counts_from_first_step;  // the repository's form: the warm-up's rise is a drop below 0
  bool may_choose;              // its optimum over schedules does not collapse
  bool priors_yield;            // logs that tell a number are not held back from it by its prior
  std::span<const Parameter> parameters;
};

/// All laws, in the order in which they are shown.
std::span<const Law* const> laws();

/// The law of that word, or nullptr.
const Law* law_called(std::string_view word);

/// The same, or a refusal that names the nearest and lists all.
Result<const Law*> asked_law(std::string_view word);

}  // namespace etude::forecast
