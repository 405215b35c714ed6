// The nodes FunctionLayer needs besides the layers of the language.
//
// A FunctionNode is one operation on arrays: constants, lengths, running sums, windows, determinants. A FunctionGradient is the gradient of a
// net's outputs with respect to one of its inputs, as a net itself, so that it can be trained through.
#include <algorithm>

#include "array/gradients.h"
#include "nets/layers/families.h"
#include "nets/layers/operators.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

using array::Reduction;
using array::ScalarExpression;
using array::ScalarFunction;
using array::Shape;

// ---- FunctionGradient: like the net, but its output is the gradient of the sum of the net's outputs with respect to one input

void prepare_gradient(NetNode& node) {
  const Net& net = node.children[0];
  node.inputs.clear();
  for (const Port& p : net.inputs()) node.inputs.push_back({p.name, PortType::any(), p.role, nullptr});
  if (net.find_input(node.parameter("Port").word()) < 0) {
    throw NetError("invoutport", "NetPortGradient[" + node.parameter("Port").text() + "] does not name an input of " + output_form(net) + ".", {}, node.spec->name);
  }
}

void infer_gradient(InferenceContext& c) {
  for (int i = 0; i < c.input_count(); ++i) {
    c.refine_net_input(0, i, c.input(i));
    c.refine_input(i, c.net_input(0, i));
  }
  const int port = c.layer().children[0].find_input(c.parameter("Port").word());
  if (c.net_input(0, port).element == ElementKind::Integer) c.fail("There is no gradient with respect to an integer.", c.parameter("Port").word());
  PortType shape = c.net_input(0, port);
  shape.element = ElementKind::Any;
  c.refine_output(0, shape);
  shape = c.output();
  shape.element = ElementKind::Any;
  c.refine_net_input(0, port, shape);
}

void lower_gradient(LoweringContext& c) {
  const Net& net = c.layer().children[0];
  const int port = net.find_input(c.parameter("Port").word());
  std::vector<ValueId> inputs;
  for (int i = 0; i < c.input_count(); ++i) inputs.push_back(i == port ? c.builder().view(c.input(i)) : c.raw_input(i));
  std::vector<ValueId> outputs;
  for (const ValueId v : c.apply_net(0, inputs)) {
    if (array::is_real(c.builder().dtype(v))) outputs.push_back(v);
  }
  const ValueId wrt[] = {inputs[static_cast<std::size_t>(port)]};
  const std::vector<ValueId> ones(outputs.size(), array::kNoValue);
  const ValueId gradient = array::append_gradients(c.builder().program(), outputs, ones, wrt)[0];
  c.set_output(gradient == array::kNoValue ? c.builder().fill(0, c.real(), c.builder().shape(wrt[0])) : gradient);
}

// ---- FunctionNode[operation, argument]

struct NodeOperation {
  const char* name;
  int inputs;
  void (*infer)(InferenceContext&);
  void (*lower)(LoweringContext&);
};

void infer_constant(InferenceContext& c) {
  const Array& a = c.parameter("Argument").array();
  c.refine_output(0, PortType::of_dimensions({a.shape().begin(), a.shape().end()}));
}

void lower_constant(LoweringContext& c) {
  array::Builder& b = c.builder();
  const Array& a = c.parameter("Argument").array();
  std::vector<std::int64_t> one = c.output_dimensions();
  one.insert(one.begin(), 1);
  const ValueId v = b.reshape(b.constant(a.dtype() == c.real() ? a : a.convert(c.real())), array::Shape(std::span<const std::int64_t>(one)));
  c.set_output(c.batch() == 1 ? v : b.broadcast_to(v, c.batched(c.output_dimensions())));
}

// The size of level `Argument`.
void infer_length(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(static_cast<int>(c.parameter("Argument").integer()), ElementKind::Any));
  c.refine_output(0, PortType::real());
}

void lower_length(LoweringContext& c) {
  const std::int64_t n = c.input_dimensions()[static_cast<std::size_t>(c.parameter("Argument").integer() - 1)];
  c.set_output(c.builder().fill(static_cast<double>(n), c.real(), {c.batch()}));
}

// The numbers 1, 2, ... along the first level.
void infer_positions(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  if (c.output().rank_known && c.input().rank_known) {
    PortType in = PortType::of_rank(c.input().rank(), ElementKind::Any);
    in.extents[0] = c.output().extents[0];
    c.refine_input(0, in);
  }
  c.refine_output(0, PortType::of_rank(1));
  if (c.input().rank_known) c.refine_output(0, PortType::shaped({c.input().extents[0]}));
}

