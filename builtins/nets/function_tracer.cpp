// The interpreter behind FunctionLayer: values, calls, scoping, branches and loops.
#include "builtins/nets/function_tracer.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include "builtins/library.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/values.h"
#include "evaluator/definitions.h"
#include "evaluator/function.h"
#include "evaluator/matcher/pattern.h"
#include "expr/association.h"
#include "expr/number.h"
#include "nets/scalar_expression.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;
using nets::Value;

namespace {

// Unrolling stops here: a net of more steps would be too large to be of use.
constexpr std::int64_t kMostSteps = 10000;

// Drawn when the layer is applied, not when it is made.
bool is_random(const Expr& expr) {
  if (!expr.is_normal() || !expr.head().is_symbol()) return false;
  const std::string head = symbol_name(expr.head());
  return head == "RandomReal" || head == "RandomInteger" || head == "RandomVariate" || head == "RandomChoice";
}

bool is_net_array(const Expr& expr) { return expr.has_head(sym::NetArray) || expr.has_head(sym::NetSharedArray); }

bool is_number(const Expr& value) { return value.is_real_number() || (!value.is_list() && !value.is_association() && !is_traced(value) && machine_real(value)); }

}  // namespace

void FunctionTracer::refuse(const Expr& part) { throw NetError("compilerr", short_text(part) + " has no counterpart among nets"); }

void FunctionTracer::refuse_unknown(const Expr& value) {
  throw NetError("compilerr", "it depends on the dimensions of " + short_text(value) + ", which are not known yet; give the shape of the input, as in \"Input\" -> {3, 2}");
}

// ---- values

bool FunctionTracer::depends(const Expr& expr) const {
  if (expr.is_opaque()) return as_token(expr) != nullptr;
  if (expr.is_symbol()) return std::any_of(locals_.begin(), locals_.end(), [&](const Local& l) { return l.symbol.identical(expr); });
  if (expr.is_association()) {
    for (const AssociationEntry& entry : expr.association().entries) {
      if (depends(entry.value)) return true;
    }
    return false;
  }
  if (!expr.is_normal() || expr.is_packed()) return false;
  if (is_net_array(expr) || is_random(expr)) return true;
  return depends(expr.head()) || std::any_of(expr.args().begin(), expr.args().end(), [this](const Expr& e) { return depends(e); });
}

Expr FunctionTracer::interpret_symbol(const Expr& symbol) {
  for (std::size_t i = locals_.size(); i-- > 0;) {
    if (locals_[i].symbol.identical(symbol)) return locals_[i].value;
  }
  return evaluate(symbol);
}

Expr FunctionTracer::interpret(const Expr& expr) {
  const RecursionGuard guard;
  check_interrupt();
  if (expr.is_symbol()) return interpret_symbol(expr);
  if (is_net_array(expr)) return net_array(expr);
  if (!depends(expr)) {
    const Expr value = evaluate(expr);
    // What came out may be made of net arrays, from the user's own functions.
    return depends(value) && !(value == expr) ? interpret(value) : value;
  }
  if (expr.is_association()) {
    std::vector<AssociationEntry> entries;
    for (const AssociationEntry& entry : expr.association().entries) entries.push_back({entry.key, interpret(entry.value)});
    return make_association(std::move(entries));
  }
  if (!expr.is_normal()) return expr;
  if (auto value = interpret_form(expr)) return *value;
  std::vector<Expr> arguments;
  for (const Expr& argument : expr.args()) {
    const Expr value = interpret(argument);
    if (value.has_head(sym::Sequence)) arguments.insert(arguments.end(), value.args().begin(), value.args().end());
    else arguments.push_back(value);
  }
  if (expr.is_list()) return make_list(std::move(arguments));
  if (expr.has_head(sym::Association)) {  // held until now
    std::vector<AssociationEntry> entries;
    for (const Expr& rule : arguments) {
      if (!rule.is_rule()) refuse(expr);
      entries.push_back({rule[0], rule[1]});
    }
    return make_association(std::move(entries));
  }
  if (expr.is_rule()) return make_normal(expr.head(), std::move(arguments));
  if (expr.head().is_symbol()) {
    const Expr head = interpret_symbol(expr.head());
    return call(head, arguments);
  }
  return call(interpret(expr.head()), arguments);
}

