// The worked examples of every program's rules, and how its configs are refused.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "etude/base/number.h"
#include "etude/dialect/spec.h"
#include "source/config/forms.h"
#include "source/config/program.h"
#include "source/readers.h"

namespace etude::inline source::configs {
namespace {

const std::string folder = ETUDE_GOLDEN "/configs/";

std::string text_in(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Row {
  std::string file, group;
  Known known;
  std::optional<Step> steps;
  std::vector<std::pair<Step, double>> rates;
};

void add_word(Row& row, const std::string& word) {
  const std::size_t sign = word.find_first_of("=:");
  const std::string name = word.substr(0, sign), value = word.substr(sign + 1);
  if (word[sign] == ':')
    row.rates.emplace_back(*to_integer(name), *to_double(value));
  else if (name == "steps")
    row.steps = *to_integer(value);
  else if (name == "group")
    row.group = value;
  else
    row.known[name] = *to_double(value);
}

std::vector<Row> rows_of_table() {
  std::vector<Row> rows;
  std::istringstream table(text_in(folder + "table.txt"));
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    Row row;
    words >> row.file;
    for (std::string word; words >> word;) add_word(row, word);
    rows.push_back(row);
  }
  return rows;
}

void expect_rate(const Schedule& lr, Step step, double expected, const std::string& where) {
  const double rate = lr(step);
  EXPECT_TRUE(significant(rate, 6) == significant(expected, 6) || std::fabs(rate - expected) < 1e-19)
      << where << ": step " << step << " has " << shortest(rate) << ", expected " << shortest(expected);
}

void expect_row(const Row& row) {
  const auto found = read_config(text_in(folder + row.file), row.file, row.known);
  ASSERT_TRUE(found) << row.file << ": " << found.error().message;
  ASSERT_EQ(found->size(), 1u) << row.file;
  const Found& only = found->front();
  EXPECT_EQ(only.steps, row.steps) << row.file;
  Horizon horizon;
  horizon.steps = row.steps.value_or(0);
  const auto spec = dialect::parse_spec(only.line, horizon);
  ASSERT_TRUE(spec) << row.file << ": " << only.line.substr(0, 300) << ": " << spec.error().message;
  const Schedule* lr = &spec->computed.lr;
  for (const Group& group : spec->computed.groups)
    if (group.name == row.group && group.lr) lr = &*group.lr;
  for (const auto& [step, rate] : row.rates) expect_rate(*lr, step, rate, row.file + " " + row.group);
}

TEST(Config, MeansWhatItsProgramMakesOfIt) {
  const auto rows = rows_of_table();
  EXPECT_GT(rows.size(), 35u);
  for (const Row& row : rows) expect_row(row);
}

/// Every program has an example.
TEST(Config, HasAnExampleOfEveryProgram) {
  std::set<std::string> names;
  for (const Row& row : rows_of_table())
    if (const auto found = read_config(text_in(folder + row.file), row.file, row.known))
      names.insert(found->at(0).name);
  for (const Program* program : programs()) EXPECT_TRUE(names.contains(std::string(program->name))) << program->name;
}

TEST(Config, NamesEveryProgramInItsPage) {
  const std::string page = text_in(ETUDE_GOLDEN "/../../docs/configs.md");
  for (const Program* program : programs())
    EXPECT_NE(page.find("| " + std::string(program->title) + " | "), std::string::npos) << program->title;
}

/// A text without a file's name is told by its looks.
TEST(Config, IsToldByItsLooks) {
  for (const Row& row : rows_of_table()) {
    const std::string text = text_in(folder + row.file);
    const auto named = read_config(text, row.file, row.known), pasted = read_config(text, "-", row.known);
    ASSERT_TRUE(named && pasted) << row.file << ": " << (pasted ? "" : pasted.error().message);
    EXPECT_TRUE(is_source(text, row.file) && is_source(text, "-")) << row.file;
    EXPECT_EQ(named->at(0).line, pasted->at(0).line) << row.file;
  }
}

struct Bad {
  std::string file, text, message;
};

const std::vector<Bad> refused = {
    {"a.yaml", "base_model: x\nlearning_rate: fast\n",
     "a.yaml:2:1: learning_rate is a number in axolotl, not \"fast\""},
    {"a.yaml", "base_model: x\nlearning_rate: 1e-4\n",
     "a.yaml: the number of training samples is not there: say --set samples=50000, or --set max_steps=1000"},
    {"a.yaml", "base_model: x\nlearning_rate: 1e-4\nmax_steps: 10\nwarmup_steps: 2.5\n",
     "a.yaml:4:1: warmup_steps is a whole number in axolotl, not 2.5"},
    {"t.json", R"({"lr_scheduler_type": "cosin", "max_steps": 10})",
     "t.json:1:2: TrainingArguments has no lr_scheduler_type \"cosin\"; did you mean cosine? it has "
     "linear, cosine, cosine_with_restarts, polynomial, constant, constant_with_warmup, inverse_sqrt, "
     "reduce_lr_on_plateau, cosine_with_min_lr, cosine_warmup_with_min_lr, warmup_stable_decay"},
    {"t.json", "{\n  \"lr_scheduler_type\": \"cosine\",\n  \"warmup_step\": 10, \"max_steps\": 10\n}",
     "t.json:3:3: TrainingArguments has no setting warmup_step: did you mean warmup_steps?"},
    {"m.sh", "pretrain.py --lr 1e-3 \\\n  --lr-decay-style cosin --train-iters 10",
     "m.sh:2:20: Megatron-LM has no lr-decay-style \"cosin\"; did you mean cosine? it has linear, constant, cosine, "
     "inverse-square-root, WSD"},
    {"m.sh", "pretrain.py --lr $LR --lr-decay-style cosine --train-iters 10 --global-batch-size 8",
     "m.sh:1:18: lr is LR, which is not known here: say --set LR=..."},
    {"c.toml", "[optimizer\nlr = 1", "c.toml:1:11: this is no TOML: "},
    {"c.yaml", "a: [1, 2\n", "c.yaml:2:1: this is no YAML: end of sequence flow not found"},
    {"c.json", "{\"a\": }", "c.json:1:1: this is no JSON: line 1, column 7: expected"},
    {"c.yaml", "colour: red\nsize: 3\n",
     "c.yaml:1:1: no program is known whose settings these are (colour, size); etude reads the configs of deepspeed, "},
    {"c.yaml", "", "c.yaml:1:1: no settings are here; etude reads the configs of deepspeed, "},
    {"n.cfg", "[net]\nmax_batches\n", "n.cfg:2:1: expected key=value, read \"max_batches\""},
    {"s.sh", "train.py --lr-scheduler 'cosine", "s.sh:1:25: this quote is not closed"},
};

TEST(Config, IsRefusedWithItsPlaceAndWhatToType) {
  for (const Bad& bad : refused) {
    const auto found = read_config(bad.text, bad.file, {});
    ASSERT_FALSE(found) << bad.text;
    EXPECT_EQ(found.error().message.substr(0, bad.message.size()), bad.message);
  }
}

struct Noted {
  std::string file, text, id, said;
};

const std::vector<Noted> noted = {
    {"a.yaml", "lr0: 0.02\nepochs: 10\n", "ignored-argument",
     "optimizer auto passes lr0 and momentum over: the rate is 1.19e-4 (AdamW)"},
    {"t.yaml", "lr_scheduler_type: cosine\nmax_steps: 100\nnum_train_epochs: 3\n", "ignored-argument",
     "max_steps 100 is the run, and num_train_epochs is passed over"},
    {"t.yaml", "lr_scheduler_type: constant\nmax_steps: 100\nlr_scheduler_kwargs: {a: 1}\n", "ignored-argument",
     "constant passes lr_scheduler_kwargs over"},
    {"t.yaml", "lr_scheduler_type: linear\nmax_steps: 100\nwarmup_ratio: 0.1\n", "depends-on-version",
     "warmup_ratio is read by transformers 4 where warmup_steps is 0, and raises TypeError from 5.15 on"},
    {"d.json",
     R"({"scheduler": {"type": "WarmupLR", "params": {"warmup_max_lr": 0.1}}, "lr_scheduler_type": "cosine"})",
     "two-owners", "the DeepSpeed scheduler owns the rate, and lr_scheduler_type is passed over"},
    {"d.json", R"({"scheduler": {"type": "WarmupDecayLR", "params": {"total_num_steps": 9, "warmup_type": "log"}}})",
     "default-surprise", "warmup_max_lr is not there: the peak is 0.001, whatever the optimizer's rate is"},
    {"d.yaml", "SOLVER: {STEPS: [60, 90], MAX_ITER: 80, WARMUP_ITERS: 10}\n", "ignored-argument",
     "SOLVER.STEPS from 90 on are beyond MAX_ITER 80 and are dropped"},
    {"d.yaml", "SOLVER:\n  STEPS: (60, 90)\n  MAX_ITER: 40\n  WARMUP_ITERS: 10\n", "ignored-argument",
     "SOLVER.STEPS from 60 on are beyond MAX_ITER 40 and are dropped"},
    {"m.sh", "x.py --train-iters 100 --lr-decay-iters 200 --lr 1 --global-batch-size 8", "longer-than-run",
     "lr-decay-iters 200 is beyond the run of 100: min-lr is never reached"},
    {"a.yaml", "base_model: x\nlearning_rate: 1\nmax_steps: 100\nwarmup_step: 7\n", "ignored-argument",
     "a.yaml:4:1: axolotl has no setting warmup_step and passes it over"},
    {"n.sh", "train.py --max_iters=100 --learning_rate=1 --warmup_iters=9 --lr_decay_iters=100", "default-surprise",
     "min_lr is 6e-5 whatever learning_rate is"},
    {"l.yaml", "optimizer: {lr_schedule: cosine, warmup: 1}\ntrainer: {num_train_steps: 100}\n",
     "warmup-steps-as-share", "warmup: 1 is the whole cycle, not one step"},
};

TEST(Config, SaysWhatItsProgramDoesUnasked) {
  for (const Noted& each : noted) {
    const auto found = read_config(each.text, each.file, {{"batches", 50}, {"classes", 80}});
    ASSERT_TRUE(found) << found.error().message;
    const auto& notes = found->at(0).notes;
    const auto is_it = [&](const Note& note) { return note.id == each.id && note.text == each.said; };
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), is_it)) << each.said;
  }
}

