// In place of saved states: a page keeps none.

#include "etude/lab/origin.h"

namespace etude {

template <class Real>
std::vector<std::uint8_t> to_bytes(const TrainingState<Real>&) {
  return {};
}
template <class Real>
Result<TrainingState<Real>> state_from_bytes(std::span<const std::uint8_t>) {
  return refuse("the page reads no saved states");
}
template std::vector<std::uint8_t> to_bytes(const TrainingState<double>&);
template std::vector<std::uint8_t> to_bytes(const TrainingState<float>&);
template Result<TrainingState<double>> state_from_bytes(std::span<const std::uint8_t>);
template Result<TrainingState<float>> state_from_bytes(std::span<const std::uint8_t>);

std::string origin_of(const Prepared&) { return {}; }
Result<void> check_same_task(std::string_view, const Prepared&) { return {}; }
Result<void> check_same_plan(std::string_view, const Plan&) { return {}; }

}  // namespace etude
