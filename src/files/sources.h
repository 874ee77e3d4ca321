#pragma once
// Data that can be asked for by name: generated, or from a Debian package.

#include <string_view>
#include <vector>

#include "files/files.h"

namespace etude::files {

/// Where a named source lies and how it is read.
struct Source {
  std::string_view name;
  std::string_view meaning;
  std::string_view package;               // Debian's, that has the files; empty: generated
  std::string_view licence;               // of the data, as the package states it
  std::string_view format;                // as in load_files: "idx", "csv", "text", "spirals"
  std::string_view header;                // of CSV files: what their first row is
  std::vector<std::string_view> folders;  // where to look, under LoadOptions::root; one name may end in *
  std::vector<std::string_view> files;    // in that folder, in the order of load_files
};

/// All of them. A new one is one line in src/data/sources.cpp.
const std::vector<Source>& sources();

/// Whether the files of the source of that name lie under `root`.
bool has_source(std::string_view name, const std::string& root);

/// The source of that name, or where `text` has a colon what load_files reads. Refused: an unknown name, with those
/// that there are; a file that is not there, with the package to install.
Result<data::Split> load_source(std::string_view text, const data::LoadOptions& options = {});

}  // namespace etude::files
