// Time left is what the work done here took, for each of the things that are still to be worked at. So what a store
// remembers, and the steps before a resumed state, count as done and say nothing of the pace.

#include "progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "terminal.h"

namespace etude::cli {
namespace {

using Seconds = std::chrono::duration<double>;

bool can_draw() {
  const char* kind = std::getenv("TERM");
  return is_terminal(STDERR_FILENO) && !(kind && std::string_view(kind) == "dumb");
}

ProgressStyle shown_as(ProgressStyle style) {
  return style == ProgressStyle::automatic && !can_draw() ? ProgressStyle::off : style;
}

/// ", 34 s left"; empty where nothing was worked at.
std::string time_left(const Standing& standing) {
  if (standing.worked == 0) return "";
  const double seconds = standing.seconds / static_cast<double>(standing.worked) * static_cast<double>(standing.left);
  return ", " + std::to_string(std::llround(seconds)) + " s left";
}

}  // namespace

ProgressBar::ProgressBar(std::string what, ProgressStyle style) : what_(std::move(what)), style_(shown_as(style)) {}

ProgressBar::~ProgressBar() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::show(const Standing& standing) {
  const Clock::time_point now = Clock::now();
  if (style_ == ProgressStyle::off || now < due_) return;
  const std::string text =
      std::to_string(standing.done) + " of " + std::to_string(standing.total) + " " + what_ + time_left(standing);
  if (style_ == ProgressStyle::plain) {
    std::fprintf(stderr, "etude: %s\n", text.c_str());
    const double gap = std::clamp(Seconds(now - begun_).count() / 20, 1.0, 60.0);
    due_ = now + std::chrono::duration_cast<Clock::duration>(Seconds(gap));
    return;
  }
  drawn_ = true;
  due_ = now + std::chrono::milliseconds(100);
  constexpr std::size_t cells = 30;
  const std::size_t full = standing.done * cells / std::max<std::size_t>(standing.total, 1);
  std::fprintf(stderr, "\r\033[K[%s%s] %s", std::string(full, '#').c_str(), std::string(cells - full, '.').c_str(),
               text.c_str());
}

double TrialsWatch::seconds() const {
  return earlier_seconds_ + (work_begun_ ? Seconds(Clock::now() - *work_begun_).count() : 0);
}

void TrialsWatch::show() {
  const std::size_t total = std::max(known_, asked_), later = total - done_ - open_;
  bar_.show({.done = done_,
             .total = total,
             .worked = worked_,
             .left = std::min(missing_, open_) + later,
             .seconds = seconds()});
}

study::Runner TrialsWatch::at_work(study::Runner own) {
  return [this, own = std::move(own)](std::span<const study::Trial> trials, const study::Finished& finished) {
    work_begun_ = Clock::now();
    const auto good = own(trials, [&](std::size_t i, const Outcome& outcome) {
      ++worked_;
      if (missing_ > 0) --missing_;  // others may have been at the same store
      return finished(i, outcome);
    });
    earlier_seconds_ = seconds();
    work_begun_.reset();
    return good;
  };
}

study::Runner TrialsWatch::asked(study::Runner own, std::function<Result<bool>(const study::Trial&)> is_there) {
  return [this, own = std::move(own), is_there = std::move(is_there)](std::span<const study::Trial> trials,
                                                                      const study::Finished& finished) -> Result<void> {
    asked_ += trials.size();
    open_ = missing_ = trials.size();
    for (const study::Trial& trial : trials) {
      const auto there = is_there(trial);
      if (!there) return pass_on(there.error());
      missing_ -= *there;
    }
    return own(trials, [&](std::size_t i, const Outcome& outcome) {
      --open_;
      ++done_;
      const auto good = finished(i, outcome);
      show();
      return good;
    });
  };
}

}  // namespace etude::cli
