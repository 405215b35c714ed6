// Coders of single values: classes, truth values, numbers, functions; and what all coders share.
#include "builtins/nets/coders.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/values.h"
#include "expr/number.h"
#include "formatting/formatting.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;
using nets::NetError;
using nets::PortType;

// ---- all coders

bool Coder::equals(const nets::PortCoder& other) const {
  const auto* coder = dynamic_cast<const Coder*>(&other);
  return coder && coder->decoder_ == decoder_ && coder->specification_ == specification_;
}
std::size_t Coder::hash() const { return lykos::hash(specification_) * 2 + (decoder_ ? 1 : 0); }
std::string Coder::text() const { return to_input_form(constructor()); }
Expr Coder::constructor() const { return make_normal(decoder_ ? sym::NetDecoder : sym::NetEncoder, {specification_}); }

std::string Coder::summary() const {
  const std::string head = decoder_ ? "NetDecoder" : "NetEncoder";
  if (specification_.is_string()) return head + "[\"" + kind_ + "\"]";
  return head + "[{\"" + kind_ + "\", ...}]";
}

std::optional<Array> Coder::encode(const Expr&, std::string& problem) const {
  problem = "cannot be encoded by a decoder";
  return std::nullopt;
}
MaybeExpr Coder::decode(const Array&, const Expr&, std::string& problem) const {
  problem = "cannot be decoded by an encoder";
  return std::nullopt;
}
MaybeExpr Coder::parameter(std::string_view name) const {
  if (name == "Type" || name == "Kind") return Expr::string(kind_);
  return std::nullopt;
}

namespace {

// Elements of any real type as doubles.
std::vector<double> as_doubles(const Array& values) {
  const Array wide = values.convert(DType::Real64);
  return {wide.data<double>(), wide.data<double>() + wide.element_count()};
}

Array scalar_array(double x) {
  const auto value = static_cast<float>(x);
  return Array::from(&value, Shape());
}

bool is_property(const Expr& property, std::string_view name) { return property.is_string() && property.string_value() == name; }

std::string unknown_property(const Coder& coder, const Expr& property) {
  std::string text = short_text(property) + " is not a property of " + coder.summary() + "; these are:";
  for (const std::string& name : coder.properties()) text += " \"" + name + "\"";
  return text + '.';
}

}  // namespace

// ---- classes

ClassCoder::ClassCoder(bool decoder, Expr specification, std::vector<Expr> labels, bool unit_vector,
                       std::vector<std::int64_t> dimensions, bool multilabel)
    : Coder(decoder, "Class", std::move(specification)), labels_(std::move(labels)), unit_vector_(unit_vector),
      dimensions_(std::move(dimensions)), multilabel_(multilabel) {
  for (std::size_t i = 0; i < labels_.size(); ++i) index_.emplace(labels_[i], static_cast<int>(i + 1));
}

PortType ClassCoder::type() const {
  std::vector<nets::Extent> extents(dimensions_.begin(), dimensions_.end());
  const auto classes = static_cast<std::int64_t>(labels_.size());
  if (!is_decoder() && !unit_vector_ && !multilabel_) return PortType::index(classes, std::move(extents));
  extents.emplace_back(classes);
  return PortType::shaped(std::move(extents));
}

int ClassCoder::index_of(const Expr& label) const {
  const auto found = index_.find(label);
  return found == index_.end() ? 0 : found->second;
}

