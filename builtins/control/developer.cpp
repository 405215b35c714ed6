// developer.cpp - the contexts Developer`, Internal`, System`Private` and GeneralUtilities` as packages use them: the rows of developer.wl,
// and the marks on expressions.
//
// An expression may carry two marks. One that is not entered stays as it is when it is evaluated: how a package makes f[data] an object
// while f[...] in input still calls its definitions. One that is valid is evaluated as usual; a package marks what it has checked.
#include "builtins/control/register.h"
#include "builtins/library.h"
#include "builtins/support.h"
#include "evaluator/marks.h"
#include "evaluator/steps.h"
#include "expr/node.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_unit(Call& call) { return call_library(call, "control/developer"); }

// ---- marks
Expr with_mark(const Expr& e, std::uint8_t mark, bool on = true) {
  if (e.kind() != Kind::Normal) return e;
  Expr marked = make_normal(e.head(), e.args());
  marked.node()->flags = static_cast<std::uint8_t>(on ? e.node()->flags | mark : e.node()->flags & ~mark);
  if ((marked.node()->flags & kNoEntryMark) != 0) marked = mark_evaluated(marked);
  return marked;
}
bool has_mark(const Expr& e, std::uint8_t mark) { return e.kind() == Kind::Normal && (e.node()->flags & mark) != 0; }

template <std::uint8_t mark>
MaybeExpr builtin_SetMark(Call& call) { return with_mark(call[0], mark); }
template <std::uint8_t mark>
MaybeExpr builtin_UnsetMark(Call& call) { return with_mark(call[0], mark, false); }
template <std::uint8_t mark, bool wanted>
MaybeExpr builtin_HasMark(Call& call) { return Expr::boolean(has_mark(call[0], mark) == wanted); }

// System`Private`ConstructNoEntry[head, args...]
MaybeExpr builtin_ConstructNoEntry(Call& call) { return with_mark(make_normal(call[0], call.args().subspan(1)), kNoEntryMark); }

constexpr Attributes kHeld = kHoldAllComplete | kProtected;

