// query.cpp - Query: operators applied at successive levels of nested lists and associations.
//
// Part-like and filtering operators act on the way down, before the deeper ones; all others act on the way up, on what the deeper
// operators have left. Operators may be joined with /* and @*.
#include <algorithm>
#include <unordered_set>
#include <vector>

#include "builtins/associations/access.h"
#include "builtins/associations/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"

namespace lykos::builtins {
namespace {

// Operators that choose or order elements: they must see the data before the deeper operators change it.
bool is_descending(const Expr& op) {
  if (!op.is_normal()) return op.is(sym::Sort) || op.is(sym::ReverseSort) || op.is(sym::DeleteMissing) || op.is(sym::Reverse);
  static constexpr KnownSymbol kHeads[] = {sym::Select,      sym::SortBy,        sym::ReverseSortBy, sym::Take,          sym::Drop,
                                           sym::Cases,       sym::DeleteCases,   sym::TakeLargest,   sym::TakeSmallest,  sym::TakeLargestBy,
                                           sym::MaximalBy,   sym::MinimalBy,     sym::KeyTake,       sym::KeyDrop,       sym::KeySelect,
                                           sym::TakeWhile,   sym::DeleteMissing, sym::TakeSmallestBy, sym::SelectFirst,  sym::DeleteDuplicatesBy,
                                           sym::GroupBy,     sym::KeySortBy,    sym::Extract};
  for (KnownSymbol head : kHeads) {
    if (op.has_head(head)) return true;
  }
  return false;
}

bool is_single_part(const Expr& op) {
  return op.is_small_integer() || op.is_string() || op.has_head(sym::Key, 1);
}

bool is_part_list(const Expr& op) {
  if (!op.is_list() || op.size() == 0) return false;
  for (const Expr& item : op.args()) {
    if (!is_single_part(item)) return false;
  }
  return true;
}

Expr query(std::span<const Expr> operators, const Expr& data);

Expr map_rest(std::span<const Expr> rest, const Expr& data) {
  if (rest.empty() || !is_container(data)) return data;
  std::vector<Expr> parts = elements_of(data);
  for (Expr& part : parts) part = query(rest, part);
  return data.is_list() ? list_of(std::move(parts)) : rebuild(data, std::move(parts));
}

Expr part_or_missing(const Expr& data, const Expr& spec) {
  if (data.has_head(sym::Missing)) return data;
  if (is_container(data)) {
    Expr key;
    if (is_key_spec(spec, key)) {
      if (!data.is_association()) return missing("KeyAbsent", key);
    } else if (spec.is_small_integer() && resolve_index(spec.small_integer(), length_of(data)) < 0 && spec.small_integer() != 0) {
      return missing("PartAbsent", spec);
    }
    if (MaybeExpr part = part_of(data, std::span<const Expr>(&spec, 1), make_normal(sym::Part, {data, spec}))) return evaluate(*part);
  }
  return missing("PartAbsent", spec);
}

// A key or a position where a function of the elements is expected stands for taking that part: "key", 2, {"a", "b"}, "a" -> "b".
Expr criterion(const Expr& e) {
  if (e.is_string()) return make_normal(sym::Key, {e});
  if (e.is_small_integer()) return make_normal(sym::Extract, {e});
  if (!e.is_list() && !e.is_rule()) return e;
  std::vector<Expr> parts = elements_of(e);
  if (e.is_rule()) parts.assign(e.args().begin(), e.args().end());
  for (Expr& part : parts) part = criterion(part);
  return make_normal(e.head(), std::move(parts));
}

// GroupBy["key"] and the like, with the criterion as a function.
Expr with_criterion(const Expr& op) {
  static const std::vector<Expr> heads = [] {
    std::vector<Expr> made;
    for (const char* name : {"GroupBy", "SortBy", "ReverseSortBy", "MaximalBy", "MinimalBy", "TakeLargestBy", "TakeSmallestBy", "CountsBy", "DeleteDuplicatesBy", "GatherBy", "SplitBy"})
      made.push_back(Expr::symbol(name));
    return made;
  }();
  if (!op.is_normal() || op.size() == 0 || std::find(heads.begin(), heads.end(), op.head()) == heads.end()) return op;
  std::vector<Expr> args(op.args().begin(), op.args().end());
  args[0] = criterion(args[0]);
  return make_normal(op.head(), std::move(args));
}

// Splits f /* g /* h into its steps in order of application.
std::vector<Expr> steps_of(const Expr& op) {
  if (op.has_head(sym::RightComposition)) return {op.args().begin(), op.args().end()};
  if (op.has_head(sym::Composition)) return {std::reverse_iterator(op.args().end()), std::reverse_iterator(op.args().begin())};
  return {op};
}

Expr query(std::span<const Expr> operators, const Expr& data) {
  if (operators.empty()) return data;
  RecursionGuard guard;
  const Expr& op = operators[0];
  const std::span<const Expr> rest = operators.subspan(1);
  if (op.is(sym::All)) return map_rest(rest, data);
  if (is_single_part(op)) return query(rest, part_or_missing(data, op));
  if (op.has_head(sym::Span) || is_part_list(op)) return map_rest(rest, part_or_missing(data, op));
  if (op.is_association()) {
    std::vector<Expr> values;
    for (const AssociationEntry& entry : op.association().entries) {
      std::vector<Expr> inner{entry.value};
      inner.insert(inner.end(), rest.begin(), rest.end());
      values.push_back(query(inner, data));
    }
    return association_with_values(op, std::move(values));
  }
  if (op.is_list()) {
    bool rules = op.size() > 0;
    for (const Expr& item : op.args()) rules = rules && item.is_rule();
    if (rules) {  // {part -> operator, ...}: the operator at that part, the others as they are
      Expr result = data;
      for (const Expr& rule : op.args()) {
        const Expr value = query(std::span<const Expr>(&rule[1], 1), part_or_missing(result, rule[0]));
        const Expr spec = rule[0];
        if (!assign_part_in_place(result, std::span<const Expr>(&spec, 1), value)) return data;
      }
      return map_rest(rest, result);
    }
    Builder out(sym::List, op.size());
    for (const Expr& item : op.args()) {
      std::vector<Expr> inner{item};
      inner.insert(inner.end(), rest.begin(), rest.end());
      out.push(query(inner, data));
    }
    return out.finish();
  }
  if (op.has_head(sym::Query)) return map_rest(rest, query(op.args(), data));
  std::vector<Expr> steps = steps_of(op);
  for (Expr& step : steps) step = with_criterion(step);
  Expr result = data;
  std::size_t next = 0;
  while (next < steps.size() && (is_descending(steps[next]) || steps[next].is(sym::All) || steps[next].has_head(sym::Span))) {
    result = is_descending(steps[next]) ? apply(steps[next], {result}) : query(std::span<const Expr>(&steps[next], 1), result);
    ++next;
  }
  result = map_rest(rest, result);
  for (; next < steps.size(); ++next) result = apply(steps[next], {result});
  return result;
}

// What has elements is a dataset again; single values, Missing and failures are not.
Expr dataset_of(const Expr& value) {
  const bool elements = (value.is_list() || value.is_association()) && length_of(value) > 0;
  return elements ? make_normal(sym::Dataset, {value}) : value;
}

// Query[operator1, operator2, ...][expr]
MaybeExpr query_operator(Call& call) {
  const Expr inner = call.expr().head();
  if (call.size() != 1) return std::nullopt;
  if (call.arg(0).has_head(sym::Dataset) && call.arg(0).size() >= 1) {
    return dataset_of(query(inner.args(), call.arg(0)[0]));
  }
  return query(inner.args(), call.arg(0));
}

// Dataset[data][operators...] is Query[operators...] of the data, wrapped again while it has elements.
MaybeExpr dataset_query(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() < 1) return std::nullopt;
  return dataset_of(query(call.args(), inner[0]));
}

// Functions of lists work on the data of a dataset; what has elements is a dataset again.
MaybeExpr function_of_dataset(const Expr& head, std::span<const Expr> args) {
  static const std::unordered_set<const SymbolNode*> known = [] {
    std::unordered_set<const SymbolNode*> made;
    for (const char* name :
         {"Append",    "Apply",     "Cases",     "Catenate",      "Commonest",  "Count",     "Counts",     "CountsBy",    "Delete",        "DeleteCases", "DeleteDuplicates",
          "DeleteDuplicatesBy",     "DeleteMissing", "Dimensions", "Drop",      "Extract",   "First",      "FirstCase",   "Flatten",       "Fold",        "FoldList",
          "Gather",    "GatherBy",  "GroupBy",   "Insert",        "Join",       "JoinAcross", "KeyDrop",   "KeyExistsQ",  "KeyMap",        "KeySelect",   "KeySort",
          "KeySortBy", "KeyTake",   "KeyUnion",  "KeyValueMap",   "Keys",       "Last",      "Length",     "Lookup",      "Map",           "MapAt",       "MapIndexed",
          "Max",       "MaximalBy", "Mean",      "Median",        "MemberQ",    "Merge",     "Min",        "MinimalBy",   "Most",          "Part",        "Partition",
          "Position",  "Prepend",   "Quantile",  "RandomChoice",  "RandomSample", "ReplacePart", "Rest",   "Reverse",     "ReverseSort",   "ReverseSortBy", "Riffle",
          "Scan",      "Select",    "SelectFirst", "Sort",        "SortBy",     "Split",     "SplitBy",    "StandardDeviation", "Take",    "TakeLargest", "TakeLargestBy",
          "TakeSmallest", "TakeSmallestBy", "TakeWhile", "Tally", "Total",      "Transpose", "Union",      "Values",      "Variance",      "AllTrue",     "AnyTrue",
          "NoneTrue",  "AssociationMap", "PositionIndex", "KeyFreeQ", "KeyMemberQ", "Intersection", "Complement"})
      made.insert(&Expr::symbol(name).symbol_node());
    return made;
  }();
  if (!head.is_symbol() || !known.contains(&head.symbol_node())) return std::nullopt;
  bool any = false;
  std::vector<Expr> plain(args.begin(), args.end());
  for (Expr& arg : plain) {
    if (!arg.has_head(sym::Dataset) || arg.size() == 0) continue;
    arg = Expr(arg[0]);
    any = true;
  }
  if (!any) return std::nullopt;
  const Expr value = evaluate(make_normal(head, std::move(plain)));
  return head.is(sym::Dimensions) ? value : dataset_of(value);
}

// Dataset[data]; a list of rules or associations is data as it is.
MaybeExpr builtin_Dataset(Call& call) {
  enable_up_functions();
  if (call.size() >= 1 && call.arg(0).has_head(sym::Dataset)) return call.arg(0);
  return std::nullopt;
}

constexpr Builtin kBuiltins[] = {
    {.name = "Query",
     .usage = "Query[operator1, operator2, ...] represents a query that applies operator_i at level i of an expression.\n"
              "Query[...][expr] applies it: All, parts, keys and filters on the way down, other operators on the way up.",
     .sub_fn = query_operator},
    {.name = "Dataset",
     .fn = builtin_Dataset,
     .usage = "Dataset[data] represents structured data of nested lists and associations.",
     .sub_fn = dataset_query,
     .up_fn = function_of_dataset},
};

}  // namespace

void register_query(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
