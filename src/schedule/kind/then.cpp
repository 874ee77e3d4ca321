// Pieces on clocks of their own: the first step of each is laid out once, and a step finds its piece by binary search.

#include "etude/schedule/kind/then.h"

#include "etude/schedule/kind/constant.h"
#include "schedule/bulk.h"

namespace etude::inline schedule {
namespace {

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
  for (const Schedule& piece : of) length = detail::add_lengths(length, piece.length());
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
    start = detail::add_lengths(start, piece.length());
  }
}

/// The last piece that has begun at t.
std::size_t Then::Compiled::piece_at(Step t) const { return detail::last_begun(starts_, t); }

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

std::string Then::in_python(python::Functions& functions) const {
  std::string text;
  Step start = 0;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const std::string at = start == 0 ? "t" : arithmetic("t - {}", {start});
    const std::string call = arithmetic("return {}({})", {functions.name_of(of[i]), at});
    if (i + 1 == of.size()) return text + python::lines("{}\n", {call});
    start += of[i].length();
    text += python::lines("if t < {}:\n    {}\n", {start, call});
  }
  return text;
}

Step Chain::length() const { return Then{of}.length(); }
std::string Chain::check() const {
  for (const Schedule& piece : of)
    if (piece.length() == 0) return "a piece has no steps; leave it out";
  return Then{of}.check();
}

Chain::Compiled::Compiled(const Chain& options) : then_(Then{options.of}) {
  Step start = 0;
  double factor = 1;
  for (const Schedule& piece : options.of) {
    starts_.push_back(start);
    factors_.push_back(factor);
    start = detail::add_lengths(start, piece.length());
    factor *= piece(piece.length() - 1);
  }
}

double Chain::Compiled::operator()(Step t) const { return factors_[detail::last_begun(starts_, t)] * then_(t); }

void Chain::Compiled::values(Step first, std::span<double> out) const {
  then_.values(first, out);
  for (std::size_t i = detail::last_begun(starts_, first); !out.empty(); ++i) {
    const Step left = i + 1 < starts_.size() ? starts_[i + 1] - first : endless;
    const std::span<double> piece = detail::take(out, left);
    for (double& value : piece) value = factors_[i] * value;
    first += static_cast<Step>(piece.size());
  }
}

std::string Chain::in_python(python::Functions& functions) const {
  std::string text;
  Step start = 0;
  double factor = 1;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const std::string call = arithmetic("return {} * {}(t - {})", {factor, functions.name_of(of[i]), start});
    if (i + 1 == of.size()) return text + python::lines("{}\n", {call});
    factor *= of[i](of[i].length() - 1);
    start += of[i].length();
    text += python::lines("if t < {}:\n    {}\n", {start, call});
  }
  return text;
}

}  // namespace etude::schedule
