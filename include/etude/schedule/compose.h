#pragma once
// Schedules made of schedules. A piece has its own clock: it is asked for the steps since it began.

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/schedule/kind/warmup.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// What a kind says of the schedules that it is made of, its member `of`: how many it takes.
constexpr Field schedules(Range how_many, std::string_view meaning) {
  return {"of", Unit::schedules, how_many, meaning};
}

/// One piece after the other: v(t) = piece_i(t - start_i). The last piece goes on past its end as it does alone.
/// Made flat and without pieces of length 0, so `(a then b) then c` is `a then (b then c)`, and a sequence of one
/// is that one. Cost: a binary search among the pieces.
struct Then {
  std::vector<Schedule> of = {};  // two or more; all but the last must end

  Step length() const;
  std::string check() const;
  /// Flattens; the piece itself where only one is left.
  std::optional<Schedule> simplify();

  class Compiled {
   public:
    explicit Compiled(const Then& options);
    double operator()(Step t) const;
    void values(Step first, std::span<double> out) const;

   private:
    std::size_t piece_at(Step t) const;
    std::vector<Schedule> pieces_;
    std::vector<Step> starts_;
  };

  static constexpr std::string_view name = "then";
  static constexpr std::string_view formula = "a(t) while t < length(a), then b(t - length(a))";
  static constexpr std::string_view meaning = "one schedule after another, written a then b";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1}, "the pieces, in their order");
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// v(t) = by a(t).
struct Scale {
  std::vector<Schedule> of = {};  // the one to scale
  double by = unset;              // the factor

  double operator()(Step t) const { return math::times(by, of[0](t)); }
  void values(Step first, std::span<double> out) const;
  Step length() const { return of[0].length(); }

  static constexpr std::string_view name = "scale";
  static constexpr std::string_view formula = "by a(t)";
  static constexpr std::string_view meaning = "a schedule times a factor";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what to scale");
  static constexpr auto fields() { return std::array{field<&Scale::by>(Unit::number, {}, "the factor")}; }
};

/// v(t) = min(max(a(t), low), high).
struct Clamp {
  std::vector<Schedule> of = {};                     // the one to clamp
  double low = 0;                                    // never below
  double high = std::numeric_limits<double>::max();  // never above

  double operator()(Step t) const { return std::min(std::max(of[0](t), low), high); }
  void values(Step first, std::span<double> out) const;
  Step length() const { return of[0].length(); }
  std::string check() const;

  static constexpr std::string_view name = "clamp";
  static constexpr std::string_view formula = "min(max(a(t), low), high)";
  static constexpr std::string_view meaning = "a schedule kept between two rates";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what to clamp");
  static constexpr auto fields() {
    return std::array{field<&Clamp::low>(Unit::rate, {}, "never below"),
                      field<&Clamp::high>(Unit::rate, {}, "never above")};
  }
};

/// v(t) = a(t mod length(a)), `times` times over; then it holds a's last value.
struct Repeat {
  std::vector<Schedule> of = {};  // what to repeat; it must end
  Step times = endless;           // how often

  double operator()(Step t) const {
    const Step period = of[0].length();
    return t / period < times ? of[0](t % period) : of[0](period - 1);
  }
  void values(Step first, std::span<double> out) const;
  Step length() const;
  std::string check() const;

  static constexpr std::string_view name = "repeat";
  static constexpr std::string_view formula = "a(t mod length(a))";
  static constexpr std::string_view meaning = "a schedule over and over";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what to repeat");
  static constexpr auto fields() { return std::array{field<&Repeat::times>(Unit::count, {.least = 1}, "how often")}; }
};

/// v(t) = max of a(t), b(t), ... As long as the longest of them.
struct Max {
  std::vector<Schedule> of = {};

  double operator()(Step t) const {
    double value = of[0](t);
    for (std::size_t i = 1; i < of.size(); ++i) value = std::max(value, of[i](t));
    return value;
  }
  void values(Step first, std::span<double> out) const;
  Step length() const;

  static constexpr std::string_view name = "max";
  static constexpr std::string_view formula = "max(a(t), b(t), ...)";
  static constexpr std::string_view meaning = "the highest of several schedules";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1}, "the schedules");
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// v(t) = min of a(t), b(t), ... As long as the longest of them.
struct Min {
  std::vector<Schedule> of = {};

  double operator()(Step t) const {
    double value = of[0](t);
    for (std::size_t i = 1; i < of.size(); ++i) value = std::min(value, of[i](t));
    return value;
  }
  void values(Step first, std::span<double> out) const;
  Step length() const;

  static constexpr std::string_view name = "min";
  static constexpr std::string_view formula = "min(a(t), b(t), ...)";
  static constexpr std::string_view meaning = "the lowest of several schedules";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1}, "the schedules");
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// v(t) = a(t) b(t) ...: a warm-up factor on a decay, a stack of multipliers. As long as the longest of them.
struct Multiply {
  std::vector<Schedule> of = {};

