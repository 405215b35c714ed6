// layout.cpp - composing text boxes and breaking rows of them into lines.
#include "formatting/layout.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "formatting/text_width.h"

namespace lykos {

namespace {

// Blanks of a continuation line after its ">", before the depth of brackets is added.
constexpr std::size_t kContinuationIndent = 3;

std::size_t ascent(const TextBox& box) { return box.baseline; }
std::size_t descent(const TextBox& box) { return box.lines.empty() ? 0 : box.lines.size() - 1 - box.baseline; }

// Collects boxes side by side; pads a line only when text is added to its right.
class RowBuilder {
 public:
  RowBuilder(std::size_t above, std::size_t below) : widths_(above + below + 1, 0) {
    box_.lines.resize(above + below + 1);
    box_.baseline = above;
  }
  void add(const TextBox& box) { add(box, static_cast<long>(box_.baseline) - static_cast<long>(box.baseline)); }
  /// Places the box with its first line on row `top`.
  void add(const TextBox& box, long top) {
    for (std::size_t i = 0; i < box.lines.size(); ++i) {
      if (box.lines[i].empty()) continue;
      const auto row = static_cast<std::size_t>(top + static_cast<long>(i));
      box_.lines[row].append(box_.width - widths_[row], ' ');
      box_.lines[row] += box.lines[i];
      widths_[row] = box_.width + text_width(box.lines[i]);
    }
    box_.width += box.width;
  }
  void space(std::size_t columns) { box_.width += columns; }
  TextBox take() { return std::move(box_); }

 private:
  TextBox box_;
  std::vector<std::size_t> widths_;
};

void append_centred(TextBox& out, const TextBox& box, std::size_t width) {
  const std::size_t left = (width - box.width) / 2;
  for (const std::string& line : box.lines) out.lines.push_back(line.empty() ? line : std::string(left, ' ') + line);
}

// Columns from the left of the cell to its decimal point (or its end).
std::size_t point_column(const TextBox& box) {
  if (box.lines.empty()) return 0;
  const std::string& line = box.lines[box.baseline];
  const std::size_t point = line.find('.');
  return text_width(std::string_view(line).substr(0, point));
}

}  // namespace

TextBox text_box(std::string_view text) {
  TextBox box;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find('\n', begin);
    const std::string_view line = text.substr(begin, end == std::string_view::npos ? end : end - begin);
    box.lines.emplace_back(line);
    box.width = std::max(box.width, text_width(line));
    if (end == std::string_view::npos) break;
    begin = end + 1;
  }
  return box;
}

TextBox beside(const std::vector<TextBox>& boxes) {
  std::size_t above = 0;
  std::size_t below = 0;
  for (const TextBox& box : boxes) {
    above = std::max(above, ascent(box));
    below = std::max(below, descent(box));
  }
  RowBuilder row(above, below);
  for (const TextBox& box : boxes) row.add(box);
  return row.take();
}

TextBox beside(const TextBox& left, const TextBox& right) { return beside(std::vector<TextBox>{left, right}); }

TextBox fraction_box(const TextBox& numerator, const TextBox& denominator) {
  TextBox box;
  box.width = std::max<std::size_t>(1, std::max(numerator.width, denominator.width));
  append_centred(box, numerator, box.width);
  box.baseline = box.lines.size();
  box.lines.emplace_back(box.width, '-');
  append_centred(box, denominator, box.width);
  return box;
}

TextBox superscript_box(const TextBox& base, const TextBox& exponent) {
  // The exponent's last line is one above the base's baseline.
  const std::size_t above = std::max(ascent(base), exponent.lines.size());
  RowBuilder row(above, descent(base));
  row.add(base);
  row.add(exponent, static_cast<long>(above) - static_cast<long>(exponent.lines.size()));
  return row.take();
}

TextBox subscript_box(const TextBox& base, const TextBox& index) {
  const std::size_t below = std::max(descent(base), index.lines.size());
  RowBuilder row(ascent(base), below);
  row.add(base);
  row.add(index, static_cast<long>(ascent(base)) + 1);
  return row.take();
}

TextBox subsuperscript_box(const TextBox& base, const TextBox& index, const TextBox& exponent) {
  TextBox scripts;
  scripts.lines = exponent.lines;
  scripts.baseline = scripts.lines.size();
  scripts.lines.emplace_back();
  scripts.lines.insert(scripts.lines.end(), index.lines.begin(), index.lines.end());
  scripts.width = std::max(index.width, exponent.width);
  return beside(base, scripts);
}

