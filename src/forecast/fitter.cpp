#define EIGEN_DONT_VECTORIZE  // so that sums have one order on every machine
#define EIGEN_MPL2_ONLY

#include "forecast/fitter.h"

#include <Eigen/Jacobi>
#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/NonLinearOptimization>

#include "etude/base/math.h"

namespace etude::forecast {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr double lost = 10;  // the residual of a law that has no logarithm there
constexpr int first_evaluations = 25, all_evaluations = 200;

/// The square root of Huber's loss of r, times 2, with the sign of r; and its slope.
struct Huber {
  double value, slope;

  Huber(double r, double delta) : value(r), slope(1) {
    const double size = std::abs(r);
    if (size <= delta) return;
    const double root = std::sqrt(delta * (2 * size - delta));
    value = r < 0 ? -root : root;
    slope = delta / root;
  }
};

/// The residuals of a problem and their derivatives by the logarithms of the numbers, as Eigen asks for them.
class Residuals {
 public:
  Residuals(const Problem& problem, const std::vector<const Observations*>& runs) : problem_(problem), runs_(runs) {
    for (const Observations* run : runs) points_ += static_cast<Eigen::Index>(run->weights.size());
  }

  Eigen::Index inputs() const { return static_cast<Eigen::Index>(problem_.law->parameters.size()); }
  Eigen::Index values() const { return points_ + 2 * inputs(); }

  int operator()(const Vector& logs, Vector& residuals) const {
    look(logs);
    residuals = residuals_;
    return 0;
  }
  int df(const Vector& logs, Matrix& slopes) const {
    look(logs);
    slopes = slopes_;
    return 0;
  }

  /// weight ln(measured / law) of every point.
  const std::vector<double>& deviations(const Vector& logs) const {
    look(logs);
    return deviations_;
  }

 private:
  /// Works both out, unless that was done for these numbers: they are always asked for one after the other.
  void look(const Vector& logs) const {
    if (seen_.size() == logs.size() && seen_ == logs) return;
    seen_ = logs;
    residuals_ = Vector::Zero(values());
    slopes_ = Matrix::Zero(values(), inputs());
    deviations_.clear();
    std::vector<double> parameters;
    for (Eigen::Index j = 0; j < inputs(); ++j) parameters.push_back(math::exp(std::clamp(logs[j], -300.0, 300.0)));
    const LawNumbers numbers = numbers_of(*problem_.law, parameters);
    Eigen::Index row = 0;
    for (const Observations* run : runs_) look_at(*run, numbers, row);
    for (Eigen::Index j = 0; j < inputs(); ++j) add_prior(j, logs[j], row + 2 * j);
  }

  void look_at(const Observations& run, const LawNumbers& numbers, Eigen::Index& row) const {
    Slopes by_role;
    const auto losses = evaluate(*problem_.law, numbers, problem_.unit, run.outline, &by_role);
    for (std::size_t i = 0; i < losses.size(); ++i, ++row) {
      const bool is_lost = !(losses[i] > 0) || !std::isfinite(losses[i]);
      deviations_.push_back(is_lost ? lost : run.weights[i] * (run.log_losses[i] - math::log(losses[i])));
      const Huber huber(deviations_.back(), problem_.delta);
      residuals_[row] = huber.value;
      for (Eigen::Index j = 0; !is_lost && j < inputs(); ++j)
        slopes_(row, j) = -huber.slope * run.weights[i] / losses[i] * by_role[i][role(j)];
    }
  }

  void add_prior(Eigen::Index j, double log, Eigen::Index row) const {
    const Parameter& parameter = problem_.law->parameters[static_cast<std::size_t>(j)];
    const Prior& prior = problem_.priors[static_cast<std::size_t>(j)];
    if (prior.weight > 0) {
      const double deviation = prior.weight * (log - math::log(prior.centre));
      const Huber huber(deviation, problem_.law->priors_yield ? problem_.delta : std::abs(deviation));
      residuals_[row] = huber.value;
      slopes_(row, j) = huber.slope * prior.weight;
    }
    const double low = math::log(parameter.low), high = math::log(parameter.high);
    if (log >= low && log <= high) return;
    residuals_[row + 1] = log - (log < low ? low : high);
    slopes_(row + 1, j) = 1;
  }

  std::size_t role(Eigen::Index j) const {
    return static_cast<std::size_t>(problem_.law->parameters[static_cast<std::size_t>(j)].role);
  }

