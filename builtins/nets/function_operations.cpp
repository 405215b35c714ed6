// What FunctionLayer knows of the language's functions of arrays: a row per head. Each gives the value as the language does, on arrays whose
// sizes may still be open, out of layers.
#include <algorithm>

#include "builtins/nets/function_tracer.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "evaluator/evaluator.h"

namespace lykos::builtins {

using nets::Span;
using nets::Value;

namespace {

using Arguments = std::span<const Expr>;
using Result = std::optional<Expr>;

Value all_levels() { return Value(nets::Name{"All"}); }

// ---- reductions

// Total[x], Total[x, n], Total[x, {n}], Total[x, {n1, n2}], Total[x, Infinity]
std::optional<Value> levels_of(const Expr& spec) {
  if (is_infinity(spec) || spec.is(sym::All)) return all_levels();
  if (const auto n = machine_integer(spec)) return *n == 1 ? Value(1) : Value(Span{1, *n, 1});
  if (!spec.is_list()) return std::nullopt;
  std::vector<std::int64_t> ends;
  for (const Expr& e : spec.args()) {
    const auto n = machine_integer(e);
    if (!n) return std::nullopt;
    ends.push_back(*n);
  }
  if (ends.size() == 1) return Value(ends[0]);
  if (ends.size() == 2) return Value(Span{ends[0], ends[1], 1});
  return std::nullopt;
}

template <const char* kFunction>
Result aggregate_levels(FunctionTracer& t, Arguments a) {
  if (a.empty() || a.size() > 2) return std::nullopt;
  const auto levels = a.size() == 2 ? levels_of(a[1]) : std::optional(Value(1));
  if (!levels) return std::nullopt;
  return t.aggregate(kFunction, a[0], *levels);
}

template <const char* kFunction>
Result aggregate_first(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  return t.aggregate(kFunction, a[0], 1);
}

// Max of one array is that of all its elements; of several, element by element.
template <const char* kFunction>
Result extremum(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return a.empty() ? std::nullopt : Result(t.elementwise(kFunction, std::vector<Expr>(a.begin(), a.end())));
  if (a[0].is_list()) return t.elementwise(kFunction, std::vector<Expr>(a[0].args().begin(), a[0].args().end()));
  const nets::PortType& type = t.type(t.token_of(a[0]));
  if (type.is_scalar()) return a[0];
  return t.aggregate(kFunction, a[0], all_levels());
}

constexpr char kTotal[] = "Total", kMean[] = "Mean", kMedian[] = "Median", kVariance[] = "Variance", kDeviation[] = "StandardDeviation",
               kMeanDeviation[] = "MeanDeviation", kQuartiles[] = "InterquartileRange", kMax[] = "Max", kMin[] = "Min";

Expr total_all(FunctionTracer& t, const Expr& x) {
  const Expr token = t.token_of(x);
  return t.type(token).is_scalar() ? token : t.aggregate(kTotal, token, all_levels());
}

Result root_mean_square(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  return t.elementwise("Sqrt", {t.aggregate(kMean, t.square(a[0]), 1)});
}

// ArrayReduce[f, x, n], ArrayReduce[f, x, {n1, ...}] for an aggregating f
Result array_reduce(FunctionTracer& t, Arguments a) {
  if (a.size() != 3 || !a[0].is_symbol()) return std::nullopt;
  const std::string name = symbol_name(a[0]);
  for (const char* known : {kTotal, kMean, kMedian, kVariance, kDeviation, kMeanDeviation, kQuartiles, kMax, kMin}) {
    const auto levels = read_value(a[2]);
    if (name == known && levels) return t.aggregate(known, a[1], *levels);
  }
  return std::nullopt;
}

// ---- norms and distances

Expr norm_of(FunctionTracer& t, const Expr& x) { return t.elementwise("Sqrt", {total_all(t, t.square(x))}); }

Result norm(FunctionTracer& t, Arguments a) {
  if (a.empty() || a.size() > 2) return std::nullopt;
  if (a.size() == 1) {  // of a matrix it would be its largest singular value
    const Expr token = t.token_of(a[0]);
    return norm_of(t, t.type(token).is_scalar() ? token : t.layer("FunctionNode", {"Vector"}, {token}));
  }
  if (a[1].is_string()) return a[1].string_value() == "Frobenius" ? Result(norm_of(t, a[0])) : std::nullopt;
  const Expr magnitudes = t.elementwise("Abs", {a[0]});
  if (is_infinity(a[1])) return t.aggregate(kMax, magnitudes, all_levels());
  if (is_traced(a[1])) return std::nullopt;
  if (machine_integer(a[1]) == 1) return total_all(t, magnitudes);
  if (machine_integer(a[1]) == 2) return norm_of(t, a[0]);
  return t.elementwise("Power", {total_all(t, t.elementwise("Power", {magnitudes, a[1]})), evaluate(make_normal(sym::Power, {a[1], Expr::integer(-1)}))});
}

Result normalize(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  return t.elementwise("Divide", {a[0], norm_of(t, a[0])});
}

Result standardize(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  const Expr centred = t.elementwise("Subtract", {a[0], t.aggregate(kMean, a[0], 1)}, 1);
  return t.elementwise("Divide", {centred, t.aggregate(kDeviation, a[0], 1)}, 1);
}

Expr dot_of(FunctionTracer& t, const Expr& u, const Expr& v) { return total_all(t, t.times(u, v)); }

Result squared_euclidean(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  return total_all(t, t.square(t.minus(a[0], a[1])));
}

Result euclidean(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  return norm_of(t, t.minus(a[0], a[1]));
}

Result manhattan(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  return total_all(t, t.elementwise("Abs", {t.minus(a[0], a[1])}));
}

Result chessboard(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  return t.aggregate(kMax, t.elementwise("Abs", {t.minus(a[0], a[1])}), all_levels());
}

Result hamming(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  return total_all(t, t.elementwise("Unequal", {a[0], a[1]}));
}

Result bray_curtis(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  return t.elementwise("Divide", {*manhattan(t, a), total_all(t, t.elementwise("Abs", {t.plus(a[0], a[1])}))});
}

Expr cosine_of(FunctionTracer& t, const Expr& u, const Expr& v) {
  return t.minus(Expr::integer(1), t.elementwise("Divide", {dot_of(t, u, v), t.times(norm_of(t, u), norm_of(t, v))}));
}

Result cosine(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  return cosine_of(t, a[0], a[1]);
}

Result correlation(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  return cosine_of(t, t.minus(a[0], t.aggregate(kMean, a[0], 1)), t.minus(a[1], t.aggregate(kMean, a[1], 1)));
}

// ---- products and shapes

Result dot(FunctionTracer& t, Arguments a) {
  if (a.size() < 2) return std::nullopt;
  Expr product = a[0];
  for (std::size_t i = 1; i < a.size(); ++i) product = t.layer("DotLayer", {}, {product, a[i]});
  return product;
}

Result transpose(FunctionTracer& t, Arguments a) {
  if (a.empty() || a.size() > 2) return std::nullopt;
  if (a.size() == 1) return t.layer("TransposeLayer", {}, {a[0]});
  const auto spec = read_value(a[1]);
  return spec ? Result(t.layer("TransposeLayer", {*spec}, {a[0]})) : std::nullopt;
}

Result flatten(FunctionTracer& t, Arguments a) {
  if (a.empty() || a.size() > 2) return std::nullopt;
  if (a.size() == 1 || is_infinity(a[1])) return t.layer("FlattenLayer", {}, {a[0]});
  const auto spec = read_value(a[1]);
  return spec ? Result(t.layer("FlattenLayer", {*spec}, {a[0]})) : std::nullopt;
}

Result array_reshape(FunctionTracer& t, Arguments a) {
  if (a.size() != 2 || !a[1].is_list()) return std::nullopt;
  const auto spec = read_value(a[1]);
  return spec ? Result(t.layer("ReshapeLayer", {*spec}, {a[0]})) : std::nullopt;
}

Result join(FunctionTracer& t, Arguments a) {
  std::vector<Expr> arrays(a.begin(), a.end());
  Value level = 1;
  if (arrays.size() > 1 && machine_integer(arrays.back())) {
    level = Value(*machine_integer(arrays.back()));
    arrays.pop_back();
  }
  if (arrays.empty()) return std::nullopt;
  if (arrays.size() == 1) return arrays[0];
  if (level == Value(1) && std::all_of(arrays.begin(), arrays.end(), [](const Expr& e) { return e.is_list(); })) {
    std::vector<Expr> items;
    for (const Expr& list : arrays) items.insert(items.end(), list.args().begin(), list.args().end());
    return make_list(std::move(items));
  }
  return t.layer("CatenateLayer", {level}, arrays);
}

Result catenate(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  if (a[0].is_list()) return join(t, a[0].args());
  return t.layer("FlattenLayer", {1}, {a[0]});
}

Result append(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  if (!a[0].is_list()) return t.layer("AppendLayer", {}, {a[0], a[1]});
  std::vector<Expr> items(a[0].args().begin(), a[0].args().end());
  items.push_back(a[1]);
  return make_list(std::move(items));
}

Result prepend(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  if (!a[0].is_list()) return t.layer("PrependLayer", {}, {a[0], a[1]});
  std::vector<Expr> items(a[0].args().begin(), a[0].args().end());
  items.insert(items.begin(), a[1]);
  return make_list(std::move(items));
}

// ---- parts. Lists of values are cut by the language itself; tokens are atoms to it.

Result by_language(const char* head, Arguments a) {
  if (!a[0].is_list() && !a[0].is_association()) return std::nullopt;
  for (std::size_t i = 1; i < a.size(); ++i) {
    if (is_traced(a[i])) return std::nullopt;
  }
  return evaluate(make_normal(Expr::symbol(head), a));
}

// Elements at places that are values of the function: one index for each level, or a list of indices for the first.
Result computed_part(FunctionTracer& t, const Expr& x, Arguments places) {
  if (places.size() == 1) {
    const Expr index = t.token_of(places[0]);
    if (t.type(index).rank_known && t.type(index).rank() > 0) return t.layer("ExtractLayer", {}, {x, t.layer("ReplicateLayer", {1, -1}, {index})});
    return t.layer("FunctionNode", {"Part"}, {x, index});
  }
  const bool scalars = std::all_of(places.begin(), places.end(), [&](const Expr& e) { return machine_integer(e) || (as_token(e) && t.type(e).is_scalar()); });
  return scalars ? Result(t.layer("ExtractLayer", {}, {x, t.stack(places)})) : std::nullopt;
}

Result part(FunctionTracer& t, Arguments a) {
  if (a.size() < 2) return std::nullopt;
  if (auto value = by_language("Part", a)) return value;
  const Expr token = t.token_of(a[0]);
  const auto computed = [](const Expr& e) { return is_traced(e); };
  if (std::any_of(a.begin() + 1, a.end(), computed)) return computed_part(t, token, a.subspan(1));
  nets::ValueList specs;
  for (std::size_t i = 1; i < a.size(); ++i) {
    auto spec = read_value(a[i]);
    if (!spec) return std::nullopt;
    specs.push_back(std::move(*spec));
  }
  return t.layer("PartLayer", {specs.size() == 1 && !specs[0].is_list() ? specs[0] : Value(specs)}, {token});
}

Expr cut(FunctionTracer& t, const Expr& x, std::int64_t from, std::int64_t to, std::int64_t step = 1) { return t.layer("PartLayer", {Span{from, to, step}}, {x}); }

Result first(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  if (auto value = by_language("First", a)) return value;
  return t.layer("PartLayer", {1}, {a[0]});
}

Result last(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  if (auto value = by_language("Last", a)) return value;
  return t.layer("PartLayer", {-1}, {a[0]});
}

Result most(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  if (auto value = by_language("Most", a)) return value;
  return cut(t, a[0], 1, -2);
}

Result rest(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  if (auto value = by_language("Rest", a)) return value;
  return cut(t, a[0], 2, -1);
}

// Take[x, n], Take[x, -n], Take[x, {m, n}], Take[x, {m, n, s}] and the same for further levels.
Result take(FunctionTracer& t, Arguments a) {
  if (a.size() < 2) return std::nullopt;
  if (auto value = by_language("Take", a)) return value;
  nets::ValueList specs;
  for (std::size_t i = 1; i < a.size(); ++i) {
    if (a[i].is(sym::All)) {
      specs.emplace_back(nets::Name{"All"});
      continue;
    }
    std::vector<std::int64_t> n;
    Expr spec = a[i];
    if (spec.has_head(sym::UpTo, 1)) {  // as many as there are
      const auto most = machine_integer(spec[0]), size = t.extent(a[0], static_cast<int>(i));
      if (!most || !size) return std::nullopt;
      spec = Expr::integer(std::min(*most, *size));
    }
    for (const Expr& e : spec.is_list() ? spec.args() : std::span<const Expr>(&spec, 1)) {
      const auto value = machine_integer(e);
      if (!value || *value == 0) return std::nullopt;
      n.push_back(*value);
    }
    if (!a[i].is_list()) specs.emplace_back(n[0] > 0 ? Span{1, n[0], 1} : Span{n[0], -1, 1});
    else if (n.size() == 1) specs.emplace_back(Span{n[0], n[0], 1});
    else if (n.size() <= 3) specs.emplace_back(Span{n[0], n[1], n.size() == 3 ? n[2] : 1});
    else return std::nullopt;
  }
  return t.layer("PartLayer", {specs.size() == 1 ? specs[0] : Value(specs)}, {a[0]});
}

Result differences(FunctionTracer& t, Arguments a) {
  const auto n = a.size() == 1 ? std::optional<std::int64_t>(1) : a.size() == 2 ? machine_integer(a[1]) : std::nullopt;
  if (!n || *n < 0 || *n > 100) return std::nullopt;
  Expr x = a[0];
  for (std::int64_t i = 0; i < *n; ++i) x = t.minus(cut(t, x, 2, -1), cut(t, x, 1, -2));
  return x;
}

Result ratios(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  return t.elementwise("Divide", {cut(t, a[0], 2, -1), cut(t, a[0], 1, -2)});
}

Result array_pad(FunctionTracer& t, Arguments a) {
  if (a.size() < 2 || a.size() > 3) return std::nullopt;
  auto spec = read_value(a[1]);
  if (!spec) return std::nullopt;
  if (spec->is_integer()) {  // on all sides
    const nets::PortType& type = t.type(t.token_of(a[0]));
    if (!type.rank_known) FunctionTracer::refuse_unknown(a[0]);
    spec = Value(nets::ValueList(static_cast<std::size_t>(type.rank()), Value::list({*spec, *spec})));
  }
  const auto padding = a.size() == 3 ? read_value(a[2]) : std::optional(Value(0));
  return padding ? Result(t.layer("PaddingLayer", {*spec}, {a[0]}, {{"Padding", *padding}})) : std::nullopt;
}

Result constant_array(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  const auto spec = read_value(a[1]);
  return spec ? Result(t.layer("ReplicateLayer", {*spec}, {a[0]})) : std::nullopt;
}

Result length(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  if (const auto n = t.extent(a[0])) return Expr::integer(*n);
  return t.layer("FunctionNode", {"Length", 1}, {a[0]});
}

Result dimensions(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  const nets::PortType& type = t.type(t.token_of(a[0]));
  if (!type.rank_known) FunctionTracer::refuse_unknown(a[0]);
  std::vector<Expr> sizes;
  for (int level = 1; level <= type.rank(); ++level) {
    const auto n = t.extent(a[0], level);
    sizes.push_back(n ? Expr::integer(*n) : t.layer("FunctionNode", {"Length", level}, {a[0]}));
  }
  return make_list(std::move(sizes));
}

template <const char* kOperation>
Result node_operation(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  return t.layer("FunctionNode", {kOperation}, {a[0]});
}

constexpr char kAccumulate[] = "Accumulate", kSort[] = "Sort", kTrace[] = "Tr";

Result ordering(FunctionTracer& t, Arguments a) {
  if (a.empty() || a.size() > 2) return std::nullopt;
  if (a.size() == 1) return t.layer("OrderingLayer", {}, {a[0]});
  const auto n = machine_integer(a[1]);
  return n ? Result(t.layer("OrderingLayer", {*n}, {a[0]})) : std::nullopt;
}

// ---- arithmetic with argument forms of its own

Result identity(FunctionTracer&, Arguments a) { return a.size() == 1 ? Result(a[0]) : std::nullopt; }

Result minus(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  return t.times(Expr::integer(-1), a[0]);
}

Result look_up(FunctionTracer&, Arguments a) {  // Lookup[association, key], with a default
  if (a.size() < 2 || !a[0].is_association()) return std::nullopt;
  if (const Expr* value = association_find(a[0], a[1])) return *value;
  return a.size() == 3 ? Result(a[2]) : std::nullopt;
}

Result values_of(FunctionTracer&, Arguments a) {
  if (a.size() != 1 || !a[0].is_association()) return std::nullopt;
  std::vector<Expr> values;
  for (const AssociationEntry& entry : a[0].association().entries) values.push_back(entry.value);
  return make_list(std::move(values));
}

struct Row {
  const char* head;
  TraceOperation operation;
};

constexpr Row kRows[] = {
    {"Accumulate", node_operation<kAccumulate>},
    {"Append", append},
    {"ArrayPad", array_pad},
    {"ArrayReduce", array_reduce},
    {"ArrayReshape", array_reshape},
    {"BrayCurtisDistance", bray_curtis},
    {"Catenate", catenate},
    {"ChessboardDistance", chessboard},
    {"ConstantArray", constant_array},
    {"CorrelationDistance", correlation},
    {"CosineDistance", cosine},
    {"Differences", differences},
    {"Dimensions", dimensions},
    {"Dot", dot},
    {"EuclideanDistance", euclidean},
    {"First", first},
    {"Flatten", flatten},
    {"HammingDistance", hamming},
    {"Identity", identity},
    {"InterquartileRange", aggregate_first<kQuartiles>},
    {"Join", join},
    {"Last", last},
    {"Length", length},
    {"Lookup", look_up},
    {"ManhattanDistance", manhattan},
    {"Max", extremum<kMax>},
    {"Mean", aggregate_first<kMean>},
    {"MeanDeviation", aggregate_first<kMeanDeviation>},
    {"Median", aggregate_first<kMedian>},
    {"Min", extremum<kMin>},
    {"Minus", minus},
    {"Most", most},
    {"N", identity},
    {"Norm", norm},
    {"Normal", identity},
    {"Normalize", normalize},
    {"Ordering", ordering},
    {"Part", part},
    {"Prepend", prepend},
    {"Ratios", ratios},
    {"Rest", rest},
    {"RootMeanSquare", root_mean_square},
    {"Sort", node_operation<kSort>},
    {"SquaredEuclideanDistance", squared_euclidean},
    {"StandardDeviation", aggregate_first<kDeviation>},
    {"Standardize", standardize},
    {"Take", take},
    {"Total", aggregate_levels<kTotal>},
    {"Tr", node_operation<kTrace>},
    {"Transpose", transpose},
    {"Values", values_of},
    {"Variance", aggregate_first<kVariance>},
};

}  // namespace

TraceOperation find_trace_operation(const std::string& head) {
  for (const auto& find : {find_trace_loop, find_trace_structure, find_trace_random}) {
    if (const TraceOperation operation = find(head)) return operation;
  }
  const auto row = std::lower_bound(std::begin(kRows), std::end(kRows), head, [](const Row& r, const std::string& name) { return r.head < name; });
  return row != std::end(kRows) && row->head == head ? row->operation : nullptr;
}

}  // namespace lykos::builtins
