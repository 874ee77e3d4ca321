#pragma once
// Which of the machine's vectors a network computes with, and so how it rounds.

namespace etude::model {

/// The machine's vectors that a network computes with. `avx2` and `avx512` give the same bits: they fuse each product
/// with its sum. `portable` rounds the product too and gives its own bits, the same on every machine and in a browser.
enum class Vectors { widest, portable, avx2, avx512 };

/// Whether this machine has them; a network that asks for others gets `portable`.
bool available(Vectors vectors);

}  // namespace etude::model
