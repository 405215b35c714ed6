// format_table.cpp - tables as text: CSV, TSV, Table and List.
//
// One reader serves all: RFC 4180 quoting with a choice of separators. Ragged rows stay ragged. Fields that read as numbers
// become numbers; "RawData" keeps every field a string.
#include <algorithm>

#include "array/array.h"
#include "builtins/dates/date_value.h"
#include "builtins/files/formats.h"
#include "builtins/files/number_text.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "formatting/formatting.h"

namespace lykos::builtins {
namespace {

struct TableStyle {
  std::vector<std::string> separators;   // any of them ends a field
  bool merge_blanks = false;             // Table: runs of separators count as one, blanks around a row are dropped
  char quote = '"';
  bool quoting = true;
  bool numeric = true;
  bool skip_empty_lines = false;
  char number_point = '.';
  std::size_t header_lines = 0;
  std::size_t skip_lines = 0;
  Expr empty_field = Expr::string("");
  std::vector<std::string> money_before, money_after;   // signs of currencies beside numbers
  std::string minus = "-", plus = "+";
  Expr date_format;                      // how dates are written; Null: dates stay texts
  std::vector<std::string> line_ends;    // other than "\n"
};

std::vector<std::string> string_or_strings(const Expr& value) {
  std::vector<std::string> result;
  if (value.is_string()) result.push_back(value.string_value());
  if (value.is_list()) {
    for (const Expr& part : value.args()) {
      if (part.is_string()) result.push_back(part.string_value());
    }
  }
  return result;
}

TableStyle read_style(const ImportRequest& request) {
  TableStyle style;
  if (request.format == "TSV") style.separators = {"\t"};
  else if (request.format == "Table") style.separators = {" ", "\t", ","};
  else style.separators = {","};
  style.merge_blanks = request.format == "Table";
  if (auto given = string_or_strings(request.option("FieldSeparators")); !given.empty()) {
    style.separators = std::move(given);
    style.merge_blanks = false;
  }
  const Expr quote = request.option("TextDelimiters");
  if (const auto marks = string_or_strings(quote); !marks.empty()) {
    style.quoting = !marks[0].empty();
    if (style.quoting) style.quote = marks[0][0];
  } else if (quote.is(sym::None)) {
    style.quoting = false;
  }
  style.numeric = !request.option("Numeric").is_false();
  style.skip_empty_lines = request.option("IgnoreEmptyLines").is_true();
  const Expr point = request.option("NumberPoint");
  if (point.is_string() && point.string_value().size() == 1) style.number_point = point.string_value()[0];
  const auto count = [&](std::string_view name) -> std::size_t {
    Expr value = request.option(name);
    if (value.is_list() && value.size() > 0) value = Expr(value[0]);
    return static_cast<std::size_t>(count_argument(value).value_or(0));
  };
  if (const Expr empty = request.option("EmptyField"); !empty.is_null()) style.empty_field = empty;
  if (const Expr money = request.option("CurrencyTokens"); money.is_list() && money.size() == 2) {
    style.money_before = string_or_strings(money[0]);
    style.money_after = string_or_strings(money[1]);
  }
  if (const auto signs = string_or_strings(request.option("NumberSigns")); signs.size() == 2) {
    style.minus = signs[0];
    style.plus = signs[1];
  }
  if (const Expr dates = request.option("DateStringFormat"); dates.is_list() || dates.is_string()) style.date_format = dates.is_list() ? dates : make_list({dates});
  style.line_ends = string_or_strings(request.option("LineSeparators"));
  style.header_lines = count("HeaderLines");
  style.skip_lines = count("SkipLines");
  return style;
}

struct Field {
  std::string text;
  bool quoted = false;
};
using Row = std::vector<Field>;

struct TableText {
  std::vector<Row> rows;
  std::optional<std::size_t> open_quote;   // byte offset of a quotation mark that is never closed
};

TableText read_rows(std::string_view text, const TableStyle& style) {
  TableText result;
  Row row;
  Field field;
  std::size_t i = 0;
  const auto separator_at = [&](std::size_t at) -> std::size_t {
    for (const std::string& separator : style.separators) {
      if (!separator.empty() && text.compare(at, separator.size(), separator) == 0) return separator.size();
    }
    return 0;
  };
  const auto end_field = [&] {
    row.push_back(std::move(field));
    field = Field();
  };
  const auto end_row = [&] {
    const bool empty = row.size() == 1 && row[0].text.empty() && !row[0].quoted;
    if (!(empty && style.skip_empty_lines)) {
      if (empty && style.merge_blanks) row.clear();
      result.rows.push_back(std::move(row));
    }
    row = Row();
  };
  bool at_start = true;   // of a field
  while (i < text.size()) {
    if (style.merge_blanks && at_start) {
      while (i < text.size() && separator_at(i) > 0) i += separator_at(i);
      if (i >= text.size()) break;
    }
    if (style.quoting && at_start && text[i] == style.quote) {
      const std::size_t open = i++;
      field.quoted = true;
      bool closed = false;
      while (i < text.size()) {
        const std::size_t mark = text.find(style.quote, i);
        if (mark == std::string_view::npos) break;
        field.text += text.substr(i, mark - i);
        i = mark + 1;
        if (i < text.size() && text[i] == style.quote) {
          field.text += style.quote;
          ++i;
          continue;
        }
        closed = true;
        break;
      }
      if (!closed) {
        result.open_quote = open;
        return result;
      }
      at_start = false;
      continue;
    }
    if (text[i] == '\n') {
      ++i;
      end_field();
      end_row();
      at_start = true;
      if ((result.rows.size() & 1023U) == 0) check_interrupt();
      continue;
    }
    if (const std::size_t length = separator_at(i); length > 0) {
      i += length;
      if (style.merge_blanks) {
        while (i < text.size() && separator_at(i) > 0) i += separator_at(i);
        if (i >= text.size() || text[i] == '\n') continue;  // blanks at the end of a row
      }
      end_field();
      at_start = true;
      if (i >= text.size()) {
        end_field();
        end_row();
        return result;
      }
      continue;
    }
    at_start = false;
    field.text += text[i++];
  }
  if (!row.empty() || !field.text.empty() || field.quoted) {
    end_field();
    end_row();
  }
  return result;
}

// The number in a field: its sign and the signs of currencies may be written in other ways.
MaybeExpr number_in_field(std::string_view text, const TableStyle& style) {
  const auto remove_blanks = [&text] {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  };
  const auto remove_one = [&](const std::vector<std::string>& signs, bool before) {
    for (const std::string& sign : signs) {
      if (sign.empty() || !(before ? text.starts_with(sign) : text.ends_with(sign))) continue;
      if (before) text.remove_prefix(sign.size());
      else text.remove_suffix(sign.size());
      remove_blanks();
      return;
    }
  };
  remove_blanks();
  if (style.minus == "-" && style.plus == "+" && style.money_before.empty() && style.money_after.empty()) return number_from_text(text, style.number_point);
  bool negative = false;
  for (int pass = 0; pass < 2; ++pass) {   // -$5 and $-5
    remove_one(style.money_before, true);
    if (!style.minus.empty() && text.starts_with(style.minus)) {
      negative = true;
      text.remove_prefix(style.minus.size());
    } else if (!style.plus.empty() && text.starts_with(style.plus)) {
      text.remove_prefix(style.plus.size());
    }
    remove_blanks();
  }
  remove_one(style.money_after, false);
  const MaybeExpr number = text.empty() || text.front() == '-' || text.front() == '+' ? std::nullopt : number_from_text(text, style.number_point);
  return number && negative ? MaybeExpr(apply(Expr(sym::Minus), {*number})) : number;
}

Expr field_value(const Field& field, const TableStyle& style) {
  if (field.text.empty() && !field.quoted) return style.empty_field;
  if (!style.date_format.is_null()) {
    if (const auto date = try_read_date(make_list({string_expr(field.text), style.date_format}))) return date_object(*date);
  }
  if (style.numeric && !field.quoted) {
    if (auto number = number_in_field(field.text, style)) return *number;
  }
  return string_expr(field.text);
}

Expr row_expr(const Row& row, const TableStyle& style) {
  Builder fields(sym::List, row.size());
  for (const Field& field : row) fields.push(field_value(field, style));
  return fields.finish();
}

Expr rows_to_list(std::span<const Row> rows, const TableStyle& style) {
  Builder list(sym::List, rows.size());
  std::size_t done = 0;
  for (const Row& row : rows) {
    list.push(row_expr(row, style));
    if ((++done & 1023U) == 0) check_interrupt();
  }
  const Expr all = list.finish();
  return rows.size() >= 16 ? pack(all) : all;
}

std::vector<AssociationEntry> row_entries(const Row& row, const Row& labels, const TableStyle& style) {
  std::vector<AssociationEntry> entries;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const Expr value = i < row.size() ? field_value(row[i], style) : missing("NotAvailable");
    entries.push_back({string_expr(labels[i].text), value, false});
  }
  return entries;
}

std::string with_plain_line_ends(std::string_view text, const std::vector<std::string>& ends) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto end = std::find_if(ends.begin(), ends.end(), [&](const std::string& e) { return !e.empty() && text.compare(i, e.size(), e) == 0; });
    if (end == ends.end()) {
      result += text[i++];
    } else {
      result += '\n';
      i += end->size();
    }
  }
  return result;
}

