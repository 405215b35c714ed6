// save.cpp - Save: the definitions of symbols, and of all they depend on, as text that Get reads. DumpSave: those of the symbols
// alone, in binary. Encode: files that are not plain to read.
#include <algorithm>
#include <filesystem>

#include "builtins/control/names.h"
#include "builtins/control/packages.h"
#include "builtins/files/dump.h"
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

// The symbols that the arguments after the first name.
std::optional<std::vector<Expr>> symbols_argument(Call& call) {
  std::vector<Expr> symbols;
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (!collect_symbols(call.arg(i), symbols)) {
      call.message("ssle", {call.expr(), Expr::integer(static_cast<std::int64_t>(i) + 1)});
      return std::nullopt;
    }
  }
  return symbols;
}

// Save["file", symbol], Save["file", "form"], Save["file", "context`"], Save["file", {object1, ...}]: appended to the file.
MaybeExpr builtin_Save(Call& call) {
  const Expr target = call.arg(0);
  const auto symbols = symbols_argument(call);
  if (!symbols) return std::nullopt;
  const std::string text = saved_definitions(*symbols);
  if (target.has_head(sym::OutputStream)) {
    Stream* stream = find_stream(target);
    if (stream == nullptr) {
      call.message("openx", {target});
      return failed();
    }
    stream->write_text(text);
    return Expr();
  }
  const auto path = file_argument(target);
  if (!path) return call.message("stream", {target});
  std::string reason;
  if (!append_to_file(*path, text, reason)) {
    call.message("noopen", {target});
    return failed();
  }
  return Expr();
}

// DumpSave["file.mx", symbol], ...: the file is replaced. DumpSave["package`", ...] chooses package.mx/$SystemID/package.mx.
MaybeExpr builtin_DumpSave(Call& call) {
  const Expr target = call.arg(0);
  const auto symbols = symbols_argument(call);
  if (!symbols) return std::nullopt;
  auto path = file_argument(target);
  if (!path) return call.message("stream", {target});
  if (path->ends_with('`')) {
    path = dump_file_of_context(*path);
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(*path).parent_path(), error);
  }
  std::string reason;
  if (!write_whole_file(*path, dump_definitions(*symbols), reason)) {
    call.message("noopen", {target});
    return failed();
  }
  const Expr what = call.size() == 2 ? call.arg(1) : make_list(call.args().subspan(1));
  return what.is_list() ? what : make_list({what});
}

// Encode["source", "destination"], Encode["source", "destination", "key"]
MaybeExpr builtin_Encode(Call& call) {
  const auto from = file_argument(call.arg(0));
  const auto to = file_argument(call.arg(1));
  if (!from || !to) return call.message("stream", {call.arg(from ? 1 : 0)});
  if (call.size() == 3 && !call.arg(2).is_string()) return call.message("string", {Expr::integer(3), call.expr()});
  if (!call.option(Expr::symbol("MachineID")).is(sym::None)) call.message("machine", {});
  std::string reason;
  const auto text = read_whole_file(*from, reason);
  if (!text) {
    call.message("noopen", {call.arg(0)});
    return failed();
  }
  if (!write_whole_file(*to, encode_source(*text, call.size() == 3 ? call.arg(2).string_value() : ""), reason)) {
    call.message("noopen", {call.arg(1)});
    return failed();
  }
  return Expr();
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
     .usage = "DumpSave[\"file.mx\", symbol] writes definitions associated with a symbol to a binary file that Get reads.\n"
              "DumpSave[\"file.mx\", \"context`\"] writes out definitions of all symbols in the context.\n"
              "DumpSave[\"file.mx\", {object1, object2, ...}] writes out definitions of several objects.\n"
              "DumpSave[\"package`\", objects] chooses the name of the file, which Get[\"package`\"] finds.",
     .messages = kSaveMessages},
    {.name = "Encode",
     .fn = builtin_Encode,
     .arity = between(2, 3),
     .usage = "Encode[\"source\", \"dest\"] writes an encoded version of the file source to the file dest, which Get reads.\n"
              "Encode[\"source\", \"dest\", \"key\"] writes a version that only Get[\"dest\", \"key\"] reads.",
     .options = "{MachineID -> None}",
     .messages = {{"noopen", "Cannot open `1`."},
                  {"stream", "`1` is not a string, File, InputStream[ ] or OutputStream[ ]."},
                  {"machine", "Files are not bound to a machine; the value of MachineID has no effect."}}},
};

}  // namespace

void register_save(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
