// Every law on every kind of course: sums over few terms and the streamed state against sums over all steps, derivatives
// against differences.

#include "forecast/evaluate.h"

#include <cmath>

#include <gtest/gtest.h>

#include "forecast/gradient.h"
#include "forecast/stream.h"

namespace etude::forecast {
namespace {

constexpr double peak = 1e-3;
constexpr Step warm = 30;

struct NamedCourse {
  const char* name;
  std::vector<double> rates;
};

std::vector<double> after_warmup(Step steps, double (*shape)(double)) {
  std::vector<double> rates;
  for (Step i = 0; i < warm; ++i) rates.push_back(peak * static_cast<double>(i + 1) / static_cast<double>(warm));
  for (Step i = warm; i < steps; ++i)
    rates.push_back(peak * shape(static_cast<double>(i - warm) / static_cast<double>(steps - warm - 1)));
  return rates;
}

const std::vector<NamedCourse>& courses() {
  static const std::vector<NamedCourse> all{
      {"constant", after_warmup(1500, [](double) { return 1.0; })},
      {"cosine to a tenth", after_warmup(3000, [](double u) { return 0.55 + 0.45 * std::cos(3.14159 * u); })},
      {"wsd to 0", after_warmup(2000, [](double u) { return std::min(1.0, 5 * (1 - u)); })},
      {"two stages", after_warmup(1000, [](double u) { return u < 0.4 ? 1.0 : 0.2; })},
      {"waves", after_warmup(2500, [](double u) { return 0.6 + 0.4 * std::cos(20 * u); })},
      {"0 in between", after_warmup(900, [](double u) { return u > 0.3 && u < 0.5 ? 0.0 : 0.7; })},
  };
  return all;
}

/// Numbers of a size that a fit might find.
std::vector<double> plausible(const Law& law) {
  std::vector<double> parameters;
  for (const Parameter& each : law.parameters) switch (each.role) {
      case Role::floor:
        parameters.push_back(2.5);
        break;
      case Role::height:
        parameters.push_back(0.6);
        break;
      case Role::drop_height:
        parameters.push_back(0.25 / (law.unit == RateUnit::one ? peak : 1) /
                             (law.kernel == Kernel::forgetting ? 50 : 1));
        break;
      case Role::memory:
        parameters.push_back(100);
        break;
      case Role::noise:
        parameters.push_back(0.2);
        break;
      case Role::modes:
        parameters.push_back(20);  // as many as are no groups
        break;
      default:
        parameters.push_back(each.centre);
        break;
    }
  return parameters;
}

/// SGD's recursion, mode by mode and step by step.
double recursion(const LawNumbers& v, double unit, const std::vector<double>& rates, Step t) {
  std::vector<double> energies;
  double sum = 0;
  for (double j = 1; j <= v[Role::modes]; ++j)
    energies.push_back(v[Role::height] * std::pow(j, -1 - v[Role::decline] * v[Role::spectrum]));
  for (const double energy : energies) sum += energy;
  for (Step i = 0; i < t; ++i) {
    const double noise = v[Role::feedback] * sum + v[Role::noise];
    sum = 0;
    for (std::size_t j = 0; j < energies.size(); ++j) {
      const double x = rates[static_cast<std::size_t>(i)] * v[Role::kernel_rate] / unit *
                       std::pow(static_cast<double>(j + 1), -v[Role::spectrum]);
      energies[j] = (1 - 2 * x + (1 + v[Role::feedback]) * x * x) * energies[j] + x * x * noise;
      sum += energies[j];
    }
  }
  return v[Role::floor] + sum;
}

/// The formula of law.h, sum by sum.
double direct(const Law& law, const LawNumbers& v, double unit, const std::vector<double>& rates, Step t) {
  if (law.kernel == Kernel::modes) return recursion(v, unit, rates, t);
  const auto n = static_cast<std::size_t>(t), w = static_cast<std::size_t>(warm);
  const double most = *std::max_element(rates.begin(), rates.end()), p = v[Role::drop_power];
  double warmup = 0, progress = 0, brought = 0;
  std::vector<double> sums(rates.size() + 1);
  for (std::size_t i = 0; i < rates.size(); ++i) sums[i + 1] = sums[i] + rates[i];
  for (std::size_t i = 0; i < w; ++i) warmup += rates[i];
  for (std::size_t i = 0; i < n; ++i) progress += unit * std::pow(rates[i] / unit, v[Role::rate_power]);
  progress += v[Role::warmup_share] * warmup;
  if (law.kernel == Kernel::forgetting) progress += static_cast<double>(warm) * most - warmup;
  const std::size_t first = law.counts_from_first_step ? 0 : w;
  double before = law.counts_from_first_step ? 0 : std::max(rates[w - 1], rates[w]);
  for (std::size_t k = first; k < n; before = rates[k++]) {
    if (rates[k] == before || law.kernel == Kernel::none) continue;
    double size = std::pow(before / unit, p) - std::pow(rates[k] / unit, p), done = 1;
    if (law.kernel == Kernel::scaling) size *= v[Role::drop_floor] + std::pow(sums[k], -v[Role::decline]);
    if (law.kernel == Kernel::forgetting) {
      done = 0;
      for (std::size_t i = k; i < n; ++i) done += std::pow(1 - 1 / v[Role::memory], static_cast<double>(i - k));
    } else if (law.kernel != Kernel::at_once) {
      const double since = sums[n] - sums[k];
      const double rate = law.kernel == Kernel::joint
                              ? v[Role::kernel_rate] * unit / most
                              : v[Role::kernel_rate] / unit * std::pow(rates[k] / unit, -v[Role::kernel_scaling]);
      done = since > 0 ? 1 - std::pow(1 + rate * since, -v[Role::kernel_power]) : 0;
    }
    brought += size * done;
  }
  const double held = law.kernel == Kernel::joint ? std::pow(most / unit, p) : 0;
  return v[Role::floor] + v[Role::height] * std::pow(progress, -v[Role::decline]) +
         v[Role::drop_height] * (held - brought);
}

class OnCourses : public testing::TestWithParam<const Law*> {
 protected:
  const Law& law() const { return *GetParam(); }
  std::vector<double> parameters() const { return plausible(law()); }
  LawNumbers numbers() const { return numbers_of(law(), parameters()); }
  double unit() const { return unit_of(law(), peak); }
};

std::vector<Step> some_steps(std::size_t length) {
  std::vector<Step> at;
  for (const double share : {0.1, 0.31, 0.42, 0.55, 0.8, 0.97, 1.0})
    at.push_back(static_cast<Step>(share * static_cast<double>(length)));
  return at;
}

TEST_P(OnCourses, AFewTermsAndTheStreamedStateAreTheWholeSum) {
  const bool is_plain = law().kernel != Kernel::forgetting && law().kernel != Kernel::scaling;
  const double most_error = is_plain ? 3e-5 : 1e-4;
  for (const auto& [name, rates] : courses()) {
    const auto at = some_steps(rates.size());
    const auto few = evaluate(law(), numbers(), unit(), outline_of(law(), rates, warm, at));
    const auto stream = streamed(law(), numbers(), unit(), rates, warm, at);
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double whole = direct(law(), numbers(), unit(), rates, at[i]);
      EXPECT_NEAR(few[i], whole, most_error * whole) << name << " at " << at[i];
      EXPECT_NEAR(stream[i], whole, (law().kernel == Kernel::modes ? most_error : 1e-6) * whole)
          << name << " at " << at[i];
    }
  }
}

TEST_P(OnCourses, SlopesByTheNumbersAreThoseOfDifferences) {
  for (const auto& [name, rates] : courses()) {
    const auto at = some_steps(rates.size());
    const Outline outline = outline_of(law(), rates, warm, at);
    Slopes slopes;
    evaluate(law(), numbers(), unit(), outline, &slopes);
    for (std::size_t j = 0; j < law().parameters.size(); ++j) {
      if (law().parameters[j].role == Role::modes) continue;  // a whole number here, on whose two sides groups differ
      auto more = parameters(), less = parameters();
      more[j] *= std::exp(1e-5), less[j] *= std::exp(-1e-5);
      const auto above = evaluate(law(), numbers_of(law(), more), unit(), outline);
      const auto below = evaluate(law(), numbers_of(law(), less), unit(), outline);
      for (std::size_t i = 0; i < at.size(); ++i)
        EXPECT_NEAR(slopes[i][static_cast<std::size_t>(law().parameters[j].role)], (above[i] - below[i]) / 2e-5, 1e-7)
            << name << " by " << law().parameters[j].name;
    }
  }
}

TEST_P(OnCourses, TheGradientByTheRatesIsThatOfDifferences) {
  for (const auto& [name, rates] : courses()) {
    const FinalLoss final = final_loss_of(law(), numbers(), unit(), rates, warm);
    const auto length = static_cast<Step>(rates.size());
    EXPECT_NEAR(final.loss, direct(law(), numbers(), unit(), rates, length),
                law().kernel == Kernel::modes ? 3e-5 : 1e-9)
        << name;
    for (const double share : {0.07, 0.45, 0.77, 0.9}) {
      const auto j = static_cast<std::size_t>(share * static_cast<double>(rates.size()));
      if (rates[j] < 0.01 * peak) continue;  // where powers of the rate have no derivative
      auto more = rates, less = rates;
      const double little = 1e-5 * rates[j];
      less[j] -= little;
      more[j] = rates[j] < peak ? rates[j] + little : rates[j];  // the peak is held
      const double difference =
          direct(law(), numbers(), unit(), more, length) - direct(law(), numbers(), unit(), less, length);
      const double slope = difference / (more[j] - less[j]);
      EXPECT_NEAR(final.gradient[j], slope, 2e-4 * std::abs(slope) + 1e-3) << name << " at step " << j;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Laws, OnCourses, testing::ValuesIn(laws().begin(), laws().end()),
                         [](const auto& each) { return std::string(each.param->word); });

TEST(Laws, AreFoundByTheirWordsAndStateNumbersInTheirRanges) {
  for (const Law* law : laws()) {
    EXPECT_EQ(law_called(law->word), law);
    for (const Parameter& each : law->parameters) {
      EXPECT_LT(each.low, each.high) << law->word << " " << each.name;
      EXPECT_TRUE(each.centre <= 0 || (each.low <= each.centre && each.centre <= each.high)) << each.name;
    }
  }
  EXPECT_EQ(law_called("chinchilla"), nullptr);
  EXPECT_EQ(asked_law("mplq").value_or(nullptr), law_called("mplq"));
  EXPECT_EQ(
      asked_law("pplw").error().message.rfind("there is no law \"pplw\"; did you mean pplq? there is: pplq, mplq", 0),
      0u);
}

}  // namespace
}  // namespace etude::forecast
