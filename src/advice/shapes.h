#pragma once
// The schedules that can be advised, and which effects of which claims hold one beside another.

#include <string>
#include <vector>

#include "advice/evidence.h"
#include "etude/advice/advice.h"

namespace etude::advice {

// The conditions of many claims.
inline constexpr std::string_view noisy = "noisy mini-batches, SGD", noisy_adamw = "noisy mini-batches, AdamW",
                                  long_run = "noisy mini-batches, 1,600 steps";

enum class Shape { linear, cosine_tenth, wsd, cosine, constant, step, one_cycle };

constexpr auto words_of(Shape) {
  return std::array<std::string_view, 7>{"linear to zero", "cosine to a tenth", "constant, then cooldown",
                                         "cosine to zero", "constant",          "step decay",
                                         "1-cycle"};
}

/// Those that can be advised, in the order of the field's.
inline constexpr std::array candidates{Shape::linear, Shape::cosine_tenth, Shape::wsd, Shape::cosine, Shape::constant};

/// In etude's notation; `warmup` is an amount ("1%", "2000"), empty for none.
std::string spec_of(Shape shape, double peak, const std::string& warmup);

/// Two schedules of which a claim says how they end beside each other, and in which cases that counts.
struct Contest {
  EffectOf of;
  Shape a, b;
  Under under;
  Noise noise = Noise::yes;
  bool is_transformer = false;
  std::string_view where = {};  // of an effect without a condition
};
const std::vector<Contest>& contests();

/// Those that count in a case like this one, of fine-tuning none: under its family of optimizers (where that has any, else
/// all), its noise, and for transformers what was measured on transformers, where the same two schedules were.
std::vector<const Contest*> contests_of(const Case& given);

/// The first schedule of the field's that was measured in such a case and that no contest of the case tells above another
/// one of them; where two contests tell opposite ways, neither counts. All of them are above one, or none was measured: the
/// first. What runs of one's own tell stands above that.
Shape chosen(const Case& given, const Evidence& evidence);

/// Was it measured in such a case, and no other candidate told below it by what counts there?
bool is_unbeaten(Shape shape, const Case& given, const Evidence& evidence);

/// Does what was measured under that family count under this optimizer? Under one of neither family all does.
bool counts(Under under, const std::optional<optim::Rule>& optimizer);

bool is_sgd(optim::Rule rule);
bool is_adam(optim::Rule rule);
bool is_schedule_free(optim::Rule rule);
bool is_transformer(Model model);

}  // namespace etude::advice
