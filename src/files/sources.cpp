// The named sets: in which folders of which Debian package they lie, and by which format they are read.

#include "files/sources.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include "base/words.h"
#include "data/refusals.h"
#include "files/load.h"

namespace etude::files {
namespace {

namespace fs = std::filesystem;

/// The folders that `pattern` stands for under `root`, sorted. Where no name ends in *, that is the one folder.
std::vector<fs::path> folders_of(const fs::path& root, std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return {root / pattern};
  const fs::path before(pattern.substr(0, star));
  const std::string_view after = pattern.substr(std::min(pattern.size(), star + 2));  // past "*/"
  std::vector<fs::path> found;
  std::error_code ignored;
  for (fs::directory_iterator each(root / before.parent_path(), ignored), end; each != end; each.increment(ignored))
    if (each->path().filename().string().starts_with(before.filename().string())) found.push_back(each->path() / after);
  std::sort(found.begin(), found.end());
  return found;
}

/// The folder that has all files of a source; what is missing, and its package, where none has.
Result<fs::path> folder_of(const Source& source, const std::string& root) {
  for (const std::string_view pattern : source.folders)
    for (const fs::path& folder : folders_of(root, pattern)) {
      std::error_code ignored;
      const auto is_there = [&](std::string_view file) { return fs::exists(folder / file, ignored); };
      if (std::all_of(source.files.begin(), source.files.end(), is_there)) return folder;
    }
  return refuse(std::string(source.name) + " is not on this machine (" + joined(source.files) + " in " +
                (fs::path(root) / source.folders[0]).string() + "): type apt-get install " +
                std::string(source.package));
}

Result<data::Split> load_named(const Source& source, const data::LoadOptions& options) {
  data::Request request{std::string(source.format), {}, {}};
  if (!source.header.empty()) request.options.emplace_back("header", source.header);
  if (!source.files.empty()) {
    const auto folder = folder_of(source, options.root);
    if (!folder) return pass_on(folder.error());
    for (const std::string_view file : source.files) request.paths.push_back((*folder / file).string());
  }
  return load(request, options);
}

}  // namespace

const std::vector<Source>& sources() {
  static const std::vector<std::string_view> sklearn_folders{
      "usr/lib/python3/dist-packages/sklearn/datasets/data", "usr/lib/python3*/dist-packages/sklearn/datasets/data",
      "usr/lib/python3*/site-packages/sklearn/datasets/data",
      "usr/local/lib/python3*/dist-packages/sklearn/datasets/data",
      "usr/local/lib/python3*/site-packages/sklearn/datasets/data"};
  constexpr std::string_view fashion = "usr/share/datasets/fashion-mnist", miscfiles = "usr/share/state";
  static const std::vector<Source> all{
      {"spirals", "300 points on three spirals in the plane, 3 classes", "", "Apache-2.0", "spirals", "", {}, {}},
      {"fashion-mnist",
       "60,000 + 10,000 pictures of clothes, 28 x 28 grey, 10 classes",
       "dataset-fashion-mnist",
       "MIT",
       "idx",
       "",
       {fashion},
       {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz"}},
      {"digits",
       "1797 handwritten digits, 8 x 8 grey of 0 to 16, 10 classes",
       "python3-sklearn",
       "BSD-3-Clause",
       "csv",
       "none",
       sklearn_folders,
       {"digits.csv.gz"}},
      {"iris",
       "150 flowers, 4 measures, 3 classes in order",
       "python3-sklearn",
       "BSD-3-Clause",
       "csv",
       "skip",
       sklearn_folders,
       {"iris.csv"}},
      {"breast-cancer",
       "569 tumours, 30 measures, 2 classes",
       "python3-sklearn",
       "BSD-3-Clause",
       "csv",
       "skip",
       sklearn_folders,
       {"breast_cancer.csv"}},
      {"wine",
       "178 wines, 13 measures, 3 classes in order",
       "python3-sklearn",
       "BSD-3-Clause",
       "csv",
       "skip",
       sklearn_folders,
       {"wine_data.csv"}},
      {"us-constitution",
       "the constitution of the United States",
       "miscfiles",
       "public domain",
       "text",
       "",
       {miscfiles},
       {"us-constitution.gz"}},
      {"us-declaration",
       "the declaration of independence",
       "miscfiles",
       "public domain",
       "text",
       "",
       {miscfiles},
       {"us-declaration.gz"}},
  };
  return all;
}

bool has_source(std::string_view name, const std::string& root) {
  const auto has_it = [&](const Source& source) {
    return source.name == name && !source.files.empty() && folder_of(source, root).has_value();
  };
  return std::any_of(sources().begin(), sources().end(), has_it);
}

Result<data::Split> load_source(std::string_view text, const data::LoadOptions& options) {
  if (text.find(':') != std::string_view::npos) return load_files(text, options);
  for (const Source& source : sources())
    if (source.name == text) return load_named(source, options);
  return refuse("there is no data source " + data::in_quotes(text) + "; there is: " +
                joined_of(sources(), &Source::name) + "; files of your own are read as csv:PATH or idx:IMAGES,LABELS");
}

}  // namespace etude::files
