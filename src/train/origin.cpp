// What a saved run is of. Resumed as anything else, it would not go on to the same bits: so a state says what decides
// them, as text, and is refused, with what differs, where that is not what is resumed.

#include "train/origin.h"

#include <algorithm>
#include <vector>

#include "etude/notation/notation.h"
#include "etude/train/state.h"
#include "train/configuration.h"

namespace etude::train {
namespace {

struct NameValue {
  std::string_view name, value;
};

std::vector<NameValue> lines_of(std::string_view text) {
  std::vector<NameValue> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t equals = std::min(line.find('='), line.size());
    all.push_back({line.substr(0, equals), line.substr(std::min(equals + 1, line.size()))});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

std::string_view value_of(const std::vector<NameValue>& lines, std::string_view name) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const NameValue& line) { return line.name == name; });
  return found == lines.end() ? std::string_view() : found->value;
}

/// The flags of the saved run that differ from this one's: "--batch 7, without --freeze".
std::string flags_that_differ(const std::vector<NameValue>& saved, const std::vector<NameValue>& own) {
  std::string all;
  for (const TaskField& field : task_fields()) {
    const std::string_view value = value_of(saved, field.name);
    const bool is_path = field.name == "data" && value == "files";  // known by its fingerprint
    if (is_path || value == value_of(own, field.name)) continue;
    const std::string flag = field.flag();
    all += (all.empty() ? "" : ", ") + (value.empty() ? "without " + flag : flag + " " + std::string(value));
  }
  return all;
}

/// All that decides a run's bits but its plan and its seed: configuration() and the backward pass.
std::string origin_of(const Prepared& prepared) {
  return configuration(prepared) + "backward=" + std::string(name_of(prepared.task().backward)) + "\n";
}

Result<void> check_same_plan(std::string_view saved, const Plan& plan) {
  if (saved.empty() || saved == notation::print(plan)) return {};
  return refuse("the saved state was trained under another schedule; resume it under this: " + std::string(saved));
}

}  // namespace

Result<void> check_same_task(std::string_view saved, const Prepared& prepared) {
  if (saved.empty()) return {};
  const std::string here = origin_of(prepared);
  if (saved == here) return {};
  const auto theirs = lines_of(saved), own = lines_of(here);
  const auto differs = [&](std::string_view name) { return value_of(theirs, name) != value_of(own, name); };
  if (differs("numerics"))
    return refuse("the saved state is of another version of etude; train it again with this one");
  if (const std::string flags = flags_that_differ(theirs, own); !flags.empty())
    return refuse("the saved state was trained with other options; resume it with these: " + flags);
  if (differs("fingerprint"))
    return refuse("the saved state was trained on other data; resume it on the --data that it was saved with");
  return refuse("the saved state is of another task; resume it with the one that it was saved with");
}

template <class Real>
std::vector<std::uint8_t> saved(const Trainer<Real>& trainer, const Prepared& prepared, const Plan& plan) {
  TrainingState<Real> state = trainer.state();
  state.task = origin_of(prepared);
  state.plan = notation::print(plan);
  return to_bytes(state);
}

template <class Real>
Result<void> resume(Trainer<Real>& trainer, const Prepared& prepared, const Plan& plan,
                    std::span<const std::uint8_t> bytes, Step until) {
  const auto state = state_from_bytes<Real>(bytes);
  if (!state) return pass_on(state.error());
  if (auto good = check_same_task(state->task, prepared); !good) return good;
  if (auto good = check_same_plan(state->plan, plan); !good) return good;
  if (auto good = trainer.restore(*state); !good) return good;
  if (state->step < until) return {};
  return refuse("the saved state is at step " + std::to_string(state->step) + ", and the run ends at step " +
                std::to_string(until) + ": nothing is left to train");
}

template std::vector<std::uint8_t> saved(const Trainer<double>&, const Prepared&, const Plan&);
template std::vector<std::uint8_t> saved(const Trainer<float>&, const Prepared&, const Plan&);
template Result<void> resume(Trainer<double>&, const Prepared&, const Plan&, std::span<const std::uint8_t>, Step);
template Result<void> resume(Trainer<float>&, const Prepared&, const Plan&, std::span<const std::uint8_t>, Step);

}  // namespace etude::train
