// systems.cpp - linear systems: the rows. The work is in systems.wl.
#include <algorithm>

#include "builtins/library.h"
#include "builtins/signals/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "signals/systems";

MaybeExpr builtin_of_systems(Call& call) { return call_library(call, kUnit); }
// A pattern of models stands for itself: only what has no blanks is made into a model.
bool has_blanks(const Expr& e) {
  if (e.has_head(sym::Blank) || e.has_head(sym::BlankSequence) || e.has_head(sym::BlankNullSequence) || e.has_head(sym::PatternTest)) return true;
  if (e.kind() != Kind::Normal || e.is_packed()) return false;
  const auto args = e.args();
  return std::any_of(args.begin(), args.end(), has_blanks);
}
MaybeExpr builtin_of_models(Call& call) {
  const auto args = call.all_args();
  return std::any_of(args.begin(), args.end(), has_blanks) ? std::nullopt : call_library(call, kUnit);
}
MaybeExpr apply_TransferFunctionModel(Call& call) { return call_library_of_object(call, kUnit, "applyTransfer"); }

constexpr MessageTexts kMessages = {
    {"bdtf", "`1` is not a rational function of the variable, or a matrix of them."},
    {"bdss", "The matrices `1` do not have the sizes of a state-space model."},
    {"bdeq", "The equations `1` cannot be solved for the derivatives of the states."},
    {"bdin", "The input `1` does not have the number of elements that the system takes."},
    {"bdpoles", "`1` is not a list of as many poles as there are states, for a system with one input."},
    {"improper", "The transfer function `1` has no state-space model of its kind."},
    {"nostab", "There is no stabilizing solution."},
    {"uncon", "The system is not controllable."},
};

#define LYKOS_SYSTEM(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_systems, .arity = between(low, high), .usage = text, .messages = kMessages}
// More arguments than a model takes are no error, because of such patterns.
#define LYKOS_MODEL(wl_name, text) \
  .name = #wl_name, .fn = builtin_of_models, .arity = at_least(1), .usage = text, .options = "{ExternalTypeSignature -> Automatic, SamplingPeriod -> None, SystemsModelLabels -> None}", .messages = kMessages

constexpr Builtin kBuiltins[] = {
    {LYKOS_MODEL(TransferFunctionModel, "TransferFunctionModel[m, s] is the system with the transfer function m, a rational function of s or a matrix of them.\nTransferFunctionModel[ss] gives the transfer function of a state-space model."),
     .sub_fn = apply_TransferFunctionModel},
    {LYKOS_MODEL(StateSpaceModel, "StateSpaceModel[{a, b, c, d}] is the system x' = a x + b u, y = c x + d u.\nStateSpaceModel[tf] gives a state-space model of a transfer function.\nStateSpaceModel[eqns, states, inputs, outputs, t] takes linear differential equations.")},
    LYKOS_SYSTEM(ControllabilityMatrix, 1, 1, "ControllabilityMatrix[sys] gives the matrix {b, a b, a^2 b, ...}."),
    LYKOS_SYSTEM(ControllableModelQ, 1, 1, "ControllableModelQ[sys] gives True if all states can be reached."),
    LYKOS_SYSTEM(LQRegulatorGains, 2, 2, "LQRegulatorGains[sys, {q, r}] gives the state feedback that minimizes the cost with weights q and r."),
    LYKOS_SYSTEM(ObservabilityMatrix, 1, 1, "ObservabilityMatrix[sys] gives the matrix of c, c a, c a^2, ...."),
    LYKOS_SYSTEM(ObservableModelQ, 1, 1, "ObservableModelQ[sys] gives True if all states can be seen in the output."),
    LYKOS_SYSTEM(OutputResponse, 2, 3, "OutputResponse[sys, u, t] gives the output for the input u.\nOutputResponse[sys, u, {t, tmin, tmax}] computes it numerically.\nOutputResponse[{sys, x0}, u, t] starts from x0.\nOutputResponse[sys, {u1, u2, ...}] is for systems in discrete time."),
    LYKOS_SYSTEM(RiccatiSolve, 2, 2, "RiccatiSolve[{a, b}, {q, r}] gives the stabilizing solution of the algebraic Riccati equation."),
    LYKOS_SYSTEM(StateFeedbackGains, 2, 2, "StateFeedbackGains[sys, {p1, p2, ...}] gives the state feedback that places the poles."),
    LYKOS_SYSTEM(StateResponse, 2, 3, "StateResponse[sys, u, t] gives the states for the input u."),
    LYKOS_SYSTEM(SystemsModelFeedbackConnect, 1, 2, "SystemsModelFeedbackConnect[sys] closes the loop with negative feedback.\nSystemsModelFeedbackConnect[sys1, sys2] has sys2 in the loop."),
    LYKOS_SYSTEM(SystemsModelParallelConnect, 2, 2, "SystemsModelParallelConnect[sys1, sys2] adds the outputs of two systems."),
    LYKOS_SYSTEM(SystemsModelSeriesConnect, 2, 2, "SystemsModelSeriesConnect[sys1, sys2] feeds the output of sys1 to sys2."),
    {.name = "ToDiscreteTimeModel", .fn = builtin_of_systems, .arity = between(2, 3), .usage = "ToDiscreteTimeModel[sys, h] gives a system in discrete time with the sampling period h.", .options = "{Method -> Automatic, StateSpaceRealization -> Automatic}"},
    LYKOS_SYSTEM(TransferFunctionCancel, 1, 1, "TransferFunctionCancel[tf] removes common factors."),
    LYKOS_SYSTEM(TransferFunctionExpand, 1, 1, "TransferFunctionExpand[tf] expands numerators and denominator."),
    LYKOS_SYSTEM(TransferFunctionFactor, 1, 1, "TransferFunctionFactor[tf] factors numerators and denominator."),
    LYKOS_SYSTEM(TransferFunctionPoles, 1, 1, "TransferFunctionPoles[sys] gives the matrix of the poles."),
    LYKOS_SYSTEM(TransferFunctionZeros, 1, 1, "TransferFunctionZeros[sys] gives the matrix of the zeros."),
    {.name = "ExternalTypeSignature", .usage = "ExternalTypeSignature is an option for the types of the signals of a system."},
    {.name = "SystemsModelLabels", .usage = "SystemsModelLabels is an option for names of the variables of a system."},
    {.name = "StateSpaceRealization", .usage = "StateSpaceRealization is an option for the form of a state-space model."},
};

}  // namespace

void register_linear_systems(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