void lower_positions(LoweringContext& c) { c.set_output(c.builder().shift(c.builder().iota(c.real(), c.batched(c.output_dimensions()), 1), 1)); }

void infer_same(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  c.same_shape();
}

void lower_accumulate(LoweringContext& c) { c.set_output(c.builder().cumulate(Reduction::Sum, c.input(), 1)); }

void infer_sort(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(1, ElementKind::Any));
  c.same_shape();
}

void lower_sort(LoweringContext& c) { c.set_output(c.builder().sort(c.input(), 1)); }

void infer_trace(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(2, ElementKind::Any));
  c.refine_output(0, PortType::real());
}

void lower_trace(LoweringContext& c) {
  array::Builder& b = c.builder();
  const auto d = c.input_dimensions();
  const std::int64_t n = std::min(d[0], d[1]);
  // The diagonal is every (columns + 1)-th element.
  const ValueId flat = b.reshape(c.input(), {c.batch(), d[0] * d[1]});
  c.set_output(b.reduce(Reduction::Sum, b.slice_axis(flat, 1, 0, (n - 1) * (d[1] + 1) + 1, d[1] + 1), {1}));
}

// An element whose place is computed.
void infer_part(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  c.refine_input(1, PortType::shaped({}, ElementKind::Any));
  if (c.input(0).rank_known) c.refine_output(0, PortType::shaped({c.input(0).extents.begin() + 1, c.input(0).extents.end()}));
}

void lower_part(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueId x = c.input(0);
  array::Shape shape = b.shape(x), one = array::Shape::filled(shape.rank(), 1);
  shape[1] = 1;
  one[0] = c.batch();
  const ValueId index = b.broadcast_to(b.reshape(c.index_input(1), one), shape);
  c.set_output(b.reshape(b.gather_along(x, index, 1, 1), c.batched(c.output_dimensions())));
}

// The first of two values. The second is an input of the function that its value does not depend on, but that is a port nevertheless.
void infer_keep(InferenceContext& c) {
  PortType shape = c.input(0);
  c.refine_output(0, shape);
  c.refine_input(0, c.output());
}

void lower_keep(LoweringContext& c) { c.set_output(c.raw_input(0)); }

// Windows {size, step, level}: a level of n elements becomes two, of the windows and of the elements in each.
struct Windows {
  std::int64_t size, step;
  int axis;
};

Windows windows_of(const NetNode& node) {
  const auto list = *node.parameter("Argument").integer_list();
  return {list[0], list[1], static_cast<int>(list[2]) - 1};
}

void infer_windows(InferenceContext& c) {
  const Windows w = windows_of(c.layer());
  c.refine_input(0, PortType::rank_at_least(w.axis + 1, ElementKind::Any));
  if (!c.input().rank_known) return;
  std::vector<Extent> out = c.input().extents;
  Extent& n = out[static_cast<std::size_t>(w.axis)];
  if (n.known()) {
    if (n.size() < w.size) c.fail("A sequence of length " + std::to_string(n.size()) + " has no part of length " + std::to_string(w.size) + ".", "Input", describe(c.input()));
    n = Extent((n.size() - w.size) / w.step + 1);
  }
  out.insert(out.begin() + w.axis + 1, Extent(w.size));
  c.refine_output(0, PortType::shaped(out));
}

void lower_windows(LoweringContext& c) {
  array::Builder& b = c.builder();
  const Windows w = windows_of(c.layer());
  const auto out = c.output_dimensions();
  const std::int64_t count = out[static_cast<std::size_t>(w.axis)];
  const ValueId x = c.input();
  if (w.step == w.size) return c.set_output(b.reshape(b.slice_axis(x, w.axis + 1, 0, count * w.size), c.batched(out)));
  std::vector<ValueId> columns;  // element k of every window
  for (std::int64_t k = 0; k < w.size; ++k) {
    const ValueId column = b.slice_axis(x, w.axis + 1, k, k + (count - 1) * w.step + 1, w.step);
    Shape shape = b.shape(column);
    shape.insert(w.axis + 2, 1);
    columns.push_back(b.reshape(column, shape));
  }
  c.set_output(columns.size() == 1 ? columns[0] : b.concatenate(columns, w.axis + 2));
}

// ---- parts whose places depend on sizes

