#pragma once
// A process of etude's own that starts one program, waits for it, and ends all that the program leaves running.
//
// Idea:   whoever loses its parent becomes the child of the nearest process above that has asked for such children. The
//         guardian asks, and starts one program only; so what it has for children when the program has ended is what
//         that program left, in whatever group or session. It kills them until it has none.
//         A socket joins it to etude. When etude shuts its end, or is no more, however it was ended, the guardian ends
//         the program as at its time limit. Who kills the guardian kills the program.
// Edges:  a kernel that lists no children leaves those that have left the program's group. What was started by another
//         service, as a container, is nobody's child here.
// Cost:   a fork of etude more than the program's own.
// Source: prctl(2): PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG; proc(5): /proc/PID/task/TID/children.

#include "adapters/program/process.h"

namespace etude::program {

/// A Program as plain memory, because a process that has forked from many threads may not allocate.
struct Guarded {
  char* const* words;  // with a null pointer behind the last
  const char* output;
  double limit_seconds, grace_seconds;
};

/// What the guardian writes into the socket at the end: how the program ended, or why it could not be started.
struct Report {
  int error = 0;  // an errno
  Ended ended = {};
};

/// What the child of a fork() does; `channel` is its end of the socket.
[[noreturn]] void guard(const Guarded& program, int channel);

}  // namespace etude::program
