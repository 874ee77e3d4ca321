#pragma once
// Files of a user's own, by one notation.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "etude/data/source.h"
#include "files/formats.h"

namespace etude::files {

/// The content of gzip data (RFC 1952), all its members. Refused: what is no gzip, damaged, cut short, followed by
/// something else, or unpacks to more than max_bytes; no more than twice max_bytes is ever held.
Result<std::vector<std::uint8_t>> gunzip(const File& file, std::size_t max_bytes = data::default_max_bytes);

/// The content of the file at `path`, unpacked where it begins as gzip does (1f 8b). Refused: a file that is not there,
/// cannot be read, is a folder, or holds more than max_bytes, packed or unpacked.
Result<std::vector<std::uint8_t>> read_file(const std::string& path, std::size_t max_bytes = data::default_max_bytes);

/// Reads the data that `text` names, one format and its paths, each file as it is or gzip'd:
///
///   idx:IMAGES,LABELS                             idx:IMAGES,LABELS,TEST_IMAGES,TEST_LABELS
///   csv:PATH                                      csv:PATH,label=NAME,header=names|none|skip
///   cifar10:FILE                                  cifar10:FOLDER    of data_batch_1.bin to _5.bin and test_batch.bin
///   text:PATH
///   spirals:classes=5,noise=0.4                   any field of SpiralOptions; seed as in `options` unless given
///
/// for example "idx:train-images.gz,train-labels.gz". A comma ends a path; a path that begins like an option, `name=`,
/// is written ./name=...
/// The parts: train, and test where the files have one; classes are those of both together.
Result<data::Split> load_files(std::string_view text, const data::LoadOptions& options = {});

/// A line of the notation and what it reads, for help.
struct FileFormat {
  std::string_view usage;
  std::string_view meaning;
};
std::vector<FileFormat> file_formats();

}  // namespace etude::files
