#pragma once
// Messages that name flags, as a language reads them that has keywords in their place.

#include <span>
#include <string>
#include <string_view>

#include "etude/base/field.h"

namespace etude {

/// With flags of these fields as keywords: "give steps=300" of "give --steps 300", and of "say --set steps=300". Others stay.
std::string with_keywords(std::string_view message, std::span<const Member> members);

}  // namespace etude
