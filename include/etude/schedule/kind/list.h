// Every kind, in the order in which help lists them. A new kind is one header and one line here.
//
// The last line of each header is the kind's row, ETUDE_KIND(Cosine, cosine, options): its type, its function in C++,
// and how that is called (Call, schedule.h). Whoever wants something of every kind says what a row is, and includes this:
//
//   #undef ETUDE_KIND
//   #define ETUDE_KIND(Type, function, call) #function,
//   const char* const functions[] = {
//   #include "etude/schedule/kind/list.h"
//   };
//
// What the headers hold besides is read once, so they must have been included before; afterwards a row means nothing
// again. The order is that of help, which clang-format would change.

// clang-format off
#include "etude/schedule/kind/constant.h"
#include "etude/schedule/kind/linear.h"
#include "etude/schedule/kind/warmup.h"
#include "etude/schedule/kind/cosine.h"
#include "etude/schedule/kind/polynomial.h"
#include "etude/schedule/kind/rex.h"
#include "etude/schedule/kind/tanh.h"
#include "etude/schedule/kind/geometric.h"
#include "etude/schedule/kind/exponential_ramp.h"
#include "etude/schedule/kind/cosine_wave.h"
#include "etude/schedule/kind/wsd.h"
#include "etude/schedule/kind/hyperbolic.h"
#include "etude/schedule/kind/step.h"
#include "etude/schedule/kind/multistep.h"
#include "etude/schedule/kind/exponential.h"
#include "etude/schedule/kind/inverse_time.h"
#include "etude/schedule/kind/inverse_sqrt.h"
#include "etude/schedule/kind/power_decay.h"
#include "etude/schedule/kind/eden.h"
#include "etude/schedule/kind/noam.h"
#include "etude/schedule/kind/cosine_restarts.h"
#include "etude/schedule/kind/cyclic.h"
#include "etude/schedule/kind/one_cycle.h"
#include "etude/schedule/kind/piecewise.h"
#include "etude/schedule/kind/chebyshev.h"
#include "etude/schedule/kind/range_test.h"
#include "etude/schedule/kind/exponential_warmup.h"
#include "etude/schedule/kind/radam_warmup.h"
#include "etude/schedule/kind/then.h"
#include "etude/schedule/kind/scale.h"
#include "etude/schedule/kind/multiply.h"
#include "etude/schedule/kind/clamp.h"
#include "etude/schedule/kind/repeat.h"
#include "etude/schedule/kind/max_min.h"
#include "etude/schedule/kind/window.h"
#include "etude/schedule/kind/past_end.h"
#include "etude/schedule/kind/stretch.h"
#include "etude/schedule/kind/noise.h"
#include "etude/schedule/kind/swa.h"
#include "etude/schedule/kind/batch_scaled.h"

#undef ETUDE_KIND
#define ETUDE_KIND(Type, function, call)
