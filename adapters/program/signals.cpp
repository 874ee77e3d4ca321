#include "adapters/program/signals.h"

#include <atomic>

namespace etude::program {
namespace {

std::atomic<int> caught_signal{0};

extern "C" void note_signal(int signal) { caught_signal = signal; }

}  // namespace

SignalHandler::SignalHandler(void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < ending_signals.size(); ++i) {
    sigaction(ending_signals[i], nullptr, &former_[i]);
    if (former_[i].sa_handler != SIG_IGN) sigaction(ending_signals[i], &action, nullptr);
  }
}

SignalHandler::~SignalHandler() {
  for (std::size_t i = 0; i < ending_signals.size(); ++i) sigaction(ending_signals[i], &former_[i], nullptr);
}

StopSignals::StopSignals() : handler_(note_signal) {}

int StopSignals::caught() { return caught_signal; }

}  // namespace etude::program
