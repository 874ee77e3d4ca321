#include "adapters/program/own_trainer.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "etude/schedule/kinds.h"
#include "support/folder.h"

namespace etude::program {
namespace {

namespace fs = std::filesystem;

const std::string program = std::string("python3 ") + ETUDE_TRAINER;

study::Trial trial_of(double lr, std::uint32_t seed = 0, Step steps = 4) {
  return {.plan = {*constant({.value = lr})}, .steps = steps, .seed = seed, .curve_points = 100};
}

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder that is this test's own, where temporary folders go, too.
class OwnTrainers : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(folder_ / "tmp");
    setenv("TMPDIR", (folder_ / "tmp").c_str(), 1);
  }
  void TearDown() override {
    EXPECT_TRUE(fs::is_empty(folder_ / "tmp")) << "temporary folders are removed";
    unsetenv("TMPDIR");
  }
  const testing::Folder own_;
  const fs::path folder_ = own_.path();
};

Result<std::vector<Outcome>> run(const OwnTrainer& options, const std::vector<study::Trial>& trials) {
  std::vector<Outcome> outcomes(trials.size());
  const auto runner = own_trainer(options);
  if (!runner) return pass_on(runner.error());
  const auto good = (*runner)(trials, [&](std::size_t i, const Outcome& outcome) {
    outcomes[i] = outcome;
    return Result<void>();
  });
  if (!good) return pass_on(good.error());
  return outcomes;
}

Result<Outcome> run_mode(const std::string& mode, double limit_seconds = 300, const std::string& more = "") {
  const auto outcomes =
      run({program + " " + mode + " {schedule} {log} {seed} " + more, limit_seconds}, {trial_of(0.25)});
  if (!outcomes) return pass_on(outcomes.error());
  return outcomes->front();
}

/// Whether a process is there and no zombie.
bool is_alive(const std::string& id) {
  const std::string status = read("/proc/" + id + "/stat");
  const std::size_t name_end = status.rfind(')');
  return name_end != std::string::npos && status.substr(name_end + 2, 1) != "Z";
}

std::string id_in(const fs::path& path) {
  std::string id;
  for (int i = 0; i < 3000 && !id.ends_with('\n'); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    id = read(path);
  }
  return id.substr(0, id.find('\n'));
}

TEST_F(OwnTrainers, GivesWhatItsLogSays) {
  const auto outcomes = run({program + " good {schedule} {log} {seed}"}, {trial_of(0.25), trial_of(0.25, 1)});
  ASSERT_TRUE(outcomes) << outcomes.error().message;
  EXPECT_EQ((*outcomes)[0].curve.loss, (std::vector<double>{1, 0.25, 0.0625, 0.015625}));
  EXPECT_EQ((*outcomes)[0].curve.step, (std::vector<Step>{0, 1, 2, 3}));
  EXPECT_EQ((*outcomes)[0].heldout_loss, 0.00390625);
  EXPECT_EQ((*outcomes)[1].final_loss, 0.0625);
}

TEST_F(OwnTrainers, SaysInOneLineWhatWentWrong) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"crash",
       "it ended with exit status 1; it printed last: \"\\x1b[31msecond\" \"third\" \"ValueError: no such layer\""},
      {"status", "it ended with exit status 3; it printed nothing"},
      {"signal", "it was ended by signal 9 (killed); it printed nothing"},
      {"half_killed", "it was ended by signal 9 (killed); it printed nothing"},
      {"banana", "line 3 of its log: \"banana\" is no loss; it printed nothing"},
      {"short", "its log ends at step 1 of 4; it printed nothing"},
      {"nothing", "it wrote no log; it printed nothing"},
      {"empty", "its log is empty; it printed nothing"},
      {"heading", "its log has no loss; it printed nothing"},
      {"loud_crash", "it ended with exit status 1; it printed last: \"..." + std::string(293, 'x') + "\" \"the end\""},
      {"ignores",
       "it ignores its schedule: at step 0 its lr was 0.125, and the schedule's is 0.25; it printed nothing"},
      {"folder", "it ended with exit status 1; it printed last: \"cannot open {folder}/weights.bin\""},
      {"half", ""},
      {"loud", ""},
  };
  for (const auto& [mode, failure] : cases) {
    const auto outcome = run_mode(mode);
    ASSERT_TRUE(outcome) << mode << outcome.error().message;
    EXPECT_EQ(outcome->failure, failure) << mode;
    EXPECT_EQ(std::isnan(outcome->final_loss), !failure.empty()) << mode;
  }
  const auto rubbish = run_mode("rubbish");
  ASSERT_TRUE(rubbish);
  EXPECT_EQ(rubbish->failure.find("its log is no text"), 0U) << rubbish->failure;
}

