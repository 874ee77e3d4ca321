// etude claims: what is claimed of schedules, and what a run says of it.

#include "etude/claims/claims.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include "adapters/store/memory.h"
#include "apps/cli/flags.h"
#include "apps/cli/interruption.h"
#include "apps/cli/output.h"
#include "apps/cli/progress.h"
#include "apps/cli/setting.h"
#include "apps/cli/task.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/claims/recorded.h"
#include "etude/notation/notation.h"
#include "etude/report/claims.h"
#include "etude/study/remembering.h"
#include "train/configuration.h"

namespace etude::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_printed = 4;  // claims that are printed in full; of more, the verdicts

struct ClaimsOptions {
  std::vector<std::string> ids;
  bool is_quick = false, is_full = false;
  unsigned threads = 0;
  std::uint32_t seed = 0;
  double limit_seconds = 0;
  std::string store, json, html, svg, markdown;
  ProgressFlag progress;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&ClaimsOptions::threads>(Unit::count, {.most = 4096},
                                       "runs at a time; 0: one a core. The result is the same"),
        field<&ClaimsOptions::seed>(
            Unit::count, {.most = 1e5},
            "the first of the seeds; the others, which must give the same verdict, begin 100 later"),
        field<&ClaimsOptions::limit_seconds>(
            Unit::number, {}, "seconds for each claim; 0: any. One that takes longer is named, and the others run")};
  }
};

/// What the claims of one call have run already: they share many trials.
class SharedTrials {
 public:
  study::Memory memory_of(const std::string& configuration) {
    return {.find = [this, configuration](const study::Trial& trial) { return find(key_of(trial, configuration)); },
            .keep = [this, configuration](const study::Trial& trial, const Outcome& outcome) -> Result<void> {
              outcomes_[key_of(trial, configuration)] = outcome;
              return {};
            }};
  }

 private:
  static std::string key_of(const study::Trial& trial, const std::string& configuration) {
    return configuration + "steps=" + std::to_string(trial.steps) +
           "\nbackward=" + std::string(name_of(trial.backward)) + "\nseed=" + std::to_string(trial.seed) + "\n" +
           notation::print(trial.plan);
  }
  Result<std::optional<Outcome>> find(const std::string& key) const {
    const auto found = outcomes_.find(key);
    return found == outcomes_.end() ? std::optional<Outcome>() : std::optional(found->second);
  }

  std::map<std::string, Outcome> outcomes_;
};

/// Everything that is to be done, read from the options and found good.
struct ClaimsJob {
  std::vector<const claims::Claim*> claims;
  std::vector<Error> unknown;  // of the ids that name no claim
  claims::Effort effort;
  std::shared_ptr<store::Store> store;
  SharedTrials shared;
  Destination json, html, svg, markdown;
};

/// Ends the work of a claim whose time is over.
study::Runner timed(study::Runner runner, std::optional<Clock::time_point> end) {
  if (!end) return runner;
  return [runner, end](std::span<const study::Trial> trials, const study::Finished& finished) {
    return runner(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
      if (Clock::now() > *end) return refuse("its time is over; raise --time-limit, or go on with --store");
      return finished(i, outcome);
    });
  };
}

/// The laboratory of one claim.
class ClaimLaboratory {
 public:
  ClaimLaboratory(const ClaimsOptions& options, ClaimsJob& job, const std::string& id)
      : options_(options), job_(job), watch_("runs of " + id, options.progress.progress) {
    if (options.limit_seconds > 0)
      end_ = Clock::now() +
             std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.limit_seconds));
  }

  Result<claims::Bench> at(const claims::AnyTask& task, std::string_view probe) {
    if (const auto* exact = std::get_if<train::PowerLawTask>(&task))
      return with_memory(claims::exact_bench(*exact, probe, options_.threads), train::configuration(*exact), probe);
    const auto prepared = train::Prepared::of(std::get<train::Task>(task), &load_data);
    if (!prepared) return pass_on(prepared.error());
    return with_memory(claims::native_bench(*prepared, probe, options_.threads), train::configuration(*prepared),
                       probe);
  }

 private:
  Result<claims::Bench> with_memory(Result<claims::Bench> bench, const std::string& configuration,
                                    std::string_view probe) {
    if (!bench) return bench;
    bench->trials = equipped(bench->trials, configuration);
    if (!probe.empty()) bench->probed = equipped(bench->probed, configuration + "probe=" + std::string(probe) + "\n");
    bench->sweeps = timed(bench->sweeps, end_);
    return bench;
  }
  study::Runner equipped(study::Runner runner, const std::string& configuration) {
    const study::Memory memory =
        job_.store ? memory::memory_of(*job_.store, configuration) : job_.shared.memory_of(configuration);
    return watch_.asked(
        study::remembering(watch_.at_work(timed(std::move(runner), end_)), memory),
        [find = memory.find](const study::Trial& trial) {
          return find(trial).map([](const std::optional<Outcome>& outcome) { return outcome.has_value(); });
        });
  }

  const ClaimsOptions& options_;
  ClaimsJob& job_;
  TrialsWatch watch_;
  std::optional<Clock::time_point> end_;
};

