#include "etude/base/json.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

namespace etude {
namespace {

using namespace std::string_literals;

const Json everything(Json::Object{
    {"name", "étude \"η\"\n\t\\ \x01"},
    {"steps", 300},
    {"large", std::numeric_limits<std::int64_t>::min()},
    {"lr", std::vector<double>{0.05, 1e-4, 3.5e-7}},
    {"none", Json()},
    {"flags", Json::Array{true, false}},
    {"empty", Json::Array{}},
    {"nested", Json::Object{{"", Json::Object{}}, {"loss", Json::Object{{"median", 0.25}}}}},
});

TEST(WriteJson, Layout) {
  struct Case {
    Json value;
    int indent;
    std::string text;
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Case cases[] = {
      {Json(), 2, "null"},
      {true, 2, "true"},
      {3.0, 2, "3"},
      {-0.0, 2, "-0"},
      {nan, 2, "null"},
      {std::numeric_limits<double>::infinity(), 2, "null"},
      {"a/\b\f\r\x1f\x7f", 2, "\"a/\\b\\f\\r\\u001f\x7f\""},
      {"a\xff"
       "b\xed\xa0\x80"
       "\xc3",
       0,
       "\"a\xef\xbf\xbd"
       "b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {Json::Array{1, 2.5, nan}, 2, "[1, 2.5, null]"},
      {Json::Array{1, "a"}, 2, "[\n  1,\n  \"a\"\n]"},
      {Json::Object{{"a", Json::Array{}}, {"b", Json::Object{}}}, 2, "{\n  \"a\": [],\n  \"b\": {}\n}"},
      {Json::Object{{"a", Json::Object{{"b", 1}}}}, 4, "{\n    \"a\": {\n        \"b\": 1\n    }\n}"},
      {Json::Object{{"a", Json::Array{1, Json()}}, {"b", "c"}}, 0, "{\"a\": [1, null], \"b\": \"c\"}"},
      {Json::Object{{"a", 1}}, -5, "{\"a\": 1}"},
  };
  for (const Case& c : cases) EXPECT_EQ(write_json(c.value, c.indent), c.text);
}

TEST(ReadJson, ReadsBackWhatIsWritten) {
  for (const int indent : {0, 1, 2, 8}) {
    const auto back = read_json(write_json(everything, indent));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, everything);
  }
}

TEST(ReadJson, Values) {
  struct Case {
    std::string text;
    Json want;
  };
  const Case cases[] = {
      {" \t\r\n1 ", 1},
      {"-0", -0.0},
      {"3.0", 3.0},
      {"1e2", 100.0},
      {"-1.5E-3", -1.5e-3},
      {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
      {"9223372036854775808", 9223372036854775808.0},
      {"1e-999", 0.0},
      {R"("\u00e9\u20AC\ud834\udd1e\/\b\f\n\r\t\"\\")", "é€𝄞/\b\f\n\r\t\"\\"},
      {R"("\u0000")", "\0"s},
      {"[[],{}]", Json::Array{Json::Array{}, Json::Object{}}},
      {R"({"a":1,"A":[ null , true,false ]})", Json::Object{{"a", 1}, {"A", Json::Array{Json(), true, false}}}},
      {std::string(64, '[') + std::string(64, ']'), *read_json(std::string(64, '[') + std::string(64, ']'))},
  };
  for (const Case& c : cases) {
    const auto got = read_json(c.text);
    ASSERT_TRUE(got) << c.text << ": " << got.error().message;
    EXPECT_EQ(*got, c.want) << c.text << " gave " << write_json(*got, 0);
  }
  EXPECT_EQ(write_json(*read_json("-0")), "-0");
}

TEST(ReadJson, Refuses) {
  struct Case {
    std::string text, message;
  };
  const std::string value = "expected a value (a string in double quotes, a number, true, false, null, [ or {), not ";
  const Case cases[] = {
      {"", "line 1, column 1: " + value + "the end of the text"},
      {" \n ", "line 2, column 2: " + value + "the end of the text"},
      {"\xef\xbb\xbf{}", "line 1, column 1: " + value + "byte 0xef"},
      {"nul", "line 1, column 1: " + value + "'n'"},
      {"True", "line 1, column 1: " + value + "'T'"},
      {"NaN", "line 1, column 1: " + value + "'N'"},
      {"'a'", "line 1, column 1: " + value + "'''"},
      {"+1", "line 1, column 1: " + value + "'+'"},
      {".5", "line 1, column 1: " + value + "'.'"},
      {"\0"s, "line 1, column 1: " + value + "byte 0x00"},
      {"1 2", "line 1, column 3: expected the end of the text after the value, not '2'"},
      {"1\0"s, "line 1, column 2: expected the end of the text after the value, not byte 0x00"},
      {"[1 2]", "line 1, column 4: expected ',' or ']' after an item, not '2'"},
      {"[1,\n 2", "line 2, column 3: expected ',' or ']' after an item, not the end of the text"},
      {"[1,]", "line 1, column 4: " + value + "']'"},
      {"[\"é\" 1]", "line 1, column 6: expected ',' or ']' after an item, not '1'"},
      {"{\"a\" 1}", "line 1, column 6: expected ':' after a member's name, not '1'"},
      {"{\"a\":}", "line 1, column 6: " + value + "'}'"},
      {"{\"a\":1,}", "line 1, column 8: expected a member's name in double quotes, not '}'"},
      {"{a:1}", "line 1, column 2: expected a member's name in double quotes, not 'a'"},
      {"{\"a\":1 \"b\":2}", "line 1, column 8: expected ',' or '}' after a member, not '\"'"},
      {"{\"a\":1,\"\\u0061\":2}", "line 1, column 8: the member \"a\" a second time; give each name once"},
      {"{\"\\n\":1,\"\\n\":2}", "line 1, column 9: the member \"\\n\" a second time; give each name once"},
      {"-", "line 1, column 2: expected a digit after '-', not the end of the text"},
      {"-a", "line 1, column 2: expected a digit after '-', not 'a'"},
      {"1.", "line 1, column 3: expected a digit after '.', not the end of the text"},
      {"1.e5", "line 1, column 3: expected a digit after '.', not 'e'"},
      {"1e+", "line 1, column 4: expected a digit of the exponent, not the end of the text"},
      {"01", "line 1, column 1: a number that begins with 0; leave the 0 out"},
      {"[-00]", "line 1, column 3: a number that begins with 0; leave the 0 out"},
      {"[1e999]", "line 1, column 2: a number too large for a double; the largest is 1.797e308"},
      {"\"a", "line 1, column 3: expected '\"' at the end of a string, not the end of the text"},
      {"\"a\nb\"", "line 1, column 3: expected \\n, \\t or \\u00XX for a control character in a string, not byte 0x0a"},
      {"\"\\x\"", "line 1, column 3: expected one of \" \\ / b f n r t u after '\\', not 'x'"},
      {"\"\\", "line 1, column 3: expected one of \" \\ / b f n r t u after '\\', not the end of the text"},
      {"\"\\u12g4\"", "line 1, column 6: expected four hex digits after \\u, not 'g'"},
      {"\"\\ud800\"",
       "line 1, column 2: half a surrogate pair; write \\uD800...\\uDBFF and \\uDC00...\\uDFFF together"},
      {"\"\\udc00\"",
       "line 1, column 2: half a surrogate pair; write \\uD800...\\uDBFF and \\uDC00...\\uDFFF together"},
      {"\"\\ud800\\u0041\"",
       "line 1, column 2: half a surrogate pair; write \\uD800...\\uDBFF and \\uDC00...\\uDFFF together"},
      {"\"\\ud800\\u1\"", "line 1, column 11: expected four hex digits after \\u, not '\"'"},
      {"\"\xff\"", "line 1, column 2: expected UTF-8 in a string, not byte 0xff"},
      {"\"\xc0\x80\"", "line 1, column 2: expected UTF-8 in a string, not byte 0xc0"},
      {"\"\xed\xa0\x80\"", "line 1, column 2: expected UTF-8 in a string, not byte 0xed"},
      {"\"\xf4\x90\x80\x80\"", "line 1, column 2: expected UTF-8 in a string, not byte 0xf4"},
      {"\"\xe2\x82", "line 1, column 2: expected UTF-8 in a string, not byte 0xe2"},
      {std::string(65, '['), "line 1, column 65: lists and objects nested deeper than 64; flatten them"},
      {std::string(1000000, '['), "line 1, column 65: lists and objects nested deeper than 64; flatten them"},
  };
  for (const Case& c : cases) {
    const auto got = read_json(c.text);
    ASSERT_FALSE(got) << c.text;
    EXPECT_EQ(got.error().message, c.message) << c.text.substr(0, 80);
  }
}

std::string mutated(std::string text, std::mt19937& random) {
  constexpr std::string_view bytes = "[]{}\",:\\u0123e-+.tfn \n\xff\xc3\xa9";
  for (unsigned i = 0, changes = 1 + random() % 4; i < changes; ++i) {
    const std::size_t at = random() % (text.size() + 1);
    const unsigned kind = random() % 4;
    if (kind == 0) text.insert(at, 1, bytes[random() % bytes.size()]);
    if (kind == 1) text.erase(at, 1 + random() % 5);
    if (kind == 2 && at < text.size()) text[at] = bytes[random() % bytes.size()];
    if (kind == 3) text.insert(at, text.substr(random() % (text.size() + 1), random() % 20));
  }
  return text;
}

TEST(ReadJson, SurvivesMutations) {
  const std::string original = write_json(everything) + " ";
  std::mt19937 random(1);
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string text = mutated(original, random);
    const auto got = read_json(text);
    if (!got) {
      ASSERT_EQ(got.error().message.rfind("line ", 0), 0u) << text;
      ASSERT_EQ(got.error().message.find('\n'), std::string::npos) << text;
      continue;
    }
    ++accepted;
    const std::string written = write_json(*got, 0);
    const auto back = read_json(written);
    ASSERT_TRUE(back) << text << " was written " << written << ": " << back.error().message;
    ASSERT_EQ(write_json(*back, 0), written) << text;
  }
  EXPECT_GT(accepted, 100);
  EXPECT_LT(accepted, 19000);
}

TEST(Json, FindAndNumber) {
  EXPECT_EQ(*everything.find("steps"), Json(300));
  EXPECT_EQ(everything.find("step"), nullptr);
  EXPECT_EQ(Json(3).find("steps"), nullptr);
  EXPECT_EQ(Json(3).number(), 3.0);
  EXPECT_EQ(Json(2.5).number(), 2.5);
  EXPECT_EQ(Json("3").number(), std::nullopt);
  EXPECT_TRUE(Json().is_null());
  EXPECT_EQ(*Json(true).as<bool>(), true);
  EXPECT_EQ(Json(true).as<double>(), nullptr);
}

}  // namespace
}  // namespace etude
