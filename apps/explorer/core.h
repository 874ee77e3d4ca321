#pragma once
// The core as the page calls it: flat functions over one memory, without a single import. Memory, and the values of a
// plan, are those of etude.h, which is linked; the rest, with the prefix explorer_, is here.
//
// What is small goes as JSON text: the caller puts a request into etude_alloc()'ed memory, calls explorer_ask(), and reads
// explorer_reply(). Every reply is an object; one that has "error" (and, where a text was read, "column", in characters
// from 1) is a refusal that says what to type. What is long goes as numbers: those functions give the address of
// doubles (or bytes) that live until the next call. The page makes its views of memory afresh after every call.
// The same functions compiled natively give the same bits: tests/wasm holds them against each other.

#include <cstddef>
#include <cstdint>

#include "adapters/c/etude.h"
#include "apps/explorer/export.h"

/// Answers the JSON request of that many bytes; gives how many bytes the reply has. Requests, by their "do":
///
///   {"do": "list"}                           a CoreList of replies.h
///   {"do": "read", "slot": 0, "text": "torch.StepLR(...)", "steps": 300}    keeps the plan in that slot (0 ... 63)
///     a Reading, whose sum, peak, first, last and notes are of `steps` updates
///     Refused where that would take seconds: 4,000,000 values of kinds at most, over all steps.
///   {"do": "print", "json": tree}            {"spec": its text}
///   {"do": "convert", "slot": 0, "to": "torch", "steps": 300}    {"code", "notes": [{"id", "text", "advice"}]}
///   {"do": "svg", "figure": {"title", "x": {"label", "log"}, "y": {"label", "log"},
///      "lines": [{"name", "x": [...], "y": [...], "low"?: [...], "high"?: [...]}], "marked_x"?, "mark_label"?}}
///      {"svg"}
///   {"do": "path", "landscape": "ravine", "slot": 0, "optimizer": {"rule": "momentum", "momentum": 0.9, ...},
///      "noise": 0, "seed": 0, "start": [x, y], "steps": 300}
///     {"points": n, "diverged_at": step or null}                 numbers: of each point x, y, loss; steps + 1 at most
///   {"do": "data", "task": {...}, "seed": 0}
///     {"samples", "classes", "features"}                         numbers: of each sample x, y, class (2 features only)
///   {"do": "train", "run": 0, "task": {field: text, ...}, "plan": text, "steps": 300, "seed": 0,
///      "backward": "corrected", "peak"?: 0.1}    starts run 0 ... 63 afresh, of the plan or, where a peak is given, of the
///     plan scaled to that peak    {"steps", "parameters", "samples"}
///   {"do": "outcome", "run": 0, "points": 500}                   {"outcome": what a study keeps of the run so far}
///   {"do": "compare", "task": {...}, "steps": 300, "seeds": [0, 1], "backward": "corrected",
///      "arms": [{"name", "text", "outcomes": [one a seed, as "outcome" gave them]}]}
///     a Compared
///   {"do": "tune", "task": {...}, "steps": 300, "seeds": [0, 1], "backward": "corrected", "arms": [{"name", "text"}]}
///     starts afresh what `etude compare --tune` does, and gives {"started": true}
///   {"do": "tune-go"}                                            one more trial
///     {"done": false} or {"done": true, "compared": a Compared}
///   {"do": "range", "task": {...}, "from": 1e-6, "to": 10, "steps": 100, "seeds": [0, ...], "shape": "exponential",
///      "rule": "basin", "backward": "corrected"}
///     starts a range test afresh and gives {"started": true}
///   {"do": "range-go"}                                           one more sweep
///     {"done": false, "sweeps": [{"seed", "lr": [...], "loss": [...]}]} (those of this round) or
///     {"done": true, "range": as `etude range --json`, "table": table, "rules": table}
///   {"do": "log", "name": "run.csv", "loss"?: "eval_loss"}       begins a log, whose bytes come by explorer_log()
///   {"do": "log-end"}                                            {"logs": [a LossLog each run]}
///   {"do": "manifest", "name": "manifest.csv", "text": its text}    {"rows": [a ManifestRow each]}
///   {"do": "fit", "logs": [a LossLog each, with "schedule"?: {"text", "steps"?, "branch_step"?}, which it ran with],
///      "warmup"?: 300}
///     a Fitted, as `etude forecast fit --json`
///   {"do": "predict", "forecast": of a Fitted, "steps": 300, "schedules": [{"name", "text"}], "logs"?: as for "fit",
///      of runs that were not fitted, "warmup"?: 300, "is_forced"?: true}
///     a Foretold, as `etude forecast predict`, `rank` and `score` give it as JSON; what is refused of a schedule or a
///     run stands in it, beside the others
ETUDE_EXPORT(explorer_ask) std::size_t explorer_ask(const char* request, std::size_t bytes);
ETUDE_EXPORT(explorer_reply) const char* explorer_reply();

/// The numbers beside the last reply, and how many there are.
ETUDE_EXPORT(explorer_numbers) const double* explorer_numbers();
ETUDE_EXPORT(explorer_count) std::size_t explorer_count();

/// The next bytes of the log that was begun.
ETUDE_EXPORT(explorer_log) void explorer_log(const char* bytes, std::size_t count);

/// The plan of a slot, whose parts are those of "parts", for etude_values_at(); null where there is none.
ETUDE_EXPORT(explorer_plan) const etude_plan* explorer_plan(int slot);

/// Up to `updates` further updates of a run; gives how many losses it has in all. Fewer than were asked for: the run is
/// at its end, or its last loss is not finite and it ended there.
ETUDE_EXPORT(explorer_train) std::size_t explorer_train(int run, std::size_t updates);
/// All its losses: before update 0, 1, ...
ETUDE_EXPORT(explorer_losses) const double* explorer_losses(int run);
/// The class that the run's network gives to the middle of each of n x n cells of the square [-size, size]^2, row by
/// row, y upwards from -size; null where its data is not in the plane.
ETUDE_EXPORT(explorer_regions) const std::uint8_t* explorer_regions(int run, std::size_t n, double size);
/// How many of the run's training samples its network gives their own class.
ETUDE_EXPORT(explorer_right) std::size_t explorer_right(int run);

/// The heights of a landscape (an index of "landscapes") at the n x n corners over its x and y ranges, row by row.
ETUDE_EXPORT(explorer_heights) const double* explorer_heights(int landscape, std::size_t n);
