#pragma once
// What several dialects share: pieces of an exact length, ramps whatever kind says them, float32, and Python text.

#include <cmath>
#include <functional>

#include "dialect/arguments.h"
#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::dialect {

/// Is it written as a whole number, which Python takes for an int?
bool is_whole(const Literal& literal);

/// The schedule for exactly `steps` steps, cut there or holding on; what it has at its own end is what it holds.
Result<Schedule> lasting(const Result<Schedule>& schedule, Step steps);

/// One piece for each of `starts` (which begin at 0 and grow strictly), each until the next one starts.
Result<Schedule> one_after_another(const std::vector<Schedule>& pieces, const std::vector<Step>& starts);

/// values[i] from step at[i] on; the first one before.
Result<Schedule> staircase(std::vector<double> at, std::vector<double> values);

/// A reading whose values are the library's own arithmetic in float64, for what no kind gives to the last digits.
Result<Reading> computed_reading(const Arguments& arguments, const Result<Schedule>& meaning,
                                 std::function<double(Step)> computed);
/// A reading that no composition of kinds says: the library's own arithmetic is its meaning.
Result<Reading> own_reading(const Arguments& arguments, std::function<double(Step)> computed, Step length = endless);

/// The warning for a rise that starts at rate 0.
void note_first_zero(Arguments& arguments, double first, Step rise);

// ---------------------------------------------------------------------------------------------------------- ramps

enum class RampShape { constant, line, cosine, power };

/// The curve from `from` at step 0 to `to` at step `steps`, which then holds: as constant, linear, warmup, cosine and
/// polynomial say it with their conventions about both ends.
struct Ramp {
  RampShape shape = RampShape::constant;
  double from = 0, to = 0;
  Step steps = 0;    // where `to` is reached
  Step length = 0;   // when the next piece begins
  double power = 1;  // of a power, and of the cosine's wave
};
std::optional<Ramp> as_ramp(const Schedule& schedule);

/// The schedule without what it does past its end.
const Schedule& inside(const Schedule& schedule);

/// The pieces of a sequence; of anything else itself alone.
std::vector<Schedule> pieces_of(const Schedule& schedule);
/// The step at which each begins.
std::vector<Step> starts_of(const std::vector<Schedule>& pieces);

// -------------------------------------------------------------------------------------------------------- float32

namespace float32 {
inline constexpr float pi = 3.14159274101257324f;
inline float of(double x) { return static_cast<float>(x); }
inline float of(Step x) { return static_cast<float>(x); }
inline float cos(float x) { return of(math::cos(static_cast<double>(x))); }
inline float log(float x) { return of(math::log(static_cast<double>(x))); }
inline float pow(float x, float y) { return of(math::pow(static_cast<double>(x), static_cast<double>(y))); }
/// x to a whole power by squaring, as XLA does it.
float whole_power(float x, Step n);
/// x y + z rounded once, as compiled XLA does it.
inline float fused(float x, float y, float z) { return std::fma(x, y, z); }
}  // namespace float32

// --------------------------------------------------------------------------------------------------------- Python

/// "[a, b]"
std::string list_of(const std::vector<std::string>& items);
/// A call as Python: the last part of its name after `prefix`, its arguments without those named in `but`.
std::string python_call(const Literal& call, std::string_view prefix, const std::vector<std::string_view>& but = {});
/// The lr= of a call, 1 where it has none.
double rate_of(const Literal& call);
/// The lines that print step,lr as CSV: `before` once, then `value` for each step.
std::string csv_main(Step steps, const std::string& before, const std::string& value, const std::string& after = "");

}  // namespace etude::dialect