Expr FunctionTracer::net_array(const Expr& held) {
  const Expr expr = evaluate(held);
  if (!is_net_array(expr)) return interpret(expr);
  for (const auto& [array, token] : arrays_) {
    if (array == expr) return token;
  }
  TraceGraph* const inner = std::exchange(graph_, &graph_->root());  // one node serves all loops
  Expr token;
  const auto options = [&]() -> std::vector<nets::Option> {
    if (const auto shared = read_value(expr); shared && shared->is(Value::Kind::SharedArray)) return {{"Array", *shared}};
    if (expr.size() == 0 || expr[0].is(sym::Automatic)) return {};
    if (expr[0].is_association()) {  // without a name: an array of its own
      const Expr* array = association_find(expr[0], Expr::string("Array"));
      const Expr* dimensions = association_find(expr[0], Expr::string("Dimensions"));
      if (array && !array->is(sym::Automatic)) return {{"Array", read_array_value(*array, "Array")}};
      if (dimensions) return {{"Output", read_port_value(*dimensions, "Output")}};
      return {};
    }
    refuse(expr);
  }();
  token = graph_->add(nets::make_layer("NetArrayLayer", {}, options), {})[0];
  graph_ = inner;
  arrays_.emplace_back(expr, token);
  return token;
}

Expr FunctionTracer::token_of(const Expr& value) {
  if (as_token(value)) return value;
  if (is_net_array(value)) return net_array(value);
  if (value.is_list() && is_traced(value)) return stack(value.args());
  if (value.is_true() || value.is_false()) return token_of(Expr::integer(value.is_true() ? 1 : 0));
  Expr numeric = value;
  if (value.is_list() && !value.is_packed()) numeric = evaluate(make_normal(sym::N, {value}));
  const ArrayReading reading = read_array(numeric);
  if (!reading.array) refuse(value);
  const auto dtype = reading.array->dtype() == array::DType::Real32 ? array::DType::Real32 : array::DType::Real64;
  return layer("FunctionNode", {"Constant", reading.array->convert(dtype)}, {});
}

Expr FunctionTracer::layer(const char* head, const std::vector<Value>& parameters, const std::vector<Expr>& inputs, const std::vector<nets::Option>& options) {
  Net net = nets::make_layer(head, parameters, options);
  net = nets::with_input_count(net, static_cast<int>(inputs.size()));
  std::vector<std::pair<std::string, Expr>> named;
  for (std::size_t i = 0; i < inputs.size(); ++i) named.emplace_back(net.inputs()[i].name, token_of(inputs[i]));
  return graph_->add(net, named)[0];
}

Expr FunctionTracer::elementwise(const std::string& function, const std::vector<Expr>& arguments, int broadcast) {
  std::vector<nets::ScalarExpression> terms;
  std::vector<Expr> inputs;
  bool unknown_array = false;
  for (const Expr& argument : arguments) {
    if (argument.is_true() || argument.is_false()) {
      terms.push_back(nets::ScalarExpression::constant(argument.is_true() ? 1 : 0));
    } else if (is_number(argument)) {
      terms.push_back(nets::ScalarExpression::constant(*machine_real(argument)));
    } else {
      const Expr token = token_of(argument);
      const auto found = std::find(inputs.begin(), inputs.end(), token);
      terms.push_back(nets::ScalarExpression::slot(static_cast<int>(found - inputs.begin())));
      if (found != inputs.end()) continue;
      inputs.push_back(token);
      unknown_array |= std::any_of(arrays_.begin(), arrays_.end(), [&](const auto& a) { return a.second == token; }) && !type(token).rank_known;
    }
  }
  const nets::ScalarExpression body = nets::ScalarExpression::apply(function, terms);
  if (inputs.empty()) return Expr::real(body.body().evaluate({}));
  if (inputs.size() == 1) {
    const bool plain = arguments.size() == 1 && nets::ScalarExpression::accepts(function, 1);
    return layer("ElementwiseLayer", {plain ? Value(nets::Name{function}) : Value(body)}, inputs);
  }
  // An array whose size nothing says has the shape of what it is combined with.
  return layer("ThreadingLayer", {Value(body), unknown_array ? Value(nets::None{}) : Value(broadcast)}, inputs);
}