std::vector<std::int64_t> argument_list(const NetNode& node) { return *node.parameter("Argument").integer_list(); }

// {from, to}: the elements from..to (none for to < from; negative places count from the end, -1 - n being behind the last) give way to the second
// input, if there is one, as one element.
struct Cut {
  std::int64_t first, last;  // 0-based, last not included
};

Cut resolve_cut(InferenceContext* c, const NetNode& node, std::int64_t n) {
  const auto list = argument_list(node);
  const auto place = [n](std::int64_t p) { return p > 0 ? p - 1 : n + p; };
  Cut cut{place(list[0]), list[1] == 0 ? place(list[0]) : place(list[1]) + 1};
  // An insertion counts the place behind the last element as -1.
  if (list[1] == 0 && list[0] < 0) cut.first = cut.last = n + 1 + list[0];
  if (c && (cut.first < 0 || cut.last > n || cut.last < cut.first)) c->fail("There is no such part of " + describe(c->input()) + ".", "Input", describe(c->input()));
  return cut;
}

void infer_splice(InferenceContext& c) {
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  if (!c.input(0).rank_known) return;
  std::vector<Extent> out = c.input(0).extents;
  const bool inserts = c.input_count() > 1;
  if (inserts) c.refine_input(1, PortType::shaped({out.begin() + 1, out.end()}, ElementKind::Any));
  if (out[0].known()) {
    const Cut cut = resolve_cut(&c, c.layer(), out[0].size());
    out[0] = Extent(out[0].size() - (cut.last - cut.first) + (inserts ? 1 : 0));
  }
  c.refine_output(0, PortType::shaped(out));
}

void lower_splice(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueId x = c.input(0);
  const std::int64_t n = c.input_dimensions(0)[0];
  const Cut cut = resolve_cut(nullptr, c.layer(), n);
  std::vector<ValueId> pieces;
  if (cut.first > 0) pieces.push_back(b.slice_axis(x, 1, 0, cut.first));
  if (c.input_count() > 1) {
    auto one = c.input_dimensions(1);
    one.insert(one.begin(), 1);
    pieces.push_back(b.reshape(c.input(1), c.batched(one)));
  }
  if (cut.last < n) pieces.push_back(b.slice_axis(x, 1, cut.last, n));
  c.set_output(pieces.size() == 1 ? pieces[0] : b.concatenate(pieces, 1));
}

// RotateLeft by n places.
void lower_rotate(LoweringContext& c) {
  array::Builder& b = c.builder();
  const std::int64_t n = c.input_dimensions()[0], k = ((c.parameter("Argument").integer() % n) + n) % n;
  if (k == 0) return c.set_output(c.input());
  const ValueId pieces[] = {b.slice_axis(c.input(), 1, k, n), b.slice_axis(c.input(), 1, 0, k)};
  c.set_output(b.concatenate(pieces, 1));
}

// {{sizes...}, side, value}: every level cut or padded to a size, at its end (side 1) or its start (side -1).
std::vector<std::int64_t> pad_sizes(const NetNode& node) { return *node.parameter("Argument").list()[0].integer_list(); }

void infer_pad_to(InferenceContext& c) {
  const auto sizes = pad_sizes(c.layer());
  c.refine_input(0, PortType::rank_at_least(static_cast<int>(sizes.size()), ElementKind::Any));
  if (!c.input().rank_known) return;
  std::vector<Extent> out = c.input().extents;
  for (std::size_t i = 0; i < sizes.size(); ++i) out[i] = Extent(sizes[i]);
  c.refine_output(0, PortType::shaped(out));
}

void lower_pad_to(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueList& argument = c.parameter("Argument").list();
  const auto sizes = pad_sizes(c.layer());
  const bool at_end = argument[1].integer() > 0;
  ValueId x = c.input();
  Shape before = Shape::filled(b.rank(x), 0), after = before;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const int axis = static_cast<int>(i) + 1;
    const std::int64_t n = b.shape(x)[axis];
    if (n > sizes[i]) x = at_end ? b.slice_axis(x, axis, 0, sizes[i]) : b.slice_axis(x, axis, n - sizes[i], n);
    else (at_end ? after : before)[axis] = sizes[i] - n;
  }
  c.set_output(b.pad(x, before, after, argument[2].number()));
}

// ---- matrices

void infer_diagonal(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(2, ElementKind::Any));
  const Extent a = c.input().extents[0], b = c.input().extents[1];
  c.refine_output(0, PortType::shaped({a.known() && b.known() ? Extent(std::min(a.size(), b.size())) : Extent()}));
}

