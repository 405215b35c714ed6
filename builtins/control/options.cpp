// options.cpp - Options, SetOptions, OptionValue, FilterRules, OptionsPattern.
#include <algorithm>

#include "builtins/control/register.h"
#include "builtins/files/streams.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "evaluator/definitions.h"
#include "evaluator/option_lookup.h"

namespace lykos::builtins {
namespace {

// Options[f], Options[f, name], Options[f, {names}], Options[expr]
MaybeExpr builtin_Options(Call& call) {
  Expr symbol = call[0];
  if (!symbol.is_symbol())
    if (auto options = stream_options(symbol)) {
      if (call.size() == 1) return *options;
      Builder chosen(sym::List);
      for (const Expr& rule : options->args())
        if (same_option_name(rule[0], call[1])) chosen.push(rule);
      return chosen.finish();
    }
  if (symbol.is_string()) symbol = resolve_symbol(symbol.string_value());
  Expr options;
  if (symbol.is_symbol()) {
    options = default_options(symbol);
  } else if (symbol.kind() == Kind::Normal) {
    // The options given in an expression such as Graphics[..., opts].
    Builder list(sym::List);
    const auto collect = [&](const auto& self, const Expr& e) -> void {
      if (e.is_rule()) list.push(e);
      if (e.is_list() && std::all_of(e.args().begin(), e.args().end(), [](const Expr& r) { return r.is_rule() || r.is_list(); }))
        for (const Expr& rule : e.args()) self(self, rule);
    };
    for (const Expr& e : symbol.args()) collect(collect, e);
    options = list.finish();
  } else {
    return make_list({});
  }
  if (call.size() == 1) return options;
  Builder chosen(sym::List);
  const Expr names = call[1].is_list() ? call[1] : make_list({call[1]});
  for (const Expr& name : names.args()) {
    bool found = false;
    for (const Expr& rule : options.args()) {
      if (rule.is_rule() && same_option_name(rule[0], name)) {
        chosen.push(rule);
        found = true;
      }
    }
    if (!found) call.message("optnf", {symbol, name});
  }
  return chosen.finish();
}

// SetOptions[f, name -> value, ...]
MaybeExpr builtin_SetOptions(Call& call) {
  const Expr& symbol = call[0];
  if (!symbol.is_symbol()) {
    MaybeExpr unknown;
    if (auto options = set_stream_options(symbol, call.args().subspan(1), unknown)) {
      if (unknown) return unknown->is_rule() ? call.message("optnf", {(*unknown)[0], symbol}) : call.message("rep", {*unknown});
      return *options;
    }
    return call.message("sym", {symbol, Expr::integer(1)});
  }
  Expr options = default_options(symbol);
  std::vector<Expr> rules(options.args().begin(), options.args().end());
  std::vector<Expr> given;
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (call[i].is_list()) given.insert(given.end(), call[i].args().begin(), call[i].args().end());
    else given.push_back(call[i]);
  }
  for (const Expr& rule : given) {
    if (!rule.is_rule()) return call.message("rep", {rule});
    auto existing = std::find_if(rules.begin(), rules.end(), [&](const Expr& r) { return r.is_rule() && same_option_name(r[0], rule[0]); });
    if (existing == rules.end()) {
      call.message("optnf", {rule[0], symbol});
      return std::nullopt;
    }
    *existing = make_normal(rule.head(), {(*existing)[0], rule[1]});
  }
  SymbolDefinitions& definitions = definitions_of(symbol.symbol_node());
  definitions.options = make_list(std::move(rules));
  definitions.has_options = true;
  return definitions.options;
}

// The rules that define a function's options: of one or several functions, or given as they are.
bool defines_option(const Expr& source, const Expr& name) {
  if (source.is_list() && source.size() > 0 && !source[0].is_rule())
    return std::any_of(source.args().begin(), source.args().end(), [&](const Expr& e) { return defines_option(e, name); });
  if (source.is_symbol()) return find_option(default_options(source), name) != nullptr;
  return (source.is_list() || source.is_rule()) && find_option(source, name) != nullptr;
}

// Given options that the function does not have are reported, and otherwise have no effect.
void report_unknown_options(const Call& call, const Expr& function, const Expr& given) {
  if (given.is_list() || given.has_head(sym::Sequence)) {
    for (const Expr& e : given.args()) report_unknown_options(call, function, e);
  } else if (given.is_rule() && !defines_option(function, given[0])) {
    call.message("nodef", {given[0], function});
  }
}

// OptionValue[f, opts, name], OptionValue[f, name]; the one-argument form is rewritten by the rule that holds it (below).
MaybeExpr builtin_OptionValue(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& function = call[0];
  const Expr given = call.size() >= 3 ? call[1] : make_list({});
  const Expr& names = call[call.size() == 2 ? 1 : 2];
  const bool held = call.size() == 4;
  report_unknown_options(call, function, given);
  const auto value_of = [&](const Expr& name) -> Expr {
    const Expr* value = find_option(given, name);
    Expr defaults;
    if (value == nullptr) {
      const auto look = [&](const Expr& source) -> const Expr* {
        defaults = source.is_symbol() ? default_options(source) : source.is_list() || source.is_rule() ? source : make_list({});
        return find_option(defaults, name);
      };
      if (function.is_list() && function.size() > 0 && !function[0].is_rule()) {
        for (const Expr& source : function.args())
          if ((value = look(source)) != nullptr) break;
      } else {
        value = look(function);
      }
    }
    if (value == nullptr) {
      call.message("optnf", {function, name});
      return name;
    }
    return held ? make_normal(call[3], {*value}) : *value;
  };
  if (names.is_list()) {
    Builder list(sym::List);
    for (const Expr& name : names.args()) list.push(value_of(name));
    return list.finish();
  }
  return value_of(names);
}

// FilterRules[rules, pattern], FilterRules[rules, {patterns}], with rules as patterns standing for their left sides.
MaybeExpr builtin_FilterRules(Call& call) {
  std::vector<Expr> patterns;
  const auto add = [&](const auto& self, const Expr& e) -> void {
    if (e.is_list()) {
      for (const Expr& inner : e.args()) self(self, inner);
    } else {
      patterns.push_back(e.is_rule() ? e[0] : e);
    }
  };
  // Except[patt] and Except[{patt1, ...}] pick the others.
  const bool others = call[1].has_head(sym::Except, 1);
  add(add, others ? call[1][0] : call[1]);
  const auto keep = [&](const Expr& rule) {
    return rule.is_rule() && others != std::any_of(patterns.begin(), patterns.end(), [&](const Expr& p) { return same_option_name(rule[0], p) || matches(rule[0], p); });
  };
  const Expr rules = call[0].is_rule() ? make_list({call[0]}) : call[0];
  if (!rules.is_list() && !rules.is_association()) return call.message("rep", {rules});
  Builder list(sym::List);
  const auto collect = [&](const auto& self, const Expr& e) -> void {
    if (e.is_list()) {
      for (const Expr& inner : e.args()) self(self, inner);
    } else if (keep(e)) {
      list.push(e);
    }
  };
  for (const Expr& e : rules.args()) collect(collect, e);
  return list.finish();
}

// OptionQ[e]: a rule, or a list of rules, however nested.
bool is_option(const Expr& e) {
  if (e.is_rule()) return e[0].is_symbol() || e[0].is_string();
  return e.is_list() && std::all_of(e.args().begin(), e.args().end(), is_option);
}
MaybeExpr builtin_OptionQ(Call& call) { return Expr::boolean(is_option(call[0])); }

constexpr Builtin kBuiltins[] = {
    {.name = "OptionQ", .fn = builtin_OptionQ, .arity = exactly(1), .attributes = kProtected,
     .usage = "OptionQ[expr] returns True if expr can be considered an option or list of options, and False otherwise."},
    {.name = "Options", .fn = builtin_Options, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Options[f] gives the list of default options assigned to a symbol f.\nOptions[expr] gives the options explicitly specified in a particular expression.\nOptions[f, name] gives the setting for the option name."},
    {.name = "SetOptions", .fn = builtin_SetOptions, .arity = at_least(1), .attributes = kProtected,
     .usage = "SetOptions[s, name1 -> value1, name2 -> value2, ...] sets the specified default options for a symbol s.",
     .messages = {{"optnf", "`1` is not a known option for `2`."}}},
    {.name = "OptionValue", .fn = builtin_OptionValue, .arity = between(1, 4), .attributes = kProtected,
     .usage = "OptionValue[name] gives the value of name in options matched by OptionsPattern.\nOptionValue[f, name] gives the option value for options associated with the head f.\nOptionValue[f, opts, name] extracts option values from the explicit list of rules opts.",
     .messages = {{"nodef", "Unknown option `1` for `2`."}}},
    {.name = "OptionsPattern", .arity = any_arity(), .attributes = kProtected,
     .usage = "OptionsPattern[] is a pattern object that represents a collection of options given as rules, where the values of options can be accessed using OptionValue.\nOptionsPattern[f] takes default option values from Options[f].\nOptionsPattern[{opt1 -> val1, ...}] uses an explicit list of default option values."},
    {.name = "FilterRules", .fn = builtin_FilterRules, .arity = exactly(2), .attributes = kProtected,
     .usage = "FilterRules[rules, patt] filters the list rules by picking out only those rules whose left-hand sides match patt.\nFilterRules[rules, {patt1, patt2, ...}] picks out rules whose left-hand sides match any of the patti.\nFilterRules[rules, Except[patt]] picks out the others."},
};

}  // namespace

void register_options(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
