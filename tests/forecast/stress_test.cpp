// What becomes of a forecast where it is asked for much: horizons beyond the fitted ones, peaks from others, every choice of
// runs, logs that are worse than those that are shipped, and schedules of odd shapes. Prints the table of docs/forecast.md.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "forecast/shipped_curves_test.h"
#include "stress.h"

namespace etude::forecast {
namespace {

const std::vector<ShippedRun>& shipped() {
  static const std::vector<ShippedRun> all = [] {
    std::vector<ShippedRun> runs = shipped_runs(ETUDE_GOLDEN "/curves");
    std::erase_if(runs, [](const ShippedRun& each) { return each.role == "diverged"; });
    return runs;
  }();
  return all;
}

std::string model_of(const LoggedRun& run) { return run.name.substr(0, run.name.find('_')); }

using Choice = std::function<bool(const ShippedRun&)>;

Runs runs_of(const std::string& model, const Choice& choice = {}) {
  Runs runs;
  for (const ShippedRun& each : shipped())
    if (model_of(each.run) == model && (!choice || choice(each))) runs.push_back(each.run);
  return runs;
}

Choice with_role(const std::string& role, double peak = 0) {
  return [=](const ShippedRun& each) {
    return each.role == role && (peak == 0 || std::abs(each.run.peak() / peak - 1) < 1e-6);
  };
}

Choice at_peak(double peak) {
  return [=](const ShippedRun& each) { return std::abs(each.run.peak() / peak - 1) < 1e-6; };
}

Runs joined_runs(Runs one, const Runs& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

bool is_in(const LoggedRun& run, const Runs& runs) {
  return std::any_of(runs.begin(), runs.end(), [&](const LoggedRun& each) { return each.name == run.name; });
}

Runs without(const Runs& all, const Runs& some) {
  Runs left;
  for (const LoggedRun& run : all)
    if (!is_in(run, some)) left.push_back(run);
  return left;
}

/// Every set of so many of them.
std::vector<Runs> sets_of(const Runs& all, std::size_t count, std::size_t from = 0) {
  if (count == 0) return {{}};
  std::vector<Runs> sets;
  for (std::size_t i = from; i < all.size(); ++i)
    for (Runs& rest : sets_of(all, count - 1, i + 1)) sets.push_back(joined_runs({all[i]}, rest));
  return sets;
}

/// The run, had it been stopped.
LoggedRun cut(LoggedRun run, Step steps) {
  if (static_cast<Step>(run.rates.size()) <= steps) return run;
  run.rates.resize(static_cast<std::size_t>(steps));
  while (!run.steps.empty() && run.steps.back() >= steps) run.steps.pop_back(), run.losses.pop_back();
  return run;
}

const std::vector<std::string> sizes{"sp53", "sp93", "sp152"};
const std::vector<std::pair<std::string, double>> groups{{"mpl100", 3e-4}, {"mpl25", 3e-4}, {"mpl400", 3e-4},
                                                         {"sp53", 1e-3},   {"sp93", 1e-3},  {"sp152", 5e-4},
                                                         {"sp124", 5e-4},  {"sp124", 1e-3}, {"sp124", 2e-3}};

/// What there is when the longest run has come so far, every three of it, and what is longer.
std::vector<Case> beginnings(double share, std::size_t least, std::size_t most) {
  std::vector<Case> cases;
  for (const auto& [model, peak] : groups) {
    const Runs all = runs_of(model, at_peak(peak));
    std::size_t longest = 0;
    for (const LoggedRun& run : all) longest = std::max(longest, run.rates.size());
    const Step seen = static_cast<Step>(share * static_cast<double>(longest));
    Runs begun, longer;
    for (const LoggedRun& run : all) {
      const LoggedRun part = cut(run, seen);
      const auto is_alike = [&](const LoggedRun& each) {
        return std::equal(part.rates.begin(), part.rates.end(), each.rates.begin(), each.rates.end());
      };
      if (std::none_of(begun.begin(), begun.end(), is_alike)) begun.push_back(part);
      if (static_cast<double>(run.rates.size()) >= 1.3 * static_cast<double>(seen)) longer.push_back(run);
    }
    if (longer.empty() || begun.size() < 2) continue;
    if (begun.size() <= most) {
      cases.push_back({begun, longer});
      continue;
    }
    for (std::size_t count = least; count <= most; ++count)
      for (Runs& set : sets_of(begun, count)) cases.push_back({std::move(set), longer});
  }
  return cases;
}

Runs one_of(const Runs& runs, const std::string& word) {
  for (const LoggedRun& run : runs)
    if (run.name.find(word) != std::string::npos) return {run};
  return {};
}

/// Those of the first table.
std::vector<Case> asked() {
  std::vector<Case> cases{{runs_of("sp124", with_role("fit", 1e-3)), runs_of("sp124", with_role("predict"))},
                          {runs_of("mpl100", with_role("fit")), runs_of("mpl100", with_role("predict"))}};
  for (const std::string& model : sizes) {
    const Runs fitted = runs_of(model, with_role("fit")), others = runs_of(model, with_role("predict-otherpeak"));
    cases.push_back({fitted, runs_of(model, with_role("predict"))});
    const auto shortest = std::min_element(others.begin(), others.end(), [](const LoggedRun& a, const LoggedRun& b) {
      return a.rates.size() < b.rates.size();
    });
    cases.push_back({joined_runs(fitted, {*shortest}), without(others, {*shortest})});
  }
  const Runs low = runs_of("sp124", with_role("fit", 5e-4)), high = runs_of("sp124", with_role("fit", 2e-3));
  cases.push_back({joined_runs(low, high), runs_of("sp124", at_peak(1e-3))});
  cases.push_back({joined_runs(low, one_of(high, "cos")), runs_of("sp124", at_peak(1e-3))});
  return cases;
}

using Change = std::function<void(LoggedRun&)>;

std::vector<Case> changed(std::vector<Case> cases, const Change& change) {
  for (Case& each : cases)
    for (LoggedRun& run : each.fitted) change(run);
  return cases;
}

Change thinned_to(std::size_t stride) {
  return [=](LoggedRun& run) {
    LoggedRun kept = run;
    kept.steps.clear(), kept.losses.clear();
    for (std::size_t i = (run.steps.size() - 1) % stride; i < run.steps.size(); i += stride)
      kept.steps.push_back(run.steps[i]), kept.losses.push_back(run.losses[i]);
    run = kept;
  };
}

Change smoothed(double kept) {
  return [=](LoggedRun& run) {
    for (std::size_t i = 1; i < run.losses.size(); ++i)
      run.losses[i] = kept * run.losses[i - 1] + (1 - kept) * run.losses[i];
  };
}

Change rounded_to(double unit) {
  return [=](LoggedRun& run) {
    for (double& loss : run.losses) loss = unit * std::round(loss / unit);
  };
}

Change shifted_by(Step more) {
  return [=](LoggedRun& run) {
    const Step by = more == 0 ? -run.warmup_steps : more;
    LoggedRun kept = run;
    kept.steps.clear(), kept.losses.clear();
    for (std::size_t i = 0; i < run.steps.size(); ++i)
      if (const Step step = run.steps[i] + by; step >= 0 && step <= static_cast<Step>(run.rates.size()))
        kept.steps.push_back(step), kept.losses.push_back(run.losses[i]);
    run = kept;
  };
}

Change with_noise(double size) {
  return [=](LoggedRun& run) {
    std::uint64_t seed = 0;
    for (const char each : run.name) seed = 31 * seed + static_cast<std::uint64_t>(each);
    add_noise(size, seed, run);
  };
}

TEST(Stress, Asked) {
  const Row row = held("as asked", asked());
  EXPECT_LE(row.error(), 0.0045);
  EXPECT_LE(row.widths / row.told, 0.019);
  expect_to_hold(row);
}

constexpr std::pair<double, const char*> shares[]{{0.25, "1/4"}, {1. / 3, "1/3"}, {0.5, "1/2"}, {2. / 3, "2/3"}};

TEST(Stress, Beginnings) {
  Row all;
  for (const auto& [share, name] : shares)
    all.add(
        held("all runs till " + std::string(name) + " of the longest, then longer ones", beginnings(share, 10, 10)));
  expect_to_hold(all);
}

TEST(Stress, ChosenBeginnings) {
  for (const auto& [share, name] : shares)
    for (const std::size_t count : {3, 2})
      expect_to_hold(held("any " + std::to_string(count) + " runs till " + name + ", then longer ones",
                          beginnings(share, count, count)));
}

TEST(Stress, Peaks) {
  const double peaks[] = {5e-4, 1e-3, 2e-3};
  std::map<std::string, std::vector<Case>> rows;  // in the order of their names
  for (const double x : peaks)
    for (const double y : peaks) {
      if (x == y) continue;
      const double z = 5e-4 * 1e-3 * 2e-3 / x / y;
      const Runs trio = runs_of("sp124", with_role("fit", x)), other = runs_of("sp124", with_role("fit", y));
      if (x < y)
        rows[z == 1e-3 ? "sp124: 3 at 5e-4, 3 at 2e-3 -> 1e-3" : "sp124: 3 runs at each of 2 peaks -> beyond by 2"]
            .push_back({joined_runs(trio, other), runs_of("sp124", at_peak(z))});
      for (const char* kind : {"const", "cos10", "wsdlin0.2"}) {
        const Runs fitted = joined_runs(trio, one_of(other, kind));
        rows["sp124: 3 runs, and a " + std::string(kind) + (x < y ? " higher" : " lower") + " -> the others there"]
            .push_back({fitted, without(runs_of("sp124", at_peak(y)), fitted)});
        const bool between = z == 1e-3;
        rows["sp124: 3 runs, and a " + std::string(kind) + " elsewhere -> " + (between ? "between" : "beyond by 2")]
            .push_back({fitted, runs_of("sp124", at_peak(z))});
      }
    }
  for (const std::string& model : sizes) {
    const Runs low = joined_runs(runs_of(model, with_role("fit")), runs_of(model, with_role("predict")));
    const Runs high = runs_of(model, with_role("predict-otherpeak"));
    for (const Runs& one : sets_of(high, 1))
      rows["sizes: a constant at P, any cosine at 2 P -> at P"].push_back(
          {joined_runs(one_of(low, "const"), one), without(low, one_of(low, "const"))});
    for (const Runs& pair : sets_of(low, 2))
      for (const Runs& one : sets_of(high, 1)) {
        rows["sizes: any 2 at P, any cosine at 2 P -> cosines"].push_back({joined_runs(pair, one), without(high, one)});
        rows["sizes: any 2 at P, any cosine at 2 P -> at P"].push_back({joined_runs(pair, one), without(low, pair)});
      }
    for (const Runs& pair : sets_of(high, 2))
      for (const Runs& one : sets_of(low, 1))
        rows["sizes: any 2 cosines at 2 P, any 1 at P -> at P"].push_back({joined_runs(pair, one), without(low, one)});
  }
  Row all;
  for (const auto& [name, cases] : rows) all.add(held(name, cases));
  expect_to_hold(all);
}

TEST(Stress, Choices) {
  for (const std::size_t count : {2, 3, 4}) {
    for (const auto& [model, peak] : {std::pair("mpl100", 3e-4), {"sp124", 1e-3}}) {
      const Runs all = runs_of(model, at_peak(peak));
      std::vector<Case> cases;
      for (const Runs& set : sets_of(all, count)) cases.push_back({set, without(all, set)});
      expect_to_hold(held("any " + std::to_string(count) + " of " + model + (peak == 1e-3 ? " at 1e-3" : ""), cases));
    }
    std::vector<Case> small;
    for (const char* model : {"mpl25", "mpl400", "sp53", "sp93", "sp152"}) {
      const Runs all = runs_of(model);
      for (const Runs& set : sets_of(all, count))
        if (set.size() < all.size()) small.push_back({set, without(all, set)});
    }
    expect_to_hold(held("any " + std::to_string(count) + " of another model, all its peaks", small));
  }
}

/// Only as asked is what is fitted; what is told is as it was measured.
TEST(Stress, Logs) {
  held("each 10th point", changed(asked(), thinned_to(10)));
  held("each 30th point", changed(asked(), thinned_to(30)));
  held("each 100th point", changed(asked(), thinned_to(100)));
  held("a running mean, .5 of the point before", changed(asked(), smoothed(0.5)));
  held("a running mean, .9 of the point before", changed(asked(), smoothed(0.9)));
  held("steps that count from 1", changed(asked(), shifted_by(1)));
  held("steps that count from the warm-up's end", changed(asked(), shifted_by(0)));
  held("3 decimals", changed(asked(), rounded_to(1e-3)));
  held("2 decimals", changed(asked(), rounded_to(1e-2)));
  held("noise of .003", changed(asked(), with_noise(0.003)));
  held("noise of .03", changed(asked(), with_noise(0.03)));
}

}  // namespace
}  // namespace etude::forecast
