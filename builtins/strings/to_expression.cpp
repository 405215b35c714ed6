// to_expression.cpp - from text to expressions: ToExpression, SyntaxQ, SyntaxLength.
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "evaluator/syntax_messages.h"
#include "parser/boxes.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

// ToExpression[input], [input, form], [input, form, h]
MaybeExpr builtin_ToExpression(Call& call) {
  const Expr& input = call.arg(0);
  const bool boxes = input.is_normal() && input.head().is_symbol() && input.head().symbol_node().name.ends_with("Box");
  if (!input.is_string() && !boxes) {
    // Boxes and other expressions: there is nothing to parse.
    if (call.size() == 3) return make_normal(call.arg(2), {input});
    return input.is_normal() ? MaybeExpr(call.message("notstrbox", {input})) : MaybeExpr(input);
  }
  if (call.size() >= 2) {
    const Expr& form = call.arg(1);
    if (!form.is(sym::InputForm) && !form.is(sym::StandardForm) && !form.is(sym::TraditionalForm) && !form.is(sym::OutputForm)) {
      return call.message("interpfmt", {form});
    }
  }
  const std::string source = boxes ? parsing::input_of_boxes(input) : parsing::with_box_escapes(input.string_value());
  const SymbolResolver resolve = current_resolver();
  Expr result;   // Null for text without an expression
  std::size_t offset = 0;
  bool pending = false;
  while (true) {
    ParseStep step = parse_next(source, offset, resolve);
    if (step.error) {
      say_string_syntax_error(*step.error, source);
      return failed();
    }
    if (!step.expression) break;
    // Earlier lines are evaluated before later ones are read, so that contexts and definitions take effect.
    if (pending && call.size() < 3) result = evaluate(result);
    result = step.expression->value;
    pending = true;
    offset = step.next;
  }
  if (call.size() == 3) return make_normal(call.arg(2), {result});
  return result;
}

// MakeExpression[boxes, form]: the expression that boxes mean, in HoldComplete.
MaybeExpr builtin_MakeExpression(Call& call) {
  return evaluate(make_normal(sym::ToExpression, {call[0], call.size() == 2 ? call[1] : Expr(sym::StandardForm), sym::HoldComplete}));
}

MaybeExpr builtin_SyntaxQ(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  return Expr::boolean(is_complete(call.arg(0).string_value()) == Completeness::Complete);
}

MaybeExpr builtin_SyntaxLength(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  return Expr::integer(static_cast<std::int64_t>(syntax_length(call.arg(0).string_value())));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Syntax",
     .usage = "Syntax is a symbol to which syntax messages are attached.",
     .messages = {{"bktmcp", "Expression \"`1`\" has no closing \"`2`\"."},
                  {"com", "Warning: comma encountered with no adjacent expression. The expression will be treated as Null. `1`."},
                  {"sntdep", "`1`."},
                  {"sntue", "`1`"},
                  {"sntufn", "Unknown unicode longname in `1`."},
                  {"sntx", "`1`"},
                  {"sntxb", "Expression cannot begin with \"`1`\"."},
                  {"sntxf", "\"`1`\" cannot be followed by \"`2`\"."},
                  {"sntxi", "Incomplete expression; more input is needed `1`."},
                  {"stresc", "Unknown string escape `1`."},
                  {"tsntxi", "\"`1`\" is incomplete; more input is needed."}}},
    {.name = "ToExpression",
     .fn = builtin_ToExpression,
     .arity = between(1, 3),
     .attributes = kListable | kProtected,
     .usage = "ToExpression[\"input\"] gives the expression obtained by interpreting the string as Wolfram Language input.\n"
              "ToExpression[\"input\", form] uses interpretation rules corresponding to the form.\n"
              "ToExpression[\"input\", form, h] wraps the head h around the expression before evaluating it.",
     .messages = {{"sntx", "`1`"},
                  {"sntxi", "Incomplete expression; more input is needed `1`."},
                  {"interpfmt", "`1` is not a valid interpretation format. Valid formats are InputForm, StandardForm and TraditionalForm."},
                  {"notstrbox", "`1` is not a string or a box. ToExpression can only interpret strings or boxes as input."}}},
    {.name = "MakeExpression",
     .fn = builtin_MakeExpression,
     .arity = between(1, 2),
     .usage = "MakeExpression[boxes, form] gives the interpretation of boxes in the form, enclosed in HoldComplete."},
    {.name = "SyntaxQ",
     .fn = builtin_SyntaxQ,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "SyntaxQ[\"string\"] gives True if the string corresponds to syntactically correct input for one expression."},
    {.name = "SyntaxLength",
     .fn = builtin_SyntaxLength,
     .arity = exactly(1),
     .usage = "SyntaxLength[\"string\"] finds the number of characters starting at the beginning of a string that correspond to "
              "syntactically correct input."},
};

}  // namespace

void register_to_expression(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
