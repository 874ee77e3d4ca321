#ifndef ETUDE_H
#define ETUDE_H
// etude in C: schedules as handles, read from text, asked for values, driven, compared and taken elsewhere.
//
// The rules, which hold for every function here (docs/c.md has an example, and what is promised of the ABI):
//   - What can fail returns an etude_status and gives what it has through its last pointers. On any other status than
//     ETUDE_OK nothing is given, and etude_error_text() says why.
//   - Who is given a handle frees it, each by its own function; who is given a char* frees it by etude_free(). A const
//     char* belongs to the handle that it was asked of, and is gone with it. Freeing NULL does nothing.
//   - Texts are UTF-8 and end with a NUL. A NULL is refused, save where it is said to be allowed.
//   - A struct's first member is its size, which the caller sets: etude_horizon run = {.size = sizeof run, .steps = 300};
//     what is left 0 is not known, or the default.
//   - Plans, notes and their texts do not change: any number of threads may use one at once, and any may free it when no
//     other uses it. A driver, and sweeps, are for one thread at a time. Error texts are kept apart for each thread.
//   - No exception leaves these functions, and none ends the program.

#include <stddef.h>
#include <stdint.h>

#ifdef __GNUC__
#define ETUDE_API __attribute__((visibility("default")))
#else
#define ETUDE_API
#endif
#ifdef __cplusplus
#define ETUDE_NOEXCEPT noexcept
extern "C" {
#else
#define ETUDE_NOEXCEPT
#endif

// ---- The library, errors and memory --------------------------------------------------------------------------------

/// The ABI that this header describes. A program that was built with it runs with every library of the same number.
#define ETUDE_ABI 1

/// What became of a call.
typedef int32_t etude_status;
enum {
  ETUDE_OK = 0,
  ETUDE_REFUSED = 1,    // what was read or asked for is wrong; the text says what to type instead
  ETUDE_MISUSE = 2,     // the call is wrong: a NULL, a handle that was freed (debug builds), a struct's size, an index
  ETUDE_NO_MEMORY = 3,  // there is no memory for it
  ETUDE_FAILED = 4      // a fault of the library's own
};

/// The length of what never ends.
#define ETUDE_ENDLESS INT64_MAX

/// The ABI of the library: ETUDE_ABI as it was when that was built.
ETUDE_API uint32_t etude_abi(void) ETUDE_NOEXCEPT;

/// "0.1.0"
ETUDE_API const char* etude_version(void) ETUDE_NOEXCEPT;

/// Why the last call of this thread failed that did fail: one line, until the next that fails. "" where none has.
ETUDE_API const char* etude_error_text(void) ETUDE_NOEXCEPT;

/// The column of the text at which it was refused, in characters from 1; 0 where it is not about a place in a text.
ETUDE_API size_t etude_error_column(void) ETUDE_NOEXCEPT;

/// Memory for numbers or text, for callers that have none of their own where the library sees it (a WebAssembly page);
/// NULL where there is none.
ETUDE_API void* etude_alloc(size_t bytes) ETUDE_NOEXCEPT;

/// Frees what etude_alloc() gave, and every char* that was given.
ETUDE_API etude_status etude_free(void* memory) ETUDE_NOEXCEPT;

// ---- Plans: the schedules of a run ---------------------------------------------------------------------------------

/// The schedules of all that a run drives: the rate's, and where it has some those of momentum, weight decay, batch size
/// and of groups of parameters. Its numbers are those that the framework itself would give.
typedef struct etude_plan etude_plan;

/// How long the run is. 0: not known.
typedef struct etude_horizon {
  size_t size;
  int64_t steps;              // optimizer updates in all, or else:
  double epochs;              // passes over
  int64_t samples;            // so many samples, of which
  int64_t batch;              // a device takes so many at once;
  int64_t accumulation;       // micro-batches that one update gathers [1]
  int64_t devices;            // that share the samples of an epoch [1]
  int64_t drop_last;          // 1: what does not fill a batch is left out
  int64_t tokens_per_sample;  // the context length
  double lr;                  // the optimizer's own rate, for a line that leaves it to the optimizer
} etude_horizon;

/// One schedule of a plan.
typedef struct etude_part {
  size_t size;
  const char* name;       // "lr", "momentum", ..., "head.lr"; the plan's, as the next two
  const char* group;      // "head"; "" of the plan's own
  const char* parameter;  // "lr", "momentum", "beta1", "beta2", "weight_decay", "batch_size" or "averaging"
  int64_t length;         // steps of its own, or ETUDE_ENDLESS
} etude_part;

/// Reads a plan, whatever it is written in: etude's notation ("cosine(from=0.1, steps=300)"), its JSON, a framework's line
/// ("torch.StepLR(lr=0.1, step_size=30)") or a recipe ("recipe:gpt3"). `horizon` may be NULL. Refused, with the column:
/// what is none of these.
ETUDE_API etude_status etude_parse(const char* text, const etude_horizon* horizon, etude_plan** plan) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_plan_free(etude_plan* plan) ETUDE_NOEXCEPT;

/// The plan as text, and as JSON: etude_parse() reads both back to the same bits.
ETUDE_API etude_status etude_plan_text(const etude_plan* plan, char** text) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_plan_json(const etude_plan* plan, char** json) ETUDE_NOEXCEPT;

/// Updates of the run: as its horizon says, else the rate's own length. Refused where neither has an end.
ETUDE_API etude_status etude_plan_steps(const etude_plan* plan, int64_t* steps) ETUDE_NOEXCEPT;

/// How many schedules it has; part 0 is the rate's. Each may be asked by its index.
ETUDE_API etude_status etude_plan_parts(const etude_plan* plan, size_t* count) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_plan_part(const etude_plan* plan, size_t index, etude_part* part) ETUDE_NOEXCEPT;

/// The index of the part of that name. Refused, with those that there are: another name.
ETUDE_API etude_status etude_plan_find(const etude_plan* plan, const char* name, size_t* index) ETUDE_NOEXCEPT;

/// The value at a step. Steps below 0 count as 0, steps past 2^62 as 2^62; past its end a schedule holds, or does as its
/// past_end says: "error" gives NaN.
ETUDE_API etude_status etude_value(const etude_plan* plan, size_t part, int64_t step, double* value) ETUDE_NOEXCEPT;

/// values[i] = the value at first + i; at steps[i]. Bit for bit what etude_value() gives, and faster.
ETUDE_API etude_status etude_values(const etude_plan* plan, size_t part, int64_t first, size_t count,
                                    double* values) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_values_at(const etude_plan* plan, size_t part, const int64_t* steps, size_t count,
                                       double* values) ETUDE_NOEXCEPT;

// ---- What will surprise you, and where two curves part -------------------------------------------------------------

/// Findings, in the order of the run.
typedef struct etude_notes etude_notes;

typedef struct etude_note {
  size_t size;
  const char* id;      // the lint's name: "first-update-is-zero" (docs/lint.md); the notes', as the next two
  const char* text;    // what happens
  const char* advice;  // what to type instead
  int64_t step;        // where, or -1
  int64_t is_warning;  // 1: something is wrong as far as can be seen; 0: good to know
} etude_note;

/// What a run under this plan would find surprising. `done`: updates made before, where it goes on from a saved state.
/// Refused: a run that has no end, or more than 2^40 steps.
ETUDE_API etude_status etude_lint(const etude_plan* plan, int64_t done, etude_notes** notes) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_notes_count(const etude_notes* notes, size_t* count) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_notes_get(const etude_notes* notes, size_t index, etude_note* note) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_notes_free(etude_notes* notes) ETUDE_NOEXCEPT;

/// How two curves differ.
typedef struct etude_difference {
  size_t size;
  int64_t steps;        // that were compared: those of the longer run
  int64_t parts_at;     // the first step where they differ by more than the tolerance, or -1
  int64_t joins_at;     // the first step from which they agree again to the end, or -1
  int64_t steps_apart;  // how many steps differ by more than the tolerance
  int64_t largest_at;   // where the gap is largest
  double largest_gap;   // |a - b| there, of these two:
  double largest_a;
  double largest_b;
  double sum_a;  // of all values
  double sum_b;
} etude_difference;

/// Compares a part of one plan with a part of another at every step. The tolerance is a share of the larger of both
/// values: 1e-12 finds what is not rounding. Refused: a tolerance below 0, more than 10,000,000 steps.
ETUDE_API etude_status etude_diff(const etude_plan* a, size_t part_a, const etude_plan* b, size_t part_b,
                                  double tolerance, etude_difference* difference) ETUDE_NOEXCEPT;

// ---- A plan elsewhere ----------------------------------------------------------------------------------------------

typedef struct etude_target {
  size_t size;
  const char*
      to;     // "torch", "optax", "hf", "keras", "timm", "cpp", "c", ...: a wrong one is refused with all there are
  double lr;  // the optimizer's own rate [the line's, else the highest of the run]
  int64_t nearest;  // 1: where it cannot be said exactly, take what comes nearest
  int64_t phrase;   // 1: the framework's own call alone, not the program around it
} etude_target;

/// The plan as running code, held against the curve at every step of the run. `notes`, which may be NULL, say which steps
/// cannot be the same, and why. Refused where the target cannot say it, with the nearest that it can.
ETUDE_API etude_status etude_convert(const etude_plan* plan, const etude_target* target, char** code,
                                     etude_notes** notes) ETUDE_NOEXCEPT;

/// How a run goes on that began under another schedule.
typedef struct etude_resuming {
  size_t size;
  const char* policy;  // "keep": the old one goes on; "extend": the new one, as if the run had always been under it;
                       // "rebase": the new one from its own beginning; "refuse" or NULL: an error where they differ
  int64_t continuous;  // 1: multiply the new rate so that it goes on from the old one's
} etude_resuming;

/// The plan of a run that went `done` updates under `before` and goes on under `after`. `how` and `notes` may be NULL.
/// Refused: by the policy, where they differ; what continuous cannot make meet; done below 0.
ETUDE_API etude_status etude_resume(const etude_plan* before, const etude_plan* after, int64_t done,
                                    const etude_resuming* how, etude_plan** resumed,
                                    etude_notes** notes) ETUDE_NOEXCEPT;

// ---- Driving an optimizer ------------------------------------------------------------------------------------------

/// A plan, a controller where there is one, and how many updates are done: what gives an optimizer its numbers, and all
/// that a checkpoint must hold. The position counts updates: never epochs, processes or micro-batches.
typedef struct etude_driver etude_driver;

/// At step 0. `controller` may be NULL: "plateau(patience=2)", or a framework's line.
ETUDE_API etude_status etude_driver_new(const etude_plan* plan, const char* controller,
                                        etude_driver** driver) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_driver_free(etude_driver* driver) ETUDE_NOEXCEPT;

/// Updates done, which is the index of the next one; and what the controller multiplies rates by, 1 without one.
ETUDE_API etude_status etude_driver_step(const etude_driver* driver, int64_t* step) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_driver_scale(const etude_driver* driver, double* scale) ETUDE_NOEXCEPT;

/// Group 0 is the plan's own; how many there are with it, and the index of a group by its name. Refused: another name.
ETUDE_API etude_status etude_driver_groups(const etude_driver* driver, size_t* count) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_driver_group(const etude_driver* driver, const char* name, size_t* group) ETUDE_NOEXCEPT;

/// How many numbers a group is given: its own schedules, and the plan's for the rest. And what each is, "lr" first.
ETUDE_API etude_status etude_driver_numbers(const etude_driver* driver, size_t group, size_t* count) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_driver_number(const etude_driver* driver, size_t group, size_t index,
                                           const char** name) ETUDE_NOEXCEPT;

/// The numbers of a group for the next update, of which there must be `count`. Refused, though written, where one is not
/// finite: past the end of a schedule that says so.
ETUDE_API etude_status etude_driver_values(const etude_driver* driver, size_t group, size_t count,
                                           double* values) ETUDE_NOEXCEPT;

/// So many updates are done; so many in all. Refused: backwards, beyond 2^62.
ETUDE_API etude_status etude_driver_advance(etude_driver* driver, int64_t updates) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_driver_advance_to(etude_driver* driver, int64_t updates_done) ETUDE_NOEXCEPT;

/// A metric of the last update, for the controller. Refused without one, and before the first update.
ETUDE_API etude_status etude_driver_report(etude_driver* driver, double metric) ETUDE_NOEXCEPT;

/// All that a checkpoint must hold, as JSON; and the driver that saved it again, in whatever order things are loaded,
/// twice as once. `how` and `notes` may be NULL. Refused, and nothing is changed: what is no state; the state of another
/// plan or controller, with what differs, unless the policy says how to go on.
ETUDE_API etude_status etude_driver_state(const etude_driver* driver, char** json) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_driver_load(etude_driver* driver, const char* json, const etude_resuming* how,
                                         etude_notes** notes) ETUDE_NOEXCEPT;

// ---- The learning-rate range test ----------------------------------------------------------------------------------

/// Sweeps: runs whose rate grows until the loss explodes, one a seed.
typedef struct etude_sweeps etude_sweeps;

/// How a rate is read off them.
typedef struct etude_reading {
  size_t size;
  const char* rule;     // NULL: "basin"; a wrong one is refused with all there are (docs/range-test.md)
  int64_t is_adaptive;  // 1: the optimizer is of Adam's family
} etude_reading;

/// What they say. Means over the sweeps with the ends of their 95 % intervals; NaN: there is none.
typedef struct etude_suggestion {
  size_t size;
  double rate;  // NaN where none is suggested
  double low;
  double high;
  double edge;  // the first rate at which the loss explodes
  double edge_low;
  double edge_high;
  double basin;  // the rate of the lowest smoothed loss
  double basin_low;
  double basin_high;
  const char* refusal;  // why no rate is suggested, or NULL; the sweeps', until they are read again
} etude_suggestion;

ETUDE_API etude_status etude_sweeps_new(etude_sweeps** sweeps) ETUDE_NOEXCEPT;

/// Adds the sweep of a seed: of `count` updates their rates, which grow, and the losses of their samples, which may end in
/// one that is not finite. `planned`: updates that it was to have, where it ended before; else 0.
ETUDE_API etude_status etude_sweeps_add(etude_sweeps* sweeps, uint32_t seed, const double* lr, const double* loss,
                                        size_t count, int64_t planned) ETUDE_NOEXCEPT;

/// Reads a rate off all of them. `how` may be NULL. That no rate can be suggested is an answer, not an error. Refused: no
/// sweep of 20 updates, rates that do not grow, an unknown rule.
ETUDE_API etude_status etude_sweeps_read(etude_sweeps* sweeps, const etude_reading* how,
                                         etude_suggestion* suggestion) ETUDE_NOEXCEPT;
ETUDE_API etude_status etude_sweeps_free(etude_sweeps* sweeps) ETUDE_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
