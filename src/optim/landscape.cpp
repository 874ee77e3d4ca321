// Each landscape is a height, its gradient and a line of the table; a path on one is the update rule and nothing else.

#include "optim/landscape.h"

#include <cmath>

#include "base/words.h"
#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/base/random.h"

namespace etude::optim {
namespace {

double squared(double x) { return x * x; }

double bowl(double x, double y) { return (x * x + y * y) / 2; }
Point bowl_gradient(double x, double y) { return {x, y}; }

constexpr double steep = 25;
double ravine(double x, double y) { return (x * x + steep * y * y) / 2; }
Point ravine_gradient(double x, double y) { return {x, steep * y}; }

double saddle(double x, double y) { return (x * x + squared(y * y / 2 - 1)) / 2; }
Point saddle_gradient(double x, double y) { return {x, (y * y / 2 - 1) * y}; }

double rosenbrock(double x, double y) { return squared(1 - x) / 100 + squared(y - x * x); }
Point rosenbrock_gradient(double x, double y) {
  const double off = y - x * x;
  return {(x - 1) / 50 - 4 * off * x, 2 * off};
}

double many_minima(double x, double y) { return (x * x + y * y) / 10 + 2 - math::cos_pi(x) - math::cos_pi(y); }
Point many_minima_gradient(double x, double y) {
  return {x / 5 + math::pi * math::sin_pi(x), y / 5 + math::pi * math::sin_pi(y)};
}

/// exp(-r^2 / 2 s) around (at, 0), s the square of its width.
double dent(double x, double y, double at, double s) { return math::exp(-(squared(x - at) + y * y) / (2 * s)); }

constexpr double flat = 0.64, sharp = 0.04;
double flat_and_sharp(double x, double y) {
  return 1 + (x * x + y * y) / 50 - dent(x, y, -1, flat) - dent(x, y, 1, sharp);
}
Point flat_and_sharp_gradient(double x, double y) {
  const double a = dent(x, y, -1, flat) / flat, b = dent(x, y, 1, sharp) / sharp;
  return {x / 25 + (x + 1) * a + (x - 1) * b, y / 25 + y * a + y * b};
}

constexpr double farthest = 1e6, root2 = 1.4142135623730951;

Result<OptimizerOptions> checked(const DescentOptions& options) {
  if (options.steps < 1) return refuse("a path needs at least 1 step, not " + std::to_string(options.steps));
  if (!(options.noise >= 0) || !std::isfinite(options.noise))
    return refuse("noise must be a finite number of at least 0, not " + shortest(options.noise));
  return check(options.optimizer);
}

bool is_near(const Point& at) { return std::abs(at[0]) <= farthest && std::abs(at[1]) <= farthest; }

}  // namespace

const std::vector<Landscape>& landscapes() {
  static const std::vector<Landscape> all{
      {"bowl",
       "(x^2 + y^2) / 2",
       "as steep in every direction",
       {-3, 3},
       {-3, 3},
       {-2.5, 2},
       {{0, 0}},
       &bowl,
       &bowl_gradient},
      {"ravine",
       "(x^2 + 25 y^2) / 2",
       "25 times as steep across as along: rates above 0.08 diverge",
       {-3, 3},
       {-1.5, 1.5},
       {-2.5, 1},
       {{0, 0}},
       &ravine,
       &ravine_gradient},
      {"saddle",
       "x^2 / 2 + (y^2 / 2 - 1)^2 / 2",
       "level at (0, 0), with a minimum on each side",
       {-3, 3},
       {-3, 3},
       {-2.5, 0.001},
       {{0, root2}, {0, -root2}},
       &saddle,
       &saddle_gradient},
      {"rosenbrock",
       "(1 - x)^2 / 100 + (y - x^2)^2",
       "a bent valley with a nearly level floor",
       {-2, 2},
       {-1, 3},
       {-1.5, 2.5},
       {{1, 1}},
       &rosenbrock,
       &rosenbrock_gradient},
      {"many-minima",
       "(x^2 + y^2) / 10 + 2 - cos(pi x) - cos(pi y)",
       "a minimum near every pair of even numbers",
       {-5, 5},
       {-5, 5},
       {-4.2, 3.4},
       {{0, 0}},
       &many_minima,
       &many_minima_gradient},
      {"flat-and-sharp",
       "1 + (x^2 + y^2) / 50 - exp(-((x + 1)^2 + y^2) / 1.28) - exp(-((x - 1)^2 + y^2) / 0.08)",
       "two minima of nearly the same height, one 16 times as wide",
       {-3, 3},
       {-2, 2},
       {1.15, 0.35},
       {{-0.97502714084078, 0}, {0.99281036920158, 0}},
       &flat_and_sharp,
       &flat_and_sharp_gradient},
  };
  return all;
}

Result<const Landscape*> landscape_named(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Landscape& landscape : landscapes()) names.push_back(landscape.name);
  const auto index = index_of("landscape", name, names);
  if (!index) return pass_on(index.error());
  return &landscapes()[*index];
}

Result<Descent> descend(const Landscape& landscape, const std::function<Rates(Step)>& rates,
                        const DescentOptions& options) {
  const auto optimizer = checked(options);
  if (!optimizer) return pass_on(optimizer.error());
  RandomState random(options.seed);
  Point at = options.start;
  auto state = initial_state<double>(*optimizer, at);
  Descent path;
  for (Step t = 0; is_near(at); ++t) {
    path.x.push_back(at[0]);
    path.y.push_back(at[1]);
    path.loss.push_back(landscape.height(at[0], at[1]));
    if (t == options.steps) return path;
    const auto now = check(*optimizer, rates(t));
    if (!now) return refuse("step " + std::to_string(t) + ": " + now.error().message);
    Point gradient = landscape.gradient(at[0], at[1]);
    if (options.noise > 0)
      for (double& part : gradient) part += options.noise * random.normal();
    optimizer_step<double>(*optimizer, at, gradient, state, *now);
  }
  path.diverged_at = static_cast<Step>(path.x.size());
  return path;
}

}  // namespace etude::optim
