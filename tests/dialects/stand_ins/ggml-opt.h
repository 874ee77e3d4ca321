#pragma once
// As much of ggml's ggml-opt.h (0.15) as an exported program names, so that its template compiles where ggml is not.
// Exported programs are run with ggml itself: exports_test.py.

#include <stdint.h>

struct ggml_opt_optimizer_params {
  struct {
    float alpha, beta1, beta2, eps, wd;
  } adamw;
  struct {
    float alpha, wd;
  } sgd;
};

extern "C" ggml_opt_optimizer_params ggml_opt_get_default_optimizer_params(void* userdata);
