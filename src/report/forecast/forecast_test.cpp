#include "etude/report/forecast.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/drawing/xml_check_test.h"

namespace etude::report {
namespace {

std::vector<ForecastCurve> two_curves() {
  ForecastCurve measured{.name = "a & b", .law = "pplq", .peak = 0.001, .steps = {10, 20, 30}, .losses = {4, 3, 2.5}};
  measured.half_widths = {0.1, 0.05, 0.02};
  measured.measured = {4.1, not_a_number, 2.45};
  measured.laws = {{"pplq", 2.5}, {"mpl", 2.6}};
  ForecastCurve forced{.name = "far", .law = "joint", .peak = 0.01, .steps = {30}, .losses = {2}, .half_widths = {1}};
  forced.laws = {{"joint", 2}};
  forced.is_forced = true;
  return {measured, forced};
}

TEST(Forecast, IsATableWithWhatEachLawSays) {
  EXPECT_EQ(draw_table(forecast_table(two_curves()), 80),
            "Schedule   Peak    Final       ±  Measured    pplq     mpl   joint\n"
            "──────────────────────────────────────────────────────────────────\n"
            "a & b     0.001   2.5000  0.0200    2.4500  2.5000  2.6000       -\n"
            "far        0.01  2.0000!  1.0000         -       -       -  2.0000\n"
            "\n"
            "Final: the loss at the last step, ± half of its 90 % interval; behind it what\n"
            "each law says. !: forced, since the logs say nothing of the peak.\n");
}

TEST(LossText, HasThreeDigitsOfALossAndAtLeastFourDecimals) {
  const std::pair<std::pair<double, double>, const char*> cases[] = {
      {{3.1, 2.98711}, "2.9871"},
      {{0.5, 0.01314}, "0.0131"},
      {{0.05, 0.05}, "0.0500"},
      {{0.005, 0.0051}, "0.00510"},
      {{3.14e-5, 1e-6}, "0.0000010"},
      {{1e-300, 1}, "1.000000000000"},
      {{0, 2}, "2.0000"},
      {{-1, 2}, "2.0000"},
      {{not_a_number, 2}, "2.0000"},
      {{3, not_a_number}, "-"},
      {{3, -0.00001}, "0.0000"},
      {{3, -0.5}, "-0.5000"},
      {{HUGE_VAL, 2}, "2.0000"},
  };
  for (const auto& [asked, text] : cases) EXPECT_EQ(LossText(asked.first)(asked.second), text) << asked.first;
  EXPECT_EQ(LossText(two_curves())(1), "1.0000");
}

TEST(Forecast, IsDrawnWithItsBandAndTheMeasuredPointsInItsColour) {
  const Figure figure = forecast_figure(two_curves());
  ASSERT_EQ(figure.lines.size(), 3u);
  EXPECT_EQ(figure.lines[0].low, (std::vector<double>{3.9, 2.95, 2.48}));
  EXPECT_EQ(figure.lines[1].x, (std::vector<double>{10, 30}));
  EXPECT_EQ(figure.lines[1].hue_of, 0u);
  EXPECT_EQ(figure.lines[2].name, "far (forced)");
  const Figure residuals = residual_figure(two_curves());
  ASSERT_EQ(residuals.lines.size(), 1u);
  EXPECT_NEAR(residuals.lines[0].y[2], -0.05, 1e-12);
}

TEST(Forecast, IsAsCsvAndJsonAllThereIs) {
  EXPECT_EQ(forecast_csv(std::vector{two_curves()[1]}),
            "schedule,step,loss,low,high,measured,forced\nfar,30,2,1,3,,yes\n");
  const Json json = forecast_json(two_curves());
  const auto& all = *json.as<Json::Array>();
  EXPECT_EQ(all[0].find("final_loss")->number(), 2.5);
  EXPECT_FALSE(all[0].find("is_forced"));
  EXPECT_TRUE(all[1].find("is_forced"));
}

TEST(Forecast, IsAPageThatIsXml) {
  ForecastPage page{.title = "A <page>", .findings = {"a & b ends at 2.5."}};
  page.curves = two_curves();
  page.tables = {{"Told", forecast_table(page.curves)}};
  page.warnings = {"one < two"};
  page.command = "etude forecast fit 'a & b'";
  const std::string text = forecast_html(page);
  EXPECT_EQ(XmlCheck(text.substr(text.find("\n") + 1)).fault(), "");
  for (const char* part : {"<h1>A &lt;page&gt;</h1>", "one &lt; two", "2.0000!", "<figcaption>band: the 90 % interval"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace etude::report