  const Problem& problem_;
  const std::vector<const Observations*>& runs_;
  Eigen::Index points_ = 0;
  mutable Vector seen_, residuals_;
  mutable Matrix slopes_;
  mutable std::vector<double> deviations_;
};

struct Reached {
  Vector logs;
  double objective = 0;
};

Reached reached_from(Vector logs, Residuals& residuals, int evaluations) {
  Eigen::LevenbergMarquardt<Residuals> search(residuals);
  search.parameters.maxfev = evaluations;
  search.parameters.factor = 1;
  search.parameters.ftol = search.parameters.xtol = 1e-7;
  search.minimize(logs);
  return {logs, search.fnorm * search.fnorm};
}

Vector logs_of(const Problem& problem, const std::vector<double>& parameters) {
  Vector logs(static_cast<Eigen::Index>(parameters.size()));
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    const Parameter& parameter = problem.law->parameters[j];
    logs[static_cast<Eigen::Index>(j)] = math::log(std::clamp(parameters[j], parameter.low, parameter.high));
  }
  return logs;
}

/// The lowest of what a few steps on the sparse points reach.
Vector best_start(const Problem& problem, std::span<const std::vector<double>> starts) {
  if (starts.size() == 1) return logs_of(problem, starts[0]);
  Residuals residuals(problem, problem.sparse);
  Reached best;
  for (const auto& start : starts) {
    Reached reached = reached_from(logs_of(problem, start), residuals, first_evaluations);
    if (best.logs.size() == 0 || reached.objective < best.objective) best = std::move(reached);
  }
  return best.logs;
}

/// 1.48 times the median of the sizes, at least 1e-3.
double scale_of(std::vector<double> deviations) {
  for (double& each : deviations) each = std::abs(each);
  const auto middle = deviations.begin() + static_cast<std::ptrdiff_t>(deviations.size() / 2);
  std::nth_element(deviations.begin(), middle, deviations.end());
  return std::max(1e-3, 1.48 * *middle);
}

/// The pseudoinverse of the curvature: its eigenvalues and eigenvectors by Jacobi's rotations, each of which makes one
/// number beside the diagonal 0. So small a matrix needs some eight rounds of them.
std::vector<double> inverse_of(const Matrix& curvature) {
  constexpr int rounds = 20;
  const Eigen::Index n = curvature.rows();
  Matrix values = curvature, vectors = Matrix::Identity(n, n);
  for (int round = 0; round < rounds; ++round)
    for (Eigen::Index i = 0; i < n; ++i)
      for (Eigen::Index k = i + 1; k < n; ++k) {
        Eigen::JacobiRotation<double> turn;
        if (!turn.makeJacobi(values, i, k)) continue;  // it is 0 already
        values.applyOnTheLeft(i, k, turn.adjoint());
        values.applyOnTheRight(i, k, turn);
        vectors.applyOnTheRight(i, k, turn);
      }
  const double least = 1e-12 * values.diagonal().maxCoeff();
  std::vector<double> inverse(static_cast<std::size_t>(n * n));
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index k = 0; k < n; ++k)
      for (Eigen::Index part = 0; part < n; ++part)
        if (const double value = values(part, part); value > least)
          inverse[static_cast<std::size_t>(i * n + k)] += vectors(i, part) * vectors(k, part) / value;
  return inverse;
}

Matrix curvature_of(const Matrix& slopes) {
  Matrix curvature = Matrix::Zero(slopes.cols(), slopes.cols());
  for (Eigen::Index row = 0; row < slopes.rows(); ++row)
    for (Eigen::Index i = 0; i < slopes.cols(); ++i)
      for (Eigen::Index k = 0; k < slopes.cols(); ++k) curvature(i, k) += slopes(row, i) * slopes(row, k);
  return curvature;
}

}  // namespace

LawFit solve(const Problem& problem, std::span<const std::vector<double>> starts) {
  Residuals residuals(problem, problem.runs);
  const Reached reached = reached_from(best_start(problem, starts), residuals, all_evaluations);
  LawFit fit{.law = std::string(problem.law->word), .objective = reached.objective};
  for (std::size_t j = 0; j < problem.priors.size(); ++j) {
    const Parameter& parameter = problem.law->parameters[j];
    fit.parameters.push_back(
        std::clamp(math::exp(reached.logs[static_cast<Eigen::Index>(j)]), parameter.low, parameter.high));
  }
  fit.residual_scale = scale_of(residuals.deviations(reached.logs));
  Matrix slopes;
  residuals.df(reached.logs, slopes);
  fit.covariance = inverse_of(curvature_of(slopes));
  for (double& each : fit.covariance) each *= fit.residual_scale * fit.residual_scale;
  return fit;
}

}  // namespace etude::forecast
