// print_forms.cpp - the output forms as heads (InputForm[...], TeXForm[...]), Format, HoldForm, Short and Shallow. All are
// wrappers that stay: the printers (formatting/) give them their meaning.
#include "builtins/formatting/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr Builtin kBuiltins[] = {
    {.name = "InputForm", .attributes = kProtected,
     .usage = "InputForm[expr] is printed as one line of input that reads back to expr.",
     .options = "{CharacterEncoding -> Automatic, NumberMarks -> Automatic}"},
    {.name = "OutputForm", .usage = "OutputForm[expr] is printed in two dimensions on a grid of characters.",
     .options = "{NumberMarks -> Automatic, PageWidth -> Automatic}"},
    {.name = "FullForm", .usage = "FullForm[expr] is printed with every head written out and no operators.",
     .options = "{NumberMarks -> Automatic}"},
    {.name = "ScriptForm", .usage = "ScriptForm[expr] is printed as in scripts: as InputForm, with strings unquoted."},
    {.name = "StandardForm", .usage = "StandardForm[expr] stands for the standard typeset form of expr."},
    {.name = "TraditionalForm", .usage = "TraditionalForm[expr] stands for the traditional mathematical form of expr."},
    {.name = "TeXForm", .usage = "TeXForm[expr] is printed as TeX source in traditional mathematical notation."},
    {.name = "MathMLForm", .usage = "MathMLForm[expr] is printed as presentation MathML."},
    {.name = "CForm", .usage = "CForm[expr] is printed as an expression of the C language."},
    {.name = "FortranForm", .usage = "FortranForm[expr] is printed as an expression of the Fortran language."},
    {.name = "TreeForm", .attributes = kProtected | kNHoldRest,
     .usage = "TreeForm[expr] is printed as the tree of heads and arguments of expr."},
    {.name = "DisplayForm", .usage = "DisplayForm[boxes] is printed as the two-dimensional layout that the boxes describe."},
    {.name = "RawBoxes", .usage = "RawBoxes[boxes] stands for low-level boxes that are to be shown as they are."},
    {.name = "HoldForm", .attributes = kProtected | kHoldAll,
     .usage = "HoldForm[expr] keeps expr unevaluated and is printed as expr alone."},
    {.name = "Defer", .attributes = kProtected | kHoldAll | kReadProtected,
     .usage = "Defer[expr] is printed as expr, unevaluated; given again as input, expr is evaluated."},
    {.name = "Format",
     .usage = "Format[expr] is printed as the definitions Format[pattern] := form of its symbols ask.\n"
              "Format[expr, form] gives the definitions for one output form.",
     .messages = {{"fttp", "Format type `1` is not a symbol."}}},
    {.name = "Short",
     .usage = "Short[expr] is printed as an outline of expr that fits about one line.\n"
              "Short[expr, n] is printed in about n lines."},
    {.name = "Shallow",
     .usage = "Shallow[expr] is printed with deep and long parts left out.\n"
              "Shallow[expr, depth] and Shallow[expr, {depth, length}] state the limits."},
    {.name = "Skeleton", .usage = "Skeleton[n] is printed as <<n>> and stands for n elements left out."},
    {.name = "SequenceForm", .usage = "SequenceForm[e1, e2, ...] is printed as the texts of the expressions one after the other."},
    {.name = "Infix", .attributes = kProtected | kNHoldRest,
     .usage = "Infix[f[e1, e2, ...]] is printed with the function between its arguments.\nInfix[expr, h] has h between them."},
    {.name = "Prefix", .attributes = kProtected | kNHoldRest,
     .usage = "Prefix[f[expr]] is printed with the function before its argument.\nPrefix[f[expr], h] has h before it."},
    {.name = "Postfix", .attributes = kProtected | kNHoldRest,
     .usage = "Postfix[f[expr]] is printed with the function after its argument.\nPostfix[f[expr], h] has h after it."},
    {.name = "PrecedenceForm", .attributes = kProtected | kNHoldRest,
     .usage = "PrecedenceForm[expr, prec] is printed with parentheses as an operator of that precedence would be."},
};

}  // namespace

void register_print_forms(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