void lower_diagonal(LoweringContext& c) {
  array::Builder& b = c.builder();
  const auto d = c.input_dimensions();
  const std::int64_t n = std::min(d[0], d[1]);
  c.set_output(b.slice_axis(b.reshape(c.input(), {c.batch(), d[0] * d[1]}), 1, 0, (n - 1) * (d[1] + 1) + 1, d[1] + 1));
}

// 1 where `keeps` says so, 0 elsewhere.
template <typename Keeps>
ValueId mask(LoweringContext& c, std::int64_t rows, std::int64_t columns, const Keeps& keeps) {
  Array values = Array::zeros(array::DType::Real64, Shape{rows, columns});
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) values.data<double>()[i * columns + j] = keeps(i, j) ? 1 : 0;
  }
  return c.builder().constant(values.convert(c.real()));
}

void infer_diagonal_matrix(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(1, ElementKind::Any));
  c.refine_output(0, PortType::shaped({c.input().extents[0], c.input().extents[0]}));
}

void lower_diagonal_matrix(LoweringContext& c) {
  const std::int64_t n = c.input_dimensions()[0];
  c.set_output(c.builder().multiply(c.builder().reshape(c.input(), {c.batch(), n, 1}), mask(c, n, n, [](std::int64_t i, std::int64_t j) { return i == j; })));
}

// {k, side}: what lies on the k-th diagonal and above it (side 1) or below it (side -1).
void infer_triangle(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(2, ElementKind::Any));
  c.same_shape();
}

void lower_triangle(LoweringContext& c) {
  const auto list = argument_list(c.layer());
  const auto d = c.input_dimensions();
  c.set_output(c.builder().multiply(c.input(), mask(c, d[0], d[1], [&](std::int64_t i, std::int64_t j) { return list[1] > 0 ? j - i >= list[0] : j - i <= list[0]; })));
}

// A vector as it is; other arrays are refused.
void infer_vector(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(1, ElementKind::Any));
  c.same_shape();
}

// ---- every element of one array beside every element of another: the first with as many levels of length 1 behind as the second has, and the
// second with as many in front as the first has.
void infer_outer(InferenceContext& c, int kept) {
  if (!c.input(0).rank_known || !c.input(1).rank_known) return;
  std::vector<Extent> out;
  for (int k = 0; k < 2; ++k) {
    for (const Extent& e : c.input(k).extents) out.push_back(k == kept ? e : Extent(1));
  }
  c.refine_output(0, PortType::shaped(out));
}

void infer_outer_first(InferenceContext& c) { infer_outer(c, 0); }
void infer_outer_second(InferenceContext& c) { infer_outer(c, 1); }
void lower_outer_first(LoweringContext& c) { c.set_output(c.builder().reshape(c.input(0), c.batched(c.output_dimensions()))); }
void lower_outer_second(LoweringContext& c) { c.set_output(c.builder().reshape(c.input(1), c.batched(c.output_dimensions()))); }

// ---- elimination

// Gaussian elimination that takes the largest element of each column for the pivot.

void infer_determinant(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(2, ElementKind::Any));
  const Extent n = c.join(c.input().extents[0], c.input().extents[1], "numbers of rows and columns of a square matrix");
  c.refine_input(0, PortType::shaped({n, n}, ElementKind::Any));
  c.refine_output(0, PortType::real());
}

// The rows with the one of largest first element in front, and the sign of the exchange, {batch}.
std::pair<ValueId, ValueId> with_pivot(LoweringContext& c, ValueId m) {
  array::Builder& b = c.builder();
  const std::int64_t rows = b.shape(m)[1], columns = b.shape(m)[2];
  const ValueId order = b.order(b.apply(ScalarFunction::Abs, b.stop_gradient(b.reshape(b.slice_axis(m, 2, 0, 1), {c.batch(), rows}))), 1);
  const ValueId pivot = b.cast(b.slice_axis(order, 1, rows - 1, rows), c.real());  // {batch, 1}, from 0
  ScalarExpression place, sign;
  const auto i = place.input(0), p = place.input(1);
  place.set_result(place.call(ScalarFunction::Select, {place.call(ScalarFunction::Equal, {i, place.constant(0)}), p,
                                                       place.call(ScalarFunction::Select, {place.call(ScalarFunction::Equal, {i, p}), place.constant(0), i})}));
  const ValueId operands[] = {b.iota(c.real(), {c.batch(), rows}, 1), pivot};
  const ValueId places = b.cast(b.elementwise(place, operands), array::DType::Integer64);
  const ValueId exchanged = b.gather_along(m, b.broadcast_to(b.reshape(places, {c.batch(), rows, 1}), {c.batch(), rows, columns}), 1);
  sign.set_result(sign.call(ScalarFunction::Select, {sign.call(ScalarFunction::Equal, {sign.input(0), sign.constant(0)}), sign.constant(1), sign.constant(-1)}));
  const ValueId sign_operand[] = {pivot};
  return {exchanged, b.reshape(b.elementwise(sign, sign_operand), {c.batch()})};
}

