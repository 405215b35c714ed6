// What FunctionLayer knows of structure (windows, depths, parts at places that depend on lengths), of moments, and of linear algebra beyond
// products: a row per head.
#include <algorithm>

#include "builtins/nets/function_tracer.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "evaluator/evaluator.h"

namespace lykos::builtins {

using nets::Value;

namespace {

using Arguments = std::span<const Expr>;
using Result = std::optional<Expr>;

// The number of levels. What a function makes of it must be known when the layer is made.
int depth(FunctionTracer& t, const Expr& value) {
  const Expr token = t.token_of(value);
  if (!t.type(token).rank_known) FunctionTracer::refuse_unknown(token);
  return t.type(token).rank();
}

Result array_depth(FunctionTracer& t, Arguments a) { return a.size() == 1 ? Result(Expr::integer(depth(t, a[0]))) : std::nullopt; }

template <int kLeast, int kMost>
Result depth_predicate(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  const int d = depth(t, a[0]);
  return Expr(d >= kLeast && d <= kMost ? sym::True : sym::False);
}

// Partition[x, n], Partition[x, n, d], and {n1, n2, ...}, {d1, d2, ...} for several levels.
Result partition(FunctionTracer& t, Arguments a) {
  if (a.size() < 2 || a.size() > 3) return std::nullopt;
  const auto numbers = [](const Expr& spec) {
    std::vector<std::int64_t> list;
    for (const Expr& e : spec.is_list() ? spec.args() : std::span<const Expr>(&spec, 1)) list.push_back(machine_integer(e).value_or(0));
    return list;
  };
  const std::vector<std::int64_t> sizes = numbers(a[1]);
  std::vector<std::int64_t> steps = a.size() == 3 ? numbers(a[2]) : sizes;
  if (steps.size() == 1) steps.resize(sizes.size(), steps[0]);
  if (sizes.empty() || steps.size() != sizes.size()) return std::nullopt;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] < 1 || steps[i] < 1) return std::nullopt;
  }
  Expr x = t.token_of(a[0]);
  for (std::size_t i = 0; i < sizes.size(); ++i) {  // a level that was cut is two levels
    x = t.layer("FunctionNode", {"Partition", Value::list({sizes[i], steps[i], 2 * static_cast<std::int64_t>(i) + 1})}, {x});
  }
  if (sizes.size() == 1) return x;
  // Windows first, then what is in them.
  nets::ValueList order;
  const auto levels = static_cast<std::int64_t>(sizes.size());
  for (std::int64_t i = 0; i < 2 * levels; ++i) order.emplace_back(i % 2 == 0 ? i / 2 + 1 : levels + i / 2 + 1);
  return t.layer("TransposeLayer", {Value(std::move(order))}, {x});
}

// ---- parts at places that depend on the length

Expr splice(FunctionTracer& t, const Expr& x, std::int64_t from, std::int64_t to, const Expr* element) {
  if (element) return t.layer("FunctionNode", {"SpliceIn", Value::list({from, to})}, {x, *element});
  return t.layer("FunctionNode", {"Splice", Value::list({from, to})}, {x});
}

// Delete[x, n]
Result remove_part(FunctionTracer& t, Arguments a) {
  const auto n = a.size() == 2 ? machine_integer(a[1]) : std::nullopt;
  if (!n || *n == 0) return std::nullopt;
  if (a[0].is_list()) return evaluate(make_normal(Expr::symbol("Delete"), a));
  return splice(t, a[0], *n, *n, nullptr);
}

// Insert[x, e, n]
Result insert_part(FunctionTracer& t, Arguments a) {
  const auto n = a.size() == 3 ? machine_integer(a[2]) : std::nullopt;
  if (!n || *n == 0) return std::nullopt;
  if (a[0].is_list()) return evaluate(make_normal(Expr::symbol("Insert"), a));
  return splice(t, a[0], *n, 0, &a[1]);
}

// ReplacePart[x, n -> e], ReplacePart[x, {n1 -> e1, ...}]
Result replace_part(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  Expr x = a[0];
  for (const Expr& rule : a[1].is_list() ? a[1].args() : std::span<const Expr>(&a[1], 1)) {
    const auto n = rule.is_rule() ? machine_integer(rule[0]) : std::nullopt;
    if (!n || *n == 0) return std::nullopt;
    x = x.is_list() ? evaluate(make_normal(Expr::symbol("ReplacePart"), {x, rule})) : splice(t, x, *n, *n, &rule[1]);
  }
  return x;
}

