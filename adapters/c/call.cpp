// What a call leaves behind: the text of its failure, a thread's own, and memory.

#include "call.h"

#include <cstdlib>
#include <cstring>

#include "etude/base/number.h"

namespace etude::c {
namespace {

struct LastError {
  std::string text;
  const char* shown = "";  // `text`, or what needs no memory
  std::size_t column = 0;
};
thread_local LastError last_error;

}  // namespace

std::size_t column_of(std::string_view message) {
  constexpr std::string_view word = "column ";
  if (!message.starts_with(word)) return 0;
  const auto column = to_integer(message.substr(word.size(), message.find(':') - word.size()));
  return column && *column > 0 ? static_cast<std::size_t>(*column) : 0;
}

etude_status fail(const char* function, Failure failure) {
  if (failure.status == ETUDE_MISUSE) failure.text = function + (": " + failure.text);
  last_error.text = std::move(failure.text);
  last_error.shown = last_error.text.c_str();
  last_error.column = column_of(last_error.text);
  return failure.status;
}

etude_status fail(etude_status status, const char* text) noexcept {
  last_error.shown = text;
  last_error.column = 0;
  return status;
}

Failure misuse_of(const Argument& argument) {
  const std::string name = argument.name;
  if (!argument.at) return misuse(name + " is NULL");
  return misuse(name + " is no " + argument.kind + ", or one that was freed");
}

Failure wrong_size(const char* name, std::size_t size, std::size_t expected) {
  const std::string member = name + std::string(".size");
  return misuse(member + " is " + std::to_string(size) + ", not " + std::to_string(expected) + "; set it to sizeof *" +
                name + ", and build with the header of this library");
}

Failed give(std::string_view text, char** out) {
  char* copy = static_cast<char*>(etude_alloc(text.size() + 1));
  if (!copy) return Failure{ETUDE_NO_MEMORY, "there is no memory for the text"};
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  *out = copy;
  return {};
}

}  // namespace etude::c

using namespace etude::c;

uint32_t etude_abi() noexcept { return ETUDE_ABI; }
const char* etude_version() noexcept { return ETUDE_VERSION; }
const char* etude_error_text() noexcept { return last_error.shown; }
size_t etude_error_column() noexcept { return last_error.column; }

void* etude_alloc(size_t bytes) noexcept {
  void* memory = std::malloc(bytes > 0 ? bytes : 1);
  const auto known = guarded(__func__, [&]() -> Failed {
    if (!memory) return Failure{ETUDE_NO_MEMORY, "there is no memory for it"};
    remember(memory, memory_kind);
    return {};
  });
  if (known == ETUDE_OK) return memory;
  std::free(memory);
  return nullptr;
}

etude_status etude_free(void* memory) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (memory && !is_live(memory, memory_kind)) return misuse("memory is not of etude's, or was freed");
    forget(memory);
    std::free(memory);
    return {};
  });
}
