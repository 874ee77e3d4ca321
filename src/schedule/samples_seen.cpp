// Sums are kept of every so-many-th update only: between two of them one walks.

#include "etude/schedule/samples_seen.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude::inline schedule {
namespace {

constexpr Step updates_of_a_block = 1024;

Refused too_far() {
  return refuse("batch_size is counted update by update, up to " + std::to_string(SamplesSeen::most_updates) +
                " of them, and this lies beyond; give it in steps");
}

Refused no_epoch() { return refuse("how long an epoch is is not known; give --samples"); }

}  // namespace

double whole_batch(double size) { return std::min(std::max(1.0, std::round(size)), 0x1p53); }

SamplesSeen::SamplesSeen(const Schedule& batch_size)
    : batch_size_(batch_size), is_flat_(batch_size.as<Constant>() != nullptr) {}

double SamplesSeen::of_update(Step t) const { return whole_batch(batch_size_(t)); }

void SamplesSeen::count(Step updates, double samples) {
  constexpr auto most_blocks = static_cast<std::size_t>(most_updates / updates_of_a_block);
  while (sums_.size() <= most_blocks && sums_.back() < samples) {
    Step t = static_cast<Step>(sums_.size() - 1) * updates_of_a_block;
    if (t > updates) return;
    double sum = sums_.back();
    for (const Step end = t + updates_of_a_block; t < end; ++t) sum += of_update(t);
    sums_.push_back(sum);
  }
}

Result<double> SamplesSeen::before(Step updates) {
  if (is_flat_) return static_cast<double>(updates) * of_update(0);
  if (updates > most_updates) return too_far();
  count(updates, HUGE_VAL);
  const Step whole = updates / updates_of_a_block;
  double sum = sums_[static_cast<std::size_t>(whole)];
  for (Step t = whole * updates_of_a_block; t < updates; ++t) sum += of_update(t);
  return sum;
}

Result<double> SamplesSeen::updates_for(double samples, Step begin) {
  if (is_flat_ || !(samples > 0)) return samples / of_update(begin);
  const auto start = before(begin);
  if (!start) return start;
  const double wanted = *start + samples;
  count(most_updates, wanted);
  if (sums_.back() < wanted) return too_far();
  const auto block = std::upper_bound(sums_.begin(), sums_.end() - 1, wanted) - sums_.begin() - 1;
  Step t = std::max(begin, static_cast<Step>(block) * updates_of_a_block);
  double sum = *before(t);
  while (sum + of_update(t) < wanted) sum += of_update(t++);
  return static_cast<double>(t - begin) + (wanted - sum) / of_update(t);
}

Result<Step> total_updates(const Horizon& h, SamplesSeen& seen) {
  if (h.steps > 0 || h.epochs <= 0) return total_updates(h);
  if (h.samples <= 0) return no_epoch();
  const auto updates = seen.updates_for(h.epochs * static_cast<double>(h.samples));
  if (!updates) return pass_on(updates.error());
  if (!(*updates <= static_cast<double>(max_step))) return too_far();
  return static_cast<Step>(h.drop_last ? std::floor(*updates) : std::ceil(*updates));
}

Result<Step> total_updates(const Horizon& horizon, const Plan& plan) {
  if (!plan.batch_size) return total_updates(horizon);
  SamplesSeen seen(*plan.batch_size);
  return total_updates(horizon, seen);
}

Result<Step> updates_of_run(const Horizon& horizon, const Plan& plan) {
  const bool is_given = horizon.steps > 0 || horizon.epochs > 0;
  return is_given ? total_updates(horizon, plan) : Result<Step>(plan.lr.length());
}

Result<double> in_updates(const Measure& measure, const Horizon& h, SamplesSeen& seen, Step begin) {
  if (measure.unit == Amount::steps) return measure.number;
  if (measure.unit == Amount::percent)
    return total_updates(h, seen).map([&](Step total) { return measure.number * static_cast<double>(total) / 100; });
  if (measure.unit == Amount::samples) return seen.updates_for(measure.number, begin);
  if (measure.unit == Amount::epochs) {
    if (h.samples <= 0) return no_epoch();
    return seen.updates_for(measure.number * static_cast<double>(h.samples), begin);
  }
  if (h.tokens_per_sample <= 0) return refuse("how many tokens a sample has is not known; give --context");
  return seen.updates_for(measure.number / static_cast<double>(h.tokens_per_sample), begin);
}

std::string horizon_text(const Horizon& h, const Plan& plan) {
  const auto total = total_updates(h, plan);
  if (total && plan.batch_size && h.epochs > 0)
    return "run: " + std::to_string(*total) + " optimizer updates, as batch_size says; they see " + shortest(h.epochs) +
           " x " + std::to_string(h.samples) + " samples";
  if (plan.batch_size) return "";
  const auto epoch = updates_per_epoch(h);
  if (!total || !epoch) return "";
  return "run: " + std::to_string(*total) + " optimizer updates; an epoch of " + std::to_string(h.samples) +
         " samples has " + std::to_string(*epoch) + " (batch " + std::to_string(h.batch) + " x accumulation " +
         std::to_string(h.accumulation) + " x devices " + std::to_string(h.devices) + ")";
}

}  // namespace etude::schedule
