// Somebody's own program in C11: it uses every function as a program would, and says where one does not do as it should.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "etude.h"

// The layout that the ABI promises, where pointers have 8 bytes.
#if UINTPTR_MAX == UINT64_MAX
_Static_assert(sizeof(etude_horizon) == 80, "etude_horizon");
_Static_assert(sizeof(etude_part) == 40, "etude_part");
_Static_assert(sizeof(etude_note) == 48, "etude_note");
_Static_assert(sizeof(etude_difference) == 88, "etude_difference");
_Static_assert(sizeof(etude_target) == 40, "etude_target");
_Static_assert(sizeof(etude_resuming) == 24, "etude_resuming");
_Static_assert(sizeof(etude_reading) == 24, "etude_reading");
_Static_assert(sizeof(etude_suggestion) == 88, "etude_suggestion");
#endif
_Static_assert(sizeof(etude_status) == 4, "etude_status");

#define EXPECT(condition) expect(condition, #condition, __LINE__)

static void expect(int holds, const char* what, int line) {
  if (holds) return;
  printf("line %d: not so: %s; last error: %s\n", line, what, etude_error_text());
  exit(1);
}

static etude_plan* parsed(const char* text) {
  const etude_horizon run = {.size = sizeof run, .steps = 300};
  etude_plan* plan = NULL;
  EXPECT(etude_parse(text, &run, &plan) == ETUDE_OK);
  return plan;
}

static void values(void) {
  etude_plan* plan = parsed("plan(lr=cosine(from=0.1, steps=300), group(head, lr=constant(0.01)))");
  size_t count = 0, head = 0;
  EXPECT(etude_plan_parts(plan, &count) == ETUDE_OK && count == 2);
  EXPECT(etude_plan_find(plan, "head.lr", &head) == ETUDE_OK && head == 1);
  etude_part part = {.size = sizeof part};
  EXPECT(etude_plan_part(plan, head, &part) == ETUDE_OK && strcmp(part.group, "head") == 0);
  int64_t steps[3] = {0, 299, 1000}, all = 0;
  double one = -1, some[3] = {-1}, row[300];
  EXPECT(etude_plan_steps(plan, &all) == ETUDE_OK && all == 300);
  EXPECT(etude_value(plan, 0, 0, &one) == ETUDE_OK && one == 0.1);
  EXPECT(etude_values(plan, 0, 0, 300, row) == ETUDE_OK && row[0] == 0.1 && row[299] == 0);
  EXPECT(etude_values_at(plan, 0, steps, 3, some) == ETUDE_OK && some[0] == 0.1 && some[2] == 0);
  EXPECT(etude_plan_free(plan) == ETUDE_OK);
}

static void texts(void) {
  etude_plan* plan = parsed("torch.StepLR(lr=0.1, step_size=100)");
  char *text = NULL, *json = NULL, *code = NULL;
  EXPECT(etude_plan_text(plan, &text) == ETUDE_OK && strstr(text, "(") != NULL);
  EXPECT(etude_plan_json(plan, &json) == ETUDE_OK && strstr(json, "\"etude\"") != NULL);
  const etude_target target = {.size = sizeof target, .to = "optax"};
  etude_notes* notes = NULL;
  EXPECT(etude_convert(plan, &target, &code, &notes) == ETUDE_OK && strstr(code, "optax") != NULL);
  etude_free(text);
  etude_free(json);
  etude_free(code);
  etude_notes_free(notes);
  etude_plan_free(plan);
}

static void findings(void) {
  etude_plan *a = parsed("torch.CosineAnnealingLR(lr=0.1, T_max=30)"), *b = parsed("constant(0.1)");
  etude_notes* notes = NULL;
  size_t count = 0;
  etude_note note = {.size = sizeof note};
  EXPECT(etude_lint(a, 0, &notes) == ETUDE_OK && etude_notes_count(notes, &count) == ETUDE_OK && count > 0);
  EXPECT(etude_notes_get(notes, 0, &note) == ETUDE_OK && note.is_warning && strcmp(note.id, "rises-after-end") == 0);
  etude_difference d = {.size = sizeof d};
  EXPECT(etude_diff(a, 0, b, 0, 1e-12, &d) == ETUDE_OK && d.parts_at == 1 && d.steps == 300);
  etude_notes_free(notes);
  etude_plan_free(a);
  etude_plan_free(b);
}

