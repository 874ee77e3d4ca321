#pragma once
// Training behind one flat export, the same for WebAssembly and for the native program that it is compared with.

#include "core.h"

/// How many networks there are to choose from.
ETUDE_EXPORT(etude_networks) int etude_networks();

/// The loss after so many updates of one of the networks, on numbers drawn from seed 1, by the rule of that index,
/// with portable vectors.
ETUDE_EXPORT(etude_trained) double etude_trained(int network, int rule, int is_float32, int steps);
