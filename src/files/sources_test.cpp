#include "files/sources.h"

#include <gtest/gtest.h>

#include <set>

#include "data/spirals.h"
#include "files/made_files_test.h"

namespace etude::files {
namespace {

using testing::Bytes;
using testing::bytes_of;
using testing::expect_refused;
using testing::Folder;
using testing::gzip;
using testing::idx;

/// Small files of the right kinds, in the folder where a package puts them.
void write_packages(const Folder& root, const std::string& python) {
  const std::string fashion = "usr/share/datasets/fashion-mnist/", sklearn = python + "/sklearn/datasets/data/";
  root.write(fashion + "train-images-idx3-ubyte.gz", gzip(idx(8, {3, 1, 2}, Bytes(6))));
  root.write(fashion + "train-labels-idx1-ubyte.gz", gzip(idx(8, {3}, {0, 1, 9})));
  root.write(fashion + "t10k-images-idx3-ubyte.gz", gzip(idx(8, {2, 1, 2}, Bytes(4))));
  root.write(fashion + "t10k-labels-idx1-ubyte.gz", gzip(idx(8, {2}, {0, 1})));
  root.write(sklearn + "digits.csv.gz", gzip(bytes_of("0,5,0\n3,2,1\n0,1,2\n")));
  for (const char* file : {"iris.csv", "breast_cancer.csv", "wine_data.csv"})
    root.write(sklearn + file, bytes_of("3,2,one,two\n1,2,0\n3,4,1\n5,6,1\n"));
  for (const char* file : {"us-constitution.gz", "us-declaration.gz"})
    root.write(std::string("usr/share/state/") + file, gzip(bytes_of("we, the people")));
}

TEST(Sources, AreEachReadFromTheirPackagesFiles) {
  const Folder root;
  write_packages(root, "usr/lib/python3/dist-packages");
  std::set<std::string_view> names;
  for (const Source& source : sources()) {
    const auto split = load_source(source.name, {.context = 4, .root = root.path()});
    ASSERT_TRUE(split) << source.name << ": " << split.error().message;
    EXPECT_TRUE(check(split->train));
    EXPECT_EQ(split->train.samples(), source.name == "spirals" ? 300U : 3U) << source.name;
    EXPECT_EQ(split->test.samples(), source.name == "fashion-mnist" ? 2U : 0U);
    EXPECT_FALSE(source.meaning.empty() || source.licence.empty());
    EXPECT_TRUE(names.insert(source.name).second) << source.name << " is there twice";
  }
  EXPECT_EQ(names.size(), 8U);
}

TEST(Sources, NameThePackageToInstallWhereTheyAreAbsent) {
  const Folder root;
  for (const Source& source : sources()) {
    if (source.package.empty()) continue;
    expect_refused(
        load_source(source.name, {.root = root.path()}),
        {std::string(source.name) + " is not on this machine", std::string(source.files[0]),
         root.path() + "/" + std::string(source.folders[0]), "apt-get install " + std::string(source.package)});
  }
  root.write("usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz", {});
  expect_refused(load_source("fashion-mnist", {.root = root.path()}), {"apt-get install dataset-fashion-mnist"});
}

TEST(Sources, AreFoundWhereverPythonKeepsItsPackages) {
  for (const char* python : {"usr/lib/python3.11/site-packages", "usr/lib/python3.9/dist-packages",
                             "usr/local/lib/python3.12/dist-packages", "usr/local/lib/python3.13/site-packages"}) {
    const Folder root;
    root.write("usr/lib/python2/x", {});
    write_packages(root, python);
    EXPECT_TRUE(load_source("iris", {.root = root.path()})) << python;
    EXPECT_TRUE(has_source("iris", root.path())) << python;
    EXPECT_FALSE(has_source("iris", root.path() + "/usr") || has_source("spirals", root.path())) << python;
  }
}

TEST(LoadSource, PassesItsOptionsOn) {
  const Folder root;
  write_packages(root, "usr/lib/python3/dist-packages");
  EXPECT_EQ(load_source("digits", {.limit = 2, .root = root.path()})->train.samples(), 2U);
  EXPECT_EQ(load_source("us-declaration", {.context = 5, .root = root.path()})->train.positions, 5U);
  EXPECT_EQ(load_source("spirals", {.seed = 3})->train.inputs, data::make_spirals({.seed = 3}).inputs);
}

TEST(LoadSource, ReadsFilesByTheirNotationToo) {
  const Folder folder;
  const std::string path = folder.write("t.csv", bytes_of("1,0\n2,1\n"));
  EXPECT_EQ(load_source("csv:" + path, {.root = "/nowhere"})->train.samples(), 2U);
}

TEST(LoadSource, ListsTheNamesWhereItKnowsNone) {
  expect_refused(load_source("mnist"), {"no data source \"mnist\"", "spirals, fashion-mnist, digits", "csv:PATH"});
  expect_refused(load_source(""), {"no data source \"\""});
}

TEST(Generated, CountsWhatItWouldMake) {
  EXPECT_TRUE(data::is_generated("spirals") && data::is_generated("spirals:classes=5") &&
              !data::is_generated("digits"));
  for (const char* source : {"spirals", "spirals:classes=5,per_class=7"})
    EXPECT_EQ(data::generated_samples(source), data::generate(source)->train.samples()) << source;
  EXPECT_EQ(data::generated_samples("spirals:per_class=1000000"), 3'000'000u);
  expect_refused(data::generated_samples("spirals:arms=5"), {"arms"});
  expect_refused(data::generate("spirals:noise=-1"), {"noise"});
}

}  // namespace
}  // namespace etude::files
