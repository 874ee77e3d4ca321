#include "advise_claims.h"

#include "apps/cli/input.h"
#include "etude/base/json.h"
#include "etude/claims/claims.h"

namespace etude::cli {
namespace {

Refused is_none(const std::string& path, const std::string& why) {
  return refuse(path + " does not hold what etude claims --json writes: " + why +
                "; write it with etude claims --quick --json=" + path);
}

/// The claims in it, of this version.
Result<const Json::Array*> claims_in(const Json& json, const std::string& path) {
  const Json* list = json.find("claims");
  const auto* all = list ? list->as<Json::Array>() : nullptr;
  if (!all) return is_none(path, "it has no claims");
  const Json* version = json.find("version");
  const auto* text = version ? version->as<std::string>() : nullptr;
  if (!text) return is_none(path, "it has no version of etude");
  if (*text != ETUDE_VERSION)
    return refuse(path + " was written by etude " + *text +
                  ", and this is " ETUDE_VERSION
                  ", whose claims may be others; run them anew: etude claims --quick --json=" +
                  path);
  return all;
}

}  // namespace

Result<ReadClaims> read_claims(const std::string& path) {
  const auto text = read_file(path, "the JSON of claims");
  if (!text) return pass_on(text.error());
  const auto json = read_json(*text);
  if (!json) return refuse(path + ": " + json.error().message);
  const auto all = claims_in(*json, path);
  if (!all) return pass_on(all.error());
  ReadClaims read{.own = {.results = {}, .source = path}, .without = {}};
  for (const Json& each : **all) {
    auto result = read_claim(each);
    if (!result) return is_none(path, result.error().message);
    if (const auto known = claims::claim_named(result->id); !known) return refuse(path + ": " + known.error().message);
    if (result->ruling == Verdict::none)
      read.without.push_back(result->id);
    else
      read.own.results.push_back(*std::move(result));
  }
  if (read.own.results.empty())
    return refuse(path + " has no verdict; run claims with etude claims --quick --json=" + path);
  return read;
}

}  // namespace etude::cli
