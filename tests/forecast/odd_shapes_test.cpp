// Schedules of odd shapes in the exact laboratory, from a constant, a WSD and a cosine; with noise in the logs and without.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "etude/optim/power_law.h"
#include "stress.h"

namespace etude::forecast {
namespace {

using Shape = double (*)(double);

LoggedRun in_laboratory(const std::string& name, const optim::PowerLaw& problem, double batch, double peak, Step steps,
                        double noise, Shape shape) {
  LoggedRun run{name, {}, 0, {}, {}};
  std::vector<optim::SgdStep> updates;
  for (Step t = 0; t < steps; ++t) {
    run.rates.push_back(peak * shape(static_cast<double>(t) / static_cast<double>(steps)));
    updates.push_back({run.rates.back(), batch});
  }
  std::vector<Step> at;
  for (Step t = 100; t <= steps; t += 100) run.steps.push_back(t - 1), at.push_back(t);
  run.losses = optim::power_law_losses(problem, updates, at);
  for (double& loss : run.losses) loss = 2.5 + loss;
  const double end = run.losses.back();
  add_noise(noise, static_cast<std::uint64_t>(steps) * 7 + name.size() + static_cast<std::uint64_t>(batch), run);
  if (name.find("told") != std::string::npos) run.losses.back() = end;
  return run;
}

constexpr Shape constant_shape = [](double) { return 1.0; };
constexpr Shape wsd_shape = [](double u) { return std::min(1.0, (1 - u) / 0.2); };
constexpr Shape cosine_shape = [](double u) { return 0.55 + 0.45 * std::cos(3.14159265358979 * u); };

TEST(Stress, Shapes) {
  const std::pair<const char*, Shape> odd[] = {
      {"steps", [](double u) { return u < 0.5    ? 1
                                      : u < 0.75 ? 0.316
                                                 : 0.1; }},
      {"cycles", [](double u) { return 0.55 + 0.45 * std::cos(3.14159265358979 * (4 * u - std::floor(4 * u))); }},
      {"warmed again",
       [](double u) {
         return u < 0.3 ? 1 : u < 0.5 ? 1 - (u - 0.3) * 4.5 : u < 0.55 ? 0.1 + (u - 0.5) * 18 : (1 - u) / 0.45;
       }},
      {"triangles", [](double u) { return 0.1 + 0.9 * std::abs(1 - 2 * (3 * u - std::floor(3 * u))); }},
      {"root", [](double u) { return u < 0.1 ? 1 : std::sqrt(0.1 / u); }},
      {"wsd to 0", wsd_shape},
  };
  for (const double noise : {0.0, 0.002}) {
    std::vector<Row> rows;
    for (const double spectrum : {1.3, 1.5, 2.})
      for (const double source : {0.5, 0.8})
        for (const double batch : {1., 16., 256.})
          for (const double share : {0.1, 0.4}) {
            if (noise == 0 && spectrum != 1.5) continue;
            const optim::PowerLaw problem{.spectrum = spectrum, .source = source, .noise = 1, .modes = 4096};
            const double peak = share * optim::power_law_edge(problem, batch);
            const auto lab = [&](const std::string& word, Step steps, Shape of) {
              return in_laboratory(word, problem, batch, peak, steps, noise, of);
            };
            const Runs runs{lab("constant", 10000, constant_shape), lab("wsd", 10000, wsd_shape),
                            lab("cosine", 10000, cosine_shape)};
            const auto fitted = fit(runs, {});
            std::size_t place = 0;
            for (const Step steps : {10000, 30000})
              for (const auto& [name, shape] : odd) {
                if (place == rows.size())
                  rows.push_back({std::string(noise > 0 ? "noisy" : "exact") + " laboratory, " + name +
                                  (steps > 10000 ? ", 3 times as long" : "")});
                hold(fitted, lab(std::string("told ") + name, steps, shape), rows[place++]);
              }
          }
    for (const Row& row : rows) {
      print(row);
      expect_to_hold(row);
    }
  }
}

}  // namespace
}  // namespace etude::forecast
