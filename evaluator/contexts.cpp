// contexts.cpp - name resolution.
#include "evaluator/contexts.h"

#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "evaluator/handlers.h"
#include "evaluator/limits.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

std::string& context() {
  static std::string current = "Global`";
  return current;
}
std::vector<std::string>& path() {
  static std::vector<std::string> contexts{"System`", "Global`"};
  return contexts;
}

// `x and `sub`x are relative to the current context; a context that begins with an alias means what the alias stands for.
std::string absolute(std::string_view written) {
  if (written.starts_with('`')) return context() + std::string(written.substr(1));
  if (!context_aliases().empty()) {
    const auto alias = context_aliases().find(std::string(written.substr(0, written.find('`') + 1)));
    if (alias != context_aliases().end()) return alias->second + std::string(written.substr(alias->first.size()));
  }
  return std::string(written);
}

// A symbol that input makes: $NewSymbol and the handlers of "NewSymbol" hear of it, once it is there.
Expr make_symbol(std::string_view in_context, std::string_view name) {
  const Expr symbol = intern_symbol(in_context, name);
  const SymbolNode& hook = Expr(sym::DollarNewSymbol).symbol_node();
  if (!hook.has_own_value && !handlers_exist(HandlerKind::NewSymbol)) return symbol;
  const std::initializer_list<Expr> words{Expr::string(std::string(name)), Expr::string(std::string(in_context))};
  try {
    if (hook.has_own_value) apply(hook.own_value, words);
    call_handlers(HandlerKind::NewSymbol, make_list(words));
  } catch (const QuitSignal&) {
    throw;
  } catch (...) {
    if (recursion_depth > 0) throw;   // while a line is read, nobody waits for a signal
  }
  return symbol;
}

}  // namespace

std::map<std::string, std::string>& context_aliases() {
  static std::map<std::string, std::string> aliases;
  return aliases;
}

const std::string& current_context() { return context(); }
void set_current_context(std::string name) { context() = std::move(name); }
const std::vector<std::string>& context_path() { return path(); }
void set_context_path(std::vector<std::string> names) { path() = std::move(names); }

Expr resolve_symbol(std::string_view written) {
  const std::size_t quote = written.rfind('`');
  if (quote != std::string_view::npos) {
    const std::string full = absolute(written);
    const std::size_t at = full.rfind('`');
    if (MaybeExpr found = find_symbol(full.substr(0, at + 1), full.substr(at + 1))) return *found;
    return make_symbol(full.substr(0, at + 1), full.substr(at + 1));
  }
  // The path comes first, so that a package's symbol shadows one of that name that Global` had before.
  for (const std::string& name : path())
    if (MaybeExpr found = find_symbol(name, written)) return *found;
  if (MaybeExpr found = find_symbol(context(), written)) return *found;
  return make_symbol(context(), written);
}

SymbolResolver current_resolver() {
  return [](std::string_view written) { return resolve_symbol(written); };
}

bool context_is_visible(const std::string& symbol_context, const std::string& name) {
  for (const std::string& each : path()) {
    if (each == symbol_context) return true;
    if (find_symbol(each, name)) return false;  // another symbol of that name comes first
  }
  return symbol_context == context();
}

}  // namespace lykos
