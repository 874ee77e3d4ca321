#include "base/keywords.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace etude {
namespace {

struct RunFlags {
  Step steps = 1, drop_last = 0;
  static constexpr auto fields(auto...) {
    return std::array{field<&RunFlags::steps>(Unit::steps, {}, ""), field<&RunFlags::drop_last>(Unit::steps, {}, "")};
  }
};

TEST(Keywords, StandWhereAMessageNamesFlags) {
  static constexpr auto members = RunFlags::fields();
  for (const auto& [message, said] :
       {std::pair{"give --steps, or --epochs", "give steps=, or --epochs"},
        std::pair{"type --steps 300 or --drop-last", "type steps=300 or drop_last="},
        std::pair{"say --set steps=300", "say steps=300"}, std::pair{"give more --steps", "give more steps="},
        std::pair{"say --steps-per-epoch", "say --steps-per-epoch"}})
    EXPECT_EQ(with_keywords(message, members), said);
}

}  // namespace
}  // namespace etude
