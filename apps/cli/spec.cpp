#include "spec.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace etude::cli {
namespace {

constexpr std::size_t longest_file = 64U << 20;

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse("cannot read " + path + ": " + std::strerror(errno) + "; name a file that can be read");
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad() || text.fail()) return refuse("cannot read " + path + "; name a file, not a folder");
  if (text.str().size() > longest_file) return refuse(path + " is longer than 64 MiB; give fewer points");
  return text.str();
}

/// FILE or FILE(interpolation=cosine).
Result<dialect::Spec> of_file(const std::string& name, const Horizon& horizon, std::optional<double> lr) {
  constexpr std::string_view open = "(interpolation=";
  std::string path = name;
  Interpolation interpolation = Interpolation::linear;
  if (const std::size_t at = name.rfind(open); at != std::string::npos && name.ends_with(')')) {
    path = name.substr(0, at);
    const std::string word = name.substr(at + open.size(), name.size() - at - open.size() - 1);
    const auto& words = etude::words<Interpolation>;
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
      return refuse("interpolation is one of linear, cosine, exponential, hold; read \"" + word + "\"");
    interpolation = static_cast<Interpolation>(found - words.begin());
  }
  const auto text = read_file(path);
  if (!text) return pass_on(text.error());
  const bool is_table = path.ends_with(".csv") || path.ends_with(".tsv") || path.ends_with(".txt");
  if (!is_table)
    return text->starts_with('@') ? Result<dialect::Spec>(refuse(path + " names another file; name that one"))
                                  : read_spec(*text, horizon, lr);
  const auto schedule = notation::parse_table(*text, interpolation);
  if (!schedule) return refuse(path + ", " + schedule.error().message);
  return dialect::spec_of(Plan{*schedule});
}

}  // namespace

NamedSpec named(const std::string& typed) {
  const auto is_of_name = [](unsigned char c) {
    return std::isalnum(c) || std::string_view(" .+-_%").find(static_cast<char>(c)) != std::string_view::npos;
  };
  const std::size_t colon = typed.find(':');
  const std::string name = typed.substr(0, std::min(colon, typed.size()));
  const bool has_name = colon != std::string::npos && name != "recipe" &&
                        std::all_of(name.begin(), name.end(), is_of_name) &&
                        name.find_first_not_of(' ') != std::string::npos;
  return has_name ? NamedSpec{name, typed.substr(colon + 1)} : NamedSpec{typed, typed};
}

void HorizonFlags::add_to(Flags& flags, const std::string& steps_meaning) {
  flags.field(*this, "steps", {.meaning = steps_meaning});
  flags.field(*this, "epochs");
  flags.field(*this, "samples");
  flags.field(*this, "batch");
  flags.field(*this, "accumulation", {.text = ""});
  flags.field(*this, "devices", {.text = ""});
  flags.field(*this, "tokens_per_sample", {.name = "--context"});
  flags.field(*this, "drop_last");
}

Result<Horizon> HorizonFlags::read(const Flags& flags) const {
  if (auto good = flags.read_fields(); !good) return pass_on(good.error());
  if (!flags.given("--epochs")) return horizon;
  if (flags.given("--steps")) return refuse("--steps and --epochs both say how long the run is; keep one");
  return total_updates(horizon).map([&](Step) { return horizon; });
}

std::string horizon_text(const Horizon& h) {
  const auto total = total_updates(h);
  const auto epoch = updates_per_epoch(h);
  if (!total || !epoch) return "";
  return "run: " + std::to_string(*total) + " optimizer updates; an epoch of " + std::to_string(h.samples) +
         " samples has " + std::to_string(*epoch) + " (batch " + std::to_string(h.batch) + " x accumulation " +
         std::to_string(h.accumulation) + " x devices " + std::to_string(h.devices) + ")";
}

Result<dialect::Spec> read_spec(const std::string& text, const Horizon& horizon, std::optional<double> lr) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string::npos || text[start] != '@') return dialect::parse_spec(text, horizon, lr);
  return of_file(text.substr(start + 1, text.find_last_not_of(" \t\r\n") - start), horizon, lr);
}

Result<std::vector<dialect::Spec>> read_specs(const std::vector<std::string>& texts, const Horizon& horizon,
                                              std::optional<double> lr) {
  std::vector<dialect::Spec> specs;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto spec = read_spec(texts[i], horizon, lr);
    const std::string which = texts.size() > 1 ? "spec " + std::to_string(i + 1) + ", " : "";
    if (!spec) return refuse(which + spec.error().message);
    specs.push_back(*std::move(spec));
  }
  return specs;
}

Result<Step> run_length(const Horizon& horizon, const std::vector<dialect::Spec>& specs, Step most) {
  Step longest = 0;
  if (const auto total = total_updates(horizon)) {
    longest = *total;
  } else {
    for (const dialect::Spec& spec : specs) longest = std::max(longest, spec.meaning.lr.length());
    if (longest == endless) return refuse("the schedule never ends; say how long the run is, as in --steps 300");
  }
  if (longest <= most) return longest;
  return refuse("the run has " + std::to_string(longest) + " steps; at most " + std::to_string(most) +
                " are looked at, so give --steps");
}

}  // namespace etude::cli
