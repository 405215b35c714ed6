// messages.cpp - Message, Quiet, Check, On, Off, Messages, $MessageList.
#include "evaluator/messages.h"

#include "builtins/control/kernel.h"
#include "builtins/control/output.h"
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {
namespace {

Expr message_name(const MessageName& name) { return make_normal(sym::MessageName, {name.symbol, Expr::string(name.tag)}); }

// Message[symbol::tag, e1, e2, ...]
MaybeExpr builtin_Message(Call& call) {
  MessageName name;
  if (!read_message_name(call[0], name)) return call.message("name", {call[0]});
  std::vector<Expr> args(call.args().begin() + 1, call.args().end());
  const SymbolNode& hook = Expr(sym::DollarNewMessage).symbol_node();
  if (hook.has_own_value && !message_text(name.symbol, name.tag)) apply(hook.own_value, {name.symbol, Expr::string(name.tag)});
  message_as_written(name.symbol, name.tag, args);
  return Expr(sym::Null);
}

// symbol::tag: its text when there is one.
MaybeExpr builtin_MessageName(Call& call) {
  MessageName name;
  if (!read_message_name(call.expr(), name)) return std::nullopt;
  const SymbolNode& node = name.symbol.symbol_node();
  if (node.definitions != nullptr) {
    auto found = node.definitions->messages.find(name.tag);
    if (found != node.definitions->messages.end()) return found->second;
  }
  if (node.builtin != nullptr) {
    if (name.tag == "usage" && node.builtin->usage[0] != '\0') return Expr::string(node.builtin->usage);
    for (std::size_t i = 0; i < node.builtin->messages.count; ++i)
      if (name.tag == node.builtin->messages.items[i].tag) return Expr::string(node.builtin->messages.items[i].text);
  }
  if (name.symbol.is(sym::General))
    if (auto text = message_text(name.symbol, name.tag)) return Expr::string(*text);
  return std::nullopt;
}

// A message name, a list of them, or a string naming a group; All and None are the caller's.
bool read_names(const Expr& spec, std::vector<MessageName>& names) {
  MessageName one;
  if (read_message_name(spec, one)) {
    names.push_back(one);
    return true;
  }
  if (spec.is_list()) {
    for (const Expr& e : spec.args())
      if (!read_names(e, names)) return false;
    return true;
  }
  return spec.is_string();
}

// Quiet[expr], Quiet[expr, names], Quiet[expr, off, on]
MaybeExpr builtin_Quiet(Call& call) {
  std::vector<MessageName> off;
  std::vector<MessageName> on;
  bool all = call.size() == 1;
  if (call.size() >= 2) {
    if (call[1].is(sym::All)) all = true;
    else if (!call[1].is(sym::None) && !read_names(call[1], off)) return call.message("anmlist", {Expr::integer(2), call.expr()});
  }
  if (call.size() == 3 && !call[2].is(sym::None) && !read_names(call[2], on)) return call.message("anmlist", {Expr::integer(3), call.expr()});
  QuietScope scope(std::move(off), all, std::move(on));
  return evaluate(call[0]);
}

// Check[expr, failexpr], Check[expr, failexpr, {names}]
MaybeExpr builtin_Check(Call& call) {
  std::vector<MessageName> names;
  for (std::size_t i = 2; i < call.size(); ++i)
    if (!read_names(call[i], names)) return call.message("anmlist", {Expr::integer(static_cast<std::int64_t>(i) + 1), call.expr()});
  bool failed_check = false;
  Expr value;
  {
    MessageCounter counter;
    value = evaluate(call[0]);
    for (const MessageName& said : counter.said()) {
      bool counts = names.empty();
      for (const MessageName& name : names) counts = counts || name == said || (name.symbol.is(sym::General) && name.tag == said.tag);
      failed_check = failed_check || counts;
    }
  }
  return failed_check ? evaluate(call[1]) : value;
}

MaybeExpr switch_names(Call& call, bool on) {
  const auto each = [&](const auto& self, const Expr& e) -> bool {
    MessageName name;
    if (read_message_name(e, name)) {
      switch_message(name, on);
      return true;
    }
    if (e.is_symbol()) {
      if (e.is(sym::Assert)) enable_assertions(on);
      switch_all_of_symbol(e, on);
      return true;
    }
    if (e.is_list()) {
      for (const Expr& inner : e.args())
        if (!self(self, inner)) return false;
      return true;
    }
    return e.is_string();
  };
  for (const Expr& e : call.args())
    if (!each(each, e)) call.message("name", {e});
  return Expr(sym::Null);
}
MaybeExpr builtin_On(Call& call) { return switch_names(call, true); }
MaybeExpr builtin_Off(Call& call) { return switch_names(call, false); }

// Messages[symbol]
MaybeExpr builtin_Messages(Call& call) {
  if (!call[0].is_symbol()) return call.message("sym", {call[0], Expr::integer(1)});
  Builder list(sym::List);
  const SymbolDefinitions* definitions = call[0].symbol_node().definitions;
  if (definitions != nullptr)
    for (const auto& [tag, text] : definitions->messages)
      list.push(make_normal(sym::RuleDelayed, {make_normal(sym::HoldPattern, {make_normal(sym::MessageName, {call[0], Expr::string(tag)})}), text}));
  return list.finish();
}

Expr message_list(const std::vector<MessageName>& names) {
  Builder list(sym::List);
  for (const MessageName& name : names) list.push(make_normal(sym::HoldForm, {message_name(name)}));
  return list.finish();
}

Expr value_MessageList() { return message_list(messages_of_line()); }

// MessageList[n]
MaybeExpr builtin_MessageList(Call& call) {
  const auto line = machine_integer(call[0]);
  if (!line) return call.message("intm", {call.expr(), Expr::integer(1)});
  return message_list(messages_of_line(*line < 0 ? current_line() + *line : *line));
}

constexpr MessageTexts kNames = {{"name", "Message name `1` is not of the form symbol::name or symbol::name::language."},
                                 {"anmlist", "Argument `1` of `2` should be All, None, a message name, a string, or a list of message names."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Message", .fn = builtin_Message, .arity = at_least(1), .attributes = kHoldFirst | kProtected,
     .usage = "Message[symbol::tag] prints the message symbol::tag unless it has been switched off.\nMessage[symbol::tag, e1, e2, ...] prints a message, inserting the values of the ei as needed.", .messages = kNames},
    {.name = "MessageName", .fn = builtin_MessageName, .attributes = kHoldFirst | kProtected | kReadProtected,
     .usage = "symbol::tag is a name for a message."},
    {.name = "Quiet", .fn = builtin_Quiet, .arity = between(1, 3), .attributes = kHoldAll | kProtected,
     .usage = "Quiet[expr] evaluates expr quietly, without actually outputting any messages generated.\nQuiet[expr, {s1::t1, s2::t2, ...}] quietly evaluates expr, suppressing only the named messages.\nQuiet[expr, off, on] suppresses the messages off, but not on.", .messages = kNames},
    {.name = "Check", .fn = builtin_Check, .arity = at_least(2), .attributes = kHoldAll | kProtected,
     .usage = "Check[expr, failexpr] evaluates expr, and returns the result, unless messages were generated, in which case it evaluates and returns failexpr.\nCheck[expr, failexpr, {s1::t1, ...}] checks only for the specified messages.", .messages = kNames},
    {.name = "On", .fn = builtin_On, .attributes = kHoldAll | kProtected, .usage = "On[symbol::tag] switches on a message, so that it can be printed.", .messages = kNames},
    {.name = "Off", .fn = builtin_Off, .attributes = kHoldAll | kProtected, .usage = "Off[symbol::tag] switches off a message, so that it is no longer printed.", .messages = kNames},
    {.name = "Messages", .fn = builtin_Messages, .arity = exactly(1), .attributes = kHoldAll | kProtected, .usage = "Messages[symbol] gives all the messages assigned to a particular symbol."},
    {.name = "MessageList", .fn = builtin_MessageList, .arity = exactly(1), .attributes = kProtected,
     .usage = "MessageList[n] is a global object assigned to be a list of the names of messages generated during the processing of the nth input line."},
    {.name = "$MessageList", .usage = "$MessageList is a global variable that gives a list of the names of messages generated during the evaluation of the current input line.", .value = value_MessageList},
    {.name = "General", .attributes = kProtected, .usage = "General is a symbol to which general system messages are attached."},
};

}  // namespace

void register_messages(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