TEST_F(OwnTrainers, IsEndedAtItsTimeLimit) {
  const auto hangs = run_mode("hang", 0.5);
  ASSERT_TRUE(hangs);
  EXPECT_EQ(hangs->failure, "it ran longer than its limit of 0.5 s; it printed nothing");
  const std::string stubborn = "sh -c 'trap \"\" TERM; echo not now; sleep 600' {schedule} {log} {seed}";
  const auto ignores_sigterm = run({stubborn, 3}, {trial_of(0.25)});
  ASSERT_TRUE(ignores_sigterm) << ignores_sigterm.error().message;
  EXPECT_EQ(ignores_sigterm->front().failure, "it ran longer than its limit of 3 s; it printed last: \"not now\"");
}

TEST_F(OwnTrainers, DivergesWhereItsLossIsNotFinite) {
  for (const auto& [mode, step] : {std::pair{"nan", 2}, std::pair{"nan_crash", 1}}) {
    const auto outcome = run_mode(mode);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->diverged_at, step) << mode;
    EXPECT_EQ(outcome->failure, "") << mode;
  }
}

TEST_F(OwnTrainers, LeavesNothingRunning) {
  for (const char* mode : {"grandchild", "deserters"}) {
    const auto outcome = run_mode(mode, 300, (folder_ / "id").string());
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->failure, "");
    const std::string id = id_in(folder_ / "id");
    ASSERT_NE(id, "");
    EXPECT_FALSE(is_alive(id)) << mode;
  }
}

TEST_F(OwnTrainers, WaitForNobodyWhoIsToWriteTheirOutput) {
  const auto outcome = run_mode("fifo", 300);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->failure, "it ended with exit status 3; it printed nothing");
}