bool ClassCoder::encode_into(const Expr& value, std::size_t level, float*& out, std::string& problem) const {
  if (level < dimensions_.size()) {
    if (!value.is_list() || static_cast<std::int64_t>(value.size()) != dimensions_[level]) {
      problem = "should be a list of " + std::to_string(dimensions_[level]) + " classes";
      return false;
    }
    for (const Expr& element : value.args()) {
      if (!encode_into(element, level + 1, out, problem)) return false;
    }
    return true;
  }
  const auto classes = static_cast<std::int64_t>(labels_.size());
  const auto class_number = [&](const Expr& label) {
    if (const int n = index_of(label)) return n;
    // Data that is encoded already passes through, as long as it cannot be mistaken for a label.
    if (const auto n = machine_integer(label); n && *n >= 1 && *n <= classes && !labels_[0].is_integer()) return static_cast<int>(*n);
    problem = "contains " + short_text(label) + ", which is not one of the " + std::to_string(classes) + " classes ";
    for (std::size_t i = 0; i < labels_.size() && i < 8; ++i) problem += (i ? ", " : "") + short_text(labels_[i], 20);
    if (labels_.size() > 8) problem += ", ...";
    return 0;
  };
  if (multilabel_) {
    std::fill_n(out, classes, 0.0F);
    const std::vector<Expr> chosen = value.is_list() ? elements_of(value) : std::vector<Expr>{value};
    for (const Expr& label : chosen) {
      const int n = class_number(label);
      if (n == 0) return false;
      out[n - 1] = 1;
    }
    out += classes;
    return true;
  }
  if (unit_vector_ && value.is_list() && static_cast<std::int64_t>(value.size()) == classes) {  // probabilities as they are
    for (const Expr& element : value.args()) {
      const auto p = machine_real(element);
      if (!p) {
        problem = "contains " + short_text(element) + ", which is not a probability";
        return false;
      }
      *out++ = static_cast<float>(*p);
    }
    return true;
  }
  const int n = class_number(value);
  if (n == 0) return false;
  if (unit_vector_) {
    std::fill_n(out, classes, 0.0F);
    out[n - 1] = 1;
    out += classes;
  } else {
    *out++ = static_cast<float>(n);
  }
  return true;
}

std::optional<Array> ClassCoder::encode(const Expr& value, std::string& problem) const {
  Shape shape{std::span<const std::int64_t>(dimensions_)};
  if (unit_vector_ || multilabel_) shape.push_back(static_cast<std::int64_t>(labels_.size()));
  Array result(DType::Real32, shape);
  float* out = result.data<float>();
  if (!encode_into(value, 0, out, problem)) return std::nullopt;
  return result;
}

MaybeExpr ClassCoder::decode_vector(const double* p, const Expr& property, std::string& problem) const {
  const std::size_t n = labels_.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rank_classes = [&](std::size_t count) {
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
    order.resize(std::min(count, n));
  };
  if (multilabel_ && (property.is(sym::Automatic) || is_property(property, "Decision"))) {
    std::vector<Expr> chosen;
    for (std::size_t i = 0; i < n; ++i) {
      if (p[i] > 0.5) chosen.push_back(labels_[i]);
    }
    return make_list(std::move(chosen));
  }
  if (property.is(sym::Automatic) || is_property(property, "Decision")) {
    if (std::any_of(p, p + n, [](double x) { return std::isnan(x); })) return Expr(sym::Indeterminate);
    return labels_[static_cast<std::size_t>(std::max_element(p, p + n) - p)];
  }
  if (is_property(property, "Probabilities")) {
    std::vector<AssociationEntry> entries;
    for (std::size_t i = 0; i < n; ++i) entries.push_back({labels_[i], array_to_expr(Array::from(&p[i], Shape()))});
    return make_association(std::move(entries));
  }
  if (is_property(property, "Entropy")) {
    double entropy = 0;
    for (std::size_t i = 0; i < n; ++i) entropy -= p[i] > 0 ? p[i] * std::log(p[i]) : 0;
    return Expr::real(entropy);
  }
  // {"TopDecisions", n}, "TopDecisions" -> n, {"Probability", class}
  if ((property.is_list() || property.is_rule()) && property.size() == 2 && property[0].is_string()) {
    const std::string& name = property[0].string_value();
    const auto count = count_argument(property[1], true);
    if (name == "TopDecisions" && count) {
      rank_classes(static_cast<std::size_t>(*count));
      std::vector<Expr> top;
      for (std::size_t i : order) top.push_back(labels_[i]);
      return make_list(std::move(top));
    }
    if (name == "TopProbabilities" && count) {
      rank_classes(static_cast<std::size_t>(*count));
      std::vector<Expr> top;
      for (std::size_t i : order) top.push_back(make_rule(labels_[i], Expr::real(p[i])));
      return make_list(std::move(top));
    }
    if (name == "Probability" || name == "Probabilities") {
      if (const int i = index_of(property[1])) return Expr::real(p[i - 1]);
      problem = short_text(property[1]) + " is not one of the classes of " + summary() + '.';
      return std::nullopt;
    }
  }
  if (is_property(property, "TopProbabilities") || is_property(property, "TopDecisions")) {
    return decode_vector(p, make_list({property, Expr::integer(3)}), problem);
  }
  problem = unknown_property(*this, property);
  return std::nullopt;
}

