// tables.cpp - TableForm, MatrixForm, Grid, Column and Multicolumn as text, and TreeForm.
#include <algorithm>
#include <optional>

#include "expr/association.h"
#include "expr/number.h"
#include "formatting/linear.h"
#include "formatting/output_printer.h"
#include "formatting/text_width.h"

namespace lykos {

namespace {

// The value of an option among the arguments from `first` on.
std::optional<Expr> option_of(const Expr& expr, std::size_t first, KnownSymbol name) {
  for (std::size_t i = first; i < expr.size(); ++i) {
    if (expr[i].is_rule() && expr[i][0].is(name)) return expr[i][1];
    if (expr[i].is_list()) {
      for (const Expr& rule : expr[i].args()) {
        if (rule.is_rule() && rule[0].is(name)) return rule[1];
      }
    }
  }
  return std::nullopt;
}

char alignment_letter(const Expr& value) {
  if (value.is(sym::Center)) return 'c';
  if (value.is(sym::Right)) return 'r';
  if (value.is_string() && value.string_value() == ".") return '.';
  if (value.is(sym::Left)) return 'l';
  return '\0';
}

// Column alignments from Alignment or TableAlignments: one value, or {horizontal, vertical} / {a1, a2, ...}.
std::string column_alignments(const Expr& value) {
  if (const char letter = alignment_letter(value)) return std::string(1, letter);
  if (!value.is_list()) return "l";
  for (const Expr& element : value.args()) {
    if (const char letter = alignment_letter(element)) return std::string(1, letter);
    if (!element.is_list()) continue;
    std::string letters;
    for (const Expr& inner : element.args()) {
      if (const char letter = alignment_letter(inner)) letters += letter;
    }
    if (!letters.empty()) return letters;
  }
  return "l";
}

std::optional<std::size_t> small_count(const Expr& expr) {
  if (!expr.is_small_integer() || expr.small_integer() < 0 || expr.small_integer() > 1000) return std::nullopt;
  return static_cast<std::size_t>(expr.small_integer());
}

// Levels of nested lists that can be laid out as a table: every element of a level must be a list for the next one to count.
std::size_t table_depth(const Expr& expr, std::size_t limit) {
  if (limit == 0 || !expr.is_list() || expr.size() == 0) return 0;
  std::size_t inner = limit;
  for (const Expr& element : expr.args()) inner = std::min(inner, table_depth(element, limit - 1));
  return 1 + inner;
}

class TableBuilder {
 public:
  TableBuilder(OutputPrinter& printer, const Expr& form) : printer_(printer), form_(form) {
    matrix_ = form.head().is(sym::MatrixForm);
    if (const auto value = option_of(form, 1, sym::TableSpacing); value && value->is_list()) {
      for (std::size_t i = 0; i < value->size() && i < spacing_.size(); ++i) {
        if (const auto count = small_count((*value)[i])) spacing_[i] = *count;
      }
    } else if (value) {
      if (const auto count = small_count(*value)) spacing_.assign(spacing_.size(), *count);
    }
    if (const auto value = option_of(form, 1, sym::TableAlignments)) alignments_ = column_alignments(*value);
    if (const auto value = option_of(form, 1, sym::TableDirections)) {
      const Expr first = value->is_list() && value->size() > 0 ? (*value)[0] : *value;
      sideways_ = first.is(sym::Row);
    }
    if (const auto value = option_of(form, 1, sym::TableDepth)) {
      if (const auto count = small_count(*value)) depth_limit_ = std::max<std::size_t>(*count, 1);
    }
    headings_ = option_of(form, 1, sym::TableHeadings);
  }

  TextBox build() {
    Expr data = form_[0];
    // Sparse and numeric arrays are shown by their elements; an association by its keys and values.
    if (data.has_head(sym::SparseArray) || data.is_numeric_array()) {
      data = evaluate_for_formatting(make_normal(sym::Normal, {data}));
    } else if (data.is_association()) {
      std::vector<Expr> rows;
      for (const AssociationEntry& entry : data.association().entries) rows.push_back(make_list({entry.key, entry.value}));
      data = make_list(std::move(rows));
    }
    if (!data.is_list()) return printer_.box(data);
    if (data.size() == 0) return text_box("");
    const std::size_t depth = table_depth(data, depth_limit_);
    // A column of single things with some rows among them (ragged) is still a table of rows.
    const bool ragged = depth == 1 && depth_limit_ > 1 &&
                        std::any_of(data.args().begin(), data.args().end(), [](const Expr& e) { return e.is_list(); });
    return level(data, ragged ? 2 : depth, 0, true);
  }

