// Random numbers in functions that become layers: RandomReal, RandomInteger, RandomVariate and RandomChoice draw anew whenever the layer is
// applied. Parameters of distributions may be values of the function; arrays among them say how many numbers there are.
#include <algorithm>

#include "builtins/nets/errors.h"
#include "builtins/nets/function_tracer.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "nets/scalar_expression.h"

namespace lykos::builtins {

using nets::Value;

namespace {

using Arguments = std::span<const Expr>;
using Result = std::optional<Expr>;

// Numbers of a distribution with the dimensions given, or of the shape its parameters have.
Result draw(FunctionTracer& t, const std::string& name, const std::vector<Expr>& parameters, const std::optional<std::vector<std::int64_t>>& dimensions) {
  std::vector<Expr> values = parameters, tokens;
  int rank = 0;
  for (Expr& value : values) {
    if (!is_traced(value) && !value.is_list()) continue;
    value = t.token_of(value);
    rank = std::max(rank, t.type(value).rank_known ? t.type(value).rank() : 1);
    tokens.push_back(value);
  }
  // All inputs of the layer have one shape: scalars are repeated beside arrays.
  const auto widest = std::max_element(tokens.begin(), tokens.end(), [&](const Expr& a, const Expr& b) { return t.type(a).rank() < t.type(b).rank(); });
  nets::ValueList distribution{Value(nets::Name{name})};
  std::vector<Expr> inputs;
  for (const Expr& value : values) {
    if (!as_token(value)) {
      const auto number = machine_real(value);
      if (!number) return std::nullopt;
      distribution.emplace_back(*number);
      continue;
    }
    Expr input = value;
    if (rank > 0 && t.type(value).is_scalar()) input = t.plus(t.times(Expr::integer(0), *widest), value);
    if (dimensions) {
      if (rank > 0) return std::nullopt;  // the language draws whole arrays from such parameters nowhere else either
      if (!dimensions->empty()) input = t.layer("ReplicateLayer", {Value::integers(*dimensions)}, {input});
    }
    distribution.emplace_back(nets::ScalarExpression::slot(static_cast<int>(inputs.size())));
    inputs.push_back(input);
  }
  std::vector<nets::Option> options;
  if (inputs.empty()) options.push_back({"Output", Value::integers(dimensions.value_or(std::vector<std::int64_t>{}))});
  return t.layer("RandomArrayLayer", {Value(std::move(distribution))}, inputs, options);
}

// n or {n1, ...}, known numbers.
std::optional<std::vector<std::int64_t>> read_dimensions(const Expr& spec) {
  std::vector<std::int64_t> dimensions;
  for (const Expr& e : spec.is_list() ? spec.args() : std::span<const Expr>(&spec, 1)) {
    const auto n = machine_integer(e);
    if (!n || *n < 1) return std::nullopt;
    dimensions.push_back(*n);
  }
  return dimensions;
}

// RandomReal[], RandomReal[max], RandomReal[{min, max}], with dimensions behind; RandomInteger likewise.
template <const char* kDistribution>
Result random_range(FunctionTracer& t, Arguments a) {
  if (a.size() > 2) return std::nullopt;
  std::vector<Expr> bounds{Expr::integer(0), Expr::integer(1)};
  if (!a.empty() && a[0].is_list()) {
    if (a[0].size() != 2) return std::nullopt;
    bounds.assign(a[0].args().begin(), a[0].args().end());
  } else if (!a.empty()) {
    bounds[1] = a[0];
  }
  std::optional<std::vector<std::int64_t>> dimensions;
  if (a.size() == 2 && !(dimensions = read_dimensions(a[1]))) return std::nullopt;
  return draw(t, kDistribution, bounds, dimensions);
}

// RandomVariate[dist], RandomVariate[dist, n], RandomVariate[dist, {n1, ...}]
Result random_variate(FunctionTracer& t, Arguments a) {
  if (a.empty() || a.size() > 2 || !a[0].is_normal() || !a[0].head().is_symbol()) return std::nullopt;
  std::vector<Expr> parameters(a[0].args().begin(), a[0].args().end());
  if (parameters.size() == 1 && parameters[0].is_list() && symbol_name(a[0].head()).find("Uniform") != std::string::npos) {
    parameters.assign(a[0][0].args().begin(), a[0][0].args().end());
  }
  std::optional<std::vector<std::int64_t>> dimensions;
  if (a.size() == 2 && !(dimensions = read_dimensions(a[1]))) return std::nullopt;
  return draw(t, symbol_name(a[0].head()), parameters, dimensions);
}

// RandomChoice[array], RandomChoice[array, n]: elements at random positions.
Result random_choice(FunctionTracer& t, Arguments a) {
  if (a.empty() || a.size() > 2 || a[0].is_rule()) return std::nullopt;
  const auto count = t.extent(a[0]);
  if (!count) return std::nullopt;
  const std::optional<std::vector<std::int64_t>> dimensions = a.size() == 2 ? read_dimensions(a[1]) : std::optional<std::vector<std::int64_t>>();
  if (a.size() == 2 && (!dimensions || dimensions->size() != 1)) return std::nullopt;
  const auto places = draw(t, "DiscreteUniformDistribution", {Expr::integer(1), Expr::integer(*count)}, dimensions);
  const Expr array = t.token_of(a[0]);
  if (a.size() == 1) return t.layer("FunctionNode", {"Part"}, {array, *places});
  // A list of positions of one index each.
  return t.layer("ExtractLayer", {}, {array, t.layer("ReplicateLayer", {1, -1}, {*places})});
}

constexpr char kUniform[] = "UniformDistribution", kDiscreteUniform[] = "DiscreteUniformDistribution";

}  // namespace

TraceOperation find_trace_random(const std::string& head) {
  if (head == "RandomReal") return random_range<kUniform>;
  if (head == "RandomInteger") return random_range<kDiscreteUniform>;
  if (head == "RandomVariate") return random_variate;
  if (head == "RandomChoice") return random_choice;
  return nullptr;
}

}  // namespace lykos::builtins
