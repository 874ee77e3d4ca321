#pragma once
// The native network: layers one after another, and the loss of what comes out of them.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "etude/base/random.h"
#include "etude/base/shown.h"
#include "etude/model/dual.h"
#include "etude/model/loss.h"
#include "etude/model/vectors.h"

namespace etude::model {

template <class Real>
class Sequence;

/// Samples to train on, owned by the caller.
template <class Real>
struct Batch {
  std::span<const Real> inputs;          // samples x features, row-major; of a sequence, the token of each position
  std::span<const std::int32_t> labels;  // samples x positions, 0 ... classes - 1
};

/// What a parameter is for, which decides how it starts.
enum class Role { weight, bias, gain, embedding };

/// A matrix of parameters and where it lies in parameters() and gradients(), row-major.
struct Parameter {
  std::string name;         // "layer1.weight", "block2.attention.out.bias"
  std::size_t rows = 1;     // inputs of a weight
  std::size_t columns = 0;  // outputs of a weight
  Role role = Role::weight;
  std::size_t begin = 0;

  std::size_t size() const { return rows * columns; }
};

/// What an attention layer saw in the last pass.
struct AttentionFigures {
  std::string layer;         // "block1.attention"
  double largest_logit = 0;  // of q k / sqrt(width of a head), over what is not masked
  double entropy = 0;        // mean over the rows of -sum p log p, in nats
};

struct Evaluation {
  double loss = 0;      // mean over the labels; NaN for an empty batch
  double accuracy = 0;  // share of the labels whose logit is the largest
};

/// How one batch enters a step of training.
struct TrainingPass {
  std::uint64_t key = 0;                             // of the step's dropout masks; each step has its own
  std::size_t labels_of_step = 0;                    // over which the mean is taken; 0: this batch's own
  bool adds = false;                                 // adds to gradients(), as a later part of the same step
  std::function<void(std::size_t)> layer_done = {};  // see loss_and_gradients()
};

/// Real is float, double or Dual; softmax and loss are computed in double (or Dual) either way. Samples go through all
/// layers and back a block at a time, so that what lies between stays in the cache; a sum over samples runs in
/// ascending order, so neither the blocks nor the width of the vectors changes a bit. NaN passes through every layer.
template <class Real>
class Network {
 public:
  /// Takes the layers; see architecture.h for those that are made by name. All parameters start at 0, gains at 1.
  explicit Network(std::unique_ptr<Sequence<Real>> layers, const LossOptions& loss = {}, std::size_t positions = 1,
                   Vectors vectors = Vectors::widest);
  ~Network();
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;

  std::size_t features() const;   // numbers that a sample has
  std::size_t classes() const;    // logits that a label has
  std::size_t positions() const;  // labels that a sample has

  /// Every parameter, in the order in which they lie.
  const std::vector<Parameter>& layout() const;

  /// These stay where they are for the network's life. The statistics are what BatchNorm keeps between steps.
  std::span<Real> parameters();
  std::span<const Real> parameters() const;
  std::span<Real> gradients();
  std::span<Real> statistics();
  std::span<const Real> statistics() const;

  /// Parameters of these names will not be updated. Where those of a BatchNorm are all among them, it normalises by its
  /// statistics in training, too, which stay as they are.
  void freeze(const std::function<bool(const std::string& name)>& is_frozen);

  /// The mean loss in training mode, and its gradient. Moves the statistics.
  /// `layer_done(i)` is called when the i-th layer's gradients are complete and before the gradient is pushed on
  /// through its weights: who changes those weights there gets the backward pass that the post wrote. All samples are
  /// one block then.
  double loss_and_gradients(const Batch<Real>& batch, const TrainingPass& pass = {});

  /// The loss as it is measured: no dropout, BatchNorm by its statistics.
  Evaluation evaluate(const Batch<Real>& batch);
  double loss(const Batch<Real>& batch) { return evaluate(batch).loss; }

  /// The class with the largest logit for each label of these samples, measured as in evaluate(); where no logit is a
  /// number, class 0.
  std::vector<std::int32_t> predict(std::span<const Real> inputs);

  /// The layers as a list, and the parameters of each: {begin, size}.
  struct Slice {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  std::size_t layers() const;
  Slice layer(std::size_t index) const;

  /// Of every attention layer, in the last pass that observed.
  void observe_attention(bool on);
  std::vector<AttentionFigures> attention() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How parameters start. Biases start at 0, gains at 1.
enum class Initialisation { he, xavier, normal, zero };
constexpr auto words_of(Initialisation) { return std::array<std::string_view, 4>{"he", "xavier", "normal", "zero"}; }

/// Weights drawn layer by layer in row-major order: he N(0, 2 / inputs) (He et al. 2015), xavier N(0, 2 / (inputs +
/// outputs)) (Glorot and Bengio 2010), normal N(0, sd^2), zero 0. Embeddings are N(0, sd^2), but 0 with zero.
template <class Real>
ETUDE_SHOWN void initialise(Network<Real>& network, Initialisation initialisation, RandomState& random,
                            double sd = 0.02);

}  // namespace etude::model
