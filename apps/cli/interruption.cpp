#include "interruption.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "etude/base/result.h"

namespace etude::cli {
namespace {

std::string final_line;  // made before a signal can come: a handler may not ask for memory

extern "C" void say_last_words(int signal) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, final_line.data(), final_line.size());
  raise(signal);  // its action is the usual one again
}

/// The handler that says this line.
auto saying(std::string line) {
  final_line = std::move(line);
  return &say_last_words;
}

}  // namespace

LastWords::LastWords(const std::string& words)
    : handler_(saying((isatty(STDERR_FILENO) ? "\n" : "") + std::string("etude: ") + one_line(words) + "\n"),
               static_cast<int>(SA_RESETHAND)) {}

std::string how_to_go_on(const std::string& store, const std::string& named, const CommandLine& line) {
  if (!store.empty()) return "stopped; what was finished is in " + store + "; go on with: " + line.text();
  return "stopped; nothing is kept without --store; start again with: " + line.with("--store", named).text();
}

void LongWork::end(const std::string& last_words) {
  const int signal = program::StopSignals::caught();
  const LastWords words(last_words);
  raise(signal);
  std::_Exit(128 + signal);  // where it is blocked
}

HeldSignals::HeldSignals() {
  sigset_t held;
  sigemptyset(&held);
  for (const int signal : program::ending_signals) sigaddset(&held, signal);
  pthread_sigmask(SIG_BLOCK, &held, &former_);
}

HeldSignals::~HeldSignals() { pthread_sigmask(SIG_SETMASK, &former_, nullptr); }

}  // namespace etude::cli
