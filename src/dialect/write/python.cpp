// One Python function a node, written after those that it calls: def rate_1(t), def rate_2(t), ..., def rate(step). The
// body of each is what its kind says of itself.

#include "dialect/write/python.h"

#include "etude/base/pattern.h"

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

}  // namespace

Result<std::string> python_function(const Schedule& schedule) {
  PythonWriter writer;
  const std::string name = writer.name_of(schedule);
  if (writer.has_failed()) return refuse(filled("a {} has no closed form in Python", {schedule.kind().name}));
  return filled("{}def rate(step):\n    return float({}(step))\n", {writer.text(), name});
}

}  // namespace etude::dialect
