// The post's test: a run that an observer ends where the loss explodes, and the post's rule on its losses.

#include "range/post.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "etude/base/math.h"
#include "etude/schedule/kinds.h"
#include "etude/train/train.h"
#include "range/curve.h"
#include "range/rules.h"

namespace etude::range {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

std::string check(const PostOptions& options) {
  if (const std::string wrong = check_rates(options.from, options.to); !wrong.empty()) return wrong;
  return options.steps >= 2 ? "" : "a sweep needs at least 2 steps, not " + std::to_string(options.steps);
}

/// Ends a run at the first loss above `factor` times the best before it.
class Explosion final : public train::Observer {
 public:
  explicit Explosion(double factor) : factor_(factor) {}
  bool after(Step, const train::StepResult& result) override {
    was_seen_ = result.loss > factor_ * best_;
    best_ = std::min(best_, result.loss);
    return !was_seen_;
  }
  bool was_seen() const { return was_seen_; }

 private:
  double factor_, best_ = infinite;
  bool was_seen_ = false;
};

}  // namespace

Result<RangeTest> post_test(const train::Prepared& prepared, const PostOptions& options) {
  if (const std::string reason = check(options); !reason.empty()) return refuse(reason);
  const double growth = math::pow(options.to / options.from, 1 / static_cast<double>(options.steps));
  const auto sweep = exponential({.from = options.from, .rate = growth});
  if (!sweep) return pass_on(sweep.error());
  const train::Task& task = prepared.task();
  const auto prolonged = prepared.with(options.steps, task.backward);
  if (!prolonged) return pass_on(prolonged.error());
  Explosion explosion(options.explosion);
  const auto record = train::run_trial(*prolonged, {*sweep}, options.seed, {&explosion});
  if (!record) return pass_on(record.error());

  RangeTest test{task.name, std::string(name_of(task.backward)), record->lr, record->loss, {}, {}, {}};
  if (record->diverged_at || explosion.was_seen()) test.stopped_at = static_cast<Step>(record->loss.size()) - 1;
  if (record->diverged_at) {
    test.lr.pop_back();
    test.loss.pop_back();
  }
  rules::Kept smoothed = rules::corrected_mean({.lr = test.lr, .loss = test.loss}, 0.9, infinite);
  test.suggested = rules::steepest(smoothed);
  test.smoothed = std::move(smoothed.loss);
  return test;
}

}  // namespace etude::range
