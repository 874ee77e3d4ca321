// The only file that knows CLI11, which takes longer to compile than all the rest of the program.

#include "flags.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "base/words.h"
#include "etude/notation/notation.h"
#include "help.h"

namespace etude::cli {
namespace {

/// An argument as CLI11 must see it: one that starts with [ it would cut at its commas.
std::string shielded(std::string_view argument) {
  return (argument.starts_with('[') ? " " : "") + std::string(argument);
}

/// The verb that was typed, of a verb's own verbs the one that follows it; nullptr: none.
const Verb* verb_typed(const std::vector<Verb>& verbs, int argc, char** argv) {
  const auto called = [&](const std::string& name) -> const Verb* {
    const auto found = std::find_if(verbs.begin(), verbs.end(), [&](const Verb& verb) { return verb.name == name; });
    return found == verbs.end() ? nullptr : &*found;
  };
  int i = 1;  // --width 80 may stand before it
  while (i < argc && !called(argv[i])) ++i;
  if (i == argc) return nullptr;
  const Verb* of_it = i + 1 < argc ? called(std::string(argv[i]) + " " + argv[i + 1]) : nullptr;
  return of_it ? of_it : called(argv[i]);
}

/// `--csv x.csv` is taken as `--csv=x.csv`, and the same for --json; alone, both mean standard output. Where the verb's
/// own arguments are files, nothing is taken so: x.csv may be one of them, and must not be written over.
std::vector<std::string> joined_file_flags(const std::vector<Verb>& verbs, int argc, char** argv) {
  const Verb* verb = verb_typed(verbs, argc, argv);
  const bool joins = !verb || !verb->takes_files;
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const bool names_file = joins && !argument.starts_with('-') && !argument.starts_with('@') &&
                            (argument.ends_with(".csv") || argument.ends_with(".json"));
    if (names_file && !arguments.empty() && (arguments.back() == "--csv" || arguments.back() == "--json")) {
      arguments.back() += "=" + std::string(argument);
    } else {
      arguments.push_back(shielded(argument));
    }
  }
  return arguments;
}

bool is_yes_or_no(const Field& field) { return field.type == "bool"; }

Value other_than(const Value& yes_or_no) { return etude::Choice{1 - std::get<etude::Choice>(yes_or_no).index}; }

/// "; did you mean --steps?" where one of the names is near.
std::string hint_of(const std::string& word, const std::vector<std::string_view>& names, const std::string& before) {
  const std::string_view nearest = nearest_name(word, names);
  return nearest.empty() ? "" : "; did you mean " + before + std::string(nearest) + "?";
}

/// "--steps TEXT", "--csv[=FILE]", "SPEC TEXT ...": how an option is typed.
std::string typed_form(const CLI::Option& option) {
  std::string name = option.get_name(true, true);
  if (const std::size_t alone = name.find("{-}"); alone != std::string::npos) return name.replace(alone, 3, "[=FILE]");
  if (!option.get_type_name().empty()) name += " TEXT";
  if (!option.get_default_str().empty()) name += "=" + option.get_default_str();
  if (option.get_items_expected_max() > 1) name += " ...";
  return name;
}

/// The verb that was typed, of a verb's own verbs the last; the program itself where none was.
const CLI::App& typed_verb(const CLI::App& app) {
  const auto used = app.get_subcommands();
  return used.empty() ? app : typed_verb(*used[0]);
}

/// "etude forecast fit"
std::string whole_name(const CLI::App& verb) {
  return (verb.get_parent() ? whole_name(*verb.get_parent()) + " " : "") + verb.get_name();
}

std::vector<const CLI::App*> verbs_of(const CLI::App& verb) {
  return verb.get_subcommands([](const CLI::App*) { return true; });
}

std::string usage_of(const CLI::App& verb) {
  std::string usage = whole_name(verb) + (verbs_of(verb).empty() ? "" : " VERB") + " [OPTIONS]";
  for (const CLI::Option* option : verb.get_options([](const CLI::Option* o) { return o->get_positional(); })) {
    const std::string name = option->get_name(true) + (option->get_items_expected_max() > 1 ? "..." : "");
    usage += option->get_required() ? " " + name : " [" + name + "]";
  }
  return usage;
}

void add_row(std::vector<Help::Group>& groups, const std::string& title, const Help::Row& row) {
  auto found =
      std::find_if(groups.begin(), groups.end(), [&](const Help::Group& group) { return group.title == title; });
  if (found == groups.end()) found = groups.insert(groups.end(), Help::Group{title, {}});
  found->rows.push_back(row);
}

/// What is typed after the verb first, then its flags by their groups.
Help help_of(const CLI::App& app) {
  const CLI::App& verb = typed_verb(app);
  const bool is_verb = verb.get_parent() != nullptr;
  Help help{verb.get_description(), usage_of(verb), {}, is_verb ? "Example: " : "Start with: ", verb.get_footer()};
  for (const CLI::App* each : verbs_of(verb))
    add_row(help.groups, "Verbs", {each->get_name(), each->get_description()});
  for (const bool is_positional : {true, false})
    for (const CLI::Option* option : verb.get_options())
      if (option->get_positional() == is_positional)
        add_row(help.groups, is_positional ? "Arguments" : option->get_group(),
                {typed_form(*option), option->get_description()});
  return help;
}

/// What prints, and cannot fail, as an Action.
template <class Print>
Action printed(Print print) {
  return [print = std::move(print)](const Terminal& terminal) {
    print(terminal.out);
    return Result<void>();
  };
}

/// "there is no verb ..." where the first argument is none, or the one after a verb that has verbs.
std::string unknown_verb(const CLI::App& verb, const std::vector<std::string>& arguments) {
  const std::size_t place = verb.get_parent() ? 1 : 0;
  if (arguments.size() <= place || arguments[place].starts_with('-')) return "";
  const std::string& word = arguments[place];
  std::vector<std::string> names;
  for (const CLI::App* each : verbs_of(verb)) names.push_back(each->get_name());
  if (names.empty() || std::find(names.begin(), names.end(), word) != names.end()) return "";
  const std::string where = verb.get_parent() ? verb.get_name() + " has no verb \"" : "there is no verb \"";
  return where + word + "\"" + hint_of(word, {names.begin(), names.end()}, "");
}

/// "show has no flag --stepz ..." where a word that nobody takes is like a flag.
std::string unknown_flag(const CLI::App& app) {
  const std::vector<std::string> left = app.remaining();
  const auto is_flag = [](const std::string& word) { return word.size() > 2 && word.starts_with("--"); };
  const auto found = std::find_if(left.begin(), left.end(), is_flag);
  if (found == left.end()) return "";
  const std::string name = found->substr(2, found->find('=') - 2);
  std::vector<std::string_view> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& each : option->get_lnames()) names.push_back(each);
  return app.get_name() + " has no flag --" + name + hint_of(name, names, "--");
}

