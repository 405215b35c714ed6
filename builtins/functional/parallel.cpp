// parallel.cpp - the parallel forms of mapping and iteration. There are no parallel kernels: each says so once and then does the
// same work sequentially, so that programs written for parallel kernels give the same results.
#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"

namespace lykos::builtins {
namespace {

void say_sequential(const Call& call) {
  static bool said = false;
  if (said) return;
  said = true;
  call.message("nopar");
}

// The call with another head and without its options.
template <const KnownSymbol& Head>
MaybeExpr sequential(Call& call) {
  say_sequential(call);
  return make_normal(Head, call.args());
}

// Parallelize[expr]
MaybeExpr builtin_Parallelize(Call& call) {
  say_sequential(call);
  return call[0];
}

// ParallelEvaluate[expr]: a list of the results of all (that is no) kernels, so the expression is evaluated here.
MaybeExpr builtin_ParallelEvaluate(Call& call) {
  say_sequential(call);
  return call[0];
}

// ParallelCombine[f, h[e1, e2, ...]], ParallelCombine[f, h[e1, ...], comb]
MaybeExpr builtin_ParallelCombine(Call& call) {
  say_sequential(call);
  return make_normal(call[0], {call[1]});
}

// ParallelSubmit[expr] is evaluated at once; WaitAll and WaitNext find results.
MaybeExpr builtin_ParallelSubmit(Call& call) {
  say_sequential(call);
  return call[call.size() - 1];
}

MaybeExpr builtin_WaitAll(Call& call) { return call[0]; }

// WaitNext[{e1, e2, ...}] gives {result, e1, the rest}.
MaybeExpr builtin_WaitNext(Call& call) {
  if (!call[0].is_list() || call[0].size() == 0) return call.message("list", {call.expr(), Expr::integer(1)});
  std::vector<Expr> all = elements_of(call[0]);
  const Expr first = all.front();
  all.erase(all.begin());
  return make_list({first, first, make_list(std::move(all))});
}

MaybeExpr no_kernels(Call&) { return make_list(std::initializer_list<Expr>{}); }
MaybeExpr nothing_to_do(Call&) { return sym::Null; }
Expr kernel_count() { return Expr::integer(0); }

constexpr const char* kOptions = "{Method -> Automatic, DistributedContexts :> $DistributedContexts, ProgressReporting :> $ProgressReporting}";
constexpr MessageTexts kMessages = {{"nopar", "No parallel kernels are available; proceeding with sequential evaluation."}};

constexpr Builtin kBuiltins[] = {
    {.name = "ParallelMap",
     .fn = sequential<sym::Map>,
     .arity = between(2, 3),
     .usage = "ParallelMap[f, expr] applies f to each element on the first level in expr, as Map does.\nParallelMap[f, expr, levelspec] applies f to parts of expr specified by levelspec.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "ParallelTable",
     .fn = sequential<sym::Table>,
     .arity = at_least(2),
     .attributes = kHoldAll | kProtected,
     .usage = "ParallelTable[expr, {i, imax}] generates a list of the values of expr, as Table does.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "ParallelDo",
     .fn = sequential<sym::Do>,
     .arity = at_least(2),
     .attributes = kHoldAll | kProtected,
     .usage = "ParallelDo[expr, {i, imax}] evaluates expr for the values of i, as Do does.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "ParallelSum",
     .fn = sequential<sym::Sum>,
     .arity = at_least(2),
     .attributes = kHoldAll | kProtected,
     .usage = "ParallelSum[expr, {i, imax}] evaluates the sum of expr, as Sum does.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "ParallelProduct",
     .fn = sequential<sym::Product>,
     .arity = at_least(2),
     .attributes = kHoldAll | kProtected,
     .usage = "ParallelProduct[expr, {i, imax}] evaluates the product of expr, as Product does.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "ParallelArray",
     .fn = sequential<sym::Array>,
     .arity = between(2, 4),
     .usage = "ParallelArray[f, n] gives {f[1], ..., f[n]}, as Array does.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "Parallelize",
     .fn = builtin_Parallelize,
     .arity = exactly(1),
     .attributes = kHoldFirst | kProtected,
     .usage = "Parallelize[expr] evaluates expr using automatic parallelization where kernels are available.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "ParallelEvaluate",
     .fn = builtin_ParallelEvaluate,
     .arity = between(1, 2),
     .attributes = kHoldFirst | kProtected,
     .usage = "ParallelEvaluate[expr] evaluates expr on all available parallel kernels, or here when there are none.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "ParallelCombine",
     .fn = builtin_ParallelCombine,
     .arity = between(2, 3),
     .usage = "ParallelCombine[f, h[e1, e2, ...], comb] evaluates f[h[e1, e2, ...]] in parts, combining the results with comb.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "ParallelSubmit",
     .fn = builtin_ParallelSubmit,
     .arity = between(1, 2),
     .attributes = kHoldAll | kProtected,
     .usage = "ParallelSubmit[expr] submits expr for evaluation; without parallel kernels it is evaluated at once.",
     .messages = kMessages},
    {.name = "WaitAll", .fn = builtin_WaitAll, .arity = exactly(1), .usage = "WaitAll[{e1, e2, ...}] gives the results of submitted evaluations."},
    {.name = "WaitNext", .fn = builtin_WaitNext, .arity = exactly(1), .usage = "WaitNext[{e1, e2, ...}] gives {result, e, {the others}} for one finished evaluation."},
    {.name = "DistributeDefinitions",
     .fn = nothing_to_do,
     .attributes = kHoldAll | kProtected,
     .usage = "DistributeDefinitions[s1, s2, ...] distributes definitions to parallel kernels; there are none to give them to."},
    {.name = "SetSharedVariable", .fn = nothing_to_do, .attributes = kHoldAll | kProtected, .usage = "SetSharedVariable[s1, s2, ...] shares variables among parallel kernels; here there is one kernel."},
    {.name = "SetSharedFunction", .fn = nothing_to_do, .attributes = kHoldAll | kProtected, .usage = "SetSharedFunction[f1, f2, ...] shares functions among parallel kernels; here there is one kernel."},
    {.name = "UnsetShared", .fn = nothing_to_do, .attributes = kHoldAll | kProtected, .usage = "UnsetShared[s1, s2, ...] ends sharing."},
    {.name = "LaunchKernels", .fn = no_kernels, .usage = "LaunchKernels[] launches the configured parallel kernels: none."},
    {.name = "CloseKernels", .fn = no_kernels, .usage = "CloseKernels[] terminates all parallel kernels: none."},
    {.name = "Kernels", .fn = no_kernels, .usage = "Kernels[] gives the list of running parallel kernels: none."},
    {.name = "$KernelCount", .usage = "$KernelCount gives the number of running parallel kernels.", .value = kernel_count},
};

}  // namespace

void register_parallel(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
