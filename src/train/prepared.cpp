// A task's data: generated or read by the caller's loader, held against the task, and kept in the run's own numbers.

#include "etude/train/prepared.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>
#include <type_traits>

#include "base/words.h"
#include "data/transform.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "train/parameters.h"
#include "train/run_data.h"

namespace etude::train {
namespace {

constexpr std::uint32_t heldout_draw = 0x80000000;  // added to the seed of generated data

Result<data::Split> standardised(data::Split parts, Standardise how) {
  if (how == Standardise::none) return parts;
  return data::standardise(std::move(parts), how == Standardise::overall ? data::Standardisation::overall
                                                                         : data::Standardisation::per_feature);
}

/// Each part with the classes that the task keeps. Where there is a scale, it is that of all classes.
Result<data::Split> of_its_classes(Result<data::Split> parts, const std::vector<std::size_t>& classes) {
  if (!parts || classes.empty()) return parts;
  for (data::Dataset* part : {&parts->train, &parts->test}) {
    if (part->samples() == 0) continue;
    auto kept = data::of_classes(*part, classes);
    if (!kept) return pass_on(kept.error());
    *part = *std::move(kept);
  }
  return parts;
}

/// Generated data of this seed, and another draw of it to hold out.
Result<data::Split> generated(const DataOptions& data, std::uint32_t seed) {
  auto train = data::generate(data.source, {.limit = data.limit, .seed = seed});
  if (!train) return train;
  auto heldout = data::generate(data.source, {.limit = data.limit, .seed = seed + heldout_draw});
  if (!heldout) return heldout;
  train->test = std::move(heldout->train);
  return of_its_classes(standardised(*std::move(train), data.standardise), data.classes);
}

/// What split() says in its own words, in those of the task.
Refused no_such_share(double heldout, std::size_t samples) {
  return refuse("a held-out share of " + shortest(heldout) + " of " + std::to_string(samples) +
                " samples leaves none " +
                (heldout < 0.5 ? "to measure; type a larger --heldout" : "to train on; type a smaller --heldout") +
                ", such as 0.2");
}

/// What files hold, with one part to hold out at most: `test`.
Result<data::Split> from_loader(const DataOptions& data, const data::Loader& load) {
  if (!load) return refuse("only generated data is read here, such as spirals:classes=5, and not " + data.source);
  auto loaded = load(data.source, {.limit = data.limit, .context = data.context});
  if (!loaded) return loaded;
  const std::size_t samples = loaded->train.samples();
  auto parts = data::split(*std::move(loaded), {.validation_fraction = data.heldout});
  if (!parts) return no_such_share(data.heldout, samples);
  if (data.heldout > 0) parts->test = std::move(parts->validation);
  parts->validation = {};
  return of_its_classes(standardised(*std::move(parts), data.standardise), data.classes);
}

/// Without their product, which may be larger than any number of samples.
Result<void> check_batch(const Task& task, std::size_t samples) {
  const std::string those = "the " + std::to_string(samples) + " that there are to train on; type ";
  if (task.batch > samples)
    return refuse("a mini-batch takes " + std::to_string(task.batch) + " samples, more than " + those +
                  "a smaller --batch");
  if (task.batch <= samples / task.accumulation) return {};
  return refuse("an update takes " + std::to_string(task.accumulation) + " mini-batches of " +
                std::to_string(task.batch) + " samples, more than " + those + "a smaller --accumulation or --batch");
}

/// Tokens have a table to be looked up in; measures have none.
Result<void> check_kind(const Task& task, const data::Dataset& data) {
  if (task.model.kind == ModelKind::transformer) {
    if (data.positions > 1) return data::check_tokens(data);
    return refuse("a transformer reads texts; type a text as the data, such as text:mine.txt, or --model mlp");
  }
  if (data.positions == 1) return {};
  return refuse("an mlp reads pictures and tables, no texts; type --model transformer");
}

std::string check_model(const Task& task, const data::Dataset& data) {
  return task.model.kind == ModelKind::mlp || !has_transformers ? check(mlp_options(task.model, data))
                                                                : check(transformer_options(task.model, data));
}

Result<void> check_frozen(const Task& task, const data::Dataset& data) {
  if (task.frozen.empty()) return {};
  const model::Network<double> network = network_of<double>(task, data);
  for (const std::string& name : task.frozen)
    if (auto found = check_name("--freeze", name, network.layout()); !found) return found;
  return {};
}

Result<void> fits(const Task& task, const data::Split& data) {
  if (auto good = check(data.train); !good) return good;
  if (auto good = check_kind(task, data.train); !good) return good;
  if (auto good = check_batch(task, data.train.samples()); !good) return good;
  if (const std::string wrong = check_model(task, data.train); !wrong.empty()) return refuse(wrong);
  return check_frozen(task, data.train);
}

/// What a network is made of, "layer1.weight 2 x 64, ...".
std::string shape_of(const Prepared& prepared) {
  const auto network = network_of<double>(prepared.task(), prepared.shape());  // which owns the layout
  return joined_of(network.layout(), [](const model::Parameter& p) {
    return p.name + " " + std::to_string(p.rows) + " x " + std::to_string(p.columns);
  });
}

/// The task of the earlier phase.
Result<Task> task_before(const Task& task) {
  Task base = task;
  base.pretraining = {};
  auto earlier = in_words(base, task.pretraining.on);
  if (!earlier) return refuse("--pretrain-on: " + earlier.error().message);
  if (earlier->precision == task.precision) return earlier;
  return refuse("the earlier phase trains in " + std::string(name_of(earlier->precision)) + "; train both in one");
}

Result<void> check_shapes(const Prepared& earlier, const Prepared& own) {
  const std::string theirs = shape_of(earlier), here = shape_of(own);
  if (theirs == here) return {};
  return refuse("the earlier phase has another network (" + theirs + ") than what it is for (" + here +
                "); give both as many inputs and classes");
}

/// Takes the inputs of a part, in the run's own numbers; `sample` begins what is said of one that these cannot hold.
template <class Real>
Result<void> take_inputs(data::Dataset& part, const char* sample, SharedInputs<Real>& into) {
  const std::vector<double> own = std::move(part.inputs);
  into = std::make_shared<const std::vector<Real>>(own.begin(), own.end());
  const auto bad = std::find_if_not(into->begin(), into->end(), [](Real x) { return std::isfinite(x); });
  if (bad == into->end()) return {};
  const auto at = static_cast<std::size_t>(bad - into->begin());
  const std::size_t columns = part.features * part.positions;
  return refuse(sample + std::to_string(at / columns) + ", column " + std::to_string(at % columns) + " (from 0) is " +
                shortest(own[at]) + ", beyond float32; type --precision float64, or --standardise per-feature");
}
template <>
Result<void> take_inputs(data::Dataset& part, const char*, SharedInputs<double>& into) {
  into = std::make_shared<const std::vector<double>>(std::move(part.inputs));
  return {};
}

template <class Real>
Result<void> take_inputs(data::Split& parts, SharedInputs<Real>& train, SharedInputs<Real>& heldout) {
  if (auto good = take_inputs(parts.train, "sample ", train); !good) return good;
  return take_inputs(parts.test, "held-out sample ", heldout);
}

/// FNV-1a over words instead of bytes, its upper half folded in so that every bit of a word counts everywhere.
class Fingerprint {
 public:
  void add(std::uint64_t word) {
    hash_ = (hash_ ^ word) * 0x100000001b3;
    hash_ ^= hash_ >> 32;
  }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  void add(float value) { add(std::uint64_t{std::bit_cast<std::uint32_t>(value)}); }
  void add(std::int32_t value) { add(std::uint64_t{static_cast<std::uint32_t>(value)}); }
  template <class Number>
  void add(const std::vector<Number>& values) {
    add(std::uint64_t{values.size()});
    for (const Number value : values) add(value);
  }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace

struct Prepared::Loaded {
  template <class Real>
  struct Inputs {
    SharedInputs<Real> train, heldout;
  };

