#pragma once
// How every function of etude.h runs. Its arguments are looked at first; whatever happens then becomes a status and a
// text, here and nowhere else: so no exception leaves the library, and nothing in it need know that C is outside.

#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "etude.h"
#include "etude/base/result.h"
#include "live.h"

namespace etude::c {

/// Why a call gives nothing.
struct Failure {
  etude_status status;
  std::string text;
};

/// Nothing where all went well.
using Failed = std::optional<Failure>;

inline Failure refused(const Error& error) { return {ETUDE_REFUSED, error.message}; }
inline Failure misuse(std::string text) { return {ETUDE_MISUSE, std::move(text)}; }

/// The column that a message is about, whose first words then are "column 12: "; 0 of other messages.
std::size_t column_of(std::string_view message);

/// Keeps it for etude_error_text(); gives its status.
etude_status fail(const char* function, Failure failure);
/// The same without a byte of memory.
etude_status fail(etude_status status, const char* text) noexcept;

/// The status of what `body` does.
template <class Body>
etude_status guarded(const char* function, Body body) noexcept {
#ifdef __cpp_exceptions
  try {
    Failed failed = body();
    return failed ? fail(function, *std::move(failed)) : etude_status{ETUDE_OK};
  } catch (const std::bad_alloc&) {
    return fail(ETUDE_NO_MEMORY, "there is no memory for it");
  } catch (const std::length_error&) {
    return fail(ETUDE_NO_MEMORY, "it is longer than any memory");
  } catch (...) {
    return fail(ETUDE_FAILED, "this is a fault of etude's own: please report it with the call that made it");
  }
#else
  Failed failed = body();
  return failed ? fail(function, *std::move(failed)) : etude_status{ETUDE_OK};
#endif
}

/// A pointer that a caller gave, by the name that it has in etude.h.
struct Argument {
  template <class T>
  Argument(const char* its_name, const T* pointer) : name(its_name), at(pointer), kind(kind_of(pointer)) {}

  const char* name;
  const void* at;
  const char* kind;  // of a handle; nullptr of any other pointer
};

Failure misuse_of(const Argument& argument);

/// Misuse where one is NULL, or a handle that is not live.
inline Failed wrong(std::initializer_list<Argument> arguments) {
  for (const Argument& each : arguments)
    if (!each.at || (each.kind && !is_live(each.at, each.kind))) return misuse_of(each);
  return {};
}

Failure wrong_size(const char* name, std::size_t size, std::size_t expected);

/// A struct of the caller's; where there is none, one whose members are all 0.
template <class Struct>
Failed copy_in(const char* name, const Struct* given, Struct& own) {
  if (given && given->size != sizeof(Struct)) return wrong_size(name, given->size, sizeof(Struct));
  own = given ? *given : Struct{};
  return {};
}

/// Fills a struct of the caller's.
template <class Struct>
Failed copy_out(const char* name, Struct filled, Struct* out) {
  if (out->size != sizeof(Struct)) return wrong_size(name, out->size, sizeof(Struct));
  filled.size = sizeof(Struct);
  *out = filled;
  return {};
}

/// A handle on its way to the caller: freed, where the call fails before it is handed over.
template <class Handle>
class Gift {
 public:
  explicit Gift(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {
    remember(handle_.get(), kind_of(handle_.get()));
  }
  ~Gift() {
    if (handle_) forget(handle_.get());
  }
  Gift(const Gift&) = delete;
  Gift& operator=(const Gift&) = delete;

  void to(Handle** out) { *out = handle_.release(); }

 private:
  std::unique_ptr<Handle> handle_;
};

/// Hands a text to the caller.
Failed give(std::string_view text, char** out);

/// The caller frees a handle, or NULL.
template <class Handle>
etude_status freed(const char* function, const char* name, Handle* handle) noexcept {
  return guarded(function, [&]() -> Failed {
    if (!handle) return {};
    if (Failed misused = wrong({{name, handle}})) return misused;
    forget(handle);
    delete handle;
    return {};
  });
}

}  // namespace etude::c
