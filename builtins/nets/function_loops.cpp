// Functions applied along a level of arrays: Map, MapThread, MapIndexed, Outer, Fold and their kin. A loop over an array becomes an
// operator whose net is the function compiled in a graph of its own; a loop over a list of known length is unrolled.
#include <algorithm>

#include "builtins/nets/function_tracer.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "evaluator/evaluator.h"
#include "expr/association.h"
#include "nets/layers/operators.h"

namespace lykos::builtins {

using nets::Net;
using nets::Value;

namespace {

nets::PortType element_type(const nets::PortType& type, int level) {
  if (type.rank_known && type.rank() < level) {
    throw nets::NetError("compilerr", "a function can't be mapped at level " + std::to_string(level) + " of " + nets::describe(type));
  }
  return nets::without_levels(type, level);
}

Net operator_layer(const char* head, const Net& net, const Value& argument) {
  if (argument.is_automatic()) return nets::make_layer(head, {Value(net)});
  return nets::make_layer(head, {Value(net), argument});
}

}  // namespace

Expr FunctionTracer::map(const Expr& function, const std::vector<Expr>& arrays, int level) {
  std::vector<Expr> tokens;
  for (const Expr& array : arrays) tokens.push_back(token_of(array));
  TraceGraph* const outer = graph_;
  TraceGraph inside(outer);
  std::vector<Expr> arguments;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    names.push_back(tokens.size() == 1 ? "Input" : "Input" + std::to_string(i + 1));
    arguments.push_back(inside.input(names[i], element_type(outer->type(tokens[i]), level), as_token(tokens[i])->summary()));
  }
  graph_ = &inside;
  Expr result;
  try {
    result = token_of(call(function, arguments));
  } catch (...) {
    graph_ = outer;
    throw;
  }
  const Net net = inside.finish({{"Output", result}});
  graph_ = outer;
  std::vector<std::pair<std::string, Expr>> inputs;
  nets::ValueList levels;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (net.find_input(names[i]) < 0) continue;
    inputs.emplace_back(names[i], tokens[i]);
    levels.emplace_back(nets::RulePair(names[i], level));
  }
  if (inputs.empty()) refuse(function);  // the same for all elements, and nothing says how many there are
  for (const TraceGraph::Capture& capture : inside.captures()) {
    if (net.find_input(capture.port) >= 0) inputs.emplace_back(capture.port, capture.outer);
  }
  const bool plain = inputs.size() == 1 && level == 1 && inputs[0].first == "Input";
  return outer->add(plain ? operator_layer("NetMapOperator", net, Value()) : operator_layer("NetMapThreadOperator", net, Value(levels)), inputs)[0];
}

Expr FunctionTracer::fold(const Expr& function, const Expr& start, const Expr& sequence, bool all) {
  const Expr values = token_of(sequence), first = token_of(start);
  TraceGraph* const outer = graph_;
  TraceGraph inside(outer);
  const Expr state = inside.input("State", outer->type(first), "#1"), element = inside.input("Input", element_type(outer->type(values), 1), "#2");
  graph_ = &inside;
  Expr result;
  try {
    result = token_of(call(function, {state, element}));
  } catch (...) {
    graph_ = outer;
    throw;
  }
  const Net net = inside.finish({{"Output", result}});
  graph_ = outer;
  if (net.find_input("State") < 0 || net.find_input("Input") < 0) refuse(function);
  std::vector<std::pair<std::string, Expr>> inputs{{"Input", values}};
  nets::ValueList constants;
  for (const TraceGraph::Capture& capture : inside.captures()) {
    if (net.find_input(capture.port) < 0) continue;
    inputs.emplace_back(capture.port, capture.outer);
    constants.emplace_back(capture.port);
  }
  inputs.emplace_back("State", first);
  const std::vector<Expr> outputs = outer->add(nets::make_layer("NetFoldOperator", {Value(net), Value(), Value(constants)}), inputs);
  return all ? layer("PrependLayer", {}, {outputs[0], first}) : outputs[1];
}

