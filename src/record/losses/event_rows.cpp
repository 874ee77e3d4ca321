// An event file of TensorBoard: records of one Event each, in protocol buffers' wire format; src/report/events writes such.
// Formula: a record is its length (8 bytes), the masked CRC of these, the Event, the masked CRC of that; all
// little-endian. Event{2: step, 5: Summary{1: Value{1: tag, 2: simple_value, 8: tensor}}}; a tensor that is a scalar has
// its number in 5 (floats), 6 (doubles) or, as bytes, in 4, and in 1 which type these are (1 float, 2 double).
// Edges: fields and values that are no scalars are passed over; a record that is cut short, as of a run that is still
// going, ends the file. Source: TensorFlow's record_writer, event.proto, summary.proto and tensor.proto, as documented.

#include <bit>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/crc32c.h"
#include "record/losses/rows.h"

namespace etude::inline record {
namespace {

constexpr std::size_t foot = 4;  // bytes: the check of the Event

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[i]);
  return value;
}

bool is_checked(std::string_view bytes, std::string_view check) { return masked_crc32c(bytes) == little_endian(check); }

/// One field of a message: its number, and its value as bytes or as a number.
struct WireField {
  std::uint64_t number = 0, value = 0;
  std::string_view bytes = {};
};

/// Takes a message apart, field by field.
class WireFields {
 public:
  explicit WireFields(std::string_view message) : rest_(message) {}

  /// Nothing at the end of the message, and where it is damaged.
  std::optional<WireField> next() {
    const auto key = varint();
    if (!key) return std::nullopt;
    WireField field{.number = *key >> 3U};
    switch (*key & 7U) {
      case 0:
        return with_value(field, varint());
      case 1:
        return with_bytes(field, 8);
      case 2:
        return with_bytes(field, varint());
      case 5:
        return with_bytes(field, 4);
      default:
        return std::nullopt;
    }
  }

 private:
  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_[0]);
      rest_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }

  static std::optional<WireField> with_value(WireField field, std::optional<std::uint64_t> value) {
    if (!value) return std::nullopt;
    field.value = *value;
    return field;
  }

  std::optional<WireField> with_bytes(WireField field, std::optional<std::uint64_t> size) {
    if (!size || *size > rest_.size()) return std::nullopt;
    field.bytes = rest_.substr(0, *size);
    rest_.remove_prefix(*size);
    return field;
  }

  std::string_view rest_;
};

std::optional<double> real(std::string_view bytes) {
  if (bytes.size() == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(little_endian(bytes)));
  if (bytes.size() == 8) return std::bit_cast<double>(little_endian(bytes));
  return std::nullopt;
}

std::optional<double> scalar_of_tensor(std::string_view tensor) {
  std::uint64_t type = 0;
  std::string_view content;
  WireFields fields(tensor);
  while (const auto field = fields.next()) {
    if (field->number == 1) type = field->value;
    if (field->number == 4 || field->number == 5 || field->number == 6) content = field->bytes;
  }
  const std::size_t size = type == 1 ? 4 : type == 2 ? 8 : 0;
  return content.size() == size ? real(content) : std::nullopt;
}

/// The tag and the number of a Value; nothing where it is no scalar.
std::optional<std::pair<std::string_view, double>> scalar_of(std::string_view value) {
  std::string_view tag;
  std::optional<double> number;
  WireFields fields(value);
  while (const auto field = fields.next()) {
    if (field->number == 1) tag = field->bytes;
    if (field->number == 2) number = real(field->bytes);
    if (field->number == 8) number = scalar_of_tensor(field->bytes);
  }
  return number ? std::optional(std::pair(tag, *number)) : std::nullopt;
}

class EventRows final : public LogRows {
 public:
  Result<void> take(std::string_view piece, LossPoints& points) override {
    bytes_.append(piece);
    std::size_t at = 0;
    while (bytes_.size() - at >= event_file_head) {
      const std::string_view rest = std::string_view(bytes_).substr(at);
      const std::uint64_t size = little_endian(rest.substr(0, 8));
      if (!is_event_file(rest) || size > longest_log_row) return damaged(points);
      if (rest.size() < event_file_head + size + foot) break;
      const std::string_view event = rest.substr(event_file_head, size);
      if (!is_checked(event, rest.substr(event_file_head + size, foot))) return damaged(points);
      if (auto good = take_event(event, points); !good) return good;
      at += event_file_head + size + foot;
      ++records_;
    }
    bytes_.erase(0, at);
    return {};
  }

  Result<void> end(LossPoints&) override { return {}; }

 private:
  Refused damaged(const LossPoints& points) const {
    return refuse("record " + std::to_string(records_ + 1) + " of " + points.log() + " is damaged; copy the file anew");
  }

  Result<void> take_event(std::string_view event, LossPoints& points) {
    row_.cells.clear();
    row_.place = "record " + std::to_string(records_ + 1) + " of " + points.log();
    double step = 0;
    WireFields fields(event);
    while (const auto field = fields.next()) {
      if (field->number == 2) step = static_cast<double>(field->value);
      if (field->number == 5) add_scalars(field->bytes);
    }
    row_.cells.emplace_back("step", step);
    return points.take(row_);
  }

  void add_scalars(std::string_view summary) {
    WireFields values(summary);
    while (const auto value = values.next())
      if (const auto scalar = value->number == 1 ? scalar_of(value->bytes) : std::nullopt)
        row_.cells.emplace_back(scalar->first, scalar->second);
  }

  std::string bytes_;  // of the record that has begun
  std::size_t records_ = 0;
  LogCells row_;
};

}  // namespace

bool is_event_file(std::string_view begin) {
  return begin.size() >= event_file_head && is_checked(begin.substr(0, 8), begin.substr(8, 4));
}

std::unique_ptr<LogRows> event_rows() { return std::make_unique<EventRows>(); }

}  // namespace etude::record
