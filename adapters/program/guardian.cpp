// Only what POSIX allows between fork() and exec() is called here.

#include "adapters/program/guardian.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

extern char** environ;

namespace etude::program {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

/// A day more or less does not matter to who asks for a thousand years.
Clock::time_point in(double seconds) {
  return Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(std::min(seconds, 1e9)));
}

/// Waits, and says whether etude has gone: its end of the channel is shut.
bool is_alone_after(int channel, double seconds) {
  pollfd watched{channel, POLLRDHUP, 0};
  const timespec pause{0, static_cast<long>(seconds * 1e9)};
  return ppoll(&watched, 1, &pause, nullptr) > 0;
}

/// All else that etude has open would stay open as long as the program runs. The channel's new number.
int keep_only(int channel) {
  const int nothing = open("/dev/null", O_RDWR);
  const int high = fcntl(channel, F_DUPFD, 4);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, stream);
  dup2(high, 3);
  if (close_range(4, ~0U, 0) != 0)
    for (int other = 4; other < sysconf(_SC_OPEN_MAX); ++other) close(other);
  fcntl(3, F_SETFD, FD_CLOEXEC);
  return 3;
}

/// Becomes the program, and returns only where it cannot.
void become(const Guarded& program, pid_t guardian) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != guardian) _exit(127);
  const int output = open(program.output, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  if (output < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) return;
  execve(program.words[0], program.words, environ);
}

struct Started {
  pid_t child = -1;
  int error = 0;
};

/// The pipe closes by itself when the program has begun.
Started start(const Guarded& program) {
  int why[2];
  if (pipe2(why, O_CLOEXEC) != 0) return {-1, errno};
  const pid_t guardian = getpid();
  Started started{fork(), 0};
  if (started.child < 0) return {-1, errno};
  if (started.child == 0) {
    become(program, guardian);
    const int error = errno;
    (void)!write(why[1], &error, sizeof error);
    _exit(127);
  }
  close(why[1]);
  while (read(why[0], &started.error, sizeof started.error) < 0 && errno == EINTR) {
  }
  close(why[0]);
  return started;
}

bool has_ended(pid_t child) {
  siginfo_t info{};
  // It stays a zombie, so that its number, which is its group's, is not given to another.
  return waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == child;
}

/// Waits for its end, its time limit or the end of etude.
End wait_for(pid_t child, double limit_seconds, int channel) {
  const Clock::time_point deadline = in(limit_seconds);
  double pause_seconds = 0.0002;
  while (!has_ended(child)) {
    if (is_alone_after(channel, pause_seconds)) return End::stopped;
    if (Clock::now() >= deadline) return End::out_of_time;
    pause_seconds = std::min(pause_seconds * 1.2, 0.01);
  }
  return End::exited;
}

void end_by_sigterm(pid_t child, double grace_seconds) {
  kill(-child, SIGTERM);
  const timespec pause{0, 5'000'000};
  for (const Clock::time_point deadline = in(grace_seconds); !has_ended(child) && Clock::now() < deadline;)
    nanosleep(&pause, nullptr);
}

Ended reap(pid_t child) {
  kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) return {End::signalled, WTERMSIG(status)};
  return {End::exited, WEXITSTATUS(status)};
}

/// Kills as many as a page can list; false where there are none.
bool kill_children() {
  const int list = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  char text[4096];
  const ssize_t size = list < 0 ? 0 : read(list, text, sizeof text);
  close(list);
  pid_t child = 0;
  for (ssize_t i = 0; i < size; ++i) {
    if (text[i] != ' ') {
      child = 10 * child + (text[i] - '0');
      continue;
    }
    kill(child, SIGKILL);
    child = 0;
  }
  return size > 0;
}

/// The children of those that are killed become the guardian's, and are killed next.
void end_descendants() {
  constexpr double patience_seconds = 5;  // with those that the kernel cannot end now
  const timespec pause{0, 1'000'000};
  for (const Clock::time_point deadline = in(patience_seconds); Clock::now() < deadline; nanosleep(&pause, nullptr)) {
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    if (!kill_children()) return;
  }
}

Report run(const Guarded& program, int channel) {
  const Started started = start(program);
  if (started.child < 0 || started.error != 0) return {started.error, {}};
  const End how = wait_for(started.child, program.limit_seconds, channel);
  if (how != End::exited) end_by_sigterm(started.child, program.grace_seconds);
  Ended ended = reap(started.child);
  if (how != End::exited) ended.how = how;
  end_descendants();
  return {0, ended};
}

}  // namespace

void guard(const Guarded& program, int channel) {
  setpgid(0, 0);  // a terminal's signals are etude's
  signal(SIGCHLD, SIG_DFL);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  channel = keep_only(channel);
  const Report report = run(program, channel);
  send(channel, &report, sizeof report, MSG_NOSIGNAL);
  _exit(0);
}

}  // namespace etude::program
