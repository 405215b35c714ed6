// number_forms.cpp - NumberForm and its relatives. They stay as wrappers, which the printers read; evaluating one only checks
// its specification.
#include <cmath>

#include "builtins/formatting/register.h"
#include "builtins/support.h"
#include "expr/number.h"
#include "formatting/number_style.h"

namespace lykos::builtins {
namespace {

constexpr const char* kOptions =
    "{DefaultPrintPrecision -> Automatic, DigitBlock -> Infinity, ExponentFunction -> Automatic, ExponentStep -> 1, "
    "NumberFormat -> Automatic, NumberMultiplier -> \"\u00D7\", NumberPadding -> {\"\", \"0\"}, NumberPoint -> \".\", "
    "NumberSeparator -> {\",\", \" \"}, NumberSigns -> {\"-\", \"\"}, ScientificNotationThreshold -> {-5, 6}, SignPadding -> False}";
constexpr const char* kPaddedOptions =
    "{DefaultPrintPrecision -> Automatic, DigitBlock -> Infinity, ExponentFunction -> Automatic, ExponentStep -> 1, "
    "NumberFormat -> Automatic, NumberMultiplier -> \"\u00D7\", NumberPadding -> {\" \", \"0\"}, NumberPoint -> \".\", "
    "NumberSeparator -> {\",\", \" \"}, NumberSigns -> {\"-\", \"\"}, ScientificNotationThreshold -> {-5, 6}, SignPadding -> False}";
constexpr const char* kAccountingOptions =
    "{DefaultPrintPrecision -> Automatic, DigitBlock -> Infinity, ExponentFunction -> (Null & ), ExponentStep -> 1, "
    "NumberFormat -> Automatic, NumberMultiplier -> \"\u00D7\", NumberPadding -> {\"\", \"0\"}, NumberPoint -> \".\", "
    "NumberSeparator -> {\",\", \" \"}, NumberSigns -> {{\"(\", \")\"}, \"\"}, SignPadding -> False}";

bool is_pair(const Expr& e, bool (*part)(const Expr&)) { return e.is_list() && e.size() == 2 && part(e[0]) && part(e[1]); }
bool is_text(const Expr& e) { return e.is_string(); }
bool is_texts(const Expr& e) { return e.is_string() || is_pair(e, is_text); }
bool is_block(const Expr& e) { return is_infinity(e) || (e.is_integer() && sign_of_real(e) > 0); }

// What the values of the options may be, and the message for others.
void check_options(Call& call) {
  const Expr blocks = call.option(sym::DigitBlock), step = call.option(sym::ExponentStep), signs = call.option(sym::NumberSigns);
  if (!is_block(blocks) && !is_pair(blocks, is_block)) call.message("dblk", {});
  if (!step.is_integer() || sign_of_real(step) <= 0) call.message("estep", {sym::ExponentStep, step});
  for (const KnownSymbol name : {sym::NumberMultiplier, sym::NumberPoint})
    if (const Expr value = call.option(name); !value.is_string()) call.message("npt", {name, value});
  if (const Expr padding = call.option(sym::NumberPadding); !is_texts(padding)) call.message("npad", {padding});
  if (const Expr separator = call.option(sym::NumberSeparator); !is_texts(separator)) call.message("nspr", {separator});
  if (!is_pair(signs, is_texts)) call.message("nsgn", {signs});
  if (const Expr padded = call.option(sym::SignPadding); !padded.is_true() && !padded.is_false()) call.message("opttf", {sym::SignPadding, padded});
}

// NumberForm[153., 2] is 150.: the zero is no digit that was asked for.
void check_places(Call& call) {
  if (call.head().is(sym::ScientificForm) || call.head().is(sym::EngineeringForm) || call.size() != 2) return;
  const auto digits = machine_integer(call.arg(1).is_list() ? call.arg(1)[0] : call.arg(1));
  const Expr exponents = call.option(sym::ExponentFunction);
  const bool positional = call.head().is(sym::DecimalForm) || (exponents.has_head(sym::Function, 1) && exponents[0].is(sym::Null));
  if (!digits || (!positional && !exponents.is(sym::Automatic))) return;
  const auto check = [&](const Expr& x) {
    if (!x.is_real() && !x.is_big_real()) return;
    const double places = std::floor(std::log10(std::fabs(to_double(x)))) + 1;
    if (places > static_cast<double>(*digits) && (positional || places <= 6)) call.message("sigz", {});
  };
  const Expr& shown = call.arg(0);
  if (!shown.is_list()) return check(shown);
  for (const Expr& x : shown.args()) check(x);
}

// form[expr, n], form[expr, {n, f}]
MaybeExpr check_number_form(Call& call) {
  check_options(call);
  const Expr form = make_normal(call.head(), std::vector<Expr>(call.args().begin(), call.args().end()));
  if (call.size() == 2 && !read_number_style(form)) call.message("iprf", {call.arg(1)});
  else check_places(call);
  return std::nullopt;
}

// BaseForm[expr, base]
MaybeExpr check_base_form(Call& call) {
  const auto base = machine_integer(call.arg(1));
  if (!base || *base < 2 || *base > 36) call.message("basf", {call.arg(1)});
  return std::nullopt;
}

constexpr MessageTexts kMessages = {{"iprf", "Formatting specification `1` should be a positive integer or a pair of positive integers."},
                                    {"sigz", "In addition to the number of digits requested, one or more zeros will appear as placeholders."},
                                    {"dblk", "Value for option DigitBlock should be a positive integer, Infinity, or a pair of positive integers."},
                                    {"estep", "Value of option `1` -> `2` is not a positive integer."},
                                    {"npt", "Value for option `1` -> `2` is expected to be a string."},
                                    {"npad", "Value for option NumberPadding -> `1` should be a string or a pair of strings."},
                                    {"nspr", "Value for option NumberSeparator -> `1` should be a string or a pair of strings."},
                                    {"nsgn", "Value for option NumberSigns -> `1` should be a pair of strings or two pairs of strings."},
                                    {"opttf", "Value of option `1` -> `2` should be True or False."}};

constexpr Builtin kBuiltins[] = {
    {.name = "NumberForm", .fn = check_number_form, .arity = between(1, 2), .attributes = kProtected | kNHoldRest,
     .usage = "NumberForm[expr, n] is printed with the reals in expr to n digits.\n"
              "NumberForm[expr, {n, f}] has n digits of which f stand to the right of the decimal point.",
     .options = kOptions, .messages = kMessages},
    {.name = "ScientificForm", .fn = check_number_form, .arity = between(1, 2), .attributes = kProtected | kNHoldRest,
     .usage = "ScientificForm[expr] is printed with all reals in scientific notation.\n"
              "ScientificForm[expr, n] and ScientificForm[expr, {n, f}] state the digits.",
     .options = kOptions, .messages = kMessages},
    {.name = "EngineeringForm", .fn = check_number_form, .arity = between(1, 2), .attributes = kProtected | kNHoldRest,
     .usage = "EngineeringForm[expr] is printed with exponents that are multiples of three.\n"
              "EngineeringForm[expr, n] and EngineeringForm[expr, {n, f}] state the digits.",
     .options = kOptions, .messages = kMessages},
    {.name = "PaddedForm", .fn = check_number_form, .arity = between(1, 2), .attributes = kProtected | kNHoldRest,
     .usage = "PaddedForm[expr, n] is printed with numbers padded to room for n digits and a sign.\n"
              "PaddedForm[expr, {n, f}] has f of the n digits to the right of the decimal point.",
     .options = kPaddedOptions, .messages = kMessages},
    {.name = "AccountingForm", .fn = check_number_form, .arity = between(1, 2), .attributes = kProtected | kNHoldRest,
     .usage = "AccountingForm[expr] is printed without scientific notation and with negative numbers in parentheses.\n"
              "AccountingForm[expr, n] states the digits.",
     .options = kAccountingOptions, .messages = kMessages},
    {.name = "DecimalForm", .fn = check_number_form, .arity = between(1, 2), .attributes = kProtected | kNHoldRest,
     .usage = "DecimalForm[expr] is printed with all reals in positional notation.\n"
              "DecimalForm[expr, n] and DecimalForm[expr, {n, f}] state the digits.",
     .options = kOptions, .messages = kMessages},
    {.name = "PercentForm", .fn = check_number_form, .arity = between(1, 2), .attributes = kProtected | kNHoldRest,
     .usage = "PercentForm[expr] is printed with numbers as percentages.\nPercentForm[expr, n] states the digits.",
     .options = kOptions, .messages = kMessages},
    {.name = "BaseForm", .fn = check_base_form, .arity = exactly(2), .attributes = kProtected | kNHoldRest,
     .usage = "BaseForm[expr, b] is printed with the numbers in expr written in base b, which stands below as an index.",
     .messages = {{"basf", "Requested base `1` should be an integer between 2 and 36."}}},
};

Expr value_NumberMarks() { return Expr(sym::Automatic); }

constexpr Builtin kValues[] = {
    {.name = "$NumberMarks", .attributes = kNoAttributes,
     .usage = "$NumberMarks gives the default value for the option NumberMarks, which says whether ` marks are written in InputForm of reals.",
     .value = value_NumberMarks},
};

}  // namespace

void register_number_forms(Registry& r) {
  r.add(kBuiltins);
  r.add(kValues);
}

}  // namespace lykos::builtins
