#pragma once
// Code in the text that computes the rate itself: what LambdaLR is given, and what is put into the optimizer's groups.

#include <vector>

#include "source/evaluate.h"

namespace etude::inline source {

/// A LambdaLR's or MultiplicativeLR's curve. Refused by name where its function is none of the usual ones.
Result<Found> read_lambda(const Names& names, Evaluator& evaluator, Node call, const Value& value);

/// The functions whose values become group["lr"], as curves; refused by name where one is none of the usual ones.
Result<std::vector<Found>> read_set_rates(const Names& names, Evaluator& evaluator);

/// Where the text puts something into group["lr"].
std::vector<Node> set_rates(const Names& names);

}  // namespace etude::source
