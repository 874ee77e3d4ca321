#pragma once
// Data that can be asked for by name: generated, or from a Debian package.

#include <string_view>
#include <vector>

#include "etude/data/files.h"

namespace etude {

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

/// The source of that name, or where `text` has a colon what load_files reads. Refused: an unknown name, with those
/// that there are; a file that is not there, with the package to install.
Result<Split> load_source(std::string_view text, const LoadOptions& options = {});

/// Whether load_source() makes it without a file: "spirals", "spirals:classes=5".
bool is_generated(std::string_view source);
/// Makes it. Refused: fields that it does not have, and values that they cannot have.
Result<Split> generate(std::string_view source, const LoadOptions& options = {});
/// How many samples that has, without making them. Refused as by generate().
Result<std::size_t> generated_samples(std::string_view source);

}  // namespace etude
