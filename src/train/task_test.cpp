#include "etude/train/task.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace etude::train {
namespace {

TEST(Tasks, AreNamed) {
  EXPECT_EQ(task_named("spirals")->model.hidden, (std::vector<std::size_t>{64, 64}));
  EXPECT_EQ(task_named("spiral").error().message,
            "there is no task \"spiral\"; did you mean spirals? there is: spirals, digits, fashion-mnist, text");
}

TEST(TaskFields, SayEverythingOfATaskInText) {
  for (const TaskEntry& entry : tasks()) {
    Task again;
    again.name = entry.task.name;
    again.steps = entry.task.steps;
    again.loss.floor = entry.task.loss.floor;
    for (const TaskField& field : task_fields()) {
      const auto set = field.set(again, field.get(entry.task));
      EXPECT_TRUE(set) << field.name << ": " << set.error().message;
    }
    EXPECT_EQ(again, entry.task) << entry.task.name;
  }
}

TEST(TaskFields, RefuseWhatIsNoSuchValue) {
  const std::pair<const char*, const char*> cases[] = {
      {"hidden", "64,0"},    {"hidden", ""},       {"batch", "0"},       {"batch", "1.5"},
      {"dropout", "much"},   {"norm", "layers"},   {"optimizer", "adm"}, {"pre-norm", "true"},
      {"decay", "both"},     {"limit", "-1"},      {"loss", "hinge"},    {"precision", "16"},
      {"width", "1e99"},     {"accumulation", ""}, {"clip", "nan"},      {"batch", "1099511627776"},
      {"hidden", "64,1e15"}, {"blocks", "1e15"}};
  for (const auto& [name, text] : cases) {
    const auto field = std::find_if(task_fields().begin(), task_fields().end(),
                                    [name = name](const TaskField& f) { return f.name == name; });
    Task task;
    const auto set = field->set(task, text);
    ASSERT_FALSE(set) << name << " = " << text;
    EXPECT_NE(set.error().message.find(text), std::string::npos) << set.error().message;
    EXPECT_EQ(task, Task{}) << name;
  }
}

TEST(TaskFields, SayWhereATaskDoesNotReadThem) {
  const struct {
    const char *name, *optimizer, *model, *says;
  } cases[] = {
      {"momentum", "sgd", "mlp",
       "sgd does not read it; leave it out, or type an --optimizer that does: momentum, nesterov, schedule-free-sgd"},
      {"momentum", "nesterov", "mlp", ""},
      {"beta1", "momentum", "mlp", "adam, adamw, adam-l2, lion, schedule-free-adamw"},
      {"beta2", "lion", "mlp", ""},
      {"epsilon", "lion", "mlp", "lion does not read it"},
      {"weight-decay", "adam", "mlp", "adam does not read it"},
      {"decay", "sgd", "mlp", "adamw"},
      {"bias-correction", "schedule-free-adamw", "mlp", ""},
      {"own-warmup", "adamw", "mlp", "schedule-free-sgd, schedule-free-adamw"},
      {"hidden", "sgd", "transformer", "--model mlp"},
      {"norm", "sgd", "transformer", "--model mlp"},
      {"norm", "sgd", "mlp", ""},
      {"width", "sgd", "mlp", "--model transformer"},
      {"blocks", "sgd", "transformer", ""},
      {"context", "sgd", "mlp", "--model transformer"},
      {"limit", "sgd", "mlp", "per_class=50"},
      {"init-sd", "sgd", "mlp", "--init normal"},
      {"init-sd", "sgd", "transformer", ""}};
  for (const auto& c : cases) {
    Task task;
    const auto field = [](const char* name) {
      return *std::find_if(task_fields().begin(), task_fields().end(),
                           [&](const TaskField& f) { return f.name == name; });
    };
    ASSERT_TRUE(field("optimizer").set(task, c.optimizer));
    ASSERT_TRUE(field("model").set(task, c.model));
    const std::string why = field(c.name).unread(task);
    EXPECT_EQ(why.empty(), *c.says == 0) << c.name << ": " << why;
    EXPECT_NE(why.find(c.says), std::string::npos) << c.name << ": " << why;
  }
}

TEST(Task, IsMadeAgainOfItsWords) {
  const std::pair<const char*, const char*> cases[] = {
      {"spirals", "spirals"},
      {"", "spirals"},
      {"digits", "digits"},
      {"spirals hidden=64,64 steps=300", "spirals"},
      {"spirals steps=20 batch=10 optimizer=adamw", "spirals optimizer=adamw batch=10 steps=20"},
      {"text optimizer=adam width=16 pre-norm=no steps=7", "text width=16 pre-norm=no optimizer=adam steps=7"},
      {"digits data='csv:my files/a.csv'", "digits data='csv:my files/a.csv'"},
      {"spirals optimizer=momentum momentum=0.5", "spirals optimizer=momentum momentum=0.5"},
      {"spirals pretrain='constant(0.1)' label-noise=0.25", "spirals label-noise=0.25 pretrain=constant(0.1)"}};
  for (const auto& [typed, words] : cases) {
    const auto task = in_words({}, typed);
    ASSERT_TRUE(task) << typed << ": " << task.error().message;
    EXPECT_EQ(words_of(*task), words);
    EXPECT_EQ(*in_words({}, words), *task) << words;
  }
}

}  // namespace
}  // namespace etude::train