// Drop[x, n], Drop[x, {n}], Drop[x, {m, n}], and the same for further levels.
Result drop(FunctionTracer& t, Arguments a) {
  if (a.size() < 2) return std::nullopt;
  if (a[0].is_list() && a.size() == 2) return evaluate(make_normal(Expr::symbol("Drop"), a));
  Expr x = t.token_of(a[0]);
  for (std::size_t i = 1; i < a.size(); ++i) {
    std::int64_t from = 0, to = 0;
    if (a[i].is_list()) {
      if (a[i].size() < 1 || a[i].size() > 2) return std::nullopt;
      from = machine_integer(a[i][0]).value_or(0);
      to = machine_integer(a[i][a[i].size() - 1]).value_or(0);
      if (from == 0 || to == 0) return std::nullopt;
    } else if (a[i].is(sym::None) || machine_integer(a[i]) == 0) {
      continue;
    } else {
      const auto n = machine_integer(a[i]);
      if (!n) return std::nullopt;
      from = *n > 0 ? 1 : *n;
      to = *n > 0 ? *n : -1;
    }
    const bool outermost = i == 1;
    const Value exchange = Value::list({nets::RulePair(1, static_cast<std::int64_t>(i))});
    if (!outermost) x = t.layer("TransposeLayer", {exchange}, {x});
    x = splice(t, x, from, to, nullptr);
    if (!outermost) x = t.layer("TransposeLayer", {exchange}, {x});
  }
  return x;
}

// PadRight[x, n], PadRight[x, {n1, ...}], PadRight[x, n, value]; PadLeft likewise.
template <int kSide>
Result pad_to(FunctionTracer& t, Arguments a) {
  if (a.size() < 2 || a.size() > 3) return std::nullopt;
  nets::ValueList sizes;
  for (const Expr& e : a[1].is_list() ? a[1].args() : std::span<const Expr>(&a[1], 1)) {
    const auto n = machine_integer(e);
    if (!n || *n < 1) return std::nullopt;
    sizes.emplace_back(*n);
  }
  const auto padding = a.size() == 3 ? machine_real(a[2]) : std::optional(0.0);
  if (sizes.empty() || !padding) return std::nullopt;
  return t.layer("FunctionNode", {"PadTo", Value::list({Value(sizes), kSide, *padding})}, {a[0]});
}

template <int kDirection>
Result rotate(FunctionTracer& t, Arguments a) {
  const auto n = a.size() == 1 ? std::optional<std::int64_t>(1) : a.size() == 2 ? machine_integer(a[1]) : std::nullopt;
  if (!n) return std::nullopt;
  return t.layer("FunctionNode", {"Rotate", kDirection * *n}, {a[0]});
}

// Reverse[x], Reverse[x, n], Reverse[x, {n1, n2, ...}]
Result reverse(FunctionTracer& t, Arguments a) {
  if (a.empty() || a.size() > 2) return std::nullopt;
  if (a.size() == 1 && a[0].is_list()) return evaluate(make_normal(Expr::symbol("Reverse"), a));
  if (a.size() == 1) return t.layer("SequenceReverseLayer", {}, {a[0]});
  Expr x = a[0];
  for (const Expr& e : a[1].is_list() ? a[1].args() : std::span<const Expr>(&a[1], 1)) {
    const auto level = machine_integer(e);
    if (!level || *level < 1) return std::nullopt;
    nets::ValueList spec(static_cast<std::size_t>(*level - 1), Value(nets::Name{"All"}));
    spec.emplace_back(nets::Span{-1, 1, -1});
    x = t.layer("PartLayer", {Value(std::move(spec))}, {x});
  }
  return x;
}

// Outer[f, u, v] of elements: f of the two arrays, each with the levels of the other in length 1, so that arithmetic repeats them. With numbers of
// levels, Outer[f, u, v, n] or Outer[f, u, v, n1, n2], f takes the parts at these levels.
Result outer(FunctionTracer& t, Arguments a) {
  if (a.size() < 3 || a.size() > 5) return std::nullopt;
  const Expr u = t.token_of(a[1]), v = t.token_of(a[2]);
  if (a.size() == 3) {
    const Expr first = t.layer("FunctionNode", {"OuterFirst"}, {u, v}), second = t.layer("FunctionNode", {"OuterSecond"}, {u, v});
    const Expr value = t.call(a[0], {first, second});
    // A value that depends on one of them alone is repeated as well.
    return t.elementwise("Plus", {t.token_of(value), t.times(Expr::integer(0), t.plus(first, second))});
  }
  const auto m = machine_integer(a[3]), n = a.size() == 5 ? machine_integer(a[4]) : m;
  if (!m || !n || *m < 1 || *n < 1) return std::nullopt;
  const Expr x = Expr::symbol("System`Library`u"), y = Expr::symbol("System`Library`v");
  const auto level = [](std::int64_t k) { return make_list({Expr::integer(k)}); };
  const Expr inner = make_normal(sym::Function, {y, make_normal(a[0], {x, y})});
  return t.map(make_normal(sym::Function, {x, make_normal(sym::Map, {inner, v, level(*n)})}), {u}, static_cast<int>(*m));
}

// ---- statistics along the first level

Expr centred(FunctionTracer& t, const Expr& x) { return t.elementwise("Subtract", {x, t.aggregate("Mean", x, 1)}, 1); }

