// to_string.cpp - ToString in all forms, TextString, StringForm.
#include <algorithm>
#include <cstdio>

#include "builtins/formatting/boxes.h"
#include "builtins/formatting/register.h"
#include "builtins/library.h"
#include "builtins/strings/encoding.h"
#include "builtins/support.h"
#include "formatting/formatting.h"
#include "formatting/linear.h"
#include "formatting/text_width.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

// A width option: a positive integer, or 0 for Infinity and whatever is not a width.
std::size_t width_option(const Expr& value) {
  if (is_infinity(value)) return 0;
  const auto width = machine_integer(value);
  return width && *width > 0 ? static_cast<std::size_t>(*width) : 0;
}

// The text of the expression in the form, or nullopt when it is not a form.
std::optional<std::string> text_in_form(const Expr& expr, const Expr& form, std::size_t width, bool mark_reals) {
  if (form.is(sym::OutputForm) && (expr.has_head(sym::StandardForm, 1) || expr.has_head(sym::TraditionalForm, 1))) return text_in_form(expr[0], expr.head(), width, mark_reals);
  if (form.is(sym::OutputForm) || form.is(sym::Automatic)) return to_output_form(expr, width);
  if (form.is(sym::InputForm)) return to_input_form(expr, width, mark_reals);
  if (form.is(sym::FullForm)) return to_full_form(expr);
  if (form.is(sym::ScriptForm)) return to_script_form(expr);
  if (form.is(sym::TeXForm)) return to_tex_form(expr);
  if (form.is(sym::CForm)) return to_c_form(expr, width);
  if (form.is(sym::FortranForm)) return to_fortran_form(expr, width);
  if (form.is(sym::MathMLForm)) return to_mathml_form(expr);
  if (form.is(sym::StandardForm)) return boxes_in_string(expr, BoxForm::Standard);
  if (form.is(sym::TraditionalForm)) return boxes_in_string(expr, BoxForm::Traditional);
  if (form.is(sym::TreeForm) || form.is(sym::TableForm) || form.is(sym::MatrixForm) || form.is(sym::NumberForm) ||
      form.is(sym::ScientificForm) || form.is(sym::EngineeringForm) || form.is(sym::AccountingForm) || form.is(sym::DecimalForm)) {
    return to_output_form(make_normal(form, {expr}), width);
  }
  return std::nullopt;
}

// ToString[expr], ToString[expr, form]
MaybeExpr builtin_ToString(Call& call) {
  // Integers and strings look the same whatever the settings: the usual calls need none of them.
  if (call.all_args().size() == 1) {
    if (call.arg(0).is_small_integer()) return Expr::string(std::to_string(call.arg(0).small_integer()));
  }
  Expr form = call.size() == 2 ? call.arg(1) : call.option(sym::FormatType);
  if (form.is_null()) form = sym::OutputForm;
  const Expr& expr = call.arg(0);
  Expr marks = call.option(sym::NumberMarks);
  if (marks.is(sym::Automatic) && Expr(sym::DollarNumberMarks).symbol_node().has_own_value) marks = evaluate(Expr(sym::DollarNumberMarks));
  auto text = text_in_form(expr, form, width_option(call.option(sym::PageWidth)), marks.is_true());
  if (!text) return call.message("fmtval", {form});
  if (const std::size_t total = width_option(call.option(sym::TotalWidth)); total > 0) *text = cut_to_total_width(*text, total);
  if (const auto encoding = string_argument(call.option(sym::CharacterEncoding)); encoding && (*encoding == "ASCII" || *encoding == "PrintableASCII")) {
    *text = encode_with_names(*text, TextEncoding::Ascii);
  }
  return Expr::string(std::move(*text));
}

// The texts between the elements of lists and associations at one depth.
struct Delimiters {
  std::string open, separator, arrow, close;
};

// TextString: a line for people, strings bare. The options say how lists, truth values, dates and what is missing look.
class TextMaker {
 public:
  explicit TextMaker(const Call& call)
      : lists_(call.option(Expr::symbol("ListFormat"))),
        associations_(call.option(Expr::symbol("AssociationFormat"))),
        booleans_(call.option(Expr::symbol("BooleanStrings"))),
        dates_(call.option(Expr::symbol("DateFormat"))),
        times_(call.option(Expr::symbol("TimeFormat"))),
        missing_(call.option(Expr::symbol("MissingString"))) {}

