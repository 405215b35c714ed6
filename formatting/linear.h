// linear.h - the one-dimensional printer behind InputForm and ScriptForm, and behind exponents of OutputForm.
#pragma once

#include <string>

#include "expr/expr.h"
#include "formatting/line_breaking.h"
#include "formatting/notation.h"

namespace lykos {

class LinearPrinter {
 public:
  /// With `mark_reals` machine reals carry the mark of machine precision, as NumberMarks -> True asks: 1.5`.
  /// Where lines may be broken is noted in `places` when it is given.
  LinearPrinter(std::string& out, Dialect dialect, bool mark_reals = false, std::vector<BreakPlace>* places = nullptr)
      : out_(out), dialect_(dialect), mark_reals_(mark_reals), places_(places) {}
  /// Appends the expression, in parentheses when it binds less tightly than `min_precedence`.
  void print(const Expr& expr, int min_precedence = precedence::kLowest);

 private:
  // Each appends its text and returns the precedence of what it wrote.
  int write(const Expr& expr);
  int write_number(const Expr& number);
  int write_real(const Expr& real);
  int write_normal(const Expr& expr);
  int write_sum(const Expr& plus);
  int write_product(const Expr& times);
  int write_power(const Expr& power);
  MaybeExpr formatted_by_user(const Expr& expr) const;
  int write_formatted(const Expr& formatted);
  bool write_special(const Expr& expr, int& result);
  void write_factors(const std::vector<Expr>& factors);
  void write_bracketed(const std::vector<Expr>& factors);
  void write_quotient(const ProductParts& parts);
  void write_numeric_array(const Expr& array);
  void may_break() {
    if (places_ != nullptr) places_->push_back({out_.size(), depth_});
  }
  void bracket_from(std::size_t begin);

  std::string& out_;
  Dialect dialect_;
  bool mark_reals_;
  std::vector<BreakPlace>* places_;
  int depth_ = 0;
};

std::string to_linear(const Expr& expr, Dialect dialect, bool mark_reals = false);
/// The same with the places where it may be broken.
BreakableText to_breakable(const Expr& expr, Dialect dialect, bool mark_reals = false);
/// NumericArray[<2,3>, Real32]: what OutputForm shows.
std::string numeric_array_summary(const Expr& array);

}  // namespace lykos