  double operator()(Step t) const {
    double value = of[0](t);
    for (std::size_t i = 1; i < of.size(); ++i) value = math::times(value, of[i](t));
    return value;
  }
  void values(Step first, std::span<double> out) const;
  Step length() const;

  static constexpr std::string_view name = "multiply";
  static constexpr std::string_view formula = "a(t) b(t) ...";
  static constexpr std::string_view meaning = "the product of several schedules";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1}, "the schedules");
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// One piece after the other, each times the value with which the one before it ended: so a piece that starts at 1
/// goes on without a jump. v(t) = held_{i-1} piece_i(t - start_i), held_i = held_{i-1} piece_i(length_i - 1).
struct Chain {
  std::vector<Schedule> of = {};

  Step length() const;
  std::string check() const;

  class Compiled {
   public:
    explicit Compiled(const Chain& options);
    double operator()(Step t) const;
    void values(Step first, std::span<double> out) const;

   private:
    Then::Compiled then_;
    std::vector<Step> starts_;
    std::vector<double> factors_;
  };

  static constexpr std::string_view name = "chain";
  static constexpr std::string_view formula = "a(t), then a_end b(t - length(a))";
  static constexpr std::string_view meaning = "pieces one after another, each times the end of the last";
  static constexpr std::string_view source = "OLMo-core's SequentialScheduler";
  static constexpr Field takes = schedules({.least = 1}, "the pieces, in their order");
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// v(t) = a(t - begin) for begin <= t < end; a(0) before, a(end - 1 - begin) after. Cuts, delays and freezes.
struct Window {
  std::vector<Schedule> of = {};  // what is seen through it
  Step begin = 0;                 // the step at which a starts
  Step end = endless;             // the first step at which it stands still

  double operator()(Step t) const { return of[0](std::clamp(t, begin, std::max(end - 1, begin)) - begin); }
  void values(Step first, std::span<double> out) const;
  Step length() const;
  std::string check() const;

  static constexpr std::string_view name = "window";
  static constexpr std::string_view formula = "a(min(max(t, begin), end - 1) - begin)";
  static constexpr std::string_view meaning = "a schedule that starts late, or is cut";
  static constexpr std::string_view source = "mmengine's begin and end";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what is seen through it");
  static constexpr auto fields() {
    return std::array{field<&Window::begin>(Unit::steps, {}, "the step at which it starts"),
                      field<&Window::end>(Unit::steps, {}, "the first step at which it stands still")};
  }
};

/// v(t) = a(t + by): a schedule from its step `by` on; at least one step long.
struct Offset {
  std::vector<Schedule> of = {};  // what is begun late in
  Step by = unset_steps;          // its step that comes first

  double operator()(Step t) const { return of[0](std::min(t, max_step - by) + by); }
  void values(Step first, std::span<double> out) const { of[0].values(std::min(first, max_step - by) + by, out); }
  Step length() const { return of[0].length() == endless ? endless : std::max(of[0].length() - by, Step{1}); }

  static constexpr std::string_view name = "offset";
  static constexpr std::string_view formula = "a(t + by)";
  static constexpr std::string_view meaning = "a schedule from a later step on";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what is begun late in");
  static constexpr auto fields() {
    return std::array{field<&Offset::by>(Unit::steps, {}, "its step that comes first")};
  }
};

/// What a schedule does past its end.
enum class Beyond { hold, repeat, mirror, zero, error };
constexpr auto words_of(Beyond) { return std::array<std::string_view, 5>{"hold", "repeat", "mirror", "zero", "error"}; }

/// v(t) = a(t) while t < at (with hold and mirror t <= at), and from then on: hold a(at), repeat a(t mod at), mirror
/// (there and back again, with period 2 at), zero, or error: NaN, at which training and `etude show` stop.
/// Every schedule holds its last value by itself; this is for those of frameworks that do not.
struct PastEnd {
  std::vector<Schedule> of = {};  // the schedule
  Beyond does = Beyond::hold;
  Step at = endless;  // where its end is; endless: its own length

  double operator()(Step t) const;
  void values(Step first, std::span<double> out) const;
  Step length() const { return of[0].length(); }
  std::string check() const;

  static constexpr std::string_view name = "past_end";
  static constexpr std::string_view formula = "a(t), and past its end what `does` says";
  static constexpr std::string_view meaning = "what a schedule does past its end";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "the schedule");
  static constexpr auto fields() {
    return std::array{field<&PastEnd::does>(Unit::choice, {}, "what it does past its end"),
                      field<&PastEnd::at>(Unit::steps, {.least = 1}, "where its end is [its own length]")};
  }

 private:
  Step end() const { return at == endless ? of[0].length() : at; }
};

