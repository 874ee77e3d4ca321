#pragma once
// The signals by which somebody ends etude: Ctrl-C, a scheduler that wants its machine back, a terminal that is closed.

#include <array>
#include <csignal>

namespace etude::program {

inline constexpr std::array<int, 3> ending_signals{SIGINT, SIGTERM, SIGHUP};

/// While one lives, ending_signals, where they are not ignored, call `handler`; afterwards they do what they did before.
class SignalHandler {
 public:
  /// `flags` are those of sigaction().
  explicit SignalHandler(void (*handler)(int), int flags = 0);
  ~SignalHandler();
  SignalHandler(const SignalHandler&) = delete;
  SignalHandler& operator=(const SignalHandler&) = delete;

 private:
  std::array<struct sigaction, ending_signals.size()> former_{};
};

/// While one lives, the signals do not end etude: run_program() sees them and ends its program. One at a time.
class StopSignals {
 public:
  StopSignals();

  /// The signal that came in last since the first of them was made, or 0.
  static int caught();

 private:
  SignalHandler handler_;
};

}  // namespace etude::program
