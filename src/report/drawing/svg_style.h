#pragma once
// How an SVG looks: its style sheet for light and dark, the dash patterns, how wide a text will be.

#include <cstddef>
#include <string>
#include <string_view>

namespace etude::report {

/// The rules of every figure, each bound to the class "etude": two figures in one page agree.
std::string style_sheet();

/// The dash pattern of a curve, "" for a solid line; twelve of them, then again from the start.
std::string_view dash(std::size_t curve);

/// The width of `text` in a wide sans-serif, in px.
double text_width(std::string_view text, double font_size);

/// `text`, its middle left out so that it is at most `width` px wide.
std::string fitted(std::string_view text, double width, double font_size);

/// `text` for XML: cleaned, with & < > " escaped.
std::string escaped(std::string_view text);

}  // namespace etude::report
