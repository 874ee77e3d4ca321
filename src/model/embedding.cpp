// Tokens as vectors.
//
// Formula: y = token vector + position vector, of the token in x and of the row's place in its sample; the gradients of
//          the two are the sums of dy over the rows that took them.
// Edges: what is no token, NaN or a number beyond the vocabulary, gives a row of NaN and no gradient. Tokens have no
//        gradient themselves.
// Cost: a pass over the rows, whatever the vocabulary.
// Source: Vaswani et al. 2017, with positions that are learned as in Radford et al. 2018.

#include <algorithm>
#include <cassert>
#include <optional>

#include "etude/base/number.h"
#include "model/lanes.h"
#include "model/layers.h"

namespace etude::model {
namespace {

using std::size_t;

template <class Real>
class Embedding final : public Layer<Real> {
 public:
  Embedding(std::string name, size_t vocabulary, size_t context, size_t width)
      : Layer<Real>(std::move(name), 1, width), vocabulary_(vocabulary), context_(context) {}

  std::vector<Parameter> shapes() const override {
    return {{this->name() + ".token", vocabulary_, this->outputs(), Role::embedding},
            {this->name() + ".position", context_, this->outputs(), Role::embedding}};
  }

  void forward(const Pass& pass, const Rows<Real>& x, const Rows<Real>& y) override {
    assert(pass.positions <= context_);
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        const std::optional<size_t> token = token_of(x[i]);
        if (!token) std::fill_n(y[i], y.width, Real(not_a_number));
        if (!token) continue;
        const Real *word = vector(*token), *place = vector(vocabulary_ + position(pass, i));
        Real* to = y[i];
        for_lanes<Real>(y.width, [&](auto at) ETUDE_INLINED { at.put(to, at[word] + at[place]); });
      }
    });
  }

  void add_gradients(const Pass& pass, const Rows<Real>& x, const Rows<Real>& dy) override {
    this->clear_at_beginning(pass);
    in_lanes([&]() ETUDE_INLINED {
      for (size_t i = 0; i < x.count; ++i) {
        const std::optional<size_t> token = token_of(x[i]);
        if (!token) continue;
        Real *word = gradient(*token), *place = gradient(vocabulary_ + position(pass, i));
        const Real* slopes = dy[i];
        for_lanes<Real>(dy.width, [&](auto at) ETUDE_INLINED {
          at.put(word, at[word] + at[slopes]);
          at.put(place, at[place] + at[slopes]);
        });
      }
    });
  }

  void input_gradient(const Pass&, const Rows<Real>&, const Rows<Real>&) override {}

 private:
  std::optional<size_t> token_of(const Real* x) const {
    const double token = static_cast<double>(*x);
    if (!(token >= 0 && token < static_cast<double>(vocabulary_))) return std::nullopt;
    return static_cast<size_t>(token);
  }
  static size_t position(const Pass& pass, size_t row) { return (pass.first_row + row) % pass.positions; }
  /// The vectors lie one after another, those of the positions behind those of the tokens.
  const Real* vector(size_t index) const { return this->lent().parameters + index * this->outputs(); }
  Real* gradient(size_t index) const { return this->lent().gradients + index * this->outputs(); }

  size_t vocabulary_, context_;
};

}  // namespace

template <class Real>
LayerPointer<Real> embedding(std::string name, std::size_t vocabulary, std::size_t context, std::size_t width) {
  return std::make_unique<Embedding<Real>>(std::move(name), vocabulary, context, width);
}
template LayerPointer<double> embedding(std::string, std::size_t, std::size_t, std::size_t);
template LayerPointer<float> embedding(std::string, std::size_t, std::size_t, std::size_t);
template LayerPointer<Dual> embedding(std::string, std::size_t, std::size_t, std::size_t);

}  // namespace etude::model
