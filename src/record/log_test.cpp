#include "record/log.h"

#include <gtest/gtest.h>

#include <cmath>

namespace etude::inline record {
namespace {

/// Every row's step and cells in the order of LogColumn, or the refusal.
std::vector<std::string> rows_of(std::string_view text, Step last = 9) {
  std::vector<std::string> rows;
  const auto good = read_log(text, "x.csv", last, [&](const LogRow& row) -> Result<bool> {
    std::string line = std::to_string(row.step());
    for (const LogColumn column : {LogColumn::loss, LogColumn::heldout, LogColumn::lr}) {
      const auto number = row.number(column);
      if (!number) return pass_on(number.error());
      line += *number ? " " + std::to_string(**number) : " -";
    }
    rows.push_back(line);
    return row.step() < 7;
  });
  if (!good) rows.push_back(good.error().message);
  return rows;
}

using Rows = std::vector<std::string>;

TEST(Log, GivesRowsByTheNamesOfTheirColumns) {
  EXPECT_EQ(rows_of("step,loss\n0,1\n2,0.5"), (Rows{"0 1.000000 - -", "2 0.500000 - -"}));
  EXPECT_EQ(rows_of("lr , what, heldout,loss,step\r\n\n 0.1,x, ,2,3\n,,4,,5\n"),
            (Rows{"3 2.000000 - 0.100000", "5 - 4.000000 -"}));
  EXPECT_EQ(rows_of("step,loss\n"), Rows{});
}

TEST(Log, GivesTheCellsOfAllOtherColumnsByName) {
  std::vector<std::string> cells;
  ASSERT_TRUE(read_log("acc,step, ,f1,loss,acc\n0.5,0,7,x,1,9\n,1,,Infinity,1,\n", "x.csv", 9, [&](const LogRow& row) {
    for (const OtherCell& cell : row.others())
      cells.push_back(std::string(cell.column) + " " + (cell.number() ? std::to_string(*cell.number()) : "-"));
    return true;
  }));
  EXPECT_EQ(cells, (Rows{"acc 0.500000", "f1 -", "acc -", "f1 inf"}));
}

TEST(Log, IsLeftUnreadOnceNobodyTakesIt) { EXPECT_EQ(rows_of("step,loss\n7,1\nrubbish\n"), (Rows{"7 1.000000 - -"})); }

TEST(Log, IsRefusedInWordsOfItsOwnName) {
  EXPECT_EQ(rows_of("\n \n"), Rows{"x.csv is empty"});
  EXPECT_EQ(rows_of("step,lr\n"),
            Rows{"the first line of x.csv must name the columns, as step,loss does, and is \"step,lr\""});
  EXPECT_EQ(rows_of("step,loss,lr,lr\n"), Rows{"x.csv has two columns lr"});
  EXPECT_EQ(rows_of("step,loss\n\n1,2,3\n"), Rows{"line 3 of x.csv: the heading has 2 cells and this line 3"});
  EXPECT_EQ(rows_of("step,loss\n10,2\n"), Rows{"line 2 of x.csv: step 10 lies outside of 0 ... 9"});
  EXPECT_EQ(rows_of("step,loss\n1,2\n1,2\n"),
            (Rows{"1 2.000000 - -", "line 3 of x.csv: step 1 follows step 1; steps must grow"}));
  EXPECT_EQ(rows_of("step,loss\n1,two\n"), Rows{"line 2 of x.csv: \"two\" is no loss"});
}

TEST(Metrics, AreTheLastCellOfEachLine) {
  const std::pair<std::string, std::vector<double>> cases[] = {{"1\n2\n", {1, 2}},
                                                               {"step,loss\n0,1\n1,\n2, 0.5 ", {1, 0.5}},
                                                               {"loss\n\n3\r\n", {3}},
                                                               {"-1e3", {-1000}},
                                                               {"\xef\xbb\xbf"
                                                                "4\n",
                                                                {4}}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(*read_metrics(text, "log"), expected) << text;
  EXPECT_TRUE(std::isnan(read_metrics("nan\n", "log")->at(0)));
  EXPECT_EQ(read_metrics("-Infinity\n", "log")->at(0), -INFINITY);
}

TEST(Metrics, AreRefusedWithTheirLine) {
  EXPECT_EQ(read_metrics("loss\n1\nmuch\n", "a.txt").error().message,
            "a.txt, line 3: expected a metric, read \"much\"");
  EXPECT_EQ(read_metrics("", "a.txt").error().message, "a.txt has no metrics; write one a line");
  EXPECT_EQ(read_metrics("loss\n", "a.txt").error().message, "a.txt has no metrics; write one a line");
}

}  // namespace
}  // namespace etude::record
