// Values, paths and their text.
#include "nets/value.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>

#include "nets/net.h"
#include "nets/port_type.h"
#include "nets/scalar_expression.h"

namespace lykos::nets {

Value::Value(ValueList items) : data_(std::make_shared<const ValueList>(std::move(items))) {}
Value::Value(RulePair rule) : data_(std::make_shared<const RulePair>(std::move(rule))) {}
Value::Value(const ScalarExpression& f) : data_(std::make_shared<const ScalarExpression>(f)) {}
Value::Value(const Net& net) : data_(std::make_shared<const Net>(net)) {}
Value::Value(Array a) : data_(std::make_shared<const Array>(std::move(a))) {}

Value Value::list(std::initializer_list<Value> items) { return Value(ValueList(items)); }

Value Value::integers(const std::vector<std::int64_t>& items) {
  ValueList list;
  list.reserve(items.size());
  for (std::int64_t n : items) list.emplace_back(n);
  return Value(std::move(list));
}

bool Value::is_word(std::string_view text) const {
  return (is(Kind::String) && string() == text) || (is(Kind::Name) && name() == text);
}

double Value::number() const { return is_integer() ? static_cast<double>(integer()) : std::get<double>(data_); }

std::string Value::word() const {
  if (is(Kind::String)) return string();
  if (is(Kind::Name)) return name();
  return {};
}

std::optional<std::vector<std::int64_t>> Value::integer_list() const {
  if (!is_list()) return std::nullopt;
  std::vector<std::int64_t> result;
  for (const Value& item : list()) {
    if (!item.is_integer()) return std::nullopt;
    result.push_back(item.integer());
  }
  return result;
}

bool Value::operator==(const Value& other) const {
  if (kind() != other.kind()) return false;
  switch (kind()) {
    case Kind::List: return list() == other.list();
    case Kind::Rule: return rule() == other.rule();
    case Kind::Function: return function() == other.function();
    case Kind::Net: return net() == other.net();
    case Kind::Array: return same_array(array(), other.array());
    case Kind::SharedArray: {
      const nets::SharedArray &a = *shared_array(), &b = *other.shared_array();
      if (a.name != b.name || a.dimensions != b.dimensions || a.value.has_value() != b.value.has_value()) return false;
      return !a.value || same_array(*a.value, *b.value);
    }
    case Kind::Coder: return coder() == other.coder() || coder()->equals(*other.coder());
    case Kind::Foreign: return foreign() == other.foreign() || foreign()->equals(*other.foreign());
    default: return data_ == other.data_;
  }
}

std::size_t Value::hash() const {
  std::size_t h = static_cast<std::size_t>(kind()) * 0x9e3779b97f4a7c15ULL;
  switch (kind()) {
    case Kind::Automatic:
    case Kind::None: return h;
    case Kind::Boolean: return hash_combine(h, boolean());
    case Kind::Integer: return hash_combine(h, std::hash<std::int64_t>{}(integer()));
    case Kind::Real: return hash_combine(h, std::hash<double>{}(std::get<double>(data_)));
    case Kind::String: return hash_combine(h, std::hash<std::string>{}(string()));
    case Kind::Name: return hash_combine(h, std::hash<std::string>{}(name()));
    case Kind::Span:
      return hash_combine(hash_combine(hash_combine(h, static_cast<std::size_t>(span().from)), static_cast<std::size_t>(span().to)),
                          static_cast<std::size_t>(span().step));
    case Kind::List:
      for (const Value& item : list()) h = hash_combine(h, item.hash());
      return h;
    case Kind::Rule: return hash_combine(hash_combine(h, rule().first.hash()), rule().second.hash());
    case Kind::Function: return hash_combine(h, function().hash());
    case Kind::Net: return hash_combine(h, net().hash());
    case Kind::Array: return hash_combine(h, hash_array(array()));
    case Kind::SharedArray: return hash_combine(h, std::hash<std::string>{}(shared_array()->name));
    case Kind::Coder: return hash_combine(h, coder()->hash());
    case Kind::Foreign: return hash_combine(h, foreign()->hash());
  }
  return h;
}

namespace {

std::string real_text(double x) {
  char buffer[40];
  for (int digits = 6; digits <= 17; ++digits) {  // the shortest text that reads back as the same number
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, x);
    if (std::strtod(buffer, nullptr) == x) break;
  }
  std::string text = buffer;
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos) {
    std::string mantissa = text.substr(0, exponent);
    if (mantissa.find('.') == std::string::npos) mantissa += '.';
    return mantissa + "*^" + std::to_string(std::atoi(text.c_str() + exponent + 1));
  }
  if (std::isfinite(x) && text.find('.') == std::string::npos) text += '.';
  return text;
}

}  // namespace

std::string Value::text() const {
  switch (kind()) {
    case Kind::Automatic: return "Automatic";
    case Kind::None: return "None";
    case Kind::Boolean: return boolean() ? "True" : "False";
    case Kind::Integer: return std::to_string(integer());
    case Kind::Real: return real_text(std::get<double>(data_));
    case Kind::String: return '"' + string() + '"';
    case Kind::Name: return name();
    case Kind::Span: {
      std::string text = std::to_string(span().from) + " ;; " + (span().to == -1 ? "All" : std::to_string(span().to));
      if (span().step != 1) text += " ;; " + std::to_string(span().step);
      return text;
    }
    case Kind::List: {
      std::string text = "{";
      for (std::size_t i = 0; i < list().size(); ++i) text += (i ? ", " : "") + list()[i].text();
      return text + "}";
    }
    case Kind::Rule: return rule().first.text() + " -> " + rule().second.text();
    case Kind::Function: return function().text();
    case Kind::Net: return output_form(net());
    case Kind::Array: return "NumericArray[<" + array::to_text(array().shape()) + ">]";
    case Kind::SharedArray: return "NetArray[\"" + shared_array()->name + "\"]";
    case Kind::Coder: return coder()->text();
    case Kind::Foreign: return foreign()->text();
  }
  return {};
}

std::string path_text(const Path& path) {
  std::string text = "{";
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (i) text += ", ";
    text += path[i].is_index() ? std::to_string(path[i].index) : '"' + path[i].name + '"';
  }
  return text + "}";
}

std::string path_words(const Path& path) {
  std::string text;
  for (std::size_t i = path.size(); i-- > 0;) {
    if (!text.empty()) text += " of ";
    text += path[i].is_index() ? "layer " + std::to_string(path[i].index) : "layer \"" + path[i].name + "\"";
  }
  return text;
}

bool same_array(const Array& a, const Array& b) { return identical(a, b); }

std::size_t hash_array(const Array& a) { return a.valid() ? a.hash() : 0; }

}  // namespace lykos::nets
