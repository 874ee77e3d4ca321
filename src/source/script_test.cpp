// Lines of Python and what they mean; whole scripts stand in tests/source, with what is found in them.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "etude/base/number.h"
#include "source/readers.h"

namespace etude {
namespace {

const std::string scripts = ETUDE_GOLDEN "/../source/";

std::string in_file(const std::string& name) {
  std::ifstream file(scripts + name);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

/// "14:17 scheduler, torch, once an epoch, 90 steps: torch.MultiStepLR(...) [two-owners]"
std::string text_of(const Found& found) {
  std::string text = std::to_string(found.place.line) + ":" + std::to_string(found.place.column) + " " + found.name +
                     ", " + found.framework;
  if (found.stepped) text += *found.stepped == Stepped::batch ? ", every batch" : ", once an epoch";
  if (found.steps) text += ", " + std::to_string(*found.steps) + " steps";
  if (!found.asks.empty()) text += ", open: " + found.asks;
  text += ": " + found.line;
  for (const Note& note : found.notes) text += " [" + note.id + "]";
  return text;
}

std::vector<std::string> texts_of(const Result<std::vector<Found>>& all) {
  if (!all) return {"refused: " + all.error().message};
  std::vector<std::string> texts;
  for (const Found& each : *all) texts.push_back(text_of(each));
  return texts;
}

/// A script of the table, what --set says, and what is expected.
struct Case {
  std::string file;
  Known known;
  std::vector<std::string> expected;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  std::istringstream table(in_file("expected.txt"));
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("  ")) {
      all.back().expected.push_back(line.substr(2));
      continue;
    }
    std::istringstream words(line);
    Case& added = all.emplace_back();
    words >> added.file;
    for (std::string word; words >> word;)
      added.known[word.substr(0, word.rfind('='))] = *to_double(word.substr(word.rfind('=') + 1));
  }
  return all;
}

TEST(Script, TheTableSaysWhatScriptsHave) {
  for (const Case& each : cases()) {
    const auto found = read_source(in_file(each.file), each.file, each.known);
    EXPECT_EQ(texts_of(found), each.expected) << each.file;
    Horizon horizon;
    horizon.steps = 5000;
    horizon.samples = 10'000;
    horizon.batch = 10;
    for (const Found& one : found ? *found : std::vector<Found>{})
      EXPECT_TRUE(meaning(one, horizon)) << each.file << ": " << meaning(one, horizon).error().message;
  }
}

struct Lines {
  std::string text, expected;
  Known known = {};
};

const std::vector<Lines> pasted{
    // Names, aliases, places.
    {"import torch.optim.lr_scheduler as S\ns = S.StepLR(opt, 30)", "2:5 s, torch: torch.StepLR(30)"},
    {"from torch import optim as O\nx.s = O.lr_scheduler.StepLR(opt, step_size=30)",
     "2:7 x.s, torch: torch.StepLR(step_size=30)"},
    {"from torch.optim.lr_scheduler import StepLR as Drop\ns = Drop(opt, 30)", "2:5 s, torch: torch.StepLR(30)"},
    {"s = StepLR(self.optimizers()[0], 30)", "1:5 s, torch: torch.StepLR(30)"},
    {"é = 1; s = StepLR(opt, 30)", "1:12 s, torch: torch.StepLR(30)"},
    {"torch.StepLR(step_size=3)\nhf.linear(num_warmup_steps=1, num_training_steps=9)",
     "1:1 StepLR, torch: torch.StepLR(step_size=3)\n"
     "2:1 linear, hf: hf.linear(num_warmup_steps=1, num_training_steps=9)"},
    // Arithmetic.
    {"s = StepLR(opt, 10*500, 1e-3/4)", "1:5 s, torch: torch.StepLR(5000, 2.5e-4)"},
    {"s = StepLR(opt, 2**14 - 5_000)", "1:5 s, torch: torch.StepLR(11384)"},
    {"s = StepLR(opt, -(-7 // 2), gamma=7 % 4 / 10)", "1:5 s, torch: torch.StepLR(4, gamma=0.3)"},
    {"s = StepLR(opt, int(0.1 * 95) + round(2.5) + min(3, 4) + max(1, len([1, 2])))", "1:5 s, torch: torch.StepLR(16)"},
    {"a, b = 3, 4\ns = StepLR(opt, (a * b))", "2:5 s, torch: torch.StepLR(12)"},
    {"n = 10\nn = 10\ns = StepLR(opt, n)", "3:5 s, torch: torch.StepLR(10)"},
    // The optimizer.
    {"o = torch.optim.SGD(p, 0.1)\ns = StepLR(o, 30)", "2:5 s, torch: torch.StepLR(30, lr=0.1)"},
    {"s = StepLR(torch.optim.Adam(p, lr=1e-3), 30)", "1:5 s, torch: torch.StepLR(30, lr=0.001)"},
    {"o = SGD([{'params': a, 'lr': 0.5}, {'params': b}], lr=0.1)\ns = StepLR(o, 30)",
     "2:5 s, torch: torch.StepLR(30, lr=0.1)"},
    {"o = SGD(p, lr=0.1)\no, m = accelerator.prepare(o, m)\ns = StepLR(o, 30)",
     "3:5 s, torch: torch.StepLR(30, lr=0.1)"},
    // What is passed in.
    {"k = dict(step_size=3, gamma=0.5)\ns = StepLR(opt, **k, verbose=True)",
     "2:5 s, torch: torch.StepLR(step_size=3, gamma=0.5)"},
    {"def f(n=7):\n  return StepLR(opt, n)\n", "2:10 StepLR, torch: torch.StepLR(7)"},
    {"def f(n=7):\n  return StepLR(opt, n)\nf(8)", "2:10 StepLR, torch: torch.StepLR(8)"},
    {"class A:\n  n = 3\n  def f(self):\n    self.s = StepLR(opt, self.n)", "4:14 self.s, torch: torch.StepLR(3)"},
    {"c = {'a': {'n': 5}}\ns = StepLR(opt, c['a']['n'])", "2:5 s, torch: torch.StepLR(5)"},
    // What is not known.
    {"s = StepLR(opt, n)",
     "refused: line 1, column 17: step_size is n, which the text does not say; say --set n=NUMBER"},
    {"s = StepLR(opt, n)", "1:5 s, torch: torch.StepLR(9)", {{"n", 9}}},
    {"s = StepLR(opt, 2 * len(loader))", "1:5 s, torch: torch.StepLR(18)", {{"len(loader)", 9}}},
    {"n = 1\nn += 1\ns = StepLR(opt, n)",
     "refused: line 3, column 17: step_size is n, which the text does not say; say --set n=NUMBER"},
    {"for n in (1, 2):\n  s = StepLR(opt, n)",
     "refused: line 2, column 19: step_size is n, which the text does not say; say --set n=NUMBER"},
    {"n = n\ns = StepLR(opt, n)",
     "refused: line 2, column 17: step_size is n, which the text does not say; say --set n=NUMBER"},
    {"o = SGD(p, lr=args.lr)\ns = StepLR(o, 3)",
     "refused: line 1, column 15: the optimizer's lr is args.lr, which the text does not say; say --set "
     "args.lr=NUMBER"},
    // functools.partial.
    {"s = functools.partial(StepLR, step_size=30)", "1:5 s, torch: torch.StepLR(step_size=30)"},
    {"f = functools.partial(StepLR, step_size=30)\ns = f(SGD(p, lr=0.1))",
     "2:5 s, torch: torch.StepLR(step_size=30, lr=0.1)"},
    // Packages that are not read.
    {"import pytorch_warmup as w\ns = StepLR(opt, 3)\nr = w.UntunedLinearWarmup(opt)",
     "refused: line 3, column 5: UntunedLinearWarmup is of pytorch-warmup, which etude does not read; write its curve "
     "in torch's own words, as in SequentialLR(optimizer, [LinearLR(optimizer, total_iters=5), "
     "CosineAnnealingLR(optimizer, T_max=95)], milestones=[5])"},
    // Functions of one's own.
    {"s = LambdaLR(SGD(p, lr=2.0), lambda t: min(1, t / 10))",
     "1:5 s, torch: warmup(to=2, steps=10, first=from, end=after) then constant(value=2)"},
    {"s = LambdaLR(opt, lambda t: 0.5 ** t)", "1:5 s, torch: exponential(from=3, rate=0.5)", {{"lr", 3}}},
    {"s = LambdaLR(opt, lambda t: 0.5 ** t)",
     "refused: line 1, column 5: LambdaLR multiplies the optimizer's lr, which the text does not say; say --set "
     "lr=NUMBER"},
    {"s = LambdaLR(SGD(p, lr=1.0), lambda t: 1 / (1 + 0.1 * t))", "1:5 s, torch: inverse_time(from=1, rate=0.1)"},
    {"s = LambdaLR(SGD(p, lr=1.0), lambda t: f(t))",
     "refused: line 1, column 30: the lambda at line 1 is code of your own; etude does not run it: write its curve as "
     "a "
     "SPEC, or as a CSV of step,lr with @file.csv"},
    // Nothing.
    {"# nothing\n",
     "refused: the text has no schedule that etude knows; it looks for calls as in "
     "torch.optim.lr_scheduler.StepLR(...): etude list dialects"},
    {"def StepLR(a, b): pass\ns = StepLR(opt, 3)",
     "refused: the text has no schedule that etude knows; it looks for calls as in "
     "torch.optim.lr_scheduler.StepLR(...): etude list dialects"},
};

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += (all.empty() ? "" : "\n") + line;
  return all;
}