Expr FunctionTracer::aggregate(const char* function, const Expr& value, const Value& levels) {
  return layer("AggregationLayer", {nets::Name{function}, levels}, {value});
}

Expr FunctionTracer::stack(std::span<const Expr> values) {
  if (values.empty()) refuse(make_list({}));
  std::vector<Expr> rows;
  for (const Expr& value : values) rows.push_back(layer("ReplicateLayer", {1}, {value}));
  return rows.size() == 1 ? rows[0] : layer("CatenateLayer", {}, rows);
}

std::optional<std::int64_t> FunctionTracer::extent(const Expr& value, int level) {
  if (value.is_list() && level == 1) return static_cast<std::int64_t>(value.size());
  if (!as_token(value)) {
    const std::vector<std::int64_t> dimensions = leading_dimensions(value);
    if (level <= static_cast<int>(dimensions.size())) return dimensions[static_cast<std::size_t>(level - 1)];
    return std::nullopt;
  }
  const nets::PortType& t = type(value);
  if (!t.rank_known || level > t.rank() || !t.extents[static_cast<std::size_t>(level - 1)].known()) return std::nullopt;
  return t.extents[static_cast<std::size_t>(level - 1)].size();
}

// ---- calls

Expr FunctionTracer::call(const Expr& function, const std::vector<Expr>& arguments) {
  const RecursionGuard guard;
  if (const Net* net = as_net(function)) return apply_net(*net, arguments);
  if (function.is_symbol()) return call_symbol(function, arguments);
  if (function.is_string()) {
    nets::ScalarExpression named;
    if (arguments.size() == 1 && nets::named_function(function.string_value(), true, named)) return layer("ElementwiseLayer", {function.string_value()}, arguments);
    refuse(make_normal(function, std::span<const Expr>(arguments)));
  }
  if (function.is_association() && arguments.size() == 1) {
    if (const Expr* value = association_find(function, arguments[0])) return *value;
  }
  if (function.has_head(sym::Function)) return call_function(function, arguments);
  if (function.has_head(sym::Composition) || function.has_head(sym::RightComposition)) {
    std::vector<Expr> steps(function.args().begin(), function.args().end()), values = arguments;
    if (function.has_head(sym::Composition)) std::reverse(steps.begin(), steps.end());
    for (const Expr& step : steps) values = {call(step, values)};
    if (values.empty()) refuse(function);
    return values[0];
  }
  if (function.is_normal() && function.head().is_symbol()) {
    // Operator forms, Map[f][x], and definitions such as f[a_][x_] := ...
    const Expr whole = make_normal(function, std::span<const Expr>(arguments));
    if (const MaybeExpr body = definitions_of(function.head().symbol_node()).sub.apply(whole)) return interpret(*body);
    std::vector<Expr> all(function.args().begin(), function.args().end());
    all.insert(all.end(), arguments.begin(), arguments.end());
    if (find_trace_operation(symbol_name(function.head()))) return call_symbol(function.head(), all);
  }
  refuse(make_normal(function, std::span<const Expr>(arguments)));
}

Expr FunctionTracer::call_function(const Expr& function, const std::vector<Expr>& arguments) {
  const auto compiled = compile_function(function);
  if (!compiled) refuse(function);
  Bindings bindings(compiled->body.variables.symbols.size());
  if (!compiled->bind(arguments, bindings)) refuse(function);
  return interpret(instantiate(compiled->body.form, bindings, compiled->body.variables));
}

