// Scalar functions as parameters: what ElementwiseLayer and ThreadingLayer apply to every element.
//
// A nets::ScalarExpression is an array::ScalarExpression (the body: arithmetic, table of functions, derivatives live there) together with
// how the user wrote it: the name ("GELU", Tanh) and the names of slots, which become names of ports. `apply` knows the argument
// forms of the language (Plus of many, Clip with defaults, If, Log[b, x], ...), so that binding an expression is a walk over heads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "array/scalar_expression.h"

namespace lykos::nets {

class ScalarExpression {
 public:
  /// The identity.
  ScalarExpression();
  explicit ScalarExpression(array::ScalarExpression body) : body_(std::move(body)) {}
  static ScalarExpression slot(int index);  ///< 0-based
  static ScalarExpression constant(double value);
  /// The function `head` of the language ("Plus", "If", "Clip", "Tanh") applied to arguments. Truth values are 0 and 1.
  /// Clip[x, {a, b}] comes as Clip with 3 arguments, Clip[x, {a, b}, {c, d}] with 5; Which and Piecewise as nested If.
  /// Throws NetError "invfunc" for an unknown head or a number of arguments it does not take.
  static ScalarExpression apply(std::string_view head, const std::vector<ScalarExpression>& arguments);
  /// True if apply accepts this head with this number of arguments.
  static bool accepts(std::string_view head, int arity);
  /// All heads apply accepts, sorted (for messages).
  static std::vector<std::string> heads();

  const array::ScalarExpression& body() const { return body_; }
  /// One more than the highest slot used; 0 for a constant.
  int slot_count() const { return body_.input_count(); }

  /// The name it was made from; printing shows it when there is one. `quoted` for names such as "GELU", which are strings.
  const std::string& display_name() const { return name_; }
  bool display_quoted() const { return quoted_; }
  ScalarExpression with_display_name(std::string name, bool quoted) const;
  /// Names of slots when the function was written with named slots (#Input1): slot i is called names[i].
  const std::vector<std::string>& slot_names() const { return slot_names_; }
  ScalarExpression with_slot_names(std::vector<std::string> names) const;

  bool operator==(const ScalarExpression& other) const;
  std::size_t hash() const;
  /// Notation of the language: Tanh, "GELU", Max[#1, Times[0.2, #1]] &.
  std::string text() const;

 private:
  array::ScalarExpression body_;
  std::string name_;
  bool quoted_ = false;
  std::vector<std::string> slot_names_;
};

/// Function for a name accepted by ElementwiseLayer: "ReLU", "GELU", ..., or the plain head of a function of one argument
/// (`quoted` false). Returns false if the name is unknown.
bool named_function(std::string_view name, bool quoted, ScalarExpression& result);
/// All quoted names named_function accepts, for messages.
std::vector<std::string> named_function_names();

}  // namespace lykos::nets
