// The kinds' formulas as trees and as code. That the code gives the curve is seen where it is compiled and run:
// tests/dialects/exports_test.py.

#include "dialect/write/formula.h"

#include <gtest/gtest.h>

#include "dialect/write/code.h"
#include "etude/notation/notation.h"

namespace etude::dialect::code {
namespace {

Formula formula(const char* spec) { return *formula_of(notation::parse_plan(spec)->lr, 40); }

TEST(Formula, IsReadOfEveryKindButNoise) {
  for (const Kind& kind : kinds()) {
    if (kind.example.spec.empty()) continue;
    const auto plan = notation::parse_plan(kind.example.spec);
    ASSERT_TRUE(plan) << kind.example.spec;
    const auto read = formula_of(plan->lr, 40);
    EXPECT_EQ(read->is_table, kind.name == "noise") << kind.name;
    EXPECT_TRUE(in_traced(*read)) << kind.name;
  }
}

TEST(Formula, IsWrittenInTheWordsOfEachLanguage) {
  const Formula all = formula("warmup(to=0.1, steps=10, shape=cosine) then step(from=0.1, period=7)");
  EXPECT_EQ(in_c(all), R"(/* warmup */
static double rate_1(long long t) {
  double p = ((t < 9 ? t : 9) + 1) / 10.0;
  double w = (1 - cos(3.141592653589793 * p)) / 2;
  return w * 0.1 + (1 - w) * 0;
}

/* step */
static double rate_2(long long t) {
  return 0.1 * pow(0.1, t / 7);
}

/* then */
static double rate_3(long long t) {
  if (t < 10) {
    return rate_1(t);
  }
  return rate_2(t - 10);
}

/* The rate of that step, from 0 on. */
double rate(long long step) {
  return rate_3(step);
}
)");
  EXPECT_NE(in_rust(all).find("    let p = (i64::min(t, 9) + 1) as f64 / 10.0;\n"), std::string::npos) << in_rust(all);
  EXPECT_NE(in_rust(all).find("    0.1 * f64::powf(0.1, (t / 7) as f64)\n"), std::string::npos) << in_rust(all);
}

TEST(Formula, ComputesBothSidesWhereTheStepIsTraced) {
  EXPECT_EQ(*in_traced(formula("warmup(to=0.1, steps=10) then step(from=0.1, period=7)")), R"(def rate_1(t):  # warmup
    p = divided(real(minimum(t, 9) + 1), 10.0)
    w = p
    return w * 0.1 + (1.0 - w) * 0.0

def rate_2(t):  # step
    return 0.1 * 0.1 ** real(t // 7)

def rate_3(t):  # then
    is_1, rate_if_1 = t < 10, rate_1(t)
    return where(is_1, rate_if_1, rate_2(t - 10))

def rate(step):
    return rate_3(step)
)");
}

TEST(Formula, CarriesThroughALoopWhatItSets) {
  const std::string text = *in_traced(formula("cosine_restarts(from=0.1, period=10, mult=2)"));
  EXPECT_NE(text.find("    cycle, t, period, = loop(holds, turn, (cycle, t, period,))\n"), std::string::npos) << text;
  EXPECT_NE(text.find("        left, last = following == period, leave(cycle, t, period)\n"), std::string::npos)
      << text;
}

TEST(Formula, IsNotTracedWhereItBranchesOtherwise) {
  for (const char* body :
       {"x = 1\n    if step > 3:\n        x = 2\n    return x",
        "x = 1\n    while x < step:\n        if x > 3:\n            x = 2\n        x = x + 1\n    return x"})
    EXPECT_FALSE(in_traced(*read_formula(std::string("def rate(step):\n    ") + body + "\n"))) << body;
}

TEST(Formula, ReadsNoPythonThatItDoesNotKnow) {
  EXPECT_TRUE(read_formula("def rate(step):\n    return 0.1 * step\n"));
  for (const char* body : {"return other(step)", "return unknown", "return 0.1 * ", "return step if step", "a = []",
                           "return 1 // 0.5", "a, b = step, a", "def f(t):\n        return t", "import os",
                           "x = 1\n    x = 0.5\n    return x", "return 12345678901234567890"})
    EXPECT_FALSE(read_formula(std::string("def rate(step):\n    ") + body + "\n")) << body;
}

}  // namespace
}  // namespace etude::dialect::code
