#pragma once
// Handles and memory that callers hold. Debug builds know all of them, so that what was freed, or is something else, is
// found out before it is touched; other builds trust the caller, and pay nothing.

#include "etude.h"

namespace etude::c {

/// What a pointer is to etude.h; nullptr of those that are no handles.
constexpr const char* kind_of(const void*) { return nullptr; }
constexpr const char* kind_of(const etude_plan*) { return "etude_plan"; }
constexpr const char* kind_of(const etude_notes*) { return "etude_notes"; }
constexpr const char* kind_of(const etude_driver*) { return "etude_driver"; }
constexpr const char* kind_of(const etude_sweeps*) { return "etude_sweeps"; }

/// Of memory that etude_free() frees.
inline constexpr const char* memory_kind = "memory of etude's";

#ifdef ETUDE_CHECKED_HANDLES
void remember(const void* at, const char* kind);
void forget(const void* at);
bool is_live(const void* at, const char* kind);
#else
inline void remember(const void*, const char*) {}
inline void forget(const void*) {}
inline bool is_live(const void*, const char*) { return true; }
#endif

}  // namespace etude::c