namespace {

// Functions that are written in the language, in terms of those that have operations: traced_forms.wl.
std::optional<Expr> defined_form(std::string name, const std::vector<Expr>& arguments) {
  name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  const Expr form = library_function("nets/traced_forms", name);
  return definitions_of(form.symbol_node()).down.apply(make_normal(form, std::span<const Expr>(arguments)));
}

}  // namespace

Expr FunctionTracer::call_symbol(const Expr& symbol, const std::vector<Expr>& arguments) {
  const std::string name = symbol_name(symbol);
  const Expr whole = make_normal(symbol, std::span<const Expr>(arguments));
  if (name.ends_with("Distribution")) return whole;  // a parameter of RandomVariate
  if (!is_traced(whole) && !is_random(whole) && std::none_of(arguments.begin(), arguments.end(), [this](const Expr& a) { return depends(a); })) {
    const Expr value = evaluate(whole);
    return depends(value) && !(value == whole) ? interpret(value) : value;
  }
  if (const MaybeExpr body = definitions_of(symbol.symbol_node()).down.apply(whole)) return interpret(*body);
  if (const TraceOperation operation = find_trace_operation(name)) {
    if (const auto value = operation(*this, arguments)) return *value;
  }
  if (nets::ScalarExpression::accepts(name, static_cast<int>(arguments.size()))) return elementwise(name, arguments);
  if (const auto body = defined_form(name, arguments)) return interpret(*body);
  refuse(whole);
}

Expr FunctionTracer::apply_net(const Net& given, const std::vector<Expr>& arguments) {
  if (arguments.empty() || arguments.size() > 2) refuse(make_normal(wrap_net(given), std::span<const Expr>(arguments)));
  const Expr& data = arguments[0];
  Net net = given;
  if (net.is_layer() && net->spec->variadic && net.inputs().empty()) net = nets::with_input_count(net, data.is_list() || data.is_association() ? static_cast<int>(data.size()) : 1);
  std::vector<std::pair<std::string, Expr>> inputs;
  std::vector<std::string> plain;
  for (const nets::Port& port : net.inputs()) {
    if (port.role != nets::PortRole::State) plain.push_back(port.name);
  }
  if (data.is_association()) {
    for (const AssociationEntry& entry : data.association().entries) {
      if (!entry.key.is_string() || net.find_input(entry.key.string_value()) < 0) {
        throw NetError("inpunk", "The net " + nets::output_form(net) + " has no input port " + short_text(entry.key) + '.');
      }
      inputs.emplace_back(entry.key.string_value(), token_of(entry.value));
    }
    for (const std::string& name : plain) {
      if (std::none_of(inputs.begin(), inputs.end(), [&](const auto& in) { return in.first == name; })) {
        throw NetError("inpmiss", "The net " + nets::output_form(net) + " was given no value for its port \"" + name + "\".");
      }
    }
  } else if (plain.size() == 1) {
    inputs.emplace_back(plain[0], token_of(data));
  } else if (data.is_list() && data.size() == plain.size()) {
    for (std::size_t i = 0; i < plain.size(); ++i) inputs.emplace_back(plain[i], token_of(data[i]));
  } else {
    throw NetError("invargc", "The net " + nets::output_form(net) + " has " + std::to_string(plain.size()) + " inputs: it takes an association or a list of as many values.");
  }
  if (arguments.size() == 2 && arguments[1].has_head(sym::NetPortGradient, 1) && arguments[1][0].is_string()) {
    return graph_->add(nets::make_layer("FunctionGradient", {Value(net), arguments[1][0].string_value()}), inputs)[0];
  }
  const std::vector<Expr> outputs = graph_->add(net, inputs);
  if (arguments.size() == 2) {
    const int port = net.find_output(arguments[1].has_head(sym::NetPort, 1) ? word_of(arguments[1][0]) : word_of(arguments[1]));
    if (port < 0) refuse(make_normal(wrap_net(net), {data, arguments[1]}));
    return outputs[static_cast<std::size_t>(port)];
  }
  std::vector<AssociationEntry> entries;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (net.outputs()[i].role != nets::PortRole::State) entries.push_back({Expr::string(net.outputs()[i].name), outputs[i]});
  }
  if (entries.size() == 1) return entries[0].value;
  return make_association(std::move(entries));
}