// A division that gives 0 for a pivot of 0: the column is 0 then, and nothing is to be eliminated.
ValueId divided(array::Builder& b, ValueId x, ValueId pivot) {
  ScalarExpression f;
  const auto zero = f.call(ScalarFunction::Equal, {f.input(1), f.constant(0)});
  f.set_result(f.input(0) / f.call(ScalarFunction::Select, {zero, f.constant(1), f.input(1)}));
  const ValueId operands[] = {x, pivot};
  return b.elementwise(f, operands);
}

void lower_determinant(LoweringContext& c) {
  array::Builder& b = c.builder();
  const std::int64_t n = c.input_dimensions()[0];
  ValueId m = c.input(), product = array::kNoValue;
  for (std::int64_t k = 0; k < n; ++k) {
    const auto [exchanged, sign] = with_pivot(c, m);
    const std::int64_t left = n - k;
    const ValueId pivot = b.slice(exchanged, {0, 0, 0}, {c.batch(), 1, 1}, {1, 1, 1});
    const ValueId factor = b.multiply(b.reshape(pivot, {c.batch()}), sign);
    product = k == 0 ? factor : b.multiply(product, factor);
    if (left == 1) break;
    const ValueId row = b.slice(exchanged, {0, 0, 1}, {c.batch(), 1, left - 1}, {1, 1, 1}), column = b.slice(exchanged, {0, 1, 0}, {c.batch(), left - 1, 1}, {1, 1, 1});
    m = b.subtract(b.slice(exchanged, {0, 1, 1}, {c.batch(), left - 1, left - 1}, {1, 1, 1}), b.multiply(divided(b, column, pivot), row));
  }
  c.set_output(product);
}

// a^-1 . b by Gauss-Jordan elimination on the two beside one another; a singular matrix gives what division by 0 gives.
void infer_solve(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(2, ElementKind::Any));
  Extent n = c.join(c.input(0).extents[0], c.input(0).extents[1], "numbers of rows and columns of a square matrix");
  c.refine_input(1, PortType::rank_at_least(1, ElementKind::Any));
  if (c.input(1).rank_known) {
    n = c.join(n, c.input(1).extents[0], "number of rows of the matrix and length of the right side");
    PortType right = PortType::shaped(c.input(1).extents, ElementKind::Any);
    right.extents[0] = n;
    c.refine_input(1, right);
    c.refine_output(0, PortType::shaped(right.extents));
  }
  c.refine_input(0, PortType::shaped({n, n}, ElementKind::Any));
}

void lower_solve(LoweringContext& c) {
  array::Builder& b = c.builder();
  const std::int64_t n = c.input_dimensions(0)[0];
  const std::vector<std::int64_t> right = c.output_dimensions();
  std::int64_t columns = 1;
  for (std::size_t i = 1; i < right.size(); ++i) columns *= right[i];
  const bool inverse = c.input_count() == 1;
  const ValueId both[] = {c.input(0), inverse ? b.broadcast_to(mask(c, n, n, [](std::int64_t i, std::int64_t j) { return i == j; }), {c.batch(), n, n})
                                              : b.reshape(c.input(1), {c.batch(), n, columns})};
  ValueId m = b.concatenate(both, 2);
  // Rows below are to be eliminated, rows above are finished but for what stands right of the pivot.
  ValueId above = array::kNoValue;
  for (std::int64_t k = 0; k < n; ++k) {
    const std::int64_t left = n - k, width = left + columns;
    const ValueId exchanged = with_pivot(c, m).first;
    const ValueId pivot = b.slice(exchanged, {0, 0, 0}, {c.batch(), 1, 1}, {1, 1, 1});
    const ValueId row = b.divide(b.slice(exchanged, {0, 0, 1}, {c.batch(), 1, width - 1}, {1, 1, 1}), pivot);
    const auto eliminated = [&](ValueId rows, std::int64_t first, std::int64_t count) {
      const ValueId head = b.slice(rows, {0, first, 0}, {c.batch(), count, 1}, {1, 1, 1}), tail = b.slice(rows, {0, first, 1}, {c.batch(), count, width - 1}, {1, 1, 1});
      return b.subtract(tail, b.multiply(head, row));
    };
    if (k == 0) {
      above = row;
    } else {
      const ValueId parts[] = {eliminated(above, 0, k), row};
      above = b.concatenate(parts, 1);
    }
    if (left > 1) m = eliminated(exchanged, 1, left - 1);
  }
  c.set_output(b.reshape(above, c.batched(c.output_dimensions())));
}

