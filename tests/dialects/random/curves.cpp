// dialect_curves: reads lines of a number of steps and a spec, and prints what each gives at so many steps as a line of
// JSON: {"lr": [...], "momentum": [...]}, or {"refused": "..."}.

#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "etude/base/json.h"
#include "etude/dialect/dialect.h"
#include "etude/schedule/horizon.h"

namespace {

using namespace etude;

Json curve(const Schedule& schedule, Step steps) {
  std::vector<double> values(static_cast<std::size_t>(steps));
  schedule.values(0, values);
  return values;
}

Json answer(Step steps, const std::string& spec) {
  Horizon horizon;
  horizon.steps = steps;
  const auto read = dialect::read_dialect(spec, horizon);
  if (!read) return Json::Object{{"refused", read.error().message}};
  Json::Object curves{{"lr", curve(read->lr(), steps)}};
  const auto& momentum = read->plan.momentum ? read->plan.momentum : read->plan.beta1;
  if (momentum) curves.emplace_back("momentum", curve(*momentum, steps));
  return curves;
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    Step steps = 0;
    words >> steps;
    std::puts(write_json(answer(steps, line.substr(line.find(' ') + 1)), 0).c_str());
  }
}
