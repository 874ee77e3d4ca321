#pragma once
// Losses of two parameters, on which the path of an optimizer can be seen.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/result.h"
#include "etude/base/step.h"
#include "etude/optim/optimizer.h"

namespace etude::optim {

using Point = std::array<double, 2>;

/// f(x, y) and its gradient. Curvatures are such that rates of 0.01 to 0.1 are worth looking at.
struct Landscape {
  std::string_view name, formula, meaning;
  Point x, y;                 // the ranges that are worth drawing, from and to
  Point start;                // where a path begins unless it is said
  std::vector<Point> minima;  // those in the ranges that have a name, to 1e-9
  double (*height)(double x, double y);
  Point (*gradient)(double x, double y);

  static constexpr auto facts(auto...) {
    return facts_of<&Landscape::name, &Landscape::formula, &Landscape::meaning, &Landscape::x, &Landscape::y,
                    &Landscape::start, &Landscape::minima>();
  }
};

/// bowl, ravine, saddle, rosenbrock, many-minima, flat-and-sharp. A new one is one line of this table.
const std::vector<Landscape>& landscapes();

/// Refused: a name that is none of them, with those there are.
Result<const Landscape*> landscape_named(std::string_view name);

struct DescentOptions {
  OptimizerOptions optimizer = {};
  Step steps = 300;
  Point start = {};
  double noise = 0;        // standard deviation of what is added to each part of each gradient
  std::uint32_t seed = 0;  // of it
};

/// Where the parameters were before each update, and after the last.
struct Descent {
  std::vector<double> x, y, loss;        // steps + 1 of each, fewer where it diverged
  std::optional<Step> diverged_at = {};  // the first step that begins beyond 1e6 or with what is no number; not kept
};

/// The rule's updates, told the rates v(t): x_{t+1} = update(x_t, g(x_t) + noise N(0, 1), v(t)). The same bits
/// everywhere. Refused: what check() refuses of the optimizer and its rates; steps below 1; a noise that is negative or
/// not finite.
Result<Descent> descend(const Landscape& landscape, const std::function<Rates(Step)>& rates,
                        const DescentOptions& options);

}  // namespace etude::optim
