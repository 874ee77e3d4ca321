// Attacks on every function of etude.h: of arguments that are right, one at a time is made wrong; or there is no memory.
// symbols.txt says whether the list of functions is whole.

#include <cstdlib>
#include <fstream>
#include <new>
#include <tuple>
#include <utility>

#include "arguments_test.h"

namespace {

/// Allocations that are still granted on this thread; below 0, all are.
thread_local long granted = -1;

void* allocated(std::size_t bytes) noexcept {
  if (granted == 0) return nullptr;
  if (granted > 0) --granted;
  return std::malloc(bytes);
}

void* allocated_or_thrown(std::size_t bytes) {
  if (void* memory = allocated(bytes)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t bytes) { return allocated_or_thrown(bytes); }
void* operator new[](std::size_t bytes) { return allocated_or_thrown(bytes); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocated(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace etude::c {
namespace {

/// Calls a function with the arguments after `change` was made to the one at each place in turn: change(argument) says
/// whether it could be made.
template <class... P>
class Attacked {
 public:
  Attacked(etude_status (*function)(P...) noexcept, std::type_identity_t<P>... arguments)
      : function_(function), arguments_(arguments...) {}

  etude_status call() const { return std::apply(function_, arguments_); }

  template <class Change, class Look>
  void with_each(Change change, Look look) const {
    with_each(change, look, std::index_sequence_for<P...>());
  }

 private:
  template <class Change, class Look, std::size_t... I>
  void with_each(Change change, Look look, std::index_sequence<I...>) const {
    (with_one<I>(change, look), ...);
  }
  template <std::size_t I, class Change, class Look>
  void with_one(Change change, Look look) const {
    std::tuple<P...> changed = arguments_;
    if (change(std::get<I>(changed))) look(I, std::apply(function_, changed));
  }

  etude_status (*function_)(P...) noexcept;
  std::tuple<P...> arguments_;
};
template <class... P, class... A>
Attacked(etude_status (*)(P...) noexcept, A...) -> Attacked<P...>;

/// What of symbols.txt is not visited by Arguments::each(): no status, or no call that could be made twice.
const std::set<std::string> others{"etude_abi",         "etude_version",    "etude_error_text", "etude_error_column",
                                   "etude_alloc",       "etude_free",       "etude_plan_free",  "etude_notes_free",
                                   "etude_driver_free", "etude_sweeps_free"};

TEST(Symbols, AreAllAttackedBelow) {
  std::set<std::string> listed, visited = others;
  std::ifstream file(ETUDE_SYMBOLS);
  for (std::string name; std::getline(file, name);) listed.insert(name);
  Arguments().each([&](const char* name, auto, auto, auto...) { visited.insert(name); });
  EXPECT_EQ(visited, listed);
}

TEST(Misuse, ArgumentsAreRightAsTheyStand) {
  Arguments arguments;
  arguments.each([&](const char* name, auto function, const auto&, auto... given) {
    EXPECT_EQ(Attacked(function, given...).call(), ETUDE_OK) << name << ": " << last_error();
    arguments.clear_what_was_given();
  });
}

TEST(Misuse, NullIsRefusedWhereItIsNotAllowed) {
  Arguments arguments;
  int attacks = 0;
  const auto to_null = [](auto& argument) {
    if constexpr (std::is_pointer_v<std::decay_t<decltype(argument)>>) return argument = nullptr, true;
    return false;
  };
  arguments.each([&](const char* name, auto function, const std::set<std::size_t>& nullable, auto... given) {
    Attacked(function, given...).with_each(to_null, [&](std::size_t place, etude_status status) {
      EXPECT_EQ(status, nullable.count(place) ? ETUDE_OK : ETUDE_MISUSE) << name << ", argument " << place;
      EXPECT_TRUE(status == ETUDE_OK || last_error().starts_with(std::string(name) + ": ")) << last_error();
      arguments.clear_what_was_given();
      ++attacks;
    });
  });
  EXPECT_GT(attacks, 40);
  EXPECT_EQ(etude_plan_steps(nullptr, arguments.steps), ETUDE_MISUSE);
  EXPECT_EQ(last_error(), "etude_plan_steps: plan is NULL");
}

TEST(Misuse, AStructOfAnotherSizeIsRefused) {
  Arguments arguments;
  int attacks = 0;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1000}, SIZE_MAX}) {
    std::size_t* changed = nullptr;
    std::size_t right = 0;
    const auto resize = [&](auto& argument) {
      if constexpr (requires { argument->size; }) {
        changed = const_cast<std::size_t*>(&argument->size);
        right = std::exchange(*changed, size);
        return true;
      }
      return false;
    };
    arguments.each([&](const char* name, auto function, const auto&, auto... given) {
      Attacked(function, given...).with_each(resize, [&](std::size_t, etude_status status) {
        EXPECT_EQ(status, ETUDE_MISUSE) << name;
        EXPECT_NE(last_error().find(".size is " + std::to_string(size) + ", not "), std::string::npos) << last_error();
        *changed = right;
        ++attacks;
      });
    });
  }
  EXPECT_GE(attacks, 4 * 7);
}

TEST(Misuse, AnIndexBeyondTheLastIsRefused) {
  Arguments a;
  for (const std::size_t beyond : {std::size_t{3}, SIZE_MAX}) {
    EXPECT_EQ(etude_plan_part(a.plan.at, beyond, &a.part), ETUDE_MISUSE);
    EXPECT_EQ(etude_value(a.plan.at, beyond, 0, a.values), ETUDE_MISUSE);
    EXPECT_EQ(etude_values(a.plan.at, beyond, 0, 3, a.values), ETUDE_MISUSE);
    EXPECT_EQ(etude_values_at(a.plan.at, beyond, a.steps, 3, a.values), ETUDE_MISUSE);
    EXPECT_EQ(etude_diff(a.plan.at, beyond, a.plan.at, 0, 0, &a.difference), ETUDE_MISUSE);
    EXPECT_EQ(etude_diff(a.plan.at, 0, a.plan.at, beyond, 0, &a.difference), ETUDE_MISUSE);
    EXPECT_EQ(etude_driver_numbers(a.driver.at, beyond, &a.index), ETUDE_MISUSE);
    EXPECT_EQ(etude_driver_number(a.driver.at, beyond, 0, &a.name), ETUDE_MISUSE);
    EXPECT_EQ(etude_driver_number(a.driver.at, 0, beyond, &a.name), ETUDE_MISUSE);
    EXPECT_EQ(etude_driver_values(a.driver.at, beyond, 2, a.values), ETUDE_MISUSE);
    EXPECT_EQ(etude_driver_values(a.driver.at, 0, beyond, a.values), ETUDE_MISUSE);
  }
  ASSERT_EQ(etude_notes_count(a.notes.at, &a.index), ETUDE_OK);
  EXPECT_EQ(etude_notes_get(a.notes.at, a.index, &a.note), ETUDE_MISUSE);
  EXPECT_EQ(etude_value(a.plan.at, 3, 0, a.values), ETUDE_MISUSE);
  EXPECT_EQ(last_error(), "etude_value: part is 3; there are 3 parts, from 0");
}

TEST(Misuse, NothingIsFreedOfNull) {
  for (const auto status : {etude_plan_free(nullptr), etude_notes_free(nullptr), etude_driver_free(nullptr),
                            etude_sweeps_free(nullptr), etude_free(nullptr)})
    EXPECT_EQ(status, ETUDE_OK);
}

#ifdef ETUDE_CHECKED_HANDLES
TEST(Misuse, WhatWasFreedIsRefused) {
  Arguments arguments, gone;
  const auto to_freed = [&](auto& argument) {
    using Pointer = std::decay_t<decltype(argument)>;
    if constexpr (std::is_convertible_v<Pointer, const etude_plan*>) return argument = gone.plan.at, true;
    if constexpr (std::is_convertible_v<Pointer, const etude_notes*>) return argument = gone.notes.at, true;
    if constexpr (std::is_convertible_v<Pointer, const etude_driver*>) return argument = gone.driver.at, true;
    if constexpr (std::is_convertible_v<Pointer, const etude_sweeps*>) return argument = gone.sweeps.at, true;
    return false;
  };
  for (const auto status : {etude_plan_free(gone.plan.at), etude_notes_free(gone.notes.at),
                            etude_driver_free(gone.driver.at), etude_sweeps_free(gone.sweeps.at)})
    EXPECT_EQ(status, ETUDE_OK);
  int attacks = 0;
  arguments.each([&](const char* name, auto function, const auto&, auto... given) {
    Attacked(function, given...).with_each(to_freed, [&](std::size_t, etude_status status) {
      EXPECT_EQ(status, ETUDE_MISUSE) << name;
      EXPECT_NE(last_error().find(", or one that was freed"), std::string::npos) << last_error();
      ++attacks;
    });
  });
  EXPECT_GT(attacks, 15);
  for (const auto status : {etude_plan_free(gone.plan.at), etude_notes_free(gone.notes.at),
                            etude_driver_free(gone.driver.at), etude_sweeps_free(gone.sweeps.at)})
    EXPECT_EQ(status, ETUDE_MISUSE);
  gone.plan.at = nullptr;
  gone.notes.at = nullptr;
  gone.driver.at = nullptr;
  gone.sweeps.at = nullptr;
}

TEST(Misuse, WhatIsNoHandleIsRefused) {
  Arguments arguments;
  double other = 0;
  EXPECT_EQ(etude_value(reinterpret_cast<etude_plan*>(&other), 0, 0, &other), ETUDE_MISUSE);
  EXPECT_EQ(etude_value(reinterpret_cast<etude_plan*>(arguments.notes.at), 0, 0, &other), ETUDE_MISUSE);
  EXPECT_EQ(last_error(), "etude_value: plan is no etude_plan, or one that was freed");
  EXPECT_EQ(etude_free(arguments.plan.at), ETUDE_MISUSE);
  void* memory = etude_alloc(8);
  EXPECT_EQ(etude_free(memory), ETUDE_OK);
  EXPECT_EQ(etude_free(memory), ETUDE_MISUSE);
}
#endif

TEST(Memory, ThatIsNotThereIsAnError) {
  Arguments arguments;
  int failures = 0;
  arguments.each([&](const char* name, auto function, const auto&, auto... given) {
    const Attacked attacked(function, given...);
    etude_status status = ETUDE_NO_MEMORY;
    for (long first = 0; status != ETUDE_OK && first < 100'000; first += 1 + first / 8) {
      granted = first;
      status = attacked.call();
      granted = -1;
      arguments.clear_what_was_given();
      if (status == ETUDE_OK) break;
      ASSERT_EQ(status, ETUDE_NO_MEMORY) << name << " after " << first << " allocations: " << last_error();
      EXPECT_EQ(last_error(), "there is no memory for it");
      ++failures;
    }
    EXPECT_EQ(status, ETUDE_OK) << name;
  });
  EXPECT_GT(failures, 100);
}

}  // namespace
}  // namespace etude::c