TEST_F(OwnTrainers, AreEndedWhenEtudeIsKilled) {
  const pid_t etude = fork();
  if (etude == 0) {
    (void)run_mode("hang", 300, (folder_ / "id").string());
    _exit(0);
  }
  const std::string id = id_in(folder_ / "id");
  ASSERT_TRUE(is_alive(id));
  kill(etude, SIGKILL);
  waitpid(etude, nullptr, 0);
  for (int i = 0; i < 1000 && is_alive(id); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_FALSE(is_alive(id));
  fs::remove_all(folder_ / "tmp");  // that nobody was left to remove
  fs::create_directory(folder_ / "tmp");
}

TEST_F(OwnTrainers, IsEndedWithItsTrainersByASignal) {
  for (const int signal : {SIGINT, SIGTERM}) {
    fs::remove(folder_ / "id");
    const pid_t etude = fork();
    if (etude == 0) {
      const auto outcome = run_mode("hang", 300, (folder_ / "id").string());
      _exit(outcome ? 1 : outcome.error().message.find("stopped") == 0 ? 0 : 2);
    }
    const std::string id = id_in(folder_ / "id");
    ASSERT_TRUE(is_alive(id));
    kill(etude, signal);
    int status = 0;
    waitpid(etude, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_FALSE(is_alive(id));
  }
}

TEST_F(OwnTrainers, GivesTheSameForAnyNumberAtATime) {
  std::vector<study::Trial> trials;
  for (std::uint32_t seed = 0; seed < 6; ++seed) trials.push_back(trial_of(0.1, seed));
  std::vector<std::string> texts;
  for (const unsigned jobs : {1U, 3U}) {
    const auto outcomes = run({program + " good {schedule} {log} {seed}", 300, "", jobs}, trials);
    ASSERT_TRUE(outcomes);
    std::string text;
    for (const Outcome& outcome : *outcomes) text += to_text(outcome) + "\n";
    texts.push_back(text);
  }
  EXPECT_EQ(texts[0], texts[1]);
}

TEST_F(OwnTrainers, KeepsItsFilesWhereAsked) {
  const std::string kept = folder_ / "deep/logs";
  const Plan plan{.lr = *linear({.from = 0.1, .to = 0.3, .steps = 3}), .momentum = *constant({.value = 0.9})};
  const std::vector<study::Trial> trials{{.plan = plan, .steps = 3, .seed = 7}, {.plan = plan, .steps = 3, .seed = 7}};
  ASSERT_TRUE(run({program + " status {schedule} {log} {seed}", 300, kept, 2}, trials));
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kept)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  ASSERT_EQ(names.size(), 2U) << "equal trials at the same time have a folder each";
  EXPECT_EQ(names[0] + "-2", names[1]);
  EXPECT_TRUE(names[0].ends_with("-seed7"));
  EXPECT_EQ(read(kept + "/" + names[0] + "/schedule.csv"), "step,lr,momentum\n0,0.1,0.9\n1,0.2,0.9\n2,0.3,0.9\n");
  EXPECT_EQ(read(kept + "/" + names[0] + "/output.txt"), "");
  EXPECT_NE(read(kept + "/" + names[0] + "/log.csv"), "");
  const std::string trial = read(kept + "/" + names[0] + "/trial.txt");
  EXPECT_TRUE(trial.ends_with("\", \"status\", \"{schedule}\", \"{log}\", \"{seed}\"]\nseed 7\n")) << trial;
}

TEST_F(OwnTrainers, HasAFolderOfItsOwnForEachRun) {
  const std::string kept = folder_ / "logs";
  const OwnTrainer options{program + " status {schedule} {log} {seed}", 300, kept};
  const auto first = own_trainer(options), second = own_trainer(options);
  ASSERT_TRUE(first && second);
  const std::vector<study::Trial> trials{trial_of(0.1)};
  for (const auto& runner : {first, second, first})
    ASSERT_TRUE((*runner)(trials, [](std::size_t, const Outcome&) { return Result<void>(); }));
  std::set<std::string> ends;
  for (const auto& entry : fs::directory_iterator(kept)) {
    EXPECT_NE(read(entry.path() / "log.csv"), "");
    ends.insert(entry.path().filename().string().substr(16));
  }
  EXPECT_EQ(ends, (std::set<std::string>{"-seed0", "-seed0-2", "-seed0-3"}));
}

TEST_F(OwnTrainers, IsRefusedBeforeTheFirstTrial) {
  const std::string script = folder_ / "train.sh";
  std::ofstream(script) << "echo\n";
  const std::string both = " {schedule} {log} {seed}";
  const std::string advice =
      "; type it where the program takes that file, as in 'python3 train.py --schedule {schedule} "
      "--seed {seed} --log {log}'";
  const std::vector<std::pair<OwnTrainer, std::string>> cases{
      {{"python3 'x"}, "the trainer's command, column 9: this ' has no end; close it, or type \\'"},
      {{"python3 x {log}"}, "the trainer's command has no {schedule}" + advice},
      {{"python3 x {schedule}"}, "the trainer's command has no {log}" + advice},
      {{"no-such-program" + both},
       "there is no program no-such-program in PATH; type the path of one, as in ./no-such-program"},
      {{"/no/such" + both}, "there is no program /no/such"},
      {{script + both}, script + " is not executable; type chmod +x " + script + ", or start it by its interpreter"},
      {{"python3" + both, 0}, "the trainer's time limit must be above 0 seconds"},
      {{"python3" + both, 1, script},
       "cannot make the folder " + script + ": Not a directory; name one that can be made with --keep-logs"},
  };
  for (const auto& [options, message] : cases) {
    const auto runner = own_trainer(options);
    ASSERT_FALSE(runner) << message;
    EXPECT_EQ(runner.error().message, message);
  }
  fs::permissions(script, fs::perms::owner_all);
  const auto no_interpreter = run({script + both}, {trial_of(0.1)});
  ASSERT_FALSE(no_interpreter);
  EXPECT_EQ(no_interpreter.error().message,
            "cannot start " + script +
                ": Exec format error; start it by its interpreter, as in 'python3 train.py ...', "
                "or give it a first line #!");
  const auto no_seed = run({program + " good {schedule} {log}"}, {trial_of(0.1, 0), trial_of(0.1, 1)});
  ASSERT_FALSE(no_seed);
  EXPECT_EQ(no_seed.error().message,
            "the trainer's command has no {seed}, and there are several seeds; add it, as in --seed {seed}");
}

TEST_F(OwnTrainers, EndsWithTheErrorOfWhoIsTold) {
  const auto runner = own_trainer({program + " good {schedule} {log} {seed}"});
  ASSERT_TRUE(runner);
  int told = 0;
  const auto good =
      (*runner)(std::vector<study::Trial>{trial_of(0.1), trial_of(0.2)}, [&](std::size_t, const Outcome&) {
        ++told;
        return Result<void>(refuse("full"));
      });
  ASSERT_FALSE(good);
  EXPECT_EQ(good.error().message, "full");
  EXPECT_EQ(told, 1);
}

TEST_F(OwnTrainers, IsKnownByItsWordsAndItsFiles) {
  const std::string script = folder_ / "train.py";
  std::ofstream(script) << "a";
  const OwnTrainer options{"python3   '" + script + "' {log}"};
  EXPECT_EQ(configuration(options),
            "trainer=[\"python3\", \"" + script + "\", \"{log}\"]\nfile " + script + "=af63dc4c8601ec8c\n");
  std::ofstream(script) << "b";
  EXPECT_NE(configuration(options).find("=af63df4c8601f1a5\n"), std::string::npos);
  EXPECT_EQ(configuration({"x --data=" + script}),
            "trainer=[\"x\", \"--data=" + script + "\"]\nfile " + script + "=af63df4c8601f1a5\n");
  EXPECT_EQ(configuration({"x /dev/null " + folder_.string()}).find("file"), std::string::npos);
}

TEST_F(OwnTrainers, IsKnownByAFileOfAnySize) {
  const std::string data = folder_ / "data";
  std::ofstream(data) << "a";
  fs::resize_file(data, 20 << 20);
  const std::string before = configuration({data});
  std::fstream(data, std::ios::in | std::ios::out).seekp(18 << 20) << "b";
  EXPECT_NE(configuration({data}), before);
  fs::resize_file(data, std::uintmax_t{3} << 30U);
  const std::string enormous = configuration({data});
  EXPECT_NE(enormous.find("=3221225472 bytes of "), std::string::npos) << enormous;
  fs::last_write_time(data, fs::last_write_time(data) + std::chrono::milliseconds(1));
  EXPECT_NE(configuration({data}), enormous);
}

TEST(AllFailed, IsAnErrorWithTheFirstReason) {
  const std::vector<Outcome> some{{.failure = "a"}, {.final_loss = 1}}, all{{.failure = "a"}, {.failure = "b"}};
  EXPECT_TRUE(refuse_all_failed(some));
  EXPECT_TRUE(refuse_all_failed(std::vector<Outcome>{}));
  ASSERT_FALSE(refuse_all_failed(all));
  EXPECT_EQ(refuse_all_failed(all).error().message, "every run of the trainer failed; the first: a");
  Comparison comparison;
  comparison.arms.resize(2);
  comparison.arms[0].trials = all;
  EXPECT_FALSE(refuse_all_failed(comparison));
  comparison.arms[1].trials = some;
  EXPECT_TRUE(refuse_all_failed(comparison));
}

TEST(IgnoredSchedule, IsSeenWhereLossesAreTheSame) {
  const auto arm = [](std::vector<double> lr, std::vector<double> losses) {
    Arm made;
    made.lr = std::move(lr);
    for (const double loss : losses) made.trials.push_back({.final_loss = loss, .best_loss = loss});
    return made;
  };
  const auto warns = [](std::vector<Arm> arms) {
    Comparison comparison;
    comparison.arms = std::move(arms);
    return !ignored_schedule_warning(comparison).empty();
  };
  EXPECT_TRUE(warns({arm({1, 1}, {3, 4}), arm({2, 1}, {3, 4})}));
  EXPECT_TRUE(warns({arm({1, 1}, {3, NAN}), arm({2, 1}, {3, 4})}));
  EXPECT_FALSE(warns({arm({1, 1}, {3, 4}), arm({2, 1}, {3, 5})}));
  EXPECT_FALSE(warns({arm({1, 1}, {3, 4}), arm({1, 2}, {3, 4})})) << "the last rate changes no loss";
  EXPECT_FALSE(warns({arm({1, 1}, {3, 4}), arm({1, 1}, {3, 4})}));
  EXPECT_FALSE(warns({arm({1, 1}, {NAN}), arm({2, 1}, {NAN})}));
  EXPECT_FALSE(warns({arm({1, 1}, {3}), arm({2, 1}, {3}), arm({3, 1}, {5})}));
}

}  // namespace
}  // namespace etude::program
