#pragma once
// What makes a variant of texts and lists safe to copy when there is no memory for the copy.
//
// libstdc++ 12 takes a variant whose alternatives are all numbers, texts and lists for one that never lacks a value. Where
// the copy of a list then fails, in std::variant's own constructor, it destroys what was never made. One alternative whose
// copy is not trivial, such as this or a struct that has it, makes it look first.

namespace etude {

struct CopiedByHand {
  constexpr CopiedByHand() = default;
  constexpr CopiedByHand(const CopiedByHand&) noexcept {}
  constexpr CopiedByHand& operator=(const CopiedByHand&) noexcept { return *this; }

  friend constexpr bool operator==(const CopiedByHand&, const CopiedByHand&) = default;
};

}  // namespace etude
