// fits.cpp - Fit, FindFit, LinearModelFit, NonlinearModelFit, generalized linear models and FittedModel: the rows; the work is in fit.wl and
// generalized.wl.
#include "builtins/library.h"
#include "builtins/optimization/options.h"
#include "builtins/optimization/register.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "optimization/fit";

MaybeExpr builtin_Fit(Call& call) { return call_library(kUnit, "fit", call.args()); }
MaybeExpr builtin_FindFit(Call& call) { return call_library(kUnit, "findFit", std::vector<Expr>{call[0], call[1], call[2], call[3], given_options(call)}); }
MaybeExpr builtin_LinearModelFit(Call& call) { return call_library(kUnit, "linearModel", call.args()); }
MaybeExpr builtin_NonlinearModelFit(Call& call) {
  return call_library(kUnit, "nonlinearModel", std::vector<Expr>{call[0], call[1], call[2], call[3], given_options(call)});
}
MaybeExpr builtin_of_generalized(Call& call) { return call_library(call, "optimization/generalized"); }
// model["property"], model[x, ...]
MaybeExpr apply_FittedModel(Call& call) { return call_library_of_object(call, kUnit, "applyModel"); }

constexpr MessageTexts kFitMessages = {
    {"fitd", "The first argument `1` is not a list of data points of the right shape."},
    {"fitm", "The functions do not have numeric values at the data points."},
    {"nrlnum", "The function `1` does not have real numeric values at the data points."},
    {"cvmit", "Failed to converge to the requested accuracy or precision within `1` iterations."},
    {"notdata", "The first argument `1` is not a list of data points of the right shape."},
    {"notprop", "`1` is not a property of `2`."},
    {"fam", "The exponential family `1` is not one of `2`."},
    {"link", "The link function `1` is not one of `2`."},
};
constexpr const char* kFitOptions =
    "{AccuracyGoal -> Automatic, EvaluationMonitor -> None, Gradient -> Automatic, MaxIterations -> Automatic, Method -> Automatic, NormFunction -> Automatic, PrecisionGoal -> Automatic, StepMonitor -> None, "
    "Weights -> Automatic, WorkingPrecision -> Automatic}";

constexpr const char* kGeneralizedOptions =
    "{AccuracyGoal -> Automatic, ConfidenceLevel -> 95/100, CovarianceEstimatorFunction -> \"ExpectedInformation\", DispersionEstimatorFunction -> Automatic, ExponentialFamily -> Automatic, IncludeConstantBasis -> True, "
    "LinearOffsetFunction -> None, LinkFunction -> Automatic, MaxIterations -> Automatic, NominalVariables -> None, PrecisionGoal -> Automatic, Weights -> Automatic, WorkingPrecision -> Automatic}";
constexpr const char* kLogitOptions =
    "{AccuracyGoal -> Automatic, ConfidenceLevel -> 95/100, CovarianceEstimatorFunction -> \"ExpectedInformation\", DispersionEstimatorFunction -> (1 & ), IncludeConstantBasis -> True, LinearOffsetFunction -> None, "
    "MaxIterations -> Automatic, NominalVariables -> None, PrecisionGoal -> Automatic, Weights -> Automatic, WorkingPrecision -> Automatic}";

constexpr Builtin kBuiltins[] = {
    {.name = "Fit", .fn = builtin_Fit, .arity = between(3, 4), .attributes = kProtected,
     .usage = "Fit[data, {f1, f2, ...}, {x, y, ...}] finds a fit a1 f1 + a2 f2 + ... to a list of data for functions fi of variables {x, y, ...}.\n"
              "Fit[data, {f1, f2, ...}, {x, y, ...}, property] gives a property of the fit: \"BestFit\", \"BestFitParameters\", \"FitResiduals\" ....",
     .options = "{FitRegularization -> None, NormFunction -> Automatic, WorkingPrecision -> Automatic}", .messages = kFitMessages},
    {.name = "FindFit", .fn = builtin_FindFit, .arity = exactly(4), .attributes = kProtected,
     .usage = "FindFit[data, expr, pars, vars] finds numerical values of the parameters pars that make expr give a best fit to data as a function of vars.", .options = kFitOptions, .messages = kFitMessages},
    {.name = "LinearModelFit", .fn = builtin_LinearModelFit, .arity = exactly(3), .attributes = kProtected,
     .usage = "LinearModelFit[{{x1, y1}, {x2, y2}, ...}, {f1, f2, ...}, x] constructs a linear model of the form b0 + b1 f1 + b2 f2 + ... that fits the yi for each xi.",
     .options = "{ConfidenceLevel -> 95/100, IncludeConstantBasis -> True, LinearOffsetFunction -> None, NominalVariables -> None, VarianceEstimatorFunction -> Automatic, Weights -> Automatic, WorkingPrecision -> Automatic}",
     .messages = kFitMessages},
    {.name = "NonlinearModelFit", .fn = builtin_NonlinearModelFit, .arity = exactly(4), .attributes = kProtected,
     .usage = "NonlinearModelFit[{y1, y2, ...}, form, {b1, ...}, x] constructs a nonlinear model with structure form that fits the yi for successive x values 1, 2, ....", .options = kFitOptions, .messages = kFitMessages},
    {.name = "GeneralizedLinearModelFit", .fn = builtin_of_generalized, .arity = exactly(3), .attributes = kProtected,
     .usage = "GeneralizedLinearModelFit[{{x1, y1}, {x2, y2}, ...}, {f1, f2, ...}, x] constructs a generalized linear model for the responses yi.",
     .options = kGeneralizedOptions, .messages = kFitMessages},
    {.name = "LogitModelFit", .fn = builtin_of_generalized, .arity = exactly(3), .attributes = kProtected,
     .usage = "LogitModelFit[{{x1, y1}, {x2, y2}, ...}, {f1, f2, ...}, x] constructs a binomial logistic regression model 1/(1 + E^(-(b0 + b1 f1 + ...))).",
     .options = kLogitOptions, .messages = kFitMessages},
    {.name = "ProbitModelFit", .fn = builtin_of_generalized, .arity = exactly(3), .attributes = kProtected,
     .usage = "ProbitModelFit[{{x1, y1}, {x2, y2}, ...}, {f1, f2, ...}, x] constructs a binomial probit regression model.", .options = kLogitOptions, .messages = kFitMessages},
    {.name = "ExponentialFamily", .usage = "ExponentialFamily -> \"Poisson\" gives the family of distributions of the responses."},
    {.name = "LinkFunction", .usage = "LinkFunction -> \"LogLink\" gives the function that makes the mean linear."},
    {.name = "FittedModel", .attributes = kProtected, .usage = "FittedModel[...] represents the symbolic fitted model obtained from functions like LinearModelFit.", .messages = kFitMessages, .sub_fn = apply_FittedModel},
};

}  // namespace

void register_fits(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
