// values.h - between expressions and the plain values nets/ works with: parameter values, arrays, paths and shapes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "array/array.h"
#include "expr/expr.h"
#include "nets/net.h"
#include "nets/value.h"

namespace lykos::builtins {

using array::Array;

/// Any value a layer option may take; nothing for an expression that cannot be one.
std::optional<nets::Value> read_value(const Expr& expr);
Expr value_to_expr(const nets::Value& value);

/// A value of nets/ that stands for an expression.
class HoldsExpression {
 public:
  virtual ~HoldsExpression() = default;
  virtual const Expr& expr() const = 0;
};

/// An expression that nets/ only keeps, and the way back.
nets::Value wrap_expression(const Expr& expr);
Expr foreign_expression(const nets::Value& value);

/// The value of an option that names an array: Automatic, None, a number (constant array), a list, NumericArray or NetArray.
/// Throws NetError netinvtensorvals.
nets::Value read_array_value(const Expr& expr, std::string_view array_name);

/// Numbers in nested lists, packed arrays and NumericArrays as one array (Integer64, Real32 or Real64).
struct ArrayReading {
  std::optional<Array> array;
  std::string problem;          ///< why it failed, to follow "The data ..."
  bool numeric_array = false;   ///< a NumericArray was part of it
};
ArrayReading read_array(const Expr& expr);
/// Dimensions of nested data along its first elements: what it would be if it is rectangular.
std::vector<std::int64_t> leading_dimensions(const Expr& data);
bool contains_numeric_array(const Expr& data);

/// A number for rank 0, else a packed list (NaN shows as Indeterminate) or a NumericArray.
Expr array_to_expr(const Array& values, bool as_numeric_array = false);
/// True if some element is NaN or infinite.
bool has_non_finite(const Array& values);

/// "name", 3, {1, "Weights"}; nothing for anything else.
std::optional<nets::Path> read_path(const Expr& expr);
std::optional<nets::PathKey> read_path_key(const Expr& expr);
Expr path_to_expr(const nets::Path& path);
Expr key_to_expr(const nets::PathKey& key);

/// Shape or coder of a port, as NetExtract gives it.
Expr port_to_expr(const nets::Port& port);
/// A shape as a list of dimensions, unknown ones as `unknown`.
Expr dimensions_to_expr(const nets::PortType& type, const Expr& unknown);

/// Text of a string or the name of a symbol; "" for anything else.
std::string word_of(const Expr& expr);
/// The name of a symbol, or "".
std::string symbol_name(const Expr& expr);
/// A short one-line text of an expression for messages.
std::string short_text(const Expr& expr, std::size_t limit = 60);
/// True for a rule whose left side is a string or symbol.
bool is_option_rule(const Expr& expr);
/// Splits trailing option rules (also in lists) from a sequence of arguments.
std::size_t positional_count(std::span<const Expr> args);
void collect_option_rules(const Expr& expr, std::vector<Expr>& rules);

/// A seed: integer or string as such, Automatic a fresh one, Inherited one drawn from the language's generator.
/// Throws NetError "seeding" for anything else.
std::uint64_t read_seed(const Expr& spec);

}  // namespace lykos::builtins
