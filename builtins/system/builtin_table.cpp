// builtin_table.cpp - the registry read from inside the program: what tools/coverage makes docs/coverage.md from.
#include <string>

#include "builtins/support.h"

namespace lykos::builtins {
namespace {

const char* kind_of(const Builtin& row) {
  if (row.fn != nullptr || row.sub_fn != nullptr) return "function";
  if (row.value != nullptr) return "value";
  if (row.definition != nullptr) return "definition";
  return "symbol";
}

// {{"Take", "function"}, {"$Version", "value"}, {"All", "symbol"} ...}: every public row, in the order of registration.
MaybeExpr builtin_BuiltinTable(Call&) {
  Builder table(sym::List);
  for (const Builtin* row : registry().rows()) {
    const std::string_view name = row->name;
    if (name.find("Private`") != std::string_view::npos) continue;
    table.push(make_list({Expr::string(std::string(name)), Expr::string(kind_of(*row))}));
  }
  return table.finish();
}

constexpr Builtin kBuiltins[] = {
    {.name = "System`Private`BuiltinTable",
     .fn = builtin_BuiltinTable,
     .arity = exactly(0),
     .usage = "BuiltinTable[] gives the name of every builtin with \"function\", \"value\", \"definition\" or \"symbol\"."},
};

}  // namespace

void register_builtin_table(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