MaybeExpr ClassCoder::decode(const Array& values, const Expr& property, std::string& problem) const {
  const auto n = static_cast<std::int64_t>(labels_.size());
  if (values.rank() < 1 || values.shape().back() != n) {
    problem = "The decoder expects a vector of " + std::to_string(n) + " probabilities for each class decision.";
    return std::nullopt;
  }
  if (values.rank() > 1) {
    Builder rows(sym::List);
    for (std::int64_t i = 0; i < values.shape()[0]; ++i) {
      const MaybeExpr row = decode(values.part(i), property, problem);
      if (!row) return std::nullopt;
      rows.push(*row);
    }
    return rows.finish();
  }
  return decode_vector(as_doubles(values).data(), property, problem);
}

std::vector<std::string> ClassCoder::properties() const {
  return {"Decision", "Entropy", "Probabilities", "Probability", "TopDecisions", "TopProbabilities"};
}

std::shared_ptr<const Coder> ClassCoder::converse() const {
  std::vector<Expr> parts{Expr::string("Class"), make_list(std::vector<Expr>(labels_))};
  if (!dimensions_.empty() || multilabel_) {
    std::vector<Expr> dimensions;
    for (std::int64_t d : dimensions_) dimensions.push_back(Expr::integer(d));
    if (!dimensions.empty()) parts.push_back(make_rule(Expr::string("Dimensions"), make_list(std::move(dimensions))));
    if (multilabel_) parts.push_back(make_rule(Expr::string("Multilabel"), sym::True));
  }
  return std::make_shared<ClassCoder>(!is_decoder(), make_list(std::move(parts)), labels_, false, dimensions_, multilabel_);
}

MaybeExpr ClassCoder::parameter(std::string_view name) const {
  if (name == "Labels") return make_list(std::vector<Expr>(labels_));
  if (name == "Form") return Expr::string(unit_vector_ ? "UnitVector" : "Index");
  if (name == "Multilabel") return Expr::boolean(multilabel_);
  if (name == "Dimensions") {
    std::vector<Expr> dimensions;
    for (std::int64_t d : dimensions_) dimensions.push_back(Expr::integer(d));
    return make_list(std::move(dimensions));
  }
  return Coder::parameter(name);
}

// ---- truth values

BooleanCoder::BooleanCoder(bool decoder) : Coder(decoder, "Boolean", Expr::string("Boolean")) {}

PortType BooleanCoder::type() const {
  if (is_decoder()) return PortType::real();
  PortType type = PortType::index(1, {});
  type.minimum = 0;
  return type;
}

std::optional<Array> BooleanCoder::encode(const Expr& value, std::string& problem) const {
  if (const auto truth = boolean_argument(value)) return scalar_array(*truth ? 1 : 0);
  if (const auto x = machine_real(value); x && *x >= 0 && *x <= 1) return scalar_array(*x);
  problem = "should be True or False, not " + short_text(value);
  return std::nullopt;
}