// ---- forms that hold their arguments

std::optional<Expr> FunctionTracer::interpret_form(const Expr& expr) {
  if (!expr.head().is_symbol()) return std::nullopt;
  const std::string head = symbol_name(expr.head());
  if (head == "Function") return close_over(expr);
  if (head == "CompoundExpression") {
    Expr value;
    for (const Expr& statement : expr.args()) value = interpret(statement);
    return value;
  }
  if ((head == "Module" || head == "Block" || head == "With") && expr.size() >= 2) return interpret_scope(expr);
  if ((head == "Set" || head == "SetDelayed") && expr.size() == 2) {
    const Expr value = interpret(expr[1]);
    assign(expr[0], value);
    return value;
  }
  if (head == "If" && expr.size() >= 2) return interpret_if(expr);
  if (head == "Which" && expr.size() >= 2 && expr.size() % 2 == 0) {
    Expr rest;
    for (std::size_t i = expr.size(); i >= 2; i -= 2) rest = make_normal(sym::If, {expr[i - 2], expr[i - 1], rest});
    return interpret(rest);
  }
  if (head == "Piecewise" && expr.size() >= 1 && expr[0].is_list()) {
    Expr rest = expr.size() > 1 ? expr[1] : Expr::integer(0);
    for (std::size_t i = expr[0].size(); i >= 1; --i) {
      const Expr& piece = expr[0][i - 1];
      if (!piece.is_list() || piece.size() != 2) refuse(expr);
      rest = make_normal(sym::If, {piece[1], piece[0], rest});
    }
    return interpret(rest);
  }
  if ((head == "Table" || head == "Do" || head == "Sum" || head == "Product") && expr.size() >= 2) return interpret_table(expr);
  if ((head == "While" && expr.size() >= 1) || (head == "For" && expr.size() >= 3)) {  // as long as the condition is known
    const std::size_t test = head == "For" ? 1 : 0;
    if (head == "For") interpret(expr[0]);
    for (std::int64_t step = 0;; ++step) {
      const Expr condition = interpret(expr[test]);
      if (condition.is_false()) return Expr();
      if (!condition.is_true() || step >= kMostSteps) refuse(expr);
      if (head == "While" && expr.size() > 1) interpret(expr[1]);
      if (head == "For" && expr.size() > 3) interpret(expr[3]);
      if (head == "For") interpret(expr[2]);
    }
  }
  if (head == "Switch" && expr.size() >= 3 && expr.size() % 2 == 1) {
    const Expr value = interpret(expr[0]);
    if (is_traced(value)) refuse(expr);
    for (std::size_t i = 1; i < expr.size(); i += 2) {
      if (matches(value, evaluate(expr[i]))) return interpret(expr[i + 1]);
    }
    return Expr();
  }
  static const std::pair<const char*, KnownSymbol> kUpdates[] = {
      {"AddTo", sym::Plus}, {"SubtractFrom", sym::Subtract}, {"TimesBy", sym::Times}, {"DivideBy", sym::Divide}, {"AppendTo", sym::Append}, {"PrependTo", sym::Prepend}};
  for (const auto& [update, operation] : kUpdates) {
    if (head != update || expr.size() != 2) continue;
    const Expr value = call(operation, {interpret(expr[0]), interpret(expr[1])});
    assign(expr[0], value);
    return value;
  }
  if ((head == "Increment" || head == "PreIncrement" || head == "Decrement" || head == "PreDecrement") && expr.size() == 1) {
    const Expr old = interpret(expr[0]);
    const Expr value = call(sym::Plus, {old, Expr::integer(head.find("Dec") == std::string::npos ? 1 : -1)});
    assign(expr[0], value);
    return head.compare(0, 3, "Pre") == 0 ? value : old;
  }
  if (head == "Through" && expr.size() == 1 && expr[0].is_normal() && expr[0].head().is_list()) {
    std::vector<Expr> arguments, values;
    for (const Expr& argument : expr[0].args()) arguments.push_back(interpret(argument));
    for (const Expr& f : expr[0].head().args()) values.push_back(call(interpret(f), arguments));
    return make_list(std::move(values));
  }
  if (head == "Clip" && expr.size() >= 2) {
    std::vector<Expr> arguments{interpret(expr[0])};
    for (std::size_t i = 1; i < expr.size(); ++i) {
      const Expr bounds = interpret(expr[i]);
      if (!bounds.is_list() || bounds.size() != 2) refuse(expr);
      arguments.insert(arguments.end(), bounds.args().begin(), bounds.args().end());
    }
    return elementwise("Clip", arguments);
  }
  if (head == "Inequality" && expr.size() >= 3 && expr.size() % 2 == 1) {
    std::vector<Expr> parts;
    for (std::size_t i = 0; i + 2 < expr.size(); i += 2) parts.push_back(call(expr[i + 1], {interpret(expr[i]), interpret(expr[i + 2])}));
    return parts.size() == 1 ? parts[0] : elementwise("And", parts);
  }
  return std::nullopt;
}

