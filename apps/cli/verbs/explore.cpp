// etude explore: the explorer as one HTML file, opened at these schedules.

#include <filesystem>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/input.h"
#include "apps/cli/output.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"

namespace etude::cli {
namespace {

constexpr std::size_t most_schedules = 8, longest_text = 2000;
constexpr Step most_drawn = 1'000'000;

/// ASCII as it stands in the page, which is UTF-16, the low byte first.
std::string widened(std::string_view text) {
  std::string wide;
  for (const char c : text) wide += {c, '\0'};
  return wide;
}
const std::string no_state = widened("data-state=\"\"");

struct ExploreOptions {
  std::vector<std::string> specs;
  std::string out, view, page;
  Step steps = unset_steps;

  static constexpr auto fields(auto...) {
    return std::array{field<&ExploreOptions::steps>(Unit::steps, {.least = 2, .most = most_drawn},
                                                    "how many steps to show [the schedules' own length]")};
  }
};

Result<std::string> read_page(const std::string& path) {
  const std::string page = read_file(path, "the page").value_or("");
  if (page.empty()) return refuse("the page is not built (" + path + "); type ./run explore, which builds it first");
  if (page.find(no_state) == std::string::npos) return refuse(path + " is no explorer; name its page with --page");
  return page;
}

/// Where the page is: of an installed program in the folder share beside its own, else where the tree's build has it.
std::string built_page() {
  std::error_code none;
  const auto program = std::filesystem::canonical("/proc/self/exe", none);
  const auto installed = program.parent_path().parent_path() / "share/etude/explorer.html";
  return std::filesystem::exists(installed, none) ? installed.string() : ETUDE_PAGE;
}

/// As part of a link's fragment.
std::string escaped(const std::string& text) {
  std::string link;
  for (const char c : text) {
    const bool is_plain =
        std::isalnum(static_cast<unsigned char>(c)) || std::string_view("-_.~(),*:").find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    link +=
        is_plain ? std::string(1, c) : std::string{'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
  }
  return link;
}

/// What the page is given of a schedule: what was typed, or of a file what it means.
Result<std::string> text_for_page(const std::string& typed, const Horizon& horizon) {
  const NamedSpec both = named(typed);
  const auto spec = read_spec(both.spec, horizon);
  if (!spec) return pass_on(spec.error());
  const std::string text = names_file(both.spec) || is_source(both.spec, "") ? spec->name : typed;
  if (text.size() > longest_text)
    return refuse("a schedule of the page is at most 2000 bytes long; this one has " + std::to_string(text.size()));
  return text;
}

Result<std::string> state_of(const ExploreOptions& options) {
  Horizon horizon;
  if (options.steps != unset_steps) horizon.steps = options.steps;
  if (options.specs.size() > most_schedules)
    return refuse("the page shows at most 8 schedules; leave out " +
                  std::to_string(options.specs.size() - most_schedules));
  std::string state = "v=1";
  std::vector<std::string> specs;
  for (const std::string& typed : options.specs) {
    const auto text = text_for_page(typed, horizon);
    if (!text) return pass_on(text.error());
    state += "&s=" + escaped(*text);
    specs.push_back(named(typed).spec);
  }
  if (!options.specs.empty()) {
    const auto read = read_specs(specs, horizon);
    if (!read) return pass_on(read.error());
    const auto steps = run_length(horizon, *read, most_drawn);
    if (!steps) return pass_on(steps.error());
    state += "&steps=" + std::to_string(*steps);
  } else if (horizon.steps > 0) {
    state += "&steps=" + std::to_string(horizon.steps);
  }
  if (!options.view.empty()) state += "&view=" + options.view;
  return state;
}

Result<void> check_view(const std::string& view) {
  for (const char* name : {"", "schedule", "path", "training", "range", "logs"})
    if (view == name) return {};
  return refuse("--view must be schedule, path, training, range or logs, not \"" + view + "\"");
}

Result<void> run(const ExploreOptions& options, const Flags& flags, const Terminal& terminal) {
  for (const auto& good : {flags.read_fields(), check_view(options.view)})
    if (!good) return good;
  const auto state = state_of(options);
  if (!state) return pass_on(state.error());
  auto page = read_page(options.page.empty() ? built_page() : options.page);
  if (!page) return pass_on(page.error());
  auto out = Destination::open(options.out);
  if (!out) return pass_on(out.error());
  std::string attribute;
  for (const char c : *state) attribute += c == '&' ? "&amp;" : std::string(1, c);
  page->replace(page->find(no_state), no_state.size(), widened("data-state=\"" + attribute + "\""));
  if (auto written = out->write(*page); !written) return written;
  if (!out->is_stdout()) print_line("wrote " + options.out + ": open it in a browser", terminal.out);
  return {};
}

}  // namespace

Action explore_verb(Flags flags) {
  auto options = std::make_shared<ExploreOptions>();
  flags.arguments("SPEC", options->specs,
                  "up to 8 schedules, each with a name before it or none: 'decay: linear(...)'");
  flags.names_files({"SPEC", FileUse::read, [options] { return files_named_by(options->specs); }});
  flags.required_option("--out", options->out, "where the page goes; - for standard output");
  flags.names_files({"--out", FileUse::written, [options] { return Paths{options->out}; }});
  flags.field(*options, "steps");
  flags.option("--view", options->view, "schedule, path, training, range or logs: what it opens with");
  flags.file("--page", options->page, FileUse::read,
             "the built page, where it is neither installed nor beside the sources");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); };
}

}  // namespace etude::cli
