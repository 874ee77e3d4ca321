#pragma once
// Data that is not on this machine, fetched where the user says yes by one keystroke.

#include "files/sources.h"

namespace etude::cli {

/// Asks on the terminal whether tools/install of the source tree that this program was built in may fetch the source's
/// files, and has it do so; whether they are there then. Nobody is asked in a pipe, nor where that tree is gone.
bool asked_and_fetched(const files::Source& source);

}  // namespace etude::cli
