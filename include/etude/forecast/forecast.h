#pragma once
// From the logs of a few runs to the loss of a schedule that nobody has run.
//
//   const Result<Forecast> forecast = fit(runs, {});                        // laws, one a peak, and over all peaks
//   const Result<Prediction> ahead = predict(*forecast, {rates, 300}, at);  // losses with 90 % intervals, and opinions
//
// A forecast holds what was fitted as plain data. Everything else is a function of it, and of the rates of a run.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/field.h"
#include "etude/forecast/law.h"
#include "etude/record/logged_run.h"

namespace etude::forecast {

/// The rates of a run, from step 0, of which the first `warmup_steps` climb to the peak (record::warmup_of).
struct Course {
  std::vector<double> rates;
  Step warmup_steps = 0;

  double peak() const;  // the highest rate
};

struct FitOptions {
  std::string law = {};  // whose values are told; empty: pplq, or sgd where the logs follow that alone
  Step from = 0;         // the first step that counts; 0: 1000, or 3/10 of a shorter run, or the warm-up's end

  static constexpr auto fields(auto...) {
    return std::array{
        field<&FitOptions::law>(Unit::text, {},
                                "the law whose values are told [pplq, or sgd where the logs follow that alone]"),
        field<&FitOptions::from>(Unit::steps, {},
                                 "the first step that counts; 0: 1000, or 3/10 of a shorter run, or the warm-up's end"),
    };
  }
};

/// A law fitted to the runs of one peak; the joint law to all of them.
struct LawFit {
  std::string law;                      // its word
  double peak = 0;                      // of the runs; 0: of the joint law, any
  std::vector<double> parameters = {};  // in the law's order
  std::vector<double> covariance = {};  // of the parameters' logarithms, row by row
  double residual_scale = 0;            // of weighed ln(measured / fitted): 1.48 times the median of its size
  double objective = 0;                 // what the fit made small

  static constexpr auto facts(auto...) {
    return facts_of<&LawFit::law, &LawFit::peak, &LawFit::parameters, &LawFit::covariance, &LawFit::residual_scale,
                    &LawFit::objective>();
  }
  friend bool operator==(const LawFit&, const LawFit&) = default;
};

/// What is kept of a run that was fitted.
struct FittedRun {
  std::string name;
  double peak = 0;
  Step steps = 0;             // the last step whose loss was measured
  Step points = 0;            // that counted
  double lowest_share = 1;    // the lowest rate after the warm-up, as a share of the peak
  double constant_share = 0;  // the share of its steps that are at the peak
  double final_loss = 0;
  double misfit = 0;  // the median of ln(measured / fitted) under the law that leads

  static constexpr auto facts(auto...) {
    return facts_of<&FittedRun::name, &FittedRun::peak, &FittedRun::steps, &FittedRun::points, &FittedRun::lowest_share,
                    &FittedRun::constant_share, &FittedRun::final_loss, &FittedRun::misfit>();
  }
  friend bool operator==(const FittedRun&, const FittedRun&) = default;
};

/// What was learnt from logs.
struct Forecast {
  std::string law = "pplq";  // whose values are told
  Step from = 0;             // the first step that counts, as FitOptions has it
  std::vector<FittedRun> runs = {};
  std::vector<LawFit> fits = {};           // peak by peak, ascending, each in the order of laws(); then the joint law
  std::vector<std::string> warnings = {};  // what the logs do not tell, each with the run to add

  static constexpr auto facts(auto...) {
    return facts_of<&Forecast::law, &Forecast::from, &Forecast::runs, &Forecast::fits, left_out<&Forecast::warnings>>();
  }
  friend bool operator==(const Forecast&, const Forecast&) = default;

