// layout.h - two-dimensional text: boxes with a baseline, and rows of boxes that may be broken into lines.
//
//        2          A TextBox is a few lines of text and the line its neighbours align on. Lines may be shorter than the
//   1 + x    <---   box is wide; they are padded only when something stands to the right of them, so nothing ends in
//   ------          blanks that nobody wrote.
//     y
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "formatting/formatting.h"

namespace lykos {

/// Text as a box; newlines make several lines, the first of them the baseline.
TextBox text_box(std::string_view text);
/// Boxes side by side, baselines aligned.
TextBox beside(const std::vector<TextBox>& boxes);
TextBox beside(const TextBox& left, const TextBox& right);
/// numerator over a bar over denominator, both centred; the bar is the baseline.
TextBox fraction_box(const TextBox& numerator, const TextBox& denominator);
/// The exponent stands right of the base with its last line just above the base's baseline.
TextBox superscript_box(const TextBox& base, const TextBox& exponent);
TextBox subscript_box(const TextBox& base, const TextBox& index);
TextBox subsuperscript_box(const TextBox& base, const TextBox& index, const TextBox& exponent);
/// Marks centred over and under the base; empty boxes (no lines) are left out.
TextBox over_under_box(const TextBox& base, const TextBox& over, const TextBox& under);
/// "(" box ")" and the like, the brackets on the baseline only.
TextBox bracket_box(std::string_view open, const TextBox& box, std::string_view close);
/// Boxes below each other; the first one's baseline is the baseline.
TextBox stack_boxes(const std::vector<TextBox>& boxes, char alignment, std::size_t blank_lines);

/// How a table is laid out. Alignments are 'l', 'c', 'r' or '.' (on the decimal point), cycling over the columns.
struct GridLayout {
  std::size_t row_gap = 1;               ///< blank lines between rows
  std::size_t column_gap = 3;            ///< blanks between columns
  std::string column_alignments = "l";
  bool uniform_size = false;             ///< every column as wide as the widest, every row as high as the highest
  bool bottom_aligned = false;           ///< the last lines of a row's cells are on one level, not their baselines
};
TextBox grid_box(const std::vector<std::vector<TextBox>>& rows, const GridLayout& layout);

/// A row of boxes that knows where it may be broken, and how deep in the expression each place is.
class Flow {
 public:
  /// Appends text; a trailing blank makes a place to break.
  void text(std::string_view value);
  /// Appends a box that is never broken.
  void box(TextBox value);
  void append(Flow&& other);
  std::size_t mark() const { return items_.size(); }
  /// What follows begins a line if there is a place to break before it: it will take several lines.
  void start_line() { starts_line_ = true; }
  void insert_text(std::size_t mark, std::string_view value);
  void enter() { ++depth_; }
  void leave() { --depth_; }
  bool empty() const { return items_.empty(); }
  /// The whole on one line (of boxes).
  TextBox join() const;
  /// Broken so that no line is wider than `width` columns (0: unlimited); the first line has `used` columns less.
  TextBox wrap(std::size_t width, std::size_t used) const;

 private:
  struct Item {
    TextBox box;
    int depth = 0;
    bool break_after = false;
    bool starts_line = false;
  };
  std::vector<Item> items_;
  int depth_ = 0;
  bool starts_line_ = false;
};

/// The lines joined by newlines.
std::string box_text(const TextBox& box);

}  // namespace lykos
