// sparse_operations.cpp - what functions make of sparse arrays, and the properties of sparse arrays.
//
// Listable functions work on the stored elements and the background. Functions that rearrange an array give a sparse array
// again; all others see the full list.
#include <algorithm>
#include <unordered_map>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/sparse_array.h"

namespace lykos::builtins {
namespace {

enum class Role { Rearranges, Reads };

const std::unordered_map<const SymbolNode*, Role>& roles() {
  static const std::unordered_map<const SymbolNode*, Role> table = [] {
    static constexpr const char* kRearrange[] = {
        "Transpose", "ConjugateTranspose", "Take", "Drop", "Rest", "Most", "Reverse", "RotateLeft", "RotateRight", "Join", "Append", "Prepend", "Flatten", "PadLeft",
        "PadRight", "ArrayPad", "ArrayReshape", "ArrayFlatten", "Delete", "Insert", "ReplacePart", "UpperTriangularize", "LowerTriangularize", "Diagonal",
        "KroneckerProduct", "MatrixPower", "TakeDrop", "Partition"};
    static constexpr const char* kRead[] = {
        "Apply", "MapApply", "MapIndexed", "MapAt", "Select", "SelectFirst", "Cases", "FirstCase", "DeleteCases", "Count", "Position", "FirstPosition", "MemberQ", "Extract", "Sort",
        "SortBy", "Ordering", "Union", "Intersection", "Complement", "DeleteDuplicates", "Tally", "Counts", "Gather", "GatherBy", "GroupBy", "Split", "SplitBy", "Fold",
        "FoldList", "Scan", "Outer", "Inner", "Thread", "Max", "Min", "MinMax", "Mean", "Median", "Variance", "StandardDeviation", "Quantile", "Commonest", "Accumulate",
        "Differences", "Ratios", "Norm", "Normalize", "Tr", "Det", "Inverse", "PseudoInverse", "LinearSolve", "LeastSquares", "Eigenvalues", "Eigenvectors", "Eigensystem",
        "MatrixRank", "NullSpace", "RowReduce", "SingularValueList", "SingularValueDecomposition", "LUDecomposition", "QRDecomposition", "CharacteristicPolynomial",
        "MatrixExp", "VectorQ", "MatrixQ", "ArrayQ", "Riffle", "Pick", "Subsets", "Tuples", "Permutations", "Equal", "Unequal", "AllTrue", "AnyTrue", "NoneTrue", "OrderedQ",
        "SquareMatrixQ", "SymmetricMatrixQ", "HermitianMatrixQ", "DiagonalMatrixQ", "PositiveDefiniteMatrixQ", "ListConvolve", "ListCorrelate", "Fourier", "Cross",
        "Level", "AdjacencyGraph", "ListPlot", "ListLinePlot", "MatrixPlot", "ArrayPlot", "Histogram", "BarChart", "RandomChoice", "RandomSample", "BlockMap", "Total"};
    std::unordered_map<const SymbolNode*, Role> made;
    for (const char* name : kRearrange) made[&Expr::symbol(name).symbol_node()] = Role::Rearranges;
    for (const char* name : kRead) made[&Expr::symbol(name).symbol_node()] = Role::Reads;
    return made;
  }();
  return table;
}

Expr call_of(const Expr& head, std::vector<Expr>&& args) { return make_normal(head, std::move(args)); }

// f of numbers and of arrays of the same shape, element by element. nullopt when the shapes differ.
MaybeExpr elementwise(const Expr& head, std::span<const Expr> args) {
  std::vector<std::optional<Sparse>> arrays(args.size());
  const std::vector<std::int64_t> shape = sparse_dimensions(*std::find_if(args.begin(), args.end(), is_sparse));
  Sparse result;
  result.dims = shape;
  std::vector<Expr> call(args.begin(), args.end());
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (is_sparse(args[i])) {
      arrays[i] = read_sparse(args[i]);
    } else if (args[i].is_list()) {
      const Expr made = sparse_of_dense(args[i], Expr::integer(0));
      if (!is_sparse(made)) return std::nullopt;
      arrays[i] = read_sparse(made);
    } else {
      continue;
    }
    if (arrays[i]->dims != shape) return std::nullopt;
    call[i] = arrays[i]->background;
    for (const auto& [position, value] : arrays[i]->elements) result.elements.try_emplace(position, value);
  }
  result.background = evaluate(make_normal(head, std::span<const Expr>(call)));
  for (auto& [position, value] : result.elements) {
    for (std::size_t i = 0; i < args.size(); ++i) {
      if (!arrays[i]) continue;
      const auto found = arrays[i]->elements.find(position);
      call[i] = found != arrays[i]->elements.end() ? found->second : arrays[i]->background;
    }
    value = evaluate(make_normal(head, std::span<const Expr>(call)));
  }
  return make_sparse(result);
}

// The rows of a sparse array, sparse themselves.
Expr rows_of(const Expr& array) {
  const Sparse whole = read_sparse(array);
  std::vector<Sparse> rows(static_cast<std::size_t>(whole.dims[0]));
  for (Sparse& row : rows) {
    row.dims.assign(whole.dims.begin() + 1, whole.dims.end());
    row.background = whole.background;
  }
  for (const auto& [position, value] : whole.elements) {
    rows[static_cast<std::size_t>(position[0] - 1)].elements[{position.begin() + 1, position.end()}] = value;
  }
  Builder out(sym::List, rows.size());
  for (const Sparse& row : rows) out.push(make_sparse(row));
  return out.finish();
}

// Map[f, array] and Map[f, array, {n}]: at the level of the elements the result is sparse, too.
MaybeExpr mapped(std::span<const Expr> args) {
  const Expr& f = args[0];
  const Expr& array = args[1];
  const auto rank = static_cast<std::int64_t>(sparse_dimensions(array).size());
  std::int64_t level = 1;
  if (args.size() == 3) {
    const Expr& spec = args[2];
    const auto given = spec.has_head(sym::List, 1) ? machine_integer(spec[0]) : std::nullopt;
    if (!given) return std::nullopt;
    level = *given < 0 ? rank + 1 + *given : *given;
  }
  if (level == rank) return elementwise(f, {&array, 1});
  if (level == 1 && args.size() == 2) return call_of(sym::Map, {f, rows_of(array)});
  return std::nullopt;
}

// Transpose[matrix] by exchanging the two indices.
Expr transposed(const Expr& matrix) {
  const Sparse from = read_sparse(matrix);
  Sparse to;
  to.dims = {from.dims[1], from.dims[0]};
  to.background = from.background;
  for (const auto& [position, value] : from.elements) to.elements[{position[1], position[0]}] = value;
  return make_sparse(to);
}

Expr integer_lists(const std::vector<Sparse::Position>& positions) {
  Builder out(sym::List, positions.size());
  for (const Sparse::Position& position : positions) out.push(integer_list(position));
  return out.finish();
}

}  // namespace

