// nearest.cpp - Nearest: the elements of a list closest to a value.
#include "builtins/lists/nearest.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/scalar.h"
#include "builtins/lists/sorting.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// Data and what is returned for each element: {e1, ...}, {e1 -> v1, ...}, {e1, ...} -> {v1, ...}, data -> "Index" etc.
struct Points {
  std::vector<Expr> points;
  std::vector<Expr> labels;             // unless properties are asked for
  std::vector<std::string> properties;
  bool several = false;                 // a list of properties
  // What is given for the element at this place and distance.
  Expr result(std::size_t at, const Expr& distance) const {
    if (properties.empty()) return labels[at];
    std::vector<Expr> values;
    for (const std::string& property : properties)
      values.push_back(property == "Index" ? Expr::integer(static_cast<std::int64_t>(at) + 1) : property == "Element" ? points[at] : distance);
    return several ? make_list(std::move(values)) : values[0];
  }
};

bool is_property(const Expr& e) { return e.is_string() && (e.string_value() == "Index" || e.string_value() == "Element" || e.string_value() == "Distance"); }

std::optional<Points> read_points(const Expr& data) {
  Points result;
  if (data.is_association()) {
    for (const AssociationEntry& entry : data.association().entries) {
      result.points.push_back(entry.value);
      result.labels.push_back(entry.key);
    }
    return result;
  }
  if (data.is_rule() && data[0].is_list()) {
    result.points = elements_of(data[0]);
    const Expr& label = data[1];
    if (is_property(label)) {
      result.properties = {std::string(label.string_value())};
      return result;
    }
    if (label.is_list() && label.size() > 0 && !label.is_packed() && std::all_of(label.args().begin(), label.args().end(), is_property)) {
      for (const Expr& property : label.args()) result.properties.emplace_back(property.string_value());
      result.several = true;
      return result;
    }
    if (label.is_list()) {
      result.labels = elements_of(label);
      return result.labels.size() == result.points.size() ? std::optional<Points>(result) : std::nullopt;
    }
    if (label.is(sym::Automatic)) {
      for (std::size_t i = 0; i < result.points.size(); ++i) result.labels.push_back(Expr::integer(static_cast<std::int64_t>(i) + 1));
      return result;
    }
    return std::nullopt;
  }
  if (!data.is_list()) return std::nullopt;
  const std::vector<Expr> elements = elements_of(data);
  const bool rules = !elements.empty() && std::all_of(elements.begin(), elements.end(), [](const Expr& e) { return e.is_rule(); });
  for (const Expr& e : elements) {
    result.points.push_back(rules ? e[0] : e);
    result.labels.push_back(rules ? e[1] : e);
  }
  return result;
}

// The usual distance between two elements: Abs for numbers, EuclideanDistance for vectors, EditDistance for strings.
Expr distance(const Expr& a, const Expr& b, const Expr& function) {
  if (!function.is(sym::Automatic)) return apply(function, {a, b});
  if (a.is_string() && b.is_string()) return evaluate(make_normal(sym::EditDistance, {a, b}));
  if (a.is_list() && b.is_list()) {
    if (a.size() == b.size()) {
      bool numbers = true;
      double total = 0;
      for (std::size_t i = 0; i < a.size() && numbers; ++i) {
        const Expr x = element_at(a, static_cast<std::int64_t>(i)), y = element_at(b, static_cast<std::int64_t>(i));
        numbers = (x.is_real() || y.is_real()) && x.is_real_number() && y.is_real_number();
        if (numbers) total += (to_double(x) - to_double(y)) * (to_double(x) - to_double(y));
      }
      if (numbers && a.size() > 0) return Expr::real(std::sqrt(total));
    }
    return evaluate(make_normal(sym::EuclideanDistance, {a, b}));
  }
  if (a.is_real_number() && b.is_real_number()) return absolute(subtract(a, b));
  return evaluate(make_normal(sym::Abs, {minus(a, b)}));
}