TEST(Script, LinesMeanWhatTheySay) {
  for (const Lines& each : pasted)
    EXPECT_EQ(joined(texts_of(read_script(each.text, "", each.known))), each.expected) << each.text;
}

struct Looks {
  const char *text, *file;
  bool is_source;
};

TEST(Source, ATextIsASpecOrNot) {
  for (const Looks& each : {
           Looks{"torch.StepLR(step_size=3)", "", false},
           Looks{"torch.StepLR(\n  step_size=3\n)", "", false},
           Looks{"warmup(to=1, steps=3) then\nconstant(1)", "", false},
           Looks{"{\"class_name\": \"CosineDecay\", \"config\": {}}", "keras.json", false},
           Looks{"{\"etude\": 1}", "x.json", false},
           Looks{"[{\"type\": \"StepLR\"}]", "", false},
           Looks{"", "", false},
           Looks{"s = StepLR(opt, 3)", "", true},
           Looks{"import torch\ns = torch.StepLR(opt, 3)", "", true},
           Looks{"learning_rate: 1e-4\nlr_scheduler: cosine", "", true},
           Looks{"python train.py --lr 1e-4", "", true},
           Looks{"", "train.py", true},
           Looks{"x", "train.yaml", true},
       })
    EXPECT_EQ(is_source(each.text, each.file), each.is_source) << each.text << " in " << each.file;
}