MaybeExpr function_of_sparse(const Expr& head, std::span<const Expr> args) {
  if (!head.is_symbol()) return std::nullopt;
  const SymbolNode& symbol = head.symbol_node();
  if (std::none_of(args.begin(), args.end(), [](const Expr& arg) { return is_sparse(arg); })) return std::nullopt;
  if ((symbol.attributes & kListable) != 0) return elementwise(head, args);
  if (head.is(sym::Map) && args.size() >= 2 && is_sparse(args[1])) {
    if (MaybeExpr value = mapped(args)) return value;
  } else if (head.is(sym::Transpose) && args.size() == 1 && sparse_dimensions(args[0]).size() == 2) {
    return transposed(args[0]);
  } else if ((head.is(sym::First) || head.is(sym::Last)) && args.size() >= 1 && is_sparse(args[0]) && sparse_dimensions(args[0])[0] > 0) {
    return call_of(sym::Part, {args[0], Expr::integer(head.is(sym::First) ? 1 : -1)});
  }
  const bool product = head.is(sym::Dot);
  const auto found = roles().find(&symbol);
  if (found == roles().end() && !product && !head.is(sym::Map) && !head.is(sym::First) && !head.is(sym::Last)) return std::nullopt;
  bool all_sparse = true;
  std::vector<Expr> dense;
  MaybeExpr background;
  for (const Expr& arg : args) {
    if (!is_sparse(arg)) {
      all_sparse = all_sparse && !arg.is_list();
      dense.push_back(arg);
      continue;
    }
    if (!background) background = arg[2];
    dense.push_back(*dense_of_sparse(arg));
  }
  Expr result = call_of(head, std::move(dense));
  const bool again = product ? all_sparse : found != roles().end() && found->second == Role::Rearranges;
  if (!again) return result;
  result = evaluate(result);
  if (!result.is_list()) return result;
  if (head == Expr::symbol("TakeDrop")) return make_list({sparse_of_dense(result[0], *background), sparse_of_dense(result[1], *background)});
  return sparse_of_dense(result, *background);
}

// array["property"]
MaybeExpr sparse_property(Call& call) {
  const Expr array = call.expr().head();
  if (!is_sparse(array) || call.all_args().size() != 1 || !call.all_args()[0].is_string()) return std::nullopt;
  const std::string& name = call.all_args()[0].string_value();
  static constexpr const char* kNames[] = {"AdjacencyLists",   "Background",        "ColumnIndices",    "Density",      "ExplicitLength", "ExplicitPositions",
                                           "ExplicitValues",   "ImplicitValue",     "NonzeroPositions", "NonzeroValues", "PatternArray",  "Properties",
                                           "RowPointers"};
  if (name == "Properties" || name == "Methods") {
    std::vector<Expr> names;
    for (const char* one : kNames) names.push_back(Expr::string(one));
    return make_list(std::move(names));
  }
  if (name == "Background" || name == "ImplicitValue") return array[2];
  if (name == "NonzeroValues" || name == "ExplicitValues") return array[3][2];
  if (name == "RowPointers") return array[3][1][0];
  if (name == "ColumnIndices") return array[3][1][1];
  if (name == "ExplicitLength") return Expr::integer(static_cast<std::int64_t>(array[3][2].size()));
  const Sparse sparse = read_sparse(array);
  if (name == "NonzeroPositions" || name == "ExplicitPositions") {
    std::vector<Sparse::Position> positions;
    for (const auto& [position, value] : sparse.elements) positions.push_back(position);
    return integer_lists(positions);
  }
  if (name == "Density") {
    double all = 1;
    for (const std::int64_t d : sparse.dims) all *= static_cast<double>(d);
    return Expr::real(all > 0 ? static_cast<double>(sparse.elements.size()) / all : 0.0);
  }
  if (name == "PatternArray") {
    Sparse pattern = sparse;
    pattern.background = Expr::integer(0);
    for (auto& [position, value] : pattern.elements) value = Expr::integer(1);
    return make_sparse(pattern);
  }
  if (name == "AdjacencyLists") {
    std::vector<Sparse::Position> lists(sparse.dims.size() == 1 ? 1 : static_cast<std::size_t>(sparse.dims[0]));
    for (const auto& [position, value] : sparse.elements) {
      if (position.size() == 1) lists[0].push_back(position[0]);
      else lists[static_cast<std::size_t>(position[0] - 1)].push_back(position[1]);
    }
    return sparse.dims.size() == 1 ? integer_list(lists[0]) : integer_lists(lists);
  }
  return std::nullopt;
}

}  // namespace lykos::builtins