// What is given for places in a list of machine numbers or vectors, without the elements that are not asked for; nullopt for other data.
std::optional<std::function<Expr(std::int64_t, double)>> results_of(const Expr& data, Expr& list) {
  list = data;
  if (!data.is_rule()) {
    if (!data.is_list()) return std::nullopt;
    return [data](std::int64_t at, double) { return element_at(data, at); };
  }
  list = data[0];
  const Expr label = data[1];
  if (!list.is_list()) return std::nullopt;
  if (label.is(sym::Automatic)) return [](std::int64_t at, double) { return Expr::integer(at + 1); };
  if (is_property(label)) {
    const std::string property(label.string_value());
    return [property, list](std::int64_t at, double d) { return property == "Index" ? Expr::integer(at + 1) : property == "Element" ? element_at(list, at) : Expr::real(d); };
  }
  const bool properties = label.is_list() && label.size() > 0 && !label.is_packed() && std::any_of(label.args().begin(), label.args().end(), is_property);
  if (!label.is_list() || properties || length_of(label) != length_of(list)) return std::nullopt;
  return [label](std::int64_t at, double) { return element_at(label, at); };
}

// Real machine numbers or vectors, with the usual distance: computed on the numbers alone. nullopt when the general way has to do it.
MaybeExpr nearest_of_machine_numbers(const Expr& data, const Expr& x, std::int64_t count, const std::optional<Expr>& radius) {
  Expr list;
  const auto result = results_of(data, list);
  if (!result) return std::nullopt;
  const auto points = machine_array(list);
  if (!points || points->dtype() != array::DType::Real64 || points->rank() > 2) return std::nullopt;
  const std::int64_t n = points->shape()[0], width = points->rank() == 2 ? points->shape()[1] : 1;
  std::vector<double> target;
  for (const Expr& e : points->rank() == 2 ? elements_of(x) : std::vector<Expr>{x}) {
    if (!e.is_real_number()) return std::nullopt;
    target.push_back(to_double(e));
  }
  if (n == 0 || static_cast<std::int64_t>(target.size()) != width || (radius && !radius->is_real_number())) return std::nullopt;
  const double* data_of = points->data<double>();
  std::vector<double> distances(static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i) {
    double total = 0;
    for (std::int64_t j = 0; j < width; ++j) {
      const double step = data_of[i * width + j] - target[static_cast<std::size_t>(j)];
      total += step * step;
    }
    distances[static_cast<std::size_t>(i)] = width == 1 && points->rank() == 1 ? std::fabs(data_of[i] - target[0]) : std::sqrt(total);
  }
  const auto distance_at = [&](std::int64_t i) { return distances[static_cast<std::size_t>(i)]; };
  const double limit = count < 0 ? *std::min_element(distances.begin(), distances.end()) : radius ? to_double(*radius) : std::numeric_limits<double>::infinity();
  std::vector<std::int64_t> order;
  for (std::int64_t i = 0; i < n; ++i)
    if (distance_at(i) <= limit) order.push_back(i);
  const auto wanted = static_cast<std::size_t>(count < 0 ? static_cast<std::int64_t>(order.size()) : std::min<std::int64_t>(count, static_cast<std::int64_t>(order.size())));
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(wanted), order.end(),
                    [&](std::int64_t a, std::int64_t b) { return distance_at(a) < distance_at(b) || (distance_at(a) == distance_at(b) && a < b); });
  order.resize(wanted);
  std::vector<Expr> out;
  for (const std::int64_t at : order) out.push_back((*result)(at, distance_at(at)));
  return list_of(std::move(out));
}