#define LYKOS_OF_UNIT(context, function, most, text) \
  {.name = context #function, .fn = builtin_of_unit, .arity = between(1, most), .usage = context #function text}

constexpr Builtin kBuiltins[] = {
    LYKOS_OF_UNIT("Developer`", MachineIntegerQ, 1, "[expr] is True for an integer of the machine's size."),
    LYKOS_OF_UNIT("Developer`", MachineRealQ, 1, "[expr] is True for a machine-precision real number."),
    LYKOS_OF_UNIT("Developer`", MachineComplexQ, 1, "[expr] is True for a machine-precision complex number."),
    LYKOS_OF_UNIT("Developer`", RealQ, 1, "[expr] is True if expr has head Real."),
    LYKOS_OF_UNIT("Developer`", ComplexQ, 1, "[expr] is True if expr has head Complex."),
    LYKOS_OF_UNIT("Developer`", RationalQ, 1, "[expr] is True if expr has head Rational."),
    LYKOS_OF_UNIT("Developer`", ZeroQ, 1, "[expr] is True if expr is 0."),
    LYKOS_OF_UNIT("Developer`", SymbolQ, 1, "[expr] is True if expr is a symbol."),
    {.name = "Developer`HoldSymbolQ", .fn = builtin_of_unit, .arity = exactly(1), .attributes = kHeld, .usage = "Developer`HoldSymbolQ[expr] is True if expr, not evaluated, is a symbol."},
    LYKOS_OF_UNIT("Developer`", EmptyQ, 1, "[expr] is True for an empty list or association."),
    LYKOS_OF_UNIT("Developer`", ListOrAssociationQ, 1, "[expr] is True for a list or an association."),
    LYKOS_OF_UNIT("Developer`", StringOrStringVectorQ, 1, "[expr] is True for a string or a list of strings."),
    LYKOS_OF_UNIT("Developer`", StringVectorQ, 1, "[expr] is True for a list of strings."),
    LYKOS_OF_UNIT("Developer`", AssociationVectorQ, 1, "[expr] is True for a list of associations."),
    LYKOS_OF_UNIT("Developer`", RuleQ, 1, "[expr] is True for a rule."),
    LYKOS_OF_UNIT("Developer`", ToList, 1, "[expr] gives a list as it is and anything else as a list of it."),
    LYKOS_OF_UNIT("Developer`", PartitionMap, 4, "[f, list, n, d] applies f to the parts of list that Partition gives."),
    LYKOS_OF_UNIT("Developer`", EncodeBase64, 1, "[data] gives the Base64 text of a string or of bytes."),
    LYKOS_OF_UNIT("Developer`", DecodeBase64, 1, "[\"text\"] gives the string that a Base64 text stands for."),
    LYKOS_OF_UNIT("Developer`", DecodeBase64ToByteArray, 1, "[\"text\"] gives the bytes that a Base64 text stands for."),
    LYKOS_OF_UNIT("Developer`", ReadRawJSONString, 1, "[\"text\"] gives the value of a JSON text."),
    LYKOS_OF_UNIT("Developer`", ReadRawJSONFile, 1, "[\"file\"] gives the value in a JSON file."),
    LYKOS_OF_UNIT("Developer`", WriteRawJSONString, -1, "[expr] gives the JSON text of expr."),
    LYKOS_OF_UNIT("Developer`", WriteRawJSONFile, -1, "[\"file\", expr] writes expr to a JSON file."),
    LYKOS_OF_UNIT("Developer`", ToFloat, 1, "[expr] gives expr with machine numbers."),
    {.name = "Developer`CheckArgumentCount", .fn = builtin_of_unit, .arity = exactly(3), .attributes = kHoldFirst | kProtected,
     .usage = "Developer`CheckArgumentCount[f[args], min, max] is True if the call has min to max arguments, and otherwise gives the message of f."},
    {.name = "Developer`$MaxMachineInteger", .attributes = kNoAttributes, .usage = "Developer`$MaxMachineInteger is the largest machine integer.", .value = [] { return Expr::integer(INT64_MAX); }},
    LYKOS_OF_UNIT("Internal`", PositiveIntegerQ, 1, "[expr] is True for a positive integer."),
    LYKOS_OF_UNIT("Internal`", NonNegativeIntegerQ, 1, "[expr] is True for a non-negative integer."),
    LYKOS_OF_UNIT("Internal`", NegativeIntegerQ, 1, "[expr] is True for a negative integer."),
    LYKOS_OF_UNIT("Internal`", NonPositiveIntegerQ, 1, "[expr] is True for an integer that is not positive."),
    LYKOS_OF_UNIT("Internal`", PositiveMachineIntegerQ, 1, "[expr] is True for a positive machine integer."),
    LYKOS_OF_UNIT("Internal`", NonNegativeMachineIntegerQ, 1, "[expr] is True for a non-negative machine integer."),
    LYKOS_OF_UNIT("Internal`", SymbolNameQ, 1, "[expr] is True for a string that can be the name of a symbol."),
    LYKOS_OF_UNIT("Internal`", SyntacticNegativeQ, 1, "[expr] is True for what is written with a minus sign."),
    LYKOS_OF_UNIT("Internal`", PatternPresentQ, 1, "[expr] is True if expr contains a pattern."),
    LYKOS_OF_UNIT("Internal`", PatternFreeQ, 1, "[expr] is True if expr contains no pattern."),
    LYKOS_OF_UNIT("Internal`", StringToDouble, 1, "[\"text\"] gives the machine number that a text stands for."),
    LYKOS_OF_UNIT("Internal`", StringToMReal, 1, "[\"text\"] gives the machine number that a text stands for."),
    LYKOS_OF_UNIT("Internal`", Deflatten, 2, "[list, dims] arranges the elements of a list in an array."),
    LYKOS_OF_UNIT("Internal`", PartitionRagged, 2, "[list, {n1, n2, ...}] splits a list into parts of the given lengths."),
    LYKOS_OF_UNIT("Internal`", CopyList, 1, "[list] gives a copy of a list."),
    {.name = "Internal`UsingFrontEnd", .fn = builtin_of_unit, .arity = exactly(1), .attributes = kHeld, .usage = "Internal`UsingFrontEnd[expr] evaluates expr."},
    {.name = "Language`ExtendedDefinition", .fn = builtin_of_unit, .arity = exactly(1), .attributes = kHeld, .usage = "Language`ExtendedDefinition[symbol] gives all values of a symbol as a Language`DefinitionList."},
    {.name = "Language`ExtendedFullDefinition", .fn = builtin_of_unit, .arity = exactly(1), .attributes = kHeld,
     .usage = "Language`ExtendedFullDefinition[symbol] gives all values of a symbol, and of the symbols they depend on, as a Language`DefinitionList."},
    {.name = "GeneralUtilities`SetUsage", .fn = builtin_of_unit, .arity = at_least(1), .attributes = kHoldAll | kProtected,
     .usage = "GeneralUtilities`SetUsage[f, \"text\", ...] sets the usage message of f; x$ in a text stands for the variable x."},
    {.name = "GeneralUtilities`ThrowFailure", .fn = builtin_of_unit, .arity = at_least(1), .attributes = kHoldAll | kProtected,
     .usage = "GeneralUtilities`ThrowFailure[f::tag, args] throws a failure to the enclosing GeneralUtilities`CatchFailure or CatchFailureAndMessage."},
    {.name = "GeneralUtilities`CatchFailure", .fn = builtin_of_unit, .arity = between(1, 2), .attributes = kHoldAll | kProtected,
     .usage = "GeneralUtilities`CatchFailure[expr] gives a thrown failure as a Failure."},
    {.name = "GeneralUtilities`CatchFailureAndMessage", .fn = builtin_of_unit, .arity = between(1, 2), .attributes = kHoldAll | kProtected,
     .usage = "GeneralUtilities`CatchFailureAndMessage[expr] gives the message of a thrown failure, and $Failed."},
    {.name = "System`Private`SetNoEntry", .fn = builtin_SetMark<kNoEntryMark>, .arity = exactly(1), .usage = "System`Private`SetNoEntry[f[...]] gives f[...] as an object that is not evaluated further."},
    {.name = "System`Private`HoldSetNoEntry", .fn = builtin_SetMark<kNoEntryMark>, .arity = exactly(1), .attributes = kHeld, .usage = "System`Private`HoldSetNoEntry[f[...]] gives f[...], its arguments not evaluated, as an object that is not evaluated further."},
    {.name = "System`Private`ConstructNoEntry", .fn = builtin_ConstructNoEntry, .arity = at_least(1), .usage = "System`Private`ConstructNoEntry[f, args] gives f[args] as an object that is not evaluated further."},
    {.name = "System`Private`NoEntryQ", .fn = builtin_HasMark<kNoEntryMark, true>, .arity = exactly(1), .usage = "System`Private`NoEntryQ[expr] is True for an object that is not evaluated further."},
    {.name = "System`Private`EntryQ", .fn = builtin_HasMark<kNoEntryMark, false>, .arity = exactly(1), .usage = "System`Private`EntryQ[expr] is True for what is evaluated as usual."},
    {.name = "System`Private`HoldNoEntryQ", .fn = builtin_HasMark<kNoEntryMark, true>, .arity = exactly(1), .attributes = kHeld, .usage = "System`Private`HoldNoEntryQ[expr] tests expr without evaluating it."},
    {.name = "System`Private`HoldEntryQ", .fn = builtin_HasMark<kNoEntryMark, false>, .arity = exactly(1), .attributes = kHeld, .usage = "System`Private`HoldEntryQ[expr] tests expr without evaluating it."},
    {.name = "System`Private`SetValid", .fn = builtin_SetMark<kValidMark>, .arity = exactly(1), .usage = "System`Private`SetValid[f[...]] marks f[...] as valid."},
    {.name = "System`Private`HoldSetValid", .fn = builtin_SetMark<kValidMark>, .arity = exactly(1), .attributes = kHeld, .usage = "System`Private`HoldSetValid[f[...]] marks f[...], not evaluated, as valid."},
    {.name = "System`Private`UnsetValid", .fn = builtin_UnsetMark<kValidMark>, .arity = exactly(1), .usage = "System`Private`UnsetValid[f[...]] takes the mark away."},
    {.name = "System`Private`ValidQ", .fn = builtin_HasMark<kValidMark, true>, .arity = exactly(1), .usage = "System`Private`ValidQ[expr] is True for an expression marked as valid."},
    {.name = "System`Private`NotValidQ", .fn = builtin_HasMark<kValidMark, false>, .arity = exactly(1), .usage = "System`Private`NotValidQ[expr] is True for an expression not marked as valid."},
    {.name = "System`Private`HoldValidQ", .fn = builtin_HasMark<kValidMark, true>, .arity = exactly(1), .attributes = kHeld, .usage = "System`Private`HoldValidQ[expr] tests expr without evaluating it."},
    {.name = "System`Private`HoldNotValidQ", .fn = builtin_HasMark<kValidMark, false>, .arity = exactly(1), .attributes = kHeld, .usage = "System`Private`HoldNotValidQ[expr] tests expr without evaluating it."},
};
#undef LYKOS_OF_UNIT

}  // namespace

void register_developer(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
