#pragma once
// CIFAR-10, file by file: the training part comes as five.

#include "files/formats.h"

namespace etude::files {

/// Adds the records of one of CIFAR-10's files to `data`, until it has `limit` samples. What is refused is the file
/// alone: too few classes among the samples are not.
Result<void> add_cifar10(const File& file, std::size_t limit, data::Dataset& data);

}  // namespace etude::files
