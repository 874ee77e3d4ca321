// What dlib's own count_steps_without_decrease() makes of a log: `make.py dlib=./a.out` writes dlib.jsonl with it.
//   g++ -std=c++17 -O1 -ffp-contract=off -DDLIB_DISABLE_ASSERTS -DDLIB__CMAKE_GENERATED_A_CONFIG_H_FILE dlib.cpp
// with the headers of dlib 19.24 (Debian: libdlib-dev). The loop around the counts does what its dnn_trainer says that
// it does: ask when enough steps have passed, cut by ten, forget the oldest losses.

#include <dlib/statistics/running_gradient.h>

#include <cmath>
#include <cstdio>
#include <deque>
#include <string>
#include <vector>

namespace {

/// Falls at first, then stalls, with noise and outliers.
std::vector<double> losses(int count, double fall, double noise, int outliers) {
  std::vector<double> all;
  unsigned long state = 12345;
  for (int i = 0; i < count; ++i) {
    state = (state * 1103515245 + 12345) % 2147483648ul;
    const double uniform = static_cast<double>(state) / 2147483648.0 - 0.5;
    double loss = 1 + fall * std::max(0, count / 3 - i) + noise * uniform;
    if (outliers && i % outliers == outliers - 1) loss += 5;
    all.push_back(std::round(loss * 1e4) / 1e4);
  }
  return all;
}

void run(const std::string& spec, std::size_t thresh, bool is_test, const std::vector<double>& log) {
  std::deque<double> previous;
  double rate = 0.1;
  std::size_t budget = 0;
  std::vector<double> rates;
  for (const double loss : log) {
    budget += 200;
    previous.push_back(loss);
    while (previous.size() > thresh) previous.pop_front();
    if (is_test || budget > thresh) {
      budget = 0;
      if (dlib::count_steps_without_decrease(previous) >= thresh &&
          dlib::count_steps_without_decrease_robust(previous) >= thresh) {
        rate = 0.1 * rate;
        for (std::size_t i = 0; i < (is_test ? 100 : 400) + thresh / 10 && !previous.empty(); ++i) previous.pop_front();
      }
    }
    rates.push_back(rate);
  }
  std::printf("{\"spec\": \"%s\", \"lr\": 0.1, \"metrics\": [", spec.c_str());
  for (std::size_t i = 0; i < log.size(); ++i) std::printf(i ? ", %.6g" : "%.6g", log[i]);
  std::printf("], \"moves\": [");  // the reports after which the rate is another
  double last = 0.1;
  bool is_first = true;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    if (rates[i] == last) continue;
    std::printf(is_first ? "[%zu, %.6g]" : ", [%zu, %.6g]", i, last = rates[i]);
    is_first = false;
  }
  std::printf("]}\n");
}

}  // namespace

int main() {
  std::printf("{\"made_by\": \"tests/golden/controllers/dlib.cpp\", \"versions\": {\"dlib\": \"19.24\"}}\n");
  const std::string test = "dlib.test_trend(test_iterations_without_progress_threshold=";
  run(test + "20)", 20, true, losses(90, 0.05, 0.2, 0));
  run(test + "20)", 20, true, losses(90, 0.05, 0.2, 13));
  run(test + "10)", 10, true, losses(60, 0.2, 0.01, 0));
  run(test + "8)", 8, true, std::vector<double>(30, 1.0));
  run(test + "5)", 5, true, losses(60, 0, 1, 0));
  const std::string train = "dlib.trend(iterations_without_progress_threshold=";
  run(train + "30)", 30, false, losses(140, 0.02, 0.3, 0));
  run(train + "300)", 300, false, losses(800, 0.002, 0.3, 31));
  run(train + "450)", 450, false, losses(1200, 0.0005, 0.5, 0));
}
