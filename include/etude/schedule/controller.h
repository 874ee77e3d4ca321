#pragma once
// Controllers: what reacts to a metric. A controller is a value; what it remembers is a second value, passed in and
// out. It multiplies a schedule's rate by a factor that it moves, so it goes on top of any schedule, after any warm-up,
// and is replayed from a log of metrics alone.
//
// A metric that is not a finite number is never an improvement: it counts as a bad report (Trend passes over it), and
// enters no average and no history.

#include <optional>
#include <variant>
#include <vector>

#include "etude/base/json.h"
#include "etude/schedule/lint.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// Is the metric to fall or to rise?
enum class Aim { min, max };
constexpr auto words_of(Aim) { return std::array<std::string_view, 2>{"min", "max"}; }

/// What a relative threshold is a share of: |best|, or best itself, as torch, paddle and optax multiply it. Of a
/// negative best that has the wrong sign: a little worse than the best then counts as better.
enum class ShareOf { magnitude, value };
constexpr auto words_of(ShareOf) { return std::array<std::string_view, 2>{"magnitude", "value"}; }

/// Cuts the rate when the metric has stopped improving: when more than `patience` reports in a row are bad.
///   better (mode min): metric < best - relative |best| - absolute; the first report is always better
///   cut:               factor := max(factor times itself, min_scale), and no lower than min_lr asks for now
/// Keras and optax cut when the bad reports *reach* their patience, which is this patience plus 1.
/// Source: torch.optim.lr_scheduler.ReduceLROnPlateau.
struct Plateau {
  Aim mode = Aim::min;
  double factor = 0.1;
  Step patience = 10;
  double relative = 1e-4;
  double absolute = 0;
  ShareOf share_of = ShareOf::magnitude;
  Step cooldown = 0;
  Switch best_in_cooldown = Switch::yes;
  double min_lr = 0;
  double min_scale = 0;
  double eps = 0;
  Step average = 1;

  static constexpr std::string_view name = "plateau";
  static constexpr std::string_view meaning = "cuts the rate when the metric has stopped improving";
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Plateau::mode>(Unit::choice, {}, "is the metric to fall or to rise"),
        field<&Plateau::factor>(Unit::number, {.most = 1}, "what a cut multiplies the rate by"),
        field<&Plateau::patience>(Unit::count, {}, "bad reports in a row that are borne; one more cuts"),
        field<&Plateau::relative>(Unit::fraction, {}, "how much better is better, as a share of the best"),
        field<&Plateau::absolute>(Unit::number, {}, "how much better is better, besides that share"),
        field<&Plateau::share_of>(Unit::choice, {}, "the share is of |best|, or of best with its sign"),
        field<&Plateau::cooldown>(Unit::count, {}, "reports after a cut that do not count as bad"),
        field<&Plateau::best_in_cooldown>(Unit::choice, {}, "does the best move meanwhile"),
        field<&Plateau::min_lr>(Unit::rate, {}, "no cut goes below this rate"),
        field<&Plateau::min_scale>(Unit::fraction, {.most = 1}, "no cut goes below this share"),
        field<&Plateau::eps>(Unit::rate, {}, "a cut that takes off no more than this is not made"),
        field<&Plateau::average>(Unit::count, {.least = 1}, "so many reports are averaged into one"),
    };
  }
  friend bool operator==(const Plateau&, const Plateau&) = default;
};

/// Raises the rate after more than `patience` good reports in a row, cuts it after as many bad ones.
///   cut:   rate := max(rate factor, min_lr), then `cooldown` reports are not counted
///   raise: rate := min(rate / factor, max_lr), then `settle` reports are not counted
/// After `reset` cuts asked for at min_lr it begins anew. Unlike Plateau, nothing at all is heard during a pause.
/// Source: transformers.GreedyLR (arXiv 2512.14527); its warmup is `settle`, its window_size with smooth `window`.
struct Greedy {
  Aim mode = Aim::min;
  double factor = 0.95;
  Step patience = 10;
  double relative = 0;
  double absolute = 1e-6;
  ShareOf share_of = ShareOf::magnitude;
  Step cooldown = 0;
  Step settle = 0;
  double min_lr = 0;
  double max_lr = 1;
  double eps = 0;
  Step window = 1;
  Step reset = 500;

  static constexpr std::string_view name = "greedy";
  static constexpr std::string_view meaning = "raises the rate while the metric improves, cuts it while it does not";
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Greedy::mode>(Unit::choice, {}, "is the metric to fall or to rise"),
        field<&Greedy::factor>(Unit::number, {.most = 1, .above_least = true},
                               "a cut multiplies by it, a raise divides by it"),
        field<&Greedy::patience>(Unit::count, {}, "reports in a row that are borne; one more moves"),
        field<&Greedy::relative>(Unit::fraction, {}, "how much better is better, as a share of the best"),
        field<&Greedy::absolute>(Unit::number, {}, "how much better is better, besides that share"),
        field<&Greedy::share_of>(Unit::choice, {}, "the share is of |best|, or of best with its sign"),
        field<&Greedy::cooldown>(Unit::count, {}, "reports after a cut that are not heard"),
        field<&Greedy::settle>(Unit::count, {}, "reports after a raise that are not heard"),
        field<&Greedy::min_lr>(Unit::rate, {}, "no cut goes below this rate"),
        field<&Greedy::max_lr>(Unit::rate, {}, "no raise goes above this rate"),
        field<&Greedy::eps>(Unit::rate, {}, "a move of no more than this is not made"),
        field<&Greedy::window>(Unit::count, {.least = 1}, "the mean of so many last reports is heard"),
        field<&Greedy::reset>(Unit::count, {}, "cuts asked for at min_lr after which it begins anew"),
    };
  }
  friend bool operator==(const Greedy&, const Greedy&) = default;
};

