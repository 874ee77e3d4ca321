#include "core.h"

#include <algorithm>

#include "answers.h"
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

std::vector<double>& heights() {
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
    {"log", explorer::log},
    {"log-end", log_end},
    {"manifest", manifest},
    {"fit", fit},
    {"predict", explorer::predict},
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

Json refusal(const std::string& message) {
  Json::Object object{{"error", message}};
  if (const std::size_t column = c::column_of(message)) object.emplace_back("column", column);
  return object;
}

}  // namespace

std::size_t explorer_ask(const char* request, std::size_t bytes) {
  const auto json = read_json({request, bytes});
  const auto told = json ? answer(*json) : Answer(pass_on(json.error()));
  reply() = write_json(told ? *told : refusal(told.error().message), 0);
  return reply().size();
}

const char* explorer_reply() { return reply().data(); }
const double* explorer_numbers() { return memory().numbers.data(); }
std::size_t explorer_count() { return memory().numbers.size(); }

void explorer_log(const char* bytes, std::size_t count) {
  auto& log = memory().log;
  if (log && log->good) log->good = log->reader.take({bytes, count});
}

const etude_plan* explorer_plan(int slot) {
  const auto found = memory().slots.find(slot);
  return found == memory().slots.end() ? nullptr : found->second.get();
}

std::size_t explorer_train(int run, std::size_t updates) {
  Run* found = run_at(run);
  return found ? found->go_on(updates) : 0;
}

const double* explorer_losses(int run) {
  const Run* found = run_at(run);
  return found ? found->losses().data() : nullptr;
}

const std::uint8_t* explorer_regions(int run, std::size_t n, double size) {
  Run* found = run_at(run);
  if (!found) return nullptr;
  const auto& classes = found->regions(n, size);
  return classes.empty() ? nullptr : classes.data();
}

std::size_t explorer_right(int run) {
  Run* found = run_at(run);
  return found ? found->right() : 0;
}

const double* explorer_heights(int landscape, std::size_t n) {
  if (landscape < 0 || static_cast<std::size_t>(landscape) >= optim::landscapes().size() || n < 2) return nullptr;
  const optim::Landscape& each = optim::landscapes()[static_cast<std::size_t>(landscape)];
  const auto at = [&](const optim::Point& range, std::size_t i) {
    const double w = static_cast<double>(i) / static_cast<double>(n - 1);
    return (1 - w) * range[0] + w * range[1];
  };
  heights().clear();
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t column = 0; column < n; ++column)
      heights().push_back(each.height(at(each.x, column), at(each.y, row)));
  return heights().data();
}
