#include "etude/schedule/kinds.h"

namespace etude::inline schedule {

template Result<Schedule> make_schedule(Constant);
template Result<Schedule> make_schedule(Linear);
template Result<Schedule> make_schedule(Warmup);
template Result<Schedule> make_schedule(Cosine);
template Result<Schedule> make_schedule(Polynomial);
template Result<Schedule> make_schedule(Rex);
template Result<Schedule> make_schedule(Tanh);
template Result<Schedule> make_schedule(Geometric);
template Result<Schedule> make_schedule(ExponentialRamp);
template Result<Schedule> make_schedule(CosineWave);
template Result<Schedule> make_schedule(Wsd);
template Result<Schedule> make_schedule(StepDecay);
template Result<Schedule> make_schedule(Multistep);
template Result<Schedule> make_schedule(Exponential);
template Result<Schedule> make_schedule(InverseTime);
template Result<Schedule> make_schedule(InverseSqrt);
template Result<Schedule> make_schedule(Noam);
template Result<Schedule> make_schedule(CosineRestarts);
template Result<Schedule> make_schedule(Cyclic);
template Result<Schedule> make_schedule(OneCycle);
template Result<Schedule> make_schedule(OneCycleMomentum);
template Result<Schedule> make_schedule(Piecewise);
template Result<Schedule> make_schedule(Chebyshev);
template Result<Schedule> make_schedule(RateSweep);
template Result<Schedule> make_schedule(ExponentialWarmup);
template Result<Schedule> make_schedule(RadamWarmup);
template Result<Schedule> make_schedule(Then);
template Result<Schedule> make_schedule(Chain);
template Result<Schedule> make_schedule(Scale);
template Result<Schedule> make_schedule(Multiply);
template Result<Schedule> make_schedule(Clamp);
template Result<Schedule> make_schedule(Repeat);
template Result<Schedule> make_schedule(Max);
template Result<Schedule> make_schedule(Min);
template Result<Schedule> make_schedule(Window);
template Result<Schedule> make_schedule(Offset);
template Result<Schedule> make_schedule(PastEnd);
template Result<Schedule> make_schedule(Stretch);
template Result<Schedule> make_schedule(Noise);
template Result<Schedule> make_schedule(Swa);
template Result<Schedule> make_schedule(BatchScaled);

namespace {

template <class... K>
std::vector<Kind> describe_all() {
  return {detail::kind_of<K>()...};
}

}  // namespace

const std::vector<Kind>& kinds() {
  // The table. A new kind is one header, and one line here.
  static const std::vector<Kind> all = describe_all<  //
      Constant,                                       //
      Linear,                                         //
      Warmup,                                         //
      Cosine,                                         //
      Polynomial,                                     //
      Rex,                                            //
      Tanh,                                           //
      Geometric,                                      //
      ExponentialRamp,                                //
      CosineWave,                                     //
      Wsd,                                            //
      StepDecay,                                      //
      Multistep,                                      //
      Exponential,                                    //
      InverseTime,                                    //
      InverseSqrt,                                    //
      Noam,                                           //
      CosineRestarts,                                 //
      Cyclic,                                         //
      OneCycle,                                       //
      OneCycleMomentum,                               //
      Piecewise,                                      //
      Chebyshev,                                      //
      RateSweep,                                      //
      ExponentialWarmup,                              //
      RadamWarmup,                                    //
      Then,                                           //
      Chain,                                          //
      Scale,                                          //
      Multiply,                                       //
      Clamp,                                          //
      Repeat,                                         //
      Max,                                            //
      Min,                                            //
      Window,                                         //
      Offset,                                         //
      PastEnd,                                        //
      Stretch,                                        //
      Noise,                                          //
      Swa,                                            //
      BatchScaled>();
  return all;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace etude::schedule