// A function that keeps what the local variables are now.
Expr FunctionTracer::close_over(const Expr& function) {
  std::vector<Expr> symbols, values;
  for (std::size_t i = locals_.size(); i-- > 0;) {
    if (std::any_of(symbols.begin(), symbols.end(), [&](const Expr& s) { return s.identical(locals_[i].symbol); })) continue;
    symbols.push_back(locals_[i].symbol);
    values.push_back(locals_[i].value);
  }
  return symbols.empty() ? function : substitute(function, symbols, values);
}

Expr FunctionTracer::interpret_scope(const Expr& expr) {
  if (!expr[0].is_list()) refuse(expr);
  std::vector<Local> fresh;
  for (const Expr& variable : expr[0].args()) {
    const bool given = (variable.has_head(sym::Set, 2) || variable.has_head(sym::SetDelayed, 2)) && variable[0].is_symbol();
    if (!given && !variable.is_symbol()) refuse(variable);
    if (given) fresh.push_back({variable[0], interpret(variable[1])});
    else fresh.push_back({variable, variable});
  }
  locals_.insert(locals_.end(), fresh.begin(), fresh.end());
  Expr value;
  for (std::size_t i = 1; i < expr.size(); ++i) value = interpret(expr[i]);
  locals_.resize(locals_.size() - fresh.size());  // ours are the last, whatever came in front
  return value;
}

void FunctionTracer::assign(const Expr& target, const Expr& value) {
  if (target.is_list()) {
    for (std::size_t i = 0; i < target.size(); ++i) {
      if (value.is_list() && value.size() == target.size()) assign(target[i], value[i]);
      else assign(target[i], call(sym::Part, {value, Expr::integer(static_cast<std::int64_t>(i) + 1)}));
    }
    return;
  }
  if (!target.is_symbol()) refuse(target);
  for (std::size_t i = locals_.size(); i-- > 0;) {
    if (!locals_[i].symbol.identical(target)) continue;
    locals_[i].value = value;
    return;
  }
  locals_.insert(locals_.begin(), {target, value});  // a global one: known until the function ends, and nowhere else
}

Expr FunctionTracer::interpret_if(const Expr& expr) {
  const Expr condition = interpret(expr[0]);
  if (condition.is_true()) return interpret(expr[1]);
  if (condition.is_false()) return expr.size() > 2 ? interpret(expr[2]) : Expr();
  if (expr.size() < 3 || expr[2].is_null()) refuse(expr);
  return elementwise("If", {condition, interpret(expr[1]), interpret(expr[2])});
}

