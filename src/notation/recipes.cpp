// The table of recipes, and how a peak is written into one.

#include "etude/notation/recipes.h"

#include <cmath>

#include "base/words.h"
#include "etude/base/number.h"
#include "notation/lexer.h"

namespace etude::notation {
namespace {

constexpr std::string_view prefix = "recipe:";

std::string with_peak(const Recipe& recipe, double peak) {
  std::string text;
  std::string_view rest = recipe.shape;
  for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const std::size_t close = rest.find('}', open);
    const double share = *to_double(rest.substr(open + 1, close - open - 1));
    text += std::string(rest.substr(0, open)) + significant(share * peak, 12);
    rest.remove_prefix(close + 1);
  }
  return text + std::string(rest);
}

Refused no_such_recipe(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Recipe& recipe : recipes()) names.push_back(recipe.name);
  const std::string_view nearest = nearest_name(name, names);
  return refuse("there is no recipe " + quoted(name) + "; " +
                (nearest.empty() ? "" : "did you mean " + std::string(nearest) + "? ") + "recipes: " + joined(names));
}

/// The X of "(peak=X)".
Result<double> peak_of(std::string_view arguments) {
  constexpr std::string_view open = "(peak=";
  if (arguments.starts_with(open) && arguments.ends_with(')')) {
    const auto peak = to_double(arguments.substr(open.size(), arguments.size() - open.size() - 1));
    if (peak && std::isfinite(*peak) && *peak > 0) return *peak;
  }
  return refuse("after a recipe's name comes nothing, or a peak above 0, as in recipe:gpt3(peak=3e-4); read " +
                quoted(arguments));
}

}  // namespace

