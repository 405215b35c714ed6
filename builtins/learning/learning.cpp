// learning.cpp - Classify, Predict, what they make and their measurements: the rows. The work is in classify.wl and predict.wl, over the
// methods of models.wl and the reading of examples in features.wl.
#include "builtins/learning/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kClassify = "learning/classify", kPredict = "learning/predict";

MaybeExpr builtin_of_classify(Call& call) { return call_library(call, kClassify); }
MaybeExpr builtin_of_predict(Call& call) { return call_library(call, kPredict); }
MaybeExpr apply_ClassifierFunction(Call& call) { return call_library_of_object(call, kClassify, "applyClassifier"); }
MaybeExpr apply_ClassifierMeasurementsObject(Call& call) { return call_library_of_object(call, kClassify, "applyMeasurements"); }
MaybeExpr apply_PredictorFunction(Call& call) { return call_library_of_object(call, kPredict, "applyPredictor"); }
MaybeExpr apply_PredictorMeasurementsObject(Call& call) { return call_library_of_object(call, kPredict, "applyMeasurements"); }

constexpr const char* kOptions =
    "{AnomalyDetector -> None, ClassPriors -> Automatic, FeatureExtractor -> Identity, FeatureNames -> Automatic, FeatureTypes -> Automatic, IndeterminateThreshold -> 0, Method -> Automatic, "
    "MissingValueSynthesis -> Automatic, NominalVariables -> Automatic, PerformanceGoal -> Automatic, RandomSeeding -> 1234, RecalibrationFunction -> Automatic, TargetDevice -> \"CPU\", TimeGoal -> Automatic, "
    "TrainingProgressReporting -> Automatic, UtilityFunction -> Automatic, ValidationSet -> Automatic}";
constexpr const char* kPredictOptions =
    "{AnomalyDetector -> None, FeatureExtractor -> Identity, FeatureNames -> Automatic, FeatureTypes -> Automatic, IndeterminateThreshold -> 0, Method -> Automatic, MissingValueSynthesis -> Automatic, "
    "NominalVariables -> Automatic, PerformanceGoal -> Automatic, RandomSeeding -> 1234, RecalibrationFunction -> Automatic, TargetDevice -> \"CPU\", TimeGoal -> Automatic, TrainingProgressReporting -> Automatic, "
    "UtilityFunction -> Automatic, ValidationSet -> Automatic}";
constexpr const char* kMeasurementOptions = "{ClassPriors -> Automatic, ComputeUncertainty -> False, IndeterminateThreshold -> Automatic, UtilityFunction -> Automatic, Weights -> Automatic}";

constexpr MessageTexts kMessages = {
    {"bdfmt", "The argument `1` is not a list of examples input -> output, a rule from inputs to outputs, or an association of them."},
    {"bdout", "The outputs `1` are not real numbers."},
    {"bdmtd", "The method `1` is not Automatic or one of `2`."},
    {"builtin", "There is no classifier or predictor `1` that comes with the program; give examples to learn from."},
    {"mlincfttp", "Incompatible variable type (`1`) and variable value (`2`)."},
    {"netcls", "The net `1` should have one input and one output, with a NetDecoder[{\"Class\", ...}] at the output; NetMeasurements measures any net."},
    {"netval", "The net `1` should have one input and one output, which is a real number; NetMeasurements measures any net."},
    {"naprop", "`1` is not one of the properties `2`."},
};

#define LYKOS_LEARNED(wl_name, text) {.name = #wl_name, .attributes = kProtected, .usage = text, .messages = kMessages, .sub_fn = apply_##wl_name}
#define LYKOS_OPTION(wl_name, text) {.name = #wl_name, .usage = text}

constexpr Builtin kBuiltins[] = {
    {.name = "Classify", .fn = builtin_of_classify, .arity = between(1, 3),
     .usage = "Classify[{in1 -> class1, in2 -> class2, ...}] gives a ClassifierFunction learned from the examples.\nClassify[examples, input] gives the class of input.\n"
              "Classify[examples, input, prop] gives a property.\nClassify[<|class1 -> {in, ...}, ...|>] and Classify[{in1, ...} -> {class1, ...}] give the examples in other forms.",
     .options = kOptions, .messages = kMessages},
    LYKOS_LEARNED(ClassifierFunction, "ClassifierFunction[...] is a classifier made by Classify; ClassifierFunction[...][input, prop] gives a class or another property."),
    {.name = "ClassifierMeasurements", .fn = builtin_of_classify, .arity = between(2, 3),
     .usage = "ClassifierMeasurements[classifier, testset, prop] measures a classifier, or a net that gives classes, on examples.\nClassifierMeasurements[classifier, testset] gives an object to ask for properties.\n"
              "ClassifierMeasurements[predicted, actual, prop] compares lists of classes.",
     .options = kMeasurementOptions, .messages = kMessages},
    LYKOS_LEARNED(ClassifierMeasurementsObject, "ClassifierMeasurementsObject[...][prop] gives a property measured by ClassifierMeasurements."),
    {.name = "Predict", .fn = builtin_of_predict, .arity = between(1, 3),
     .usage = "Predict[{in1 -> value1, in2 -> value2, ...}] gives a PredictorFunction learned from the examples.\nPredict[examples, input] gives the value for input.\n"
              "Predict[examples, input, prop] gives a property.",
     .options = kPredictOptions, .messages = kMessages},
    LYKOS_LEARNED(PredictorFunction, "PredictorFunction[...] is a predictor made by Predict; PredictorFunction[...][input, prop] gives a value or another property."),
    {.name = "PredictorMeasurements", .fn = builtin_of_predict, .arity = between(2, 3),
     .usage = "PredictorMeasurements[predictor, testset, prop] measures a predictor, or a net that gives a number, on examples.\nPredictorMeasurements[predictor, testset] gives an object to ask for properties.\n"
              "PredictorMeasurements[predicted, actual, prop] compares lists of values.",
     .options = kMeasurementOptions, .messages = kMessages},
    LYKOS_LEARNED(PredictorMeasurementsObject, "PredictorMeasurementsObject[...][prop] gives a property measured by PredictorMeasurements."),
    {.name = "System`Library`InformationOf", .usage = "InformationOf[prop] is what Information[object, prop] gives to an object that answers for itself."},
    LYKOS_OPTION(ClassPriors, "ClassPriors -> <|class -> p, ...|> gives the probabilities of classes before anything is known."),
    LYKOS_OPTION(FeatureExtractor, "FeatureExtractor -> f applies f to inputs before anything is learned."),
    LYKOS_OPTION(FeatureNames, "FeatureNames -> {name, ...} names the parts of inputs."),
    LYKOS_OPTION(FeatureTypes, "FeatureTypes -> {type, ...} gives the types of the parts of inputs."),
    LYKOS_OPTION(IndeterminateThreshold, "IndeterminateThreshold -> p gives Indeterminate below the probability p."),
    LYKOS_OPTION(NominalVariables, "NominalVariables -> {v, ...} says which variables are names."),
    LYKOS_OPTION(UtilityFunction, "UtilityFunction -> f gives the utility f[actual, predicted] of decisions."),
    LYKOS_OPTION(RecalibrationFunction, "RecalibrationFunction is an option for corrections of what was learned."),
    LYKOS_OPTION(AnomalyDetector, "AnomalyDetector is an option for what finds anomalies."),
    LYKOS_OPTION(MissingValueSynthesis, "MissingValueSynthesis is an option for how missing values are filled."),
    LYKOS_OPTION(ComputeUncertainty, "ComputeUncertainty is an option for whether measurements come with uncertainties."),
};

}  // namespace

void register_learning_functions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
