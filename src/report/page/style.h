#pragma once
// How a page looks.

#include <string>

namespace etude::report {

/// The rules of a page and of the figures in it.
std::string page_style_sheet();

}  // namespace etude::report
