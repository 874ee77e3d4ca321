// Prints what the explorer's core answers to {"do": "list"}.

#include <cstdio>

#include "apps/explorer/answers.h"

int main() {
  using namespace etude;
  explorer::Memory memory;
  const Json nothing = Json::Object();
  explorer::Request request(nothing);
  const explorer::Answer list = explorer::list(memory, request);
  if (!list) return 1;
  std::puts(write_json(*list, 0).c_str());
}
