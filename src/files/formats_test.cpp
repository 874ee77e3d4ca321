#include "files/formats.h"

#include <gtest/gtest.h>

#include "files/made_files_test.h"

namespace etude::files {
namespace {

using testing::Bytes;
using testing::bytes_of;
using testing::cifar10;
using testing::expect_refused;
using testing::joined;

using Labels = std::vector<std::int32_t>;

TEST(ReadCifar10, GivesPixelsOver255AndTenClasses) {
  const Bytes bytes = cifar10({3, 9, 0});
  const auto data = read_cifar10({"batch", bytes});
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->features, 3072U);
  EXPECT_EQ(data->classes, 10U);
  EXPECT_EQ(data->labels, (Labels{3, 9, 0}));
  for (std::size_t s = 0; s < 3; ++s)
    for (std::size_t i = 0; i < 3072; ++i)
      ASSERT_EQ(data->inputs[s * 3072 + i], static_cast<double>((s + i) % 256) / 255) << s << " " << i;
  EXPECT_EQ(read_cifar10({"batch", bytes}, 2)->labels, (Labels{3, 9}));
  EXPECT_EQ(read_cifar10({"batch", bytes}, 2)->inputs.size(), 2 * 3072U);
}

TEST(ReadCifar10, RefusesOtherFiles) {
  const std::pair<Bytes, std::vector<std::string>> cases[] = {
      {{}, {"batch is 0 bytes long", "3073"}},
      {Bytes(3072), {"3072 bytes long"}},
      {joined(cifar10({0, 1}), {0}), {"6147 bytes long"}},
      {cifar10({0, 10}), {"batch: the label of record 1 (from 0) is 10"}},
      {cifar10({4, 4}), {"every label is 4"}},
  };
  for (const auto& [bytes, parts] : cases) expect_refused(read_cifar10({"batch", bytes}), parts);
  expect_refused(read_cifar10({"batch", cifar10({0, 1})}, 0), {"no samples"});
}

TEST(ReadText, LabelsEveryTokenButTheFirstWithTheOneBeforeIt) {
  struct Case {
    const char* text;
    TextOptions options;
    std::vector<double> inputs;
    Labels labels;
  };
  const Case cases[] = {
      {"abcab", {.context = 2}, {0, 1, 2, 0}, {1, 2, 0, 1}},
      {"abcabc", {.context = 2}, {0, 1, 2, 0}, {1, 2, 0, 1}},
      {"abcabca", {.context = 2}, {0, 1, 2, 0, 1, 2}, {1, 2, 0, 1, 2, 0}},
      {"abcabca", {.context = 2, .limit = 1}, {0, 1}, {1, 2}},
      {"z\xff z", {.context = 3}, {1, 2, 0}, {2, 0, 1}},
      {"ba", {.context = 1, .limit = 1}, {}, {}},
  };
  for (const Case& c : cases) {
    const Bytes bytes = bytes_of(c.text);
    const auto data = read_text({"book", bytes}, c.options);
    if (c.labels.empty()) {
      expect_refused(data, {"every label is 0"});
      continue;
    }
    ASSERT_TRUE(data) << c.text << ": " << data.error().message;
    EXPECT_EQ(data->positions, c.options.context);
    EXPECT_EQ(data->features, 1U);
    EXPECT_EQ(data->classes, 3U);
    EXPECT_EQ(data->inputs, c.inputs) << c.text;
    EXPECT_EQ(data->labels, c.labels) << c.text;
    EXPECT_TRUE(data::check_tokens(*data));
  }
}

TEST(ReadText, RefusesATextShorterThanItsContext) {
  const std::tuple<const char*, std::size_t, std::vector<std::string>> cases[] = {
      {"", 1, {"book has 0 tokens"}},
      {"abcd", 4, {"book has 4 tokens", "context of 4 needs one more", "longer text or a shorter context"}},
      {"abcd", no_limit, {"4 tokens"}},
      {"abcd", 0, {"context must be at least 1"}},
      {"aaaa", 2, {"book: the samples are of 1 classes"}},
  };
  for (const auto& [text, context, parts] : cases) {
    const Bytes bytes = bytes_of(text);
    expect_refused(read_text({"book", bytes}, {.context = context}), parts);
  }
}

TEST(Vocabulary, IsTheDifferentBytesInOrder) {
  EXPECT_EQ(vocabulary(bytes_of("banana \xff")), bytes_of(" abn\xff"));
  EXPECT_EQ(vocabulary({}), Bytes{});
}

}  // namespace
}  // namespace etude::files
