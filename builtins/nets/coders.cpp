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

MaybeExpr Coder::decode_properties(const Array& values, const Expr& property, std::string& problem) const {
  const std::vector<std::string> names = properties();
  if (property.is_string() && property.string_value() == "Properties" && !names.empty()) return string_list(names);
  // {"Decision", "Entropy"} are two properties, {"TopProbabilities", 2} is one with a number.
  const auto is_property = [&](const Expr& e) {
    const std::string name = read_property(e).name;
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (!property.is_list() || property.size() == 0 || !std::all_of(property.args().begin(), property.args().end(), is_property)) return decode(values, property, problem);
  Builder results(sym::List, property.size());
  for (const Expr& one : property.args()) {
    MaybeExpr result = decode(values, one, problem);
    if (!result) return std::nullopt;
    results.push(std::move(*result));
  }
  return results.finish();
}

namespace {

int nesting(const Expr& data) {
  int depth = 0;
  for (const Expr* at = &data; at->is_list() && at->size() > 0; at = &at->args()[0]) ++depth;
  return depth;
}

}  // namespace

bool Coder::is_single(const Expr& data) const { return !data.is_list() || nesting(data) <= list_depth(); }

bool Coder::encode_all(std::span<const Expr> values, std::vector<Array>& encoded, std::string& problem) const {
  encoded.reserve(values.size());
  for (const Expr& value : values) {
    auto one = encode(value, problem);
    if (!one) return false;
    encoded.push_back(std::move(*one));
  }
  return true;
}

std::string unknown_property(const Coder& coder, const Expr& property) {
  const std::vector<std::string> names = coder.properties();
  std::string text = short_text(property) + " is not a property of " + coder.summary() + (names.empty() ? "; it has none" : "; these are:");
  for (const std::string& name : names) text += " \"" + name + "\"";
  return text + '.';
}

RankedProperty read_property(const Expr& property) {
  if ((property.is_list() || property.is_rule()) && property.size() == 2 && property[0].is_string()) return {property[0].string_value(), property[1]};
  return {property.is_string() ? property.string_value() : std::string(), std::nullopt};
}

Expr coder_option(std::span<const Expr> options, std::string_view name) {
  for (const Expr& rule : options) {
    if (word_of(rule[0]) == name) return rule[1];
  }
  return sym::Automatic;
}

void check_coder_options(const std::string& kind, std::span<const Expr> options, std::span<const char* const> known) {
  for (const Expr& rule : options) {
    const std::string name = word_of(rule[0]);
    if (std::any_of(known.begin(), known.end(), [&](const char* k) { return name == k; })) continue;
    std::string text = '"' + name + "\" is not an option of the coder \"" + kind + "\".";
    const std::string nearest = nearest_name(name, {known.begin(), known.end()});
    if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
    std::string list;
    for (const char* k : known) list += (list.empty() ? "\"" : ", \"") + std::string(k) + '"';
    throw NetError("netunkparam", text + " Known are: " + list + '.');
  }
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

}  // namespace

// ---- classes

ClassCoder::ClassCoder(bool decoder, Expr specification, std::vector<Expr> labels, bool unit_vector,
                       std::vector<nets::Extent> dimensions, bool multilabel)
    : Coder(decoder, "Class", std::move(specification)), labels_(std::move(labels)), unit_vector_(unit_vector),
      dimensions_(std::move(dimensions)), multilabel_(multilabel) {
  for (std::size_t i = 0; i < labels_.size(); ++i) index_.emplace(labels_[i], static_cast<int>(i + 1));
}

PortType ClassCoder::type() const {
  std::vector<nets::Extent> extents = dimensions_;
  const auto classes = static_cast<std::int64_t>(labels_.size());
  if (!is_decoder() && !unit_vector_ && !multilabel_) return PortType::index(classes, std::move(extents));
  extents.push_back(labels_.empty() ? nets::Extent::unknown() : nets::Extent(classes));
  return PortType::shaped(std::move(extents));
}

Expr ClassCoder::dimensions_expr() const {
  std::vector<Expr> extents;
  for (const nets::Extent& d : dimensions_) extents.push_back(d.known() ? Expr::integer(d.size()) : d.is_varying() ? Expr::string("Varying") : Expr(sym::Automatic));
  return make_list(std::move(extents));
}

int ClassCoder::index_of(const Expr& label) const {
  const auto found = index_.find(label);
  return found == index_.end() ? 0 : found->second;
}

bool ClassCoder::encode_into(const Expr& value, std::size_t level, float*& out, std::string& problem) const {
  if (level < dimensions_.size()) {
    if (!value.is_list() || (dimensions_[level].known() && static_cast<std::int64_t>(value.size()) != dimensions_[level].size())) {
      problem = dimensions_[level].known() ? "should be a list of " + std::to_string(dimensions_[level].size()) + " classes" : "should be a list of classes";
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
  Shape shape;
  const Expr* level = &value;
  for (const nets::Extent& d : dimensions_) {  // an open size is that of the data
    shape.push_back(d.known() ? d.size() : static_cast<std::int64_t>(level->size()));
    if (level->is_list() && level->size() > 0) level = &level->args()[0];
  }
  if (unit_vector_ || multilabel_) shape.push_back(static_cast<std::int64_t>(labels_.size()));
  Array result(DType::Real32, shape);
  float* out = result.data<float>();
  if (!encode_into(value, 0, out, problem)) return std::nullopt;
  return result;
}

MaybeExpr ClassCoder::decode_vector(const double* p, std::size_t n, const Expr& property, std::string& problem) const {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rank_classes = [&](std::size_t count) {
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
    order.resize(std::min(count, n));
  };
  const auto [name, detail] = read_property(property.is(sym::Automatic) ? Expr::string("Decision") : property);
  if (name == "Decision" && multilabel_) {
    std::vector<Expr> chosen;
    for (std::size_t i = 0; i < n; ++i) {
      if (p[i] > 0.5) chosen.push_back(label(i));
    }
    return make_list(std::move(chosen));
  }
  if (name == "Decision") {
    if (std::any_of(p, p + n, [](double x) { return std::isnan(x); })) return Expr(sym::Indeterminate);
    return label(static_cast<std::size_t>(std::max_element(p, p + n) - p));
  }
  if (name == "Probabilities" && !detail) {
    std::vector<AssociationEntry> entries;
    for (std::size_t i = 0; i < n; ++i) entries.push_back({label(i), array_to_expr(Array::from(&p[i], Shape()))});
    return make_association(std::move(entries));
  }
  if (name == "Entropy") {
    const auto term = [](double x) { return x > 0 ? -x * std::log(x) : 0.0; };
    double entropy = 0;
    for (std::size_t i = 0; i < n; ++i) entropy += term(p[i]) + (multilabel_ ? term(1 - p[i]) : 0);  // independent labels: one entropy each
    return Expr::real(entropy);
  }
  if (name == "TopDecisions" || name == "TopProbabilities") {
    constexpr std::int64_t kUsual = 3;
    const auto count = detail ? count_argument(*detail, true) : std::optional<std::int64_t>(kUsual);
    if (!count) {
      problem = "The n in \"" + name + "\" -> n should be a positive integer, not " + short_text(*detail) + '.';
      return std::nullopt;
    }
    rank_classes(static_cast<std::size_t>(*count));
    std::vector<Expr> top;
    for (std::size_t i : order) top.push_back(name == "TopDecisions" ? label(i) : make_rule(label(i), Expr::real(p[i])));
    return make_list(std::move(top));
  }
  if ((name == "Probability" || name == "Probabilities") && detail) {
    const auto number = labels_.empty() ? machine_integer(*detail).value_or(0) : index_of(*detail);
    if (number >= 1 && number <= static_cast<std::int64_t>(n)) return Expr::real(p[number - 1]);
    problem = short_text(*detail) + " is not one of the classes of " + summary() + '.';
    return std::nullopt;
  }
  if (name == "RandomSample") {
    // A temperature t flattens (t > 1) or sharpens (t < 1) the distribution: p^(1/t).
    Expr temperature = Expr::integer(1);
    if (detail) temperature = detail->is_rule() && word_of((*detail)[0]) == "Temperature" ? (*detail)[1] : *detail;
    const auto t = machine_real(temperature);
    if (!t || *t <= 0) {
      problem = "The temperature " + short_text(temperature) + " of \"RandomSample\" should be a positive number.";
      return std::nullopt;
    }
    std::vector<Expr> weights, labels;
    for (std::size_t i = 0; i < n; ++i) {
      weights.push_back(Expr::real(p[i] > 0 ? std::pow(p[i], 1 / *t) : 0.0));
      labels.push_back(label(i));
    }
    return apply(sym::RandomChoice, {make_rule(make_list(std::move(weights)), make_list(std::move(labels)))});
  }
  problem = unknown_property(*this, property);
  return std::nullopt;
}

MaybeExpr ClassCoder::decode(const Array& values, const Expr& property, std::string& problem) const {
  const auto n = static_cast<std::int64_t>(labels_.size());
  if (values.rank() < 1 || (n > 0 && values.shape().back() != n) || values.shape().back() == 0) {
    problem = "The decoder expects a vector of " + (n > 0 ? std::to_string(n) + " " : "") + "probabilities for each class decision.";
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
  return decode_vector(as_doubles(values).data(), static_cast<std::size_t>(values.shape().back()), property, problem);
}

std::vector<std::string> ClassCoder::properties() const {
  return {"Decision", "Entropy", "Probabilities", "Probability", "RandomSample", "TopDecisions", "TopProbabilities"};
}

std::shared_ptr<const Coder> ClassCoder::converse() const {
  if (labels_.empty()) return nullptr;
  std::vector<Expr> parts{Expr::string("Class"), make_list(std::vector<Expr>(labels_))};
  const bool all_known = std::all_of(dimensions_.begin(), dimensions_.end(), [](const nets::Extent& d) { return d.known(); });
  if (!dimensions_.empty()) {
    if (all_known || is_decoder()) {
      parts.push_back(make_rule(Expr::string("Dimensions"), dimensions_expr()));
    } else {
      parts.push_back(make_rule(Expr::string("InputDepth"), Expr::integer(static_cast<std::int64_t>(dimensions_.size() + 1))));
    }
  }
  if (multilabel_) parts.push_back(make_rule(Expr::string("Multilabel"), sym::True));
  return std::make_shared<ClassCoder>(!is_decoder(), make_list(std::move(parts)), labels_, false, dimensions_, multilabel_);
}

MaybeExpr ClassCoder::parameter(std::string_view name) const {
  if (name == "Labels") return labels_.empty() ? Expr(sym::Automatic) : make_list(std::vector<Expr>(labels_));
  if (name == "Form") return Expr::string(unit_vector_ ? "UnitVector" : "Index");
  if (name == "Multilabel") return Expr::boolean(multilabel_);
  if (name == "Dimensions") return dimensions_expr();
  if (name == "InputDepth") return Expr::integer(static_cast<std::int64_t>(dimensions_.size() + 1));
  return Coder::parameter(name);
}

std::vector<std::string> ClassCoder::parameter_names() const {
  if (is_decoder()) return {"Type", "Labels", "InputDepth", "Multilabel"};
  return {"Type", "Labels", "Form", "Dimensions", "Multilabel"};
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
  const auto [name, detail] = read_property(property);
  if (name == "Probabilities" && !detail) {
    return make_association({{sym::False, Expr::real(1 - p)}, {sym::True, Expr::real(p)}});
  }
  if (name == "Probability") {
    if (!detail || detail->is_true()) return Expr::real(p);
    if (detail->is_false()) return Expr::real(1 - p);
  }
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

// ---- reading specifications

namespace {

const std::vector<std::string> kEncoders = {"Boolean", "Characters", "Class", "Function", "Image", "Scalar", "SubwordTokens", "Tokens", "UTF8"};
const std::vector<std::string> kDecoders = {"Boolean", "Characters", "Class", "CTCBeamSearch", "Function", "Image", "Scalar", "SubwordTokens", "Tokens", "UTF8"};

std::shared_ptr<const Coder> make_class_coder(bool decoder, const Expr& specification, std::span<const Expr> arguments,
                                              std::span<const Expr> options) {
  static constexpr const char* kOptions[] = {"Dimensions", "InputDepth", "Labels", "Multilabel"};
  check_coder_options("Class", options, kOptions);
  std::vector<Expr> labels;
  const Expr listed = arguments.empty() ? coder_option(options, "Labels") : arguments[0];
  if (listed.is_list() && listed.size() > 0) {
    const std::vector<Expr> elements = elements_of(listed);
    labels.assign(elements.begin(), elements.end());
  } else if (!decoder || !listed.is(sym::Automatic)) {
    throw NetError("invcoder", "The coder \"Class\" needs a list of at least one class, as in {\"Class\", {\"cat\", \"dog\"}}.");
  }
  bool unit_vector = false;
  if (arguments.size() > 1) {
    const std::string form = word_of(arguments[1]);
    if (form == "UnitVector" || form == "IndicatorVector") {
      unit_vector = true;
    } else if (form != "Index") {
      throw NetError("invcoder", "The form " + short_text(arguments[1]) + " of the coder \"Class\" should be \"Index\" or \"UnitVector\".");
    }
  }
  std::vector<nets::Extent> dimensions;
  const Expr given = coder_option(options, "Dimensions");
  if (!given.is(sym::Automatic) && !given.is(sym::None)) {
    const std::vector<Expr> extents = given.is_list() ? elements_of(given) : std::vector<Expr>{given};
    for (const Expr& extent : extents) {
      const auto n = machine_integer(extent);
      if (n && *n >= 1) dimensions.emplace_back(*n);
      else if (word_of(extent) == "Varying") dimensions.push_back(nets::Extent::varying());
      else if (extent.is(sym::Automatic)) dimensions.push_back(nets::Extent::unknown());
      else throw NetError("invcoder", "The value " + short_text(given) + " of \"Dimensions\" should be a list of positive integers.");
    }
  }
  const Expr depth = coder_option(options, "InputDepth");
  if (!depth.is(sym::Automatic)) {
    const auto n = machine_integer(depth);
    if (!n || *n < 1 || *n > 16) throw NetError("invcoder", "The value " + short_text(depth) + " of \"InputDepth\" should be a positive integer.");
    dimensions.assign(static_cast<std::size_t>(*n - 1), nets::Extent::unknown());
  }
  auto coder = std::make_shared<ClassCoder>(decoder, specification, std::move(labels), unit_vector, std::move(dimensions),
                                            coder_option(options, "Multilabel").is_true());
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
  if (kind == "Characters" || kind == "Tokens" || kind == "UTF8" || kind == "SubwordTokens" || kind == "BPESubwordTokens") {
    return make_text_coder(decoder, kind, specification, arguments, options);
  }
  if (kind == "Function") return make_function_coder(decoder, specification, arguments, options);
  if (kind == "Image") return make_image_coder(decoder, specification, arguments, options);
  if (kind == "CTCBeamSearch") {
    if (!decoder) throw NetError("invcoder", "\"CTCBeamSearch\" is a decoder; the labels of a net with CTCLossLayer are encoded by {\"Class\", ...} or {\"Characters\", ...}.");
    return make_ctc_decoder(specification, arguments, options);
  }
  for (const char* media : {"Audio", "AudioMelSpectrogram", "AudioMFCC", "AudioSpectrogram", "AudioSTFT", "FeatureExtractor", "Image3D", "VideoFrames"}) {
    if (kind == media) throw NetError("invcoder", "The coder \"" + kind + "\" is not available here; {\"Function\", f, shape} takes any function as a coder.");
  }
  const std::vector<std::string>& kinds = decoder ? kDecoders : kEncoders;
  std::string text = kind.empty() ? short_text(specification) + " does not describe a coder." : "There is no coder \"" + kind + "\".";
  const std::string nearest = nearest_name(kind, kinds);
  if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
  std::string list;
  for (const std::string& name : kinds) list += (list.empty() ? "\"" : ", \"") + name + '"';
  throw NetError("invcoder", text + " Available are: " + list + '.');
}

}  // namespace lykos::builtins
