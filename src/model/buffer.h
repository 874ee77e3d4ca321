#pragma once
// Memory for numbers that vectors read.

#include <cstddef>
#include <vector>

namespace etude::model {

/// Numbers that begin a cache line, 0 at first.
template <class Real>
class Buffer {
 public:
  void resize(std::size_t size) { lines_.assign((size + kLine - 1) / kLine, Line{}); }
  Real* data() { return lines_.empty() ? nullptr : lines_.front().number; }
  const Real* data() const { return lines_.empty() ? nullptr : lines_.front().number; }

 private:
  static constexpr std::size_t kLine = 64 / sizeof(Real);
  struct alignas(64) Line {
    Real number[kLine] = {};
  };
  std::vector<Line> lines_;
};

}  // namespace etude::model
