// An event file of TensorBoard.
// Idea: a file of records, each an Event in protocol buffers' wire format, written by hand: a field is its number and
// type, then its value. Formula: a record is its length (8 bytes), the masked CRC of these, the Event, the masked CRC
// of that; all little-endian. Event{2: step, 3: file_version, 5: Summary{1: Value{1: tag, 2: simple_value}}}.
// Edges: the first record says the version; fields that are 0 are left out, as the format has it, but for the values.
// Cost: O(points). Source: TensorFlow's record_writer and event.proto, as documented.

#include "etude/report/events.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/crc32c.h"

namespace etude::report {
namespace {

constexpr std::size_t kLongestName = 80;

enum class Wire : std::uint8_t { varint = 0, bytes = 2, fixed32 = 5 };

void put_fixed(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7F));
  out += static_cast<char>(value);
}

void put_key(std::string& out, unsigned field, Wire wire) { put_varint(out, field << 3 | static_cast<unsigned>(wire)); }

void put_bytes(std::string& out, unsigned field, std::string_view bytes) {
  put_key(out, field, Wire::bytes);
  put_varint(out, bytes.size());
  out += bytes;
}

/// One Value of a Summary.
void put_scalar(std::string& summary, std::string_view tag, double value) {
  std::string scalar;
  put_bytes(scalar, 1, tag);
  put_key(scalar, 2, Wire::fixed32);
  put_fixed(scalar, std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4);
  put_bytes(summary, 1, scalar);
}

std::string event_of(Step step, const std::string& summary) {
  std::string event;
  if (step != 0) {
    put_key(event, 2, Wire::varint);
    put_varint(event, static_cast<std::uint64_t>(step));
  }
  put_bytes(event, 5, summary);
  return event;
}

void put_record(std::string& out, const std::string& event) {
  std::string length;
  put_fixed(length, event.size(), 8);
  out += length;
  put_fixed(out, masked_crc32c(length), 4);
  out += event;
  put_fixed(out, masked_crc32c(event), 4);
}

std::string version_event() {
  std::string event;
  put_bytes(event, 3, "brain.Event:2");
  return event;
}

std::string folder_of(const std::string& name) {
  std::string folder = name.substr(0, kLongestName);
  for (char& c : folder) {
    const bool stays =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    if (!stays) c = '_';
  }
  return folder;
}

}  // namespace

std::string tensorboard_events(const Arm& arm, std::size_t trial) {
  std::string out;
  put_record(out, version_event());
  if (trial >= arm.trials.size()) return out;
  const Outcome& outcome = arm.trials[trial];
  for (std::size_t i = 0; i < std::min(outcome.curve.step.size(), outcome.curve.loss.size()); ++i) {
    const auto t = static_cast<std::size_t>(outcome.curve.step[i]);
    std::string summary;
    put_scalar(summary, "loss/train", outcome.curve.loss[i]);
    if (t < arm.lr.size()) put_scalar(summary, "lr", arm.lr[t]);
    put_record(out, event_of(outcome.curve.step[i], summary));
  }
  if (!std::isnan(outcome.heldout_loss)) {
    std::string summary;
    put_scalar(summary, "loss/heldout", outcome.heldout_loss);
    put_record(out, event_of(outcome.steps, summary));
  }
  return out;
}

std::string tensorboard_path(const Comparison& comparison, std::size_t arm, std::size_t trial) {
  std::string folder = folder_of(comparison.arms[arm].name);
  const auto same = std::count_if(comparison.arms.begin(), comparison.arms.end(),
                                  [&](const Arm& other) { return folder_of(other.name) == folder; });
  const bool is_hidden = folder.empty() || folder[0] == '.' || folder[0] == '-';
  if (same > 1 || is_hidden) folder = std::to_string(arm).append("_").append(folder);
  return folder + "/seed" + std::to_string(comparison.arms[arm].seeds[trial]) + "/events.out.tfevents.etude";
}

}  // namespace etude::report
