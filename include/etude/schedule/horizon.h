#pragma once
// How long a run is, in optimizer updates, and what 5 %, 3 epochs or 2e10 tokens are in it.

#include <string>
#include <string_view>

#include "etude/base/field.h"

namespace etude::inline schedule {

/// What is known of a run. 0 means that it is not known. Updates are counted, never processes or micro-batches.
struct Horizon {
  Step steps = 0;              // optimizer updates in all, where they are given
  Step samples = 0;            // in the dataset
  Step batch = 0;              // samples a device takes at once
  Step accumulation = 1;       // micro-batches that one update gathers
  Step devices = 1;            // that share the samples of an epoch
  double epochs = 0;           // passes over the dataset
  bool drop_last = false;      // leave out what does not fill a batch
  Step tokens_per_sample = 0;  // the context length

  static constexpr auto fields(auto...) {
    constexpr Range known{.least = 1};
    return std::array{
        field<&Horizon::steps>(Unit::steps, known, "optimizer updates in all"),
        field<&Horizon::epochs>(Unit::number, {.above_least = true}, "passes over the data, instead of steps"),
        field<&Horizon::samples>(Unit::count, known, "samples in the dataset"),
        field<&Horizon::batch>(Unit::count, known, "samples that a device takes at once"),
        field<&Horizon::accumulation>(Unit::count, known, "micro-batches that one update gathers"),
        field<&Horizon::devices>(Unit::count, known, "devices that share the data"),
        field<&Horizon::tokens_per_sample>(Unit::count, known, "tokens in a sample"),
        field<&Horizon::drop_last>(Unit::choice, {}, "leave out what does not fill a batch"),
    };
  }
};

/// What an amount is counted in.
enum class Amount { steps, percent, epochs, samples, tokens };

/// "5%" -> 5, percent. Suffixes: none, st or ba for steps, % for percent of the run, dur for the run itself, ep, sp,
/// tok (or in full: steps, epochs, samples, tokens).
struct Measure {
  double number = 0;
  Amount unit = Amount::steps;
};
Result<Measure> read_measure(std::string_view text);

/// Samples that one update sees: batch x accumulation x devices.
Result<double> samples_per_update(const Horizon& horizon);

/// Updates in one epoch: the samples are dealt to the devices, cut into batches, and gathered; a remainder counts as
/// one more at each of the three, or is left out with drop_last.
Result<Step> updates_per_epoch(const Horizon& horizon);

/// Updates of the whole run: `steps`, or epochs x updates_per_epoch, rounded up.
Result<Step> total_updates(const Horizon& horizon);

/// The measure in updates, not rounded. Refused where the horizon does not know enough, with what to say.
Result<double> in_updates(const Measure& measure, const Horizon& horizon);

}  // namespace etude::schedule