  std::vector<double> peaks() const;                              // of the fitted runs, ascending
  const LawFit* fit_of(std::string_view law, double peak) const;  // nullptr: there is none
};

/// Fits the laws to runs. The bits depend on runs and options alone. Refused, with what to type or to run: a run that
/// check() refuses, no run, two runs of one name, an unknown law, runs without a point that counts.
Result<Forecast> fit(std::span<const LoggedRun> runs, const FitOptions& options);

/// The text of a forecast (law.json), and back; every number to the bit.
std::string to_text(const Forecast& forecast);
Result<Forecast> forecast_from_text(std::string_view text);

/// A sum of fitted laws: loss of a course = sum of weight * (law at all its rates times rate_factor). At a fitted peak one
/// law with both at 1; at another, the joint law and what the laws of the fitted peaks say of its error.
struct Model {
  struct Term {
    LawFit fit;
    double rate_factor = 1;
    double weight = 1;
  };
  std::string law;  // "pplq", "joint" where the peak was not fitted, "pplq+mplq" for a mean
  std::vector<Term> terms;
  std::vector<std::string> warnings = {};
  bool is_forced = false;  // the peak was neither fitted nor near to what was
};

/// The model for the values of a course: the law that leads, or, where that is pplq and no fitted run of the peak went as
/// low as the course does, its mean with mplq, which then errs to the other side. Beyond the fitted runs predict() adds a
/// share of mpl to it. And the model for choosing between
/// courses of a peak: .45 of pplq, .15 of mplq and .4 of mpl, which chose better on the logs of tests/golden/curves than any
/// of them or their even mean, unless another law that may choose leads. Refused, unless forced: a peak that was not fitted
/// where only one was; one more than a factor of 2 outside of those that were; between two that are
/// more than a factor of 4 apart.
Result<Model> model_of_values(const Forecast& forecast, const Course& course, bool is_forced = false);
Result<Model> model_for_choosing(const Forecast& forecast, double peak, bool is_forced = false);

/// The losses of a course at the steps `at`, ascending, 0 ... its length; what is meant, LoggedRun says. Cost: linear in
/// the course.
std::vector<double> losses(const Model& model, const Course& course, std::span<const Step> at);

/// The loss after the last update and its derivatives by every rate. Cost: linear in the course.
struct FinalLoss {
  double loss = 0;
  std::vector<double> gradient;  // as many as rates; those of the warm-up are 0, which is held as it is
};
FinalLoss final_loss(const Model& model, const Course& course);

/// What a law says beside the one that leads.
struct Opinion {
  std::string law;
  std::vector<double> losses;

  static constexpr auto facts(auto...) { return facts_of<&Opinion::law, &Opinion::losses>(); }
};

struct Prediction {
  std::string law;                         // the model's; "pplq+mpl" where it ends beyond the fitted runs
  std::vector<Step> steps;                 // as asked for
  std::vector<double> losses;              // what it says
  std::vector<double> half_widths;         // of the 90 % interval: losses -+ half_widths
  std::vector<Opinion> opinions;           // of all laws that were fitted there
  std::vector<std::string> warnings = {};  // where laws disagree by more than the interval, and what a model says
  bool is_forced = false;                  // the peak was neither fitted nor near to what was: not to be relied on

  static constexpr auto facts(auto...) {
    return facts_of<&Prediction::law, &Prediction::steps, &Prediction::losses, &Prediction::half_widths,
                    &Prediction::opinions, left_out<&Prediction::warnings>, left_out<&Prediction::is_forced>>();
  }
};

/// The losses of a course at the steps `at`. Refused: what model_of_values refuses; `at` not ascending in
/// 0 ... the course's length; a rate that is negative or not finite; a course that ends before a quarter of the first step that
/// counts in the logs; losses that are not finite or not above 0.
Result<Prediction> predict(const Forecast& forecast, const Course& course, std::span<const Step> at,
                           bool is_forced = false);

/// How well a forecast tells a run, over the points that count (FitOptions::from).
struct Score {
  std::string run;
  double R2 = 0;
  double mae = 0;               // mean size of the error
  double rmse = 0;              // root of its mean square
  double pred_e = 0;            // mean of |error| / loss
  double worst_e = 0;           // the largest |error| / loss
  double final_error = 0;       // |error| of the last point
  double mae_after_branch = 0;  // mean size of the error from branch_step on; all, without one
  double half_width = 0;        // of the 90 % interval of the last point
  bool covered = false;         // the last point lies in it
  bool is_forced = false;       // as Prediction has it

  static constexpr auto facts(auto...) {
    return facts_of<&Score::run, &Score::R2, &Score::mae, &Score::rmse, &Score::pred_e, &Score::worst_e,
                    &Score::final_error, &Score::mae_after_branch, &Score::half_width, &Score::covered,
                    left_out<&Score::is_forced>>();
  }
};
Result<Score> score(const Forecast& forecast, const LoggedRun& run, bool is_forced = false);

/// The same of a model, for laws with parameters of a paper.
Score score(const Model& model, const LoggedRun& run);

/// Whether any run was told of a peak of which the logs say nothing.
bool any_forced(std::span<const Score> scores);

/// Means over runs; `covered` is the share that is.
struct MeanScore {
  std::size_t runs = 0;
  double R2 = 0, mae = 0, rmse = 0, pred_e = 0, worst_e = 0, final_error = 0, mae_after_branch = 0, half_width = 0;
  double covered = 0;

  static constexpr auto facts(auto...) {
    return facts_of<&MeanScore::runs, &MeanScore::R2, &MeanScore::mae, &MeanScore::rmse, &MeanScore::pred_e,
                    &MeanScore::worst_e, &MeanScore::final_error, &MeanScore::mae_after_branch, &MeanScore::half_width,
                    &MeanScore::covered>();
  }
};
MeanScore mean_of(std::span<const Score> scores);

}  // namespace etude::forecast