// Listing

std::string kind_of(const claims::Claim& claim) { return claim.is_attribution() ? "source" : "experiment"; }

std::string recorded_verdict(const claims::Claim& claim) {
  for (const ClaimResult& result : claims::recorded())
    if (result.id == claim.id) return result.verdict();
  return kind_of(claim);
}

Result<void> list(const ClaimsOptions& options, const Terminal& terminal) {
  auto json = Destination::open(options.json);
  if (!json) return pass_on(json.error());
  Json::Array all;
  report::Table table{.columns = {{"Claim", true, true}, {"Verdict", true}, {"Where", true}, {"What is claimed", true}},
                      .rows = {},
                      .notes = {"Verdict: as recorded in docs/evidence.md; a source is read, not run. etude "
                                "claims C04 runs one, etude claims --quick all of them."}};
  for (const claims::Claim& claim : claims::all_claims()) {
    const std::string verdict = recorded_verdict(claim);
    table.rows.push_back({claim.id, verdict, claim.place, claim.statement});
    all.emplace_back(Json::Object{{"id", claim.id},
                                  {"kind", kind_of(claim)},
                                  {"place", claim.place},
                                  {"statement", claim.statement},
                                  {"refuted_if", claim.refuted_if},
                                  {"verdict", verdict}});
  }
  if (json->is_wanted()) {
    auto written = json->write(write_json(Json::Object{{"claims", std::move(all)}}) + "\n");
    if (!written || json->is_stdout()) return written;
  }
  print_table(table, terminal.out);
  return {};
}

// Running

Result<void> refuse_without_verdict(const std::vector<ClaimResult>& results, const std::vector<Error>& unknown) {
  std::vector<std::pair<std::string, std::string>> ids_of;  // reasons, and whose they are
  for (const ClaimResult& result : results) {
    if (result.ruling != Verdict::none) continue;
    const auto same =
        std::find_if(ids_of.begin(), ids_of.end(), [&](const auto& each) { return each.first == result.finding; });
    if (same == ids_of.end())
      ids_of.emplace_back(result.finding, result.id);
    else
      same->second += ", " + result.id;
  }
  std::vector<std::string> parts;
  for (const auto& [reason, ids] : ids_of)
    parts.push_back((parts.empty() ? "no verdict on " : "none on ") + ids + ": " + reason);
  for (const Error& each : unknown) parts.push_back(each.message);
  if (parts.empty()) return {};
  return refuse(joined(parts, "; "));
}

/// Refused only where no id names a claim: what an unknown one is told, is told once the others have run.
Result<void> choose(ClaimsJob& job, const std::vector<std::string>& ids) {
  if (ids.empty())
    for (const claims::Claim& claim : claims::all_claims()) job.claims.push_back(&claim);
  for (const std::string& id : ids) {
    const auto claim = claims::claim_named(id);
    if (claim)
      job.claims.push_back(*claim);
    else
      job.unknown.push_back(claim.error());
  }
  return job.claims.empty() ? refuse_without_verdict({}, job.unknown) : Result<void>();
}

Result<void> open(ClaimsJob& job, const ClaimsOptions& options) {
  for (const auto& [where, destination] :
       {std::pair{&options.json, &job.json}, std::pair{&options.html, &job.html}, std::pair{&options.svg, &job.svg},
        std::pair{&options.markdown, &job.markdown}}) {
    auto opened = Destination::open(*where);
    if (!opened) return pass_on(opened.error());
    *destination = *std::move(opened);
  }
  if (options.store.empty()) return {};
  auto store = store::Store::open(options.store);
  if (!store) return pass_on(store.error());
  job.store = std::make_shared<store::Store>(*std::move(store));
  return {};
}

Result<void> read_job(const ClaimsOptions& options, const Flags& flags, ClaimsJob& job) {
  if (auto good = flags.read_fields(); !good) return good;
  if (options.is_quick && options.is_full) return refuse("--quick and --full are two efforts; give one");
  if (auto good = choose(job, options.ids); !good) return good;
  job.effort = options.is_full ? claims::full() : claims::quick();
  job.effort.first_seed = options.seed;
  if (options.seed > 0) job.effort.name += " --seed " + std::to_string(options.seed);
  if (!options.svg.empty() && job.claims.size() != 1)
    return refuse("--svg draws one claim; name it, or write a page of all with --html book.html");
  if (!options.svg.empty() && job.claims[0]->is_attribution())
    return refuse(job.claims[0]->id + " is what a source says, and no figure is drawn of that; leave out --svg");
  return open(job, options);
}

