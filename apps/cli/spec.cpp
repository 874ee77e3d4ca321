#include "spec.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

#include "base/words.h"
#include "etude/schedule/samples_seen.h"
#include "input.h"

namespace etude::cli {
namespace {

constexpr const char* what_files_have = "a schedule such as cosine(from=0.05, steps=300), or lines of step,lr";

std::string trimmed(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start == std::string::npos ? "" : text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

/// train.py, train.py:12 or train.py:scheduler in its two halves.
struct SourceName {
  std::string path, which;
};

SourceName source_name(const std::string& typed) {
  const std::size_t colon = typed.rfind(':');
  if (colon == std::string::npos || !has_source_ending(typed.substr(0, colon))) return {typed, ""};
  return {typed.substr(0, colon), typed.substr(colon + 1)};
}

struct File {
  std::string path;
  Interpolation interpolation = Interpolation::linear;
};

/// FILE or FILE(interpolation=cosine).
Result<File> named_file(const std::string& name) {
  constexpr std::string_view open = "(interpolation=";
  const std::size_t at = name.rfind(open);
  if (at == std::string::npos || !name.ends_with(')')) return File{name};
  const std::string word = name.substr(at + open.size(), name.size() - at - open.size() - 1);
  const auto found = value_of_word<Interpolation>("interpolation", word);
  if (!found) return pass_on(found.error());
  return File{name.substr(0, at), *found};
}

bool is_table(const std::string& path) {
  return path.ends_with(".csv") || path.ends_with(".tsv") || path.ends_with(".txt");
}

Result<std::vector<Typed>> alone(const Result<dialect::Spec>& spec) {
  if (!spec) return pass_on(spec.error());
  return std::vector<Typed>{{*spec}};
}

/// Does `which` name the schedule, by its line, its whole name or the last part of it?
bool is_meant(const Found& found, const std::string& which) {
  return which.empty() || std::to_string(found.place.line) == which || found.name == which ||
         found.name.ends_with("." + which);
}

/// "train.py:12 (scheduler), train.py:30 (cosine)"
std::string listed(const std::vector<Found>& all, const std::string& file) {
  std::string text;
  for (const Found& each : all)
    text += (text.empty() ? "" : ", ") + (file.empty() ? "line " : file + ":") + std::to_string(each.place.line) +
            " (" + each.name + ")";
  return text;
}

std::optional<double> rate_in(const Known& known) {
  const auto lr = known.find("lr");
  return lr == known.end() ? std::nullopt : std::optional(lr->second);
}

/// In one line, as a title has it.
std::string in_one_line(const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

/// JSON is no title: its line, or its plan, is.
Result<std::vector<Typed>> of_spec(const std::string& text, const Horizon& horizon, const Known& known) {
  auto all = alone(dialect::parse_spec(text, horizon, rate_in(known)));
  if (!all) return all;
  const dialect::Spec& spec = all->front().spec;
  const bool is_json = trimmed(text).starts_with('{');
  all->front().name = !is_json ? in_one_line(text) : spec.line.empty() ? spec.name : spec.line;
  return all;
}

/// None where the text is one SPEC.
Result<std::vector<Typed>> of_source(const std::string& text, const std::string& file, const std::string& which,
                                     const Horizon& horizon, const Known& known) {
  const auto found = read_source(text, file, known);
  if (!found) return pass_on(found.error());
  std::vector<Typed> all;
  for (const Found& each : *found) {
    if (!is_meant(each, which)) continue;
    auto spec = meaning(each, horizon, rate_in(known));
    if (!spec) return pass_on(spec.error());
    spec->notes.insert(spec->notes.end(), each.notes.begin(), each.notes.end());
    all.push_back({*std::move(spec), each});
  }
  if (all.empty() && !found->empty())
    return refuse(file + " has no schedule \"" + which + "\"; it has " + listed(*found, file));
  return all;
}

/// What stands in a file, or on standard input, whose name is `file`.
Result<std::vector<Typed>> of_text(const std::string& text, const std::string& file, const std::string& which,
                                   const Horizon& horizon, const Known& known) {
  auto all = of_source(text, file, which, horizon, known);
  if (!all || !all->empty()) return all;
  return of_spec(text, horizon, known);
}

Result<std::vector<Typed>> of_file(const std::string& name, const Horizon& horizon, const Known& known) {
  const auto file = named_file(name);
  if (!file) return pass_on(file.error());
  const SourceName source = source_name(file->path);
  const auto text = read_file(source.path, what_files_have);
  if (!text) return pass_on(text.error());
  if (!is_table(source.path)) {
    if (text->starts_with('@')) return refuse(source.path + " names another file; name that one");
    return of_text(*text, source.path, source.which, horizon, known);
  }
  const auto schedule = notation::parse_table(*text, file->interpolation);
  if (!schedule) return refuse(source.path + ", " + schedule.error().message);
  return alone(dialect::spec_of(Plan{*schedule}));
}

Result<std::vector<Typed>> of_standard_input(const Horizon& horizon, const Known& known) {
  const auto text = read_standard_input(what_files_have);
  if (!text) return pass_on(text.error());
  return of_text(*text, "-", "", horizon, known);
}

/// What has no place in the file is called by the file's name.
Result<std::vector<Typed>> called(const std::string& name, Result<std::vector<Typed>> all) {
  if (!all) return all;
  for (Typed& each : *all)
    if (!each.found) each.name = name;
  return all;
}

Result<std::vector<Typed>> read_text(const std::string& text, const Horizon& horizon, const Known& known) {
  const std::string typed = trimmed(text);
  if (typed == "-") return of_standard_input(horizon, known);
  if (typed.starts_with('@')) return called(typed, of_file(typed.substr(1), horizon, known));
  if (names_file(typed)) return called(typed, of_file(typed, horizon, known));
  auto all = of_source(typed, "", "", horizon, known);
  if (!all || !all->empty()) return all;
  return of_spec(text, horizon, known);
}

/// What the name says comes first; several schedules of one text are not called alike.
Result<std::vector<Typed>> read_named(const std::string& text, const Horizon& horizon, const Known& known) {
  const NamedSpec typed = named(text);
  auto all = read_text(typed.spec, horizon, known);
  if (!all || typed.name.empty()) return all;
  for (std::size_t i = 0; i < all->size(); ++i)
    (*all)[i].name = typed.name + (all->size() > 1 ? " " + std::to_string(i + 1) : "");
  return all;
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
  const std::size_t colon = std::min(typed.find(':'), typed.size());
  const std::string name = trimmed(typed.substr(0, colon)), spec = typed.substr(std::min(colon + 1, typed.size()));
  const bool is_path = spec.starts_with(':');  // Rust's a::b
  const bool is_name = !name.empty() && name != "recipe" && !is_path && !has_source_ending(name) &&
                       std::all_of(name.begin(), name.end(), is_of_name);
  const bool is_spec =
      typed.find('\n') == std::string::npos &&
      (spec.find('(') != std::string::npos || trimmed(spec).starts_with("recipe:") || names_file(spec));
  return is_name && is_spec ? NamedSpec{name, spec} : NamedSpec{"", typed};
}

void HorizonFlags::add_to(Flags& flags, const std::string& steps_meaning) {
  flags.field(*this, "steps", {.meaning = steps_meaning});
  flags.field(*this, "epochs", {.meaning = "passes over the data, instead of --steps"});
  flags.field(*this, "samples");
  flags.field(*this, "batch");
  flags.field(*this, "accumulation");
  flags.field(*this, "devices");
  flags.field(*this, "tokens_per_sample", {.name = "--context"});
  flags.field(*this, "drop_last");
  flags.repeated("--set", said, "NAME=NUMBER: what a script leaves open, as in --set 'len(loader)=500'");
}

Result<Known> HorizonFlags::known(std::optional<double> lr) const {
  Known known;
  if (lr) known["lr"] = *lr;
  for (const std::string& each : said) {
    const std::size_t sign = each.rfind('=');
    const auto number = sign == std::string::npos ? std::nullopt : to_double(each.substr(sign + 1));
    if (!number || sign == 0) return refuse("--set takes NAME=NUMBER, as in --set epochs=10; read \"" + each + "\"");
    known[each.substr(0, sign)] = *number;
  }
  return known;
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
  HorizonFlags other;
  other.horizon = as;
  if (flags.given("--" + prefix + "steps")) other.horizon.epochs = 0;
  if (flags.given("--" + prefix + "epochs")) other.horizon.steps = 0;
  for (const Member& member : fields()) {
    const std::string name = member.field.name == "tokens_per_sample" ? "context" : flag_of(member.field.name);
    if (flags.given("--" + prefix + name)) member.set(other, member.get(*this));
  }
  return checked(other.horizon, flags, prefix);
}

Result<Said> read_said(const HorizonFlags& run, const RateFlag& rate, const Flags& flags) {
  const auto horizon = run.read(flags);
  if (!horizon) return pass_on(horizon.error());
  const auto known = run.known(rate.given());
  if (!known) return pass_on(known.error());
  return Said{*horizon, rate.given(), *known};
}

std::string Typed::label() const {
  if (!name.empty() || !found) return name;
  const Place& place = found->place;
  return (place.file.empty() ? "line " : place.file + ":") + std::to_string(place.line) + ": " + found->line;
}

void NamingFlag::add_to(Flags& flags) {
  flags.flag("--spelt-out", is_spelt_out, "call schedules by their whole text in etude's notation, not as typed");
}

dialect::Spec NamingFlag::named(const Typed& typed) const {
  dialect::Spec spec = typed.spec;
  spec.name = name_of(typed);
  return spec;
}

bool names_file(const std::string& typed) {
  const std::string text = trimmed(typed);
  if (text == "-" || text.starts_with('@')) return true;
  const std::string path = source_name(text).path;
  return has_source_ending(path) && (path.find_first_of("\n()=") == std::string::npos || std::ifstream(path).good());
}

std::string numbered(std::size_t i, std::size_t count) {
  return count > 1 ? "spec " + std::to_string(i + 1) + ", " : "";
}

Paths files_named_by(const std::vector<std::string>& texts) {
  Paths paths;
  for (const std::string& typed : texts) {
    const std::string text = trimmed(names_file(typed) ? typed : named(typed).spec);
    if (!names_file(text)) continue;
    const auto file = named_file(text.starts_with('@') ? text.substr(1) : text);
    if (file) paths.push_back(source_name(file->path).path);
  }
  return paths;
}

Result<std::vector<Typed>> read_all(const std::vector<std::string>& texts, const Horizon& horizon, const Known& known) {
  std::vector<Typed> all;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto read = read_named(texts[i], horizon, known);
    if (!read) return refuse(numbered(i, texts.size()) + read.error().message);
    for (Typed& each : *read) all.push_back(std::move(each));
  }
  return all;
}

Result<Typed> read_one(const std::string& text, const Horizon& horizon, const Known& known) {
  auto all = read_named(text, horizon, known);
  if (!all) return pass_on(all.error());
  if (all->size() == 1) return std::move(all->front());
  std::vector<Found> found;
  for (const Typed& each : *all) found.push_back(*each.found);
  const std::string file = found[0].place.file;
  const std::string name =
      file.empty() || file == "-" ? "the line alone" : file + ":" + std::to_string(found[0].place.line);
  return refuse("there are " + std::to_string(found.size()) + " schedules: " + listed(found, file) +
                "; give one, as in " + name);
}

std::vector<dialect::Spec> specs_of(const std::vector<Typed>& all) {
  std::vector<dialect::Spec> specs;
  for (const Typed& each : all) specs.push_back(each.spec);
  return specs;
}

Horizon run_of(const Horizon& horizon, const std::vector<Typed>& all) {
  Horizon run = horizon;
  if (total_updates(horizon)) return run;
  for (const Typed& each : all) {
    if (!each.found || !each.found->steps) return horizon;
    run.steps = std::max(run.steps, *each.found->steps);
  }
  return run;
}

Result<dialect::Spec> read_spec(const std::string& text, const Horizon& horizon) {
  auto one = read_one(text, horizon, {});
  if (!one) return pass_on(one.error());
  return std::move(one->spec);
}

Result<std::vector<dialect::Spec>> read_specs(const std::vector<std::string>& texts, const Horizon& horizon) {
  std::vector<dialect::Spec> specs;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto spec = read_spec(texts[i], horizon);
    if (!spec) return refuse(numbered(i, texts.size()) + spec.error().message);
    specs.push_back(*std::move(spec));
  }
  return specs;
}

Result<Step> run_length(const Horizon& horizon, const std::vector<dialect::Spec>& specs, Step most) {
  Step longest = 0;
  for (const dialect::Spec& spec : specs) {
    const auto length = updates_of_run(horizon, spec.meaning);
    if (!length) return length;
    longest = std::max(longest, *length);
  }
  if (longest == endless) return refuse("the schedule never ends; say how long the run is, as in --steps 300");
  if (longest <= most) return longest;
  return refuse("the run has " + std::to_string(longest) + " steps; at most " + std::to_string(most) +
                " are looked at, so give --steps");
}

Result<Step> run_length(const Horizon& horizon, const std::vector<Typed>& all, Step most) {
  const bool is_given = horizon.steps > 0 || horizon.epochs > 0;
  for (const Typed& each : all)
    if (!is_given && each.found && !each.found->asks.empty() && each.spec.meaning.lr.length() == endless)
      return refuse(each.label() + ": the schedule never ends, and the text does not say how long the run is; say " +
                    each.found->asks + ", or --steps");
  const auto length = run_length(horizon, specs_of(all), most);
  if (!length && all.size() == 1 && all[0].found) return refuse(all[0].label() + ": " + length.error().message);
  return length;
}

}  // namespace etude::cli
