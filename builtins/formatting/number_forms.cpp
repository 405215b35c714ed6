// number_forms.cpp - NumberForm and its relatives. They stay as wrappers, which the printers read; evaluating one only checks
// its specification.
#include "builtins/formatting/register.h"
#include "builtins/support.h"
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

// form[expr, n], form[expr, {n, f}]
MaybeExpr check_number_form(Call& call) {
  const Expr form = make_normal(call.head(), std::vector<Expr>(call.args().begin(), call.args().end()));
  if (call.size() == 2 && !read_number_style(form)) call.message("iprf", {call.arg(1)});
  return std::nullopt;
}

// BaseForm[expr, base]
MaybeExpr check_base_form(Call& call) {
  const auto base = machine_integer(call.arg(1));
  if (!base || *base < 2 || *base > 36) call.message("basf", {call.arg(1)});
  return std::nullopt;
}

constexpr MessageTexts kMessages = {{"iprf", "Formatting specification `1` should be a positive integer or a pair of positive integers."}};

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
