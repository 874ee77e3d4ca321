#pragma once
// What the writers share: a plan's schedule taken apart, and the text of a call put together.

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "dialect/pieces.h"

namespace etude::dialect {

/// A ramp between two rates as most libraries count it: `start` at its first step, `to` so many moves later.
struct Slope {
  double from = 0, start = 0, to = 0;
  Step moves = 0;
  bool has_moved = false;  // its first step is past `from` already
};

template <class K>
Slope slope_of(const Schedule& schedule, const K& kind) {
  const Step moves = kind.end == End::after ? kind.steps : std::max(kind.steps - 1, Step{0});
  return {kind.from, schedule(0), kind.to, moves, kind.first == First::moved};
}

/// {"lr", "0.1"}, {"T_max", "99"} -> "lr=0.1, T_max=99". What has no value is left out.
inline std::string arguments_text(std::initializer_list<std::pair<std::string_view, std::string>> arguments) {
  std::string text;
  for (const auto& [name, value] : arguments) {
    if (value.empty()) continue;
    text += (text.empty() ? "" : ", ") + std::string(name) + "=" + value;
  }
  return text;
}

inline std::string python_steps(Step steps) { return std::to_string(steps); }

/// The main program around an optimizer of PyTorch: prints "step,lr". `step` is the line that steps the scheduler.
inline std::string torch_main(double lr, const std::string& make, const std::string& step, Step steps) {
  return "\n\ndef main():\n"
         "    steps = int(sys.argv[1]) if len(sys.argv) > 1 else " +
         std::to_string(steps) +
         "\n"
         "    weight = torch.nn.Parameter(torch.zeros(1))\n"
         "    optimizer = torch.optim.SGD([weight], lr=" +
         real(lr) +
         ", momentum=0.9)\n"
         "    scheduler = " +
         make +
         "\n"
         "    print(\"step,lr\")\n"
         "    for step in range(steps):\n"
         "        print(f\"{step},{float(optimizer.param_groups[0]['lr'])!r}\")\n"
         "        optimizer.step()\n"
         "        if step + 1 < steps:\n"
         "            " +
         step + "\n\n\nif __name__ == \"__main__\":\n    main()\n";
}

}  // namespace etude::dialect
