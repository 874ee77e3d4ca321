// The worked examples of every program's rules, and how its configs are refused.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>

#include "etude/base/number.h"
#include "etude/dialect/spec.h"
#include "source/config/forms.h"
#include "source/config/program.h"
#include "source/readers.h"

namespace etude {
namespace {

const std::string folder = ETUDE_GOLDEN "/configs/";

std::string text_in(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Row {
  std::string file, group;
  Known known;
  std::optional<Step> steps;
  std::vector<std::pair<Step, double>> rates;
};

void add_word(Row& row, const std::string& word) {
  const std::size_t sign = word.find_first_of("=:");
  const std::string name = word.substr(0, sign), value = word.substr(sign + 1);
  if (word[sign] == ':')
    row.rates.emplace_back(*to_integer(name), *to_double(value));
  else if (name == "steps")
    row.steps = *to_integer(value);
  else if (name == "group")
    row.group = value;
  else
    row.known[name] = *to_double(value);
}

std::vector<Row> rows_of_table() {
  std::vector<Row> rows;
  std::istringstream table(text_in(folder + "table.txt"));
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    Row row;
    words >> row.file;
    for (std::string word; words >> word;) add_word(row, word);
    rows.push_back(row);
  }
  return rows;
}

void expect_rate(const Schedule& lr, Step step, double expected, const std::string& where) {
  const double rate = lr(step);
  EXPECT_TRUE(significant(rate, 6) == significant(expected, 6) || std::fabs(rate - expected) < 1e-15)
      << where << ": step " << step << " has " << shortest(rate) << ", expected " << shortest(expected);
}

void expect_row(const Row& row) {
  const auto found = read_config(text_in(folder + row.file), row.file, row.known);
  ASSERT_TRUE(found) << row.file << ": " << found.error().message;
  ASSERT_EQ(found->size(), 1u) << row.file;
  const Found& only = found->front();
  EXPECT_EQ(only.steps, row.steps) << row.file;
  Horizon horizon;
  horizon.steps = row.steps.value_or(0);
  const auto spec = dialect::parse_spec(only.line, horizon);
  ASSERT_TRUE(spec) << row.file << ": " << only.line.substr(0, 300) << ": " << spec.error().message;
  const Schedule* lr = &spec->computed.lr;
  for (const Group& group : spec->computed.groups)
    if (group.name == row.group && group.lr) lr = &*group.lr;
  for (const auto& [step, rate] : row.rates) expect_rate(*lr, step, rate, row.file + " " + row.group);
}

TEST(Config, MeansWhatItsProgramMakesOfIt) {
  for (const Row& row : rows_of_table()) expect_row(row);
}

}  // namespace
}  // namespace etude