struct Said {
  std::string file, text, said;
};

/// What the dialect says of the line, in the words of the config: as its refusal, or as a note or an advice.
const std::vector<Said> said_of_lines = {
    {"t.yaml", "lr_scheduler_type: polynomial\nmax_steps: 100\nlr_scheduler_kwargs: {lr_end: 0.001}\n",
     "t.yaml:1:1: hf: lr_end (0.001) must be below learning_rate (5e-5)"},
    {"t.yaml", "lr_scheduler_type: cosine\nmax_steps: 100\nwarmup_steps: 200\n",
     "warmup_steps 200 leaves nothing of max_steps 100 for the decay"},
    {"a.yaml",
     "base_model: x\nlearning_rate: 1e-4\nlr_scheduler: cosine_with_min_lr\nmax_steps: 100\n"
     "lr_scheduler_kwargs: {min_lr: 1}\n",
     "the floor is above learning_rate: the rate rises"},
    {"t.sh", "train.py --sched cosine --epochs 20 --warmup-epochs 15 --lr 0.1", "give warmup-prefix=True"},
    {"m.sh", "x.py --train-iters 100 --lr 1e-4 --min-lr 1e-3 --global-batch-size 8",
     "m.sh:1:29: megatron: lr must not be below min-lr: Megatron ends with AssertionError"},
};

