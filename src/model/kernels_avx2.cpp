// The kernels in vectors of 32 bytes, with fused multiply-add.

#if defined(__x86_64__)
#include "model/kernels.h"

#define ETUDE_NAMESPACE avx2
#define ETUDE_VECTOR_BYTES 32
#define ETUDE_TILE_ROWS 6
#define ETUDE_FUSED 1
#include "model/kernels.inc"
#endif
