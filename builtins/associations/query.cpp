// query.cpp - Query: operators applied at successive levels of nested lists and associations.
//
// Part-like and filtering operators act on the way down, before the deeper ones; all others act on the way up, on what the deeper
// operators have left. Operators may be joined with /* and @*. What becomes of Missing elements, of parts that do not exist and of
// messages is said by the options (query_operators.h).
#include "builtins/associations/query.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "builtins/associations/access.h"
#include "builtins/associations/query_operators.h"
#include "builtins/associations/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"

namespace lykos::builtins {
namespace {

// Operators that choose or order elements: they must see the data before the deeper operators change it.
bool is_descending(const Expr& op) {
  if (!op.is_normal()) return op.is(sym::DeleteMissing) || op.is(sym::Values);
  static constexpr KnownSymbol kHeads[] = {sym::Select,      sym::SortBy,        sym::ReverseSortBy, sym::Take,          sym::Drop,
                                           sym::Cases,       sym::DeleteCases,   sym::TakeLargestBy,
                                           sym::MaximalBy,   sym::MinimalBy,     sym::KeyTake,       sym::KeyDrop,       sym::KeySelect,
                                           sym::TakeWhile,   sym::DeleteMissing, sym::TakeSmallestBy, sym::SelectFirst,  sym::DeleteDuplicatesBy,
                                           sym::GroupBy,     sym::KeySortBy,    sym::Extract};
  return std::any_of(std::begin(kHeads), std::end(kHeads), [&](KnownSymbol head) { return op.has_head(head); });
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

using Operators = std::span<const Expr>;

// The value of a query, or nullopt when the element is to be dropped.
MaybeExpr query(Operators operators, const Expr& data, const QueryOptions& options);

MaybeExpr map_rest(Operators rest, const Expr& data, const QueryOptions& options) {
  if (rest.empty() || !is_container(data)) return data;
  std::vector<Expr> parts = elements_of(data);
  std::vector<bool> dropped(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    MaybeExpr value = query(rest, parts[i], options);
    dropped[i] = !value;
    if (value) parts[i] = std::move(*value);
  }
  const bool any = std::find(dropped.begin(), dropped.end(), true) != dropped.end();
  const Expr mapped = data.is_list() ? list_of(std::move(parts)) : rebuild(data, std::move(parts));
  return any ? drop_marked(mapped, dropped) : mapped;
}

// i;;j of what there is: Span with its ends moved to those of the data.
Expr clipped(const Expr& span, std::int64_t length) {
  const auto clip = [&](const Expr& end) { return end.is_small_integer() ? Expr::integer(std::clamp(end.small_integer(), -length, length)) : end; };
  std::vector<Expr> ends(span.args().begin(), span.args().end());
  for (std::size_t i = 0; i < ends.size() && i < 2; ++i) ends[i] = clip(ends[i]);
  return make_normal(sym::Span, std::move(ends));
}

// Whether i;;j begins after the end of the data or ends before its beginning.
bool is_outside(const Expr& span, std::int64_t length) {
  const Expr& first = span[0];
  const Expr& last = span[span.size() > 1 ? 1 : 0];
  return length == 0 || (first.is_small_integer() && first.small_integer() > length) || (last.is_small_integer() && last.small_integer() < -length);
}

Expr part_or_missing(const Expr& data, const Expr& spec, const QueryOptions& options) {
  const Expr part_expression = make_normal(sym::Part, {data, spec});
  if (!options.part_rules) return evaluate(part_expression);
  if (data.has_head(sym::Missing)) return data;
  if (is_container(data)) {
    Expr key, used = spec;
    if (is_key_spec(spec, key)) {
      if (!data.is_association()) return missing("KeyAbsent", key);
    } else if (spec.is_small_integer() && resolve_index(spec.small_integer(), length_of(data)) < 0 && spec.small_integer() != 0) {
      return missing("PartAbsent", spec);
    } else if (spec.has_head(sym::Span) && spec.size() >= 2) {
      if (is_outside(spec, length_of(data))) return data.is_association() ? make_association({}) : make_list({});
      used = clipped(spec, length_of(data));
    }
    if (MaybeExpr part = part_of(data, std::span<const Expr>(&used, 1), part_expression)) return evaluate(*part);
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

// {part -> operator, ...}: the operator at that part, the others as they are.
bool is_part_rules(const Expr& op) {
  if (!op.is_list() || op.size() == 0) return false;
  const auto items = op.args();
  return std::all_of(items.begin(), items.end(), [](const Expr& item) { return item.is_rule(); });
}

MaybeExpr query_parts(const Expr& rules, Operators rest, const Expr& data, const QueryOptions& options) {
  Expr result = data;
  for (const Expr& rule : rules.args()) {
    const Expr spec = rule[0];
    const MaybeExpr value = query(Operators(&rule[1], 1), part_or_missing(result, spec, options), options);
    if (value && !assign_part_in_place(result, std::span<const Expr>(&spec, 1), *value)) return data;
  }
  return map_rest(rest, result, options);
}

// f /* g /* h: the operators at the front that act on the way down, then the deeper ones, then the others.
MaybeExpr query_steps(const Expr& op, Operators rest, const Expr& data, const QueryOptions& options) {
  std::vector<Expr> steps = steps_of(op);
  for (Expr& step : steps) step = with_criterion(step);
  MaybeExpr result = data;
  std::size_t next = 0;
  bool inside = false;   // a single part was taken: the deeper operators act on it and not on its elements
  for (; next < steps.size(); ++next) {
    const Expr& step = steps[next];
    if (is_descending(step)) result = apply_operator(step, *result, options);
    else if (is_single_part(step) || step.has_head(sym::Span) || is_part_list(step)) result = part_or_missing(*result, step, options);
    else if (!step.is(sym::All)) break;
    if (!result) return std::nullopt;
    inside = is_single_part(step);
  }
  result = inside ? query(rest, *result, options) : map_rest(rest, *result, options);
  for (; result && next < steps.size(); ++next) result = apply_operator(steps[next], *result, options);
  return result;
}

MaybeExpr query(Operators operators, const Expr& data, const QueryOptions& options) {
  if (operators.empty()) return data;
  RecursionGuard guard;
  const Expr& op = operators[0];
  const Operators rest = operators.subspan(1);
  if (op.is(sym::All)) return map_rest(rest, data, options);
  if (is_single_part(op)) return query(rest, part_or_missing(data, op, options), options);
  if (op.has_head(sym::Span) || is_part_list(op)) return map_rest(rest, part_or_missing(data, op, options), options);
  const auto inner = [&](const Expr& item) {
    std::vector<Expr> all{item};
    all.insert(all.end(), rest.begin(), rest.end());
    return query(all, data, options);
  };
  if (op.is_association()) {
    std::vector<AssociationEntry> entries;
    for (const AssociationEntry& entry : op.association().entries)
      if (MaybeExpr value = inner(entry.value)) entries.push_back({entry.key, std::move(*value), false});
    return make_association(std::move(entries));
  }
  if (is_part_rules(op)) return query_parts(op, rest, data, options);
  if (op.is_list()) {
    Builder out(sym::List, op.size());
    for (const Expr& item : op.args())
      if (MaybeExpr value = inner(item)) out.push(std::move(*value));
    return out.finish();
  }
  if (op.has_head(sym::Query)) {
    Operators own = op.args();
    QueryOptions own_options = options;
    if (!split_query_options(own, own_options)) return data;
    const MaybeExpr value = query(own, data, own_options);
    return value ? map_rest(rest, *value, options) : std::nullopt;
  }
  return query_steps(op, rest, data, options);
}

// Query[operator1, operator2, ...][expr]
MaybeExpr query_operator(Call& call) {
  const Expr inner = call.expr().head();
  if (call.size() != 1) return std::nullopt;
  const bool dataset = call.arg(0).has_head(sym::Dataset) && call.arg(0).size() >= 1;
  const Expr data = dataset ? Expr(call.arg(0)[0]) : call.arg(0);
  const Expr value = run_query(inner.args(), data);
  return dataset ? dataset_of(value) : value;
}

// Dataset[data][operators...] is Query[operators...] of the data, wrapped again while it has elements.
MaybeExpr dataset_query(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() < 1) return std::nullopt;
  return dataset_of(run_query(call.args(), inner[0]));
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
     .options = "{FailureAction -> None, MissingBehavior -> Automatic, PartBehavior -> Automatic}",
     .messages = {{"optvg", "The value `2` of the option `1` is not one of those that are documented."}},
     .sub_fn = query_operator},
    {.name = "Dataset",
     .fn = builtin_Dataset,
     .usage = "Dataset[data] represents structured data of nested lists and associations.",
     .sub_fn = dataset_query,
     .up_fn = function_of_dataset},
};

}  // namespace

Expr run_query(Operators operators, const Expr& data) {
  QueryOptions options;
  if (!split_query_options(operators, options)) {
    message(sym::Query, "optvg", {operators.back()[0], operators.back()[1]});
    return failed();
  }
  try {
    return query(operators, data, options).value_or(missing("Failed"));
  } catch (const QueryFailed& failed_query) {
    return failed_query.failure;
  }
}

Expr dataset_of(const Expr& value) {
  const bool elements = (value.is_list() || value.is_association()) && length_of(value) > 0;
  return elements ? make_normal(sym::Dataset, {value}) : value;
}

void register_query(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
