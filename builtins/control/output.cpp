// output.cpp - Print, Echo and their kin. Text leaves through the output sink in the form the session wants.
#include "builtins/control/output.h"

#include <chrono>

#include "builtins/control/register.h"
#include "builtins/files/streams.h"
#include "builtins/support.h"
#include "formatting/formatting.h"

namespace lykos::builtins {
namespace {

// Print[e1, e2, ...]
MaybeExpr builtin_Print(Call& call) {
  write_output(printed_text(call.args()) + "\n");
  return Expr(sym::Null);
}

// What Echo and its relatives print: a mark, the label if there is one, and the expression.
void echo(const MaybeExpr& label, const Expr& shown) {
  std::vector<Expr> parts{Expr::string(">> ")};
  if (label) {
    parts.push_back(*label);
    parts.push_back(Expr::string(" "));
  }
  parts.push_back(shown);
  write_output(printed_text(parts) + "\n");
}

// Echo[expr], Echo[expr, label], Echo[expr, label, f]
MaybeExpr builtin_Echo(Call& call) {
  echo(call.size() >= 2 ? MaybeExpr(call[1]) : std::nullopt, call.size() >= 3 ? apply(call[2], {call[0]}) : call[0]);
  return call[0];
}

// EchoLabel[label][expr]
MaybeExpr operator_EchoLabel(Call& call) {
  const Expr& head = call.expr().head();
  if (call.size() != 1 || head.size() != 1) return std::nullopt;
  echo(head[0], call[0]);
  return call[0];
}

// EchoEvaluation[expr], EchoEvaluation[expr, label]: the expression as it stands, and what became of it.
MaybeExpr builtin_EchoEvaluation(Call& call) {
  const MaybeExpr label = call.size() >= 2 ? MaybeExpr(evaluate(call[1])) : std::nullopt;
  echo(label, make_normal(sym::HoldForm, {call[0]}));
  Expr value = evaluate(call[0]);
  std::vector<Expr> parts{Expr::string("<< ")};
  if (label) {
    parts.push_back(*label);
    parts.push_back(Expr::string(" "));
  }
  parts.push_back(value);
  write_output(printed_text(parts) + "\n");
  return value;
}

// EchoTiming[expr], EchoTiming[expr, label]
MaybeExpr builtin_EchoTiming(Call& call) {
  const MaybeExpr label = call.size() >= 2 ? MaybeExpr(evaluate(call[1])) : std::nullopt;
  const auto start = std::chrono::steady_clock::now();
  Expr value = evaluate(call[0]);
  echo(label, Expr::real(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()));
  return value;
}

// EchoFunction[f][expr], EchoFunction[label, f][expr]
MaybeExpr operator_EchoFunction(Call& call) {
  const Expr& head = call.expr().head();
  if (call.size() != 1) return std::nullopt;
  echo(head.size() == 2 ? MaybeExpr(head[0]) : std::nullopt, head.size() == 0 ? call[0] : apply(head[head.size() - 1], {call[0]}));
  return call[0];
}

// Monitor[expr, mon]: what would show mon meanwhile is an interface's business; the value is that of expr.
MaybeExpr builtin_Monitor(Call& call) { return evaluate(call[0]); }

constexpr Builtin kBuiltins[] = {
    {.name = "Monitor", .fn = builtin_Monitor, .arity = between(2, 3), .attributes = kHoldAll | kProtected,
     .usage = "Monitor[expr, mon] evaluates expr and returns its value; a notebook interface shows the value of mon meanwhile."},
    {.name = "Print", .fn = builtin_Print, .attributes = kProtected, .usage = "Print[expr] prints expr as output.\nPrint[e1, e2, ...] prints the ei one after the other, with no spaces."},
    {.name = "Echo", .fn = builtin_Echo, .arity = between(1, 3), .attributes = kProtected,
     .usage = "Echo[expr] prints expr and returns expr.\nEcho[expr, label] prints expr prepending the specified label.\nEcho[expr, label, f] prints f[expr], prepending the specified label."},
    {.name = "PrintTemporary", .fn = builtin_Print, .attributes = kProtected, .usage = "PrintTemporary[expr] prints expr as output that lasts while the evaluation goes on; in a text session it stays."},
    {.name = "EchoLabel", .attributes = kProtected, .usage = "EchoLabel[label][expr] prints expr prepending the specified label, and returns expr.", .sub_fn = operator_EchoLabel},
    {.name = "EchoEvaluation", .fn = builtin_EchoEvaluation, .arity = between(1, 2), .attributes = kHoldFirst | kProtected,
     .usage = "EchoEvaluation[expr] prints expr before its evaluation and its result, and returns the result.\nEchoEvaluation[expr, label] prepends the specified label."},
    {.name = "EchoTiming", .fn = builtin_EchoTiming, .arity = between(1, 2), .attributes = kHoldFirst | kProtected,
     .usage = "EchoTiming[expr] prints the number of seconds of time taken to evaluate expr, and returns the result.\nEchoTiming[expr, label] prepends the specified label."},
    {.name = "EchoFunction", .attributes = kProtected, .usage = "EchoFunction[f][expr] prints f[expr] and returns expr.\nEchoFunction[label, f][expr] prepends the label.", .sub_fn = operator_EchoFunction},
};

}  // namespace

namespace {

// What a script prints of an expression: wrappers that ask for a form of text are obeyed, displays such as MatrixForm stay literal.
std::string script_text(const Expr& part) {
  if (part.kind() == Kind::Normal && part.size() == 1) {
    if (part.has_head(sym::InputForm)) return to_input_form(part[0]);
    if (part.has_head(sym::FullForm)) return to_full_form(part[0]);
    if (part.has_head(sym::OutputForm)) return to_output_form(part[0], 0);
    if (part.has_head(sym::TeXForm)) return to_tex_form(part[0]);
    if (part.has_head(sym::CForm)) return to_c_form(part[0]);
    if (part.has_head(sym::FortranForm)) return to_fortran_form(part[0]);
    if (part.has_head(sym::MathMLForm)) return to_mathml_form(part[0]);
  }
  return to_script_form(part);
}

}  // namespace

void print_two_dimensionally(bool on) { standard_output().form = on ? sym::OutputForm : sym::ScriptForm; }

std::string printed_text(std::span<const Expr> parts) {
  const Stream& out = standard_output();
  if (out.form.is(sym::OutputForm)) {
    if (parts.size() == 1) return out.text_of(parts[0]);
    return out.text_of(make_normal(sym::Row, {make_list(parts)}));
  }
  std::string text;
  for (const Expr& part : parts) {
    if (part.is_string()) {
      text += part.string_value();
    } else {
      text += out.form.is(sym::ScriptForm) ? script_text(part) : out.text_of(part);
    }
  }
  return text;
}

void register_output(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