 private:
  // One pair of levels: the outer list downwards, the inner ones sideways; deeper levels are tables in the cells.
  TextBox level(const Expr& data, std::size_t depth, std::size_t position, bool outermost) {
    std::vector<std::vector<TextBox>> rows;
    for (const Expr& row : data.args()) {
      rows.emplace_back();
      if (depth >= 2 && row.is_list()) {
        for (const Expr& cell : row.args()) {
          rows.back().push_back(depth > 2 && cell.is_list() ? level(cell, depth - 2, position + 2, false) : printer_.box(cell));
        }
      } else {
        rows.back().push_back(printer_.box(row));
      }
    }
    GridLayout layout;
    layout.row_gap = spacing(position);
    layout.column_gap = spacing(position + 1);
    layout.column_alignments = alignments_;
    layout.uniform_size = matrix_;
    layout.bottom_aligned = true;
    if (sideways_ && outermost) {
      rows = transposed(rows);
      if (depth < 2) layout.row_gap = spacing(position);
    }
    if (outermost && headings_) add_headings(rows, layout);
    return grid_box(rows, layout);
  }

  std::size_t spacing(std::size_t position) const { return position < spacing_.size() ? spacing_[position] : position % 2; }

  static std::vector<std::vector<TextBox>> transposed(const std::vector<std::vector<TextBox>>& rows) {
    std::size_t columns = 0;
    for (const auto& row : rows) columns = std::max(columns, row.size());
    std::vector<std::vector<TextBox>> result(columns);
    for (std::size_t j = 0; j < columns; ++j) {
      for (const auto& row : rows) result[j].push_back(j < row.size() ? row[j] : text_box(""));
    }
    return result;
  }

  // The labels of one direction: Automatic numbers them, None leaves them out.
  std::vector<TextBox> labels(std::size_t direction, std::size_t count) {
    const Expr* value = &*headings_;
    if (value->is_list()) {
      if (direction >= value->size()) return {};
      value = &(*value)[direction];
    }
    std::vector<TextBox> result;
    if (value->is(sym::Automatic)) {
      for (std::size_t i = 1; i <= count; ++i) result.push_back(text_box(std::to_string(i)));
    } else if (value->is_list()) {
      for (const Expr& label : value->args()) result.push_back(printer_.box(label));
    }
    return result;
  }

  void add_headings(std::vector<std::vector<TextBox>>& rows, GridLayout& layout) {
    std::size_t columns = 0;
    for (const auto& row : rows) columns = std::max(columns, row.size());
    const std::vector<TextBox> row_labels = labels(0, rows.size());
    std::vector<TextBox> column_labels = labels(1, columns);
    if (!row_labels.empty()) {
      for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].insert(rows[i].begin(), i < row_labels.size() ? row_labels[i] : text_box(""));
      }
      if (layout.column_alignments.size() > 1 || layout.column_alignments != "l") {
        std::string repeated = "l";
        while (repeated.size() <= columns) repeated += layout.column_alignments;
        layout.column_alignments = repeated;
      }
    }
    if (column_labels.empty()) return;
    if (!row_labels.empty()) column_labels.insert(column_labels.begin(), text_box(""));
    rows.insert(rows.begin(), std::move(column_labels));
  }

  OutputPrinter& printer_;
  const Expr& form_;
  std::vector<std::size_t> spacing_{1, 3};
  std::string alignments_ = "l";
  std::size_t depth_limit_ = 100;
  bool sideways_ = false;
  bool matrix_ = false;
  std::optional<Expr> headings_;
};

bool is_span_marker(const Expr& cell) {
  return cell.is(sym::SpanFromLeft) || cell.is(sym::SpanFromAbove) || cell.is(sym::SpanFromBoth) || cell.is_null();
}

