// A training program that etude can run, with nothing of etude in it: it takes its rates from a file and writes its
// losses into another. It fits a line through noisy points by gradient descent.
//
//   etude compare 'constant(value=0.1)' 'cosine(from=0.4, steps=100)' --steps 100 --seeds 5
//       --trainer 'own_trainer {schedule} {seed} {log}'

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

struct Point {
  double x, y;
};

int main(int count, char** words) {
  if (count != 4) return std::cerr << "usage: own_trainer SCHEDULE SEED LOG\n", 2;

  std::vector<double> rates;
  std::ifstream schedule(words[1]);
  std::string line, step, rate;
  std::getline(schedule, line);  // the heading: step,lr
  while (std::getline(schedule, line)) {
    std::istringstream cells(line);
    std::getline(cells, step, ',');
    std::getline(cells, rate, ',');
    rates.push_back(std::stod(rate));
  }

  std::mt19937 random(static_cast<unsigned>(std::atoi(words[2])));
  const auto draw = [&] { return static_cast<double>(random()) / 4294967296.0 * 2 - 1; };
  std::vector<Point> train(50), heldout(50);
  for (auto* points : {&train, &heldout})
    for (Point& point : *points) point.x = draw(), point.y = 3 * point.x - 1 + draw();

  double slope = 0, offset = 0;
  const auto loss_of = [&](const std::vector<Point>& points) {
    double sum = 0;
    for (const Point& point : points) sum += std::pow(slope * point.x + offset - point.y, 2);
    return sum / static_cast<double>(points.size());
  };

  std::ofstream log(words[3]);
  log.precision(17);
  log << "step,loss,lr,heldout\n";
  for (std::size_t t = 0; t < rates.size(); ++t) {
    log << t << ',' << loss_of(train) << ',' << rates[t] << ",\n";
    double slope_gradient = 0, offset_gradient = 0;
    for (const Point& point : train) {
      const double error = slope * point.x + offset - point.y;
      slope_gradient += 2 * error * point.x / static_cast<double>(train.size());
      offset_gradient += 2 * error / static_cast<double>(train.size());
    }
    slope -= rates[t] * slope_gradient;
    offset -= rates[t] * offset_gradient;
  }
  log << rates.size() << ",,," << loss_of(heldout) << '\n';
}
