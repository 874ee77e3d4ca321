// From a case to advice: the schedule that the evidence does not tell above another, its peak and warm-up, why, and what
// the others cost.

#include <algorithm>
#include <cmath>

#include "advice/peaks.h"
#include "advice/sentences.h"
#include "advice/shapes.h"
#include "base/words.h"
#include "etude/advice/advice.h"
#include "etude/base/number.h"
#include "etude/notation/recipes.h"

namespace etude::advice {
namespace {

constexpr Step fewest_steps = 10;

std::string check(const Case& given) {
  if (given.steps && *given.steps < fewest_steps)
    return "a run of less than 10 steps is too short to advise on; give at least 10";
  if (given.batch && !(*given.batch > 0)) return "a batch must be above 0";
  if (given.own && !given.steps) return "what your own runs tell is of a run of known length; give --steps";
  if (given.own && given.own->warmup_steps >= *given.steps)
    return "the run is to be longer than the warm-up of your own runs, " + std::to_string(given.own->warmup_steps) +
           " steps";
  if (given.peak && !(given.peak->rate > 0 && std::isfinite(given.peak->rate)))
    return "a peak must be a number above 0";
  return "";
}

/// The next word of a text cannot be known.
Case with_what_follows(Case given) {
  if (given.model == Model::language_model && given.noise == Noise::unknown) given.noise = Noise::yes;
  return given;
}

/// That of "recipe:llama"; null of what names none.
const notation::Recipe* recipe_of(std::string_view ground) {
  for (const notation::Recipe& recipe : notation::recipes())
    if ("recipe:" + std::string(recipe.name) == ground) return &recipe;
  return nullptr;
}

/// What of a schedule is typed for the cooldown of a run that has been held.
std::string cooldown_text(double peak, const std::string& warmup) {
  return "After 10,000 steps, say, go on under " + spec_of(Shape::wsd, peak, warmup) +
         " with --steps 12500, which has held the rate as long.";
}

Said own_said(const OwnRuns& own) { return {Topic::schedule, "By your own runs: " + own.finding, "", {own.source}}; }

/// What made this schedule the chosen one.
Said chosen_said(const Decided& decided, const Evidence& evidence) {
  Said made{Topic::schedule,
            is_unbeaten(decided.shape, decided.given, evidence)
                ? "No other schedule here is told below it throughout, by what was measured in cases like this one."
                : "Every schedule here is told above another one: this is the first of them."};
  for (const Contest* contest : contests_of(decided.given)) {
    const bool is_of_it = contest->a == decided.shape || contest->b == decided.shape;
    if (is_of_it && std::find(made.grounds.begin(), made.grounds.end(), contest->of.claim) == made.grounds.end())
      made.grounds.emplace_back(contest->of.claim);
  }
  return made;
}

/// "LLaMA 7B 3e-4, ...": what larger models were trained with.
std::string others_text(const Published& published) {
  return joined_of(published.others, [](std::string_view ground) {
    const notation::Recipe& recipe = *recipe_of(ground);
    return std::string(recipe.meaning.substr(0, recipe.meaning.find(':'))) + " " + shortest(recipe.peak);
  });
}

/// What another batch than that of the published peak asks.
std::string batch_text(const Case& given, const Published& published) {
  if (!given.batch || !(published.batch > 0) || *given.batch == published.batch) return "";
  const double ratio = *given.batch / published.batch;
  return " Yours is " + significant(ratio, 2) + " times that: look for the peak between " +
         significant(std::min(1.0, ratio) * published.peak, 2) + " and " +
         significant(std::max(1.0, ratio) * published.peak, 2) + ".";
}

Said peak_said(const Case& given, const Published& published) {
  if (given.peak)
    return {
        Topic::peak, significant(given.peak->rate, 12) + " is from " + given.peak->from + ".", "", {given.peak->from}};
  std::string text = shortest(published.peak) +
                     (published.is_placeholder ? " stands for a peak that nobody has published for such a case; it "
                                               : " is where to begin; it ");
  text += std::string(published.of);
  if (published.batch > 0) text += " at a batch of " + shortest(published.batch);
  text += "." + batch_text(given, published);
  Said made{.topic = Topic::peak, .text = text, .grounds = {std::string(published.ground)}};
  if (!published.others.empty()) made.text += " Larger ones were trained with less: " + others_text(published) + ".";
  made.grounds.insert(made.grounds.end(), published.others.begin(), published.others.end());
  return made;
}

Said warmup_said(const OwnRuns& own) {
  return {Topic::warmup,
          own.warmup_steps > 0 ? std::to_string(own.warmup_steps) + " steps, as your own runs had."
                               : "None, as your own runs had none.",
          "",
          {own.source}};
}

/// Where the length of the run is not known, a number of steps stands for a share of it.
Said warmup_said(const Warmup& warmup, const Decided& decided, const Evidence& evidence) {
  Said made = said(warmup.why, decided, evidence);
  if (decided.is_open && !warmup.steps.empty())
    made.text += " The length of the run is not known: " + std::string(warmup.steps) + " steps stand for that above.";
  return made;
}

const Warmup& warmup_of(const Decided& decided, const Evidence& evidence) {
  const auto& all = warmups();
  return *std::find_if(all.begin(), all.end(),
                       [&](const Warmup& each) { return each.why.applies(decided) && is_met(each.why, evidence); });
}

/// As it is typed: of one's own runs, a share of the run, or steps where its length is not known.
std::string warmup_length(const Case& given, const Warmup& warmup) {
  if (given.own) return given.own->warmup_steps > 0 ? std::to_string(given.own->warmup_steps) : "";
  return std::string(given.steps ? warmup.share : warmup.steps);
}

/// What an effect says of its first side beside the other; `is_turned`, of the other beside the first.
Cost cost_of(const EffectOf& of, const ClaimEffect& effect, std::string_view beside, bool is_turned,
             std::string_view where = "") {
  const auto percent = [&](double ratio) { return 100 * ((is_turned ? 1 / ratio : ratio) - 1); };
  const Way way = way_of(effect);
  return {.beside = std::string(beside),
          .percent = percent(effect.value),
          .low = percent(is_turned ? effect.high : effect.low),
          .high = percent(is_turned ? effect.low : effect.high),
          .told = std::string(name_of(is_turned ? turned(way) : way)),
          .where = effect.where.empty() ? std::string(where) : effect.where,
          .claim = std::string(of.claim)};
}

/// What a contest says of `shape` beside the other one.
Cost cost_of(Shape shape, const Contest& contest, const ClaimEffect& effect) {
  const bool is_turned = contest.b == shape;
  return cost_of(contest.of, effect, name_of(is_turned ? contest.a : contest.b), is_turned, contest.where);
}

/// The costs of a schedule beside the advised one; where no claim has both and the run's length is known, beside any other.
std::vector<Cost> costs_of(Shape shape, Shape advised, bool is_open, const Case& given, const Evidence& evidence) {
  std::vector<Cost> direct, others;
  for (const Contest* contest : contests_of(given)) {
    const ClaimEffect* effect = evidence.effect(contest->of);
    if (!effect || (contest->a != shape && contest->b != shape)) continue;
    const bool is_direct = contest->a == advised || contest->b == advised;
    (is_direct ? direct : others).push_back(cost_of(shape, *contest, *effect));
  }
  return direct.empty() && !is_open ? others : direct;
}

/// Schedule-free, as another optimizer.
void add_schedule_free(std::vector<Alternative>& all, const Decided& decided, const Evidence& evidence) {
  const auto& optimizer = decided.given.optimizer;
  if (optimizer && !is_sgd(*optimizer) && !is_adam(*optimizer)) return;
  Alternative free{.name = "schedule-free", .note = "another optimizer, with a constant rate of its own"};
  for (const std::string_view where : {"SGD", "AdamW"}) {
    const bool is_here = !optimizer || is_sgd(*optimizer) == (where == "SGD");
    const EffectOf of{"F11", where, "schedule-free"};
    const ClaimEffect* effect = evidence.effect(of);
    if (is_here && effect) free.costs.push_back(cost_of(of, *effect, name_of(Shape::linear), false));
  }
  if (!free.costs.empty()) all.push_back(std::move(free));
}

std::vector<Alternative> alternatives(const Decided& decided, double peak, const std::string& warmup,
                                      const Evidence& evidence) {
  std::vector<Alternative> all;
  if (decided.given.optimizer && is_schedule_free(*decided.given.optimizer)) return all;
  const Shape advised = decided.is_open ? Shape::wsd : decided.shape;
  for (const Shape shape : {Shape::linear, Shape::cosine_tenth, Shape::wsd, Shape::cosine, Shape::constant, Shape::step,
                            Shape::one_cycle}) {
    if (shape == advised) continue;
    Alternative other{.name = std::string(name_of(shape)),
                      .spec = spec_of(shape, peak, decided.is_open ? "" : warmup),
                      .costs = costs_of(shape, advised, decided.is_open, decided.given, evidence)};
    if (!other.costs.empty()) all.push_back(std::move(other));
  }
  add_schedule_free(all, decided, evidence);
  return all;
}

Source source_of(const std::string& ground, const Evidence& evidence, const std::optional<OwnClaims>& own) {
  if (const ClaimResult* claim = evidence.claim(ground)) {
    return {ground, claim->verdict(), evidence.is_own(ground) ? own->source : std::string(recorded_evidence),
            claim->statement};
  }
  const notation::Recipe* recipe = recipe_of(ground);
  return {.name = ground,
          .says = recipe ? std::string(recipe->meaning) + " (" + std::string(recipe->source) + ")" : ""};
}

std::vector<Source> sources(const Advice& advice, const Evidence& evidence, const std::optional<OwnClaims>& own) {
  std::vector<Source> all;
  const auto add = [&](const std::string& name) {
    if (std::none_of(all.begin(), all.end(), [&](const Source& each) { return each.name == name; }))
      all.push_back(source_of(name, evidence, own));
  };
  for (const Said& each : advice.said)
    for (const std::string& ground : each.grounds) add(ground);
  for (const Alternative& each : advice.alternatives)
    for (const Cost& cost : each.costs) add(cost.claim);
  return all;
}

void say(Advice& advice, const Decided& decided, Topic topic, const Evidence& evidence) {
  for (const Sentence& sentence : sentences())
    if (sentence.topic == topic && sentence.applies(decided) && is_met(sentence, evidence))
      advice.said.push_back(said(sentence, decided, evidence));
}

}  // namespace

Result<Advice> advise(const Case& asked, std::span<const ClaimResult> recorded) {
  if (const std::string wrong = check(asked); !wrong.empty()) return refuse(wrong);
  const Case given = with_what_follows(asked);
  const Evidence evidence(recorded, given.own_claims ? given.own_claims->results : std::span<const ClaimResult>());
  const bool averages = given.optimizer && is_schedule_free(*given.optimizer);
  const Decided decided{given, chosen(given, evidence), !given.steps};
  const Published& published = published_for(given);
  const Warmup& warmup = warmup_of(decided, evidence);
  const std::string length = warmup_length(given, warmup);

  Advice advice;
  advice.peak = given.peak ? given.peak->rate : published.peak;
  advice.peak_from = given.peak ? given.peak->from : std::string(published.ground);
  advice.is_placeholder = !given.peak && published.is_placeholder;
  const bool is_held = decided.is_open || decided.shape == Shape::constant;
  advice.schedule = std::string(name_of(decided.is_open && !averages ? Shape::wsd : decided.shape));
  advice.spec = spec_of(is_held ? Shape::constant : decided.shape, advice.peak, length);
  const bool has_own = given.own && !given.own->finding.empty();
  if (has_own) advice.said.push_back(own_said(*given.own));
  say(advice, decided, Topic::schedule, evidence);
  if (!decided.is_open && !averages && !has_own && !contests_of(given).empty())
    advice.said.push_back(chosen_said(decided, evidence));
  if (decided.is_open && !averages)
    advice.said.push_back({Topic::schedule, cooldown_text(advice.peak, length), "", {"recipe:wsd-sqrt"}});
  advice.said.push_back(peak_said(given, published));
  say(advice, decided, Topic::peak, evidence);
  advice.said.push_back(given.own ? warmup_said(*given.own) : warmup_said(warmup, decided, evidence));
  for (const Topic topic : {Topic::batch, Topic::optimizer, Topic::watch}) say(advice, decided, topic, evidence);
  for (const Shape shape : candidates)
    advice.contenders.push_back({.name = std::string(name_of(shape)), .spec = spec_of(shape, advice.peak, length)});
  advice.alternatives = alternatives(decided, advice.peak, length, evidence);
  advice.sources = sources(advice, evidence, given.own_claims);
  return advice;
}

}  // namespace etude::advice
