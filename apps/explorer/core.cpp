#include "core.h"

#include <algorithm>

#include "answers.h"
#include "etude/base/number.h"
#include "optim/landscape.h"

using namespace etude;
using namespace etude::explorer;

namespace {

Memory& memory() {
  static Memory one;
  return one;
}

std::string& reply() {
  static std::string text;
  return text;
}

std::vector<double>& curve() {
  static std::vector<double> values;
  return values;
}

struct Entry {
  std::string_view name;
  Answer (*answer)(Memory&, Request&);
};
constexpr Entry entries[] = {
    {"list", list},
    {"read", read},
    {"print", print_tree},
    {"convert", explorer::convert},
    {"svg", draw},
    {"path", path},
    {"data", explorer::data},
    {"train", explorer::train},
    {"outcome", outcome},
    {"compare", explorer::compare},
    {"tune", tune},
    {"tune-go", tune_go},
    {"range", explorer::range},
    {"range-go", range_go},
};

Answer answer(const Json& json) {
  Request request(json);
  const std::string what = request.text("do");
  const auto found =
      std::find_if(std::begin(entries), std::end(entries), [&](const Entry& e) { return e.name == what; });
  if (found == std::end(entries)) return refuse("there is no request \"" + what + "\"");
  return found->answer(memory(), request);
}

/// Null where there is none.
Run* run_at(int place) {
  const auto found = memory().runs.find(place);
  return found == memory().runs.end() ? nullptr : found->second.get();
}

/// Messages of texts begin "column 12: ".
Json refusal(const std::string& message) {
  Json::Object object{{"error", message}};
  constexpr std::string_view word = "column ";
  const std::size_t end = message.find(':');
  if (message.starts_with(word) && end != std::string::npos)
    if (const auto column = to_integer(message.substr(word.size(), end - word.size())))
      object.emplace_back("column", *column);
  return object;
}

}  // namespace

char* etude_alloc(std::size_t bytes) { return reinterpret_cast<char*>(new double[(bytes + 7) / 8]); }
void etude_free(char* at) { delete[] reinterpret_cast<double*>(at); }

std::size_t etude_ask(const char* request, std::size_t bytes) {
  const auto json = read_json({request, bytes});
  const auto told = json ? answer(*json) : Answer(pass_on(json.error()));
  reply() = write_json(told ? *told : refusal(told.error().message), 0);
  return reply().size();
}

const char* etude_reply() { return reply().data(); }
const double* etude_numbers() { return memory().numbers.data(); }
std::size_t etude_count() { return memory().numbers.size(); }

const double* etude_curve(int slot, int part, const double* steps, std::size_t count) {
  const auto found = memory().slots.find(slot);
  if (found == memory().slots.end()) return nullptr;
  const auto all = parts(found->second.computed);
  if (part < 0 || static_cast<std::size_t>(part) >= all.size()) return nullptr;
  const Schedule& schedule = all[static_cast<std::size_t>(part)].second;
  curve().resize(count);
  for (std::size_t i = 0; i < count; ++i) curve()[i] = schedule(static_cast<Step>(steps[i]));
  return curve().data();
}

std::size_t etude_train(int run, std::size_t updates) {
  Run* found = run_at(run);
  return found ? found->go_on(updates) : 0;
}

const double* etude_losses(int run) {
  const Run* found = run_at(run);
  return found ? found->losses().data() : nullptr;
}

const std::uint8_t* etude_regions(int run, std::size_t n, double size) {
  Run* found = run_at(run);
  if (!found) return nullptr;
  const auto& classes = found->regions(n, size);
  return classes.empty() ? nullptr : classes.data();
}

std::size_t etude_right(int run) {
  Run* found = run_at(run);
  return found ? found->right() : 0;
}

const double* etude_heights(int landscape, std::size_t n) {
  if (landscape < 0 || static_cast<std::size_t>(landscape) >= optim::landscapes().size() || n < 2) return nullptr;
  const optim::Landscape& each = optim::landscapes()[static_cast<std::size_t>(landscape)];
  const auto at = [&](const optim::Point& range, std::size_t i) {
    const double w = static_cast<double>(i) / static_cast<double>(n - 1);
    return (1 - w) * range[0] + w * range[1];
  };
  curve().clear();
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t column = 0; column < n; ++column)
      curve().push_back(each.height(at(each.x, column), at(each.y, row)));
  return curve().data();
}
