#pragma once
// Ctrl-C, a scheduler that wants its machine back, a terminal that is closed: SIGINT, SIGTERM and SIGHUP, where they are
// not ignored. They end etude as they end any program; what it was writing is whole or not there, and it says how to
// go on.

#include <csignal>
#include <optional>
#include <string>

#include "adapters/program/signals.h"
#include "command_line.h"
#include "etude/base/result.h"

namespace etude::cli {

/// While one lives, the signals print these words before they end etude. One at a time.
class LastWords {
 public:
  explicit LastWords(const std::string& words);

 private:
  program::SignalHandler handler_;
};

/// The last words of work that keeps what it finished in a store; of work without one, how it has one of that name.
std::string how_to_go_on(const std::string& store, const std::string& named, const CommandLine& line);

/// Long work, from the reading of its data to its last file.
class LongWork {
 public:
  /// `last_words` say how to go on. Where the signals are only noted, the work itself looks for stopped() and ends, and
  /// etude after it, by the signal, as it would have without a note.
  LongWork(std::string last_words, bool notes_signals) : last_words_(std::move(last_words)), words_(last_words_) {
    if (notes_signals) noted_.emplace();
  }

  static bool stopped() { return program::StopSignals::caught() != 0; }
  /// What the work gave. Does not return where a signal ended it.
  Result<void> ended(const Result<void>& result) const {
    if (!result && stopped()) end(last_words_);
    return result;
  }
  /// Ends etude by the signal that was noted.
  [[noreturn]] static void end(const std::string& last_words);

 private:
  std::string last_words_;
  LastWords words_;
  std::optional<program::StopSignals> noted_;
};

/// While one lives, the signals wait; for what takes a moment and must not be left half done.
class HeldSignals {
 public:
  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

 private:
  sigset_t former_{};
};

}  // namespace etude::cli
