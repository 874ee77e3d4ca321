// dialect_bench [STEPS]: how much time of a processor each golden line of the dialects takes, read for a run of so many
// steps (a million where none are given) and asked for every one of them. Prints the slowest first.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "etude/base/json.h"
#include "etude/dialect/dialect.h"

namespace {

using namespace etude;

std::vector<std::string> specs() {
  std::vector<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(ETUDE_GOLDEN "/dialects")) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream file(entry.path());
    for (std::string text; std::getline(file, text);) {
      const auto json = read_json(text);
      if (const Json* spec = json ? json->find("spec") : nullptr) all.push_back(*spec->as<std::string>());
    }
  }
  return all;
}

/// The seconds that the line takes; below 0 where it is refused.
double seconds(const std::string& spec, Step steps) {
  const std::clock_t start = std::clock();
  Horizon horizon;
  horizon.steps = steps;
  const auto read = dialect::read_dialect(spec, horizon);
  if (!read) return -1;
  std::vector<double> values(static_cast<std::size_t>(steps));
  read->lr().values(0, values);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int count, char** words) {
  const Step steps = count > 1 ? std::atoll(words[1]) : 1'000'000;
  std::vector<std::pair<double, std::string>> times;
  for (const std::string& spec : specs())
    if (const double time = seconds(spec, steps); time >= 0) times.emplace_back(time, spec);
  std::sort(times.rbegin(), times.rend());
  std::printf("%zu lines at %lld steps; the slowest, in seconds:\n", times.size(), static_cast<long long>(steps));
  for (std::size_t i = 0; i < std::min(times.size(), std::size_t{10}); ++i)
    std::printf("%8.3f  %s\n", times[i].first, times[i].second.c_str());
}