bool takes_stdout(const ClaimsJob& job) {
  return job.json.is_stdout() || job.html.is_stdout() || job.svg.is_stdout() || job.markdown.is_stdout();
}

void print(const ClaimResult& result, const report::TerminalStyle& style) {
  print_line(Tone::strong, result.id + ", " + result.place + ": ", result.statement, style);
  if (result.ruling == Verdict::source) {
    print_line("\nThe source: " + result.says + "\n" + result.reference + "\n", style);
    return;
  }
  print_line("Refuted if: " + result.refuted_if, style);
  print_line("\n" + result.task + ", " + report::claim_seeds_text(result) + " (" + result.effort + ")\n", style);
  print_table(report::claim_arms_table(result), style);
  print_line("", style);
  print_table(report::claim_effects_table(result), style);
  print_line("", style);
  print_table(report::claim_plans_table(result), style);
  print_line("\n" + result.finding + "\n", style);
  print_line(Tone::strong, "Verdict: ", result.verdict(), style);
  print_line("", style);
}

/// All of them; one that cannot be examined says why, and the others go on.
std::vector<ClaimResult> examined(const ClaimsOptions& options, ClaimsJob& job, const Terminal& terminal) {
  std::vector<ClaimResult> results;
  for (const claims::Claim* claim : job.claims) {
    ClaimLaboratory laboratory(options, job, claim->id);
    auto result = claims::examine(
        *claim, [&](const claims::AnyTask& task, std::string_view probe) { return laboratory.at(task, probe); },
        job.effort);
    results.push_back(result ? *std::move(result) : claims::without_verdict(*claim, result.error()));
    if (!takes_stdout(job) && job.claims.size() <= most_printed && result) print(results.back(), terminal.out);
  }
  return results;
}

Result<void> write(ClaimsJob& job, const std::vector<ClaimResult>& results, const CommandLine& line) {
  const report::ClaimsSource source{.command = CommandLine{"etude", line.words}.text(), .version = ETUDE_VERSION};
  Result<void> written;
  if (job.json.is_wanted()) written = job.json.write(write_json(report::claims_json(results, source)) + "\n");
  if (written && job.html.is_wanted()) written = job.html.write(report::claims_html(results, source));
  if (written && job.markdown.is_wanted()) written = job.markdown.write(report::claims_markdown(results, source));
  if (written && job.svg.is_wanted() && !results.empty()) written = job.svg.write(report::claim_svg(results[0]));
  return written;
}

/// "wrote book.html" for each file.
void print_files(const ClaimsOptions& options, const Terminal& terminal) {
  for (const std::string* path : {&options.json, &options.html, &options.markdown, &options.svg})
    if (!path->empty() && *path != "-") print_line("wrote " + *path, terminal.out);
}

Result<void> run_here(const ClaimsOptions& options, const Flags& flags, const Terminal& terminal) {
  ClaimsJob job;
  if (auto good = read_job(options, flags, job); !good) return good;
  const std::vector<ClaimResult> results = examined(options, job, terminal);
  if (auto written = write(job, results, flags.line()); !written) return written;
  if (!takes_stdout(job) && job.claims.size() > 1) print_table(report::verdicts_table(results), terminal.out);
  if (!takes_stdout(job)) print_files(options, terminal);
  return refuse_without_verdict(results, job.unknown);
}

Result<void> run(const ClaimsOptions& options, const Flags& flags, const Terminal& terminal) {
  if (options.ids.empty() && !options.is_quick && !options.is_full) return list(options, terminal);
  const LongWork work(how_to_go_on(options.store, "claims.etude", flags.line()), false);
  return work.ended(run_here(options, flags, terminal));
}

}  // namespace

Action claims_verb(Flags flags) {
  auto options = std::make_shared<ClaimsOptions>();
  flags.arguments("ID", options->ids,
                  "claims to run, by the ids that etude claims lists; none, with --quick or --full: all");
  flags.flag("--quick", options->is_quick,
             "10 seeds and 10 others: all claims in some 6 minutes of CPU time; what is run unless --full is given");
  flags.flag("--full", options->is_full,
             "30 seeds and 30 others, and 6 that tune in place of 3, as in docs/evidence.md: three times as long");
  flags.field(*options, "threads");
  flags.field(*options, "seed");
  flags.field(*options, "limit_seconds", {.name = "--time-limit"});
  flags.option("--store", options->store,
               "a file that keeps every finished run; a second start goes on where the first ended");
  flags.names_files({"--store", FileUse::written, [options] { return files_of_store(options->store); }});
  options->progress.add_to(flags);
  flags.output("--json", options->json, "every number");
  flags.file("--html", options->html, FileUse::written, "a page of all that was run, whole in this file");
  flags.output("--markdown", options->markdown, "the same as Markdown");
  flags.file("--svg", options->svg, FileUse::written, "the figure of one claim");
  return [options, flags](const Terminal& terminal) { return run(*options, flags, terminal); };
}

}  // namespace etude::cli