// The same with the unit matrix for the right side.
void infer_inverse(InferenceContext& c) {
  c.refine_input(0, PortType::of_rank(2, ElementKind::Any));
  const Extent n = c.join(c.input().extents[0], c.input().extents[1], "numbers of rows and columns of a square matrix");
  c.refine_input(0, PortType::shaped({n, n}, ElementKind::Any));
  c.refine_output(0, PortType::shaped({n, n}));
}

constexpr NodeOperation kOperations[] = {
    {"Accumulate", 1, infer_same, lower_accumulate},
    {"Constant", 0, infer_constant, lower_constant},
    {"Det", 1, infer_determinant, lower_determinant},
    {"Diagonal", 1, infer_diagonal, lower_diagonal},
    {"DiagonalMatrix", 1, infer_diagonal_matrix, lower_diagonal_matrix},
    {"Inverse", 1, infer_inverse, lower_solve},
    {"Keep", 2, infer_keep, lower_keep},
    {"Length", 1, infer_length, lower_length},
    {"LinearSolve", 2, infer_solve, lower_solve},
    {"OuterFirst", 2, infer_outer_first, lower_outer_first},
    {"OuterSecond", 2, infer_outer_second, lower_outer_second},
    {"PadTo", 1, infer_pad_to, lower_pad_to},
    {"Part", 2, infer_part, lower_part},
    {"Partition", 1, infer_windows, lower_windows},
    {"Positions", 1, infer_positions, lower_positions},
    {"Rotate", 1, infer_same, lower_rotate},
    {"Sort", 1, infer_sort, lower_sort},
    {"Splice", 1, infer_splice, lower_splice},
    {"SpliceIn", 2, infer_splice, lower_splice},
    {"Tr", 1, infer_trace, lower_trace},
    {"Triangle", 1, infer_triangle, lower_triangle},
    {"Vector", 1, infer_vector, lower_keep},
};

const NodeOperation& operation_of(const NetNode& node) {
  const std::string name = node.parameter("Operation").word();
  for (const NodeOperation& operation : kOperations) {
    if (name == operation.name) return operation;
  }
  throw NetError("netinvparam2", name + " is not an operation of FunctionNode.", {}, node.spec->name);
}

void prepare_node(NetNode& node) {
  const int count = operation_of(node).inputs;
  node.variadic_inputs = count;
  node.inputs.clear();
  for (int i = 0; i < count; ++i) node.inputs.push_back({count == 1 ? "Input" : "Input" + std::to_string(i + 1), PortType::any(), PortRole::Data, nullptr});
}

void infer_node(InferenceContext& c) { operation_of(c.layer()).infer(c); }
void lower_node(LoweringContext& c) { operation_of(c.layer()).lower(c); }

}  // namespace

std::vector<LayerSpec> function_nodes() {
  return {
      {.name = "FunctionNode",
       .parameters = {{.name = "Operation", .positional = true, .required = true, .option = false}, {.name = "Argument", .positional = true, .option = false}},
       .outputs = {{.name = "Output"}},
       .variadic = true,
       .prepare = prepare_node,
       .infer = infer_node,
       .lower = lower_node},
      {.name = "FunctionGradient",
       .parameters = {{.name = "Net", .kind = ParameterKind::Net, .positional = true, .required = true, .option = false},
                      {.name = "Port", .positional = true, .required = true, .option = false}},
       .outputs = {{.name = "Output"}},
       .nets = {"Net"},
       .prepare = prepare_gradient,
       .infer = infer_gradient,
       .lower = lower_gradient},
  };
}

}  // namespace lykos::nets
