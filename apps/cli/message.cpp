#include "message.h"

#include <cstdio>

#include "etude/base/result.h"

namespace etude::cli {

void say(const std::string& message) { std::fprintf(stderr, "etude: %s\n", one_line(message).c_str()); }

int complain(const std::string& message, int status) {
  say(message);
  return status;
}

}  // namespace etude::cli