/// Cuts the rate when a line fitted to the last `patience` reports does not surely fall: dlib's test.
///   cut: when P(the line through the last `patience` reports falls) < probability, and of those without the worst
///        `discard` too: dlib's count of steps without decrease reaches its threshold just then
/// P(slope < 0) = Phi(-slope / its standard error); the line comes of recursive least squares in dlib's own order.
/// Source: dlib, count_steps_without_decrease(), count_steps_without_decrease_robust() and dnn_trainer.
struct Trend {
  Aim mode = Aim::min;
  double factor = 0.1;
  Step patience = 2000;
  double probability = 0.51;
  double discard = 0.1;
  Step every = 1;
  Step drop = 600;
  double min_lr = 0;

  static constexpr std::string_view name = "trend";
  static constexpr std::string_view meaning = "cuts the rate when a line through the metrics no longer surely falls";
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Trend::mode>(Unit::choice, {}, "is the metric to fall or to rise"),
        field<&Trend::factor>(Unit::number, {.most = 1}, "what a cut multiplies the rate by"),
        field<&Trend::patience>(Unit::count, {.least = 3, .most = 1e6},
                                "the last reports that are looked at, all of them without progress"),
        field<&Trend::probability>(Unit::fraction, {.least = 0.5, .most = 1, .above_least = true},
                                   "how sure it must be of progress"),
        field<&Trend::discard>(Unit::fraction, {.most = 1}, "the share of the worst that is left out"),
        field<&Trend::every>(Unit::count, {.least = 1}, "it looks at every so many reports"),
        field<&Trend::drop>(Unit::count, {}, "how many of the oldest reports it forgets after a cut"),
        field<&Trend::min_lr>(Unit::rate, {}, "no cut goes below this rate"),
    };
  }
  friend bool operator==(const Trend&, const Trend&) = default;
};

/// Reports of steps before `start` are not listened to: so a controller waits for a warm-up's end.
struct Controller {
  std::variant<Plateau, Greedy, Trend> rule;
  Step start = 0;

  friend bool operator==(const Controller&, const Controller&) = default;
};

/// All that a controller remembers. What is not its rule's stays as it is here.
struct ControllerState {
  double scale = 1;                 // what multiplies the schedule's rate
  std::optional<double> best;       // of the metrics so far
  Step bad = 0, good = 0;           // reports in a row
  Step wait = 0;                    // reports that are not counted yet: cooldown and settle
  Step at_floor = 0;                // Greedy: cuts asked for at min_lr
  Step reports = 0;                 // listened to
  Step next = 0;                    // the step after the last report, listened to or not
  std::vector<double> window = {};  // metrics that are still needed, the newest last

  friend bool operator==(const ControllerState&, const ControllerState&) = default;
};

/// One metric, reported after the update of `step`, whose rate the schedule had as `scheduled_rate`.
struct Report {
  Step step = 0;
  double metric = 0;
  double scheduled_rate = 0;
};

/// Refused where an option is none, with what to type.
Result<Controller> check(Controller controller);

/// What it remembers after the report. The controller must be one that check() passed.
ControllerState observe(const Controller& controller, ControllerState state, const Report& report);

/// The rate that is really used where the schedule says `scheduled_rate`. min_lr and max_lr bound the controller's own
/// moves, so a schedule that falls to 0 still does.
inline double controlled_rate(const ControllerState& state, double scheduled_rate) {
  return scheduled_rate * state.scale;
}

/// What a run had.
struct Replay {
  Step first = 0;             // the step of rates[0]
  std::vector<double> rates;  // one a step
  ControllerState state;      // at the end
};

/// Runs the controller on a log: metrics[i] was reported after the last of each `every` steps from state.next on. The
/// rates are those of `steps` steps; a metric whose report would come after them is not looked at.
Replay replay(const Schedule& lr, const Controller& controller, const std::vector<double>& metrics, Step every,
              Step steps, ControllerState state = {});

/// What is wrong with the controller for a run of `steps` steps with a report after every `every`: that it can never
/// fire ("controller-never-fires"), that it fires whatever the metric does ("controller-fires-blindly").
std::vector<Note> lint(const Controller& controller, const Schedule& lr, Step steps, Step every = 1);

/// The state as a JSON object, and back: controller_state(to_json(s)) == s.
Json to_json(const ControllerState& state);
Result<ControllerState> controller_state(const Json& json);

}  // namespace etude::schedule
