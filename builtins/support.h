// support.h - argument readers shared by all builtins: integers, levels, sequences of positions, options, strings.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evaluator/evaluator.h"
#include "evaluator/registry.h"
#include "expr/association.h"
#include "expr/edit.h"
#include "expr/expr.h"
#include "expr/symbol.h"

namespace lykos::builtins {

/// A machine integer, or nullopt for anything else.
std::optional<std::int64_t> machine_integer(const Expr& expr);
/// A non-negative machine integer; Infinity gives INT64_MAX when allowed.
std::optional<std::int64_t> count_argument(const Expr& expr, bool allow_infinity = false);
/// The double value of any real number (or numeric constant such as Pi after N), else nullopt.
std::optional<double> machine_real(const Expr& expr);
bool is_infinity(const Expr& expr);             ///< Infinity, i.e. DirectedInfinity[1]
bool is_negative_infinity(const Expr& expr);
Expr infinity();
Expr negative_infinity();
Expr complex_infinity();                        ///< ComplexInfinity symbol evaluates to DirectedInfinity[]
Expr failed();                                  ///< $Failed
Expr missing(std::string_view reason);          ///< Missing["reason"]
Expr missing(std::string_view reason, const Expr& what);

/// A level specification {min, max}; negative numbers count depth from the leaves.
struct LevelSpec {
  std::int64_t min = 1;
  std::int64_t max = 1;
  static constexpr std::int64_t kInfinity = INT64_MAX;
  /// n -> {1,n}; {n} -> {n,n}; {m,n}; Infinity; All -> {0,Infinity}. nullopt when malformed.
  static std::optional<LevelSpec> read(const Expr& spec);
  bool contains(std::int64_t level, std::int64_t depth) const;  ///< level from the top, depth of the part as Depth[] counts
};
/// Calls visit(part, level) for every part in the level specification, depth first, leaves before containers; heads on request.
/// visit returns false to stop.
void for_each_level(const Expr& expr, const LevelSpec& spec, bool heads,
                    const std::function<bool(const Expr& part, std::int64_t level)>& visit);
/// As for_each_level with the position (1-based path; 0 is a head, keys appear as Key[k]).
void for_each_position(const Expr& expr, const LevelSpec& spec, bool heads,
                       const std::function<bool(const Expr& part, const std::vector<Expr>& path)>& visit);
/// expr with f applied to each part in the level specification (leaves first), as Map does.
Expr map_levels(const Expr& expr, const LevelSpec& spec, bool heads, const std::function<Expr(const Expr&)>& f);

/// Elements of a list or the values of an association; for f[...] its arguments.
std::vector<Expr> elements_of(const Expr& expr);
/// The same container with other elements: keeps keys for associations, head for the rest. Sizes must agree.
Expr rebuild(const Expr& container, std::vector<Expr>&& elements);

/// A string, or nullopt.
std::optional<std::string_view> string_argument(const Expr& expr);
Expr string_list(const std::vector<std::string>& strings);
/// True for True, False for False, nullopt otherwise.
std::optional<bool> boolean_argument(const Expr& expr);

/// Damerau-Levenshtein nearest of `candidates` for "did you mean" in messages; empty when nothing is near.
std::string nearest_name(std::string_view given, const std::vector<std::string>& candidates);

}  // namespace lykos::builtins
