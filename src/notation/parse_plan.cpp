// The grammar of a plan (notation.h): which parts it may have, the list of hyper-parameters says.

#include <algorithm>

#include "base/words.h"
#include "notation/spec_parser.h"

namespace etude::notation {
namespace {

/// One schedule a hyper-parameter, where it is given.
using Parts = std::array<std::optional<Schedule>, hyper_parameters.size()>;

bool is_part(HyperParameter which, bool of_group) { return !of_group || is_of_a_group(which); }

/// "lr=, momentum= or group(": what may stand where a part is expected.
std::string parts_in_words(bool of_group) {
  std::vector<std::string> all;
  for (const HyperParameter each : hyper_parameters)
    if (is_part(each, of_group)) all.push_back(std::string(name_of(each)) + "=");
  if (!of_group) all.push_back("group(");
  return joined(all, ", ", " or ");
}

class PlanParser {
 public:
  PlanParser(Tokens& tokens, SpecParser specs) : tokens_(tokens), specs_(std::move(specs)) {}

  /// plan(lr=SPEC, ...), which is all of the text.
  Result<Plan> plan() {
    tokens_.take();
    tokens_.take();
    Parts parts;
    std::vector<Group> groups;
    while (!tokens_.is_next(TokenKind::close)) {
      if (auto good = tokens_.is_call("group") ? group(groups) : part(parts, false); !good)
        return pass_on(good.error());
      if (auto good = tokens_.separator(); !good) return pass_on(good.error());
    }
    const auto& lr = parts[0];
    if (!lr) return tokens_.refuse_next("a plan needs lr=");
    tokens_.take();
    if (!tokens_.is_next(TokenKind::end)) return tokens_.unexpected("the end");
    Plan plan{.lr = *lr, .groups = std::move(groups)};
    drive_all(plan, parts);
    for (const auto& [name, schedule] : etude::parts(plan))
      if (schedule.length() == 0) return refuse(name + " has no steps; give steps=1 or more");
    return plan;
  }

 private:
  /// name=SPEC, into the part of that name.
  Result<void> part(Parts& parts, bool of_group) {
    const Token name = tokens_.next();
    const auto which = hyper_parameter_named(name.text);
    if (!which || !is_part(*which, of_group)) return tokens_.unexpected(parts_in_words(of_group));
    if (tokens_.after_next().kind != TokenKind::equals)
      return tokens_.refuse_next("expected = after " + std::string(name.text));
    tokens_.take();
    tokens_.take();
    auto& part = parts[static_cast<std::size_t>(*which)];
    if (part) return tokens_.refuse_at(name, std::string(name.text) + " is given twice; keep one");
    auto schedule = specs_.spec();
    if (!schedule) return pass_on(schedule.error());
    part = *std::move(schedule);
    return {};
  }

  /// group(NAME, lr=SPEC, ...)
  Result<void> group(std::vector<Group>& groups) {
    tokens_.take();
    tokens_.take();
    const Token name = tokens_.next();
    if (name.kind != TokenKind::name || tokens_.after_next().kind == TokenKind::equals)
      return tokens_.refuse_next("expected the group's name, as in group(head, lr=...)");
    for (const Group& each : groups)
      if (each.name == name.text) return tokens_.refuse_next("group " + each.name + " is given twice; keep one");
    tokens_.take();
    if (auto good = tokens_.separator(); !good) return good;
    Parts parts;
    while (!tokens_.is_next(TokenKind::close)) {
      if (auto good = part(parts, true); !good) return good;
      if (auto good = tokens_.separator(); !good) return good;
    }
    tokens_.take();
    if (std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part.has_value(); }))
      return tokens_.refuse_at(name, "the group has nothing of its own; give it lr= or another part");
    drive_all(groups.emplace_back(Group{std::string(name.text)}), parts);
    return {};
  }

  template <class P>
  static void drive_all(P& into, const Parts& parts) {
    for (const HyperParameter each : hyper_parameters)
      if (const auto& part = parts[static_cast<std::size_t>(each)]) drive(into, each, *part);
  }

  Tokens& tokens_;
  SpecParser specs_;
};

/// Passes what stands before the batch_size of the plan that stands next; false where it has none.
bool pass_to_batch_size(Tokens& tokens) {
  for (int depth = 0; !tokens.is_next(TokenKind::end); tokens.take()) {
    if (tokens.is_next(TokenKind::open)) ++depth;
    if (tokens.is_next(TokenKind::close)) --depth;
    if (depth != 1 || tokens.next().text != name_of(HyperParameter::batch_size)) continue;
    if (tokens.after_next().kind != TokenKind::equals) continue;
    tokens.take();
    tokens.take();
    return true;
  }
  return false;
}

/// The samples that updates see by the batch_size that stands next. It may have amounts that count the samples which it
/// decides itself (a ramp over 4e9 tokens), so it is read by a guess, all batches of that size, and again by what was
/// read, until nothing changes.
Result<SamplesSeen> settled(const Tokens& at_batch_size, const Horizon& horizon, double guess) {
  constexpr int most_rounds = 100;
  Horizon guessed = horizon;
  guessed.steps = SamplesSeen::most_updates;
  SamplesSeen seen(*constant({.value = guess}));
  std::optional<Schedule> last;
  for (int round = 0; round < most_rounds; ++round) {
    Tokens tokens = at_batch_size;
    const bool is_guess = round == 0 && (horizon.steps > 0 || horizon.epochs > 0);
    auto batch_size = SpecParser(tokens, Run{is_guess ? guessed : horizon, &seen}, nullptr).spec();
    if (!batch_size) return pass_on(batch_size.error());
    seen = SamplesSeen(*batch_size);
    if (last == *batch_size) return seen;
    last = *std::move(batch_size);
  }
  return at_batch_size.refuse_next(
      "the lengths in batch_size depend on the samples that it decides itself, and do not settle; give them in steps");
}

/// The samples that the updates of the plan see, where it says so. Small batches make every piece too long at first, and
/// a piece that is too long is mended by its own batches; where that is more than the run has, large ones do it.
Result<std::optional<SamplesSeen>> samples_seen_by(Tokens plan, const Horizon& horizon) {
  if (!plan.is_call("plan") || !pass_to_batch_size(plan)) return std::nullopt;
  auto seen = settled(plan, horizon, 1);
  if (!seen) seen = settled(plan, horizon, 0x1p53);
  if (!seen) return pass_on(seen.error());
  return *std::move(seen);
}

}  // namespace

Result<Plan> parse_plan(std::string_view text, const Horizon& horizon, std::vector<Resolved>* resolved) {
  if (auto good = check_text(text); !good) return pass_on(good.error());
  Tokens tokens(text);
  auto seen = samples_seen_by(tokens, horizon);
  if (!seen) return pass_on(seen.error());
  SpecParser specs(tokens, Run{horizon, *seen ? &**seen : nullptr}, resolved);
  if (tokens.is_call("plan")) return PlanParser(tokens, std::move(specs)).plan();
  auto lr = specs.whole_spec();
  if (!lr) return pass_on(lr.error());
  return Plan{*std::move(lr)};
}

}  // namespace etude::notation
