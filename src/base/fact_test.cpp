#include "etude/base/fact.h"

#include <gtest/gtest.h>

namespace etude {
namespace {

struct Point {
  double rate = not_a_number;
  std::vector<Step> at = {};

  static constexpr auto facts(auto...) { return facts_of<&Point::rate, &Point::at>(); }
};

struct Finding {
  std::string name = {}, reason = {};
  std::optional<Step> stopped_at = {};
  bool is_last = false;
  std::vector<Point> points = {};
  std::uint32_t seed = 0;

  std::size_t count() const { return points.size(); }
  static constexpr auto facts(auto...) {
    return facts_of<&Finding::name, or_null<&Finding::reason>, &Finding::stopped_at,
                    left_out<&Finding::is_last, &Finding::points>, left_out<&Finding::points>, &Finding::seed,
                    &Finding::count>();
  }
};

std::string text_of(const Finding& finding) { return write_json(facts_json(finding), 0); }

TEST(Facts, AreWrittenInTheirOrderByTheNamesOfTheirMembers) {
  EXPECT_EQ(text_of({}), R"({"name": "", "reason": null, "stopped_at": null, "seed": 0, "count": 0})");
  EXPECT_EQ(text_of({.name = "a", .reason = "b", .stopped_at = 3, .points = {{}, {0.5, {1, 2}}}, .seed = 4294967295}),
            R"({"name": "a", "reason": "b", "stopped_at": 3, "is_last": false, "points": [{"rate": null, "at": []}, )"
            R"({"rate": 0.5, "at": [1, 2]}], "seed": 4294967295, "count": 2})");
}

TEST(Facts, AreReadBackAndLeaveTheRestAsItWas) {
  Finding finding{.name = "old", .reason = "stays"};
  const char* text =
      R"({"name": "new", "stopped_at": 7, "is_last": true, "points": [{"rate": 1, "at": [2]}], "seed": 9})";
  ASSERT_TRUE(read_facts(*read_json(text), finding));
  EXPECT_EQ(text_of(finding), R"({"name": "new", "reason": "stays", "stopped_at": 7, "is_last": true, )"
                              R"("points": [{"rate": 1, "at": [2]}], "seed": 9, "count": 1})");
}

TEST(Facts, ThatAreNullAreReadBackAsNothing) {
  const std::string empty = text_of({});
  Finding finding{.name = "old", .reason = "old", .stopped_at = 3, .seed = 4};
  ASSERT_TRUE(read_facts(*read_json(empty), finding));
  EXPECT_EQ(text_of(finding), empty);
  EXPECT_FALSE(read_facts(*read_json(R"({"name": null})"), finding)) << "it is never written as null";
}

TEST(Facts, OfAnotherKindAreNotRead) {
  for (const char* text : {R"({"name": 3})", R"({"stopped_at": 1.5})", R"({"is_last": 1})", R"({"points": 1})",
                           R"({"points": [{"rate": "high"}]})", R"({"seed": -1})", R"({"seed": 4294967296})"}) {
    Finding finding;
    EXPECT_FALSE(read_facts(*read_json(text), finding)) << text;
  }
}

}  // namespace
}  // namespace etude