MaybeExpr BooleanCoder::decode(const Array& values, const Expr& property, std::string& problem) const {
  if (values.rank() > 0) {
    Builder rows(sym::List);
    for (std::int64_t i = 0; i < values.shape()[0]; ++i) {
      const MaybeExpr row = decode(values.part(i), property, problem);
      if (!row) return std::nullopt;
      rows.push(*row);
    }
    return rows.finish();
  }
  const double p = values.real_at(0);
  if (property.is(sym::Automatic) || is_property(property, "Decision")) return Expr::boolean(p > 0.5);
  if (is_property(property, "Probabilities")) {
    return make_association({{sym::False, Expr::real(1 - p)}, {sym::True, Expr::real(p)}});
  }
  if (is_property(property, "Probability")) return Expr::real(p);
  if (is_property(property, "Entropy")) {
    const auto term = [](double x) { return x > 0 ? -x * std::log(x) : 0.0; };
    return Expr::real(term(p) + term(1 - p));
  }
  problem = unknown_property(*this, property);
  return std::nullopt;
}

std::vector<std::string> BooleanCoder::properties() const { return {"Decision", "Entropy", "Probabilities", "Probability"}; }
std::shared_ptr<const Coder> BooleanCoder::converse() const { return std::make_shared<BooleanCoder>(!is_decoder()); }

// ---- numbers

ScalarCoder::ScalarCoder(bool decoder) : Coder(decoder, "Scalar", Expr::string("Scalar")) {}
PortType ScalarCoder::type() const { return PortType::real(); }

std::optional<Array> ScalarCoder::encode(const Expr& value, std::string& problem) const {
  if (const auto x = machine_real(value)) return scalar_array(*x);
  problem = "should be a real number, not " + short_text(value);
  return std::nullopt;
}

MaybeExpr ScalarCoder::decode(const Array& values, const Expr& property, std::string& problem) const {
  if (!property.is(sym::Automatic)) {
    problem = short_text(property) + " is not a property of " + summary() + "; it has none.";
    return std::nullopt;
  }
  return array_to_expr(values);
}
std::shared_ptr<const Coder> ScalarCoder::converse() const { return std::make_shared<ScalarCoder>(!is_decoder()); }

// ---- functions

FunctionCoder::FunctionCoder(bool decoder, Expr specification, Expr function, PortType type)
    : Coder(decoder, "Function", std::move(specification)), function_(std::move(function)), type_(std::move(type)) {}

std::optional<Array> FunctionCoder::encode(const Expr& value, std::string& problem) const {
  const Expr result = apply(function_, {value});
  ArrayReading reading = read_array(result);
  if (!reading.array) {
    problem = "became data by the encoder's function that " + reading.problem;
    return std::nullopt;
  }
  return std::move(*reading.array);
}

MaybeExpr FunctionCoder::decode(const Array& values, const Expr& property, std::string& problem) const {
  if (!property.is(sym::Automatic)) {
    problem = short_text(property) + " is not a property of " + summary() + "; it has none.";
    return std::nullopt;
  }
  return apply(function_, {array_to_expr(values)});
}

// ---- reading specifications

