// Pictures and labels in IDX (formats.h).

#include <gtest/gtest.h>

#include "files/made_files_test.h"

namespace etude::files {
namespace {

using testing::Bytes;
using testing::expect_refused;
using testing::idx;
using testing::joined;

Result<data::Dataset> read(const Bytes& inputs, const Bytes& labels, std::size_t limit = no_limit) {
  return read_idx({"pictures", inputs}, {"answers", labels}, limit);
}

const Bytes pictures = idx(8, {3, 1, 2}, {0, 51, 102, 153, 204, 255});
const Bytes answers = idx(8, {3}, {1, 0, 4});

TEST(ReadIdx, GivesPixelsOver255AndLabels) {
  const auto data = read(pictures, answers);
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->features, 2U);
  EXPECT_EQ(data->classes, 5U);
  EXPECT_EQ(data->inputs, (std::vector<double>{0, 0.2, 0.4, 0.6, 0.8, 1}));
  EXPECT_EQ(data->labels, (std::vector<std::int32_t>{1, 0, 4}));
}

TEST(ReadIdx, UnpacksTheFirstSamplesAndKeepsTheFilesClasses) {
  const auto data = read(pictures, answers, 2);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->samples(), 2U);
  EXPECT_EQ(data->inputs.size(), 4U);
  EXPECT_EQ(data->classes, 5U);
  EXPECT_EQ(read(pictures, answers, 3)->samples(), 3U);
  EXPECT_EQ(read(pictures, answers, 4)->samples(), 3U);
  expect_refused(read(pictures, answers, 0), {"pictures with answers", "no samples"});
  expect_refused(read(pictures, answers, 1), {"every label is 1", "raise the limit"});
}

TEST(ReadIdx, ReadsEveryType) {
  const std::tuple<std::uint8_t, Bytes, std::vector<double>> cases[] = {
      {8, {5, 255}, {5 / 255.0, 1}},
      {9, {5, 255}, {5, -1}},
      {11, {1, 2, 255, 254}, {258, -2}},
      {12, {0, 1, 0, 0, 255, 255, 255, 255}, {65536, -1}},
      {13, {0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0}, {1, -2.5}},
      {14, {0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xbf, 0xb9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a}, {1, -0.1}},
  };
  for (const auto& [type, values, expected] : cases) {
    const auto data = read(idx(type, {2, 1}, values), idx(8, {2}, {0, 1}));
    ASSERT_TRUE(data) << int{type} << ": " << data.error().message;
    EXPECT_EQ(data->inputs, expected) << int{type};
  }
  for (const auto& labels : {idx(9, {2}, {0, 1}), idx(11, {2}, {0, 0, 0, 1}), idx(12, {2}, {0, 0, 0, 0, 0, 0, 0, 1})}) {
    const auto data = read(idx(8, {2, 1}, {7, 8}), labels);
    ASSERT_TRUE(data) << data.error().message;
    EXPECT_EQ(data->labels, (std::vector<std::int32_t>{0, 1}));
  }
}

TEST(ReadIdx, RefusesDamagedAndForgedFiles) {
  struct Case {
    Bytes inputs, labels;
    std::vector<std::string> parts;
  };
  const auto cut = [](Bytes bytes, std::size_t size) {
    bytes.resize(size);
    return bytes;
  };
  const std::uint32_t huge = 0xffffffff;
  const Case cases[] = {
      {{}, answers, {"pictures is no IDX file"}},
      {{0, 0, 8}, answers, {"pictures is no IDX file"}},
      {{1, 0, 8, 1}, answers, {"pictures is no IDX file"}},
      {{0, 0, 10, 1}, answers, {"pictures is no IDX file"}},
      {pictures, {0, 0, 7, 1, 0, 0, 0, 0}, {"answers is no IDX file"}},
      {{0, 0, 8, 0}, answers, {"0 dimensions"}},
      {cut(pictures, 15), answers, {"pictures", "3 dimensions", "15 bytes long"}},
      {{0, 0, 8, 255}, answers, {"255 dimensions", "4 bytes long"}},
      {cut(pictures, 21), answers, {"3 x 1 x 2 values of 1 bytes each", "5 bytes follow"}},
      {joined(pictures, {9}), answers, {"7 bytes follow"}},
      {pictures, cut(answers, 10), {"answers", "3 values", "2 bytes follow"}},
      {idx(8, {huge, huge, huge, huge}, {1}), answers, {"4294967295 x 4294967295", "1 bytes follow"}},
      {idx(14, {1u << 31, 1u << 31}, {}), answers, {"values of 8 bytes each"}},
      {idx(8, {1u << 16, 1u << 16, 1u << 16, 1u << 16}, {}), answers, {"0 bytes follow"}},
      {idx(8, {huge, 0}, {}), answers, {"pictures holds 4294967295 x 0 values, which are none"}},
      {idx(8, {0, 28, 28}, {}), idx(8, {0}, {}), {"0 x 28 x 28"}},
      {answers, pictures, {"pictures has one dimension", "IMAGES,LABELS"}},
      {pictures, pictures, {"answers holds no labels", "IMAGES,LABELS"}},
      {pictures, idx(13, {3}, Bytes(12)), {"answers holds no labels"}},
      {pictures, idx(14, {3}, Bytes(24)), {"answers holds no labels"}},
      {pictures, idx(8, {2}, {0, 1}), {"pictures holds 3 samples and answers 2 labels"}},
      {pictures, idx(9, {3}, {0, 255, 1}), {"label of sample 1 is -1"}},
      {pictures, idx(9, {3}, {255, 254, 255}), {"0 classes"}},
      {pictures, idx(12, {3}, joined(Bytes(8), {127, 255, 255, 255})), {"2147483648 classes"}},
      {pictures, idx(8, {3}, {2, 2, 2}), {"every label is 2"}},
      {idx(13, {2, 1}, {0x7f, 0xc0, 0, 0, 0, 0, 0, 0}), idx(8, {2}, {0, 1}), {"sample 0, column 0", "is nan"}},
      {idx(13, {2, 1}, {0, 0, 0, 0, 0xff, 0x80, 0, 0}), idx(8, {2}, {0, 1}), {"sample 1, column 0", "is -inf"}},
  };
  for (const auto& [inputs, labels, parts] : cases) expect_refused(read(inputs, labels), parts);
}

}  // namespace
}  // namespace etude::files
