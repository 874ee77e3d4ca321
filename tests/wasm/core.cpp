#include "core.h"

#include <limits>
#include <string>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/base/random.h"
#include "etude/notation/notation.h"

using etude::RandomState;

char* etude_alloc(std::size_t bytes) { return new char[bytes]; }
void etude_free(char* buffer) { delete[] buffer; }

double etude_exp(double x) { return etude::math::exp(x); }
double etude_log(double x) { return etude::math::log(x); }
double etude_pow(double x, double y) { return etude::math::pow(x, y); }
double etude_cos_pi(double x) { return etude::math::cos_pi(x); }
double etude_tanh(double x) { return etude::math::tanh(x); }

std::size_t etude_shortest(double value, char* out) {
  const std::string text = etude::shortest(value);
  return text.copy(out, text.size());
}

double etude_to_double(const char* text, std::size_t bytes) {
  return etude::to_double({text, bytes}).value_or(std::numeric_limits<double>::quiet_NaN());
}

template <class Draw>
static double nth(std::uint32_t seed, int n, Draw draw) {
  RandomState random(seed);
  for (int i = 0; i < n; ++i) draw(random);
  return draw(random);
}

double etude_uniform(std::uint32_t seed, int n) {
  return nth(seed, n, [](RandomState& random) { return random.uniform(); });
}

double etude_normal(std::uint32_t seed, int n) {
  return nth(seed, n, [](RandomState& random) { return random.normal(); });
}

const etude::Schedule* etude_parse(const char* text, std::size_t bytes) {
  auto schedule = etude::notation::parse_schedule({text, bytes});
  return schedule ? new etude::Schedule(*std::move(schedule)) : nullptr;
}

void etude_drop(const etude::Schedule* schedule) { delete schedule; }

double etude_at(const etude::Schedule* schedule, std::int64_t step) { return (*schedule)(step); }

std::size_t etude_print(const etude::Schedule* schedule, char* out, std::size_t room) {
  return etude::notation::print(*schedule).copy(out, room);
}

std::size_t etude_complaint(const char* text, std::size_t bytes, char* out, std::size_t room) {
  const auto schedule = etude::notation::parse_schedule({text, bytes});
  return schedule ? 0 : schedule.error().message.copy(out, room);
}
