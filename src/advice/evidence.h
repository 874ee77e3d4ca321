#pragma once
// What the claims measured, as advice asks for it: the effect of a name, which way it is told, and the words for it.

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "etude/record/claim.h"

namespace etude::advice {

/// One effect of a claim.
struct EffectOf {
  std::string_view claim;
  std::string_view where = {};  // its condition
  std::string_view a = {};      // the arm, its condition left out; empty: the first that is there
  std::string_view b = {};      // that it stands beside; empty: the first that is there
  std::string_view measure = "final_loss";
};

/// Which way a test at 5 % tells an effect, beside "no effect" or beside its reference.
enum class Way { untold, lower, higher };
constexpr auto words_of(Way) { return std::array<std::string_view, 3>{"no", "lower", "higher"}; }

/// `among` so many effects that ask the same: told at 5 % among them all (Bonferroni).
Way way_of(const ClaimEffect& effect, std::size_t among = 1);

/// Of the other side beside this one.
constexpr Way turned(Way way) {
  return way == Way::lower ? Way::higher : way == Way::higher ? Way::lower : Way::untold;
}

/// The family of optimizers under which something was measured.
enum class Under { any, sgd, adam };

/// How words are made of an effect on a loss: what its arms are called.
struct Clause {
  EffectOf of;
  std::string_view subject, object;
  /// Of what is no loss: what is said where it is told one way, where the other, and where it is not.
  struct Words {
    std::string_view lower, higher, untold;
  } words = {};
  Under under = Under::any;  // said of no other family
};

class Evidence {
 public:
  /// Of a claim that `own` has, that counts.
  explicit Evidence(std::span<const ClaimResult> results, std::span<const ClaimResult> own = {})
      : results_(results), own_(own) {}

  /// Null where it has none.
  const ClaimResult* claim(std::string_view id) const;
  bool is_own(std::string_view id) const;
  /// Null also of a claim whose verdict changes with the seeds.
  const ClaimEffect* effect(const EffectOf& of) const;
  /// Untold where it has none.
  Way way(const EffectOf& of, std::size_t among = 1) const;

  /// "cosine ended 2.4 % above linear (95 %: 1 to 3.8 %; noisy mini-batches, SGD)", or that they cannot be told apart.
  /// Empty where the evidence has no such effect.
  std::string words(const Clause& clause) const;

 private:
  std::span<const ClaimResult> results_, own_;
};

/// A share in percent, with two digits.
std::string percent_text(double share);

}  // namespace etude::advice