/// What is wrong with a command line that CLI11 refuses.
std::string reason_of(const CLI::ParseError& error, const CLI::App& app, const std::vector<std::string>& arguments) {
  const CLI::App& own = typed_verb(app);
  std::string reason = unknown_verb(own, arguments);
  if (reason.empty()) reason = unknown_flag(own);
  if (reason.empty()) reason = unknown_flag(app);
  if (reason.empty()) reason = error.what();
  return reason + "; see " + whole_name(own) + " --help";
}

/// Adds a verb to the program, or to the verb that its first word names; nobody has to declare what has verbs.
CLI::App& add_verb(CLI::App& app, const Verb& verb) {
  const std::string name = verb.name;
  const std::size_t blank = name.find(' ');
  CLI::App& home = blank == std::string::npos ? app : *app.get_subcommand(name.substr(0, blank));
  CLI::App* own = home.add_subcommand(name.substr(blank + 1), verb.meaning);  // all of it without a blank
  own->footer(verb.example);
  if (!verb.declare) own->require_subcommand(1);
  return *own;
}

}  // namespace

void Flags::argument(const std::string& name, std::string& value, const std::string& meaning) {
  app_->add_option(name, value, meaning);
}

void Flags::arguments(const std::string& name, std::vector<std::string>& values, const std::string& meaning) {
  app_->add_option(name, values, meaning);
}

void Flags::required_arguments(const std::string& name, std::vector<std::string>& values, const std::string& meaning) {
  app_->add_option(name, values, meaning)->required();
}

void Flags::required_argument(const std::string& name, std::string& value, const std::string& meaning) {
  app_->add_option(name, value, meaning)->required();
}

void Flags::required_option(const std::string& name, std::string& value, const std::string& meaning) {
  app_->add_option(name, value, meaning)->required();
}

void Flags::option(const std::string& name, std::string& value, const std::string& meaning, const std::string& group) {
  CLI::Option* option = app_->add_option(name, value, meaning)->capture_default_str();
  option->check(
      [](const std::string& text) { return text.empty() ? "it is empty; type a value, or leave it out" : ""; });
  if (!group.empty()) option->group(group);
}

void Flags::list(const std::string& name, std::vector<std::string>& values, const std::string& meaning) {
  app_->add_option(name, values, meaning)->delimiter(',')->allow_extra_args(false);
}