TEST(Source, BadTextsAreRefusedInOneLine) {
  const std::string deep(1000, '('), long_text(17 << 20, '#');
  const std::vector<std::pair<std::string, std::string>> texts{
      {"x = '\xff'", "a.py:1:6: this byte is no UTF-8 text; save the file as UTF-8"},
      {std::string("x\0y", 3), "a.py:1:2: this byte is no UTF-8 text; save the file as UTF-8"},
      {long_text, "a.py is longer than 16 MiB; give the part that has the schedule"},
      {"x = (\n", "a.py:1:"},
      {"", "a.py has no schedule that etude knows"},
      {deep, "a.py:1:"},
      {std::string(300, '[') + std::string(300, ']'), "a.py:1:199: nested deeper than 200; simplify"},
  };
  for (const auto& [text, expected] : texts) {
    const auto read = read_source(text, "a.py");
    ASSERT_FALSE(read) << text.substr(0, 40);
    EXPECT_TRUE(read.error().message.starts_with(expected)) << read.error().message;
    EXPECT_LT(read.error().message.size(), 400u);
  }
}

/// Lines with names of names of names.
TEST(Source, ALongScriptIsRefusedAndOneOfNamesOfNamesIsRead) {
  EXPECT_EQ(texts_of(read_source(std::string(2 << 20, '\n'), "a.py"))[0],
            "refused: a.py is longer than 1 MiB; give the part that has the schedule");
  std::string text = "import torch\na0 = [1, 2]\n";
  for (int i = 1; i < 20'000; ++i)
    text += "a" + std::to_string(i) + " = [a" + std::to_string(i - 1) + ", a" + std::to_string(i - 1) + "]\n";
  text += "s = torch.optim.lr_scheduler.StepLR(opt, a19999)\n";
  const auto read = read_source(text, "long.py");
  ASSERT_FALSE(read);
  EXPECT_TRUE(read.error().message.starts_with("long.py:")) << read.error().message;
  EXPECT_LT(read.error().message.size(), 400u);
}

}  // namespace
}  // namespace etude
