// line_breaking.h - one-line forms broken into lines of the page width, so that they can still be read back.
//
// A one-line printer (linear.h, c_form.cpp) notes the places where its text may be broken and how deep in the expression
// each of them is. A full line is broken at its least nested place, the last of them, where that leaves the line at least half
// full; what follows is indented by that depth. Published sessions and files of the original show these rules.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lykos {

struct BreakPlace {
  std::size_t offset = 0;       ///< bytes before the break
  int depth = 0;                ///< of the expression that would be broken; 1 is the whole
};

struct BreakableText {
  std::string text;
  std::vector<BreakPlace> places;     ///< in order
};

/// What stands at the left of the lines when there are several; the depth is added as blanks.
struct LineStyle {
  std::string first;            ///< before the first line
  std::string further;          ///< before the others
};
inline const LineStyle kInputLines{};
inline const LineStyle kCodeLines{"   ", "   "};
/// Columns 1 to 5 of fixed-form Fortran are for labels; a mark in column 6 continues a statement.
inline const LineStyle kFortranLines{"        ", "     -  "};
inline constexpr std::size_t kFortranWidth = 72;

/// The text in lines of at most `width` columns (0: unlimited) where its places allow it. A string or number longer than a line is
/// cut behind a backslash, which the parser skips.
std::string in_lines(const BreakableText& text, std::size_t width, const LineStyle& style);

}  // namespace lykos
