#pragma once
// Calls as texts, by the patterns of etude/base/pattern.h.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/pattern.h"

namespace etude::dialect {

/// {"lr", 0.1}, {"T_max", 99} -> "lr=0.1, T_max=99". What has no value is left out.
struct NamedWord {
  const char* name;
  Word value;
};
std::string arguments_text(const std::initializer_list<NamedWord>& arguments);

/// The call of that name with those arguments.
std::string call_text(const char* name, const std::initializer_list<NamedWord>& arguments);

/// Those of the texts that are not empty.
std::vector<std::string> said(std::initializer_list<std::string> texts);

/// "did you mean StepLR? schedules: StepLR, ...": what may be typed instead of `word`.
std::string instead_of(std::string_view word, const char* what, const std::vector<std::string_view>& names);

/// 1 -> "1.0": a Python float.
inline std::string real(double value) { return filled("{}", {value}); }

}  // namespace etude::dialect
