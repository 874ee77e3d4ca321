#pragma once
// ETUDE_EXPORT(name): a function that a module offers under its name in C, and that a native program may call as well.

#ifdef __wasm__
#define ETUDE_EXPORT(name) extern "C" __attribute__((export_name(#name)))
#else
#define ETUDE_EXPORT(name) extern "C"
#endif
