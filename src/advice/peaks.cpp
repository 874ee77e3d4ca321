#include "advice/peaks.h"

#include <algorithm>
#include <vector>

#include "advice/shapes.h"

namespace etude::advice {
namespace {

enum class Family { sgd, adam, lion, muon, free_sgd, free_adamw };

Family family_of(optim::Rule rule) {
  if (is_sgd(rule)) return Family::sgd;
  if (rule == optim::Rule::lion) return Family::lion;
  if (rule == optim::Rule::schedule_free_sgd) return Family::free_sgd;
  if (rule == optim::Rule::schedule_free_adamw) return Family::free_adamw;
  return is_adam(rule) ? Family::adam : Family::muon;
}

/// Of an optimizer that is not known, what such models are mostly trained with.
Family family_of(const Case& given) {
  if (given.optimizer) return family_of(*given.optimizer);
  return given.model == Model::convnet && given.start != Start::fine_tuning ? Family::sgd : Family::adam;
}

struct Row {
  Family family;
  std::vector<Model> models;  // none: any
  Start start;
  Published published;
};

constexpr Start scratch = Start::from_scratch, tuning = Start::fine_tuning;

/// The first that matches is taken.
const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      {Family::adam,
       {Model::language_model, Model::transformer},
       tuning,
       {2e-5, "recipe:bert-finetune", "was for BERT", 32}},
      {Family::adam,
       {Model::language_model},
       scratch,
       {6e-4, "recipe:nanogpt", "was for GPT-2 124M", 0, false, {"recipe:llama", "recipe:gpt3", "recipe:llama3"}}},
      {Family::adam, {Model::transformer}, scratch, {5e-4, "recipe:deit", "was for vision transformers", 512}},
      {Family::sgd, {Model::convnet}, scratch, {0.1, "recipe:resnet", "was for ResNet on CIFAR-10", 128}},
      {Family::muon, {Model::language_model}, scratch, {0.02, "recipe:modded-nanogpt", "was for GPT-2 124M"}},
      {Family::sgd, {}, tuning, {0.01, "recipe:slanted-triangular", "was for ULMFiT's language model", 0, true}},
      {Family::adam, {}, tuning, {2e-5, "recipe:bert-finetune", "was for BERT", 32, true}},
      {Family::sgd, {}, scratch, {0.1, "recipe:resnet", "was for ResNet on CIFAR-10", 128, true}},
      {Family::adam, {}, scratch, {1e-3, "Kingma and Ba 2014 (Adam)", "was for the paper's networks", 0, true}},
      {Family::lion,
       {},
       scratch,
       {1e-4, "Chen et al. 2023 (Lion)", "is a tenth of Adam's 0.001, where its authors take a third to a tenth", 0,
        true}},
      {Family::muon, {}, scratch, {0.02, "recipe:modded-nanogpt", "was for GPT-2 124M", 0, true}},
      {Family::free_sgd, {}, scratch, {1, "facebookresearch/schedule_free", "is its authors' default", 0, true}},
      {Family::free_adamw, {}, scratch, {0.0025, "facebookresearch/schedule_free", "is its authors' default", 0, true}},
  };
  return all;
}

bool is_for(const Row& row, const Case& given, Start start) {
  const bool has_model =
      row.models.empty() || std::find(row.models.begin(), row.models.end(), given.model) != row.models.end();
  return row.family == family_of(given) && has_model && row.start == start;
}

}  // namespace

const Published& published_for(const Case& given) {
  for (const Start start : {given.start == tuning ? tuning : scratch, scratch})
    for (const Row& row : rows())
      if (is_for(row, given, start)) return row.published;
  return rows().back().published;  // no case comes here: every family has a row of any model
}

}  // namespace etude::advice
