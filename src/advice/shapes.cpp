// Idea: the order of the schedules is the field's; a schedule is passed over where the evidence of the case tells another
// one below it. So what is advised follows the verdicts, and turns when they turn.

#include "advice/shapes.h"

#include <algorithm>
#include <array>

#include "etude/base/number.h"

namespace etude::advice {
namespace {

using enum Under;
bool has_noise(const Contest& contest, const Case& given) {
  return given.noise == Noise::unknown || given.noise == contest.noise;
}

bool is_of(const Contest& contest, Shape one, Shape other) {
  return (contest.a == one && contest.b == other) || (contest.a == other && contest.b == one);
}

/// Those that train with Muon hold its rate and cool it down.
auto order_of(const Case& given) {
  auto order = candidates;
  if (given.optimizer == optim::Rule::muon)
    std::stable_partition(order.begin(), order.end(), [](Shape each) { return each == Shape::wsd; });
  return order;
}

/// Is the first told above the second, and nowhere below it? Of several contests of the two one must be told among them
/// all (Bonferroni), so that one lucky of many turns no advice.
bool is_beaten(Shape one, Shape other, const std::vector<const Contest*>& all, const Evidence& evidence) {
  std::vector<const Contest*> theirs;
  std::copy_if(all.begin(), all.end(), std::back_inserter(theirs),
               [&](const Contest* contest) { return is_of(*contest, one, other) && evidence.effect(contest->of); });
  bool above = false, below = false;
  for (const Contest* contest : theirs) {
    const Way way = evidence.way(contest->of, theirs.size());
    if (way == Way::untold) continue;
    const bool one_is_higher = (way == Way::higher) == (contest->a == one);
    (one_is_higher ? above : below) = true;
  }
  return above && !below;
}

}  // namespace

std::string spec_of(Shape shape, double peak, const std::string& warmup) {
  const std::string top = significant(peak, 12);
  const std::string head = warmup.empty() ? "" : "warmup(to=" + top + ", steps=" + warmup + ") then ";
  const std::string rest = warmup.empty() ? "100%" : "rest";
  switch (shape) {
    case Shape::linear:
      return head + "linear(from=" + top + ", to=0, steps=" + rest + ")";
    case Shape::cosine_tenth:
      return head + "cosine(from=" + top + ", to=" + significant(peak / 10, 12) + ", steps=" + rest + ")";
    case Shape::cosine:
      return head + "cosine(from=" + top + ", to=0, steps=" + rest + ")";
    case Shape::constant:
      return head + "constant(value=" + top + ")";
    case Shape::step:
      return head + "multistep(from=" + top + ", milestones=[50%, 75%], gamma=0.1)";
    case Shape::one_cycle:
      return "one_cycle(peak=" + top + ", steps=100%)";
    case Shape::wsd:
      break;
  }
  return "wsd(peak=" + top + ", steps=100%, warmup=" + (warmup.empty() ? "0" : warmup) +
         ", decay=20%, decay_shape=sqrt)";
}

const std::vector<Contest>& contests() {
  static const std::vector<Contest> all{
      {{"F01", noisy, "linear to 0"}, Shape::linear, Shape::cosine_tenth, sgd},
      {{"F01", noisy_adamw, "linear to 0"}, Shape::linear, Shape::cosine_tenth, adam},
      {{"F01", long_run, "linear to 0"}, Shape::linear, Shape::cosine_tenth, sgd},
      {{"F18", "pre-LN", "linear to 0"}, Shape::linear, Shape::cosine_tenth, adam, Noise::yes, true},
      {{"F18", "post-LN", "linear to 0"}, Shape::linear, Shape::cosine_tenth, adam, Noise::yes, true},
      {{"F07", "a small network", "linear to 0"}, Shape::linear, Shape::cosine_tenth, sgd},
      {{"F07", "a large network", "linear to 0"}, Shape::linear, Shape::cosine_tenth, sgd},
      {{"F07", "a small network", "cosine to 10 %"}, Shape::cosine_tenth, Shape::constant, sgd},
      {{"F07", "a large network", "cosine to 10 %"}, Shape::cosine_tenth, Shape::constant, sgd},
      {{"F02", noisy, "wsd"}, Shape::wsd, Shape::cosine, sgd},
      {{"F02", noisy_adamw, "wsd"}, Shape::wsd, Shape::cosine, adam},
      {{"F02", long_run, "wsd"}, Shape::wsd, Shape::cosine, sgd},
      {{"F14", noisy, "cosine to 10 %"}, Shape::cosine_tenth, Shape::cosine, sgd},
      {{"F14", noisy_adamw, "cosine to 10 %"}, Shape::cosine_tenth, Shape::cosine, adam},
      {{"F14", long_run, "cosine to 10 %"}, Shape::cosine_tenth, Shape::cosine, sgd},
      {{"C32", "", "cosine"}, Shape::cosine, Shape::linear, sgd, Noise::yes, false, noisy},
      {{"C31", "noisy labels", "linear"}, Shape::linear, Shape::constant, sgd},
      {{"C31", "noisy labels", "cosine"}, Shape::cosine, Shape::constant, sgd},
      {{"C31", "mini-batches", "linear"}, Shape::linear, Shape::constant, sgd, Noise::no},
      {{"C31", "mini-batches", "cosine"}, Shape::cosine, Shape::constant, sgd, Noise::no},
      {{"C31", "full batch", "linear"}, Shape::linear, Shape::constant, sgd, Noise::no},
      {{"C31", "full batch", "cosine"}, Shape::cosine, Shape::constant, sgd, Noise::no},
      {{"F17", "training loss, SGD", "linear, SGD"}, Shape::linear, Shape::constant, sgd, Noise::no},
      {{"F17", "training loss, AdamW", "linear, AdamW"}, Shape::linear, Shape::constant, adam, Noise::no},
      {{"C08", "tuned peaks", "cosine", "step"}, Shape::cosine, Shape::step, sgd, Noise::no},
      {{"F19", "", "warm-up + cosine", "constant"}, Shape::cosine, Shape::constant, sgd, Noise::yes, false, noisy},
      {{"F19", "", "warm-up + cosine", "linear"}, Shape::cosine, Shape::linear, sgd, Noise::yes, false, noisy},
      {{"F19", "", "warm-up + cosine", "wsd"}, Shape::cosine, Shape::wsd, sgd, Noise::yes, false, noisy},
      {{"F19", "", "warm-up + cosine", "step"}, Shape::cosine, Shape::step, sgd, Noise::yes, false, noisy},
      {{"F19", "", "warm-up + cosine", "1-cycle"}, Shape::cosine, Shape::one_cycle, sgd, Noise::yes, false, noisy},
  };
  return all;
}

std::vector<const Contest*> contests_of(const Case& given) {
  std::vector<const Contest*> all;
  if (given.start == Start::fine_tuning) return all;
  for (const Contest& contest : contests())
    if (counts(contest.under, given.optimizer) && has_noise(contest, given)) all.push_back(&contest);
  const auto counts = [&](const Contest* contest) {
    if (contest->is_transformer) return given.model == Model::unknown || is_transformer(given.model);
    return !is_transformer(given.model) || std::none_of(all.begin(), all.end(), [&](const Contest* other) {
      return other->is_transformer && is_of(*contest, other->a, other->b);
    });
  };
  std::vector<const Contest*> counting;
  std::copy_if(all.begin(), all.end(), std::back_inserter(counting), counts);
  return counting;
}

Shape chosen(const Case& given, const Evidence& evidence) {
  if (given.optimizer && is_schedule_free(*given.optimizer)) return Shape::constant;
  const auto is_told = [&](Shape each) { return given.own && given.own->schedule == name_of(each); };
  if (const auto own = std::find_if(candidates.begin(), candidates.end(), is_told); own != candidates.end())
    return *own;
  const auto order = order_of(given);
  const auto found =
      std::find_if(order.begin(), order.end(), [&](Shape each) { return is_unbeaten(each, given, evidence); });
  return found == order.end() ? order.front() : *found;
}

bool is_unbeaten(Shape shape, const Case& given, const Evidence& evidence) {
  const auto all = contests_of(given);
  const bool is_measured = std::any_of(
      all.begin(), all.end(), [&](const Contest* contest) { return contest->a == shape || contest->b == shape; });
  return is_measured && std::none_of(candidates.begin(), candidates.end(),
                                     [&](Shape other) { return is_beaten(shape, other, all, evidence); });
}

bool counts(Under under, const std::optional<optim::Rule>& optimizer) {
  if (!optimizer || under == any) return true;
  if (is_sgd(*optimizer)) return under == sgd;
  return !is_adam(*optimizer) || under == adam;
}

bool is_sgd(optim::Rule rule) {
  return rule == optim::Rule::sgd || rule == optim::Rule::momentum || rule == optim::Rule::nesterov;
}
bool is_adam(optim::Rule rule) {
  return rule == optim::Rule::adam || rule == optim::Rule::adamw || rule == optim::Rule::adam_l2;
}
bool is_schedule_free(optim::Rule rule) {
  return rule == optim::Rule::schedule_free_sgd || rule == optim::Rule::schedule_free_adamw;
}
bool is_transformer(Model model) { return model == Model::language_model || model == Model::transformer; }

}  // namespace etude::advice