static void drives(void) {
  etude_plan* plan =
      parsed("plan(lr=cosine(from=0.1, steps=300), momentum=constant(0.9), group(head, lr=constant(0.01)))");
  etude_driver *first = NULL, *second = NULL;
  size_t groups = 0, head = 0, count = 0;
  const char* name = NULL;
  double values[2] = {0, 0}, same[2] = {0, 0}, scale = 0;
  EXPECT(etude_driver_new(plan, "plateau(patience=2)", &first) == ETUDE_OK);
  EXPECT(etude_driver_groups(first, &groups) == ETUDE_OK && groups == 2);
  EXPECT(etude_driver_group(first, "head", &head) == ETUDE_OK && head == 1);
  EXPECT(etude_driver_numbers(first, head, &count) == ETUDE_OK && count == 2);
  EXPECT(etude_driver_number(first, head, 1, &name) == ETUDE_OK && strcmp(name, "momentum") == 0);
  for (int i = 0; i < 100; ++i) {
    EXPECT(etude_driver_values(first, 0, 2, values) == ETUDE_OK && values[1] == 0.9);
    EXPECT(etude_driver_advance(first, 1) == ETUDE_OK);
    EXPECT(etude_driver_report(first, 1) == ETUDE_OK);
  }
  EXPECT(etude_driver_scale(first, &scale) == ETUDE_OK && scale < 1);
  EXPECT(etude_driver_advance_to(first, 120) == ETUDE_OK);
  char* state = NULL;
  EXPECT(etude_driver_state(first, &state) == ETUDE_OK);
  EXPECT(etude_driver_new(plan, "plateau(patience=2)", &second) == ETUDE_OK);
  EXPECT(etude_driver_load(second, state, NULL, NULL) == ETUDE_OK);
  int64_t step = 0;
  EXPECT(etude_driver_step(second, &step) == ETUDE_OK && step == 120);
  EXPECT(etude_driver_values(first, 0, 2, values) == ETUDE_OK && etude_driver_values(second, 0, 2, same) == ETUDE_OK);
  EXPECT(values[0] == same[0]);
  etude_free(state);
  etude_driver_free(first);
  etude_driver_free(second);
  etude_plan_free(plan);
}

static void resumes(void) {
  etude_plan *before = parsed("cosine(from=0.1, steps=300)"), *after = parsed("linear(from=0.1, steps=300)"),
             *both = NULL;
  const etude_resuming how = {.size = sizeof how, .policy = "rebase", .continuous = 1};
  etude_notes* notes = NULL;
  EXPECT(etude_resume(before, after, 150, NULL, &both, NULL) == ETUDE_REFUSED && both == NULL);
  EXPECT(etude_resume(before, after, 150, &how, &both, &notes) == ETUDE_OK && both != NULL && notes != NULL);
  etude_notes_free(notes);
  etude_plan_free(before);
  etude_plan_free(after);
  etude_plan_free(both);
}

static void sweeps(void) {
  enum { count = 200 };
  double lr[count], loss[count];
  for (int i = 0; i < count; ++i) {
    lr[i] = 1e-6 * pow(10, 7.0 * i / count);
    loss[i] = 2.3 - 2 / (1 + 0.01 / lr[i]) + 2 * pow(lr[i] / 0.2, 3);
  }
  etude_sweeps* all = NULL;
  etude_suggestion suggestion = {.size = sizeof suggestion};
  const etude_reading how = {.size = sizeof how, .is_adaptive = 1};
  EXPECT(etude_sweeps_new(&all) == ETUDE_OK && etude_sweeps_add(all, 0, lr, loss, count, 0) == ETUDE_OK);
  EXPECT(etude_sweeps_read(all, &how, &suggestion) == ETUDE_OK && suggestion.refusal == NULL);
  EXPECT(fabs(suggestion.rate * 3 / suggestion.basin - 1) < 1e-12 && suggestion.edge > suggestion.basin);
  etude_sweeps_free(all);
}

static void errors(void) {
  etude_plan* plan = NULL;
  double value = 0;
  EXPECT(etude_parse("cosin(from=0.1)", NULL, &plan) == ETUDE_REFUSED && plan == NULL);
  EXPECT(etude_error_column() == 1 && strstr(etude_error_text(), "cosine") != NULL);
  EXPECT(etude_value(NULL, 0, 0, &value) == ETUDE_MISUSE);
  EXPECT(strcmp(etude_error_text(), "etude_value: plan is NULL") == 0);
  const etude_horizon old = {.size = 8};
  EXPECT(etude_parse("constant(1)", &old, &plan) == ETUDE_MISUSE);
  void* memory = etude_alloc(100);
  EXPECT(memory != NULL && etude_free(memory) == ETUDE_OK && etude_free(NULL) == ETUDE_OK);
}

int main(void) {
  EXPECT(etude_abi() == ETUDE_ABI && strlen(etude_version()) > 4);
  values();
  texts();
  findings();
  drives();
  resumes();
  sweeps();
  errors();
  puts("all is as it should be");
  return 0;
}