// An argument with parts of its own is a bar, as wide as what stands below it:
// List[|         , x]
//      List[1, 2]
std::vector<std::string> tree_lines(const Expr& expr, int depth) {
  if (depth > 200 || !expr.is_normal()) return {to_full_form(expr)};
  std::string first = to_full_form(expr.head()) + "[";
  std::vector<std::string> below;
  for (std::size_t i = 0; i < expr.size(); ++i) {
    if (i > 0) first += ", ";
    if (!expr[i].is_normal()) {
      first += to_full_form(expr[i]);
      continue;
    }
    const std::size_t column = text_width(first);
    const std::vector<std::string> subtree = tree_lines(expr[i], depth + 1);
    if (below.size() < subtree.size()) below.resize(subtree.size());
    for (std::size_t row = 0; row < subtree.size(); ++row) {
      below[row].append(column - text_width(below[row]), ' ');
      below[row] += subtree[row];
    }
    first += "|" + std::string(text_width(subtree[0]) - 1, ' ');
  }
  below.insert(below.begin(), first + "]");
  return below;
}

}  // namespace

TextBox tree_box(const Expr& expr) {
  std::vector<std::string> lines = tree_lines(expr, 0);
  TextBox box;
  for (const std::string& line : lines) box.width = std::max(box.width, text_width(line));
  box.lines = std::move(lines);
  return box;
}

TextBox OutputPrinter::table_cell(const Expr& expr) { return is_span_marker(expr) ? text_box("") : box(expr); }

bool OutputPrinter::write_table(const Expr& expr, Flow& flow) {
  if (expr.size() == 0) return false;
  const Expr& head = expr.head();
  if (head.is(sym::TableForm) || head.is(sym::MatrixForm)) {
    flow.box(TableBuilder(*this, expr).build());
    return true;
  }
  if ((head.is(sym::Column) || head.is(sym::ColumnForm)) && expr[0].is_list()) {
    std::vector<TextBox> parts;
    for (const Expr& part : expr[0].args()) parts.push_back(table_cell(part));
    char alignment = 'l';
    std::size_t gap = 0;
    if (expr.size() >= 2 && !expr[1].is_rule()) {
      if (const char letter = alignment_letter(expr[1])) alignment = letter;
      if (expr.size() >= 3) gap = small_count(expr[2]).value_or(0);
    }
    if (const auto value = option_of(expr, 1, sym::Alignment)) alignment = column_alignments(*value)[0];
    if (alignment == '.') alignment = 'l';
    flow.box(stack_boxes(parts, alignment, gap));
    return true;
  }
  if ((head.is(sym::Grid) || head.is(sym::TextGrid)) && expr[0].is_list()) {
    std::vector<std::vector<TextBox>> rows;
    for (const Expr& row : expr[0].args()) {
      rows.emplace_back();
      if (row.is_list()) {
        for (const Expr& cell : row.args()) rows.back().push_back(table_cell(cell));
      } else {
        rows.back().push_back(table_cell(row));
      }
    }
    if (rows.empty()) return false;
    GridLayout layout;
    if (const auto value = option_of(expr, 1, sym::Alignment)) layout.column_alignments = column_alignments(*value);
    flow.box(grid_box(rows, layout));
    return true;
  }
  if (head.is(sym::Multicolumn) && expr[0].is_list() && expr[0].size() > 0) {
    const std::size_t count = expr[0].size();
    std::size_t columns = 2;
    if (expr.size() >= 2) {
      const Expr& spec = expr[1];
      if (const auto given = small_count(spec); given && *given > 0) columns = *given;
      if (spec.is_list() && spec.size() == 2) {
        if (const auto given = small_count(spec[1]); given && *given > 0) {
          columns = *given;
        } else if (const auto lines = small_count(spec[0]); lines && *lines > 0) {
          columns = (count + *lines - 1) / *lines;
        }
      }
    }
    const std::size_t height = (count + columns - 1) / columns;
    std::vector<std::vector<TextBox>> rows(height);
    for (std::size_t i = 0; i < count; ++i) rows[i % height].push_back(table_cell(expr[0][i]));
    GridLayout layout;
    layout.row_gap = 0;
    flow.box(grid_box(rows, layout));
    return true;
  }
  return false;
}

}  // namespace lykos