Expr import_table(const ImportRequest& request) {
  TableStyle style = read_style(request);
  std::string text = request.text();
  if (!style.line_ends.empty()) text = with_plain_line_ends(text, style.line_ends);
  TableText table = read_rows(text, style);
  if (table.open_quote) return request.malformed(text, *table.open_quote, "the quotation mark that opens this field is never closed");
  std::span<const Row> rows = table.rows;
  rows = rows.subspan(std::min(style.skip_lines, rows.size()));
  std::string element = request.element("Data");
  Row labels;
  if (element == "Dataset" && style.header_lines == 0 && !request.option("HeaderLines").is_integer()) style.header_lines = 1;
  if (style.header_lines > 0 && !rows.empty()) {
    labels = rows[std::min(style.header_lines, rows.size()) - 1];
    rows = rows.subspan(std::min(style.header_lines, rows.size()));
  }
  // {"CSV", {2, 3}} and {"CSV", "Data", rows}: rows, and {"Columns", c} columns.
  std::size_t widest = 0;
  for (const Row& row : rows) widest = std::max(widest, row.size());
  if (element == "Data" || element == "Grid" || element == "List") {
    Expr data = rows_to_list(rows, style);
    if (request.elements.size() > 1) {
      std::vector<Expr> parts = {data};
      for (std::size_t i = 1; i < request.elements.size() && i <= 2; ++i) parts.push_back(request.elements[i]);
      data = lykos::apply(Expr(sym::Part), std::span<const Expr>(parts));
    }
    return element == "Grid" ? make_normal(Expr(sym::Grid), {data}) : data;
  }
  if (element == "RawData") {
    style.numeric = false;
    return rows_to_list(rows, style);
  }
  if (element == "Columns") {
    Builder columns(sym::List, widest);
    for (std::size_t c = 0; c < widest; ++c) {
      Builder column(sym::List, rows.size());
      for (const Row& row : rows) column.push(c < row.size() ? field_value(row[c], style) : string_expr(""));
      columns.push(pack(column.finish()));
    }
    const Expr all = columns.finish();
    return request.elements.size() > 1 ? apply(Expr(sym::Part), {all, request.elements[1]}) : all;
  }
  if (element == "RowCount") return Expr::integer(static_cast<std::int64_t>(rows.size()));
  if (element == "ColumnCount" || element == "ColumnCounts") return Expr::integer(static_cast<std::int64_t>(widest));
  if (element == "Dimensions") {
    return make_list({Expr::integer(static_cast<std::int64_t>(rows.size())), Expr::integer(static_cast<std::int64_t>(widest))});
  }
  if (element == "ColumnLabels") {
    if (labels.empty() && !rows.empty()) labels = rows.front();
    Builder names(sym::List);
    for (const Field& label : labels) names.push(string_expr(label.text));
    return names.finish();
  }
  if (element == "Associations" || element == "Dataset" || element == "Tabular") {
    if (labels.empty() && !rows.empty()) {
      labels = rows.front();
      rows = rows.subspan(1);
    }
    Builder list(sym::List, rows.size());
    for (const Row& row : rows) list.push(make_association(row_entries(row, labels, style)));
    const Expr all = list.finish();
    return element == "Associations" ? all : make_normal(Expr(sym::Dataset), {all});
  }
  return request.unknown_element();
}

