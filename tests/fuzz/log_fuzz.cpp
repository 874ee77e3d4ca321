// Any bytes as a log of losses, whole and in pieces, as a manifest, and as the laws of a forecast: the same however it is
// cut, read back as it was written, told in finite numbers, or refused in one line.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "etude/forecast/forecast.h"
#include "record/losses/assembly.h"
#include "record/losses/manifest.h"

using namespace etude;

static void require(bool holds) {
  if (!holds) std::abort();
}

static void check_error(const Error& error) {
  require(!error.message.empty() && error.message.find('\n') == std::string::npos);
}

static Result<std::vector<LossLog>> read_in_pieces(std::string_view text, std::size_t size) {
  LossLogReader reader("log");
  for (std::size_t at = 0; at < text.size(); at += size)
    if (auto good = reader.take(text.substr(at, size)); !good) return pass_on(good.error());
  return reader.end();
}

static void check_log(std::string_view text) {
  const auto whole = read_loss_logs(text, "log");
  for (const std::size_t size : {1, 7, 300}) {
    const auto cut = read_in_pieces(text, size);
    require(cut.has_value() == whole.has_value());
    require(whole ? cut->size() == whole->size() : cut.error().message == whole.error().message);
  }
  if (!whole) return check_error(whole.error());
  Assembly assembly;
  for (const LossLog& log : *whole) {
    if (log.steps.back() > 100'000) return;
    if (const auto added = assembly.add(log); !added) return check_error(added.error());
  }
  if (const auto runs = assembly.end(); !runs) check_error(runs.error());
}

static void check_law(std::string_view text) {
  const auto forecast = forecast::forecast_from_text(text);
  if (!forecast) return check_error(forecast.error());
  require(forecast::forecast_from_text(forecast::to_text(*forecast)).value_or(forecast::Forecast()) == *forecast);
  const forecast::Course course{std::vector<double>(2000, forecast->peaks().front()), 0};
  const Step at[] = {1999};
  const auto told = forecast::predict(*forecast, course, at);
  if (!told) return check_error(told.error());
  require(std::isfinite(told->losses[0]) && std::isfinite(told->half_widths[0]));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  check_log(text);
  check_law(text);
  if (const auto rows = read_manifest(text, "manifest"); !rows) check_error(rows.error());
  return 0;
}
