// A run between two steps, as bytes.
//
// Layout: the line "etude state 3 float64\n"; then step, seed, the texts of task and plan, epoch, position and the
// counts of what follows as 64-bit integers; parameters, statistics and average; of each optimizer its steps, its three numbers,
// its slots; and a checksum (FNV-1a, 64 bits) of all bytes before it. Everything is little-endian. Edges: sizes are
// held against the bytes that are there before memory is taken.

#include "etude/train/state.h"

#include <bit>
#include <cstring>
#include <type_traits>

namespace etude::train {
namespace {

using Bytes = std::vector<std::uint8_t>;

template <class Real>
constexpr std::string_view kTitle =
    std::is_same_v<Real, double> ? "etude state 3 float64\n" : "etude state 3 float32\n";
template <class Real>
constexpr std::string_view kOtherTitle = kTitle<std::conditional_t<std::is_same_v<Real, double>, float, double>>;
constexpr std::string_view kAnyTitle = "etude state ";

std::uint64_t checksum(std::span<const std::uint8_t> bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3;
  return hash;
}

template <class Number>
auto bits_of(Number value) {
  if constexpr (sizeof(Number) == 8)
    return std::bit_cast<std::uint64_t>(value);
  else if constexpr (sizeof(Number) == 4)
    return std::bit_cast<std::uint32_t>(value);
  else
    return value;
}

template <class Number>
void put(Bytes& bytes, Number value) {
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    bytes.push_back(static_cast<std::uint8_t>(bits_of(value) >> (8 * i)));
}

template <class Real>
void put(Bytes& bytes, const std::vector<Real>& values) {
  put(bytes, std::uint64_t{values.size()});
  for (const Real value : values) put(bytes, value);
}

void put(Bytes& bytes, const std::string& text) {
  put(bytes, std::uint64_t{text.size()});
  bytes.insert(bytes.end(), text.begin(), text.end());
}

/// Takes numbers off the front; `good` is false from the first that is not there.
struct Reader {
  std::span<const std::uint8_t> left;
  bool good = true;

  template <class Number>
  Number take() {
    using Bits = decltype(bits_of(Number{}));
    if (left.size() < sizeof(Number)) good = false;
    if (!good) return {};
    Bits bits = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) bits |= static_cast<Bits>(left[i]) << (8 * i);
    left = left.subspan(sizeof(Number));
    return std::bit_cast<Number>(bits);
  }
  template <class Real>
  std::vector<Real> take_all() {
    const auto count = take<std::uint64_t>();
    good = good && count <= left.size() / sizeof(Real);
    std::vector<Real> values(good ? count : 0);
    for (Real& value : values) value = take<Real>();
    return values;
  }
  std::string take_text() {
    const auto characters = take_all<std::uint8_t>();
    return {characters.begin(), characters.end()};
  }
};

template <class Real>
optim::OptimizerState<Real> take_optimizer(Reader& reader) {
  optim::OptimizerState<Real> state;
  state.steps = reader.take<Step>();
  state.lr_max = reader.take<double>();
  state.weight_sum = reader.take<double>();
  state.interpolation = reader.take<double>();
  state.slots = reader.take_all<Real>();
  reader.good = reader.good && state.steps >= 0;
  return state;
}

template <class Real>
TrainingState<Real> take_state(Reader& reader) {
  TrainingState<Real> state;
  state.step = reader.take<Step>();
  const auto seed = reader.take<std::uint64_t>();
  state.seed = static_cast<std::uint32_t>(seed);
  reader.good = reader.good && state.step >= 0 && seed == state.seed;
  state.task = reader.take_text();
  state.plan = reader.take_text();
  state.epoch = reader.take<std::int64_t>();
  state.position = reader.take<std::uint64_t>();
  state.parameters = reader.take_all<Real>();
  state.statistics = reader.take_all<Real>();
  state.average = reader.take_all<Real>();
  const auto optimizers = reader.take<std::uint64_t>();
  for (std::uint64_t i = 0; reader.good && i < optimizers; ++i)
    state.optimizers.push_back(take_optimizer<Real>(reader));
  return state;
}

bool begins_with(std::span<const std::uint8_t> bytes, std::string_view title) {
  return bytes.size() >= title.size() && std::memcmp(bytes.data(), title.data(), title.size()) == 0;
}

}  // namespace

template <class Real>
std::vector<std::uint8_t> to_bytes(const TrainingState<Real>& state) {
  Bytes bytes(kTitle<Real>.begin(), kTitle<Real>.end());
  put(bytes, state.step);
  put(bytes, std::uint64_t{state.seed});
  put(bytes, state.task);
  put(bytes, state.plan);
  put(bytes, state.epoch);
  put(bytes, std::uint64_t{state.position});
  put(bytes, state.parameters);
  put(bytes, state.statistics);
  put(bytes, state.average);
  put(bytes, std::uint64_t{state.optimizers.size()});
  for (const optim::OptimizerState<Real>& optimizer : state.optimizers) {
    put(bytes, optimizer.steps);
    for (const double number : {optimizer.lr_max, optimizer.weight_sum, optimizer.interpolation}) put(bytes, number);
    put(bytes, optimizer.slots);
  }
  put(bytes, checksum(bytes));
  return bytes;
}

template <class Real>
Result<TrainingState<Real>> state_from_bytes(std::span<const std::uint8_t> bytes) {
  if (!begins_with(bytes, kAnyTitle)) return refuse("this is no state that etude saved");
  if (begins_with(bytes, kOtherTitle<Real>)) {
    const std::string other = std::is_same_v<Real, double> ? "float32" : "float64";
    return refuse("the saved state is of another precision; resume with --precision " + other);
  }
  if (!begins_with(bytes, kTitle<Real>))
    return refuse("the saved state is of another version of etude; train it again with this one");
  const std::size_t size = bytes.size() < kTitle<Real>.size() + 8 ? 0 : bytes.size() - 8;
  Reader end{bytes.subspan(size)};
  if (size == 0 || end.take<std::uint64_t>() != checksum(bytes.first(size)))
    return refuse("the saved state is damaged or cut short; save it again");
  Reader reader{bytes.first(size).subspan(kTitle<Real>.size())};
  auto state = take_state<Real>(reader);
  if (!reader.good || !reader.left.empty()) return refuse("the saved state is damaged; save it again");
  return state;
}

template std::vector<std::uint8_t> to_bytes(const TrainingState<double>&);
template std::vector<std::uint8_t> to_bytes(const TrainingState<float>&);
template Result<TrainingState<double>> state_from_bytes(std::span<const std::uint8_t>);
template Result<TrainingState<float>> state_from_bytes(std::span<const std::uint8_t>);

}  // namespace etude::train