/// a with every length in it times `by`, each rounded to the nearest step: the same curve over a longer or shorter
/// run. by = 1 changes nothing. The schedule so stretched is what is made. (What counts single steps by a factor, as
/// gamma of cyclic's exp_range does, is left as it is.)
struct Stretch {
  std::vector<Schedule> of = {};  // what to stretch
  double by = unset;              // how much longer

  double operator()(Step t) const { return of[0](t); }
  Step length() const { return of[0].length(); }
  std::string check() const { return "the stretched schedule would have no steps, or too many"; }
  std::optional<Schedule> simplify();

  static constexpr std::string_view name = "stretch";
  static constexpr std::string_view formula = "a(t / by)";
  static constexpr std::string_view meaning = "the same curve over a longer or shorter run";
  static constexpr std::string_view source = "Composer's scale_schedule_ratio";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what to stretch");
  static constexpr auto fields() {
    return std::array{field<&Stretch::by>(Unit::number, {.most = 1e9, .above_least = true}, "how much longer")};
  }
};

/// v(t) = max(a(t) (1 + sd n_t), 0), n_t normal, drawn for each step from (seed, t) alone: asked again, the same.
struct Noise {
  std::vector<Schedule> of = {};  // what is shaken
  double sd = unset;              // standard deviation, as a share of the rate
  Step seed = 0;                  // which noise

  double operator()(Step t) const;
  Step length() const { return of[0].length(); }

  static constexpr std::string_view name = "noise";
  static constexpr std::string_view formula = "max(a(t) (1 + sd n_t), 0)";
  static constexpr std::string_view meaning = "a schedule with noise on its rate";
  static constexpr std::string_view source = "timm's lr_noise";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what is shaken");
  static constexpr auto fields() {
    return std::array{field<&Noise::sd>(Unit::fraction, {}, "standard deviation, as a share of the rate"),
                      field<&Noise::seed>(Unit::count, {}, "which noise")};
  }
};

/// v(t) = (1 - w) a(t) + w to, w from 0 at `start` to 1 at `start` + `steps`, along half a cosine wave or a line: how
/// stochastic weight averaging leaves a schedule for its constant rate.
struct Swa {
  std::vector<Schedule> of = {};  // the schedule that is left
  double to = unset;              // the constant rate
  Step start = 0;                 // the last step of the schedule alone
  Step steps = 10;                // how long the change takes; 0: at once
  Rise shape = Rise::cosine;      // how the weight rises

  double operator()(Step t) const;
  Step length() const;
  std::string check() const;

  static constexpr std::string_view name = "swa";
  static constexpr std::string_view formula = "(1 - w) a(t) + w to";
  static constexpr std::string_view meaning = "leaves a schedule for a constant rate, for weight averaging";
  static constexpr std::string_view source = "Izmailov et al. 2018 (Averaging Weights Leads to Wider Optima)";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "the schedule that is left");
  static constexpr auto fields() {
    return std::array{field<&Swa::to>(Unit::rate, {}, "the constant rate"),
                      field<&Swa::start>(Unit::steps, {}, "the last step of the schedule alone"),
                      field<&Swa::steps>(Unit::steps, {}, "how long the change takes"),
                      field<&Swa::shape>(Unit::choice, {}, "cosine or linear")};
  }
};

/// How the rate follows the batch size: in proportion (SGD), or by its root (Adam).
enum class BatchRule { linear, sqrt };
constexpr auto words_of(BatchRule) { return std::array<std::string_view, 2>{"linear", "sqrt"}; }

/// v(t) = a(t) batch(t) / base, or a(t) sqrt(batch(t) / base): a rate that was tuned at batch size `base`, under a
/// schedule of batch sizes.
struct BatchScaled {
  std::vector<Schedule> of = {};       // the rate, and the batch size
  double base = unset;                 // the batch size at which the rate was tuned
  BatchRule rule = BatchRule::linear;  // in proportion or by the root

  double operator()(Step t) const {
    const double ratio = of[1](t) / base;
    return of[0](t) * (rule == BatchRule::linear ? ratio : std::sqrt(ratio));
  }
  Step length() const { return std::max(of[0].length(), of[1].length()); }

  static constexpr std::string_view name = "batch_scaled";
  static constexpr std::string_view formula = "a(t) batch(t) / base, or by its root";
  static constexpr std::string_view meaning = "a rate that follows a schedule of batch sizes";
  static constexpr std::string_view source = "Goyal et al. 2017 (linear); Malladi et al. 2022 (square root, for Adam)";
  static constexpr Field takes = schedules({.least = 2, .most = 2}, "the rate, and the batch size");
  static constexpr auto fields() {
    return std::array{
        field<&BatchScaled::base>(Unit::number, {.above_least = true}, "the batch size at which the rate was tuned"),
        field<&BatchScaled::rule>(Unit::choice, {}, "in proportion, or by the root")};
  }
};

}  // namespace etude::schedule
