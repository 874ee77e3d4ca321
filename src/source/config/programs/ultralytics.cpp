// Ultralytics (8.4.190). The rate is set at every batch, and the optimizer steps only once it has gathered nbs samples; a
// step here is a batch. A warm-up goes from 0 (biases: from warmup_bias_lr) to the rate of its own epoch.

#include <algorithm>
#include <cmath>

#include "dialect/read/curves.h"
#include "etude/base/math.h"
#include "source/config/settings.h"

namespace etude::inline source::configs::ultralytics {
namespace {

using namespace dialect;

struct Run {
  double lr, end, bias;
  Step epochs, batches, warm;
  bool is_cosine;

  double factor(Step epoch) const {
    const double p = static_cast<double>(epoch) / static_cast<double>(epochs);
    if (!is_cosine) return std::max(1 - p, 0.0) * (1 - end) + end;
    return (1 - math::cos_pi(p)) / 2 * (end - 1) + 1;
  }
  double rate(Step epoch) const { return lr * factor(epoch); }
};

/// Every epoch is a line of the warm-up, or flat. Up to `warm` and including it, a line from `start` to the epoch's rate.
Result<Schedule> curve_of(Settings& s, const Run& r, double start) {
  s.require(r.epochs <= 600, "epochs", "more than 600 epochs are too many to write out", {});
  if (s.error()) return pass_on(*s.error());
  const Step lines = r.warm > 0 ? r.warm + 1 : 0;
  std::vector<Result<Schedule>> pieces;
  for (Step epoch = 0; epoch * r.batches < lines; ++epoch) {
    const Step first = epoch * r.batches, length = std::min(r.batches, lines - first);
    const auto line = rise_from(start, r.rate(epoch), r.warm);
    pieces.push_back(window(first > 0 ? offset(line, first) : line, 0, length));
  }
  std::vector<double> at, values;
  for (Step epoch = lines / r.batches; epoch < r.epochs; ++epoch) {
    at.push_back(static_cast<double>(std::max(epoch * r.batches - lines, Step{0})));
    values.push_back(r.rate(epoch));
  }
  if (!at.empty()) pieces.push_back(staircase(at, values));
  Result<Schedule> all = pieces[0];
  for (std::size_t i = 1; i < pieces.size(); ++i) all = then(all, pieces[i]);
  return all;
}

/// SGD: as it is written. auto: by the number of updates, whatever lr0 is.
double lr_of(Settings& s, Step batches, Step epochs, double& bias) {
  if (s.text("optimizer") != "auto") return s.number("lr0");
  const Step batch = std::max(s.whole("batch", 1), s.whole("nbs", 1));
  const double samples = static_cast<double>(batches * s.whole("batch", 1));
  const bool is_long = raised(samples / static_cast<double>(batch)) * epochs > 10000;
  bias = 0;
  const double lr =
      is_long ? 0.01 : std::nearbyint(0.01 / (4 + s.asked("classes", "the number of classes", "80")) * 1e6) / 1e6;
  s.note("ignored-argument", "optimizer auto passes lr0 and momentum over: the rate is {} ({})",
         {plain(lr), is_long ? "more than 10000 updates: MuSGD" : "AdamW"}, "write optimizer: SGD, or another by name");
  return lr;
}

Result<Meaning> read(Settings& s) {
  const Step epochs = s.whole("epochs", 1),
             batches = static_cast<Step>(
                 std::clamp(s.asked("batches", "the number of batches in an epoch", "500"), 1.0, 1e12));
  double bias = s.number("warmup_bias_lr");
  const double lr = lr_of(s, batches, epochs, bias), warm = s.number("warmup_epochs");
  const Step steps = rounded(std::min(warm, static_cast<double>(epochs - 1)) * static_cast<double>(batches));
  if (steps > 0 && steps < 100)
    s.note("depends-on-version", "the warm-up has {} batches; Ultralytics 8.3 gives it 100 at least", {steps},
           "write warmup_epochs for 100 batches or more");
  const Run r{lr, s.number("lrf"), bias, epochs, batches, steps, s.flag("cos_lr")};
  const Step gathered =
      std::max(rounded(static_cast<double>(s.whole("nbs", 1)) / static_cast<double>(s.whole("batch", 1))), Step{1});
  if (gathered > 1)
    s.note("by-batch", "a step here is a batch; after the warm-up the optimizer steps once in {} of them", {gathered},
           "give batch: 64, or read the curve by batches");
  const auto main = curve_of(s, r, 0);
  if (r.warm == 0 || !main) return written(s, main, epochs * batches);
  const auto biases = curve_of(s, r, bias);
  if (!biases) return written(s, biases, 0);
  const auto text = written(s, main, 0), others = written(s, biases, 0);
  return written(s, filled("plan(lr={}, group(bias, lr={}))", {text->line, others->line}), epochs * batches);
}

constexpr Setting settings[] = {{"lr0", "0.01", Part::rate},
                                {"lrf", "0.01", Part::floor_share},
                                {"cos_lr", "false"},
                                {"epochs", "100"},
                                {"warmup_epochs", "3.0"},
                                {"warmup_bias_lr", "0.1"},
                                {"warmup_momentum", "0.8"},
                                {"momentum", "0.937"},
                                {"nbs", "64"},
                                {"batch", "16"},
                                {"optimizer", "auto"}};

}  // namespace

constexpr Program program{.name = "ultralytics",
                          .title = "Ultralytics",
                          .forms = "YAML, key=value",
                          .marks = "lr0 | lrf | cos_lr | warmup_bias_lr | imgsz epochs",
                          .settings = settings,
                          .read = &read,
                          .strangers = Strangers::refused};

}  // namespace etude::source::configs::ultralytics
