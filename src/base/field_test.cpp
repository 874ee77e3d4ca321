#include "etude/base/field.h"

#include <gtest/gtest.h>

#include <cmath>

#include "etude/base/field_json.h"

namespace etude {
namespace {

enum class Colour { red, dark_green };
constexpr auto words_of(Colour) { return std::array<std::string_view, 2>{"red", "dark-green"}; }

struct Inner {
  double share = 0.25;
  int count = 4;

  static constexpr auto fields(auto...) {
    return std::array{field<&Inner::share>(Unit::fraction, {.most = 1}, "a share"),
                      field<&Inner::count>(Unit::count, {}, "how many")};
  }
};

struct Everything {
  double from = unset;
  Step steps = unset_steps;
  std::size_t limit = no_limit;
  int small = 3;
  bool is_on = true;
  Colour colour = Colour::dark_green;
  std::string text = "a b";
  std::vector<double> numbers = {1, 0.5};
  std::vector<Step> milestones = {30, 60};
  std::vector<std::size_t> sizes = {2, no_limit};
  std::vector<std::string> texts = {"x", "y"};
  Inner inner = {};

  static constexpr auto fields(auto...) {
    return std::array{field<&Everything::from>(Unit::rate, {}, "where it starts"),
                      field<&Everything::steps>(Unit::steps, {.least = 1}, "how long it takes"),
                      field<&Everything::limit>(Unit::count, {}, "how many at most"),
                      field<&Everything::small>(Unit::count, {.most = 9}, "a few"),
                      field<&Everything::is_on>(Unit::choice, {}, "is it on?"),
                      field<&Everything::colour>(Unit::choice, {}, "of what colour"),
                      field<&Everything::text>(Unit::text, {}, "any text"),
                      field<&Everything::numbers>(Unit::numbers, {.most = 2}, "some numbers"),
                      field<&Everything::milestones>(Unit::milestones, {}, "some steps"),
                      field<&Everything::sizes>(Unit::counts, {}, "some counts"),
                      field<&Everything::texts>(Unit::texts, {}, "some texts"),
                      field<&Everything::inner, &Inner::share>(Unit::fraction, {.most = 1}, "a share")};
  }
};

constexpr auto members = Everything::fields();

const Member& member_named(std::string_view name) {
  for (const Member& each : members)
    if (each.field.name == name) return each;
  return members[0];
}

TEST(Field, HasTheNameAndTypeOfItsMember) {
  std::string names;
  for (const Member& each : members) names += std::string(each.field.name) + " ";
  EXPECT_EQ(names, "from steps limit small is_on colour text numbers milestones sizes texts share ");
  EXPECT_EQ(std::string(member_named("colour").field.name.data()), "colour") << "the name ends with a 0";
  EXPECT_EQ(member_named("colour").field.type, "Colour");
  EXPECT_EQ(member_named("is_on").field.type, "bool");
  EXPECT_EQ(member_named("from").field.type, "");
}

TEST(Field, HasTheWordsOfItsEnumeration) {
  EXPECT_TRUE(std::ranges::equal(member_named("colour").field.choices, words<Colour>));
  EXPECT_TRUE(std::ranges::equal(member_named("is_on").field.choices, words<Switch>));
  EXPECT_TRUE(member_named("from").field.choices.empty());
  EXPECT_EQ(name_of(Colour::dark_green), "dark-green");
}

enum class TooFew { a, b, c };
constexpr auto words_of(TooFew) { return std::array<std::string_view, 2>{"a", "b"}; }
enum class TooMany { a, b };
constexpr auto words_of(TooMany) { return std::array<std::string_view, 3>{"a", "b", "c"}; }

TEST(Field, SeesWhereAnEnumerationHasNotAWordForEachValue) {
  EXPECT_TRUE(detail::has_a_word_for_each<Colour>());
  EXPECT_FALSE(detail::has_a_word_for_each<TooFew>());
  EXPECT_FALSE(detail::has_a_word_for_each<TooMany>());
}

TEST(Field, ReadsAndWritesItsMember) {
  Everything all;
  const struct {
    const char* name;
    Value had, value;
    const char* text;  // of `value`
  } cases[] = {
      {"steps", unset_steps, Step{5}, "5"},
      {"limit", endless, Step{7}, "7"},
      {"small", Step{3}, Step{4}, "4"},
      {"is_on", Choice{1}, Choice{0}, "no"},
      {"colour", Choice{1}, Choice{0}, "red"},
      {"text", std::string("a b"), std::string("c"), "c"},
      {"numbers", std::vector<double>{1, 0.5}, std::vector<double>{2}, "[2]"},
      {"milestones", std::vector<Step>{30, 60}, std::vector<Step>{1, 2, 3}, "[1, 2, 3]"},
      {"sizes", std::vector<Step>{2, endless}, std::vector<Step>{endless, 4}, "[endless, 4]"},
      {"texts", std::vector<std::string>{"x", "y"}, std::vector<std::string>{"z"}, "[z]"},
      {"share", 0.25, 0.5, "0.5"},
  };
  for (const auto& c : cases) {
    const Member& member = member_named(c.name);
    EXPECT_EQ(member.get(all), c.had) << c.name;
    member.set(all, c.value);
    EXPECT_EQ(member.get(all), c.value) << c.name;
    EXPECT_EQ(value_text(member.field, c.value), c.text) << c.name;
  }
  EXPECT_EQ(all.limit, 7u);
  EXPECT_EQ(all.sizes, (std::vector<std::size_t>{no_limit, 4}));
  EXPECT_EQ(all.colour, Colour::red);
  EXPECT_FALSE(all.is_on);
  EXPECT_EQ(all.inner.share, 0.5);
}

TEST(Field, OfAMemberIsOneOfItsOwner) {
  constexpr auto inner = fields_of<&Everything::inner>();
  EXPECT_EQ(inner.size(), 2u);
  EXPECT_EQ(inner[1].field.name, member_name<&Inner::count>);
  Everything all;
  EXPECT_EQ(inner[1].get(all), Value(Step{4}));
  inner[1].set(all, Step{5});
  EXPECT_EQ(all.inner.count, 5);
}

TEST(Field, GoesThroughJsonAndBack) {
  Everything all;
  set_values(members, &all, values_of(members, &all));
  all.from = 0.1, all.steps = 9, all.limit = 12, all.sizes = {1, 2};
  for (const Member& each : members) {
    const Value value = each.get(all);
    const auto again = value_from_json(each.field, *read_json(write_json(to_json(each.field, value))), "all");
    ASSERT_TRUE(again) << each.field.name << ": " << again.error().message;
    EXPECT_EQ(*again, value) << each.field.name;
  }
}

TEST(Field, RefusesJsonOfAnotherType) {
  const struct {
    const char *name, *json, *message;
  } cases[] = {
      {"from", "\"x\"", "all must be a number"},
      {"steps", "1.5", "all must be a whole number of at most 2^62"},
      {"limit", "1e30", "all must be a whole number of at most 2^62"},
      {"is_on", "true", "all must be one of no, yes"},
      {"colour", "\"blue\"", "all must be one of red, dark-green"},
      {"text", "3", "all must be a text"},
      {"numbers", "3", "all must be an array of numbers"},
      {"milestones", "[1, 2.5]", "all[1] must be a whole number of at most 2^62"},
      {"texts", "[3]", "all[0] must be a text"},
  };
  for (const auto& c : cases) {
    const auto value = value_from_json(member_named(c.name).field, *read_json(c.json), "all");
    ASSERT_FALSE(value) << c.name;
    EXPECT_EQ(value.error().message, c.message) << c.name;
  }
}

TEST(Field, ComplainsOfWhatItDoesNotTake) {
  const struct {
    const char* name;
    Value value;
    const char* reason;
  } cases[] = {
      {"from", unset, "from must be given"},
      {"from", -1.0, "from must be a finite number, at least 0, not -1"},
      {"from", 0.0, ""},
      {"steps", unset_steps, "steps must be given"},
      {"steps", Step{0}, "steps must be at least 1, not 0"},
      {"steps", max_step + 1, "steps must be at most 2^62, not 4611686018427387905"},
      {"steps", endless, ""},
      {"small", Step{10}, "small must be at least 0 and at most 9, not 10"},
      {"colour", Choice{2}, "colour is none of its words"},
      {"numbers", std::vector<double>{}, "numbers must be given"},
      {"numbers", std::vector<double>{1, 3}, "numbers[1] must be a finite number, at least 0 and at most 2, not 3"},
      {"milestones", std::vector<Step>{5, -1}, "milestones[1] must be at least 0, not -1"},
      {"share", 1.5, "share must be a finite number, at least 0 and at most 1, not 1.5"},
  };
  for (const auto& c : cases) EXPECT_EQ(complaint(member_named(c.name).field, c.value), c.reason) << c.name;
  Everything all;
  EXPECT_EQ(complaint(members, &all), "from must be given");
  all.from = 1, all.steps = 2;
  EXPECT_EQ(complaint(members, &all), "");
}

TEST(Field, IsReadAsItIsTyped) {
  const struct {
    const char *name, *text, *again;
    Value value;
  } cases[] = {
      {"from", "1e-1", "0.1", 0.1},
      {"steps", "1e3", "1000", Step{1000}},
      {"steps", "4611686018427387904", "4611686018427387904", max_step},
      {"steps", "10k", "10000", Step{10'000}},
      {"steps", "2.3K", "2300", Step{2300}},
      {"steps", "1.5M", "1500000", Step{1'500'000}},
      {"milestones", "30,1k", "30,1000", std::vector<Step>{30, 1000}},
      {"is_on", "no", "no", Choice{0}},
      {"colour", "dark-green", "dark-green", Choice{1}},
      {"text", "a,b", "a,b", std::string("a,b")},
      {"numbers", "1,0.5", "1,0.5", std::vector<double>{1, 0.5}},
      {"milestones", "30,6e1", "30,60", std::vector<Step>{30, 60}},
      {"milestones", "none", "none", std::vector<Step>{}},
      {"texts", "a,none", "a,none", std::vector<std::string>{"a", "none"}},
      {"texts", "", "", std::vector<std::string>{}},
  };
  for (const auto& c : cases) {
    const auto value = value_from_text(member_named(c.name).field, c.text);
    ASSERT_TRUE(value) << c.name << ": " << value.error().message;
    EXPECT_EQ(*value, c.value) << c.name;
    EXPECT_EQ(typed_text(member_named(c.name).field, *value), c.again) << c.name;
  }
}

TEST(Field, SaysWhatATextMustBe) {
  const struct {
    Unit unit;
    Range range;
    const char *text, *message;
  } cases[] = {
      {Unit::count, {.least = 1, .most = 1e6}, "1.5", "a whole number from 1 to 1000000, not \"1.5\""},
      {Unit::count, {.least = 1, .most = 9}, "10", "a whole number from 1 to 9, not \"10\""},
      {Unit::count, {.least = 1, .most = 9}, "10k", "a whole number from 1 to 9, not \"10k\""},
      {Unit::count, {.least = 1, .most = 9}, "0.1k", "a whole number from 1 to 9, not \"0.1k\""},
      {Unit::count, {.most = 9}, "10m", "a whole number from 0 to 9, not \"10m\""},
      {Unit::count,
       {.most = 1e6},
       "10m",
       "a whole number from 0 to 1000000 (written as 300, 1e6, 10k or 2M), not \"10m\""},
      {Unit::count, {.most = 1e6}, "k", "a whole number from 0 to 1000000 (written as 300, 1e6, 10k or 2M), not \"k\""},
      {Unit::count,
       {.most = 1e6},
       "1e3k",
       "a whole number from 0 to 1000000 (written as 300, 1e6, 10k or 2M), not \"1e3k\""},
      {Unit::steps, {}, "-1", "a whole number from 0 to 4611686018427387904, not \"-1\""},
      {Unit::steps,
       {},
       "4611686018427387905",
       "a whole number from 0 to 4611686018427387904, not \"4611686018427387905\""},
      {Unit::count,
       {.least = 9, .most = static_cast<double>(endless)},
       "5",
       "a whole number from 9 to 9223372036854775807, not \"5\""},
      {Unit::number, {.least = -INFINITY}, "nan", "a number, not \"nan\""},
      {Unit::number, {.above_least = true}, "0", "a number above 0, not \"0\""},
      {Unit::number, {.most = 1, .above_least = true}, "x", "a number above 0 and at most 1, not \"x\""},
      {Unit::rate, {}, "-1", "a number of at least 0, not \"-1\""},
      {Unit::fraction, {.most = 1}, "1.5", "a number from 0 to 1, not \"1.5\""},
      {Unit::counts,
       {.least = 1, .most = 9},
       "1,,2",
       "whole numbers from 1 to 9 with commas between them, or none, not \"1,,2\""},
      {Unit::numbers, {}, "", "numbers of at least 0 with commas between them, or none, not \"\""},
  };
  for (const auto& c : cases) {
    const auto value = value_from_text({"x", c.unit, c.range, ""}, c.text);
    ASSERT_FALSE(value) << c.message;
    EXPECT_EQ(value.error().message, c.message);
  }
  constexpr std::array<std::string_view, 3> words{"a", "b", "c"};
  EXPECT_EQ(value_from_text({"x", Unit::choice, {}, "", words}, std::string(50, 'd')).error().message,
            "a, b or c, not \"" + std::string(40, 'd') + "\"");
  EXPECT_EQ(value_from_text(member_named("is_on").field, "true").error().message, "yes or no, not \"true\"");
}

TEST(Field, HasAFlag) { EXPECT_EQ(flag_of("weight_decay"), "weight-decay"); }

TEST(Field, StatesItselfAsJson) {
  const Field& share = member_named("share").field;
  EXPECT_EQ(write_json(fact_json(statement_of(share, Value(0.25))), 0),
            R"({"name": "share", "unit": "fraction", "required": false, "default": 0.25, "least": 0, "most": 1, )"
            R"("above_least": false, "choices": [], "meaning": "a share"})");
  EXPECT_TRUE(statement_of(member_named("steps").field, Value(unset_steps)).required);
  EXPECT_EQ(statement_of(member_named("limit").field, Value(endless)).default_, Json("endless"));
}

}  // namespace
}  // namespace etude