// Runs a body for every value of an iterator {n}, {i, n}, {i, a, b}, {i, a, b, d}, {i, list} or n.
void FunctionTracer::loop(const Expr& iterator, const std::function<void()>& body) {
  std::vector<Expr> spec;
  if (iterator.is_list()) spec.assign(iterator.args().begin(), iterator.args().end());
  else spec = {iterator};
  if (spec.empty()) refuse(iterator);
  const bool named = spec.size() > 1;
  std::vector<Expr> values;
  for (std::size_t i = named ? 1 : 0; i < spec.size(); ++i) values.push_back(interpret(spec[i]));
  Expr list;
  if (values.size() == 1 && values[0].is_list()) {
    list = values[0];
  } else if (values.size() == 1 && as_token(values[0]) && named) {
    refuse(iterator);
  } else {
    if (std::any_of(values.begin(), values.end(), [](const Expr& v) { return is_traced(v); })) refuse(iterator);
    list = evaluate(make_normal(sym::Range, std::span<const Expr>(values)));
  }
  if (!list.is_list() || static_cast<std::int64_t>(list.size()) > kMostSteps || (named && !spec[0].is_symbol())) refuse(iterator);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (named) locals_.push_back({spec[0], list[i]});
    body();
    if (named) locals_.pop_back();
  }
}

Expr FunctionTracer::interpret_table(const Expr& expr) {
  const std::string head = symbol_name(expr.head());
  // Table[f[x], {x, array}]: f mapped over an array whose length may be open.
  if (expr.size() == 2 && expr[1].is_list() && expr[1].size() == 2 && expr[1][0].is_symbol()) {
    Expr values = interpret(expr[1][1]);
    if (as_token(values) && type(values).is_scalar()) {  // as many values as an array of open length has elements
      if (const auto array = array_of_length(values)) values = layer("FunctionNode", {"Positions"}, {*array});
    }
    if (as_token(values) && (!type(values).rank_known || type(values).rank() > 0)) {
      if (head == "Do") refuse(expr);
      const Expr mapped = map(make_normal(sym::Function, {expr[1][0], close_over(expr[0])}), {values}, 1);
      return head == "Table" ? mapped : aggregate(head == "Sum" ? "Total" : "Times", mapped, 1);
    }
  }
  const std::function<Expr(std::size_t)> run = [&](std::size_t k) -> Expr {
    if (k == expr.size()) return interpret(expr[0]);
    std::vector<Expr> items;
    loop(expr[k], [&] { items.push_back(run(k + 1)); });
    if (head == "Table") return make_list(std::move(items));
    if (head == "Do" || items.empty()) return head == "Sum" ? Expr::integer(0) : head == "Product" ? Expr::integer(1) : Expr();
    return call(head == "Sum" ? sym::Plus : sym::Times, items);
  };
  return run(1);
}

// ---- the whole function

