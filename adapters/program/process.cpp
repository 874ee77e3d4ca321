#include "adapters/program/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>

extern char** environ;

namespace etude::program {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

std::atomic<int> caught_signal{0};
constexpr std::array<int, 3> stop_signals{SIGINT, SIGTERM, SIGHUP};
std::array<struct sigaction, 3> former_actions{};

extern "C" void note_signal(int signal) { caught_signal = signal; }

bool has_ended(pid_t child) {
  siginfo_t info{};
  // It stays a zombie, so that its number, which is its group's, is not given to another.
  return waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == child;
}

/// Whether the child ends within so many seconds, and before `stop`.
bool ends_within(pid_t child, double seconds, const std::atomic<bool>& stop) {
  // A day more or less does not matter to who asks for a thousand years.
  const Clock::time_point deadline =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(std::min(seconds, 1e9)));
  Seconds pause(0.0002);
  while (!has_ended(child)) {
    if (stop || StopSignals::caught() != 0 || Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 1.2, Seconds(0.01));
  }
  return true;
}

void ends_after_sigterm(pid_t child, double grace_seconds) {
  kill(-child, SIGTERM);
  const Clock::time_point deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(grace_seconds));
  while (!has_ended(child) && Clock::now() < deadline) std::this_thread::sleep_for(Seconds(0.005));
}

Ended reap(pid_t child) {
  kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) return {End::signalled, WTERMSIG(status)};
  return {End::exited, WEXITSTATUS(status)};
}

/// What posix_spawn is told, released at the end.
struct SpawnWays {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};

  explicit SpawnWays(const std::string& output) {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND,
                                     0666);
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
  }
  ~SpawnWays() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnWays(const SpawnWays&) = delete;
  SpawnWays& operator=(const SpawnWays&) = delete;
};

Result<pid_t> start(const Program& program) {
  std::vector<char*> words;
  for (const std::string& word : program.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const SpawnWays ways(program.output);
  pid_t child = 0;
  const int error = posix_spawn(&child, words[0], &ways.files, &ways.attributes, words.data(), environ);
  if (error == 0) return child;
  const char* advice =
      error == ENOEXEC ? "; start it by its interpreter, as in 'python3 train.py ...', or give it a first line #!" : "";
  return refuse("cannot start " + program.words[0] + ": " + std::strerror(error) + advice);
}

bool is_program(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(path.c_str(), X_OK) == 0;
}

Result<std::string> program_at(const std::string& path) {
  if (is_program(path)) return path;
  if (access(path.c_str(), F_OK) != 0) return refuse("there is no program " + path);
  return refuse(path + " is not executable; type chmod +x " + path + ", or start it by its interpreter");
}

}  // namespace

Result<std::string> find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return program_at(name);
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "/usr/bin:/bin";
  for (bool more = true; more;) {
    const std::size_t colon = rest.find(':');
    const std::string_view folder = rest.substr(0, colon);
    std::string file = (folder.empty() ? "." : std::string(folder)) + "/" + name;
    if (is_program(file)) return file;
    more = colon != std::string_view::npos;
    if (more) rest.remove_prefix(colon + 1);
  }
  return refuse("there is no program " + name + " in PATH; type the path of one, as in ./" + name);
}

Result<Ended> run_program(const Program& program, const std::atomic<bool>& stop) {
  const auto child = start(program);
  if (!child) return pass_on(child.error());
  const bool by_itself = ends_within(*child, program.limit_seconds, stop);
  const bool is_stopped = stop || StopSignals::caught() != 0;
  if (!by_itself) ends_after_sigterm(*child, program.grace_seconds);
  const Ended ended = reap(*child);
  if (by_itself) return ended;
  return Ended{is_stopped ? End::stopped : End::out_of_time, ended.status};
}

StopSignals::StopSignals() {
  struct sigaction action {};
  action.sa_handler = note_signal;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < stop_signals.size(); ++i) {
    sigaction(stop_signals[i], nullptr, &former_actions[i]);
    if (former_actions[i].sa_handler != SIG_IGN) sigaction(stop_signals[i], &action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < stop_signals.size(); ++i) sigaction(stop_signals[i], &former_actions[i], nullptr);
}

int StopSignals::caught() { return caught_signal; }

}  // namespace etude::program