namespace {

const std::vector<std::string> kKinds = {"Boolean", "Characters", "Class", "Function", "Scalar", "Tokens", "UTF8"};

Expr option_value(std::span<const Expr> options, std::string_view name) {
  for (const Expr& rule : options) {
    if (word_of(rule[0]) == name) return rule[1];
  }
  return sym::Automatic;
}

void check_options(const std::string& kind, std::span<const Expr> options, std::span<const char* const> known) {
  for (const Expr& rule : options) {
    const std::string name = word_of(rule[0]);
    if (std::none_of(known.begin(), known.end(), [&](const char* k) { return name == k; })) {
      std::string text = '"' + name + "\" is not an option of the coder \"" + kind + "\"; known are:";
      for (const char* k : known) text += std::string(" \"") + k + '"';
      throw NetError("netunkparam", text + '.');
    }
  }
}

std::shared_ptr<const Coder> make_class_coder(bool decoder, const Expr& specification, std::span<const Expr> arguments,
                                              std::span<const Expr> options) {
  static constexpr const char* kOptions[] = {"Dimensions", "Multilabel"};
  check_options("Class", options, kOptions);
  if (arguments.empty() || !arguments[0].is_list() || arguments[0].size() == 0) {
    throw NetError("invcoder", "The coder \"Class\" needs a list of at least one class, as in {\"Class\", {\"cat\", \"dog\"}}.");
  }
  std::vector<Expr> labels(arguments[0].args().begin(), arguments[0].args().end());
  bool unit_vector = false;
  if (arguments.size() > 1) {
    const std::string form = word_of(arguments[1]);
    if (form == "UnitVector" || form == "IndicatorVector") {
      unit_vector = true;
    } else if (form != "Index") {
      throw NetError("invcoder", "The form " + short_text(arguments[1]) + " of the coder \"Class\" should be \"Index\" or \"UnitVector\".");
    }
  }
  std::vector<std::int64_t> dimensions;
  const Expr given = option_value(options, "Dimensions");
  if (!given.is(sym::Automatic) && !given.is(sym::None)) {
    const std::vector<Expr> extents = given.is_list() ? elements_of(given) : std::vector<Expr>{given};
    for (const Expr& extent : extents) {
      const auto n = machine_integer(extent);
      if (!n || *n < 1) throw NetError("invcoder", "The value " + short_text(given) + " of \"Dimensions\" should be a list of positive integers.");
      dimensions.push_back(*n);
    }
  }
  auto coder = std::make_shared<ClassCoder>(decoder, specification, std::move(labels), unit_vector, std::move(dimensions),
                                            option_value(options, "Multilabel").is_true());
  for (std::size_t i = 0; i < coder->labels().size(); ++i) {
    if (coder->index_of(coder->labels()[i]) != static_cast<int>(i + 1)) {
      throw NetError("invcoder", "The class " + short_text(coder->labels()[i]) + " is given twice.");
    }
  }
  return coder;
}

}  // namespace

std::shared_ptr<const Coder> make_coder(bool decoder, const Expr& specification) {
  if (const auto other = as_coder(specification)) {
    if (other->is_decoder() == decoder) return other;
    if (auto converse = other->converse()) return converse;
    throw NetError("invcoder", other->summary() + " has no inverse.");
  }
  std::string kind;
  std::vector<Expr> arguments, options;
  if (specification.is_string()) {
    kind = specification.string_value();
  } else if (specification.is_list() && specification.size() > 0 && specification[0].is_string()) {
    kind = specification[0].string_value();
    const std::span<const Expr> rest = specification.args().subspan(1);
    const std::size_t positional = positional_count(rest);
    // {"Class", {"a" -> 1}} must not be taken for an option: the first argument is always positional.
    const std::size_t split = positional == 0 && !rest.empty() && rest[0].is_list() ? 1 : positional;
    arguments.assign(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(split));
    for (const Expr& option : rest.subspan(split)) collect_option_rules(option, options);
  }
  if (kind == "Class") return make_class_coder(decoder, specification, arguments, options);
  if (kind == "Boolean") return std::make_shared<BooleanCoder>(decoder);
  if (kind == "Scalar") return std::make_shared<ScalarCoder>(decoder);
  if (kind == "Characters" || kind == "Tokens" || kind == "UTF8") {
    return make_text_coder(decoder, kind, specification, arguments, options);
  }
  if (kind == "Function") {
    static constexpr const char* kOptions[] = {"Batched"};
    check_options(kind, options, kOptions);
    if (arguments.empty()) throw NetError("invcoder", "The coder \"Function\" needs a function, as in {\"Function\", f, shape}.");
    PortType type = PortType::any();
    if (arguments.size() > 1) {
      const auto shape = read_value(arguments[1]);
      if (!shape) throw NetError("invtypehint", short_text(arguments[1]) + " is not a shape.");
      type = nets::parse_port_type(*shape, decoder ? "Input" : "Output");
    }
    return std::make_shared<FunctionCoder>(decoder, specification, arguments[0], type);
  }
  std::string text = kind.empty() ? short_text(specification) + " does not describe a coder." : "There is no coder \"" + kind + "\".";
  const std::string nearest = nearest_name(kind, kKinds);
  if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
  text += " Available are:";
  for (const std::string& name : kKinds) text += " \"" + name + '"';
  throw NetError("invcoder", text + '.');
}

}  // namespace lykos::builtins
