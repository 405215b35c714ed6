// save.cpp - Save and DumpSave: the definitions of symbols, and of all they depend on, as text that Get reads.
#include <algorithm>

#include "builtins/control/names.h"
#include "builtins/files/streams.h"
#include "builtins/files/write_file.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {
namespace {

// A symbol, a name with wild cards, a context (all its symbols), or a list of these.
bool collect_symbols(const Expr& spec, std::vector<Expr>& symbols) {
  if (spec.is_list()) return std::all_of(spec.args().begin(), spec.args().end(), [&](const Expr& e) { return collect_symbols(e, symbols); });
  if (spec.is_symbol()) {
    symbols.push_back(spec);
    return true;
  }
  if (spec.has_head(sym::Evaluate, 1)) return collect_symbols(evaluate(spec[0]), symbols);
  if (!spec.is_string()) return false;
  const std::string& text = spec.string_value();
  const std::vector<Expr> found = symbols_matching(text.ends_with('`') ? text + "*" : text);
  symbols.insert(symbols.end(), found.begin(), found.end());
  return true;
}

std::optional<std::string> definitions_argument(Call& call) {
  std::vector<Expr> symbols;
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (!collect_symbols(call.arg(i), symbols)) {
      call.message("ssle", {call.expr(), Expr::integer(static_cast<std::int64_t>(i) + 1)});
      return std::nullopt;
    }
  }
  return saved_definitions(symbols);
}

// Save["file", symbol], Save["file", "form"], Save["file", "context`"], Save["file", {object1, ...}]: appended to the file.
MaybeExpr builtin_Save(Call& call) {
  const Expr target = call.arg(0);
  const auto text = definitions_argument(call);
  if (!text) return std::nullopt;
  if (target.has_head(sym::OutputStream)) {
    Stream* stream = find_stream(target);
    if (stream == nullptr) {
      call.message("openx", {target});
      return failed();
    }
    stream->write(*text);
    return Expr();
  }
  const auto path = file_argument(target);
  if (!path) return call.message("stream", {target});
  std::string reason;
  if (!append_to_file(*path, *text, reason)) {
    call.message("noopen", {target});
    return failed();
  }
  return Expr();
}

// DumpSave["file.mx", symbol], ...: the file is replaced; it holds the same text, which Get reads at full speed.
MaybeExpr builtin_DumpSave(Call& call) {
  const Expr target = call.arg(0);
  const auto text = definitions_argument(call);
  if (!text) return std::nullopt;
  const auto path = file_argument(target);
  if (!path) return call.message("stream", {target});
  std::string reason;
  if (!write_whole_file(*path, *text, reason)) {
    call.message("noopen", {target});
    return failed();
  }
  const Expr what = call.size() == 2 ? call.arg(1) : make_list(call.args().subspan(1));
  return what.is_list() ? what : make_list({what});
}

constexpr MessageTexts kSaveMessages = {{"noopen", "Cannot open `1`."},
                                        {"openx", "`1` is not open."},
                                        {"stream", "`1` is not a string, File, InputStream[ ] or OutputStream[ ]."},
                                        {"ssle", "Symbol, string or list of these expected at position `2` in `1`."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Save",
     .fn = builtin_Save,
     .arity = at_least(2),
     .attributes = kHoldRest | kProtected,
     .usage = "Save[\"filename\", symbol] appends definitions associated with the specified symbol to a file.\n"
              "Save[\"filename\", \"form\"] appends definitions of all symbols whose names match the string pattern form.\n"
              "Save[\"filename\", \"context`\"] appends definitions of all symbols in the context.\n"
              "Save[\"filename\", {object1, object2, ...}] appends definitions of several objects.",
     .messages = kSaveMessages},
    {.name = "DumpSave",
     .fn = builtin_DumpSave,
     .arity = at_least(2),
     .attributes = kHoldRest | kProtected,
     .usage = "DumpSave[\"file.mx\", symbol] writes definitions associated with a symbol to a file that Get reads.\n"
              "DumpSave[\"file.mx\", \"context`\"] writes out definitions of all symbols in the context.\n"
              "DumpSave[\"file.mx\", {object1, object2, ...}] writes out definitions of several objects.",
     .messages = kSaveMessages},
};

}  // namespace

void register_save(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
