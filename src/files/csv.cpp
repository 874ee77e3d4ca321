// Idea: rows are read once; each label becomes the number of its first appearance, and at the end these numbers become
//       ranks among the different labels, so the order of the rows does not decide which class is which.
// Formula: class of a label = how many different labels are less than it.
// Edges: in include/etude/data/formats.h; labels beyond the limit count too, so a limit moves no class.
// Cost: one pass; a look-up in a balanced tree a row.
// Source: RFC 4180.

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "base/words.h"
#include "data/refusals.h"
#include "etude/base/math.h"
#include "etude/base/number.h"
#include "files/csv_rows.h"

namespace etude::files {
namespace {

using Cells = std::vector<std::string>;

std::optional<double> finite_number(const std::string& text) {
  const auto number = to_double(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

/// The labels of the rows in the order in which they came.
class LabelColumn {
 public:
  void add(const std::string& label) {
    const auto number = static_cast<std::int32_t>(different_.size());
    rows_.push_back(different_.try_emplace(label, number).first->second);
  }
  std::size_t different() const { return different_.size(); }

  /// Turns numbers of appearance into classes; gives how many classes there are.
  Result<std::size_t> rank(std::vector<std::int32_t>& labels) const;

 private:
  std::map<std::string, std::int32_t> different_;  // by bytes
  std::vector<std::int32_t> rows_;
};

Result<std::size_t> LabelColumn::rank(std::vector<std::int32_t>& labels) const {
  std::vector<std::pair<double, std::int32_t>> sorted;  // what labels are sorted by, and their number of appearance
  const bool are_numbers = std::all_of(different_.begin(), different_.end(),
                                       [](const auto& each) { return finite_number(each.first).has_value(); });
  for (const auto& [text, number] : different_) {
    const double value = are_numbers ? *finite_number(text) : static_cast<double>(sorted.size());
    if (value != std::floor(value))
      return refuse("the label " + data::in_quotes(text) +
                    " is no whole number: name the column of the classes with label=NAME");
    sorted.emplace_back(value, number);
  }
  math::sort(sorted);
  std::vector<std::int32_t> class_of(sorted.size());
  std::int32_t rank = -1;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i].first != sorted[i - 1].first) ++rank;
    class_of[static_cast<std::size_t>(sorted[i].second)] = rank;
  }
  labels = rows_;
  for (std::int32_t& label : labels) label = class_of[static_cast<std::size_t>(label)];
  return static_cast<std::size_t>(rank + 1);
}

/// What the rows of a file look like.
struct Layout {
  std::size_t columns = 0;
  std::size_t label = 0;  // the index of its column
  Cells names;            // of the columns; empty without a header
  std::string name_of(std::size_t column) const {
    return names.empty() ? std::to_string(column + 1) : data::in_quotes(names[column]);
  }
};

/// Whether a first row names the columns: no cell but the last, which may be a label, is a number.
Result<bool> names_columns(const Cells& row, const std::string& place) {
  const auto is_name = [](const std::string& cell) { return !to_double(cell); };
  const auto name = std::find_if(row.begin(), row.end() - 1, is_name);
  if (name == row.end() - 1 || std::all_of(row.begin(), row.end() - 1, is_name)) return name != row.end() - 1;
  return refuse(place + ": " + data::in_quotes(*name) +
                " is no number, and others in the row are; correct it, or say header=names or header=skip");
}

Result<bool> is_named(const Cells& row, const std::string& place, const CsvOptions& options) {
  if (options.header == CsvHeader::detect && options.label.empty()) return names_columns(row, place);
  if (options.header == CsvHeader::detect || options.header == CsvHeader::names) return true;
  if (options.label.empty()) return false;
  return refuse("label=" + options.label + " needs header=names, for the first row to name the columns");
}

Result<std::size_t> label_column(const Layout& layout, const CsvOptions& options) {
  if (options.label.empty()) return layout.columns - 1;
  const auto found = std::find(layout.names.begin(), layout.names.end(), options.label);
  if (found != layout.names.end()) return static_cast<std::size_t>(found - layout.names.begin());
  return refuse("no column is named " + data::in_quotes(options.label) +
                "; there is: " + joined(layout.names).substr(0, 200));
}

/// Takes the header, if there is one, and leaves the first sample in `row`.
Result<Layout> read_layout(CsvRows& rows, Cells& row, const CsvOptions& options) {
  auto more = rows.next(row);
  if (!more) return pass_on(more.error());
  if (!*more)
    return refuse(rows.place() + ": the file is empty; it needs a row of numbers and a label for each sample");
  const std::string first_row = rows.place();
  const auto named = is_named(row, first_row, options);
  if (!named) return pass_on(named.error());
  Layout layout;
  if (*named) layout.names = row;
  if (*named || options.header == CsvHeader::skip) {
    more = rows.next(row);
    if (!more) return pass_on(more.error());
    if (!*more) return refuse(rows.place() + ": there are no samples below the header");
  }
  layout.columns = *named ? layout.names.size() : row.size();
  if (layout.columns < 2)
    return refuse(rows.place() + ": a sample needs two cells or more, separated by commas: numbers and a label");
  const auto label = label_column(layout, options);
  if (!label) return refuse(first_row + ": " + label.error().message);
  layout.label = *label;
  return layout;
}

/// Adds a row's label, and its inputs unless they are beyond the limit.
Result<void> add_row(const Layout& layout, const CsvRows& rows, const Cells& row, bool is_wanted, LabelColumn& labels,
                     data::Dataset& data) {
  if (row.size() != layout.columns)
    return refuse(rows.place() + " has " + std::to_string(row.size()) + " cells, and the rows before it " +
                  std::to_string(layout.columns) + ": give every sample the same columns");
  if (row[layout.label].empty())
    return refuse(rows.place() + ": the label is empty; give the sample a class or leave it out");
  labels.add(row[layout.label]);
  if (labels.different() > data::max_classes)
    return refuse(rows.place() + ": more than " + std::to_string(data::max_classes) +
                  " different labels; name the column of the classes with label=NAME");
  for (std::size_t column = 0; is_wanted && column < layout.columns; ++column) {
    if (column == layout.label) continue;
    const auto number = to_double(row[column]);
    if (!number)
      return refuse(rows.place() + ", column " + layout.name_of(column) + ": " + data::in_quotes(row[column]) +
                    " is no number; give one, or leave the column out");
    data.inputs.push_back(*number);
  }
  return {};
}

}  // namespace

Result<data::Dataset> read_csv(const File& file, const CsvOptions& options) {
  CsvRows rows(file);
  Cells row;
  const auto layout = read_layout(rows, row, options);
  if (!layout) return pass_on(layout.error());
  data::Dataset data{.features = layout->columns - 1, .inputs = {}, .labels = {}};
  LabelColumn labels;
  Result<bool> more = true;
  for (std::size_t samples = 0; *more; ++samples) {
    if (const auto added = add_row(*layout, rows, row, samples < options.limit, labels, data); !added)
      return pass_on(added.error());
    more = rows.next(row);
    if (!more) return pass_on(more.error());
  }
  const auto classes = labels.rank(data.labels);
  if (!classes) return refuse(file.name + ": " + classes.error().message);
  data.classes = *classes;
  data.labels.resize(std::min(options.limit, data.labels.size()));
  return data::checked(std::move(data), file.name);
}

}  // namespace etude::files
