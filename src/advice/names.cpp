// What is typed of a case: its words, and of models what well-known ones are called.

#include <algorithm>
#include <array>
#include <utility>

#include "base/words.h"
#include "etude/advice/advice.h"

namespace etude::advice {
namespace {

constexpr std::pair<std::string_view, Model> models[] = {
    {"llm", Model::language_model},
    {"gpt", Model::language_model},
    {"llama", Model::language_model},
    {"lm", Model::language_model},
    {"moe", Model::language_model},
    {"qwen", Model::language_model},
    {"mistral", Model::language_model},
    {"gemma", Model::language_model},
    {"deepseek", Model::language_model},
    {"phi", Model::language_model},
    {"pythia", Model::language_model},
    {"olmo", Model::language_model},
    {"distilgpt", Model::language_model},
    {"vit", Model::transformer},
    {"swin", Model::transformer},
    {"deit", Model::transformer},
    {"bert", Model::transformer},
    {"roberta", Model::transformer},
    {"distilbert", Model::transformer},
    {"deberta", Model::transformer},
    {"albert", Model::transformer},
    {"electra", Model::transformer},
    {"bart", Model::transformer},
    {"t5", Model::transformer},
    {"whisper", Model::transformer},
    {"encoder", Model::transformer},
    {"resnet", Model::convnet},
    {"cnn", Model::convnet},
    {"unet", Model::convnet},
    {"vgg", Model::convnet},
    {"mobilenet", Model::convnet},
    {"densenet", Model::convnet},
    {"wideresnet", Model::convnet},
    {"efficientnet", Model::convnet},
    {"convnext", Model::convnet},
    {"feed-forward", Model::mlp},
};

constexpr std::pair<std::string_view, Start> starts[] = {
    {"scratch", Start::from_scratch},   {"pretraining", Start::from_scratch}, {"pre-training", Start::from_scratch},
    {"fine-tune", Start::fine_tuning},  {"finetune", Start::fine_tuning},     {"finetuning", Start::fine_tuning},
    {"pretrained", Start::fine_tuning},
};

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz", digits = "0123456789";

/// The words of an enumeration; its first is "not known".
template <class Enum>
std::vector<std::string_view> words_but_unknown() {
  return {words<Enum>.begin() + 1, words<Enum>.end()};
}

Refused no_such(const std::string& what, std::string_view text, std::vector<std::string_view> shown,
                std::vector<std::string_view> more = {}) {
  more.insert(more.end(), shown.begin(), shown.end());
  const std::string_view nearest = nearest_name(text, more);
  return refuse(what + " must be one of " + joined(shown) + ", not \"" + std::string(text) + "\"" +
                (nearest.empty() ? "" : "; did you mean " + std::string(nearest) + "?"));
}

template <class Enum>
Result<Enum> word_named(const std::string& what, std::string_view text) {
  for (std::size_t i = 0; i < words<Enum>.size(); ++i)
    if (words<Enum>[i] == text) return static_cast<Enum>(i);
  return no_such(what, text, words_but_unknown<Enum>());
}

}  // namespace

std::vector<std::string_view> model_words() { return words_but_unknown<Model>(); }

Result<Model> model_named(std::string_view text) {
  for (std::size_t i = 0; i < words<Model>.size(); ++i)
    if (words<Model>[i] == text) return static_cast<Model>(i);
  const std::string typed = lower_case(text), family = typed.substr(0, typed.find_first_not_of(letters)),
                    first = typed.substr(0, typed.find_first_not_of(std::string(letters).append(digits)));
  std::vector<std::string_view> known;
  for (const auto& [name, model] : models) {
    if (name == typed || name == family || name == first) return model;
    known.push_back(name);
  }
  return no_such("the model", text, model_words(), known);
}

Result<optim::Rule> optimizer_named(std::string_view text) {
  std::vector<std::string_view> names;
  for (const optim::RuleEntry& entry : optim::rules()) {
    if (entry.name == lower_case(text)) return entry.rule;
    names.push_back(entry.name);
  }
  return no_such("the optimizer", text, names);
}

Result<Start> start_named(std::string_view text) {
  for (const auto& [name, start] : starts)
    if (name == lower_case(text)) return start;
  return word_named<Start>("the start", text);
}
Result<Noise> noise_named(std::string_view text) { return word_named<Noise>("the noise", text); }

}  // namespace etude::advice
