#pragma once
// What is known of the terminal, if there is one.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "etude/report/figure.h"
#include "etude/report/table.h"

namespace etude::cli {

/// The style for standard output: the terminal's width (or COLUMNS, or 100), characters that its locale can show,
/// colours on a terminal unless NO_COLOR is set. `ascii` asks for plain ASCII wherever it is.
report::TerminalStyle terminal_style(bool ascii);

/// Prints a table, a figure or a line to standard output as that style can show it.
void print_table(const report::Table& table, const report::TerminalStyle& style);
void print_figure(const report::Figure& figure, const report::TerminalStyle& style);
void print_line(std::string_view text, const report::TerminalStyle& style);

/// A bar with the time left on standard error while long work goes on; nothing where that is no terminal.
class ProgressBar {
 public:
  explicit ProgressBar(std::string what);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(std::size_t done, std::size_t total);

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  bool visible_;
  bool drawn_ = false;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point shown_{};
};

}  // namespace etude::cli
