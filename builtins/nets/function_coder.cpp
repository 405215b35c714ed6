// Coders that are functions of the user.
#include <algorithm>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using nets::NetError;

FunctionCoder::FunctionCoder(bool decoder, Expr specification, Settings settings)
    : Coder(decoder, "Function", std::move(specification)), settings_(std::move(settings)) {}

void FunctionCoder::initialize() const {
  if (initialized_) return;
  initialized_ = true;
  if (!settings_.initialization.is(sym::None)) evaluate(settings_.initialization);
}

std::optional<Array> FunctionCoder::check(const Expr& result, std::string& problem) const {
  ArrayReading reading = read_array(result);
  if (!reading.array) {
    problem = "became data by the encoder's function that " + reading.problem;
    return std::nullopt;
  }
  const nets::PortType& type = settings_.type;
  const std::vector<std::int64_t> sizes(reading.array->shape().begin(), reading.array->shape().end());
  bool fits = !type.rank_known || static_cast<int>(sizes.size()) == type.rank();
  for (std::size_t i = 0; fits && type.rank_known && i < sizes.size(); ++i) fits = !type.extents[i].known() || type.extents[i].size() == sizes[i];
  if (!fits) {
    problem = "became " + nets::describe_dimensions(sizes) + " by the encoder's function, where " + nets::describe(type) + " was expected";
    return std::nullopt;
  }
  return std::move(*reading.array);
}

bool FunctionCoder::is_single(const Expr& data) const {
  return !data.is_list() || (!settings_.pattern.is(sym::None) && matches(data, settings_.pattern));
}

std::optional<Array> FunctionCoder::encode(const Expr& value, std::string& problem) const {
  initialize();
  if (!settings_.pattern.is(sym::None) && !matches(value, settings_.pattern)) {
    problem = "is " + short_text(value) + ", which does not match the encoder's pattern " + short_text(settings_.pattern);
    return std::nullopt;
  }
  if (!settings_.batched) return check(apply(settings_.function, {value}), problem);
  const Expr results = apply(settings_.function, {make_list({value})});
  if (!results.is_list() || results.size() != 1) {
    problem = "became " + short_text(results) + " by the encoder's batched function, where a list of one result was expected";
    return std::nullopt;
  }
  return check(results[0], problem);
}

bool FunctionCoder::encode_all(std::span<const Expr> values, std::vector<Array>& encoded, std::string& problem) const {
  if (!settings_.batched) return Coder::encode_all(values, encoded, problem);
  initialize();
  for (const Expr& value : values) {
    if (settings_.pattern.is(sym::None) || matches(value, settings_.pattern)) continue;
    problem = "contains " + short_text(value) + ", which does not match the encoder's pattern " + short_text(settings_.pattern);
    return false;
  }
  const Expr results = apply(settings_.function, {make_list(values)});
  if (!results.is_list() || results.size() != values.size()) {
    problem = "became " + short_text(results) + " by the encoder's batched function, where a list of " + std::to_string(values.size()) + " results was expected";
    return false;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto one = check(results[i], problem);
    if (!one) return false;
    encoded.push_back(std::move(*one));
  }
  return true;
}

MaybeExpr FunctionCoder::decode(const Array& values, const Expr& property, std::string& problem) const {
  initialize();
  // The original hands over a NumericArray; numbers stay numbers.
  const Expr data = array_to_expr(values, values.rank() > 0);
  if (settings_.properties.empty()) {
    if (property.is(sym::Automatic)) return apply(settings_.function, {data});
    problem = unknown_property(*this, property);
    return std::nullopt;
  }
  if (property.is(sym::Automatic)) return apply(settings_.function, {data, Expr::string(settings_.properties[0])});
  const std::string name = read_property(property).name;
  if (std::find(settings_.properties.begin(), settings_.properties.end(), name) == settings_.properties.end()) {
    problem = unknown_property(*this, property);
    return std::nullopt;
  }
  return apply(settings_.function, {data, property});
}

MaybeExpr FunctionCoder::parameter(std::string_view name) const {
  if (name == "Function") return settings_.function;
  if (name == "Batched") return Expr::boolean(settings_.batched);
  if (name == "Pattern") return settings_.pattern;
  if (name == "Initialization") return settings_.initialization;
  return Coder::parameter(name);
}

std::vector<std::string> FunctionCoder::parameter_names() const {
  if (is_decoder()) return {"Type", "Function"};
  return {"Type", "Function", "Batched", "Pattern"};
}

std::shared_ptr<const Coder> make_function_coder(bool decoder, const Expr& specification, std::span<const Expr> arguments, std::span<const Expr> options) {
  // Definitions live in the session or the file that reads the net; the options that steer saving them are accepted.
  static constexpr const char* kEncoder[] = {"Batched", "ExcludedContexts", "IncludedContexts", "Initialization", "Pattern", "SaveDefinitions"};
  static constexpr const char* kDecoder[] = {"ExcludedContexts", "IncludedContexts", "Initialization", "Properties", "SaveDefinitions"};
  if (decoder) check_coder_options("Function", options, kDecoder);
  else check_coder_options("Function", options, kEncoder);
  if (arguments.empty()) {
    throw NetError("invcoder", decoder ? "The decoder \"Function\" needs a function, as in {\"Function\", f}." : "The encoder \"Function\" needs a function and a shape, as in {\"Function\", f, shape}.");
  }
  FunctionCoder::Settings settings;
  settings.function = arguments[0];
  settings.type = nets::PortType::any();
  if (arguments.size() > 1) {
    const auto shape = read_value(arguments[1]);
    if (!shape) throw NetError("invtypehint", short_text(arguments[1]) + " is not a shape.");
    settings.type = nets::parse_port_type(*shape, decoder ? "Input" : "Output");
  }
  settings.batched = coder_option(options, "Batched").is_true();
  const auto given = [&](const char* name) {
    const Expr value = coder_option(options, name);
    return value.is(sym::Automatic) ? Expr(sym::None) : value;
  };
  settings.pattern = given("Pattern");
  settings.initialization = given("Initialization");
  const Expr properties = given("Properties");
  if (properties.is_list()) {
    for (const Expr& name : properties.args()) settings.properties.push_back(word_of(name));
  }
  return std::make_shared<FunctionCoder>(decoder, specification, std::move(settings));
}

}  // namespace lykos::builtins
