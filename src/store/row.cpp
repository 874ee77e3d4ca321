// A trial as a row of a table, and back, with the seal that shows a changed byte.

#include "store/row.h"

#include "etude/base/json.h"
#include "store/hash.h"

namespace etude::store {
namespace {

/// In the order of the columns that are read.
enum Column {
  id,
  key,
  configuration,
  plan,
  steps,
  backward,
  seed,
  final_loss,
  heldout_loss,
  diverged_at,
  trained_steps,
  points,
  outcome_hash,
  seal,
  outcome
};

TrialKey key_of(const Query& row) {
  return {.configuration = row.bytes(configuration),
          .plan = row.bytes(plan),
          .steps = row.integer(steps),
          .backward = row.bytes(backward),
          .seed = static_cast<std::uint32_t>(row.integer(seed))};
}

Sealed sealed_of(const Query& row) {
  return {.final_loss = row.number(final_loss),
          .heldout_loss = row.number(heldout_loss),
          .diverged_at = row.step(diverged_at),
          .trained_steps = row.integer(trained_steps),
          .points = row.integer(points),
          .outcome_hash = row.integer(outcome_hash)};
}

constexpr std::string_view before_name = "{\"name\": ";

/// The name in a stored text: a word of JSON, up to the next quote that no backslash is before.
std::string name_in(std::string_view text) {
  if (!text.starts_with(before_name)) return "";
  text.remove_prefix(before_name.size());
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  const auto word = read_json(text.substr(0, end + 1));
  const auto* name = word ? word->as<std::string>() : nullptr;
  return name ? *name : "";
}

}  // namespace

std::string stored_text(const Outcome& outcome, const std::string& name) {
  const std::string text = to_text(outcome);
  return name.empty() ? text : std::string(before_name) + write_json(name, 0) + ", " + text.substr(1);
}

std::string digest_of(const TrialKey& key) {
  return Hash()
      .text(key.configuration)
      .text(key.plan)
      .number(static_cast<std::uint64_t>(key.steps))
      .text(key.backward)
      .number(key.seed)
      .digest();
}

std::int64_t Sealed::seal(std::int64_t id, const std::string& digest) const {
  return Hash()
      .number(static_cast<std::uint64_t>(id))
      .text(digest)
      .real(final_loss)
      .real(heldout_loss)
      .number(diverged_at.has_value())
      .number(static_cast<std::uint64_t>(diverged_at.value_or(0)))
      .number(static_cast<std::uint64_t>(trained_steps))
      .number(static_cast<std::uint64_t>(points))
      .number(static_cast<std::uint64_t>(outcome_hash))
      .folded();
}

Sealed sealed(const Outcome& outcome, const std::string& text) {
  return {.final_loss = outcome.final_loss,
          .heldout_loss = outcome.heldout_loss,
          .diverged_at = outcome.diverged_at,
          .trained_steps = outcome.steps,
          .points = static_cast<std::int64_t>(outcome.curve.step.size()),
          .outcome_hash = Hash().text(text).folded()};
}

Result<StoredTrial> row_of(const Query& row, Detail detail, const Database& database) {
  StoredTrial trial{.id = row.integer(id), .key = key_of(row), .outcome = {}};
  const Sealed numbers = sealed_of(row);
  const std::string digest = digest_of(trial.key);
  if (digest != row.bytes(key) || numbers.seal(trial.id, digest) != row.integer(seal)) return database.damaged();
  if (detail == Detail::numbers) {
    trial.outcome.final_loss = numbers.final_loss;
    trial.outcome.heldout_loss = numbers.heldout_loss;
    trial.outcome.diverged_at = numbers.diverged_at;
    trial.outcome.steps = numbers.trained_steps;
    return trial;
  }
  const std::string text = row.bytes(outcome);
  auto read = outcome_from_text(text);
  if (!read || Hash().text(text).folded() != numbers.outcome_hash) return database.damaged();
  trial.outcome = *std::move(read);
  trial.name = name_in(text);
  return trial;
}

}  // namespace etude::store
