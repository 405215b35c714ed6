// Layers that combine whole levels: SummationLayer, AggregationLayer, SoftmaxLayer.
#include <algorithm>
#include <cmath>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

using array::Reduction;
using array::ScalarFunction;

// ---- SoftmaxLayer[levels]

void check_levels(InferenceContext& c, const Value& levels) {
  c.refine_input(0, PortType::rank_at_least(least_rank(levels), ElementKind::Any));
  if (c.input().rank_known && !resolve_levels(levels, c.input().rank())) {
    c.fail("The levels " + levels.text() + " do not exist in " + describe(c.input()) + ".", "Input", describe(c.input()));
  }
}

void infer_softmax(InferenceContext& c) {
  c.same_shape();
  check_levels(c, c.parameter("Level"));
}

void lower_softmax(LoweringContext& c) {
  const auto axes = *resolve_levels(c.parameter("Level"), c.input_rank());
  if (axes.size() == 1) {
    c.set_output(c.builder().softmax(c.input(), axes[0] + 1));
    return;
  }
  const MergedAxes merged = merge_axes(c, c.input(), axes);
  c.set_output(unmerge_axes(c, merged, c.builder().softmax(merged.value, -1)));
}

// ---- SummationLayer[]

void infer_summation(InferenceContext& c) { c.refine_output(0, PortType::real()); }

void lower_summation(LoweringContext& c) {
  array::Shape axes;
  for (int i = 0; i < c.input_rank(); ++i) axes.push_back(i + 1);
  c.set_output(axes.empty() ? c.input() : c.builder().reduce(Reduction::Sum, c.input(), axes));
}

// ---- AggregationLayer[f, levels]

void infer_aggregation(InferenceContext& c) {
  const Value& levels = c.parameter("Levels");
  check_levels(c, levels);
  if (!c.input().rank_known) return;
  const auto axes = resolve_levels(levels, c.input().rank());
  const Value& f = c.parameter("Function");
  for (int a : *axes) {
    if (c.input().extents[static_cast<std::size_t>(a)] != Extent(0) || f.is_word("Total") || f.is_word("Times")) continue;
    c.fail("There is no " + f.word() + " of nothing: the \"Input\" is empty at level " + std::to_string(a + 1) + ".", "Input", describe(c.input()));
  }
  const auto kept = complement(*axes, c.input().rank());
  std::vector<Extent> out;
  for (int a : kept) out.push_back(c.input().extents[static_cast<std::size_t>(a)]);
  c.refine_output(0, PortType::shaped(out));
  PortType in = PortType::shaped(c.input().extents, ElementKind::Any);
  for (std::size_t i = 0; i < kept.size(); ++i) in.extents[static_cast<std::size_t>(kept[i])] = c.output().extents[i];
  c.refine_input(0, in);
}

// The q-quantile of sorted values along the last axis, by the definition with parameters {{1/2, 0}, {0, 1}} (Quartiles).
ValueId sorted_quantile(array::Builder& b, ValueId sorted, double q) {
  const int axis = b.rank(sorted) - 1;
  const std::int64_t n = b.shape(sorted)[axis];
  const double place = std::clamp(0.5 + q * static_cast<double>(n), 1.0, static_cast<double>(n));
  const std::int64_t below = static_cast<std::int64_t>(std::floor(place));
  const double fraction = place - static_cast<double>(below);
  const ValueId low = b.part(sorted, axis, below - 1);
  if (fraction == 0) return low;
  array::ScalarExpression f;
  f.set_result((1 - fraction) * f.input(0) + fraction * f.input(1));
  const ValueId operands[] = {low, b.part(sorted, axis, below)};
  return b.elementwise(f, operands);
}

void lower_aggregation(LoweringContext& c) {
  array::Builder& b = c.builder();
  const auto axes = *resolve_levels(c.parameter("Levels"), c.input_rank());
  const Value& f = c.parameter("Function");
  const ValueId x = c.input();
  const array::Shape over = program_axes(axes);
  if (over.empty()) {  // nothing to combine: each element by itself
    const bool spread = f.is_word("Variance") || f.is_word("StandardDeviation") || f.is_word("MeanDeviation") || f.is_word("InterquartileRange");
    c.set_output(spread ? b.scale(x, 0) : x);
    return;
  }
  if (f.is_word("Mean")) return c.set_output(b.reduce(Reduction::Mean, x, over));
  if (f.is_word("Total")) return c.set_output(b.reduce(Reduction::Sum, x, over));
  if (f.is_word("Times")) return c.set_output(b.reduce(Reduction::Product, x, over));
  if (f.is_word("Max")) return c.set_output(b.reduce(Reduction::Max, x, over));
  if (f.is_word("Min")) return c.set_output(b.reduce(Reduction::Min, x, over));
  if (f.is_word("Median") || f.is_word("InterquartileRange")) {
    const ValueId sorted = b.sort(merge_axes(c, x, axes).value, -1);
    if (f.is_word("Median")) return c.set_output(sorted_quantile(b, sorted, 0.5));
    return c.set_output(b.subtract(sorted_quantile(b, sorted, 0.75), sorted_quantile(b, sorted, 0.25)));
  }
  const ValueId centred = b.subtract(x, b.reduce(Reduction::Mean, x, over, true));
  if (f.is_word("MeanDeviation")) return c.set_output(b.reduce(Reduction::Mean, b.apply(ScalarFunction::Abs, centred), over));
  std::int64_t count = 1;
  for (std::int64_t a : over) count *= b.shape(x)[static_cast<int>(a)];
  // The unbiased estimate, as Variance of the language.
  const ValueId variance = b.scale(b.reduce(Reduction::Sum, b.apply(ScalarFunction::Square, centred), over), 1.0 / static_cast<double>(std::max<std::int64_t>(1, count - 1)));
  c.set_output(f.is_word("Variance") ? variance : b.apply(ScalarFunction::Sqrt, variance));
}

}  // namespace

std::vector<LayerSpec> aggregation_layers() {
  return {
      {.name = "SoftmaxLayer",
       .parameters = {{.name = "Level", .kind = ParameterKind::Levels, .default_value = -1, .positional = true, .option = false}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .usage = "SoftmaxLayer[] gives Exp[x] / Total[Exp[x]] along the last level.\n"
                "SoftmaxLayer[n] normalises along level n.",
       .infer = infer_softmax,
       .lower = lower_softmax},
      {.name = "SummationLayer",
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::real()}},
       .usage = "SummationLayer[] adds up all elements of its input.",
       .infer = infer_summation,
       .lower = lower_summation},
      {.name = "AggregationLayer",
       .parameters = {{.name = "Function", .kind = ParameterKind::Choice, .positional = true, .required = true, .option = false,
                       .choices = {"Mean", "Min", "Max", "Total", "Times", "Median", "Variance", "StandardDeviation", "MeanDeviation", "InterquartileRange"}},
                      {.name = "Levels", .kind = ParameterKind::Levels, .default_value = Span{2, -1, 1}, .positional = true, .option = false}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "AggregationLayer[f] combines all levels of its input but the first with f, such as Mean, Max or Total.\n"
                "AggregationLayer[f, levels] combines the given levels.",
       .infer = infer_aggregation,
       .lower = lower_aggregation},
  };
}

}  // namespace lykos::nets
