#include "etude/schedule/compose.h"

#include "etude/base/number.h"
#include "etude/schedule/kinds.h"

namespace etude {
namespace {

Step add_lengths(Step a, Step b) { return a > max_step - std::min(b, max_step) ? endless : a + b; }

Step longest(const std::vector<Schedule>& schedules) {
  Step length = 0;
  for (const Schedule& schedule : schedules) length = std::max(length, schedule.length());
  return length;
}

void append_flat(const Schedule& piece, std::vector<Schedule>& pieces) {
  if (const Then* sequence = piece.as<Then>()) {
    pieces.insert(pieces.end(), sequence->of.begin(), sequence->of.end());
  } else if (piece.length() > 0) {
    pieces.push_back(piece);
  }
}

}  // namespace

Step Then::length() const {
  Step length = 0;
  for (const Schedule& piece : of) length = add_lengths(length, piece.length());
  return length;
}

std::string Then::check() const {
  for (std::size_t i = 0; i + 1 < of.size(); ++i) {
    if (of[i].length() != endless) continue;
    const bool is_constant = of[i].as<Constant>() != nullptr;
    return "piece " + std::to_string(i + 1) + " (" + std::string(of[i].kind().name) +
           ") never ends, so nothing can follow it" + (is_constant ? "; give it steps=" : "");
  }
  return "";
}

std::optional<Schedule> Then::simplify() {
  std::vector<Schedule> pieces;
  for (const Schedule& piece : of) append_flat(piece, pieces);
  if (pieces.empty()) pieces.push_back(of.back());
  of = std::move(pieces);
  return of.size() == 1 ? std::optional(of[0]) : std::nullopt;
}

Then::Compiled::Compiled(const Then& options) : pieces_(options.of) {
  Step start = 0;
  for (const Schedule& piece : pieces_) {
    starts_.push_back(start);
    start = add_lengths(start, piece.length());
  }
}

/// The last piece that has begun at t.
std::size_t Then::Compiled::piece_at(Step t) const {
  const auto after = std::upper_bound(starts_.begin() + 1, starts_.end(), t);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

double Then::Compiled::operator()(Step t) const {
  const std::size_t i = piece_at(t);
  return pieces_[i](t - starts_[i]);
}

void Then::Compiled::values(Step first, std::span<double> out) const {
  for (std::size_t i = piece_at(first); !out.empty(); ++i) {
    const Step left = i + 1 < pieces_.size() ? starts_[i + 1] - first : endless;
    const auto count = static_cast<std::size_t>(std::min(left, static_cast<Step>(out.size())));
    pieces_[i].values(first - starts_[i], out.first(count));
    out = out.subspan(count);
    first += static_cast<Step>(count);
  }
}

std::string Clamp::check() const {
  return low <= high ? "" : "low (" + shortest(low) + ") must not be above high (" + shortest(high) + ")";
}

Step Repeat::length() const {
  const Step period = of[0].length();
  return times > max_step / period ? endless : period * times;
}

std::string Repeat::check() const {
  if (of[0].length() == endless) return "only a schedule that ends can be repeated";
  return of[0].length() > 0 ? "" : "only a schedule of at least 1 step can be repeated";
}

Step Max::length() const { return longest(of); }
Step Min::length() const { return longest(of); }

Result<std::vector<Schedule>> detail::all_of(std::initializer_list<Result<Schedule>> schedules) {
  std::vector<Schedule> all;
  for (const Result<Schedule>& schedule : schedules) {
    if (!schedule) return tl::unexpected<Error>(schedule.error());
    all.push_back(*schedule);
  }
  return all;
}

}  // namespace etude