// List: one value a line.
Expr import_list(const ImportRequest& request) {
  const std::string text = request.text();
  Builder values(sym::List);
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = std::string_view(text).substr(start, end - start);
    if (auto number = number_from_text(line)) values.push(*number);
    else values.push(string_expr(line));
    start = end + 1;
  }
  return pack(values.finish());
}

// ---- writing

struct ExportStyle {
  std::string separator;
  bool quoting = true;
  std::string number_point = ".";
  std::string empty_field;
};

std::string field_text(const Expr& value, const ExportStyle& style = {}) {
  if (value.is_string()) return value.string_value();
  if (value.is_real()) {
    std::string text = real_to_text(value.real_value());
    if (const std::size_t point = text.find('.'); point != std::string::npos) text.replace(point, 1, style.number_point);
    if (text.find_first_not_of("-0123456789") == std::string::npos) text += style.number_point;  // 2. stays a real when read back
    return text;
  }
  if (value.has_head(sym::Missing) || value.is_null()) return style.empty_field;
  return to_input_form(value);
}

void append_field(std::string& out, const Expr& value, const ExportStyle& style) {
  const std::string text = field_text(value, style);
  const bool special = text.find_first_of("\"\n\r") != std::string::npos || text.find(style.separator) != std::string::npos ||
                       (!text.empty() && (text.front() == ' ' || text.back() == ' ')) ||
                       (value.is_string() && number_from_text(text).has_value());
  if (!style.quoting || !special) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_row(std::string& out, const Expr& row, const ExportStyle& style) {
  if (!row.is_list() && !row.is_association()) {
    append_field(out, row, style);
  } else {
    bool first = true;
    for (const Expr& part : elements_of(row)) {
      if (!first) out += style.separator;
      first = false;
      append_field(out, part, style);
    }
  }
  out += '\n';
}

std::optional<std::string> export_table(const ExportRequest& request) {
  ExportStyle style;
  style.separator = request.format == "CSV" ? "," : "\t";
  if (auto given = string_or_strings(request.option("FieldSeparators")); !given.empty()) style.separator = given[0];
  const Expr delimiters = request.option("TextDelimiters");
  if (delimiters.is(sym::None) || (delimiters.is_string() && delimiters.string_value().empty())) style.quoting = false;
  if (const Expr point = request.option("NumberPoint"); point.is_string()) style.number_point = point.string_value();
  if (const Expr empty = request.option("EmptyField"); empty.is_string()) style.empty_field = empty.string_value();
  Expr value = request.value;
  if (value.has_head(sym::SparseArray)) value = apply(Expr(sym::Normal), {value});
  if (value.has_head(sym::Dataset) && value.size() >= 1) value = Expr(value[0]);
  if (value.is_association()) value = make_list(elements_of(value));
  if (value.is_atom() && !value.is_string() && !value.is_number()) {
    if (value.is_numeric_array()) value = make_packed(value.array().convert(array::is_integer(value.array().dtype()) ? array::DType::Integer64 : array::DType::Real64));
    else return request.fail("nodta", {value, string_expr(request.format)});
  }
  std::string out;
  const Expr headings = request.option("TableHeadings");
  if (headings.is_list()) append_row(out, headings, style);
  if (!value.is_list()) {
    append_row(out, value, style);
    return request.encoded(std::move(out));
  }
  const bool labelled = value.size() > 0 && std::all_of(value.args().begin(), value.args().end(), [](const Expr& row) { return row.is_association(); });
  if (labelled && !headings.is_list() && !headings.is(sym::None)) {
    Builder names(sym::List);
    for (const AssociationEntry& entry : value[0].association().entries) names.push(entry.key);
    append_row(out, names.finish(), style);
  }
  for (const Expr& row : value.args()) append_row(out, row, style);
  return request.encoded(std::move(out));
}

std::optional<std::string> export_list(const ExportRequest& request) {
  std::string out;
  if (!request.value.is_list()) return request.fail("nodta", {request.value, string_expr(request.format)});
  for (const Expr& item : request.value.args()) {
    if (!out.empty()) out += '\n';
    out += field_text(item);
  }
  return request.encoded(std::move(out));
}

}  // namespace

void register_table_formats() {
  const std::vector<std::string> elements = {"Data",        "RawData", "Grid", "Columns", "ColumnLabels", "ColumnCount", "RowCount", "Dimensions",
                                             "Associations", "Dataset"};
  register_format({"CSV", {"csv"}, import_table, export_table, false, elements});
  register_format({"TSV", {"tsv", "tab"}, import_table, export_table, false, elements});
  register_format({"Table", {"dat"}, import_table, export_table, false, elements});
  register_format({"List", {"list"}, import_list, export_list, false, {"Data"}});
}

}  // namespace lykos::builtins