// Nearest[data, x], Nearest[data, x, n], Nearest[data, x, {n, r}], Nearest[data, {x1, x2, ...}]
MaybeExpr builtin_Nearest(Call& call) {
  if (call.size() == 1) {  // a function of x
    const auto data = read_points(call.arg(0));
    if (!data || data->points.empty()) return call.message("near1", {call.arg(0)});
    std::vector<Expr> args(call.all_args().begin(), call.all_args().end());
    return make_normal(sym::NearestFunction, std::move(args));
  }
  const Expr& x = call.arg(1);
  const Expr function = call.option(sym::DistanceFunction);
  std::int64_t count = -1;  // -1: all at the smallest distance
  std::optional<Expr> radius;
  if (call.size() == 3) {
    const Expr& spec = call.arg(2);
    const Expr n = spec.has_head(sym::List, 2) ? Expr(spec[0]) : spec;
    if (spec.has_head(sym::List, 2)) radius = spec[1];
    const auto given = n.is(sym::All) ? std::optional<std::int64_t>(INT64_MAX) : count_argument(n.has_head(sym::UpTo, 1) ? n[0] : n, true);
    if (!given) return call.message("near3", {spec});
    count = *given;
  }
  if (function.is(sym::Automatic)) {
    if (MaybeExpr found = nearest_of_machine_numbers(call.arg(0), x, count, radius)) return found;
  }
  const auto points = read_points(call.arg(0));
  if (!points || points->points.empty()) return call.message("near1", {call.arg(0)});
  // A list of values, unless the data are themselves lists of that depth.
  if (x.is_list() && dimensions_of(x).size() > dimensions_of(points->points[0]).size()) {
    Builder out(sym::List);
    for (const Expr& one : elements_of(x)) {
      std::vector<Expr> args{call.arg(0), one};
      args.insert(args.end(), call.all_args().begin() + 2, call.all_args().end());
      out.push(evaluate(make_normal(sym::Nearest, std::move(args))));
    }
    return out.finish();
  }
  std::vector<Expr> distances;
  for (const Expr& p : points->points) {
    distances.push_back(distance(p, x, function));
    if (distances.size() % 1024 == 0) check_interrupt();
  }
  std::vector<std::int64_t> order(distances.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i);
  bool comparable = true;
  const auto compare = [&](const Expr& a, const Expr& b) {
    const auto c = compare_numerically(a, b);
    if (!c) comparable = false;
    return c.value_or(0);
  };
  merge_sort(order, [&](std::int64_t a, std::int64_t b) { return compare(distances[static_cast<std::size_t>(a)], distances[static_cast<std::size_t>(b)]) <= 0; });
  if (!comparable) return call.message("nearuf", {call.arg(0), x});
  std::vector<Expr> out;
  for (std::int64_t p : order) {
    const Expr& d = distances[static_cast<std::size_t>(p)];
    if (count < 0 && compare(d, distances[static_cast<std::size_t>(order[0])]) > 0) break;
    if (count >= 0 && static_cast<std::int64_t>(out.size()) >= count) break;
    if (radius && compare(d, *radius) > 0) break;
    out.push_back(points->result(static_cast<std::size_t>(p), d));
  }
  return list_of(std::move(out));
}

MaybeExpr apply_NearestFunction(Call& call) { return apply_nearest_operator(call, Expr(sym::Nearest)); }

constexpr Builtin kBuiltins[] = {
    {.name = "Nearest",
     .fn = builtin_Nearest,
     .arity = between(1, 3),
     .usage = "Nearest[{e1, e2, ...}, x] gives the list of the e_i to which x is nearest.\nNearest[{e1 -> v1, ...}, x] gives the v_i.\n"
              "Nearest[data -> \"Index\", x] gives positions.\nNearest[data, x, n] gives the n nearest.\nNearest[data, x, {n, r}] gives at most n within distance r.\n"
              "Nearest[data] is an operator that can be applied to x.",
     .options = "{DistanceFunction -> Automatic}",
     .messages = {{"near1", "`1` is not a nonempty list of elements, or of rules from elements to values."},
                  {"near3", "`1` is not a number of elements, or a number of elements and a radius."},
                  {"nearuf", "The distances from elements of `1` to `2` cannot be compared."}}},
    {.name = "NearestFunction", .usage = "NearestFunction[data] is the function Nearest[data]: of x it gives the elements nearest to x.", .sub_fn = apply_NearestFunction},
};

}  // namespace

MaybeExpr apply_nearest_operator(Call& call, const Expr& function) {
  const Expr inner = call.expr().head();
  if (inner.size() < 1 || call.size() < 1 || (inner.size() > 1 && !inner[1].is_rule())) return std::nullopt;
  std::vector<Expr> args{inner[0]};
  args.insert(args.end(), call.args().begin(), call.args().end());
  args.insert(args.end(), inner.args().begin() + 1, inner.args().end());
  return make_normal(function, std::move(args));
}

void register_nearest(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
