// The kernels in vectors of 64 bytes, with fused multiply-add.

#if defined(__x86_64__)
#include "model/kernels.h"

#define ETUDE_NAMESPACE avx512
#define ETUDE_VECTOR_BYTES 64
#define ETUDE_TILE_ROWS 12
#define ETUDE_FUSED 1
#include "model/kernels.inc"
#endif
