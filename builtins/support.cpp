// support.cpp - argument readers shared by all builtins.
#include "builtins/support.h"

#include <algorithm>
#include <cmath>

#include "array/array.h"
#include "expr/number.h"

namespace lykos::builtins {

std::optional<std::int64_t> machine_integer(const Expr& expr) {
  if (expr.is_small_integer()) return expr.small_integer();
  if (expr.is_integer() && expr.big_integer().fits_int64()) return expr.big_integer().to_int64();
  return std::nullopt;
}

std::optional<std::int64_t> count_argument(const Expr& expr, bool allow_infinity) {
  if (allow_infinity && is_infinity(expr)) return INT64_MAX;
  const auto value = machine_integer(expr);
  return value && *value >= 0 ? value : std::nullopt;
}

std::optional<double> machine_real(const Expr& expr) {
  if (expr.is_real_number()) return to_double(expr);
  if (expr.is_symbol() || expr.is_normal()) {
    const Expr value = evaluate(make_normal(sym::N, {expr}));
    if (value.is_real_number()) return to_double(value);
  }
  return std::nullopt;
}

bool is_infinity(const Expr& expr) {
  return expr.is(sym::Infinity) || (expr.has_head(sym::DirectedInfinity, 1) && expr[0] == Expr::integer(1));
}
bool is_negative_infinity(const Expr& expr) { return expr.has_head(sym::DirectedInfinity, 1) && expr[0] == Expr::integer(-1); }
Expr infinity() { return make_normal(sym::DirectedInfinity, {Expr::integer(1)}); }
Expr negative_infinity() { return make_normal(sym::DirectedInfinity, {Expr::integer(-1)}); }
Expr complex_infinity() { return make_normal(sym::DirectedInfinity, std::span<const Expr>()); }
Expr failed() { return sym::DollarFailed; }
Expr missing(std::string_view reason) { return make_normal(sym::Missing, {Expr::string(std::string(reason))}); }
Expr missing(std::string_view reason, const Expr& what) { return make_normal(sym::Missing, {Expr::string(std::string(reason)), what}); }

std::optional<LevelSpec> LevelSpec::read(const Expr& spec) {
  const auto bound = [](const Expr& e) -> std::optional<std::int64_t> {
    if (is_infinity(e)) return kInfinity;
    if (is_negative_infinity(e)) return -kInfinity;
    return machine_integer(e);
  };
  if (spec.is(sym::All)) return LevelSpec{0, kInfinity};
  if (spec.is_list()) {
    if (spec.size() == 1) {
      const auto n = bound(spec[0]);
      return n ? std::optional(LevelSpec{*n, *n}) : std::nullopt;
    }
    if (spec.size() == 2) {
      const auto m = bound(spec[0]);
      const auto n = bound(spec[1]);
      return m && n ? std::optional(LevelSpec{*m, *n}) : std::nullopt;
    }
    return std::nullopt;
  }
  const auto n = bound(spec);
  return n ? std::optional(LevelSpec{1, *n}) : std::nullopt;
}

bool LevelSpec::contains(std::int64_t level, std::int64_t part_depth) const {
  // A negative bound -d refers to parts of depth d: lower bounds exclude deeper parts, upper bounds exclude shallower ones.
  const bool above_min = min >= 0 ? level >= min : part_depth <= -min;
  const bool below_max = max >= 0 ? level <= max : part_depth >= -max;
  return above_min && below_max;
}

namespace {

// Depth is needed only when a bound is negative; computing it otherwise would make walks quadratic.
class LevelWalker {
 public:
  LevelWalker(const LevelSpec& spec, bool heads) : spec_(spec), heads_(heads), needs_depth_(spec.min < 0 || spec.max < 0) {}

  bool wanted(const Expr& part, std::int64_t level) const {
    return spec_.contains(level, needs_depth_ ? static_cast<std::int64_t>(depth(part)) : 0);
  }
  bool descend(std::int64_t level) const { return spec_.max < 0 || level < spec_.max; }

  bool each(const Expr& part, std::int64_t level, const std::function<bool(const Expr&, std::int64_t)>& visit) const {
    if (descend(level)) {
      RecursionGuard guard;
      if (part.is_association()) {
        for (const AssociationEntry& entry : part.association().entries)
          if (!each(entry.value, level + 1, visit)) return false;
      } else if (part.is_normal()) {
        if (heads_ && !each(part.head(), level + 1, visit)) return false;
        for (const Expr& arg : part.args())
          if (!each(arg, level + 1, visit)) return false;
      }
    }
    return !wanted(part, level) || visit(part, level);
  }

  bool positions(const Expr& part, std::vector<Expr>& path,
                 const std::function<bool(const Expr&, const std::vector<Expr>&)>& visit) const {
    const auto level = static_cast<std::int64_t>(path.size());
    if (descend(level)) {
      RecursionGuard guard;
      const auto go = [&](const Expr& child, Expr step) {
        path.push_back(std::move(step));
        const bool more = positions(child, path, visit);
        path.pop_back();
        return more;
      };
      if (part.is_association()) {
        for (const AssociationEntry& entry : part.association().entries)
          if (!go(entry.value, make_normal(sym::Key, {entry.key}))) return false;
      } else if (part.is_normal()) {
        if (heads_ && !go(part.head(), Expr::integer(0))) return false;
        const auto args = part.args();
        for (std::size_t i = 0; i < args.size(); ++i)
          if (!go(args[i], Expr::integer(static_cast<std::int64_t>(i) + 1))) return false;
      }
    }
    return !wanted(part, level) || visit(part, path);
  }

