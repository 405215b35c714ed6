// compile.cpp - Compile and the CompiledFunction expressions it makes.
//
// CompiledFunction[version, argument types, {type, rank, register} of arguments and result, constants, register counts, instructions,
// Function[vars, body], Evaluate, options] is an ordinary expression: it can be written out and read back. The program is made
// from the function and the types, and kept beside the expression while it is used.
#include <algorithm>
#include <unordered_map>

#include "builtins/functional/compiled_program.h"
#include "builtins/functional/register.h"
#include "builtins/functional/translator.h"
#include "builtins/lists/collection.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

constexpr std::size_t kTypesPart = 1, kLayoutPart = 2, kFunctionPart = 6, kOptionsPart = 8, kParts = 9;

std::optional<MachineType> read_base(const Expr& type) {
  if (type.has_head(sym::Blank, 1)) {
    if (type[0].is(sym::Integer)) return MachineType::Integer;
    if (type[0].is(sym::Real)) return MachineType::Real;
    if (type[0].is(sym::Complex)) return MachineType::Complex;
  }
  if (type.has_head(sym::Alternatives, 2) && ((type[0].is_true() && type[1].is_false()) || (type[0].is_false() && type[1].is_true()))) return MachineType::Boolean;
  return std::nullopt;
}

Expr base_pattern(MachineType base) {
  switch (base) {
    case MachineType::Integer: return make_normal(sym::Blank, {sym::Integer});
    case MachineType::Complex: return make_normal(sym::Blank, {sym::Complex});
    case MachineType::Boolean: return make_normal(sym::Alternatives, {sym::True, sym::False});
    default: return make_normal(sym::Blank, {sym::Real});
  }
}

// name, {name}, {name, type} or {name, type, rank}; the name is a symbol (a pattern in the third argument of Compile).
bool read_declaration(const Expr& spec, Expr& name, ValueType& type) {
  type = {MachineType::Real, 0};
  if (!spec.is_list()) {
    name = spec;
    return true;
  }
  if (spec.size() == 0 || spec.size() > 3) return false;
  name = spec[0];
  if (spec.size() >= 2) {
    const auto base = read_base(evaluate(spec[1]));
    if (!base) return false;
    type.base = *base;
  }
  if (spec.size() == 3) {
    const auto rank = machine_integer(evaluate(spec[2]));
    if (!rank || *rank < 0 || *rank > 16) return false;
    type.rank = static_cast<int>(*rank);
  }
  return true;
}

// ---- options

// The setting of a nested option: RuntimeOptions -> {"Speed", "WarningMessages" -> False}.
MaybeExpr runtime_setting(const Expr& options, std::string_view name) {
  for (const Expr& e : options.is_list() ? options.args() : std::span<const Expr>(&options, 1))
    if (e.is_rule() && ((e[0].is_string() && e[0].string_value() == name) || (e[0].is_symbol() && e[0].symbol_node().name == name))) return e[1];
  return std::nullopt;
}

bool for_speed(const Expr& options) {
  const auto named = [](const Expr& e) { return e.is_string() && e.string_value() == "Speed"; };
  return named(options) || (options.is_list() && std::any_of(options.args().begin(), options.args().end(), named));
}

Expr option_of(const Expr& compiled, KnownSymbol name) {
  for (const Expr& rule : compiled[kOptionsPart].args())
    if (rule.is_rule() && rule[0].is(name)) return rule[1];
  return sym::Null;
}

// ---- from the expression to the program and back

std::optional<CompileRequest> request_of(const Expr& compiled) {
  if (!compiled.has_head(sym::CompiledFunction, kParts) || !compiled[kFunctionPart].has_head(sym::Function, 2)) return std::nullopt;
  const Expr& types = compiled[kTypesPart];
  const Expr& layout = compiled[kLayoutPart];
  const Expr& function = compiled[kFunctionPart];
  if (!types.is_list() || !layout.is_list() || !function[0].is_list() || types.size() != function[0].size() || layout.size() < types.size() ||
      !compiled[kOptionsPart].is_list())
    return std::nullopt;
  CompileRequest request;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto base = read_base(types[i]);
    if (!base || !layout[i].is_list() || layout[i].size() != 3 || !layout[i][1].is_small_integer()) return std::nullopt;
    request.variables.push_back(function[0][i]);
    request.types.push_back({*base, static_cast<int>(layout[i][1].small_integer())});
  }
  request.body = function[1];
  for (const Expr& rule : compiled[kOptionsPart].args()) {
    if (!rule.is_rule()) return std::nullopt;
    if (rule[0].is_string() && rule[1].has_head(sym::HoldComplete)) {
      for (const Expr& declaration : rule[1].args()) {
        Expr pattern;
        ValueType type;
        if (read_declaration(declaration, pattern, type)) request.known.emplace_back(pattern, type);
      }
    }
  }
  const Expr runtime = option_of(compiled, sym::RuntimeOptions);
  const MaybeExpr overflow = runtime_setting(runtime, "CatchMachineIntegerOverflow");
  request.catch_overflow = overflow ? !overflow->is_false() : !for_speed(runtime);
  return request;
}

