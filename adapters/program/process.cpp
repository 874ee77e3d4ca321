#include "adapters/program/process.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "adapters/program/guardian.h"
#include "adapters/program/signals.h"

namespace etude::program {
namespace {

Refused cannot_start(const Program& program, int error) {
  const char* advice =
      error == ENOEXEC ? "; start it by its interpreter, as in 'python3 train.py ...', or give it a first line #!" : "";
  return refuse("cannot start " + program.words[0] + ": " + std::strerror(error) + advice);
}

/// A guardian at work, and etude's end of the socket to it.
struct Watch {
  pid_t guardian = -1;
  int channel = -1;
};

Result<Watch> start(const Program& program) {
  std::vector<char*> words;
  for (const std::string& word : program.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return cannot_start(program, errno);
  const Guarded guarded{words.data(), program.output.c_str(), program.limit_seconds, program.grace_seconds};
  const Watch watch{fork(), ends[0]};
  if (watch.guardian == 0) guard(guarded, ends[1]);
  const int error = errno;
  close(ends[1]);
  if (watch.guardian > 0) return watch;
  close(ends[0]);
  return cannot_start(program, error);
}

/// Waits until the guardian writes, or goes; false where the run is stopped before.
bool waits_to_the_end(const Watch& watch, const std::atomic<bool>& stop) {
  constexpr int pause_milliseconds = 10;
  for (pollfd channel{watch.channel, POLLIN, 0}; poll(&channel, 1, pause_milliseconds) <= 0;)
    if (stop || StopSignals::caught() != 0) return false;
  return true;
}

/// A guardian that was killed has killed its program, too.
Report report_of(const Watch& watch) {
  Report report{0, {End::signalled, SIGKILL}};
  (void)!read(watch.channel, &report, sizeof report);
  close(watch.channel);
  while (waitpid(watch.guardian, nullptr, 0) < 0 && errno == EINTR) {
  }
  return report;
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
  const auto watch = start(program);
  if (!watch) return pass_on(watch.error());
  const bool is_stopped = !waits_to_the_end(*watch, stop);
  if (is_stopped) shutdown(watch->channel, SHUT_RDWR);
  const Report report = report_of(*watch);
  if (report.error != 0) return cannot_start(program, report.error);
  return is_stopped ? Ended{End::stopped, report.ended.status} : report.ended;
}

}  // namespace etude::program
