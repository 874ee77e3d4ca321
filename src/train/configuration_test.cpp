#include "train/configuration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "files/sources.h"
#include "support/folder.h"

namespace etude::train {
namespace {

Task spirals_task() {
  Task task;
  task.data.source = "spirals:per_class=9";
  task.model.hidden = {6};
  task.batch = 7;
  task.steps = 24;
  return task;
}

Task changed(Task task, void (*change)(Task&)) {
  change(task);
  return task;
}

/// A table of two classes, with `last` as one of its numbers.
std::string table_at(const std::string& name, const char* last) {
  const std::string path = testing::Folder::of_program() / (name + ".csv");
  std::ofstream file(path);
  file << "x,y,kind\n";
  for (int i = 0; i < 12; ++i) file << i << "," << i * i << "," << i % 2 << "\n";
  file << "1," << last << ",1\n";
  return path;
}

std::string configuration_of_table(const std::string& path) {
  Task task = spirals_task();
  task.data.source = "csv:" + path + ",label=kind";
  const auto prepared = Prepared::of(task, &files::load_source);
  EXPECT_TRUE(prepared) << prepared.error().message;
  return prepared ? configuration(*prepared) : path;
}

TEST(Configuration, KnowsDataByItsNumbersAndNotByItsName) {
  const std::string here = configuration_of_table(table_at("here", "2"));
  EXPECT_EQ(here, configuration_of_table(table_at("there", "2")));
  EXPECT_NE(here, configuration_of_table(table_at("other", "2.5")));
}

TEST(Configuration, DiffersWhereResultsMay) {
  const Task task = spirals_task();
  const std::string own = configuration(*Prepared::of(task, &files::load_source));
  EXPECT_NE(own.find("\noptimizer=sgd\n"), std::string::npos) << own;
  const std::vector<void (*)(Task&)> changes{
      [](Task& t) { t.data.source = "spirals:per_class=10"; },
      [](Task& t) { t.data.label_noise = 0.1; },
      [](Task& t) { t.data.standardise = Standardise::overall; },
      [](Task& t) {
        t.model.hidden = {6, 6};
      },
      [](Task& t) { t.model.dropout = 0.1; },
      [](Task& t) { t.loss.floor = 0; },
      [](Task& t) { t.loss.label_smoothing = 0.1; },
      [](Task& t) { t.optimizer = optim::defaults_of(optim::Rule::lion); },
      [](Task& t) { t.clip = 1; },
      [](Task& t) { t.batch = 8; },
      [](Task& t) { t.accumulation = 2; },
      [](Task& t) { t.frozen = {"layer1"}; },
      [](Task& t) { t.precision = Precision::float32; },
  };
  std::vector<std::string> all{own};
  for (const auto change : changes)
    all.push_back(configuration(*Prepared::of(changed(task, change), &files::load_source)));
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
  const std::vector<void (*)(Task&)> of_the_trial{
      [](Task& t) { t.name = "other"; },
      [](Task& t) { t.steps = 7; },
      [](Task& t) { t.backward = Backward::as_written; },
  };
  for (const auto change : of_the_trial)
    EXPECT_EQ(configuration(*Prepared::of(changed(task, change), &files::load_source)), own);
}

}  // namespace
}  // namespace etude::train
