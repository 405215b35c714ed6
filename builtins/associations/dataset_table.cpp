// dataset_table.cpp - a Dataset as text: what notebooks show as a grid. Keys of the rows' associations head the columns, keys of
// the whole stand at the left; long data is cut after the first rows.
#include "builtins/associations/dataset_table.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "builtins/support.h"
#include "formatting/formatting.h"
#include "formatting/text_width.h"

namespace lykos::builtins {
namespace {

constexpr std::size_t kMostRows = 20;
constexpr std::size_t kGap = 3;

using Row = std::vector<TextBox>;

bool is_container(const Expr& e) { return e.is_list() || e.is_association(); }

TextBox text_cell(const Expr& e) { return to_output_box(e, 0); }
TextBox empty_cell() { return TextBox{{""}, 0, 0}; }

// What is shown of a value inside a cell: nested tables are only named by their size.
TextBox value_cell(const Expr& e) {
  if (!is_container(e)) return text_cell(e);
  const TextBox whole = text_cell(e);
  constexpr std::size_t kWidest = 40;
  if (whole.lines.size() == 1 && whole.width <= kWidest) return whole;
  const std::string kind = e.is_association() ? "<|...|> (" : "{...} (";
  return text_cell(Expr::string(kind + std::to_string(elements_of(e).size()) + ")"));
}

std::vector<Expr> keys_of(const Expr& association) {
  std::vector<Expr> keys;
  for (const AssociationEntry& entry : association.association().entries) keys.push_back(entry.key);
  return keys;
}

// The keys of all rows in order of appearance, when the rows are associations.
std::vector<Expr> column_keys(const std::vector<Expr>& rows) {
  std::vector<Expr> keys;
  for (const Expr& row : rows) {
    if (!row.is_association()) continue;
    for (const Expr& key : keys_of(row))
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

std::string laid_out(const std::vector<Row>& rows, bool has_header) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].width);
  }
  std::string text;
  const auto add_line = [&](std::string line) {
    while (line.ends_with(' ')) line.pop_back();
    text += (text.empty() ? "" : "\n") + line;
  };
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::size_t above = 0, below = 0;
    for (const TextBox& cell : rows[r]) {
      above = std::max(above, cell.baseline);
      below = std::max(below, cell.lines.size() - cell.baseline);
    }
    for (std::size_t line = 0; line < above + below; ++line) {
      std::string joined;
      for (std::size_t i = 0; i < rows[r].size(); ++i) {
        const TextBox& cell = rows[r][i];
        const std::size_t first = above - cell.baseline;
        const std::string part = line >= first && line - first < cell.lines.size() ? cell.lines[line - first] : std::string();
        joined += part + std::string(widths[i] - text_width(part) + kGap, ' ');
      }
      add_line(std::move(joined));
    }
    if (r == 0 && has_header) {
      std::size_t total = 0;
      for (const std::size_t width : widths) total += width + kGap;
      add_line(std::string(total > kGap ? total - kGap : 0, '-'));
    }
  }
  return text;
}

}  // namespace

std::string dataset_table(const Expr& dataset) {
  if (dataset.size() < 1 || !is_container(dataset[0])) return {};
  const Expr data = dataset[0].is_packed() ? unpack(dataset[0]) : dataset[0];
  std::vector<Expr> values = elements_of(data);
  const std::size_t total = values.size();
  const std::size_t shown = std::min(total, kMostRows);
  values.resize(shown);
  const bool named = data.is_association();
  const std::vector<Expr> names = named ? keys_of(data) : std::vector<Expr>();
  const std::vector<Expr> columns = column_keys(values);
  std::vector<Row> rows;
  if (!columns.empty()) {
    Row header;
    if (named) header.push_back(empty_cell());
    for (const Expr& key : columns) header.push_back(text_cell(key));
    rows.push_back(std::move(header));
  }
  for (std::size_t i = 0; i < shown; ++i) {
    Row row;
    if (named) row.push_back(text_cell(names[i]));
    const Expr& value = values[i];
    if (value.is_association() && !columns.empty()) {
      for (const Expr& key : columns) {
        const auto& entries = value.association().entries;
        const auto found = std::find_if(entries.begin(), entries.end(), [&](const AssociationEntry& e) { return e.key == key; });
        row.push_back(found == entries.end() ? empty_cell() : value_cell(found->value));
      }
    } else if (value.is_list()) {
      for (const Expr& e : elements_of(value)) row.push_back(value_cell(e));
    } else {
      row.push_back(value_cell(value));
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return "Dataset[" + to_output_form(data, 0) + "]";
  std::string text = laid_out(rows, !columns.empty());
  if (shown < total) text += "\n(rows 1-" + std::to_string(shown) + " of " + std::to_string(total) + ")";
  return text;
}

}  // namespace lykos::builtins
