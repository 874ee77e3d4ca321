#pragma once
// What etude says on standard error: a line each, whatever it quotes.

#include <string>

namespace etude::cli {

constexpr int done = 0, failed = 1, wrong_usage = 2;

/// Prints "etude: message".
void say(const std::string& message);

/// Says why it ends, and returns `status`.
int complain(const std::string& message, int status);

}  // namespace etude::cli