TextBox over_under_box(const TextBox& base, const TextBox& over, const TextBox& under) {
  TextBox box;
  box.width = std::max({base.width, over.width, under.width});
  append_centred(box, over, box.width);
  box.baseline = box.lines.size() + base.baseline;
  append_centred(box, base, box.width);
  append_centred(box, under, box.width);
  return box;
}

TextBox bracket_box(std::string_view open, const TextBox& box, std::string_view close) {
  return beside({text_box(open), box, text_box(close)});
}

TextBox stack_boxes(const std::vector<TextBox>& boxes, char alignment, std::size_t blank_lines) {
  TextBox stack;
  for (const TextBox& box : boxes) stack.width = std::max(stack.width, box.width);
  bool first = true;
  for (const TextBox& box : boxes) {
    if (first) {
      stack.baseline = box.baseline;
    } else {
      stack.lines.insert(stack.lines.end(), blank_lines, std::string());
    }
    first = false;
    const std::size_t left = alignment == 'c' ? (stack.width - box.width) / 2 : alignment == 'r' ? stack.width - box.width : 0;
    for (const std::string& line : box.lines) stack.lines.push_back(line.empty() ? line : std::string(left, ' ') + line);
  }
  if (stack.lines.empty()) stack.lines.emplace_back();
  return stack;
}

TextBox grid_box(const std::vector<std::vector<TextBox>>& rows, const GridLayout& layout) {
  std::size_t columns = 0;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  std::vector<std::size_t> widths(columns, 0);
  std::vector<std::size_t> before_point(columns, 0);
  const auto alignment = [&](std::size_t column) { return layout.column_alignments[column % layout.column_alignments.size()]; };
  for (const auto& row : rows) {
    for (std::size_t j = 0; j < row.size(); ++j) before_point[j] = std::max(before_point[j], point_column(row[j]));
  }
  const auto left_margin = [&](const TextBox& cell, std::size_t column) -> std::size_t {
    switch (alignment(column)) {
      case 'c': return (widths[column] - cell.width) / 2;
      case 'r': return widths[column] - cell.width;
      case '.': return before_point[column] - point_column(cell);
      default: return 0;
    }
  };
  for (const auto& row : rows) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      const std::size_t shift = alignment(j) == '.' ? before_point[j] - point_column(row[j]) : 0;
      widths[j] = std::max(widths[j], row[j].width + shift);
    }
  }
  if (layout.uniform_size && !widths.empty()) {
    std::fill(widths.begin(), widths.end(), *std::max_element(widths.begin(), widths.end()));
  }
  std::size_t highest = 0;
  if (layout.uniform_size)
    for (const auto& row : rows)
      for (const TextBox& cell : row) highest = std::max(highest, cell.lines.size());
  const auto placed = [&](TextBox cell) {
    if (layout.bottom_aligned) cell.baseline = std::max<std::size_t>(cell.lines.size(), 1) - 1;
    return cell;
  };
  std::vector<TextBox> lines;
  for (const auto& row : rows) {
    std::size_t above = highest == 0 ? 0 : highest - 1;
    std::size_t below = 0;
    for (const TextBox& cell : row) {
      const TextBox there = placed(cell);
      above = std::max(above, ascent(there));
      below = std::max(below, descent(there));
    }
    RowBuilder builder(above, below);
    for (std::size_t j = 0; j < row.size(); ++j) {
      const std::size_t left = left_margin(row[j], j);
      builder.space(left);
      builder.add(placed(row[j]));
      builder.space(widths[j] - left - row[j].width + (j + 1 < columns ? layout.column_gap : 0));
    }
    lines.push_back(builder.take());
  }
  TextBox table = stack_boxes(lines, 'l', layout.row_gap);
  if (layout.bottom_aligned) table.baseline = 0;
  return table;
}

void Flow::text(std::string_view value) {
  if (value.empty()) return;
  box(text_box(value));
  items_.back().break_after = value.back() == ' ';
}

void Flow::box(TextBox value) { items_.push_back({std::move(value), depth_, false, std::exchange(starts_line_, false)}); }

void Flow::append(Flow&& other) {
  for (Item& item : other.items_) {
    item.depth += depth_;
    items_.push_back(std::move(item));
  }
  other.items_.clear();
}

