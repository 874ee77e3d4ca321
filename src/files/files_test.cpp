#include "files/files.h"

#include <gtest/gtest.h>

#include "files/made_files_test.h"

namespace etude::files {
namespace {

using testing::Bytes;
using testing::bytes_of;
using testing::cifar10;
using testing::expect_refused;
using testing::Folder;
using testing::gzip;
using testing::idx;
using testing::joined;

Bytes without_last(Bytes bytes, std::size_t count) {
  bytes.resize(bytes.size() - count);
  return bytes;
}

TEST(Gunzip, UnpacksOneMemberOrSeveral) {
  Bytes long_one(300'000);
  for (std::size_t i = 0; i < long_one.size(); ++i) long_one[i] = static_cast<std::uint8_t>(i * i >> 7);
  const Bytes contents[] = {{}, {7}, bytes_of("to be or not to be"), long_one};
  for (const Bytes& content : contents) {
    EXPECT_EQ(gunzip({"x.gz", gzip(content)}).value(), content);
    EXPECT_EQ(gunzip({"x.gz", joined(gzip(content), gzip({1, 2}))}).value(), joined(content, {1, 2}));
    EXPECT_EQ(gunzip({"x.gz", gzip(content)}, content.size()).value(), content);
  }
}

TEST(Gunzip, RefusesDamageAndBombs) {
  const Bytes packed = gzip(bytes_of("to be or not to be"));
  Bytes wrong_sum = packed;
  wrong_sum[packed.size() - 8] ^= 1;
  const Bytes bomb = gzip(Bytes(10'000'000));
  struct Case {
    Bytes bytes;
    std::size_t most;
    std::vector<std::string> parts;
  };
  const Case cases[] = {
      {{}, 100, {"x.gz is cut short", "0 unpacked"}},
      {without_last(packed, 1), 100, {"x.gz is cut short", "18 unpacked"}},
      {without_last(packed, packed.size() - 5), 100, {"cut short"}},
      {joined(gzip({1}), {0x1f}), 100, {"cut short"}},
      {wrong_sum, 100, {"x.gz is damaged", "incorrect data check"}},
      {bytes_of("no gzip at all"), 100, {"x.gz is damaged"}},
      {joined(packed, bytes_of("and more")), 100, {"x.gz is damaged"}},
      {packed, 17, {"unpacks to more than 17 bytes", "max_bytes"}},
      {bomb, 9'999'999, {"unpacks to more than 9999999 bytes"}},
      {joined(packed, packed), 35, {"more than 35"}},
  };
  for (const auto& [bytes, most, parts] : cases) expect_refused(gunzip({"x.gz", bytes}, most), parts);
}

TEST(ReadFile, ReadsPlainAndPackedFilesAlike) {
  const Folder folder;
  const Bytes contents[] = {{}, {0x1f}, bytes_of("1,2\n"), Bytes((1 << 20) + 3, 9), Bytes(1 << 20, 8)};
  for (const Bytes& content : contents) {
    EXPECT_EQ(read_file(folder.write("plain", content)).value(), content);
    EXPECT_EQ(read_file(folder.write("packed", gzip(content))).value(), content);
    EXPECT_EQ(read_file(folder.write("plain", content), content.size()).value(), content);
  }
}

TEST(ReadFile, RefusesWhatItCannotRead) {
  const Folder folder;
  expect_refused(read_file(folder.path() + "/none"), {"there is no file " + folder.path() + "/none"});
  expect_refused(read_file(""), {"there is no file"});
  expect_refused(read_file(folder.path()), {folder.path() + " is a folder"});
  expect_refused(read_file("/dev/zero"), {"/dev/zero is a device"});
  expect_refused(read_file(folder.write("x", Bytes(101)), 100), {"/x holds more than 100 bytes"});
  expect_refused(read_file(folder.write("x", gzip(Bytes(101))), 100), {"/x unpacks to more than 100 bytes"});
  expect_refused(read_file(folder.write("x", {0x1f, 0x8b, 8})), {"/x is cut short"});
}

/// A folder of one file of each kind; $ in a text stands for its path.
class LoadFiles : public ::testing::Test {
 protected:
  LoadFiles() {
    folder_.write("images", idx(8, {3, 1, 2}, {0, 51, 102, 153, 204, 255}));
    folder_.write("labels.gz", gzip(idx(8, {3}, {0, 1, 0})));
    folder_.write("test-images", idx(8, {2, 2}, {255, 0, 0, 255}));
    folder_.write("test-labels", idx(8, {2}, {1, 3}));
    folder_.write("narrow-images", idx(8, {2, 1}, {255, 0}));
    folder_.write("table.csv", bytes_of("kind,a,b\nx,1,2\ny,3,4\n"));
    folder_.write("counted.csv", bytes_of("2,1\n1,0\n2,1\n"));
    folder_.write("book.gz", gzip(bytes_of("abcabcabc")));
    for (const int batch : {1, 2, 3, 5})
      folder_.write("cifar/data_batch_" + std::to_string(batch) + ".bin",
                    cifar10({static_cast<std::uint8_t>(batch), 0}));
    folder_.write("cifar/data_batch_4.bin.gz", gzip(cifar10({4, 0})));
    folder_.write("cifar/test_batch.bin", cifar10({7, 8, 9}));
    folder_.write("half/data_batch_1.bin", cifar10({7, 8}));
  }

  Result<data::Split> load(std::string text, const data::LoadOptions& options = {.context = 2}) {
    for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$'))
      text.replace(at, 1, folder_.path());
    return load_files(text, options);
  }

  Folder folder_;
};

TEST_F(LoadFiles, ReadsEachFormat) {
  struct Case {
    const char* text;
    std::size_t train, test, features, classes, positions;
  };
  const Case cases[] = {
      {"idx:$/images,$/labels.gz", 3, 0, 2, 2, 1},
      {"idx:$/images,$/labels.gz,$/test-images,$/test-labels", 3, 2, 2, 4, 1},
      {"csv:$/table.csv,label=kind", 2, 0, 2, 2, 1},
      {"csv:$/counted.csv,header=skip", 2, 0, 1, 2, 1},
      {"csv:$/counted.csv,header=names", 2, 0, 1, 2, 1},
      {"csv:$/counted.csv", 3, 0, 1, 2, 1},
      {"cifar10:$/cifar", 10, 3, 3072, 10, 1},
      {"cifar10:$/cifar/test_batch.bin", 3, 0, 3072, 10, 1},
      {"text:$/book.gz", 4, 0, 1, 3, 2},
      {"spirals:", 300, 0, 2, 3, 1},
      {"spirals:classes=5,per_class=2,noise=0", 10, 0, 2, 5, 1},
  };
  for (const Case& c : cases) {
    const auto split = load(c.text);
    ASSERT_TRUE(split) << c.text << ": " << split.error().message;
    EXPECT_TRUE(check(split->train)) << c.text;
    EXPECT_EQ(split->train.samples(), c.train) << c.text;
    EXPECT_EQ(split->test.samples(), c.test) << c.text;
    EXPECT_EQ(split->train.features, c.features) << c.text;
    EXPECT_EQ(split->train.classes, c.classes) << c.text;
    EXPECT_EQ(split->train.positions, c.positions) << c.text;
    EXPECT_EQ(split->validation.samples(), 0U) << c.text;
    if (c.test > 0) {
      EXPECT_EQ(split->test.classes, c.classes) << c.text;
    }
  }
}

TEST_F(LoadFiles, TakesTheFilesInTheirOrder) {
  const std::vector<std::int32_t> all{1, 0, 2, 0, 3, 0, 4, 0, 5, 0};
  for (const std::size_t limit : {2, 3, 4, 10, 11}) {
    const auto split = load("cifar10:$/cifar", {.limit = limit});
    ASSERT_TRUE(split) << split.error().message;
    const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(limit, 10));
    EXPECT_EQ(split->train.labels, std::vector<std::int32_t>(all.begin(), all.begin() + count));
    EXPECT_EQ(split->train.inputs.size(), split->train.samples() * 3072);
    EXPECT_EQ(split->test.samples(), std::min<std::size_t>(limit, 3));
  }
}

TEST_F(LoadFiles, DrawsSpiralsFromTheSeedThatIsGiven) {
  const auto inputs = [&](const char* text, std::uint32_t seed) { return load(text, {.seed = seed})->train.inputs; };
  EXPECT_EQ(inputs("spirals:", 5), inputs("spirals:seed=5", 0));
  EXPECT_NE(inputs("spirals:", 5), inputs("spirals:", 6));
  EXPECT_NE(inputs("spirals:turn_radians=3", 0), inputs("spirals:turn_radians=5", 0));
  EXPECT_NE(inputs("spirals:spacing_radians=3", 0), inputs("spirals:", 0));
  EXPECT_NE(inputs("spirals:inner_radius=0", 0), inputs("spirals:outer_radius=2", 0));
}

TEST_F(LoadFiles, SaysWhatToTypeInstead) {
  const std::pair<const char*, std::vector<std::string>> cases[] = {
      {"", {"names no format"}},
      {"table.csv", {"\"table.csv\" names no format", "csv:table.csv"}},
      {":x", {"no data format \"\"", "idx, csv, cifar10, text, spirals"}},
      {"json:x", {"no data format \"json\""}},
      {"csv:", {"csv is given 0 paths", "csv:PATH"}},
      {"csv:a,b", {"csv is given 2 paths", "csv:PATH"}},
      {"csv:a,,header=skip", {"empty"}},
      {"csv:a,", {"ends with a comma"}},
      {"csv:a,lable=b", {"csv has no option \"lable\"", "label=NAME"}},
      {"csv:a,label=", {"label= has no value"}},
      {"csv:a,label=b,label=c", {"label= is given twice"}},
      {"csv:$/table.csv,header=yes", {"detect, names, none or skip, not \"yes\""}},
      {"csv:$/table.csv,label=c", {"table.csv, line 1", "no column is named \"c\""}},
      {"csv:$/none.csv", {"there is no file", "none.csv"}},
      {"csv:./label=x", {"there is no file ./label=x"}},
      {"idx:$/images", {"idx is given 1 path;", "IMAGES,LABELS"}},
      {"idx:$/images,$/labels.gz,$/test-images", {"test-images has no labels beside it"}},
      {"idx:$/images,$/none", {"there is no file", "none"}},
      {"idx:$/images,$/labels.gz,$/none,$/test-labels", {"there is no file", "none"}},
      {"idx:$/none,$/labels.gz,$/test-images,$/test-labels", {"there is no file", "none"}},
      {"idx:$/images,$/labels.gz,$/narrow-images,$/test-labels", {"test part has 1 features", "training part 2"}},
      {"idx:$/labels.gz,$/images", {"labels.gz has one dimension"}},
      {"cifar10:$/half", {"there is no file", "data_batch_2.bin"}},
      {"cifar10:$/images", {"images is 22 bytes long"}},
      {"text:$", {"is a folder"}},
      {"spirals:x", {"spirals is given 1 path;"}},
      {"spirals:arms=5", {"spirals has no option \"arms\"", "classes=3"}},
      {"spirals:classes=1", {"spirals: classes must be 2"}},
      {"spirals:classes=2.5", {"classes must be a whole number", "\"2.5\""}},
      {"spirals:classes=-1", {"classes must be a whole number"}},
      {"spirals:seed=4294967296", {"seed must be a whole number of 0 to 4294967295"}},
      {"spirals:noise=loud", {"noise must be a number, not \"loud\""}},
      {"spirals:noise=-1", {"noise must be a finite number of at least 0"}},
  };
  for (const auto& [text, parts] : cases) {
    SCOPED_TRACE(text);
    expect_refused(load(text), parts);
  }
  expect_refused(load("text:$/book.gz", {.context = 64}), {"book.gz has 9 tokens", "context of 64"});
  expect_refused(load("csv:$/table.csv", {.max_bytes = 3}), {"table.csv holds more than 3 bytes"});
  expect_refused(load("cifar10:$/cifar", {.limit = 0}), {"no samples"});
}

TEST(FileFormats, AreListedAsTheyAreWritten) {
  std::vector<std::string> begins;
  for (const FileFormat& format : file_formats()) {
    begins.emplace_back(format.usage.substr(0, format.usage.find(':')));
    EXPECT_FALSE(format.meaning.empty());
  }
  EXPECT_EQ(begins, (std::vector<std::string>{"idx", "csv", "cifar10", "text", "spirals"}));
}

}  // namespace
}  // namespace etude::files
