// Tables of numbers and labels (formats.h).

#include <gtest/gtest.h>

#include "files/made_files_test.h"

namespace etude::files {
namespace {

using testing::bytes_of;
using testing::expect_refused;

Result<data::Dataset> read(std::string_view text, const CsvOptions& options = {}) {
  return read_csv({"t.csv", bytes_of(text)}, options);
}

using Labels = std::vector<std::int32_t>;

TEST(ReadCsv, ReadsWhatTablesLookLike) {
  struct Case {
    const char* text;
    CsvOptions options;
    std::vector<double> inputs;
    Labels labels;
    std::size_t classes;
  };
  const Case cases[] = {
      {"1,2,0\n3,4,1\n", {}, {1, 2, 3, 4}, {0, 1}, 2},
      {"1,2,0\n3,4,1", {}, {1, 2, 3, 4}, {0, 1}, 2},
      {"1,2,0\r\n3,4,1\r\n", {}, {1, 2, 3, 4}, {0, 1}, 2},
      {"1,2,0\r3,4,1\r", {}, {1, 2, 3, 4}, {0, 1}, 2},
      {"\n \n1, 2 ,0\n\n\t3,4,1 \n\n", {}, {1, 2, 3, 4}, {0, 1}, 2},
      {"\xef\xbb\xbf"
       "1,0\n2,1\n",
       {},
       {1, 2},
       {0, 1},
       2},
      {"a,b,c\n1,2,0\n3,4,1\n", {}, {1, 2, 3, 4}, {0, 1}, 2},
      {"a,b\n1,x\n-2e-1,y\n.5,x\n", {}, {1, -0.2, 0.5}, {0, 1, 0}, 2},
      {"1,rose\n2,lily\n3,rose\n", {}, {1, 2, 3}, {1, 0, 1}, 2},
      {"1,\"rose, red\"\n\"2\",\"a \"\"lily\"\"\"\n", {}, {1, 2}, {1, 0}, 2},
      {"1,\"two\nlines\"\n2,one\n", {}, {1, 2}, {1, 0}, 2},
      {"1,\" x\"\n2,x\n", {}, {1, 2}, {0, 1}, 2},
      {"1,ab\"c\n2,x\n", {}, {1, 2}, {0, 1}, 2},
      {"1,10\n2,9\n3,2\n", {}, {1, 2, 3}, {2, 1, 0}, 3},
      {"1,1.0\n2,1\n3,-3\n", {}, {1, 2, 3}, {1, 1, 0}, 2},
      {"1,10\n2,9\n3,x\n", {}, {1, 2, 3}, {0, 1, 2}, 3},
      {"1,1.5\n2,x\n", {}, {1, 2}, {0, 1}, 2},
      {"1,nan\n2,3\n", {}, {1, 2}, {1, 0}, 2},
      {"kind,a,b\nx,1,2\ny,3,4\n", {.label = "kind"}, {1, 2, 3, 4}, {0, 1}, 2},
      {"1,2,3\n0,5,6\n1,7,8\n", {.label = "2"}, {0, 6, 1, 8}, {0, 1}, 2},
      {"a, \"the kind\" ,b\n1,x,2\n3,y,4\n", {.label = "the kind"}, {1, 2, 3, 4}, {0, 1}, 2},
      {"2,3\n1,0\n2,1\n", {.header = CsvHeader::names}, {1, 2}, {0, 1}, 2},
      {"2,1,red,blue\n1,0\n2,1\n", {.header = CsvHeader::skip}, {1, 2}, {0, 1}, 2},
      {"1,0\n2,1\n", {.header = CsvHeader::none}, {1, 2}, {0, 1}, 2},
      {"1,b\n2,a\n3,c\n4,d\n", {.limit = 2}, {1, 2}, {1, 0}, 4},
      {"1,b\n2,a\nx,c\n", {.limit = 2}, {1, 2}, {1, 0}, 3},
  };
  for (const Case& c : cases) {
    const auto data = read(c.text, c.options);
    ASSERT_TRUE(data) << c.text << data.error().message;
    EXPECT_EQ(data->inputs, c.inputs) << c.text;
    EXPECT_EQ(data->labels, c.labels) << c.text;
    EXPECT_EQ(data->classes, c.classes) << c.text;
    EXPECT_EQ(data->features * data->samples(), data->inputs.size()) << c.text;
  }
}

TEST(ReadCsv, SaysWhichCellIsWrong) {
  struct Case {
    std::string text;
    CsvOptions options;
    std::vector<std::string> parts;
  };
  const Case cases[] = {
      {"", {}, {"t.csv, line 1", "empty"}},
      {"\n\n", {}, {"empty"}},
      {"a,b\n", {}, {"no samples below the header"}},
      {"1\n2\n", {}, {"two cells or more"}},
      {"a\n1\n", {.header = CsvHeader::names}, {"two cells or more"}},
      {"1,2,0\n3,1\n", {}, {"t.csv, line 2 has 2 cells", "3"}},
      {"a,b,c\n\n1,2,0,0\n", {}, {"line 3 has 4 cells"}},
      {"1,\"a\nb\"\n2\n", {}, {"line 3 has 1 cells"}},
      {"1,2,0\n3,x,1\n", {}, {"line 2, column 2: \"x\" is no number"}},
      {"a,width,c\n1,2,0\n3,,1\n", {}, {"line 3, column \"width\": \"\" is no number"}},
      {"1,?,0\n3,4,1\n", {}, {"line 1: \"?\" is no number", "header=names or header=skip"}},
      {"150,4,setosa,versicolor\n1,2,3,0\n", {}, {"\"setosa\"", "header=skip"}},
      {"1,0\n2,\n", {}, {"line 2: the label is empty"}},
      {"1,0\n2,\"x\n", {}, {"line 2: a quote opens here and never closes"}},
      {"1,0\n2,\"x\"y\n", {}, {"line 2: \"y\" follows a closing quote"}},
      {"1,0.5\n2,1\n", {}, {"t.csv: the label \"0.5\" is no whole number", "label=NAME"}},
      {"1,0\n2,0\n", {}, {"t.csv", "1 classes"}},
      {"1,0\n2,0\n3,1\n", {.limit = 2}, {"every label is 0", "raise the limit"}},
      {"1,0\n2,1\n", {.limit = 0}, {"no samples"}},
      {"nan,0\n2,1\n", {}, {"sample 0, column 0", "is nan"}},
      {"1,0\n-inf,1\n", {}, {"sample 1, column 0", "is -inf"}},
      {"1,0\n1e999,1\n", {}, {"sample 1, column 0", "is inf"}},
      {"a,b\n1,0\n2,1\n", {.label = "kind"}, {"no column is named \"kind\"", "there is: a, b"}},
      {"1,0\n2,1\n", {.label = "a", .header = CsvHeader::none}, {"label=a needs header=names"}},
      {"1,0\n2,1\n", {.label = "a", .header = CsvHeader::skip}, {"label=a needs header=names"}},
      {"1,0\n2," + std::string(100, 'y') + "\nz,1\n", {}, {"line 3, column 1"}},
      {"1,2,0\n1," + std::string(100, 'y') + ",1\n", {}, {std::string(40, 'y') + "...\""}},
  };
  for (const Case& c : cases) expect_refused(read(c.text, c.options), c.parts);
}

TEST(ReadCsv, RefusesAColumnThatCannotBeClasses) {
  std::string text;
  for (int i = 0; i <= 65536; ++i) text += "1," + std::to_string(i) + "\n";
  expect_refused(read(text), {"line 65537", "more than 65536 different labels", "label=NAME"});
}

}  // namespace
}  // namespace etude::files
