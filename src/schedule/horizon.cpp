// Amounts in updates: a suffix says what is counted, the horizon how many updates that takes.

#include "etude/schedule/horizon.h"

#include <cmath>

#include "etude/base/number.h"

namespace etude::inline schedule {
namespace {

struct Suffix {
  std::string_view text;
  Amount unit;
  double factor;
};

constexpr Suffix suffixes[] = {
    {"%", Amount::percent, 1},     {"dur", Amount::percent, 100},   {"steps", Amount::steps, 1},
    {"st", Amount::steps, 1},      {"ba", Amount::steps, 1},        {"epochs", Amount::epochs, 1},
    {"ep", Amount::epochs, 1},     {"samples", Amount::samples, 1}, {"sp", Amount::samples, 1},
    {"tokens", Amount::tokens, 1}, {"tok", Amount::tokens, 1},
};

Step shared_out(Step things, Step into, bool drop_last) {
  return drop_last ? things / into : things / into + (things % into != 0 ? 1 : 0);
}

}  // namespace

Result<Measure> read_measure(std::string_view text) {
  for (const Suffix& suffix : suffixes) {
    if (!text.ends_with(suffix.text)) continue;
    const auto number = to_double(text.substr(0, text.size() - suffix.text.size()));
    if (number && std::isfinite(*number)) return Measure{*number * suffix.factor, suffix.unit};
  }
  if (const auto number = to_double(text); number && std::isfinite(*number)) return Measure{*number, Amount::steps};
  return refuse("expected a number of steps, or one with %, ep, sp or tok, not \"" + std::string(text.substr(0, 40)) +
                "\"");
}

Result<double> samples_per_update(const Horizon& h) {
  if (h.batch <= 0) return refuse("how many samples an update sees is not known; give --batch");
  return static_cast<double>(h.batch) * static_cast<double>(h.accumulation) * static_cast<double>(h.devices);
}

Result<Step> updates_per_epoch(const Horizon& h) {
  if (h.samples <= 0) return refuse("how long an epoch is is not known; give --samples and --batch");
  if (h.batch <= 0) return refuse("how long an epoch is is not known; give --batch beside --samples");
  if (h.accumulation <= 0 || h.devices <= 0) return refuse("accumulation and devices must be at least 1");
  const Step each = shared_out(h.samples, h.devices, h.drop_last);
  const Step batches = shared_out(each, h.batch, h.drop_last);
  const Step updates = shared_out(batches, h.accumulation, h.drop_last);
  if (updates > 0) return updates;
  return refuse(
      "an epoch has no whole update: the dataset is smaller than batch x accumulation x devices; lower them, or do not "
      "drop the last batch");
}

Result<Step> total_updates(const Horizon& h) {
  if (h.steps > 0) return h.steps;
  if (h.epochs <= 0)
    return refuse("how long the run is is not known; give --steps, or --epochs with --samples and --batch");
  const auto epoch = updates_per_epoch(h);
  if (!epoch) return epoch;
  const double updates = std::ceil(h.epochs * static_cast<double>(*epoch));
  if (!(updates <= static_cast<double>(max_step)))
    return refuse("the run is longer than 2^62 updates; give fewer --epochs");
  return static_cast<Step>(updates);
}

Result<double> in_updates(const Measure& measure, const Horizon& h) {
  switch (measure.unit) {
    case Amount::steps:
      return measure.number;
    case Amount::percent: {
      const auto total = total_updates(h);
      if (!total) return pass_on(total.error());
      return measure.number * static_cast<double>(*total) / 100;
    }
    case Amount::epochs: {
      const auto epoch = updates_per_epoch(h);
      if (!epoch) return pass_on(epoch.error());
      return measure.number * static_cast<double>(*epoch);
    }
    case Amount::samples: {
      const auto each = samples_per_update(h);
      if (!each) return pass_on(each.error());
      return measure.number / *each;
    }
    case Amount::tokens: {
      const auto each = samples_per_update(h);
      if (!each) return pass_on(each.error());
      if (h.tokens_per_sample <= 0) return refuse("how many tokens a sample has is not known; give --context");
      return measure.number / (*each * static_cast<double>(h.tokens_per_sample));
    }
  }
  return measure.number;
}

}  // namespace etude::schedule
