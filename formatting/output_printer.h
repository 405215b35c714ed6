// output_printer.h - the two-dimensional printer of OutputForm.
//
// write() appends an expression to a Flow (a breakable row of boxes) and answers with its precedence. Structure - sums,
// fractions, powers, calls - is in output_form.cpp; display wrappers (tables, rows, number forms, StringForm ...) are in
// output_wrappers.cpp.
#pragma once

#include <string>
#include <vector>

#include "expr/expr.h"
#include "formatting/layout.h"
#include "formatting/notation.h"
#include "formatting/number_style.h"

namespace lykos {

/// The precedence in PrecedenceForm[x, p] and Infix[x, h, p] and its relatives; that of an atom for others.
int stated_precedence(const Expr& expr);

class OutputPrinter {
 public:
  /// `short_width` is the line that Short has for itself, the whole by default.
  explicit OutputPrinter(std::size_t width = 78, std::size_t short_width = 0) : width_(width), short_width_(short_width == 0 ? width : short_width) {}
  /// Appends the expression, in parentheses when it binds less tightly than `min_precedence`.
  void print(const Expr& expr, Flow& flow, int min_precedence = precedence::kLowest);
  /// The expression as one unbroken box.
  TextBox box(const Expr& expr, int min_precedence = precedence::kLowest);

 private:
  int write(const Expr& expr, Flow& flow);
  int write_number(const Expr& number, Flow& flow);
  int write_real(const Expr& real, Flow& flow);
  int write_styled_number(const Expr& number, Flow& flow);
  int write_rational(const Expr& number, Flow& flow);
  int write_normal(const Expr& expr, Flow& flow);
  int write_notation(const Expr& expr, Flow& flow);
  int write_sum(const Expr& plus, Flow& flow);
  int write_product(const Expr& times, Flow& flow);
  int write_power(const Expr& power, Flow& flow);
  int write_fraction(const std::vector<Expr>& numerator, const std::vector<Expr>& denominator, Flow& flow);
  void write_factors(const std::vector<Expr>& factors, Flow& flow);
  TextBox script_box(const Expr& expr);                     ///< for exponents and indices: fractions stay linear
  bool write_derivative(const Expr& expr, Flow& flow);
  bool write_infinity(const Expr& expr, Flow& flow, int& result);
  bool is_too_wide(const TextBox& box) const;
  bool write_atom_like(const Expr& expr, Flow& flow);       ///< placeholders and summaries
  bool write_series(const Expr& expr, Flow& flow);

  // ---- wrappers (output_wrappers.cpp); each answers false when the expression is not of its form
  bool write_wrapper(const Expr& expr, Flow& flow, int& result);
  bool write_other_form(const Expr& expr, Flow& flow);
  bool write_script_wrapper(const Expr& expr, Flow& flow);
  bool write_row(const Expr& expr, Flow& flow);
  bool write_table(const Expr& expr, Flow& flow);
  bool write_string_form(const Expr& expr, Flow& flow);
  bool write_abbreviation(const Expr& expr, Flow& flow);
  bool write_boxes(const Expr& expr, Flow& flow);
  void write_box_expression(const Expr& boxes, Flow& flow);
  TextBox table_cell(const Expr& expr);

  std::size_t width_;
  std::size_t short_width_;
  int joined_ = 0;                                          ///< inside a box, which is never broken
  const NumberStyle* number_style_ = nullptr;
  bool linear_fractions_ = false;
  int depth_ = 0;
};

/// Short: the expression cut down with <<n>> so that its one-line form takes about `columns` characters.
Expr shortened(const Expr& expr, std::size_t columns);
/// Shallow: no more than `depth` levels and `length` elements per level.
Expr shallow(const Expr& expr, std::int64_t depth, std::int64_t length);
/// TreeForm and TableForm as text boxes (tables.cpp).
TextBox tree_box(const Expr& expr);

}  // namespace lykos
