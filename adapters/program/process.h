#pragma once
// Starts a program without a shell, waits for it, and ends it with all that it started.

#include <atomic>
#include <string>
#include <vector>

#include "etude/base/result.h"

namespace etude::program {

/// A program to run, in a process group of its own; it reads nothing. A guardian (guardian.h) stands between.
struct Program {
  std::vector<std::string> words;  // its file first, then its arguments
  std::string output;              // path of the file that gets what it prints on both streams
  double limit_seconds = 3600;
  double grace_seconds = 2;  // from SIGTERM, at the time limit, to SIGKILL
};

enum class End { exited, signalled, out_of_time, stopped };

struct Ended {
  End how = End::exited;
  int status = 0;  // the exit status, or the signal's number
};

/// Runs it to its end. Whatever it has started and left is killed then, in whatever group or session. Where `stop`
/// becomes true, a signal of StopSignals (signals.h) comes in, or etude itself is killed, it is ended as at its time limit.
/// Refused: a program that cannot be started.
Result<Ended> run_program(const Program& program, const std::atomic<bool>& stop);

/// The file that a program's name means: itself where it has a slash, otherwise what PATH finds.
/// Refused: what is not there or may not be executed.
Result<std::string> find_program(const std::string& name);

}  // namespace etude::program