namespace {

// f applied to the elements of lists one by one, where their number is known; tokens are mapped.
Expr map_values(FunctionTracer& t, const Expr& function, const std::vector<Expr>& arrays) {
  if (std::none_of(arrays.begin(), arrays.end(), [](const Expr& a) { return as_token(a) != nullptr; })) {
    std::vector<Expr> results;
    for (std::size_t i = 0; i < arrays[0].size(); ++i) {
      std::vector<Expr> arguments;
      for (const Expr& array : arrays) {
        if (!array.is_list() || array.size() != arrays[0].size()) FunctionTracer::refuse(array);
        arguments.push_back(array[i]);
      }
      results.push_back(t.call(function, arguments));
    }
    return make_list(std::move(results));
  }
  return t.map(function, arrays, 1);
}

std::optional<Expr> operation_map(FunctionTracer& t, std::span<const Expr> a) {
  if (a.size() < 2 || a.size() > 3) return std::nullopt;
  if (a[1].is_association() && a.size() == 2) {
    std::vector<AssociationEntry> entries;
    for (const AssociationEntry& entry : a[1].association().entries) entries.push_back({entry.key, t.call(a[0], {entry.value})});
    return make_association(std::move(entries));
  }
  if (a.size() == 2) return map_values(t, a[0], {a[1]});
  if (a[2].is_list() && a[2].size() == 1 && machine_integer(a[2][0])) return t.map(a[0], {a[1]}, static_cast<int>(*machine_integer(a[2][0])));
  if (machine_integer(a[2]) == 1) return map_values(t, a[0], {a[1]});
  return std::nullopt;
}

std::optional<Expr> operation_map_thread(FunctionTracer& t, std::span<const Expr> a) {
  if (a.size() < 2 || a.size() > 3) return std::nullopt;
  const auto level = a.size() == 3 ? machine_integer(a[2]) : 1;
  if (!level || *level < 1) return std::nullopt;
  std::vector<Expr> arrays;
  if (a[1].is_list()) {
    arrays.assign(a[1].args().begin(), a[1].args().end());
  } else {  // one array whose rows are the lists
    const auto count = t.extent(a[1]);
    if (!count) return std::nullopt;
    for (std::int64_t i = 1; i <= *count; ++i) arrays.push_back(t.layer("PartLayer", {i}, {a[1]}));
  }
  if (arrays.empty()) return std::nullopt;
  return *level == 1 ? map_values(t, a[0], arrays) : t.map(a[0], arrays, static_cast<int>(*level));
}

std::optional<Expr> operation_map_indexed(FunctionTracer& t, std::span<const Expr> a) {
  if (a.size() != 2 || !as_token(a[1])) return std::nullopt;
  const Expr positions = t.layer("FunctionNode", {"Positions"}, {a[1]});
  const Expr slots = make_normal(a[0], {make_normal(sym::Slot, {Expr::integer(1)}), make_list({make_normal(sym::Slot, {Expr::integer(2)})})});
  return t.map(make_normal(sym::Function, {slots}), {a[1], positions}, 1);
}

std::optional<Expr> operation_apply(FunctionTracer& t, std::span<const Expr> a) {
  if (a.size() == 3) {  // f @@@ rows
    if (!(a[2].is_list() && a[2].size() == 1 && machine_integer(a[2][0]) == 1)) return std::nullopt;
    const Expr inner = make_normal(sym::Function, {make_normal(sym::Apply, {a[0], make_normal(sym::Slot, {Expr::integer(1)})})});
    return map_values(t, inner, {a[1]});
  }
  if (a.size() != 2) return std::nullopt;
  if (a[1].is_list()) return t.call(a[0], std::vector<Expr>(a[1].args().begin(), a[1].args().end()));
  static const std::pair<KnownSymbol, const char*> kFolds[] = {{sym::Plus, "Total"}, {sym::Times, "Times"}, {sym::Max, "Max"}, {sym::Min, "Min"}};
  for (const auto& [symbol, aggregate] : kFolds) {
    if (a[0].is(symbol)) return t.aggregate(aggregate, a[1], 1);
  }
  const auto count = t.extent(a[1]);
  if (!count) return std::nullopt;
  std::vector<Expr> parts;
  for (std::int64_t i = 1; i <= *count; ++i) parts.push_back(t.layer("PartLayer", {i}, {a[1]}));
  return t.call(a[0], parts);
}

std::optional<Expr> fold_values(FunctionTracer& t, std::span<const Expr> a, bool all) {
  if (a.size() < 2 || a.size() > 3) return std::nullopt;
  const Expr& sequence = a[a.size() - 1];
  if (as_token(sequence)) {
    // A start of another shape than what follows (0 for an array) is no state to carry round: the steps are written out where their number is known.
    if (a.size() == 3 && !as_token(a[1]) && !a[1].is_list() && t.extent(sequence) && t.type(sequence).rank() > 1) {
      Expr value = a[1];
      std::vector<Expr> values{value};
      for (std::int64_t i = 1; i <= *t.extent(sequence); ++i) values.push_back(value = t.call(a[0], {value, t.layer("PartLayer", {i}, {sequence})}));
      return all ? make_list(std::move(values)) : value;
    }
    if (a.size() == 3) return t.fold(a[0], a[1], sequence, all);
    return t.fold(a[0], t.layer("PartLayer", {1}, {sequence}), t.layer("PartLayer", {nets::Span{2, -1, 1}}, {sequence}), all);
  }
  if (!sequence.is_list() || (a.size() == 2 && sequence.size() == 0)) return std::nullopt;
  Expr value = a.size() == 3 ? a[1] : sequence[0];
  std::vector<Expr> values{value};
  for (std::size_t i = a.size() == 3 ? 0 : 1; i < sequence.size(); ++i) values.push_back(value = t.call(a[0], {value, sequence[i]}));
  return all ? make_list(std::move(values)) : value;
}

std::optional<Expr> operation_fold(FunctionTracer& t, std::span<const Expr> a) { return fold_values(t, a, false); }
std::optional<Expr> operation_fold_list(FunctionTracer& t, std::span<const Expr> a) { return fold_values(t, a, true); }

std::optional<Expr> nest_values(FunctionTracer& t, std::span<const Expr> a, bool all) {
  const auto count = a.size() == 3 ? machine_integer(a[2]) : std::nullopt;
  if (!count || *count < 0 || *count > 10000) return std::nullopt;
  Expr value = a[1];
  std::vector<Expr> values{value};
  for (std::int64_t i = 0; i < *count; ++i) values.push_back(value = t.call(a[0], {value}));
  return all ? make_list(std::move(values)) : value;
}

std::optional<Expr> operation_nest(FunctionTracer& t, std::span<const Expr> a) { return nest_values(t, a, false); }
std::optional<Expr> operation_nest_list(FunctionTracer& t, std::span<const Expr> a) { return nest_values(t, a, true); }

std::optional<Expr> operation_array(FunctionTracer& t, std::span<const Expr> a) {
  const auto count = a.size() == 2 ? machine_integer(a[1]) : std::nullopt;
  if (!count || *count < 1 || *count > 10000) return std::nullopt;
  std::vector<Expr> values;
  for (std::int64_t i = 1; i <= *count; ++i) values.push_back(t.call(a[0], {Expr::integer(i)}));
  return make_list(std::move(values));
}

std::optional<Expr> operation_scan_composition(FunctionTracer& t, std::span<const Expr> a) {  // Through[{f, g}[x]], Comap[{f, g}, x]
  if (a.size() != 2 || !a[0].is_list()) return std::nullopt;
  std::vector<Expr> values;
  for (const Expr& f : a[0].args()) values.push_back(t.call(f, {a[1]}));
  return make_list(std::move(values));
}

}  // namespace

TraceOperation find_trace_loop(const std::string& head) {
  static const std::pair<const char*, TraceOperation> kLoops[] = {
      {"Map", operation_map}, {"MapThread", operation_map_thread}, {"MapIndexed", operation_map_indexed}, {"Apply", operation_apply},
      {"MapApply", [](FunctionTracer& t, std::span<const Expr> a) -> std::optional<Expr> {
         if (a.size() != 2) return std::nullopt;
         const Expr args[] = {a[0], a[1], make_list({Expr::integer(1)})};
         return operation_apply(t, args);
       }},
      {"Fold", operation_fold}, {"FoldList", operation_fold_list}, {"Nest", operation_nest}, {"NestList", operation_nest_list},
      {"Array", operation_array}, {"Comap", operation_scan_composition},
  };
  for (const auto& [name, operation] : kLoops) {
    if (head == name) return operation;
  }
  return nullptr;
}

}  // namespace lykos::builtins