  bool is_generated = true;
  data::Split parts;                                   // without inputs:
  std::tuple<Inputs<double>, Inputs<float>> inputs{};  // these are in the numbers that the task trains in
};

Result<Prepared> Prepared::of(const Task& task, const data::Loader& load) {
  if (const std::string wrong = check(task); !wrong.empty()) return refuse(wrong);
  if (!optim::has_float32 && task.precision == Precision::float32)
    return refuse("float32 is left out of this build; choose float64");
  auto loaded = std::make_shared<Loaded>();
  loaded->is_generated = data::is_generated(task.data.source);
  if (loaded->is_generated && task.data.heldout > 0)
    return refuse("generated data is held out by another draw; leave the held-out share out");
  auto data = loaded->is_generated ? generated(task.data, 0) : from_loader(task.data, load);
  if (!data) return pass_on(data.error());
  if (auto good = fits(task, *data); !good) return pass_on(good.error());

  const auto taken = in_precision(task.precision, [&]<class Real>(Real) {
    auto& [train, heldout] = std::get<Loaded::Inputs<Real>>(loaded->inputs);
    return take_inputs(*data, train, heldout);
  });
  if (!taken) return pass_on(taken.error());
  loaded->parts = *std::move(data);
  return Prepared(task, std::move(loaded)).after_earlier_phase(load);
}

Result<Prepared> Prepared::after_earlier_phase(const data::Loader& load) && {
  if (task_.pretraining.plan.empty()) return std::move(*this);
  const auto task = task_before(task_);
  if (!task) return pass_on(task.error());
  const auto own = of(*task, load);
  if (!own) return refuse("--pretrain-on: " + own.error().message);
  const auto plan = notation::parse_plan(task_.pretraining.plan, {.steps = task->steps});
  if (!plan) return refuse("--pretrain: " + plan.error().message);
  if (auto good = check_plan(*own, *plan); !good) return refuse("--pretrain: " + good.error().message);
  if (auto good = check_shapes(*own, *this); !good) return pass_on(good.error());
  earlier_ = std::make_shared<const Phase>(Phase{*own, *plan});
  return std::move(*this);
}

Prepared Prepared::knowing(std::shared_ptr<const WeightsOfSeeds> weights) const {
  Prepared other = *this;
  other.weights_ = std::move(weights);
  return other;
}

const Weights* Prepared::known(std::uint32_t seed) const {
  if (!weights_) return nullptr;
  const auto found = weights_->find(seed);
  return found == weights_->end() ? nullptr : &found->second;
}

Result<Prepared> Prepared::with(Step steps, Backward backward) const {
  Prepared other = *this;
  other.task_.steps = steps;
  other.task_.backward = backward;
  if (const std::string wrong = check(other.task_); !wrong.empty()) return refuse(wrong);
  return other;
}

Step Prepared::updates_per_epoch() const {
  const std::size_t update = task_.batch == 0 ? samples() : task_.batch * task_.accumulation;
  return static_cast<Step>(task_.drop_partial ? samples() / update : (samples() + update - 1) / update);
}

bool Prepared::has_heldout() const { return loaded_->parts.test.samples() > 0; }
bool Prepared::is_generated() const { return loaded_->is_generated; }
const data::Dataset& Prepared::shape() const { return loaded_->parts.train; }

std::uint64_t Prepared::fingerprint() const {
  Fingerprint fingerprint;
  for (const data::Dataset* part : {&loaded_->parts.train, &loaded_->parts.test}) {
    for (const std::size_t size : {part->features, part->classes, part->positions})
      fingerprint.add(std::uint64_t{size});
    fingerprint.add(part->labels);
  }
  const auto add = [&](const auto& inputs) {
    if (inputs) fingerprint.add(*inputs);
  };
  std::apply([&](const auto&... all) { (..., (add(all.train), add(all.heldout))); }, loaded_->inputs);
  return fingerprint.value();
}

template <class Real>
Result<RunData<Real>> Prepared::data(std::uint32_t seed) const {
  constexpr auto own = std::is_same_v<Real, double> ? Precision::float64 : Precision::float32;
  if (task_.precision != own)
    return refuse("the task is of " + std::string(name_of(task_.precision)) + "; train it in that");
  const auto& [inputs, heldout_inputs] = std::get<Loaded::Inputs<Real>>(loaded_->inputs);
  RunData<Real> run{loaded_->parts.train, inputs, loaded_->parts.test.labels, heldout_inputs};
  if (loaded_->is_generated) {
    auto drawn = generated(task_.data, seed);
    if (!drawn) return pass_on(drawn.error());
    if (auto good = take_inputs<Real>(*drawn, run.inputs, run.heldout_inputs); !good) return pass_on(good.error());
    run.train = std::move(drawn->train);
    run.heldout_labels = std::move(drawn->test.labels);
  }
  if (task_.data.label_noise == 0) return run;
  auto noisy = data::with_label_noise(std::move(run.train), {.fraction = task_.data.label_noise, .seed = seed});
  if (!noisy) return pass_on(noisy.error());
  run.train = *std::move(noisy);
  return run;
}

template Result<RunData<double>> Prepared::data(std::uint32_t) const;
template Result<RunData<float>> Prepared::data(std::uint32_t) const;

}  // namespace etude::train
