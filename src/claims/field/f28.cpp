// F28: the sharpness at the end of a decay and of none, in transformers and on pictures.

#include "claims/conditions.h"

namespace etude::claims {
namespace {

std::vector<Condition> transformers(const std::string& rule, const std::string& name) {
  const std::string text =
      "model=transformer data=us-constitution context=16 limit=16 heldout=0 standardise=none activation=gelu "
      "init=normal width=16 heads=2 batch=8 steps=100 optimizer=" +
      rule;
  std::vector<Condition> all;
  for (const std::string blocks : {"2", "6"})
    for (const auto& [norm, is_before] : {std::pair{"pre-LN", "yes"}, {"post-LN", "no"}})
      all.push_back(
          {norm + (", " + blocks) + " blocks, " + name, text + " blocks=" + blocks + " pre-norm=" + is_before});
  return all;
}

std::vector<Condition> with_pictures(std::vector<Condition> all) {
  all.push_back({"digits, SGD", "hidden=32"});
  all.push_back({"Fashion-MNIST, SGD", "data=fashion-mnist heldout=0 precision=float32 hidden=32"});
  return all;
}

/// At a peak at which a constant trains.
Claim at(const std::string& peak) {
  return {
      .id = "F28",
      .place = "Cohen et al. 2021; Wen et al. 2024 (river valleys)",
      .statement = "Where the rate falls, training ends in a sharper place: in transformers and on pictures, too.",
      .refuted_if =
          "The sharpness at the end of linear decay is not at least a quarter above that at the end of the "
          "constant of the same peak.",
      .task = "digits limit=300 steps=200",
      .arms = {{.name = "linear", .plan = "linear(from=" + peak + ", steps=rest)", .peak = Peak::given},
               {.name = "constant", .plan = "constant(" + peak + ")", .peak = Peak::given}},
      .effects = {{.a = "linear", .b = "constant", .claimed = Claimed::higher, .measure = "sharpness", .margin = 1.25}},
      .probe = "sharpness"};
}

}  // namespace

Claim f28() {
  const std::string differs = "model, optimizer and data";
  Claim claim = under_each(transformers("adam", "Adam"), differs, at("0.01"));
  const Claim other = under_each(with_pictures(transformers("momentum", "SGD")), differs, at("0.1"));
  claim.arms.insert(claim.arms.end(), other.arms.begin(), other.arms.end());
  claim.effects.insert(claim.effects.end(), other.effects.begin(), other.effects.end());
  return claim;
}

}  // namespace etude::claims
