#pragma once
// The core behind flat C exports, the same for WebAssembly and for the native program that it is compared with.

#include <cstddef>
#include <cstdint>

#include "apps/explorer/export.h"

namespace etude::inline schedule {
class Schedule;
}

/// A buffer of that many bytes, for texts that go in and come out.
ETUDE_EXPORT(etude_alloc) char* etude_alloc(std::size_t bytes);
ETUDE_EXPORT(etude_free) void etude_free(char* buffer);

/// math.h of base.
ETUDE_EXPORT(etude_exp) double etude_exp(double x);
ETUDE_EXPORT(etude_log) double etude_log(double x);
ETUDE_EXPORT(etude_pow) double etude_pow(double x, double y);
ETUDE_EXPORT(etude_cos_pi) double etude_cos_pi(double x);
ETUDE_EXPORT(etude_tanh) double etude_tanh(double x);

/// Writes the shortest text of `value` (25 bytes at most) to `out` and returns its length.
ETUDE_EXPORT(etude_shortest) std::size_t etude_shortest(double value, char* out);
/// The number that the text spells; NaN where it spells none.
ETUDE_EXPORT(etude_to_double) double etude_to_double(const char* text, std::size_t bytes);

/// The n-th uniform and normal numbers of a seed's stream.
ETUDE_EXPORT(etude_uniform) double etude_uniform(std::uint32_t seed, int n);
ETUDE_EXPORT(etude_normal) double etude_normal(std::uint32_t seed, int n);

/// The schedule that the text spells, to be given back with etude_drop; null where it spells none.
ETUDE_EXPORT(etude_parse) const etude::Schedule* etude_parse(const char* text, std::size_t bytes);
ETUDE_EXPORT(etude_drop) void etude_drop(const etude::Schedule* schedule);
/// v(step).
ETUDE_EXPORT(etude_at) double etude_at(const etude::Schedule* schedule, std::int64_t step);
/// Writes at most `room` bytes of the schedule's text to `out` and returns their number.
ETUDE_EXPORT(etude_print) std::size_t etude_print(const etude::Schedule* schedule, char* out, std::size_t room);
/// Writes at most `room` bytes of the reason why the text is refused to `out` and returns their number; 0 where it is
/// not.
ETUDE_EXPORT(etude_complaint)
std::size_t etude_complaint(const char* text, std::size_t bytes, char* out, std::size_t room);