void Flow::insert_text(std::size_t mark, std::string_view value) {
  const int depth = mark < items_.size() ? items_[mark].depth : depth_;
  items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(mark), Item{text_box(value), depth, false});
}

TextBox Flow::join() const {
  std::size_t above = 0;
  std::size_t below = 0;
  for (const Item& item : items_) {
    above = std::max(above, ascent(item.box));
    below = std::max(below, descent(item.box));
  }
  RowBuilder row(above, below);
  for (const Item& item : items_) row.add(item.box);
  return row.take();
}

TextBox Flow::wrap(std::size_t width, std::size_t used) const {
  if (width == 0) return join();
  std::size_t total = used;
  for (const Item& item : items_) total += item.box.width;
  if (total <= width) return join();

  // Greedy filling. A full line is broken at its least nested place, the last of them, so that what fits on a line of its
  // own is not torn apart; but places in the first half of the line count only when there is no other, so that lines are not
  // left nearly empty. An item wider than a whole line is cut when it is plain text.
  std::vector<TextBox> lines;
  std::vector<Item> current;       // after the first line, the prefix of a continuation line comes first
  std::size_t current_width = used;
  std::size_t prefix_items = 0;
  const auto start_line = [&](int depth) {
    const auto indent = kContinuationIndent + static_cast<std::size_t>(std::max(depth, 0));
    current.clear();
    current.push_back({text_box(">" + std::string(indent, ' ')), 0, false});
    current_width = current[0].box.width;
    prefix_items = 1;
  };
  const auto finish_line = [&] {
    std::vector<TextBox> boxes;
    for (Item& item : current) boxes.push_back(std::move(item.box));
    lines.push_back(beside(boxes));
  };
  for (const Item& item : items_) {
    TextBox box = item.box;
    bool start = item.starts_line;
    while (true) {
      // The trailing blank of a separator may hang over the edge.
      const bool hangs = box.lines.size() == 1 && !box.lines[0].empty() && box.lines[0].back() == ' ';
      if (!std::exchange(start, false) && current_width + box.width - (hangs ? 1 : 0) <= width) break;
      std::size_t place = 0;       // number of items before the break
      std::size_t filled = lines.empty() ? used : 0;
      bool early = true;
      for (std::size_t i = 0; i < current.size(); ++i) {
        filled += current[i].box.width;
        if (i < prefix_items || !current[i].break_after) continue;
        const bool late = filled >= width / 2;
        if (place == 0 || early || current[i].depth <= current[place - 1].depth) place = i + 1;
        early = !late;
      }
      if (place > 0) {
        std::vector<Item> rest(std::make_move_iterator(current.begin() + static_cast<std::ptrdiff_t>(place)),
                               std::make_move_iterator(current.end()));
        const int depth = current[place - 1].depth;
        current.resize(place);
        finish_line();
        start_line(depth);
        for (Item& moved : rest) {
          current_width += moved.box.width;
          current.push_back(std::move(moved));
        }
        continue;
      }
      if (item.starts_line && current_width + box.width - (hangs ? 1 : 0) <= width) break;
      if (box.lines.size() == 1 && current_width + 2 <= width) {
        // As many lines as it takes, in one pass over the text.
        const std::string whole = std::move(box.lines[0]);
        std::string_view rest = whole;
        do {
          const std::size_t cut = bytes_that_fit(rest, width - current_width - 1);
          if (cut == 0) break;
          current.push_back({text_box(std::string(rest.substr(0, cut)) + "\\"), item.depth, false});
          box.width -= current.back().box.width - 1;
          finish_line();
          rest.remove_prefix(cut);
          start_line(std::max(item.depth, 1));
        } while (current_width + 2 <= width && current_width + box.width - (hangs ? 1 : 0) > width);
        box.lines[0] = std::string(rest);
        if (rest.size() < whole.size()) continue;
      }
      if (current.size() == prefix_items) break;   // nothing to be gained by another line
      finish_line();
      start_line(item.depth);
    }
    current_width += box.width;
    current.push_back({std::move(box), item.depth, item.break_after});
  }
  finish_line();

  TextBox result;
  result.baseline = lines[0].baseline;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) result.lines.emplace_back(" ");
    for (std::string& line : lines[i].lines) result.lines.push_back(std::move(line));
    result.width = std::max(result.width, lines[i].width);
  }
  return result;
}

std::string box_text(const TextBox& box) {
  std::string text;
  for (std::size_t i = 0; i < box.lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += box.lines[i];
  }
  return text;
}

}  // namespace lykos