struct Loaded {
  Expr keep;                                // holds the node that is the key
  std::optional<MachineProgram> program;    // none: only the uncompiled function can be evaluated
};

const Loaded& load_program(const Expr& compiled) {
  static std::unordered_map<Node*, Loaded> cache;
  static const Loaded* last = nullptr;
  if (last != nullptr && last->keep.identical(compiled)) return *last;
  if (auto found = cache.find(compiled.node()); found != cache.end()) return *(last = &found->second);
  constexpr std::size_t kLimit = 512;
  if (cache.size() >= kLimit) cache.clear();
  Loaded loaded{compiled, std::nullopt};
  if (const auto request = request_of(compiled)) loaded.program = translate(*request);
  return *(last = &cache.emplace(compiled.node(), std::move(loaded)).first->second);
}

Expr operand_layout(const Operand& o) {
  return make_list({Expr::integer(static_cast<std::int64_t>(o.type.base)), Expr::integer(o.type.rank), Expr::integer(o.index)});
}

// The parts that show the program: layout, constants, counts, instructions.
struct Listing {
  Expr layout, constants, counts, instructions;
};

Listing list_program(const CompileRequest& request, const std::optional<MachineProgram>& program) {
  Listing listing;
  std::vector<Expr> layout, constants, instructions;
  for (std::size_t i = 0; i < request.types.size(); ++i)
    layout.push_back(program ? operand_layout(program->parameters[i]) : operand_layout({request.types[i], static_cast<std::int32_t>(i)}));
  if (program) {
    layout.push_back(operand_layout(program->result));
    for (const auto& [index, value] : program->integers) constants.push_back(make_list({Expr::integer(value), make_list({Expr::integer(2), Expr::integer(0), Expr::integer(index)})}));
    for (const auto& [index, value] : program->reals) constants.push_back(make_list({Expr::real(value), make_list({Expr::integer(3), Expr::integer(0), Expr::integer(index)})}));
    for (const Instruction& in : program->code)
      instructions.push_back(make_list({Expr::integer(static_cast<std::int64_t>(in.op)), Expr::integer(in.t), Expr::integer(in.a), Expr::integer(in.b), Expr::integer(in.c)}));
  }
  std::vector<Expr> counts;
  for (int bank = 0; bank < 4; ++bank) counts.push_back(Expr::integer(program ? program->counts[bank] : 0));
  listing.layout = make_list(std::move(layout));
  listing.constants = make_list(std::move(constants));
  listing.counts = make_list(std::move(counts));
  listing.instructions = make_list(std::move(instructions));
  return listing;
}

