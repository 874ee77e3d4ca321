#pragma once
// How far long work has come, and how long the rest of it takes.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "etude/base/field.h"
#include "etude/study/trials.h"
#include "flags.h"

namespace etude::cli {

enum class ProgressStyle { automatic, plain, off };
constexpr auto words_of(ProgressStyle) { return std::array<std::string_view, 3>{"auto", "plain", "off"}; }

struct ProgressFlag {
  ProgressStyle progress = ProgressStyle::automatic;

  static constexpr auto fields(auto...) {
    return std::array{field<&ProgressFlag::progress>(
        Unit::choice, {}, "auto: a bar on a terminal; plain: now and then a line, wherever it goes; or off")};
  }
  void add_to(Flags& flags) { flags.field(*this, "progress"); }
};

/// Of `total` things `done` are done. `worked` of them took that many seconds, and so will those that are left to be
/// worked at; the others were there.
struct Standing {
  std::size_t done = 0, total = 0, worked = 0, left = 0;
  double seconds = 0;
};

/// A bar on a terminal, lines elsewhere, on standard error.
class ProgressBar {
 public:
  ProgressBar(std::string what, ProgressStyle style);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// Shows it if what was shown before is old: a bar ten times a second, a line at most once a second, later each time a
  /// twentieth of the time has gone by, and at least once a minute.
  void show(const Standing& standing);

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  ProgressStyle style_;  // automatic: a bar
  bool drawn_ = false;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point due_ = begun_;
};

/// Watches the trials of a study: how many there are, which have to be run, and how long that takes.
class TrialsWatch {
 public:
  TrialsWatch(std::string what, ProgressStyle style) : bar_(std::move(what), style) {}

  /// A Runner that works.
  study::Runner at_work(study::Runner own);
  /// A Runner that is asked for trials; `is_there` says which of them need no work.
  study::Runner asked(study::Runner own, std::function<Result<bool>(const study::Trial&)> is_there);
  /// A Runner without a memory, which is both.
  study::Runner both(study::Runner own) {
    return asked(at_work(std::move(own)), [](const study::Trial&) { return false; });
  }
  /// So many trials are known of.
  void expect(std::size_t trials) { known_ = trials; }

 private:
  using Clock = std::chrono::steady_clock;
  double seconds() const;
  void show();

  ProgressBar bar_;
  std::size_t known_ = 0, asked_ = 0, done_ = 0;  // of the whole study
  std::size_t open_ = 0, missing_ = 0;            // of this round: not told of, and among them to be run
  std::size_t worked_ = 0;
  double earlier_seconds_ = 0;                   // of work that has ended
  std::optional<Clock::time_point> work_begun_;  // of that which goes on
};

}  // namespace etude::cli