  Expr map(const Expr& part, std::int64_t level, const std::function<Expr(const Expr&)>& f) const {
    Expr current = part;
    if (descend(level)) {
      RecursionGuard guard;
      if (part.is_association()) {
        std::vector<Expr> values;
        for (const AssociationEntry& entry : part.association().entries) values.push_back(map(entry.value, level + 1, f));
        current = association_with_values(part, std::move(values));
      } else if (part.is_normal()) {
        std::vector<Expr> args;
        args.reserve(part.size());
        for (const Expr& arg : part.args()) args.push_back(map(arg, level + 1, f));
        current = make_normal(heads_ ? map(part.head(), level + 1, f) : part.head(), std::move(args));
      }
    }
    // Whether the level counts is decided by the original part, before its own parts changed.
    return wanted(part, level) ? f(current) : current;
  }

 private:
  LevelSpec spec_;
  bool heads_;
  bool needs_depth_;
};

}  // namespace

void for_each_level(const Expr& expr, const LevelSpec& spec, bool heads,
                    const std::function<bool(const Expr& part, std::int64_t level)>& visit) {
  LevelWalker(spec, heads).each(expr, 0, visit);
}

void for_each_position(const Expr& expr, const LevelSpec& spec, bool heads,
                       const std::function<bool(const Expr& part, const std::vector<Expr>& path)>& visit) {
  std::vector<Expr> path;
  LevelWalker(spec, heads).positions(expr, path, visit);
}

Expr map_levels(const Expr& expr, const LevelSpec& spec, bool heads, const std::function<Expr(const Expr&)>& f) {
  return LevelWalker(spec, heads).map(expr, 0, f);
}

namespace {

// Straight from the buffer: args() would make the elements of a packed list and keep them with it.
std::vector<Expr> array_elements(const Expr& expr) {
  using array::DType;
  const array::Array& values = expr.array();
  std::vector<Expr> elements;
  if (values.rank() == 0) return elements;
  const std::int64_t count = values.shape()[0];
  elements.reserve(static_cast<std::size_t>(count));
  if (values.rank() > 1) {
    for (std::int64_t i = 0; i < count; ++i) elements.push_back(expr.is_packed() ? make_packed(values.part(i)) : make_numeric_array(values.part(i)));
  } else if (is_complex(values.dtype())) {
    const array::Array wide = values.convert(DType::ComplexReal64);
    for (std::int64_t i = 0; i < count; ++i) elements.push_back(Expr::complex(wide.data<double>()[2 * i], wide.data<double>()[2 * i + 1]));
  } else if (is_real(values.dtype())) {
    const array::Array wide = values.convert(DType::Real64);
    for (std::int64_t i = 0; i < count; ++i) elements.push_back(Expr::real(wide.data<double>()[i]));
  } else if (values.dtype() == DType::UnsignedInteger64) {
    for (std::int64_t i = 0; i < count; ++i) elements.push_back(Expr::integer(Integer::from_digits(std::to_string(values.data<std::uint64_t>()[i]))));
  } else {
    const array::Array wide = values.convert(DType::Integer64);
    for (std::int64_t i = 0; i < count; ++i) elements.push_back(Expr::integer(wide.data<std::int64_t>()[i]));
  }
  return elements;
}

}  // namespace

std::vector<Expr> elements_of(const Expr& expr) {
  if (expr.is_packed() || expr.is_numeric_array()) return array_elements(expr);
  std::vector<Expr> elements;
  if (expr.is_byte_array()) {
    for (std::uint8_t byte : expr.bytes()) elements.push_back(Expr::integer(byte));
    return elements;
  }
  elements.reserve(expr.size());
  if (expr.is_association()) {
    for (const AssociationEntry& entry : expr.association().entries) elements.push_back(entry.value);
  } else {
    const auto args = expr.args();
    elements.assign(args.begin(), args.end());
  }
  return elements;
}

Expr rebuild(const Expr& container, std::vector<Expr>&& elements) {
  if (container.is_association()) return association_with_values(container, std::move(elements));
  if (container.is_numeric_array() || container.is_byte_array()) return make_list(std::move(elements));
  return make_normal(container.head(), std::move(elements));
}

std::optional<std::string_view> string_argument(const Expr& expr) {
  if (!expr.is_string()) return std::nullopt;
  return expr.string_value();
}

Expr string_list(const std::vector<std::string>& strings) {
  Builder list(sym::List, strings.size());
  for (const std::string& s : strings) list.push(Expr::string(s));
  return list.finish();
}

std::optional<bool> boolean_argument(const Expr& expr) {
  if (expr.is_true()) return true;
  if (expr.is_false()) return false;
  return std::nullopt;
}

std::string nearest_name(std::string_view given, const std::vector<std::string>& candidates) {
  const auto distance = [](std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    const auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    for (std::size_t i = 1; i <= a.size(); ++i) {
      for (std::size_t j = 1; j <= b.size(); ++j) {
        const bool same = fold(a[i - 1]) == fold(b[j - 1]);
        d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (same ? 0 : 1)});
        if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1]))
          d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
    return d[a.size()][b.size()];
  };
  std::string best;
  std::size_t least = given.size() / 3 + 2;  // farther away is no suggestion
  for (const std::string& candidate : candidates) {
    const std::size_t here = distance(given, candidate);
    if (here < least) {
      least = here;
      best = candidate;
    }
  }
  return best;
}

}  // namespace lykos::builtins
