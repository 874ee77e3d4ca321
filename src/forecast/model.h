#pragma once
// The model that one law gives at a peak, whichever law leads.

#include "etude/forecast/forecast.h"

namespace etude::forecast {

/// The law fitted at `peak`; else the joint law and what `law` says of its error at the two nearest fitted peaks. Refused,
/// unless forced, as model_of_values is.
Result<Model> model_by(const Forecast& forecast, std::string_view law, double peak, bool is_forced);

}  // namespace etude::forecast
