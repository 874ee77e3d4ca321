#pragma once
// File formats, read from bytes in memory: each function gives a dataset that passes check(), or says in one line which
// file is wrong, what it holds and what was expected. Memory is taken in proportion to the bytes that are there, some
// ten times as much, never to what they say of themselves.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/step.h"
#include "etude/data/dataset.h"

namespace etude::files {

/// What a file holds, unpacked, and the name by which errors call it.
struct File {
  std::string name;
  std::span<const std::uint8_t> bytes;
};

/// IDX, the format of MNIST: 0, 0, type, number of dimensions, each dimension as 4 bytes, values, all big-endian.
/// `inputs` has two dimensions or more, samples first, the others make the features; `labels` has one, of integers.
/// Types: 8 unsigned byte, 9 byte, 11 short, 12 int, 13 float, 14 double. An unsigned byte becomes value / 255, any
/// other value stays. classes is the largest label + 1.
/// Source: LeCun, Cortes and Burges, the MNIST database.
Result<data::Dataset> read_idx(const File& inputs, const File& labels, std::size_t limit = no_limit);

/// CIFAR-10's binary version: records of 3073 bytes, a label 0 ... 9 and 32 x 32 pixels, all red, all green, all blue.
/// A pixel becomes value / 255. classes is 10.
/// Source: Krizhevsky, the CIFAR-10 dataset.
Result<data::Dataset> read_cifar10(const File& file, std::size_t limit = no_limit);

/// What the first row of a CSV file is.
enum class CsvHeader {
  detect,  // names, where no cell but the last is a number or a label is asked for by name; a sample, where all are
  names,   // of the columns
  none,    // a sample
  skip,    // something else, of any length
};

struct CsvOptions {
  std::string label = "";                // the name of the label's column; empty: the last column
  CsvHeader header = CsvHeader::detect;  // a label's name needs names
  std::size_t limit = no_limit;          // samples
};

/// Comma-separated values (RFC 4180): a row a sample, a cell in "quotes" may hold commas, line ends and "" for a quote;
/// rows end in LF, CRLF or CR; empty rows and blanks around a cell do not count. Every cell but the label's is a
/// number. Labels are whole numbers or words: class i is the i-th of the different labels in order, by value where all
/// are numbers, by bytes otherwise. Refused with its line: a row of another length, a cell that is no number, an empty
/// label; and labels that are numbers but not whole.
Result<data::Dataset> read_csv(const File& file, const CsvOptions& options = {});

struct TextOptions {
  std::size_t context = 64;      // tokens a sample
  std::size_t limit = no_limit;  // samples
};

/// A text as tokens: token i is the i-th of the different bytes in it, by value. Sample s is the tokens from s context
/// on, its labels the tokens from s context + 1 on, so every token but the first is a label once; what is left at the
/// end, shorter than a sample, is not used. Refused: context 0, a text shorter than context + 1.
Result<data::Dataset> read_text(const File& file, const TextOptions& options = {});

/// The bytes that a text's tokens stand for, in order: token i is vocabulary(file)[i].
std::vector<std::uint8_t> vocabulary(std::span<const std::uint8_t> text);

}  // namespace etude::files
