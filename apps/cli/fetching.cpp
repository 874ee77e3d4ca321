#include "fetching.h"

#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include "terminal.h"

namespace etude::cli {
namespace {

/// Of the tree whose build folder has the data; nothing where it is not there, or may not be started.
std::optional<std::string> installer() {
  const auto tree = std::filesystem::path(ETUDE_DATA).parent_path().parent_path();
  const std::string path = (tree / "tools/install").string();
  return access(path.c_str(), X_OK) == 0 ? std::optional(path) : std::nullopt;
}

/// The key that answers; 0 where there is none. The terminal gives single keys before it shows the question.
char answer_to(const std::string& question) {
  termios former{};
  if (tcgetattr(STDIN_FILENO, &former) != 0) return 0;
  termios single = former;
  single.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
  single.c_cc[VMIN] = 1;
  tcsetattr(STDIN_FILENO, TCSANOW, &single);
  std::fputs((question + "? [Y/n] ").c_str(), stderr);
  char key = 0;
  const ssize_t size = read(STDIN_FILENO, &key, 1);
  tcsetattr(STDIN_FILENO, TCSANOW, &former);
  return size == 1 ? key : '\0';
}

/// Yes is the default. Ctrl-C is what it always is.
bool says_yes(const std::string& question) {
  constexpr char interrupt = '\x03';
  const char key = answer_to(question);
  const bool is_yes = key == 'y' || key == 'Y' || key == '\n' || key == '\r';
  std::fputs(is_yes ? "y\n" : "n\n", stderr);
  if (key == interrupt) raise(SIGINT);
  return is_yes;
}

/// Runs it with this terminal; what it prints goes to standard error. Whether it ended well.
bool run(const std::string& program, const std::string& word) {
  const pid_t child = fork();
  if (child == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), word.c_str(), nullptr);
    _exit(127);
  }
  int status = 1;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

bool asked_and_fetched(const files::Source& source) {
  const auto program = installer();
  if (!program || !is_terminal(STDIN_FILENO) || !is_terminal(STDERR_FILENO)) return false;
  const std::string name(source.name), package(source.package);
  const bool is_wanted = says_yes("The data of " + name +
                                  " are not on this machine. Fetch them now, as tools/install " + package + " does");
  return is_wanted && run(*program, package) && files::has_source(name, ETUDE_DATA);
}

}  // namespace etude::cli
