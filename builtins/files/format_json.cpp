// format_json.cpp - JSON and RawJSON. Reading is nlohmann's event parser building expressions directly; this is the only file
// that includes it. Objects become lists of rules ("JSON") or associations ("RawJSON"), in the order of the text.
#include <nlohmann/json.hpp>

#include <cmath>

#include "builtins/files/formats.h"
#include "builtins/files/number_text.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// Receives the parser's events. Containers under construction are on an explicit stack, so depth costs no C++ recursion.
class JsonBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit JsonBuilder(bool associations) : associations_(associations) {}

  bool null() override { return add(Expr(sym::Null)); }
  bool boolean(bool value) override { return add(Expr::boolean(value)); }
  bool number_integer(number_integer_t value) override { return add(Expr::integer(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value <= static_cast<number_unsigned_t>(INT64_MAX)) return add(Expr::integer(static_cast<std::int64_t>(value)));
    return add(Expr::integer(Integer::from_digits(std::to_string(value))));
  }
  bool number_float(number_float_t value, const string_t& text) override {
    // Integers beyond 64 bits arrive here with their digits.
    if (text.find_first_of(".eE") == std::string::npos) {
      if (auto number = number_from_text(text)) return add(*number);
    }
    return add(Expr::real(value));
  }
  bool string(string_t& value) override { return add(Expr::string(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override {
    open_.emplace_back();
    open_.back().is_object = true;
    return true;
  }
  bool key(string_t& value) override {
    open_.back().key = std::move(value);
    return true;
  }
  bool end_object() override {
    Container done = std::move(open_.back());
    open_.pop_back();
    if (associations_) return add(make_association(std::move(done.entries)));
    Builder rules(sym::List, done.entries.size());
    for (AssociationEntry& entry : done.entries) rules.push(make_rule(entry.key, entry.value));
    return add(rules.finish());
  }
  bool start_array(std::size_t) override {
    open_.emplace_back();
    return true;
  }
  bool end_array() override {
    std::vector<Expr> elements = std::move(open_.back().elements);
    open_.pop_back();
    const bool numeric = elements.size() >= 16 && elements[0].is_number();
    const Expr list = make_list(std::move(elements));
    return add(numeric ? pack(list) : list);
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    error_position = position;
    error_text = error.what();
    return false;
  }

  Expr result;
  std::size_t error_position = 0;
  std::string error_text;

 private:
  struct Container {
    bool is_object = false;
    std::string key;
    std::vector<AssociationEntry> entries;
    std::vector<Expr> elements;
  };
  bool add(Expr value) {
    if (open_.empty()) {
      result = std::move(value);
      return true;
    }
    Container& container = open_.back();
    if (container.is_object) container.entries.push_back({Expr::string(std::move(container.key)), std::move(value), false});
    else container.elements.push_back(std::move(value));
    return true;
  }
  bool associations_;
  std::vector<Container> open_;
};

// The library's sentence without its own prefix and position, which the message gives in our form.
std::string readable_reason(const std::string& what) {
  std::size_t start = what.find("column ");
  start = start == std::string::npos ? std::string::npos : what.find(": ", start);
  return start == std::string::npos ? what : what.substr(start + 2);
}

Expr import_json(const ImportRequest& request) {
  const std::string element = request.element("Data");
  if (element != "Data" && element != "Dataset" && element != "Expression") return request.unknown_element();
  const std::string text = request.text();
  JsonBuilder builder(request.format == "RawJSON" || element == "Dataset");
  if (!nlohmann::json::sax_parse(text, &builder)) {
    const std::size_t offset = builder.error_position > 0 ? builder.error_position - 1 : 0;
    return request.malformed(text, offset, readable_reason(builder.error_text));
  }
  return element == "Dataset" ? make_normal(Expr(sym::Dataset), {builder.result}) : builder.result;
}

// ---- writing

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        if (byte < 0x20) {
          out += "\\u00";
          out += kDigits[byte >> 4];
          out += kDigits[byte & 15U];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

class JsonWriter {
 public:
  explicit JsonWriter(int compact_below) : compact_level_(compact_below) {}

  // The part that has no JSON form, or nullopt when all was written.
  MaybeExpr write(const Expr& value, int level = 0) {
    const RecursionGuard guard;
    if (value.is_string()) {
      append_json_string(out, value.string_value());
    } else if (value.is_integer()) {
      out += value.to_integer().to_string();
    } else if (value.is_real()) {
      if (!std::isfinite(value.real_value())) return value;
      std::string digits = real_to_text(value.real_value());
      if (digits.find_first_not_of("-0123456789") == std::string::npos) digits += ".0";
      out += digits;
    } else if (value.is_big_real() || value.is_rational()) {
      const double number = to_double(value);
      if (!std::isfinite(number) || value.is_rational()) return value;
      out += real_to_text(number);
    } else if (value.is_true()) {
      out += "true";
    } else if (value.is_false()) {
      out += "false";
    } else if (value.is_null() || value.has_head(sym::Missing)) {
      out += "null";
    } else if (value.is_association() || is_object(value)) {
      return write_object(value, level);
    } else if (value.is_list()) {
      return write_array(value, level);
    } else if (value.is_numeric_array()) {
      return write(apply(Expr(sym::Normal), {value}), level);
    } else if (value.has_head(sym::Dataset) && value.size() >= 1) {
      return write(value[0], level);
    } else {
      return value;
    }
    return std::nullopt;
  }

  std::string out;

 private:
  static bool is_object(const Expr& value) {
    if (!value.is_list() || value.is_packed() || value.size() == 0) return false;
    for (const Expr& part : value.args()) {
      if (!part.is_rule() || !part[0].is_string()) return false;
    }
    return true;
  }
  void new_line(int level) {
    if (level > compact_level_) return;
    out += '\n';
    out.append(static_cast<std::size_t>(level), '\t');
  }
  MaybeExpr write_object(const Expr& value, int level) {
    if (value.size() == 0) {
      out += "{}";
      return std::nullopt;
    }
    out += '{';
    bool first = true;
    for (const Expr& rule : value.args()) {
      if (!rule[0].is_string()) return value;
      if (!first) out += ',';
      first = false;
      break_after(level);
      append_json_string(out, rule[0].string_value());
      out += ':';
      if (auto bad = write(rule[1], level + 1)) return bad;
    }
    break_before_end(level);
    out += '}';
    return std::nullopt;
  }
  MaybeExpr write_array(const Expr& value, int level) {
    if (value.size() == 0) {
      out += "[]";
      return std::nullopt;
    }
    out += '[';
    bool first = true;
    for (const Expr& part : value.args()) {
      if (!first) out += ',';
      first = false;
      break_after(level);
      if (auto bad = write(part, level + 1)) return bad;
    }
    break_before_end(level);
    out += ']';
    return std::nullopt;
  }
  void break_after(int level) {
    if (level < compact_level_) new_line(level + 1);
  }
  void break_before_end(int level) {
    if (level < compact_level_) new_line(level);
  }
  int compact_level_;   // containers at this level and deeper are written on one line
};

std::optional<std::string> export_json(const ExportRequest& request) {
  const Expr compact = request.option("Compact");
  int compact_level = INT32_MAX / 2;
  if (compact.is_true()) compact_level = 0;
  else if (const auto level = count_argument(compact)) compact_level = static_cast<int>(std::min<std::int64_t>(*level, 1000));
  JsonWriter writer(compact_level);
  if (const auto bad = writer.write(request.value)) return request.fail("jsonstrictencoding", {*bad});
  return writer.out;
}

}  // namespace

void register_json_formats() {
  register_format({"JSON", {"json"}, import_json, export_json, false, {"Data", "Dataset"}});
  register_format({"RawJSON", {}, import_json, export_json, false, {"Data", "Dataset"}});
}

}  // namespace lykos::builtins
