#include "spec.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "etude/base/number.h"
#include "etude/schedule/samples_seen.h"

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

/// A run whose length is given once, and known where its batches are.
Result<Horizon> checked(const Horizon& horizon, const Flags& flags, const std::string& prefix) {
  const std::string epochs = "--" + prefix + "epochs", steps = "--" + prefix + "steps";
  if (flags.given(epochs) && flags.given(steps))
    return refuse(steps + " and " + epochs + " both say how long the run is; keep one");
  if (horizon.epochs <= 0 || (horizon.batch == 0 && horizon.samples > 0)) return horizon;  // a plan may have batches
  return total_updates(horizon).map([&](Step) { return horizon; });
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
  return checked(horizon, flags, "");
}

void HorizonFlags::add_others_to(Flags& flags, const std::string& prefix, const std::string& of_what) {
  const auto as = [&](const char* name) {
    return FieldFlag{.name = "--" + prefix + name, .group = of_what, .text = ""};
  };
  flags.field(*this, "steps", {.name = "--" + prefix + "steps", .meaning = "how long it is", .group = of_what});
  flags.field(*this, "epochs", as("epochs"));
  flags.field(*this, "samples", as("samples"));
  flags.field(*this, "batch", as("batch"));
  flags.field(*this, "accumulation", as("accumulation"));
  flags.field(*this, "devices", as("devices"));
  flags.field(*this, "tokens_per_sample", as("context"));
  flags.field(*this, "drop_last", as("drop-last"));
}

Result<Horizon> HorizonFlags::read_other(const Flags& flags, const std::string& prefix, const Horizon& as) const {
  HorizonFlags other{as};
  if (flags.given("--" + prefix + "steps")) other.horizon.epochs = 0;
  if (flags.given("--" + prefix + "epochs")) other.horizon.steps = 0;
  for (const Member& member : fields()) {
    const std::string name = member.field.name == "tokens_per_sample" ? "context" : flag_of(member.field.name);
    if (flags.given("--" + prefix + name)) member.set(other, member.get(*this));
  }
  return checked(other.horizon, flags, prefix);
}

std::string horizon_text(const Horizon& h, const Plan& plan) {
  const auto total = total_updates(h, plan);
  if (total && plan.batch_size && h.epochs > 0)
    return "run: " + std::to_string(*total) + " optimizer updates, as batch_size says; they see " + shortest(h.epochs) +
           " x " + std::to_string(h.samples) + " samples";
  if (plan.batch_size) return "";
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
  const bool is_given = horizon.steps > 0 || horizon.epochs > 0;
  for (const dialect::Spec& spec : specs) {
    const auto length = is_given ? total_updates(horizon, spec.meaning) : Result<Step>(spec.meaning.lr.length());
    if (!length) return length;
    longest = std::max(longest, *length);
  }
  if (longest == endless) return refuse("the schedule never ends; say how long the run is, as in --steps 300");
  if (longest <= most) return longest;
  return refuse("the run has " + std::to_string(longest) + " steps; at most " + std::to_string(most) +
                " are looked at, so give --steps");
}

}  // namespace etude::cli
