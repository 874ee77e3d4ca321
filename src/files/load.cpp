// The table of formats: a request names one, and its loader reads the paths that are given.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "base/words.h"
#include "data/format.h"
#include "data/refusals.h"
#include "files/cifar10.h"
#include "files/files.h"
#include "files/load.h"

namespace etude::files {
namespace {

/// Reads the file at `path` by `read(file)`.
template <class Read>
Result<data::Dataset> read_from(const std::string& path, const data::LoadOptions& options, Read read) {
  const auto bytes = read_file(path, options.max_bytes);
  if (!bytes) return pass_on(bytes.error());
  return read(File{path, *bytes});
}

/// A split without more parts than `train`.
data::Split only_train(data::Dataset train) { return {std::move(train), {}, {}}; }

/// Train and test with the classes of both together.
Result<data::Split> train_and_test(Result<data::Dataset> train, Result<data::Dataset> test) {
  if (!train) return pass_on(train.error());
  if (!test) return pass_on(test.error());
  if (train->features != test->features)
    return refuse("the test part has " + std::to_string(test->features) + " features and the training part " +
                  std::to_string(train->features) + ": give files that belong together");
  train->classes = test->classes = std::max(train->classes, test->classes);
  return data::Split{std::move(*train), {}, std::move(*test)};
}

Result<data::Split> load_idx(const data::Request& request, const data::LoadOptions& options) {
  const auto pair = [&](std::size_t first) {
    return read_from(request.paths[first], options, [&](const File& inputs) {
      return read_from(request.paths[first + 1], options,
                       [&](const File& labels) { return read_idx(inputs, labels, options.limit); });
    });
  };
  if (request.paths.size() == 3)
    return refuse(request.paths[2] + " has no labels beside it: write IMAGES,LABELS,TEST_IMAGES,TEST_LABELS");
  if (request.paths.size() == 2) return pair(0).map(only_train);
  auto train = pair(0);
  if (!train) return pass_on(train.error());
  return train_and_test(std::move(train), pair(2));
}

Result<data::Split> load_csv(const data::Request& request, const data::LoadOptions& options) {
  const std::pair<std::string_view, CsvHeader> headers[] = {
      {"detect", CsvHeader::detect}, {"names", CsvHeader::names}, {"none", CsvHeader::none}, {"skip", CsvHeader::skip}};
  const std::string wanted = request.option("header", "detect");
  const auto header = std::find_if(std::begin(headers), std::end(headers), [&](auto h) { return h.first == wanted; });
  if (header == std::end(headers))
    return refuse("header must be detect, names, none or skip, not " + data::in_quotes(wanted));
  const CsvOptions csv{request.option("label"), header->second, options.limit};
  return read_from(request.paths[0], options, [&](const File& file) { return read_csv(file, csv); }).map(only_train);
}

Result<data::Split> load_text(const data::Request& request, const data::LoadOptions& options) {
  const TextOptions text{options.context, options.limit};
  return read_from(request.paths[0], options, [&](const File& file) { return read_text(file, text); }).map(only_train);
}

/// FOLDER/name, or FOLDER/name.gz where only that is there.
std::string packed_or_not(const std::string& folder, const std::string& name) {
  const std::string path = (std::filesystem::path(folder) / name).string();
  std::error_code ignored;
  return !std::filesystem::exists(path, ignored) && std::filesystem::exists(path + ".gz", ignored) ? path + ".gz"
                                                                                                   : path;
}

/// CIFAR-10's five training files on end.
Result<data::Dataset> load_batches(const std::string& folder, const data::LoadOptions& options) {
  data::Dataset data;
  for (int i = 1; i <= 5 && data.samples() < options.limit; ++i) {
    const std::string path = packed_or_not(folder, "data_batch_" + std::to_string(i) + ".bin");
    const auto bytes = read_file(path, options.max_bytes);
    if (!bytes) return pass_on(bytes.error());
    if (const auto added = add_cifar10({path, *bytes}, options.limit, data); !added) return pass_on(added.error());
  }
  return data::checked(std::move(data), folder);
}

Result<data::Split> load_cifar10(const data::Request& request, const data::LoadOptions& options) {
  const std::string& path = request.paths[0];
  const auto read = [&](const File& file) { return read_cifar10(file, options.limit); };
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) return read_from(path, options, read).map(only_train);
  auto train = load_batches(path, options);
  if (!train) return pass_on(train.error());
  return train_and_test(std::move(train), read_from(packed_or_not(path, "test_batch.bin"), options, read));
}

const std::vector<data::Format>& formats() {
  static const std::vector<data::Format> all{
      {"idx", "idx:IMAGES,LABELS[,TEST_IMAGES,TEST_LABELS]", "IDX files, as MNIST's", 2, 4, {}, &load_idx},
      {"csv",
       "csv:PATH[,label=NAME][,header=detect|names|none|skip]",
       "a table, a sample a row; the last column is the label unless it is named",
       1,
       1,
       {"label", "header"},
       &load_csv},
      {"cifar10", "cifar10:FOLDER or cifar10:FILE", "CIFAR-10, binary version", 1, 1, {}, &load_cifar10},
      {"text", "text:PATH", "a text, a token a character", 1, 1, {}, &load_text},
      data::spirals_format(),
  };
  return all;
}

}  // namespace

std::vector<FileFormat> file_formats() {
  std::vector<FileFormat> lines;
  for (const data::Format& format : formats()) lines.push_back({format.usage, format.meaning});
  return lines;
}

Result<data::Split> load(const data::Request& request, const data::LoadOptions& options) {
  for (const data::Format& format : formats()) {
    if (format.name != request.format) continue;
    if (const auto fine = data::check_request(format, request); !fine) return pass_on(fine.error());
    return format.load(request, options);
  }
  return refuse("there is no data format " + data::in_quotes(request.format) +
                "; there is: " + joined_of(formats(), &data::Format::name));
}

Result<data::Split> load_files(std::string_view text, const data::LoadOptions& options) {
  const auto request = data::parse_request(text);
  if (!request) return pass_on(request.error());
  return load(*request, options);
}

}  // namespace etude::files