const std::vector<Recipe>& recipes() {
  static const std::vector<Recipe> all{
      {"transformer", 7e-4, "warmup(to={1}, steps=4%) then inverse_sqrt(from={1}, timescale=4%, shift=4%)",
       "the original Transformer: 4,000 of 100,000 steps up, then one over the root",
       "Vaswani et al. 2017 (Attention Is All You Need), 5.3"},
      {"bert", 1e-4, "warmup(to={1}, steps=1%) then linear(from={1}, to=0, steps=rest)",
       "BERT's pre-training: 10,000 of 1,000,000 steps up, then down to 0", "Devlin et al. 2019, A.2"},
      {"bert-finetune", 2e-5, "warmup(to={1}, steps=10%) then linear(from={1}, to=0, steps=rest)",
       "fine-tuning of BERT and its kin", "Devlin et al. 2019, A.3; google-research/bert"},
      {"t5", 0.01, "inverse_sqrt(from={1}, timescale=1.9%)",
       "T5's pre-training: flat for 10^4 of 2^19 steps, then one over the root", "Raffel et al. 2020, 3.1.2"},
      {"gpt3", 6e-5,
       "warmup(to={1}, steps=0.125%) then cosine(from={1}, to={0.1}, steps=86.54%) then constant(value={0.1}, "
       "steps=rest)",
       "GPT-3 175B: 375 M tokens up, cosine to a tenth until 260 of 300 G tokens", "Brown et al. 2020, B"},
      {"nanogpt", 6e-4, "warmup(to={1}, steps=0.33%) then cosine(from={1}, to={0.1}, steps=rest)",
       "GPT-2 124M as nanoGPT trains it: 2,000 of 600,000 steps up, cosine to a tenth",
       "karpathy/nanoGPT, config/train_gpt2.py"},
      {"llama", 3e-4, "warmup(to={1}, steps=0.8%) then cosine(from={1}, to={0.1}, steps=rest)",
       "LLaMA 7B: 2,000 steps up, cosine to a tenth", "Touvron et al. 2023 (LLaMA), 2.3"},
      {"llama3", 8e-5, "warmup(to={1}, steps=0.667%) then cosine(from={1}, to={0.01}, steps=rest)",
       "Llama 3 405B: 8,000 of 1,200,000 steps up, cosine to a hundredth", "Llama team 2024, 3.4.1"},
      {"chinchilla", 1e-4, "warmup(to={1}, steps=1%) then cosine(from={1}, to={0.1}, steps=rest)",
       "Chinchilla: the cosine is as long as the run, and lands on a tenth (the share of the warm-up is ours)",
       "Hoffmann et al. 2022, B"},
      {"minicpm", 0.01, "wsd(peak={1}, steps=100%, warmup=1%, decay=10%, floor={0.1}, decay_shape=exponential)",
       "MiniCPM's warm-up, stable, decay: the last tenth decays exponentially", "Hu et al. 2024 (MiniCPM), 4"},
      {"wsd-sqrt", 1e-3, "wsd(peak={1}, steps=100%, warmup=1%, decay=20%, floor=0, decay_shape=sqrt)",
       "constant, then a 1 - sqrt cooldown over the last fifth",
       "Haegele et al. 2024 (Scaling Laws and Compute-Optimal Training)"},
      {"deepseek", 4.2e-4,
       "warmup(to={1}, steps=0.4%) then constant(value={1}, steps=79.6%) then constant(value={0.316}, steps=10%) then "
       "constant(value={0.1}, "
       "steps=rest)",
       "DeepSeek LLM 7B: drops to 31.6 % at 80 % of the tokens and to 10 % at 90 %",
       "DeepSeek-AI 2024 (DeepSeek LLM), 2.3"},
      {"straight-to-zero", 1e-3, "warmup(to={1}, steps=10%) then linear(from={1}, to=0, steps=rest)",
       "a tenth up, then a straight line to zero", "Bergsma et al. 2025 (Straight to Zero)"},
      {"modded-nanogpt", 0.02, "constant(value={1}, steps=60%) then linear(from={1}, to=0, steps=rest)",
       "the speedrun's trapezoid for Muon: constant, then 40 % straight to zero",
       "KellerJordan/modded-nanogpt, cooldown_frac = 0.4"},
      {"resnet", 0.1, "multistep(from={1}, milestones=[50%, 75%], gamma=0.1)",
       "ResNet on CIFAR-10: a tenth at 32,000 and 48,000 of 64,000 steps", "He et al. 2016, 4.2"},
      {"resnet50", 0.1,
       "warmup(to={1}, steps=5.556%) then constant(value={1}, steps=27.777%) then constant(value={0.1}, steps=33.333%) "
       "then "
       "constant(value={0.01}, steps=22.222%) then constant(value={0.001}, steps=rest)",
       "ImageNet in 90 epochs: 5 up, drops at 30, 60 and 80; the peak is 0.1 for a batch of 256",
       "Goyal et al. 2017, 5.1"},
      {"sgdr", 0.05, "cosine_restarts(from={1}, to=0, period=5%, mult=2)",
       "warm restarts: 10 of 200 epochs, each period twice the last", "Loshchilov and Hutter 2016 (SGDR), 4"},
      {"clr", 0.006, "cyclic(low={0.16666666666666666}, high={1}, up=2.857%)",
       "cyclical rates on CIFAR-10: 2,000 of 70,000 steps from 0.001 to 0.006", "Smith 2017, 4.1"},
      {"super-convergence", 3,
       "plan(lr=one_cycle(peak={1}, steps=100%, pct=0.45, final_pct=0.1, div=30, final_div=100, shape=linear), "
       "momentum=one_cycle_momentum(high=0.95, low=0.85, steps=100%, pct=0.45, final_pct=0.1, shape=linear))",
       "one cycle from 0.1 to 3 and back, momentum against it",
       "Smith and Topin 2019 (Super-Convergence); Smith 2018 for the momentum"},
      {"dawnbench", 0.4, "piecewise(at=[0, 20.83%, 100%], values=[0, {1}, 0])",
       "ResNet-9 on CIFAR-10: up for 5 of 24 epochs, down to zero", "Page 2018 (How to Train Your ResNet)"},
      {"airbench", 0.0115, "piecewise(at=[0, 23%, 100%], values=[{0.2}, {1}, {0.07}])",
       "CIFAR-10 in seconds: a triangle with its top at 23 % (the rate per example is 11.5/1024)",
       "Jordan 2024 (94% on CIFAR-10 in 3.29 Seconds)"},
      {"deit", 5e-4, "warmup(to={1}, steps=1.667%) then cosine(from={1}, to={0.02}, steps=rest)",
       "vision transformers: 5 of 300 epochs up, cosine to 1e-5", "Touvron et al. 2021 (DeiT), table 9"},
      {"slanted-triangular", 0.01,
       "linear(from={0.03125}, to={1}, steps=10%, end=after) then linear(from={1}, to={0.03125}, steps=rest, "
       "end=after)",
       "ULMFiT's slanted triangle: up from a 32nd over the first tenth, and back", "Howard and Ruder 2018, 3.2"},
      {"explore-exploit", 0.1,
       "warmup(to={1}, steps=10%) then constant(value={1}, steps=40%) then linear(from={1}, to=0, steps=rest, "
       "first=moved)",
       "the knee schedule: the peak is held for half of the run, then a straight line to 0",
       "Iyer et al. 2023 (Wide-minima Density Hypothesis); the share of the warm-up is ours"},
      {"budget", 0.1, "linear(from={1}, to=0, steps=100%)", "the straight line that budgeted training ends with",
       "Li, Yumer and Ramanan 2020 (Budgeted Training)"},
  };
  return all;
}

bool is_recipe(std::string_view text) { return text.starts_with(prefix); }

Result<std::string> recipe_text(std::string_view text) {
  text.remove_prefix(std::min(prefix.size(), text.size()));
  const std::size_t open = std::min(text.find('('), text.size());
  for (const Recipe& recipe : recipes()) {
    if (recipe.name != text.substr(0, open)) continue;
    if (open == text.size()) return with_peak(recipe, recipe.peak);
    const auto peak = peak_of(text.substr(open));
    if (!peak) return pass_on(peak.error());
    return with_peak(recipe, *peak);
  }
  return no_such_recipe(text.substr(0, open));
}

std::string Recipe::spec() const { return *recipe_text("recipe:" + std::string(name)); }

}  // namespace etude::notation
