// formatting.h - expressions to text. Four forms, one file each; they share the operator table with the parser.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos {

std::string to_full_form(const Expr& expr);
/// Re-reads to the same expression; in lines of at most `width` columns unless that is 0. With `mark_reals` machine reals are 1.5`.
std::string to_input_form(const Expr& expr, std::size_t width = 0, bool mark_reals = false);
/// What -code, Print and messages use in scripts: one-dimensional, strings without quotes (ecosystem.md 1.2).
std::string to_script_form(const Expr& expr);
/// Two-dimensional session text; lines separated by '\n'. `width` 0 means unlimited.
std::string to_output_form(const Expr& expr, std::size_t width = 78);
std::string to_tex_form(const Expr& expr, std::size_t width = 0);
std::string to_c_form(const Expr& expr, std::size_t width = 0);
std::string to_fortran_form(const Expr& expr, std::size_t width = 0);
/// InputForm[x], TeXForm[x], CForm[x], FortranForm[x] in lines of the page width; nullopt for other expressions.
std::optional<std::string> lines_of_form(const Expr& expr, std::size_t width);
/// Presentation MathML.
std::string to_mathml_form(const Expr& expr);

/// A text block with a baseline: what 2-D layout is made of. Out[n]= labels align on the baseline row.
struct TextBox {
  std::vector<std::string> lines;
  std::size_t baseline = 0;
  std::size_t width = 0;          ///< in terminal columns
};
TextBox to_output_box(const Expr& expr, std::size_t width = 78);
/// "Out[3]= " beside the box, wrapped the way the text kernel does when it is too wide.
std::string labelled(const std::string& label, const TextBox& box);
/// The same for an expression, where the first line leaves room for the label and the continuation lines use the full width.
std::string labelled_output(const std::string& label, const Expr& expr, std::size_t width = 78);

/// Formatting rules of the language (Format[...] definitions, StringForm arguments) need the evaluator; it installs itself here.
using FormatHook = MaybeExpr (*)(const Expr& expr, const char* form);
void set_format_hook(FormatHook hook);
/// Contexts that need not be printed (current $Context and $ContextPath); installed by the evaluator.
using ContextHook = bool (*)(const std::string& context, const std::string& name);
void set_context_hook(ContextHook hook);
/// Evaluates calls of functions given as options (NumberFormat, ExponentFunction); installed by the builtins of this family.
using EvaluateHook = Expr (*)(const Expr& expr);
void set_evaluate_hook(EvaluateHook hook);

/// The long name of a character (Rule for U+F522); known to the parser, installed by the builtins of this family.
using CharacterNameHook = std::optional<std::string_view> (*)(char32_t character);
void set_character_name_hook(CharacterNameHook hook);

/// Digits of machine and arbitrary-precision reals (number_format.cpp).
std::string format_real_output(double value, int digits = 6);       ///< 6 significant digits, linear "1.*^6" never: see boxes for 2-D exponents
std::string format_real_input(double value);                        ///< shortest that reads back: 0.1, 1.*^-6, 100000.
std::string quote_string(const std::string& utf8);                  ///< with quotes and escapes, as InputForm

}  // namespace lykos
