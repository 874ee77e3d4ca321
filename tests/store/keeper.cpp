// A study in small, to be killed: keeper STORE LOG COUNT runs the trials that the store does not hold yet, as a study
// would; keeper STORE prints all of them. LOG has a line for each thing that happens: look I, run I, kept I.

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "etude/base/math.h"
#include "store/store.h"

namespace etude {
namespace {

[[noreturn]] void fail(const Error& error) {
  std::fprintf(stderr, "keeper: %s\n", error.message.c_str());
  std::exit(1);
}

store::TrialKey key_of(int i) {
  return {.configuration = "data=made\nwidth=" + std::to_string(i % 2),
          .plan = "constant(value=" + std::to_string(i % 10 + 1) + ")",
          .steps = 100,
          .seed = static_cast<std::uint32_t>(i)};
}

/// Takes about a tenth of a millisecond.
Outcome trained(int i) {
  Outcome outcome{.steps = 100};
  double loss = 1.0 / (i + 1);
  for (int t = 0; t < 100; ++t) {
    for (int k = 0; k < 100; ++k) loss = math::log(1.5 + math::exp(-loss));
    outcome.curve.step.push_back(t);
    outcome.curve.loss.push_back(loss);
  }
  outcome.final_loss = outcome.best_loss = loss;
  return outcome;
}

class Log {
 public:
  explicit Log(const char* path) : file_(open(path, O_WRONLY | O_APPEND | O_CREAT, 0644)) {}
  void note(const char* what, int i) const {
    const std::string line = std::to_string(getpid()) + " " + what + " " + std::to_string(i) + "\n";
    if (write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
  }

 private:
  int file_;
};

void run(store::Store& store, const Log& log, int count) {
  for (int i = 0; i < count; ++i) {
    log.note("look", i);
    const auto found = store.find(key_of(i));
    if (!found) fail(found.error());
    if (*found) continue;
    log.note("run", i);
    if (const auto kept = store.add(key_of(i), trained(i)); !kept) fail(kept.error());
    log.note("kept", i);
  }
}

void print_all(store::Store& store) {
  const auto shown = store.visit({}, store::Detail::everything, [](const store::StoredTrial& trial) {
    std::printf("%lld %u %s %s\n", static_cast<long long>(trial.id), trial.key.seed, trial.key.plan.c_str(),
                to_text(trial.outcome).c_str());
    return Result<void>();
  });
  if (!shown) fail(shown.error());
  if (const auto whole = store.check(); !whole) fail(whole.error());
}

}  // namespace
}  // namespace etude

int main(int argc, char** argv) {
  if (argc != 2 && argc != 4) return 2;
  auto store = etude::store::Store::open(argv[1]);
  if (!store) etude::fail(store.error());
  if (argc == 2) {
    etude::print_all(*store);
  } else {
    etude::run(*store, etude::Log(argv[2]), std::atoi(argv[3]));
  }
}
