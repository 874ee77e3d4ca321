// The kernels for every machine and the browser: vectors of 16 bytes, each product rounded.

#include "model/kernels.h"

#define ETUDE_NAMESPACE portable
#define ETUDE_VECTOR_BYTES 16
#define ETUDE_TILE_ROWS 6
#define ETUDE_FUSED 0
#define ETUDE_SHORTEN(rows) ((rows) / 2)  // fewer tiles, each once: less to carry in a page
#define ETUDE_TILE_TWICE 0
#include "model/kernels.inc"
