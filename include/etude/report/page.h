#pragma once
// A comparison as one page to read and to send.

#include <string>
#include <utility>
#include <vector>

#include "etude/record/comparison.h"

namespace etude::report {

/// What a page says beside the comparison; whatever is empty is left out.
struct PageSource {
  std::string command = {};                                        // that makes this page, as it is typed
  std::string version = {};                                        // of etude
  std::vector<std::string> specs = {};                             // the schedules as they were typed
  std::vector<std::pair<std::string, std::string>> settings = {};  // name and value: "optimizer", "sgd"
  std::vector<std::pair<std::string, std::string>> winner = {};    // where and how it is written: "in torch", ...
};

/// A self-contained HTML page, well-formed as XML too, without scripts and without a request to anywhere: the finding,
/// a table with thumbnails of the schedules and every seed's final loss, loss curves with bands on linear and on log
/// steps, loss against peak, differences with their intervals, the winner's code, settings, the schedules as text, the command. Light and
/// dark by prefers-color-scheme, narrow screens, print; all text escaped. Same input, same bytes; under 300 kB for 12
/// arms of 20 seeds, whatever their length.
std::string comparison_html(const Comparison& comparison, const PageSource& source = {});

}  // namespace etude::report