TEST(Config, SpeaksOfItsSettingsAndNotOfItsLine) {
  for (const Said& each : said_of_lines) {
    const auto found = read_config(each.text, each.file, {});
    ASSERT_TRUE(found) << found.error().message;
    const auto spec = meaning(found->at(0), {});
    std::string all = spec ? "" : spec.error().message;
    for (const Note& note : spec ? spec->notes : std::vector<Note>{}) all += note.text + "\n" + note.advice + "\n";
    EXPECT_NE(all.find(each.said), std::string::npos) << all;
  }
}

/// A right config has nothing said of it that is wrong.
TEST(Config, IsSilentOnWhatIsRight) {
  for (const Row& row : rows_of_table()) {
    const auto found = read_config(text_in(folder + row.file), row.file, row.known);
    ASSERT_TRUE(found) << row.file;
    for (const Note& note : found->at(0).notes) EXPECT_NE(note.id, "ignored-argument") << row.file << ": " << note.text;
  }
}

std::string bomb() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string last = "*a" + std::to_string(i - 1), name = "a" + std::to_string(i);
    text += name + ": &" + name + " [" + last;
    for (int k = 0; k < 8; ++k) text += ", " + last;
    text += "]\n";
  }
  return text;
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// In well under a second, and without a crash.
TEST(Config, RefusesWhatIsTooLarge) {
  std::string keys;
  for (int i = 0; i < 1'000'000; ++i) keys += "k" + std::to_string(i) + " = 1\n";
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"bomb.yaml", bomb()},
      {"keys.toml", keys},
      {"keys.yaml", keys},
      {"self.yaml", "a: &a [*a]"},
      {"deep.yaml", repeated("[", 100'000)},
      {"deep.toml", "a = " + repeated("[", 100'000)},
      {"deep.json", repeated("[", 100'000)},
      {"deep.yaml", repeated("{a: ", 5'000)},
      {"list.yaml", "[" + repeated("1,", 400'000) + "1]"},
      {"flags.sh", repeated("--a ", 250'000)},
      {"pairs.cfg", repeated("a=1\n", 250'000)},
      {"solver.prototxt", repeated("a{\n", 250'000)},
      {"bytes.yaml", "\xff\xfe: \x00"},
      {"bytes.toml", "\xff = 1"},
  };
  for (const auto& [file, text] : texts) {
    const auto found = read_config(text, file, {});
    ASSERT_FALSE(found) << file;
    EXPECT_LT(found.error().message.size(), 500u) << file;
  }
}

}  // namespace
}  // namespace etude::source::configs
