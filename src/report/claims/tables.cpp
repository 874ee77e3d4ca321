// Claims as tables and JSON.

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/report/claims.h"
#include "report/claims/words.h"
#include "report/comparison/pairs.h"
#include "report/text.h"

namespace etude::report {
namespace {

bool has_heldout(const ClaimResult& result) {
  return std::any_of(result.arms.begin(), result.arms.end(),
                     [](const ClaimArm& arm) { return !std::isnan(arm.heldout_loss.median); });
}

/// What else is measured of any arm, each once.
std::vector<std::string> other_measures(const ClaimResult& result) {
  std::vector<std::string> names;
  for (const ClaimArm& arm : result.arms)
    for (const Measured& each : arm.more)
      if (std::find(names.begin(), names.end(), each.name) == names.end()) names.push_back(each.name);
  return names;
}

std::string median_of(const ClaimArm& arm, const std::string& measure) {
  for (const Measured& each : arm.more)
    if (each.name == measure) return number_or_dash(each.over_seeds.median);
  return "-";
}

std::string half_width(const Summary& summary) { return number_or_dash(summary.ci95, 2); }

std::vector<std::string> arm_row(const ClaimResult& result, const ClaimArm& arm) {
  std::vector<std::string> row{arm.name, number_or_dash(arm.peak), arm.peak_from, number_or_dash(arm.final_loss.median),
                               half_width(arm.final_loss)};
  if (has_heldout(result)) {
    row.push_back(number_or_dash(arm.heldout_loss.median));
    row.push_back(half_width(arm.heldout_loss));
  }
  for (const std::string& measure : other_measures(result)) row.push_back(median_of(arm, measure));
  row.push_back(number_or_dash(arm.sum_lr));
  row.push_back(arm.diverged == 0 ? "-" : std::to_string(arm.diverged));
  return row;
}

/// "0.04 … 2.56 (13)".
std::string peaks_text(const std::vector<Tried>& tried) {
  if (tried.empty()) return "-";
  const auto [least, most] =
      std::minmax_element(tried.begin(), tried.end(), [](const Tried& a, const Tried& b) { return a.peak < b.peak; });
  return number_or_dash(least->peak) + " … " + number_or_dash(most->peak) + " (" + std::to_string(tried.size()) + ")";
}

}  // namespace

std::string number_or_dash(double value, int digits) { return std::isfinite(value) ? significant(value, digits) : "-"; }

std::string words_of_measure(std::string_view measure) {
  std::string text(measure);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string sides_of(const ClaimEffect& effect) {
  std::string text = effect.a;
  if (!effect.b.empty() && effect.b != effect.a) text += " / " + effect.b;
  if (!effect.is_ratio && !effect.b.empty() && effect.b != effect.a) text = effect.a + " − " + effect.b;
  return text;
}

std::string bare_sides_of(ClaimEffect effect) {
  for (std::string* name : {&effect.a, &effect.b})
    if (name->ends_with(", " + effect.where)) name->resize(name->size() - effect.where.size() - 2);
  return sides_of(effect);
}

std::string measure_of(const ClaimEffect& effect) {
  std::string text = words_of_measure(effect.measure);
  if (!effect.beside.empty()) text += " / " + words_of_measure(effect.beside);
  if (!std::isnan(effect.reference) && effect.claimed != "printed")
    text += (effect.is_ratio ? " / " : " − ") + number_or_dash(effect.reference);
  return text;
}

std::string claimed_of(const ClaimEffect& effect) {
  if (effect.claimed == "printed") return "prints " + shortest(effect.reference);
  if (effect.claimed == "same") return (effect.is_ratio ? "within ×" : "within ") + shortest(effect.margin);
  return effect.claimed + (effect.is_ratio ? " by ×" : " by ") + shortest(effect.margin);
}

std::string value_of(const ClaimEffect& effect) {
  return (effect.is_ratio && std::isfinite(effect.value) ? "×" : "") + number_or_dash(effect.value);
}

std::string interval_of(const ClaimEffect& effect) {
  if (!std::isfinite(effect.low)) return "-";
  if (effect.low == effect.high) return "no spread";
  return number_or_dash(effect.low) + " … " + number_or_dash(effect.high);
}

std::string said_of(const ClaimEffect& effect) {
  std::string text(effect.finding());
  if (effect.seeds_to_tell) text += " (" + std::to_string(*effect.seeds_to_tell) + " seeds would)";
  return text;
}

std::string claim_seeds_text(const ClaimResult& result) {
  if (result.seeds == 0) return "exact, so it needs no seeds";
  return counted(result.seeds, "seed") + (result.by_seeds.empty() ? "" : ", and as many others");
}

std::string by_seeds_text(const ClaimResult& result) {
  if (result.by_seeds.empty()) return "-";
  if (result.holds_by_seeds()) return "the same";
  const auto text_of = [](const VerdictOfSeeds& each) {
    return std::to_string(each.first_seed) + " …: " + each.verdict;
  };
  return joined_of(result.by_seeds, text_of, "; ");
}

Table verdicts_table(const std::vector<ClaimResult>& results) {
  Table table{.columns = {{"Claim", true, true}, {"Verdict", true}, {"By seeds", true}, {"What is claimed", true}},
              .rows = {},
              .notes = {}};
  for (const ClaimResult& result : results)
    table.rows.push_back({result.id, result.verdict(), by_seeds_text(result), result.statement});
  return table;
}

Table claim_arms_table(const ClaimResult& result) {
  Table table;
  table.columns = {{"Arm", true}, {"Peak"}, {"From", true}, {"Final"}, {"±", false, false, true}};
  if (has_heldout(result)) {
    table.columns.push_back({"Held-out"});
    table.columns.push_back({"±", false, false, true});
  }
  for (const std::string& measure : other_measures(result)) table.columns.push_back({words_of_measure(measure)});
  table.columns.push_back({"Σlr"});
  table.columns.push_back({"Diverged"});
  for (const ClaimArm& arm : result.arms) table.rows.push_back(arm_row(result, arm));
  return table;
}

Table claim_plans_table(const ClaimResult& result) {
  const auto any = [&](auto is) { return std::any_of(result.arms.begin(), result.arms.end(), is); };
  const bool has_settings = any([](const ClaimArm& arm) { return !arm.setting.empty(); });
  const bool has_peaks = any([](const ClaimArm& arm) { return !arm.tuning.empty(); });
  Table table{.columns = {{"Arm", true}, {"Schedule", true}}, .rows = {}, .notes = {}};
  if (has_settings) table.columns.push_back({"Of its task", true});
  if (has_peaks) table.columns.push_back({"Peaks tried", true});
  for (const ClaimArm& arm : result.arms) {
    if (arm.name.ends_with(" control")) continue;
    std::vector<std::string> row{arm.name, arm.schedule};
    if (has_settings) row.push_back(arm.setting.empty() ? "-" : arm.setting);
    if (has_peaks) row.push_back(peaks_text(arm.tuning));
    table.rows.push_back(std::move(row));
  }
  for (const Meaning& each : result.measures)
    table.notes.push_back(words_of_measure(each.measure) + ": " + each.meaning + ".");
  return table;
}

Table claim_effects_table(const ClaimResult& result) {
  Table table;
  const bool has_conditions = std::any_of(result.effects.begin(), result.effects.end(),
                                          [](const ClaimEffect& effect) { return !effect.where.empty(); });
  if (has_conditions) table.columns.push_back({"Under", true});
  for (const Column& column : std::vector<Column>{{"Effect", true},
                                                  {"Of", true},
                                                  {"Claimed", true},
                                                  {"Value"},
                                                  {"95 % interval"},
                                                  {"Effect size"},
                                                  {"p (Holm)"},
                                                  {"Says", true}})
    table.columns.push_back(column);
  for (const ClaimEffect& effect : result.effects) {
    std::vector<std::string> row;
    if (has_conditions) row.push_back(effect.where);
    const bool is_beside = effect.told == Told::beside;
    for (const std::string& cell :
         {sides_of(effect), measure_of(effect), is_beside ? "" : claimed_of(effect), value_of(effect),
          interval_of(effect), signed_text(effect.effect, 2), is_beside ? "-" : p_text(effect.p_holm), said_of(effect)})
      row.push_back(cell);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Json claims_json(const std::vector<ClaimResult>& results, const ClaimsSource& source) {
  Json::Array list;
  for (const ClaimResult& result : results) list.emplace_back(facts_json(result));
  return Json::Object{{"version", source.version}, {"claims", std::move(list)}};
}

}  // namespace etude::report
