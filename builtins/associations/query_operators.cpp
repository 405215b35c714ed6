// query_operators.cpp - see query_operators.h.
#include "builtins/associations/query_operators.h"

#include <algorithm>
#include <vector>

#include "builtins/lists/collection.h"
#include "evaluator/attributes.h"
#include "evaluator/messages.h"

namespace lykos::builtins {
namespace {

// How many queries with special rules for Missing are running.
int missing_rules_depth = 0;

struct MissingRules {
  MissingRules() {
    enable_up_functions();
    ++missing_rules_depth;
  }
  ~MissingRules() { --missing_rules_depth; }
};

bool is_missing(const Expr& e) { return e.has_head(sym::Missing); }

bool holds_missing(const Expr& e) {
  if (is_missing(e)) return true;
  if (e.is_packed() || !is_container(e)) return false;
  RecursionGuard guard;
  const std::vector<Expr> parts = elements_of(e);
  return std::any_of(parts.begin(), parts.end(), holds_missing);
}

const Expr& head_of(const Expr& op) { return op.is_symbol() ? op : op.head(); }

template <std::size_t N>
bool is_one_of(const Expr& op, const KnownSymbol (&known)[N]) {
  const Expr head = head_of(op);
  return std::any_of(std::begin(known), std::end(known), [&](KnownSymbol symbol) { return head.is(symbol); });
}

// Aggregations, which leave Missing elements out, and how many elements they need.
int elements_needed(const Expr& op) {
  static constexpr KnownSymbol kNone[] = {sym::Total, sym::Min, sym::Max, sym::MinMax};
  static constexpr KnownSymbol kOne[] = {sym::Mean, sym::Median, sym::Quantile, sym::Quartiles, sym::GeometricMean, sym::HarmonicMean, sym::RootMeanSquare, sym::TrimmedMean, sym::Commonest};
  static constexpr KnownSymbol kTwo[] = {sym::StandardDeviation, sym::Variance, sym::Skewness, sym::Kurtosis};
  if (is_one_of(op, kNone)) return 0;
  if (is_one_of(op, kOne)) return 1;
  return is_one_of(op, kTwo) ? 2 : -1;
}

// Functions of the elements of data: of a single Missing they give it back.
bool is_structural(const Expr& op) {
  static constexpr KnownSymbol kKnown[] = {sym::Counts, sym::CountsBy, sym::GroupBy, sym::GatherBy, sym::Map, sym::MapIndexed, sym::KeyMap, sym::KeyValueMap, sym::Select, sym::SelectFirst, sym::Cases, sym::DeleteCases, sym::Sort, sym::ReverseSort, sym::SortBy, sym::ReverseSortBy, sym::KeySort, sym::KeySortBy, sym::KeySelect, sym::KeyTake, sym::KeyDrop, sym::Keys, sym::Values, sym::Take, sym::Drop, sym::First, sym::Last, sym::Rest, sym::Most, sym::Reverse, sym::Tally, sym::DeleteDuplicates, sym::DeleteDuplicatesBy, sym::DeleteMissing, sym::MaximalBy, sym::MinimalBy, sym::TakeLargest, sym::TakeSmallest, sym::TakeLargestBy, sym::TakeSmallestBy, sym::Union, sym::Merge, sym::Catenate, sym::Flatten, sym::Transpose};
  return is_one_of(op, kKnown);
}

MaybeExpr apply_with_missing(const Expr& op, const Expr& data) {
  if (is_missing(data)) {
    if (elements_needed(op) >= 0 || is_structural(op)) return data;
  } else if (const int needed = elements_needed(op); needed >= 0 && (data.is_list() || data.is_association())) {
    Expr present = data;
    if (!data.is_packed()) {
      const std::vector<Expr> elements = elements_of(data);
      std::vector<bool> marked;
      for (const Expr& e : elements) marked.push_back(is_missing(e));
      if (std::find(marked.begin(), marked.end(), true) != marked.end()) present = drop_marked(data, marked);
    }
    if (length_of(present) < needed) return missing("Indeterminate");
    if (!holds_missing(present)) return apply(op, {present});
    const MissingRules rules;
    return apply(op, {present});
  }
  if (!holds_missing(data)) return apply(op, {data});
  const MissingRules rules;
  return apply(op, {data});
}

Expr failure_of(const MessageName& name, const Expr& op, const Expr& data) {
  std::vector<AssociationEntry> entries;
  entries.push_back({Expr::string("MessageTemplate"), make_normal(sym::MessageName, {name.symbol, Expr::string(name.tag)}), true});
  entries.push_back({Expr::string("MessageParameters"), make_list({}), false});
  entries.push_back({Expr::string("Function"), op, false});
  entries.push_back({Expr::string("Arguments"), make_list({data}), false});
  return make_normal(sym::Failure, {Expr::string(name.tag), make_association(std::move(entries))});
}

}  // namespace

bool split_query_options(std::span<const Expr>& operators, QueryOptions& options) {
  using Failing = QueryOptions::Failing;
  while (!operators.empty() && operators.back().is_rule() && operators.back()[0].is_symbol()) {
    const Expr& name = operators.back()[0];
    const Expr value = operators.back()[1];
    if (name.is(sym::MissingBehavior) || name.is(sym::PartBehavior)) {
      if (!value.is(sym::Automatic) && !value.is(sym::None)) return false;
      (name.is(sym::MissingBehavior) ? options.missing_rules : options.part_rules) = value.is(sym::Automatic);
    } else if (name.is(sym::FailureAction)) {
      const Expr action = value.is_list() && value.size() == 2 ? Expr(value[0]) : value;
      if (value.is_list() && value.size() == 2) options.action = value[1];
      if (action.is(sym::None)) options.failing = Failing::Ignore;
      else if (action == Expr::string("Abort")) options.failing = Failing::Abort;
      else if (action == Expr::string("Drop")) options.failing = Failing::Drop;
      else if (action == Expr::string("Encapsulate")) options.failing = Failing::Encapsulate;
      else if (action == Expr::string("Replace")) options.failing = Failing::Replace;
      else return false;
    } else {
      break;
    }
    operators = operators.first(operators.size() - 1);
  }
  return true;
}

MaybeExpr apply_operator(const Expr& op, const Expr& data, const QueryOptions& options) {
  const auto run = [&] { return options.missing_rules ? *apply_with_missing(op, data) : apply(op, {data}); };
  if (options.failing == QueryOptions::Failing::Ignore) return run();
  Expr value;
  MaybeExpr failure;
  {
    const QuietScope quiet({}, true, {});
    const MessageCounter heard;
    value = run();
    if (!heard.said().empty()) failure = failure_of(heard.said().front(), op, data);
  }
  if (!failure && value.has_head(sym::Failure)) failure = value;
  if (!failure) return value;
  const Expr handled = options.action ? apply(*options.action, {*failure}) : *failure;
  switch (options.failing) {
    case QueryOptions::Failing::Abort: throw QueryFailed{*failure};
    case QueryOptions::Failing::Drop: return std::nullopt;
    case QueryOptions::Failing::Replace: return options.action ? handled : missing("Failed");
    default: return *failure;
  }
}

MaybeExpr function_of_missing(const Expr& head, std::span<const Expr> args) {
  if (missing_rules_depth == 0 || !head.is_symbol()) return std::nullopt;
  if (head.is(sym::Plus) || head.is(sym::Max) || head.is(sym::Min)) {
    std::vector<Expr> present;
    for (const Expr& arg : args)
      if (!is_missing(arg)) present.push_back(arg);
    return evaluate(make_normal(head, std::move(present)));
  }
  if ((head.symbol_node().attributes & kNumericFunction) != 0) return missing("Indeterminate");
  return std::nullopt;
}

}  // namespace lykos::builtins
