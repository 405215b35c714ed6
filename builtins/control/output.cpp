// output.cpp - Print, Echo and their kin. Text leaves through the output sink in the form the session wants.
#include "builtins/control/output.h"

#include "builtins/control/register.h"
#include "builtins/support.h"
#include "formatting/formatting.h"

namespace lykos::builtins {
namespace {

bool two_dimensional = true;

// Print[e1, e2, ...]
MaybeExpr builtin_Print(Call& call) {
  write_output(printed_text(call.args()) + "\n");
  return Expr(sym::Null);
}

// Echo[expr], Echo[expr, label], Echo[expr, label, f]
MaybeExpr builtin_Echo(Call& call) {
  std::vector<Expr> parts{Expr::string(">> ")};
  if (call.size() >= 2) {
    parts.push_back(call[1]);
    parts.push_back(Expr::string(" "));
  }
  parts.push_back(call.size() >= 3 ? apply(call[2], {call[0]}) : call[0]);
  write_output(printed_text(parts) + "\n");
  return call[0];
}

// EchoFunction[f][expr], EchoFunction[label, f][expr]
MaybeExpr operator_EchoFunction(Call& call) {
  const Expr& head = call.expr().head();
  if (call.size() != 1) return std::nullopt;
  std::vector<Expr> parts{Expr::string(">> ")};
  if (head.size() == 2) {
    parts.push_back(head[0]);
    parts.push_back(Expr::string(" "));
  }
  parts.push_back(head.size() == 0 ? call[0] : apply(head[head.size() - 1], {call[0]}));
  write_output(printed_text(parts) + "\n");
  return call[0];
}

constexpr Builtin kBuiltins[] = {
    {.name = "Print", .fn = builtin_Print, .attributes = kProtected, .usage = "Print[expr] prints expr as output.\nPrint[e1, e2, ...] prints the ei one after the other, with no spaces."},
    {.name = "Echo", .fn = builtin_Echo, .arity = between(1, 3), .attributes = kProtected,
     .usage = "Echo[expr] prints expr and returns expr.\nEcho[expr, label] prints expr prepending the specified label.\nEcho[expr, label, f] prints f[expr], prepending the specified label."},
    {.name = "EchoFunction", .attributes = kProtected, .usage = "EchoFunction[f][expr] prints f[expr] and returns expr.\nEchoFunction[label, f][expr] prepends the label.", .sub_fn = operator_EchoFunction},
};

}  // namespace

void print_two_dimensionally(bool on) { two_dimensional = on; }

std::string printed_text(std::span<const Expr> parts) {
  if (!two_dimensional) {
    std::string text;
    for (const Expr& part : parts) text += to_script_form(part);
    return text;
  }
  if (parts.size() == 1) return to_output_form(parts[0]);
  return to_output_form(make_normal(sym::Row, {make_list(parts)}));
}

void register_output(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
