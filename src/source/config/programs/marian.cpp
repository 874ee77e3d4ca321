// Marian's flags and YAML (c9f287db), read only: a warm-up times one over the root. Lengths are updates, with K, M and G;
// those in epochs and labels, and the decay that listens to validation, are refused.

#include <cmath>

#include "base/words.h"
#include "dialect/read/curves.h"
#include "etude/base/number.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::marian {
namespace {

using namespace dialect;

/// "16000", "16k", "100Ku"
std::optional<Step> updates_in(std::string_view text) {
  if (text.ends_with('u')) text.remove_suffix(1);
  double factor = 1;
  constexpr std::string_view units = "KMG";
  for (std::size_t i = 0; i < units.size(); ++i)
    if (!text.empty() && (text.back() == units[i] || text.back() == units[i] - 'A' + 'a')) {
      factor = std::pow(1000.0, static_cast<double>(i + 1));
      text.remove_suffix(1);
      break;
    }
  const auto number = to_double(text);
  if (!number || !(*number >= 0 && *number < 1e15)) return {};
  return cut(*number * factor);
}

Step length_of(Settings& s, std::string_view name) {
  const auto updates = updates_in(s.text(name));
  s.require(updates.has_value(), name, "--{} is read in updates, as 16000 or 16Ku, not \"{}\"", {name, s.text(name)});
  return updates.value_or(1);
}

/// The first of the words of --lr-decay-inv-sqrt, and the update at which it begins.
std::pair<Step, Step> root_of(Settings& s) {
  const Value* value = s.value("lr-decay-inv-sqrt");
  if (!value || value->type != Value::Type::list) {
    const Step scale = length_of(s, "lr-decay-inv-sqrt");
    return {scale, scale};
  }
  std::vector<Step> all;
  for (const Value& item : value->items)
    if (const auto updates = updates_in(item.type == Value::Type::number ? shortest(item.number) : item.text))
      all.push_back(*updates);
  s.require(!all.empty() && all.size() == value->items.size() && all.size() < 3, "lr-decay-inv-sqrt",
            "--lr-decay-inv-sqrt has one or two lengths, as 16000 or 16Ku");
  if (all.empty()) return {1, 1};
  return {all[0], all.back()};
}

Step run_of(Settings& s) {
  if (s.has("after-batches")) return s.whole("after-batches");
  const std::string text = s.text("after");
  return text.ends_with('e') ? 0 : length_of(s, "after");
}

Result<Meaning> read(Settings& s) {
  const double lr = s.number("learn-rate");
  const Step warm = length_of(s, "lr-warmup");
  const auto [scale, start] = root_of(s);
  const double decay = s.number("lr-decay");
  s.require(decay == 0, "lr-decay",
            "--lr-decay listens to validation or epochs: it is not read; leave it out to see the rest");
  s.require(!s.flag("lr-warmup-cycle"), "lr-warmup-cycle", "--lr-warmup-cycle is not read");
  const auto rise = then(rise_from(s.number("lr-warmup-start-rate"), lr, warm), held(lr));
  if (s.error()) return pass_on(*s.error());
  if (scale == 0) return written(s, rise, run_of(s));
  const auto root =
      then(held(1, start), inverse_sqrt({.from = 1, .timescale = static_cast<double>(scale), .shift = scale}));
  return written(s, multiply(rise, root), run_of(s));
}

constexpr Setting settings[] = {{"learn-rate", "0.0001", Part::rate},
                                {"lr-warmup", "0"},
                                {"lr-warmup-start-rate", "0"},
                                {"lr-warmup-cycle", "false"},
                                {"lr-decay", "0"},
                                {"lr-decay-inv-sqrt", "0"},
                                {"after", "0e"},
                                {"after-batches"}};

}  // namespace

constexpr Program program{.name = "marian",
                          .title = "Marian",
                          .forms = "flags, YAML",
                          .marks = "learn-rate | lr-decay-inv-sqrt",
                          .settings = settings,
                          .read = &read};

}  // namespace etude::source::configs::marian
