#include "record/losses/manifest.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/words.h"
#include "etude/base/number.h"
#include "record/cells.h"

namespace etude::inline record {
namespace {

constexpr std::array<std::string_view, 5> columns{"run", "schedule", "role", "steps", "branch_step"};

/// With "\n" for every end of a line.
std::string with_plain_ends(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && text.substr(i + 1, 1) == "\n") continue;
    plain += text[i] == '\r' ? '\n' : text[i];
  }
  return plain;
}

class Manifest {
 public:
  explicit Manifest(std::string name) : name_(std::move(name)) {}

  Result<void> take(std::string_view line) {
    ++line_;
    if (line.empty() || line.starts_with('#')) return {};
    return names_.empty() ? heading(line) : row(line);
  }

  Result<std::vector<ManifestRow>> end() {
    if (rows_.empty()) return refuse(name_ + " has no runs; write a row a run below run,schedule,role");
    return std::move(rows_);
  }

 private:
  Result<void> heading(std::string_view line) {
    if (const std::string why = no_utf8(line); !why.empty()) return refuse(name_ + why);
    separator_ = separator_of(line);
    names_ = quoted_cells_of(line, separator_);
    for (std::string& name : names_) {
      name = lower_case(name);
      if (auto good = column(name); !good) return good;
    }
    for (const char* needed : {"run", "schedule"})
      if (std::find(names_.begin(), names_.end(), needed) == names_.end())
        return refuse("the first line of " + name_ + " must name the columns, as run,schedule,role does, and has no " +
                      needed + ": " + quoted_text(line));
    return {};
  }

  /// Refused: a known name twice, and one that is nearly known, which would else say nothing.
  Result<void> column(const std::string& name) const {
    const bool is_known = std::find(columns.begin(), columns.end(), name) != columns.end();
    if (is_known && std::count(names_.begin(), names_.end(), name) > 1)
      return refuse("the first line of " + name_ + " has two columns " + name + "; leave one of them");
    const std::string_view near = is_known ? "" : nearest_name(name, {columns.begin(), columns.end()});
    if (near.empty() || std::find(names_.begin(), names_.end(), near) != names_.end()) return {};
    return refuse("the first line of " + name_ + " has a column " + quoted_text(name) + "; did you mean " +
                  std::string(near) + "?");
  }

  Result<void> row(std::string_view line) {
    const auto cells = quoted_cells_of(line, separator_);
    const std::string place = "line " + std::to_string(line_) + " of " + name_;
    if (cells.size() != names_.size())
      return refuse(place + ": the heading has " + std::to_string(names_.size()) + " cells and this line " +
                    std::to_string(cells.size()) + "; write a schedule with commas in \"quotes\"");
    std::map<std::string, std::string> by_name;
    for (std::size_t i = 0; i < cells.size(); ++i) by_name.emplace(names_[i], cells[i]);
    const auto steps = count(by_name["steps"], place), branch = count(by_name["branch_step"], place);
    if (!steps || !branch) return pass_on(steps ? branch.error() : steps.error());
    return add({by_name["run"], by_name["schedule"], lower_case(by_name["role"]), *steps, *branch, place});
  }

  static Result<std::optional<Step>> count(const std::string& text, const std::string& place) {
    if (text.empty()) return std::optional<Step>();
    const auto number = to_double(text);
    if (number && *number >= 1 && *number <= 1e15 && *number == static_cast<double>(static_cast<Step>(*number)))
      return std::optional(static_cast<Step>(*number));
    return refuse(place + ": " + quoted_text(text) + " is no number of steps; write 1, 2, 3, ..., or nothing");
  }

  Result<void> add(ManifestRow row) {
    if (row.run.empty()) return refuse(row.place + ": the run has no name; write the one that its log has");
    const auto is_it = [&](const ManifestRow& other) { return other.run == row.run; };
    if (std::any_of(rows_.begin(), rows_.end(), is_it))
      return refuse(row.place + ": run " + row.run + " has a row already; give each run one");
    constexpr std::array<std::string_view, 2> roles{"fit", "predict"};
    const std::string_view near = nearest_name(row.role, {roles.begin(), roles.end()});
    if (!near.empty() && near != row.role)
      return refuse(row.place + ": the role is " + quoted_text(row.role) + "; did you mean " + std::string(near) + "?");
    rows_.push_back(std::move(row));
    return {};
  }

  std::string name_;
  std::size_t line_ = 0;
  char separator_ = ',';
  std::vector<std::string> names_;
  std::vector<ManifestRow> rows_;
};

}  // namespace

Result<std::vector<ManifestRow>> read_manifest(std::string_view text, const std::string& name) {
  const std::string plain = with_plain_ends(without_mark(text));
  Manifest manifest(name);
  for (std::string_view rest = plain; !rest.empty();)
    if (auto good = manifest.take(take_line(rest)); !good) return pass_on(good.error());
  return manifest.end();
}

}  // namespace etude::record