void Flags::repeated(const std::string& name, std::vector<std::string>& values, const std::string& meaning) {
  app_->add_option(name, values, meaning)->allow_extra_args(false);
}

void Flags::flag(const std::string& name, bool& value, const std::string& meaning, const std::string& group) {
  CLI::Option* option = app_->add_flag(name, value, meaning);
  if (!group.empty()) option->group(group);
}

void Flags::flag(const std::string& name, const std::string& meaning, const std::string& group) {
  CLI::Option* option = app_->add_flag(name, meaning);
  if (!group.empty()) option->group(group);
}

void Flags::bind(const Member& member, void* options, const FieldFlag& as) {
  const std::string name = as.name.empty() ? "--" + flag_of(member.field.name) : as.name;
  const std::string meaning = as.meaning.empty() ? std::string(member.field.meaning) : as.meaning;
  BoundField& bound = fields_->emplace_back(BoundField{name, member, options});
  if (is_yes_or_no(member.field)) return flag(name, meaning, as.group);
  const Value value = member.read(options);
  const bool is_taken = complaint(member.field, value).empty();
  bound.text = as.text.value_or(is_taken ? typed_text(member.field, value) : "");
  option(name, bound.text, meaning, as.group);
}

Result<void> Flags::read_fields() const {
  for (const BoundField& bound : *fields_) {
    if (!given(bound.flag)) continue;
    const auto& [flag, member, options, text] = bound;
    const auto value = is_yes_or_no(member.field) ? Result<Value>(other_than(member.read(options)))
                                                  : value_from_text(member.field, text);
    if (!value) return refuse(flag + " must be " + value.error().message);
    member.write(options, *value);
  }
  return check_apart(*files_);
}

void Flags::output(const std::string& name, std::string& where, const std::string& meaning) {
  app_->add_flag(name + "{-}", where, meaning);
  names_files({name, FileUse::written, [&where] { return path_or_none(where); }});
}

void Flags::file(const std::string& name, std::string& path, FileUse use, const std::string& meaning,
                 const std::string& may_replace) {
  option(name, path, meaning);
  names_files({name, use, [&path] { return path_or_none(path); }, may_replace});
}

bool Flags::given(const std::string& name) const { return app_->count(name) > 0; }

std::string Flags::first_given(const std::vector<std::string>& names) const {
  const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) { return given(name); });
  return found == names.end() ? "" : *found;
}

Result<void> Flags::refuse_beside(const std::string& flag, const std::vector<std::string>& others) const {
  const std::string name = first_given(others);
  return name.empty() ? Result<void>() : refuse(flag + " fixes " + name + "; leave it out");
}

Action with_presets(Flags& flags, std::vector<Preset> presets, Action otherwise) {
  for (const Preset& preset : presets) flags.flag(preset.flag, preset.meaning);
  return [flags, presets = std::move(presets), otherwise = std::move(otherwise)](const Terminal& terminal) {
    for (const Preset& preset : presets)
      if (flags.given(preset.flag)) return preset.action(terminal);
    return otherwise(terminal);
  };
}

Choice read_command_line(const std::vector<Verb>& verbs, int argc, char** argv) {
  const auto app = std::make_shared<CLI::App>("etude: choose, write, check and try learning-rate schedules");
  app->name("etude");
  app->set_help_flag("-h,--help", "this help");
  app->set_version_flag("--version", "etude " ETUDE_VERSION, "the version");
  app->require_subcommand(1);
  app->footer("etude compare --as-published");
  const auto terminal = std::make_shared<TerminalFlags>();
  Flags of_all(*app, {});
  terminal->add_to(of_all);
  Action chosen;
  const CommandLine line{argc > 0 ? argv[0] : "etude", {argv + std::min(argc, 1), argv + argc}};
  for (const Verb& verb : verbs) {
    CLI::App& own = add_verb(*app, verb);
    Flags flags(own, line);
    if (verb.declare) own.callback([&chosen, action = verb.declare(flags)] { chosen = action; });
    terminal->add_to(flags);
  }

  const std::vector<std::string> arguments = joined_file_flags(verbs, argc, argv);
  try {
    app->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForVersion&) {
    return {printed([version = app->version()](const report::TerminalStyle& style) { print_line(version, style); }),
            *terminal};
  } catch (const CLI::CallForHelp&) {
    return {printed([help = help_of(*app)](const report::TerminalStyle& style) { print_help(help, style); }),
            *terminal};
  } catch (const CLI::ParseError& error) {
    return {reason_of(error, *app, arguments)};
  }
  return {[app, terminal, chosen](const Terminal& to) { return chosen(to); },  // the verb may still ask what was given
          *terminal};
}

}  // namespace etude::cli