// Compile[{x1, ...}, expr], Compile[{{x1, t1, n1}, ...}, expr], Compile[vars, expr, {{p1, pt1, n1}, ...}]
MaybeExpr builtin_Compile(Call& call) {
  const Expr variables = call[0].is_list() ? call[0] : evaluate(call[0]);
  if (!variables.is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  CompileRequest request;
  std::vector<Expr> names, types;
  for (const Expr& spec : variables.args()) {
    Expr name;
    ValueType type;
    if (!read_declaration(spec, name, type) || !name.is_symbol()) return call.message("fparam", {spec});
    names.push_back(name);
    types.push_back(base_pattern(type.base));
    request.variables.push_back(name);
    request.types.push_back(type);
  }
  // Evaluate[...] around the body is the way to compile what it evaluates to.
  request.body = call[1].has_head(sym::Evaluate, 1) ? evaluate(call[1][0]) : call[1];
  std::vector<Expr> options;
  if (call.size() == 3) {
    const Expr known = call[2].is_list() ? call[2] : evaluate(call[2]);
    if (!known.is_list()) return call.message("list", {call.expr(), Expr::integer(3)});
    for (const Expr& declaration : known.args()) {
      Expr pattern;
      ValueType type;
      if (!declaration.is_list() || !read_declaration(declaration, pattern, type)) return call.message("fparam", {declaration});
      request.known.emplace_back(pattern, type);
    }
    options.push_back(make_rule(Expr::string("Types"), make_normal(sym::HoldComplete, known.args())));
  }
  static constexpr KnownSymbol kOptions[] = {sym::CompilationOptions, sym::CompilationTarget, sym::Parallelization, sym::RuntimeAttributes, sym::RuntimeOptions};
  for (const KnownSymbol name : kOptions) {
    const Expr value = evaluate(call.option(name));
    if (name == sym::CompilationTarget && !(value.is_string() && (value.string_value() == "WVM" || value.string_value() == "C" || value.string_value() == "MVM")))
      return call.message("targ", {value});
    options.push_back(make_rule(name, value));
  }
  const Expr runtime = options.back()[1];
  const MaybeExpr overflow = runtime_setting(runtime, "CatchMachineIntegerOverflow");
  request.catch_overflow = overflow ? !overflow->is_false() : !for_speed(runtime);
  const auto program = translate(request);
  const Listing listing = list_program(request, program);
  return make_normal(sym::CompiledFunction,
                     {make_list({Expr::integer(1), Expr::integer(0)}), make_list(std::move(types)), listing.layout, listing.constants, listing.counts, listing.instructions,
                      make_normal(sym::Function, {make_list(std::move(names)), request.body}), sym::Evaluate, make_list(std::move(options))});
}

// ---- calls

bool warns(const Expr& compiled) {
  const MaybeExpr setting = runtime_setting(option_of(compiled, sym::RuntimeOptions), "WarningMessages");
  return !setting || !setting->is_false();
}

bool is_symbolic(const Expr& e) {
  const Expr value = e.is_number() || e.is_list() ? e : evaluate(make_normal(sym::N, {e}));
  return !value.is_number() && !value.is_list() && !value.is_true() && !value.is_false();
}

MaybeExpr evaluate_uncompiled(const Expr& compiled, std::span<const Expr> args) {
  const Expr runtime = option_of(compiled, sym::RuntimeOptions);
  const MaybeExpr symbolically = runtime_setting(runtime, "EvaluateSymbolically");
  if (symbolically && symbolically->is_false() && std::any_of(args.begin(), args.end(), is_symbolic)) return std::nullopt;
  const Expr& function = compiled[kFunctionPart];
  const MaybeExpr handler = runtime_setting(runtime, "RuntimeErrorHandler");
  if (!handler || handler->is(sym::Evaluate)) return make_normal(function, args);
  return make_normal(*handler, {make_normal(function, args)});
}

int rank_of(const Expr& e) {
  int rank = 0;
  for (Expr level = e; level.is_list(); level = level.size() > 0 ? level[0] : Expr(sym::Null)) {
    if (level.is_packed()) return rank + level.array().rank();
    ++rank;
  }
  return rank;
}

bool is_listable(const Expr& compiled) {
  const Expr attributes = option_of(compiled, sym::RuntimeAttributes);
  return attributes.is(sym::Listable) || (attributes.is_list() && std::any_of(attributes.args().begin(), attributes.args().end(), [](const Expr& e) { return e.is(sym::Listable); }));
}

MaybeExpr call_compiled(const Expr& compiled, std::span<const Expr> args);

// Threads over the leading level of arguments whose rank is higher than declared; `threaded` tells whether there were any.
MaybeExpr thread_compiled(const Expr& compiled, const MachineProgram& program, std::span<const Expr> args, bool& threaded) {
  std::int64_t length = -1;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (rank_of(args[i]) <= program.parameters[i].type.rank) continue;
    const auto size = static_cast<std::int64_t>(args[i].size());
    if (length >= 0 && size != length) return std::nullopt;
    length = size;
  }
  threaded = length >= 0;
  if (!threaded) return std::nullopt;
  std::vector<Expr> results, row(args.begin(), args.end());
  results.reserve(static_cast<std::size_t>(length));
  for (std::int64_t k = 0; k < length; ++k) {
    if ((k & 255) == 0) check_interrupt();
    for (std::size_t i = 0; i < args.size(); ++i)
      if (rank_of(args[i]) > program.parameters[i].type.rank) row[i] = element_at(args[i], k);
    MaybeExpr value = call_compiled(compiled, row);
    results.push_back(value ? evaluate(*value) : make_normal(compiled, std::span<const Expr>(row)));
  }
  return list_of(std::move(results));
}