  std::string text(const Expr& e, std::size_t depth = 0) const {
    RecursionGuard guard;
    if (e.is_string()) return e.string_value();
    if ((e.is(sym::True) || e.is(sym::False)) && booleans_.has_head(sym::List, 2)) return text(booleans_[e.is(sym::True) ? 0 : 1]);
    if (e.has_head(sym::Missing) && missing_.is_string()) return missing_.string_value();
    if (e.has_head(sym::DateObject)) return calendar(e, dates_);
    if (e.has_head(sym::TimeObject)) return calendar(e, times_);
    if (e.has_head(sym::Quantity, 2)) {
      if (const MaybeExpr quantity = call_library("quantities/quantity", "textForm", {&e, 1}); quantity && quantity->is_string()) return quantity->string_value();
    }
    if (e.is_list()) {
      const Delimiters d = delimiters(lists_, {"{", ", ", "", "}"}, depth);
      std::string out = d.open;
      for (std::size_t i = 0; i < e.size(); ++i) out += (i > 0 ? d.separator : "") + text(e[i], depth + 1);
      return out + d.close;
    }
    if (e.is_association()) {
      const Delimiters d = delimiters(associations_, {"<|", ", ", " -> ", "|>"}, depth);
      std::string out = d.open;
      bool first = true;
      for (const AssociationEntry& entry : e.association().entries) {
        out += (first ? "" : d.separator) + text(entry.key, depth + 1) + d.arrow + text(entry.value, depth + 1);
        first = false;
      }
      return out + d.close;
    }
    if (e.has_head(sym::Rule, 2)) return text(e[0], depth) + " -> " + text(e[1], depth);
    if (e.is_real()) return number(e);
    if ((e.has_head(sym::Row, 1) || e.has_head(sym::Row, 2)) && e[0].is_list()) {
      std::string out;
      for (std::size_t i = 0; i < e[0].size(); ++i) out += (i > 0 && e.size() == 2 ? text(e[1], depth) : "") + text(e[0][i], depth);
      return out;
    }
    if (e.has_head(sym::StringForm) && e.size() >= 1 && e[0].is_string()) {
      std::vector<Expr> args = {e[0]};
      for (const Expr& arg : e.args().subspan(1)) args.push_back(Expr::string(text(arg, depth)));
      return to_output_form(make_normal(sym::StringForm, std::move(args)), 0);
    }
    if (is_formatted(e)) return exponent_in_line(to_output_form(e, 0));
    return to_linear(e, Dialect::Output);
  }

 private:
  // {open, separator, close} (with an arrow before the last for associations), or a list of such for successive depths.
  static Delimiters delimiters(const Expr& option, const Delimiters& usual, std::size_t depth) {
    Expr given = option;
    if (given.is_list() && given.size() > 0 && given[0].is_list()) given = Expr(given[std::min(depth, given.size() - 1)]);
    const bool strings = given.is_list() && std::all_of(given.args().begin(), given.args().end(), [](const Expr& e) { return e.is_string(); });
    if (!strings) return usual;
    if (given.size() == 3) return {given[0].string_value(), given[1].string_value(), usual.arrow, given[2].string_value()};
    if (given.size() == 4) return {given[0].string_value(), given[1].string_value(), given[2].string_value(), given[3].string_value()};
    return usual;
  }

  static std::string calendar(const Expr& e, const Expr& format) {
    const Expr text = format.is(sym::Automatic) ? evaluate(make_normal(sym::DateString, {e})) : evaluate(make_normal(sym::DateString, {e, format}));
    return text.is_string() ? text.string_value() : to_linear(e, Dialect::Output);
  }

  // Wrappers that say how to print something.
  static bool is_formatted(const Expr& e) {
    static constexpr KnownSymbol kWrappers[] = {sym::NumberForm, sym::PaddedForm, sym::ScientificForm, sym::EngineeringForm, sym::AccountingForm, sym::DecimalForm, sym::InputForm, sym::OutputForm,
                                                sym::FullForm, sym::TeXForm, sym::CForm, sym::FortranForm, sym::Column, sym::Grid, sym::TableForm, sym::MatrixForm};
    return e.size() >= 1 && std::any_of(std::begin(kWrappers), std::end(kWrappers), [&](KnownSymbol wrapper) { return e.has_head(wrapper); });
  }
  // A number with its exponent on the line above, as ScientificForm prints it, becomes 1.5×10^20.
  static std::string exponent_in_line(std::string text) {
    static constexpr std::string_view kTimesTen = " × 10";
    const std::size_t line = text.find('\n');
    if (line == std::string::npos || text.find('\n', line + 1) != std::string::npos || !text.ends_with(kTimesTen)) return text;
    const std::size_t exponent = text.find_first_not_of(' ');
    if (exponent >= line || text.find_first_not_of("-0123456789", exponent) < line) return text;
    return text.substr(line + 1, text.size() - line - 1 - kTimesTen.size()) + "×10^" + text.substr(exponent, line - exponent);
  }

  // 1.5 10^20 is written 1.5×10^20.
  static std::string number(const Expr& e) {
    std::string text = to_linear(e, Dialect::Output);
    if (const std::size_t power = text.find(" 10^"); power != std::string::npos) text.replace(power, 1, "\u00d7");
    return text;
  }

  Expr lists_, associations_, booleans_, dates_, times_, missing_;
};

// TextString[expr]
MaybeExpr builtin_TextString(Call& call) {
  const Expr& value = call.arg(0);
  return value.is_string() ? value : Expr::string(TextMaker(call).text(value));
}

constexpr Builtin kBuiltins[] = {
    {.name = "ToString",
     .fn = builtin_ToString,
     .arity = between(1, 2),
     .usage = "ToString[expr] gives the text of expr as OutputForm prints it, without a limit on its width.\n"
              "ToString[expr, form] gives the text in InputForm, FullForm, TeXForm, CForm or another form.",
     .options = "{CharacterEncoding -> Automatic, FormatType -> OutputForm, NumberMarks -> Automatic, PageHeight -> Infinity, "
                "PageWidth -> Infinity, TotalHeight -> Infinity, TotalWidth -> Infinity}",
     .messages = {{"fmtval", "`1` is not a valid format type."}}},
    {.name = "TextString",
     .fn = builtin_TextString,
     .arity = exactly(1),
     .usage = "TextString[expr] gives expr as a line of readable text.",
     .options = "{AssociationFormat -> Automatic, BooleanStrings -> Automatic, DateFormat -> Automatic, ListFormat -> Automatic, "
                "MissingString -> Automatic, TimeFormat -> Automatic}"},
    {.name = "StringForm",
     .usage = "StringForm[\"template\", x1, x2, ...] is printed as the template with `1`, `2`, ... replaced by the expressions; `` "
              "stands for the next one."},
};

}  // namespace

void register_to_string(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
