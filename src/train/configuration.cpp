// A trial's bits follow from the fields of its task, its data and this machine's arithmetic: a line of text for each.

#include "train/configuration.h"
#include "etude/base/number.h"
#include "etude/model/vectors.h"

namespace etude::train {
namespace {

/// The backward pass is of the trial; how sums are rounded is said of this machine.
bool is_said_elsewhere(std::string_view field) { return field == "backward" || field == "sums"; }

std::string hexadecimal(std::uint64_t value) {
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; value >>= 4) text[i] = "0123456789abcdef"[value & 15];
  return text;
}

void append(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append("=").append(value).append("\n");
}

}  // namespace

namespace {

/// Each line of what decides the weights that it leaves, "before" in front.
std::string earlier(const Prepared::Phase& phase) {
  std::string text, own = configuration(phase.prepared) + "steps=" + std::to_string(phase.prepared.task().steps) +
                          "\nbackward=" + std::string(name_of(phase.prepared.task().backward)) + "\n";
  for (std::size_t end = 0; (end = own.find('\n')) != std::string::npos; own.erase(0, end + 1))
    text += "before-" + own.substr(0, end + 1);
  return text;
}

}  // namespace

std::string configuration(const Prepared& prepared) {
  const Task& task = prepared.task();
  std::string text;
  append(text, "numerics", std::to_string(numerics_version));
  append(text, "sums",
         name_of(task.sums == Sums::fused && model::available(model::Vectors::avx2) ? Sums::fused : Sums::rounded));
  append(text, "fingerprint", hexadecimal(prepared.fingerprint()));
  append(text, "loss-floor", shortest(task.loss.floor));
  for (const TaskField& field : task_fields()) {
    const bool is_path = field.name == "data" && !prepared.is_generated();
    if (!is_said_elsewhere(field.name)) append(text, field.name, is_path ? "files" : field.get(task));
  }
  if (const auto* phase = prepared.earlier()) text += earlier(*phase);
  return text;
}

}  // namespace etude::train
