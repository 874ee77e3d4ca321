// One Python function a node, written after those that it calls: def rate_1(t), def rate_2(t), ..., def rate(step). The
// body of each is what its kind says of itself. A function that lives in C++ alone says nothing, so its run is tabled.

#include "dialect/write/python.h"

#include "dialect/words.h"
#include "dialect/write/table.h"

namespace etude::dialect {
namespace {

class PythonWriter final : public python::Functions {
 public:
  std::string name_of(const Schedule& schedule) override {
    const auto body = has_failed_ ? std::nullopt : schedule.in_python(*this);
    has_failed_ = has_failed_ || !body;
    if (has_failed_) return "rate";
    const std::string name = filled("rate_{}", {++count_});
    text_ += filled("def {}(t):  # {}\n{}\n\n", {name, schedule.kind().name, *body});
    return name;
  }
  bool has_failed() const { return has_failed_; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  int count_ = 0;
  bool has_failed_ = false;
};

Result<PythonFunction> python_table(const Schedule& schedule, Step steps) {
  const auto rates = rates_of(schedule, steps);
  if (!rates) return pass_on(rates.error());
  return PythonFunction{filled("RATES = [\n{}]\n\n\ndef rate(step):\n    return RATES[min(step, {})]\n",
                               {rows_of(*rates, 4), rates->size() - 1}),
                        true};
}

}  // namespace

std::string rows_of(const std::vector<double>& numbers, int indent) {
  constexpr std::size_t in_a_row = 5;
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool begins = i % in_a_row == 0, ends = i % in_a_row + 1 == in_a_row || i + 1 == numbers.size();
    text += begins ? std::string(static_cast<std::size_t>(indent), ' ') : " ";
    text += real(numbers[i]) + (ends ? ",\n" : ",");
  }
  return text;
}

std::optional<std::string> python_formula(const Schedule& schedule) {
  PythonWriter writer;
  const std::string name = writer.name_of(schedule);
  if (writer.has_failed()) return std::nullopt;
  return filled("{}def rate(step):\n    return float({}(step))\n", {writer.text(), name});
}

Result<PythonFunction> python_function(const Schedule& schedule, Step steps) {
  const auto formula = python_formula(schedule);
  return formula ? PythonFunction{*formula} : python_table(schedule, steps);
}

}  // namespace etude::dialect