MaybeExpr call_compiled(const Expr& compiled, std::span<const Expr> args) {
  const Loaded& loaded = load_program(compiled);
  const Expr keep = loaded.keep;
  if (compiled.size() != kParts || !compiled[kFunctionPart].has_head(sym::Function, 2)) return std::nullopt;
  const std::size_t expected = compiled[kFunctionPart][0].size();
  if (args.size() != expected) {
    message(sym::CompiledFunction, "cfct", {Expr::integer(static_cast<std::int64_t>(args.size())), Expr::integer(static_cast<std::int64_t>(expected))});
    return std::nullopt;
  }
  if (!loaded.program) return evaluate_uncompiled(compiled, args);
  const MachineProgram& program = *loaded.program;
  if (is_listable(compiled)) {
    bool threaded = false;
    MaybeExpr value = thread_compiled(compiled, program, args, threaded);
    if (threaded) return value;
  }
  std::vector<Expr> passed(args.size(), Expr::integer(0));
  for (std::size_t i = 0; i < args.size(); ++i) {
    const ValueType type = program.parameters[i].type;
    if (machine_argument(args[i], type, passed[i])) continue;
    if (warns(compiled))
      message(sym::CompiledFunction, type.rank == 0 ? "cfsa" : "cfta", {args[i], Expr::integer(static_cast<std::int64_t>(i) + 1), Expr::string(type_description(type))});
    return evaluate_uncompiled(compiled, args);
  }
  const MachineOutcome outcome = run_program(program, passed);
  switch (outcome.kind) {
    case MachineOutcome::Kind::Value: return outcome.value;
    case MachineOutcome::Kind::Numerical:
      if (warns(compiled)) message(sym::CompiledFunction, "cfne");
      break;
    case MachineOutcome::Kind::Type:
      if (warns(compiled)) {
        message(sym::CompiledFunction, outcome.wanted.rank == 0 ? "cfse" : "cfte", {make_normal(sym::HoldForm, {outcome.culprit}), Expr::string(type_description(outcome.wanted))});
        message(sym::CompiledFunction, "cfexe");
      }
      break;
  }
  return evaluate_uncompiled(compiled, args);
}

// CompiledFunction[...][args]
MaybeExpr operator_CompiledFunction(Call& call) {
  const Expr compiled = call.expr().head();
  if (!compiled.has_head(sym::CompiledFunction)) return std::nullopt;
  return call_compiled(compiled, call.args());
}

constexpr Builtin kBuiltins[] = {
    {.name = "Compile",
     .fn = builtin_Compile,
     .arity = between(2, 3),
     .attributes = kHoldAll | kProtected,
     .usage = "Compile[{x1, x2, ...}, expr] creates a compiled function that evaluates expr assuming numerical values of the xi.\n"
              "Compile[{{x1, t1}, ...}, expr] assumes that xi is of a type that matches ti.\n"
              "Compile[{{x1, t1, n1}, ...}, expr] assumes that xi is a rank ni array of objects, each of a type that matches ti.\n"
              "Compile[vars, expr, {{p1, pt1}, ...}] assumes that subexpressions in expr that match pi are of types that match pti.",
     .options = "{CompilationOptions -> Automatic, CompilationTarget -> \"WVM\", Parallelization -> Automatic, RuntimeAttributes -> {}, RuntimeOptions -> Automatic}",
     .messages = {{"fparam", "The specification `1` is neither a variable nor a list of a variable, a type (_Integer, _Real, _Complex or True | False) and a rank."},
                  {"targ", "The compilation target `1` is neither \"WVM\" nor \"C\"."}}},
    {.name = "CompiledFunction",
     .usage = "CompiledFunction[args, ...] represents compiled code for evaluating a compiled function.",
     .messages = {{"cfct", "Number of arguments `1` does not match the length `2` of the argument template."},
                  {"cfsa", "Argument `1` at position `2` should be a `3`."},
                  {"cfta", "Argument `1` at position `2` should be a `3`."},
                  {"cfse", "Compiled expression `1` should be a `2`."},
                  {"cfte", "Compiled expression `1` should be a `2`."},
                  {"cfexe", "Could not complete external evaluation; proceeding with uncompiled evaluation."},
                  {"cfne", "Numerical error encountered; proceeding with uncompiled evaluation."}},
     .sub_fn = operator_CompiledFunction},
};

}  // namespace

std::optional<ValueType> compiled_result_type(const Expr& compiled) {
  const Loaded& loaded = load_program(compiled);
  if (!loaded.program || loaded.program->result.type.base == MachineType::Void) return std::nullopt;
  return loaded.program->result.type;
}

void register_compile(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