namespace {

// Slots of a pure function itself, not of functions inside: the highest number and the names.
void find_slots(const Expr& expr, std::int64_t& highest, std::vector<std::string>& names) {
  if (expr.has_head(sym::Slot)) {
    if (expr.size() == 1 && expr[0].is_string()) {
      if (std::find(names.begin(), names.end(), expr[0].string_value()) == names.end()) names.push_back(expr[0].string_value());
    } else {
      highest = std::max(highest, expr.size() == 0 ? 1 : machine_integer(expr[0]).value_or(1));
    }
    return;
  }
  if (expr.has_head(sym::SlotSequence)) highest = std::max<std::int64_t>(highest, 2);
  if (expr.is_association()) {
    for (const AssociationEntry& entry : expr.association().entries) find_slots(entry.value, highest, names);
    return;
  }
  if (!expr.is_normal() || expr.is_packed()) return;
  if (expr.has_head(sym::Function) && (expr.size() <= 1 || expr[0].is_null())) return;
  find_slots(expr.head(), highest, names);
  for (const Expr& argument : expr.args()) find_slots(argument, highest, names);
}

// Number of arguments of the first definition f[a_, b_] := ... ; 0 without one.
std::int64_t defined_arity(const Expr& symbol) {
  const auto& rules = definitions_of(symbol.symbol_node()).down.rules();
  for (const auto& rule : rules) {
    Expr left = rule->lhs();
    while (left.has_head(sym::HoldPattern, 1) || left.has_head(sym::Condition, 2)) left = Expr(left[0]);
    return static_cast<std::int64_t>(left.size());
  }
  return 0;
}

struct Signature {
  std::vector<std::string> ports;
  bool named = false;    // the ports are keys of one association
  Expr function;         // what is applied to the arguments
};

Signature signature_of(const Expr& function, const std::vector<std::pair<std::string, nets::PortType>>& types) {
  Signature s;
  s.function = function;
  bool several = false;
  if (function.has_head(sym::Apply, 1)) {
    several = true;
    s.function = function[0];
  }
  std::int64_t count = 1;
  if (s.function.has_head(sym::Function)) {
    const Expr& f = s.function;
    if (f.size() == 0) FunctionTracer::refuse(f);
    if (f.size() >= 2 && !f[0].is_null()) {
      count = f[0].is_list() ? static_cast<std::int64_t>(f[0].size()) : 1;
    } else {
      std::int64_t highest = 0;
      find_slots(f[f.size() - 1], highest, s.ports);
      if (!s.ports.empty()) {
        s.named = true;
        return s;
      }
      count = std::max<std::int64_t>(1, highest);
    }
  } else if (several) {
    count = s.function.is_symbol() ? defined_arity(s.function) : 0;
    for (const auto& [name, type] : types) {
      if (count == 0 && name.compare(0, 5, "Input") == 0) count = std::max<std::int64_t>(count, std::atoi(name.c_str() + 5));
    }
    if (count == 0) count = 2;
  }
  if (count == 1 && !several) {
    s.ports = {"Input"};
  } else {
    for (std::int64_t i = 1; i <= count; ++i) s.ports.push_back(count == 1 ? "Input" : "Input" + std::to_string(i));
  }
  return s;
}

}  // namespace

Net function_net(const Expr& function, const std::vector<std::pair<std::string, nets::PortType>>& types) {
  const Signature signature = signature_of(function, types);
  TraceGraph graph;
  FunctionTracer tracer(graph);
  std::vector<Expr> arguments;
  std::vector<AssociationEntry> entries;
  for (std::size_t i = 0; i < signature.ports.size(); ++i) {
    const std::string& name = signature.ports[i];
    nets::PortType type;
    for (const auto& [port, given] : types) {
      if (port == name) type = given;
    }
    const Expr token = graph.input(name, type, signature.named ? '#' + name : signature.ports.size() == 1 ? "#1" : '#' + std::to_string(i + 1));
    arguments.push_back(token);
    entries.push_back({Expr::string(name), token});
  }
  const std::vector<Expr> inputs = arguments;
  if (signature.named) arguments = {make_association(std::move(entries))};
  const Expr value = tracer.call(signature.function, arguments);
  std::vector<std::pair<std::string, Expr>> outputs;
  if (value.is_association()) {
    for (const AssociationEntry& entry : value.association().entries) {
      if (!entry.key.is_string()) throw NetError("compilerr", "the key " + short_text(entry.key) + " of the result is not a string and can't name a port");
      outputs.emplace_back(entry.key.string_value(), tracer.token_of(entry.value));
    }
  } else {
    outputs.emplace_back("Output", tracer.token_of(value));
  }
  if (outputs.empty()) throw NetError("compilerr", "its result has no parts");
  // An argument that the value does not depend on is a port all the same.
  const std::vector<bool> used = graph.used_inputs(outputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!used[i]) outputs[0].second = tracer.layer("FunctionNode", {"Keep"}, {outputs[0].second, inputs[i]});
  }
  return graph.finish(outputs);
}

}  // namespace lykos::builtins
