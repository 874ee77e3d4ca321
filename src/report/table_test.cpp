#include "etude/report/table.h"

#include <gtest/gtest.h>

namespace etude::report {
namespace {

Table small_table() {
  return {{{"Schedule", true}, {"Final"}, {"Σlr"}, {"Diverged"}},
          {{"cosine", "0.6484", "7.515", "-"}, {"constant(1.0)", "nan", "300", "step 9"}},
          {"A note that is longer than the table is wide."}};
}

TEST(Table, Aligns) {
  EXPECT_EQ(draw_table(small_table(), 40),
            "Schedule        Final    Σlr  Diverged\n"
            "──────────────────────────────────────\n"
            "cosine         0.6484  7.515         -\n"
            "constant(1.0)     nan    300    step 9\n"
            "\n"
            "A note that is longer than the table is\n"
            "wide.\n");
}

TEST(Table, SpellsInAscii) {
  EXPECT_EQ(draw_table(small_table(), 80, true),
            "Schedule        Final  sum lr  Diverged\n"
            "---------------------------------------\n"
            "cosine         0.6484   7.515         -\n"
            "constant(1.0)     nan     300    step 9\n"
            "\n"
            "A note that is longer than the table is wide.\n");
}

TEST(Table, WrapsTheWidestText) {
  const Table table{{{"N"}, {"Schedule", true}, {"Final"}, {"What it is", true}},
                    {{"1", "warmup(to=1, steps=2) then rest", "0.5305", "up, and then along"}, {"2", "flat", "1", "-"}},
                    {}};
  EXPECT_EQ(draw_table(table, 55),
            "N  Schedule                   Final  What it is\n"
            "───────────────────────────────────────────────────────\n"
            "1  warmup(to=1, steps=2)     0.5305  up, and then along\n"
            "   then rest\n"
            "2  flat                           1  -\n");
  EXPECT_EQ(draw_table(table, 36),  // then the gaps narrow as well
            "N Schedule       Final What it is\n"
            "────────────────────────────────────\n"
            "1 warmup(to=1,  0.5305 up, and then\n"
            "  steps=2) then        along\n"
            "  rest\n"
            "2 flat               1 -\n");
}

TEST(Table, IndentsWhatGoesOnInTheFirstColumn) {
  const Table table{{{"Schedule", true}, {"Final"}}, {{"  warmup(to=1, steps=2)", "0.5"}, {"a", "1"}}, {}};
  EXPECT_EQ(draw_table(table, 22),
            "Schedule         Final\n"
            "──────────────────────\n"
            "  warmup(to=1,     0.5\n"
            "    steps=2)\n"
            "a                    1\n");
}

TEST(Table, BreaksWordsWhereNothingElseHelps) {
  const Table table{{{"Schedule", true}, {"Final"}}, {{"linear(from=1,steps=300)", "0.5305"}}, {}};
  EXPECT_EQ(draw_table(table, 20),
            "Schedule       Final\n"
            "────────────────────\n"
            "linear(       0.5305\n"
            "  from=1,\n"
            "  steps=300)\n");
  EXPECT_EQ(draw_table(table, 5), draw_table(table, 15));  // numbers are never cut
}

TEST(Table, GoesOnBelowWhereNumbersAndTheirTitlesAreTooWide) {
  const Table table{{{"step"}, {"heldout_accuracy"}, {"mean"}, {.title = "±", .goes_with_last = true}, {"update norm"}},
                    {{"10", "0.9", "123456", "12345", "1.5"}, {"20", "", "7"}},
                    {"A note."}};
  const std::string wide =
      "step  heldout_accuracy    mean      ±  update norm\n"
      "──────────────────────────────────────────────────\n"
      "  10               0.9  123456  12345          1.5\n"
      "  20                         7\n"
      "\n"
      "A note.\n";
  EXPECT_EQ(draw_table(table, 50), wide);
  EXPECT_EQ(draw_table(table, 44),
            "step heldout_accuracy   mean     ±    update\n"
            "                                        norm\n"
            "────────────────────────────────────────────\n"
            "  10              0.9 123456 12345       1.5\n"
            "  20                       7\n"
            "\n"
            "A note.\n");
  const std::string parted =
      "step  heldout_accuracy\n"
      "──────────────────────\n"
      "  10               0.9\n"
      "  20\n"
      "\n"
      "step   mean     ± update norm\n"
      "─────────────────────────────\n"
      "  10 123456 12345         1.5\n"
      "  20      7\n"
      "\n"
      "A note.\n";
  EXPECT_EQ(draw_table(table, 30), parted);
  EXPECT_NE(draw_table(table, 1).find("heldout_accuracy"), std::string::npos);
}

TEST(Table, SurvivesOddShapes) {
  EXPECT_EQ(draw_table({}, 80), "");
  EXPECT_EQ(draw_table({{}, {}, {"Only a note."}}, 80), "Only a note.\n");
  EXPECT_EQ(draw_table({{{"A", true}, {"B"}}, {}, {}}, 80), "A  B\n────\n");
  EXPECT_EQ(draw_table({{{"A", true}, {"B"}}, {{"x"}, {"y", "1", "too many"}}, {}}, 80), "A  B\n────\nx\ny  1\n");
  EXPECT_EQ(draw_table({{{"A"}}, {{"a\nb\x1b"}}, {}}, -5), "   A\n────\na b\n");
}

TEST(Table, CsvQuotesWhatNeedsIt) {
  const Table table{{{"a,b", true}, {"say \"hi\""}, {"n"}},
                    {{"two\nlines", "", "1"}, {"cr\r", "Σ §2, 7", "plain text"}, {"short"}},
                    {"Notes are left out."}};
  EXPECT_EQ(write_csv(table),
            "\"a,b\",\"say \"\"hi\"\"\",n\n"
            "\"two\nlines\",,1\n"
            "\"cr\r\",\"Σ §2, 7\",plain text\n"
            "short,,\n");
  EXPECT_EQ(write_csv({{{"only"}}, {{""}, {"x"}}, {}}), "only\n\"\"\nx\n");
}

}  // namespace
}  // namespace etude::report
