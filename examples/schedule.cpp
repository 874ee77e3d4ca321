#include <cstdio>

#include "etude/schedule/kinds.h"

int main() {
  const auto lr =
      etude::then(etude::warmup({.to = 0.08, .steps = 30}), etude::cosine({.from = 0.08, .to = 1e-4, .steps = 270}));
  if (!lr) return std::puts(lr.error().message.c_str()), 1;
  for (const etude::Step t : {0, 29, 30, 164, 299}) std::printf("%3d %.4f\n", static_cast<int>(t), (*lr)(t));
}