Expr central_moment_of(FunctionTracer& t, const Expr& x, const Expr& order) { return t.aggregate("Mean", t.elementwise("Power", {centred(t, x), order}), 1); }

Result central_moment(FunctionTracer& t, Arguments a) {
  if (a.size() != 2 || !machine_integer(a[1])) return std::nullopt;
  return central_moment_of(t, a[0], a[1]);
}

Result skewness(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  const Expr variance = central_moment_of(t, a[0], Expr::integer(2));
  return t.elementwise("Divide", {central_moment_of(t, a[0], Expr::integer(3)), t.times(variance, t.elementwise("Sqrt", {variance}))});
}

Result kurtosis(FunctionTracer& t, Arguments a) {
  if (a.size() != 1) return std::nullopt;
  return t.elementwise("Divide", {central_moment_of(t, a[0], Expr::integer(4)), t.square(central_moment_of(t, a[0], Expr::integer(2)))});
}

// ---- linear algebra

template <const char* kOperation>
Result matrix_operation(FunctionTracer& t, Arguments a) {
  return a.size() == 1 ? Result(t.layer("FunctionNode", {kOperation}, {a[0]})) : std::nullopt;
}

constexpr char kDiagonal[] = "Diagonal", kDiagonalMatrix[] = "DiagonalMatrix", kInverse[] = "Inverse";

template <int kSide>
Result triangle(FunctionTracer& t, Arguments a) {
  const auto k = a.size() == 1 ? std::optional<std::int64_t>(0) : a.size() == 2 ? machine_integer(a[1]) : std::nullopt;
  if (!k) return std::nullopt;
  return t.layer("FunctionNode", {"Triangle", Value::list({*k, kSide})}, {a[0]});
}

Result determinant(FunctionTracer& t, Arguments a) {
  return a.size() == 1 ? Result(t.layer("FunctionNode", {"Det"}, {a[0]})) : std::nullopt;
}

Result linear_solve(FunctionTracer& t, Arguments a) {
  return a.size() == 2 ? Result(t.layer("FunctionNode", {"LinearSolve"}, {a[0], a[1]})) : std::nullopt;
}

// Extract[x, {i, j, ...}], Extract[x, {{i1, ...}, {i2, ...}, ...}], with known or computed positions.
Result extract(FunctionTracer& t, Arguments a) {
  if (a.size() != 2) return std::nullopt;
  if (machine_integer(a[1])) return t.layer("PartLayer", {*machine_integer(a[1])}, {a[0]});
  return t.layer("ExtractLayer", {}, {a[0], a[1]});
}

// Table of the numbers 1, 2, ... along an array whose length is not known: Range[Length[x]].
Result range(FunctionTracer& t, Arguments a) {
  if (a.size() != 1 || !as_token(a[0])) return std::nullopt;
  const auto array = t.array_of_length(a[0]);
  return array ? Result(t.layer("FunctionNode", {"Positions"}, {*array})) : std::nullopt;
}

struct Row {
  const char* head;
  TraceOperation operation;
};

constexpr int kAnyDepth = 1 << 20;

constexpr Row kRows[] = {
    {"ArrayDepth", array_depth},
    {"ArrayQ", depth_predicate<1, kAnyDepth>},
    {"CentralMoment", central_moment},
    {"Delete", remove_part},
    {"Det", determinant},
    {"Diagonal", matrix_operation<kDiagonal>},
    {"DiagonalMatrix", matrix_operation<kDiagonalMatrix>},
    {"Drop", drop},
    {"Extract", extract},
    {"Insert", insert_part},
    {"Inverse", matrix_operation<kInverse>},
    {"Kurtosis", kurtosis},
    {"LinearSolve", linear_solve},
    {"ListQ", depth_predicate<1, kAnyDepth>},
    {"LowerTriangularize", triangle<-1>},
    {"MatrixQ", depth_predicate<2, 2>},
    {"NumberQ", depth_predicate<0, 0>},
    {"NumericQ", depth_predicate<0, 0>},
    {"Outer", outer},
    {"PadLeft", pad_to<-1>},
    {"PadRight", pad_to<1>},
    {"Partition", partition},
    {"Range", range},
    {"ReplacePart", replace_part},
    {"Reverse", reverse},
    {"RotateLeft", rotate<1>},
    {"RotateRight", rotate<-1>},
    {"Skewness", skewness},
    {"TensorRank", array_depth},
    {"UpperTriangularize", triangle<1>},
    {"VectorQ", depth_predicate<1, 1>},
};

}  // namespace

TraceOperation find_trace_structure(const std::string& head) {
  const auto row = std::lower_bound(std::begin(kRows), std::end(kRows), head, [](const Row& r, const std::string& name) { return r.head < name; });
  return row != std::end(kRows) && row->head == head ? row->operation : nullptr;
}

}  // namespace lykos::builtins
