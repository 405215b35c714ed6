// clustering.cpp - groups of similar elements, features and fewer dimensions: the rows. The work is in cluster.wl and reduce.wl.
#include "builtins/learning/register.h"
#include "builtins/library.h"
#include "builtins/lists/nearest.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kCluster = "learning/cluster", kReduce = "learning/reduce";

MaybeExpr builtin_of_cluster(Call& call) { return call_library(call, kCluster); }
MaybeExpr builtin_of_reduce(Call& call) { return call_library(call, kReduce); }
MaybeExpr apply_DimensionReducerFunction(Call& call) { return call_library_of_object(call, kReduce, "applyReducer"); }
MaybeExpr apply_FeatureExtractorFunction(Call& call) { return call_library_of_object(call, kReduce, "applyExtractor"); }
MaybeExpr apply_FeatureNearest(Call& call) { return apply_nearest_operator(call, Expr(sym::FeatureNearest)); }

constexpr const char* kClusterOptions =
    "{ClusterDissimilarityFunction -> Automatic, CriterionFunction -> Automatic, DistanceFunction -> Automatic, FeatureExtractor -> Automatic, FeatureNames -> Automatic, FeatureTypes -> Automatic, Method -> Automatic, MissingValueSynthesis -> Automatic, "
    "PerformanceGoal -> \"Quality\", RandomSeeding -> 1234, Weights -> Automatic}";
constexpr const char* kFeatureOptions =
    "{FeatureExtractor -> Identity, FeatureNames -> Automatic, FeatureTypes -> Automatic, Method -> Automatic, MissingValueSynthesis -> Automatic, NominalVariables -> Automatic, PerformanceGoal -> \"Quality\", RandomSeeding -> 1234, TargetDevice -> \"CPU\"}";

constexpr MessageTexts kMessages = {
    {"amtd", "The elements of `1` cannot be grouped."},
    {"bddist", "The distance function `1` does not give real numbers for all pairs of elements."},
    {"bdext", "The feature extractor `1` is not a function, Automatic or one of `2`."},
    {"bdfmt", "The argument `1` is not a list of examples of the same form."},
    {"bdmtd", "The method `1` is not Automatic or one of `2`."},
    {"bdnum", "The number of clusters `1` is not a positive integer, UpTo[n], m ;; n or Automatic."},
    {"level", "The level `1` is not a level of the array."},
    {"mlincfttp", "Incompatible variable type (`1`) and variable value (`2`)."},
    {"naprop", "`1` is not one of the properties `2`."},
    {"noinv", "The method `1` has no inverse."},
    {"nonum", "The method `1` finds the number of clusters by itself; a number cannot be given."},
};

#define LYKOS_GROUPING(wl_name, fn_, low, high, options_, text) {.name = #wl_name, .fn = fn_, .arity = between(low, high), .usage = text, .options = options_, .messages = kMessages}

constexpr Builtin kBuiltins[] = {
    LYKOS_GROUPING(FindClusters, builtin_of_cluster, 1, 2, kClusterOptions,
                   "FindClusters[{e1, e2, ...}] groups similar elements.\nFindClusters[{e1 -> v1, ...}] and FindClusters[{e1, ...} -> {v1, ...}] give the v_i.\nFindClusters[data, n] makes n groups."),
    LYKOS_GROUPING(ClusteringComponents, builtin_of_cluster, 1, 3, kClusterOptions,
                   "ClusteringComponents[array] replaces each element by the number of its cluster.\nClusteringComponents[array, n, level] makes at most n clusters of the elements at level."),
    LYKOS_GROUPING(ClusterClassify, builtin_of_cluster, 1, 2, kClusterOptions, "ClusterClassify[data] gives a ClassifierFunction whose classes are the clusters of data.\nClusterClassify[data, n] makes n clusters."),
    LYKOS_GROUPING(DimensionReduce, builtin_of_reduce, 1, 2, kFeatureOptions, "DimensionReduce[{e1, e2, ...}] gives each example as a vector with fewer numbers.\nDimensionReduce[examples, n] gives n numbers."),
    LYKOS_GROUPING(DimensionReduction, builtin_of_reduce, 1, 2, kFeatureOptions, "DimensionReduction[examples, n] gives a DimensionReducerFunction learned from the examples."),
    {.name = "DimensionReducerFunction", .usage = "DimensionReducerFunction[...][x] gives x as a vector with fewer numbers.", .messages = kMessages, .sub_fn = apply_DimensionReducerFunction},
    LYKOS_GROUPING(FeatureExtract, builtin_of_reduce, 1, 2, kFeatureOptions, "FeatureExtract[{e1, e2, ...}] gives each example as a vector of numbers.\nFeatureExtract[examples, extractor] says how."),
    LYKOS_GROUPING(FeatureExtraction, builtin_of_reduce, 1, 2, kFeatureOptions, "FeatureExtraction[{e1, e2, ...}] gives a FeatureExtractorFunction learned from the examples.\nFeatureExtraction[examples, extractor] says how."),
    {.name = "FeatureExtractorFunction", .usage = "FeatureExtractorFunction[...][x] gives the features of x.", .messages = kMessages, .sub_fn = apply_FeatureExtractorFunction},
    {.name = "FeatureNearest", .fn = builtin_of_reduce, .arity = between(1, 3), .usage = "FeatureNearest[data, x] gives the elements whose features are nearest to those of x.\nFeatureNearest[data, x, n] gives the n nearest.\nFeatureNearest[data] is an operator.",
     .options = kFeatureOptions, .messages = kMessages, .sub_fn = apply_FeatureNearest},
    {.name = "ClusterDissimilarityFunction", .usage = "ClusterDissimilarityFunction -> \"Ward\" says how far clusters are from each other."},
    {.name = "CriterionFunction", .usage = "CriterionFunction -> \"Silhouette\" says which number of clusters is best."},
};

}  // namespace

void register_clustering(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
