#include "etude/report/events.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "base/crc32c.h"
#include "support/sample_comparisons.h"

namespace etude::report {
namespace {

std::string hex(const std::string& bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

/// What is between the checks, record after record; "bad" where a check does not hold.
std::vector<std::string> records(const std::string& bytes) {
  std::vector<std::string> out;
  const auto number = [&](std::size_t at, int size) {
    std::uint64_t value = 0;
    for (int i = size - 1; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(bytes.at(at + std::size_t(i)));
    return value;
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = number(at, 8);
    const std::string data = bytes.substr(at + 12, size);
    const bool good =
        number(at + 8, 4) == masked_crc32c(bytes.substr(at, 8)) && number(at + 12 + size, 4) == masked_crc32c(data);
    out.push_back(good ? data : "bad");
    at += 16 + size;
  }
  return out;
}

Arm small_arm() {
  Arm arm;
  arm.lr = {0.5, 0.25};
  arm.trials.resize(1);
  arm.trials[0].curve = {{0, 1, 300}, {1.0, 2.0, kNaN}};
  arm.trials[0].heldout_loss = 0.5;
  arm.trials[0].steps = 301;
  return arm;
}

TEST(Events, AreRecordsOfScalars) {
  const std::vector<std::string> found = records(tensorboard_events(small_arm(), 0));
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[0], "\x1a\rbrain.Event:2");
  const std::string train = "0a110a0a" + hex("loss/train") + "15";
  const std::string lr = "0a090a02" + hex("lr") + "15";
  EXPECT_EQ(hex(found[1]), "2a1e" + train + "0000803f" + lr + "0000003f");  // step 0 is left out
  EXPECT_EQ(hex(found[2]), "10012a1e" + train + "00000040" + lr + "0000803e");
  EXPECT_EQ(hex(found[3]).substr(0, 10), "10ac022a13");  // 300; no rate is known
  EXPECT_EQ(hex(found[4]), "10ad022a150a130a0c" + hex("loss/heldout") + "150000003f");
}

TEST(Events, OfNothingAreAVersion) {
  EXPECT_EQ(records(tensorboard_events(small_arm(), 7)).size(), 1u);
  EXPECT_EQ(records(tensorboard_events({}, 0)).size(), 1u);
}

TEST(Events, HaveAPathThatIsSafeAndTheirOwn) {
  Comparison comparison = made_up_study(2, 1);
  const auto path_for = [&](const std::string& name) {
    comparison.arms[0].name = name;
    return tensorboard_path(comparison, 0, 0);
  };
  const std::string file = "/seed0/events.out.tfevents.etude";
  EXPECT_EQ(path_for("constant"), "constant" + file);
  EXPECT_EQ(path_for("cosine(from=0.1)"), "cosine_from_0.1_" + file);
  EXPECT_EQ(path_for("../etc"), "0_.._etc" + file);
  EXPECT_EQ(path_for(".."), "0_.." + file);
  EXPECT_EQ(path_for(""), "0_" + file);
  EXPECT_EQ(path_for("-rf"), "0_-rf" + file);
  EXPECT_EQ(path_for("cosine"), "0_cosine" + file);  // that is the name of the other one, too
  EXPECT_EQ(path_for(std::string(500, 'n')), std::string(80, 'n') + file);
}

}  // namespace
}  // namespace etude::report
