#include "etude/schedule/kinds.h"

namespace etude {
namespace {

template <class... K>
std::vector<Kind> describe_all() {
  return {detail::describe<K>()...};
}

}  // namespace

const std::vector<Kind>& kinds() {
  // The table. A new kind is one header, and one line here.
  static const std::vector<Kind> all = describe_all<  //
      Constant,                                       //
      Linear,                                         //
      Warmup,                                         //
      Cosine,                                         //
      CosineRestarts,                                 //
      StepDecay,                                      //
      Exponential,                                    //
      InverseSqrt,                                    //
      Cyclic,                                         //
      OneCycle,                                       //
      OneCycleMomentum,                               //
      Then,                                           //
      Scale,                                          //
      Clamp,                                          //
      Repeat,                                         //
      Max,                                            //
      Min>();
  return all;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace etude
