#pragma once
// Programs out of templates. A template is a file of its language in templates/, whose gaps are names: ETUDE_STEPS.
// Here are the gaps filled, and what several libraries' programs and calls share.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/language.h"
#include "dialect/words.h"
#include "dialect/write/templates.h"  // written by CMake: see cmake/EtudeEmbed.cmake

namespace etude::dialect {

struct Gap {
  std::string_view name;
  Word words;
};

/// The template with its gaps filled. Words whose gap stands alone on its line may have several lines, each of which is
/// indented as the gap is; where they are empty the line goes too.
std::string program_text(std::string_view text, const std::initializer_list<Gap>& gaps);

/// The program around a function of the step for whoever takes a scheduler of PyTorch; `use` says what to do with it.
std::string function_program(const std::string& function, const char* use, Step steps, double lr);

/// LR and check_rate(optimizer), which refuses an optimizer whose rate is not `lr`; of a call that has no lr=, nothing.
std::string rate_check(double lr);
std::string rate_check(const Literal& call);
/// The line that asks it, where it is there.
const char* checked(const Literal& call);

// The end of a program, which prints step,lr as CSV.

/// Around make_scheduler() and an optimizer of PyTorch; `next` is what scheduler.step() takes.
std::string torch_main(Step steps, double lr, const char* next = "");
/// The same around an optimizer of that class and lr; `updates` is what scheduler.step() takes.
std::string optimizer_main(Step steps, const char* optimizer, double lr, const char* updates = "");
/// `before` once, then `value` for each step.
std::string csv_main(Step steps, const std::string& before, const std::string& value);

/// "[a, b]"
std::string list_of(const std::vector<std::string>& items);
/// A call as Python: the last part of its name after `prefix`, its arguments without those named in `but`.
std::string python_call(const Literal& call, std::string_view prefix, const std::vector<std::string_view>& but = {});
/// The lr= of a call, 1 where it has none.
double rate_of(const Literal& call);
/// A named argument as it was written, `fallback` where the call has none.
std::string source_of(const Literal& call, const char* name, const char* fallback);

}  // namespace etude::dialect
