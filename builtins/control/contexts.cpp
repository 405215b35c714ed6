// contexts.cpp - $Context, $ContextPath, Begin, End, BeginPackage, EndPackage, Contexts.
#include "evaluator/contexts.h"

#include <algorithm>
#include <set>

#include "builtins/control/names.h"
#include "builtins/control/packages.h"
#include "builtins/control/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

struct SavedContext {
  std::string context;
  std::vector<std::string> path;
  bool package = false;
};
std::vector<SavedContext> saved;

std::vector<std::string>& packages() {
  static std::vector<std::string> list{"System`", "Global`"};
  return list;
}

MaybeExpr context_name(Call& call, const Expr& e) {
  if (!e.is_string() || !e.string_value().ends_with('`')) return call.message("cxt", {Expr::integer(1), call.expr()});
  return e;
}

std::string absolute(const std::string& name) { return name.starts_with('`') ? current_context() + name.substr(1) : name; }

MaybeExpr builtin_Begin(Call& call) {
  MaybeExpr name = context_name(call, call[0]);
  if (!name) return std::nullopt;
  saved.push_back({current_context(), context_path(), false});
  set_current_context(absolute(name->string_value()));
  return Expr::string(current_context());
}

MaybeExpr builtin_End(Call& call) {
  if (saved.empty() || saved.back().package) {
    call.message("noctx", {});
    return Expr::string(current_context());
  }
  const std::string left = current_context();
  set_current_context(saved.back().context);
  saved.pop_back();
  return Expr::string(left);
}

// BeginPackage["P`"], BeginPackage["P`", {"Needed`", ...}]
MaybeExpr builtin_BeginPackage(Call& call) {
  MaybeExpr name = context_name(call, call[0]);
  if (!name) return std::nullopt;
  saved.push_back({current_context(), context_path(), true});
  std::vector<std::string> path{absolute(name->string_value())};
  if (call.size() == 2) {
    for (const Expr& e : call[1].is_list() ? call[1].args() : std::span<const Expr>(&call.args()[1], 1)) {
      if (!e.is_string()) continue;
      need_package(e, call.head());
      path.push_back(e.string_value());
    }
  }
  path.push_back("System`");
  set_current_context(path.front());
  set_context_path(std::move(path));
  return Expr::string(current_context());
}

// Symbols of the package that another visible context has, too.
void report_shadowing(const std::string& package) {
  for (const Expr& symbol : all_symbols()) {
    const SymbolNode& node = symbol.symbol_node();
    if (node.context != package) continue;
    std::vector<Expr> places{Expr::string(package)};
    for (const std::string& context : context_path())
      if (context != package && find_symbol(context, node.name)) places.push_back(Expr::string(context));
    if (places.size() > 1) message(symbol, "shdw", {symbol, make_list(std::move(places)), Expr::string(package)});
  }
}

MaybeExpr builtin_EndPackage(Call& call) {
  if (saved.empty() || !saved.back().package) {
    call.message("noctx", {});
    return Expr(sym::Null);
  }
  const std::string package = current_context();
  SavedContext before = saved.back();
  saved.pop_back();
  std::vector<std::string> path{package};
  // What the package needed stays visible, too.
  for (const std::string& name : context_path())
    if (name != package && name != "System`" && std::find(before.path.begin(), before.path.end(), name) == before.path.end()) path.push_back(name);
  for (const std::string& name : before.path)
    if (name != package) path.push_back(name);
  const bool newly_visible = std::find(before.path.begin(), before.path.end(), package) == before.path.end();
  set_current_context(before.context);
  set_context_path(std::move(path));
  if (newly_visible) report_shadowing(package);
  mark_package_loaded(package);
  return Expr(sym::Null);
}

MaybeExpr builtin_Contexts(Call& call) {
  std::set<std::string> names;
  const std::string pattern = call.size() == 1 && call[0].is_string() ? call[0].string_value() : "*";
  for (const Expr& symbol : all_symbols()) {
    const std::string& context = symbol.symbol_node().context;
    if (matches_wildcard(context, pattern)) names.insert(context);
  }
  return string_list({names.begin(), names.end()});
}

Expr value_Context() { return Expr::string(current_context()); }
Expr value_ContextPath() { return string_list(context_path()); }
Expr value_Packages() { return string_list(packages()); }

constexpr Builtin kBuiltins[] = {
    {.name = "Begin", .fn = builtin_Begin, .arity = exactly(1), .attributes = kProtected, .usage = "Begin[\"context`\"] resets the current context."},
    {.name = "End", .fn = builtin_End, .arity = exactly(0), .attributes = kProtected, .usage = "End[] returns the present context, and reverts to the previous one.",
     .messages = {{"noctx", "No previous context defined."}}},
    {.name = "BeginPackage", .fn = builtin_BeginPackage, .arity = between(1, 2), .attributes = kProtected,
     .usage = "BeginPackage[\"context`\"] makes context` and System` the only active contexts.\nBeginPackage[\"context`\", {\"need1`\", ...}] calls Needs on the needi."},
    {.name = "EndPackage", .fn = builtin_EndPackage, .arity = exactly(0), .attributes = kProtected,
     .usage = "EndPackage[] restores $Context and $ContextPath to their values before the preceding BeginPackage, and prepends the current context to the list $ContextPath.",
     .messages = {{"noctx", "No previous context defined."}}},
    {.name = "Contexts", .fn = builtin_Contexts, .arity = between(0, 1), .attributes = kProtected, .usage = "Contexts[] gives a list of all contexts.\nContexts[\"string\"] gives a list of the contexts which match the string."},
    {.name = "$Context", .usage = "$Context is a global variable that gives the current context.", .messages = {{"cxset", "Cannot set $Context to `1`; valid context names are strings that end with a backquote."}}, .value = value_Context},
    {.name = "$ContextPath", .usage = "$ContextPath is a global variable that gives a list of contexts, after $Context, to search in trying to find a symbol that has been entered.",
     .messages = {{"cxlist", "`1` is not a list of valid context names."}}, .value = value_ContextPath},
    {.name = "$Packages", .attributes = kProtected, .usage = "$Packages gives a list of the contexts corresponding to all packages which have been loaded.", .value = value_Packages},
};

}  // namespace

void mark_package_loaded(const std::string& context) {
  auto& list = packages();
  if (std::find(list.begin(), list.end(), context) == list.end()) list.insert(list.begin(), context);
}
bool package_is_loaded(const std::string& context) {
  const auto& list = packages();
  return std::find(list.begin(), list.end(), context) != list.end();
}

void register_contexts(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
