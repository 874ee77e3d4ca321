#include "interruption.h"

#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>

#include "etude/base/result.h"

namespace etude::cli {
namespace {

constexpr std::array<int, 3> ending_signals{SIGINT, SIGTERM, SIGHUP};
std::array<struct sigaction, 3> actions_before{};
std::string final_line;  // made before a signal can come: a handler may not ask for memory

extern "C" void say_last_words(int signal) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, final_line.data(), final_line.size());
  raise(signal);  // its action is the usual one again
}

}  // namespace

LastWords::LastWords(const std::string& words) {
  final_line = (isatty(STDERR_FILENO) ? "\n" : "") + std::string("etude: ") + one_line(words) + "\n";
  struct sigaction action {};
  action.sa_handler = say_last_words;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < ending_signals.size(); ++i) {
    sigaction(ending_signals[i], nullptr, &actions_before[i]);
    if (actions_before[i].sa_handler != SIG_IGN) sigaction(ending_signals[i], &action, nullptr);
  }
}

LastWords::~LastWords() {
  for (std::size_t i = 0; i < ending_signals.size(); ++i) sigaction(ending_signals[i], &actions_before[i], nullptr);
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
  for (const int signal : ending_signals) sigaddset(&held, signal);
  pthread_sigmask(SIG_BLOCK, &held, &former_);
}

HeldSignals::~HeldSignals() { pthread_sigmask(SIG_SETMASK, &former_, nullptr); }

}  // namespace etude::cli
