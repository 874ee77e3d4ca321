// A rise that agrees up to its end is found first, then what follows it; so few proposals are read. Lengths are numbers
// of the code or differences of two, rates are what the code gives at the joints.

#include "source/forms.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "etude/base/number.h"
#include "etude/base/pattern.h"
#include "etude/dialect/spec.h"

namespace etude::inline source {
namespace {

constexpr Step longest_run = Step{1} << 40;

struct Code {
  const CodeCurve& at;
  std::vector<double> numbers;
  std::vector<Step> wholes;  // those of the numbers that may be steps, in their order

  Step end() const { return wholes.empty() ? 1000 : 4 * wholes.back() + 1000; }
  double value(Step t) const { return at(t).value_or(std::numeric_limits<double>::infinity()); }
};

bool is_close(double a, double b, double peak) {
  return std::isfinite(a) && std::fabs(a - b) <= 1e-12 * std::max(std::fabs(a), std::fabs(b)) + 0x1p-51 * peak;
}

/// The steps from `first` up to `last` at which a curve is held against the code.
std::vector<Step> samples(const Code& code, Step first, Step last) {
  std::set<Step> steps{last};
  for (Step t = first; t <= std::min(first + 200, last); ++t) steps.insert(t);
  const Step stride = std::max<Step>((last - first) / 300, 1);
  for (Step t = first; t <= last; t += stride) steps.insert(t);
  for (const Step whole : code.wholes)
    for (Step t = std::max(whole - 2, first); t <= std::min(whole + 2, last); ++t) steps.insert(t);
  return {steps.begin(), steps.end()};
}

std::optional<Schedule> read_back(const std::string& line) {
  const auto spec = dialect::parse_spec(line);
  return spec ? std::optional(spec->meaning.lr) : std::nullopt;
}

bool agrees(const Code& code, const Schedule& schedule, Step first, Step last, double peak) {
  for (const Step t : samples(code, first, last))
    if (!is_close(code.value(t), schedule(t), peak)) return false;
  return true;
}

/// As few digits as come close to it, or to the number of the code that it comes close to.
std::string written(const Code& code, double value) {
  for (const double number : code.numbers)
    if (std::fabs(number - value) <= 1e-12 * std::fabs(number)) value = number;
  const double rounded = to_double(significant(value, 12)).value_or(value);
  return shortest(std::fabs(rounded - value) <= 1e-14 * std::fabs(value) ? rounded : value);
}

bool is_of_code(const Code& code, double value) {
  return std::any_of(code.numbers.begin(), code.numbers.end(),
                     [&](double number) { return std::fabs(number - value) <= 1e-12 * std::fabs(number); });
}

/// A beginning that agrees with the code: `line` up to step `steps`; empty and 0 where there is no rise.
struct Beginning {
  std::string line;
  Step steps = 0;
};

constexpr const char* rises[] = {
    "",
    ", end=after",
    ", first=from, end=after",
    ", first=from",
};

/// A rise of the code's own lengths, and the rate held up to another of them.
std::vector<Beginning> beginnings(const Code& code, double peak) {
  std::vector<Beginning> all{{}};
  for (const Step steps : code.wholes) {
    if (is_close(code.value(0), peak, peak) ||
        !(is_close(code.value(steps), peak, peak) || is_close(code.value(steps - 1), peak, peak)))
      continue;
    for (const char* ends : rises) {
      const std::string start = shortest(code.value(0));
      const bool starts = std::string_view(ends).find("first=from") != std::string_view::npos && code.value(0) != 0;
      const std::string line = filled("warmup(to={}, steps={}{}{})",
                                      {written(code, peak), steps, when(starts, ", from=", Word(start)), ends});
      const auto rise = read_back(line);
      if (!rise || !agrees(code, *rise, 0, steps - 1, peak)) continue;
      all.push_back({line, steps});
      break;
    }
  }
  const std::size_t rises_only = all.size();
  for (std::size_t i = 0; i < rises_only; ++i)
    for (const Step end : code.wholes) {
      const Step steps = end - all[i].steps;
      if (steps <= 0 || !is_close(code.value(end), peak, peak) || is_close(code.value(end + 2), peak, peak)) continue;
      const std::string held = filled("constant(value={}, steps={})", {written(code, peak), steps});
      const auto whole = read_back(all[i].line.empty() ? held : all[i].line + " then " + held);
      if (whole && agrees(code, *whole, 0, end - 1, peak))
        all.push_back({all[i].line.empty() ? held : all[i].line + " then " + held, end});
    }
  return all;
}

/// What may follow: `kind` from the peak down to the code's rate where it lands.
struct Fall {
  const char *kind, *more;
  bool lands_after;
};
constexpr Fall falls[] = {
    {"cosine", ", end=after", true},
    {"cosine", "", false},
    {"linear", ", end=after", true},
    {"linear", "", false},
    {"cosine", ", first=moved", false},
    {"linear", ", first=moved", false},
    {"polynomial", ", end=after, power=2", true},
    {"polynomial", ", end=after, power=0.5, base=done", true},
};

std::string followed(const Beginning& beginning, const std::string& line) {
  return beginning.line.empty() ? line : beginning.line + " then " + line;
}

/// The line, if it agrees with the code up to step `end`; from there on it may part, and then it says so.
std::optional<KnownForm> held_against(const Code& code, const std::string& line, Step end, double peak) {
  const auto schedule = read_back(line);
  if (!schedule || !agrees(code, *schedule, 0, end, peak)) return {};
  for (const Step t : samples(code, end, std::max(code.end(), 2 * end + 100)))
    if (const double value = code.value(t); !std::isnan(value) && !is_close(value, (*schedule)(t), peak))
      return KnownForm{line, end};
  return KnownForm{line, {}};
}

/// The form that agrees further: without an end rather than with one.
void take_better(std::optional<KnownForm>& best, std::optional<KnownForm> other) {
  if (!other || (best && (!best->agrees_to || (other->agrees_to && *other->agrees_to <= *best->agrees_to)))) return;
  best = std::move(other);
}

std::optional<KnownForm> with_fall(const Code& code, const Beginning& beginning, double peak) {
  std::set<Step> lengths;
  for (const Step whole : code.wholes)
    for (const Step length : {whole, whole - beginning.steps})
      if (length > 1 && length < longest_run) lengths.insert(length);
  std::optional<KnownForm> best;
  for (const Step length : lengths)
    for (const Fall& fall : falls) {
      const Step end = beginning.steps + length - (fall.lands_after ? 0 : 1);
      const std::string to = written(code, code.value(end)), from = written(code, peak);
      if (to == from) continue;
      const std::string piece =
          filled("{}(from={}{}, steps={}{})", {fall.kind, from, when(to != "0", ", to=", Word(to)), length, fall.more});
      take_better(best, held_against(code, followed(beginning, piece), end, peak));
      const std::string back = filled("past_end({}, does=mirror)", {piece});
      if (best && best->agrees_to == end) take_better(best, held_against(code, followed(beginning, back), end, peak));
      if (best && !best->agrees_to) return best;
    }
  return best;
}

/// Endless curves: flat, one over the root, the same factor every step.
std::optional<KnownForm> with_tail(const Code& code, const Beginning& beginning, double peak) {
  const Step w = beginning.steps;
  const std::string from = written(code, peak);
  std::vector<std::string> lines{filled("constant(value={})", {from})};
  if (w > 0) lines.push_back(filled("inverse_sqrt(from={}, timescale={}, shift={})", {from, w, w}));
  lines.push_back(filled("exponential(from={}, rate={})", {from, written(code, code.value(w + 1) / code.value(w))}));
  for (const std::string& line : lines)
    if (auto form = held_against(code, followed(beginning, line), code.end(), peak)) return form;
  return {};
}

/// How noam's code may count its steps: from 1, from 0, or from 0 with the rate of step 1 there.
struct Counted {
  Step before;
  const char* from;
  bool holds_first;
};
constexpr Counted noam_counts[] = {{1, "", false}, {0, ", first=from", false}, {0, "", true}};

/// Curves without a beginning of their own.
std::vector<std::string> single_lines(const Code& code) {
  std::vector<std::string> lines;
  const double first = code.value(0);
  const std::string from = written(code, first);
  std::string at = "0", values = from;
  for (const Step whole : code.wholes) {
    if (first > 0)
      lines.push_back(
          filled("step(from={}, gamma={}, period={})", {from, written(code, code.value(whole) / first), whole}));
    for (const double number : code.numbers)
      for (const Counted& counted : noam_counts)
        if (number >= 1 && first >= 0) {
          const double unit = std::sqrt(number * static_cast<double>(whole));
          const double factor = code.value(whole - counted.before) * unit;
          const std::string start = counted.holds_first ? filled("constant(value={}, steps=1) then ", {from}) : "";
          if (is_of_code(code, factor))
            lines.push_back(filled("{}noam(d_model={}, warmup={}, factor={}{})",
                                   {start, plain(number), whole, written(code, factor), counted.from}));
        }
    for (const Step t : {whole, whole + 1}) {
      if (t < 1 || code.value(t) == code.value(t - 1)) continue;
      add_item(at, Word(t));
      add_item(values, Word(written(code, code.value(t))));
    }
  }
  if (at != "0") lines.push_back(filled("piecewise(at=[{}], values=[{}], interpolation=hold)", {at, values}));
  if (first > 0)
    lines.push_back(filled("inverse_time(from={}, rate={})", {from, written(code, first / code.value(1) - 1)}));
  return lines;
}

/// Shares of a run that are whole steps, of the first and of the last of it, where the code has few numbers.
void add_shares(Code& code) {
  const std::vector<Step> wholes = code.wholes;
  for (const double share : code.numbers)
    for (const Step whole : wholes) {
      const double steps = share * static_cast<double>(whole), near = std::nearbyint(steps);
      if (wholes.size() > 4 || !(share > 0 && share < 1) || near < 1 || std::fabs(steps - near) > 1e-9 * near) continue;
      code.wholes.push_back(static_cast<Step>(near));
      code.wholes.push_back(whole - static_cast<Step>(near));
    }
}

void sort_and_keep_one_of_each(std::vector<Step>& steps) {
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
}

double highest(const Code& code) {
  double peak = 0;
  for (const Step t : samples(code, 0, code.end()))
    if (const double value = code.value(t); std::isfinite(value)) peak = std::max(peak, value);
  return peak;
}

}  // namespace

std::optional<KnownForm> known_form(const CodeCurve& curve, const std::vector<double>& numbers) {
  Code code{curve, numbers, {}};
  for (const double number : numbers)
    if (number >= 1 && number < 0x1p40 && number == std::floor(number))
      code.wholes.push_back(static_cast<Step>(number));
  sort_and_keep_one_of_each(code.wholes);
  add_shares(code);
  sort_and_keep_one_of_each(code.wholes);
  if (code.wholes.size() > 16 || !curve(0) || !curve(1)) return {};
  const double peak = highest(code);
  if (!(peak > 0)) return {};
  std::optional<KnownForm> best;
  for (const Beginning& beginning : beginnings(code, peak)) {
    if (auto form = with_tail(code, beginning, peak)) return form;
    take_better(best, with_fall(code, beginning, peak));
    if (best && !best->agrees_to) return best;
  }
  for (const std::string& line : single_lines(code))
    if (auto form = held_against(code, line, code.end(), peak); form && !form->agrees_to) return form;
  return best;
}

}  // namespace etude::source
