// packages.cpp - Get, Needs, $Path.
#include "builtins/control/packages.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "builtins/control/package_directory.h"
#include "builtins/control/paclets.h"
#include "builtins/control/register.h"
#include "builtins/files/dump.h"
#include "builtins/files/write_file.h"
#include "builtins/strings/encoding.h"
#include "builtins/library.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "evaluator/handlers.h"
#include "evaluator/syntax_messages.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

namespace fs = std::filesystem;

std::string& source_file() {
  static std::string name;
  return name;
}

bool is_context(const std::string& name) { return name.ends_with('`'); }

std::vector<std::string>& loaded_files() {
  static std::vector<std::string> files;
  return files;
}

// Where a source begins: after a first line for the shell.
std::size_t after_first_line(std::string_view text) {
  if (!text.starts_with("#!")) return 0;
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? text.size() : end + 1;
}

class SourceScope {
 public:
  explicit SourceScope(std::string name) : before_(source_file()) { source_file() = std::move(name); }
  ~SourceScope() { source_file() = before_; }
  SourceScope(const SourceScope&) = delete;
  SourceScope& operator=(const SourceScope&) = delete;

 private:
  std::string before_;
};

MaybeExpr name_of(const Expr& e) {
  if (e.is_string()) return e;
  if (e.has_head(sym::File, 1) && e[0].is_string()) return e[0];
  return std::nullopt;
}

// Developer`, Experimental` ...: contexts of functions of this program.
bool is_built_in(const std::string& context) {
  const std::vector<Expr> symbols = all_symbols();
  return std::any_of(symbols.begin(), symbols.end(),
                     [&](const Expr& symbol) { return symbol.symbol_node().builtin != nullptr && symbol.symbol_node().context == context; });
}

// The directories of the option Path, a string or a list; nullopt for Automatic.
std::optional<std::vector<std::string>> path_option(const Expr& value) {
  if (value.is(sym::Automatic)) return std::nullopt;
  std::vector<std::string> places;
  const Expr list = value.is_list() ? value : make_list({value});
  for (const Expr& place : list.args())
    if (const MaybeExpr name = name_of(place)) places.push_back(expand_home(name->string_value()));
  return places;
}

// Get["file"], Get["P`"], <<name, Get["file", "key"]
MaybeExpr builtin_Get(Call& call) {
  MaybeExpr name = name_of(call[0]);
  if (!name) return call.message("path", {call[0]});
  const auto places = path_option(call.option(Expr(sym::Path)));
  const auto file = find_source_file(expand_home(name->string_value()), places ? &*places : nullptr);
  std::string reason;
  auto bytes = file ? read_whole_file(*file, reason) : std::nullopt;
  if (!bytes) {
    if (const std::string& context = name->string_value(); is_context(context) && is_built_in(context)) {
      std::vector<std::string> path = context_path();
      if (std::find(path.begin(), path.end(), context) == path.end()) path.insert(path.begin(), context);
      set_context_path(std::move(path));
      return Expr(sym::Null);
    }
    call.message("noopen", {*name});
    return failed();
  }
  if (is_foreign_dump(*bytes)) {
    call.message("dump", {*name});
    return failed();
  }
  if (is_dump(*bytes)) {
    if (load_dump(*bytes, reason)) return Expr(sym::Null);
    call.message("corrupt", {*name});
    return failed();
  }
  if (is_encoded_source(*bytes)) {
    bytes = decode_source(*bytes, call.size() == 2 && call[1].is_string() ? call[1].string_value() : "");
    if (!bytes) {
      call.message("enkey", {*name});
      return failed();
    }
  } else if (const Expr encoding = call.option(sym::CharacterEncoding); encoding.is_string()) {
    const auto known = encoding_by_name(encoding.string_value());
    if (known && *known != TextEncoding::Utf8) bytes = decode_text(*bytes, *known);
  }
  loaded_files().push_back(*file);
  const auto event = [&](const Expr& at) {
    if (handlers_exist(HandlerKind::GetFileEvent)) call_handlers(HandlerKind::GetFileEvent, make_normal(sym::HoldComplete, {*name, sym::Identity, at}));
  };
  event(sym::First);
  const auto package = package_of_source(*bytes);
  const Expr value = package ? load_package_directory(*package, *file) : evaluate_source(*bytes, *file);
  event(sym::Last);
  return value;
}

// Needs["P`"], Needs["P`", "file"], Needs["P`" -> "p`"], Needs["P`" -> None]
MaybeExpr builtin_Needs(Call& call) {
  const bool aliased = call[0].is_rule();
  const Expr spec = aliased ? call[0][0] : call[0];
  const bool known_alias = !aliased || call[0][1].is(sym::None) || (call[0][1].is_string() && is_context(call[0][1].string_value()));
  if (!spec.is_string() || !is_context(spec.string_value()) || !known_alias) return call.message("cxt", {Expr::integer(1), call.expr()});
  const std::string name = spec.string_value();
  const std::vector<std::string> path = context_path();
  if (call.size() == 2 && !package_is_loaded(name)) {
    const Expr loaded = evaluate(make_normal(sym::Get, {call[1]}));
    if (loaded.is(sym::DollarFailed)) return failed();
    if (!package_is_loaded(name)) {
      call.message("nocont", {spec});
      return failed();
    }
  } else if (const Expr result = need_package(spec, call.head()); result.is(sym::DollarFailed)) {
    return result;
  }
  if (aliased) {
    // The package stays off $ContextPath; its symbols are written with the alias.
    set_context_path(path);
    if (call[0][1].is_string()) context_aliases()[call[0][1].string_value()] = name;
  } else if (std::find(path.begin(), path.end(), name) == path.end()) {
    std::vector<std::string> longer = context_path();
    if (std::find(longer.begin(), longer.end(), name) == longer.end()) longer.insert(longer.begin(), name);
    set_context_path(std::move(longer));
  }
  return Expr(sym::Null);
}

// ReadSource["file", f] applies f to HoldComplete[expr] of each expression of the file in turn. A syntax error anywhere is said before
// anything is evaluated, and gives $Failed.
MaybeExpr builtin_ReadSource(Call& call) {
  const std::string name = call[0].is_string() ? call[0].string_value() : "";
  std::string reason;
  const auto text = read_whole_file(name, reason);
  if (!text) return failed();
  const std::size_t start = after_first_line(*text);
  if (const ParseResult whole = parse_all(std::string_view(*text).substr(start), [](std::string_view) { return Expr(sym::Null); }); whole.error) {
    say_file_syntax_error(*whole.error, std::string_view(*text).substr(start), name);
    return failed();
  }
  return each_expression(*text, name, [&](const Expr& e) { return apply(call[1], {make_normal(sym::HoldComplete, {e})}); });
}

// DeclarePackage["context`", {"name1", ...}]
MaybeExpr builtin_DeclarePackage(Call& call) {
  if (!call[0].is_string() || !is_context(call[0].string_value())) return call.message("cxt", {Expr::integer(1), call.expr()});
  const Expr names = call[1].is_list() ? call[1] : make_list({call[1]});
  if (!std::all_of(names.args().begin(), names.args().end(), [](const Expr& name) { return name.is_string(); })) return call.message("strlist", {call[1]});
  const Expr args[] = {call[0], names};
  return call_library("control/packages", "declarePackage", args);
}

Expr value_ContextAliases() {
  std::vector<AssociationEntry> entries;
  for (const auto& [alias, name] : context_aliases()) entries.push_back({Expr::string(alias), Expr::string(name), false});
  return make_association(std::move(entries));
}

Expr value_LoadedFiles() { return string_list(loaded_files()); }
Expr value_InputFileName() { return Expr::string(source_file()); }
Expr value_Path() { return string_list(package_search_path()); }

constexpr Builtin kBuiltins[] = {
    {.name = "Get", .fn = builtin_Get, .arity = between(1, 2), .attributes = kProtected,
     .usage = "<<name reads in a file, evaluating each expression in it and returning the last one.\nGet[\"file\"] reads a file; Get[\"context`\"] reads the package for a context.\nGet[\"file\", \"key\"] reads a file that was encoded with the key.",
     .options = "{CharacterEncoding -> \"UTF-8\", Method -> Automatic, Path -> Automatic}",
     .messages = {{"dump", "`1` is a dump of another kernel's memory, which cannot be read here."},
                  {"corrupt", "The dump file `1` is damaged."},
                  {"enkey", "The encoded file `1` cannot be read with this key."},
                  {"path", "A string or File object is expected instead of `1`."}, {"syntax", "`1`"}}},
    {.name = "Needs", .fn = builtin_Needs, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Needs[\"context`\"] loads an appropriate file if the specified context is not already in $Packages.\nNeeds[\"context`\", \"file\"] loads file if the specified context is not already in $Packages.\nNeeds[\"context`\" -> \"alias`\"] loads the package without entering it into $ContextPath; its symbols are written with the alias.",
     .messages = {{"nocont", "Context `1` was not created when Needs was evaluated."}}},
    {.name = "System`Library`ReadSource", .fn = builtin_ReadSource, .arity = exactly(2),
     .usage = "ReadSource[\"file\", f] applies f to each expression of a file, held, in turn."},
    {.name = "DeclarePackage", .fn = builtin_DeclarePackage, .arity = exactly(2), .attributes = kProtected,
     .usage = "DeclarePackage[\"context`\", {\"name1\", \"name2\", ...}] declares that Needs[\"context`\"] is to be evaluated when a symbol of one of these names is first used.",
     .messages = {{"strlist", "`1` is not a string or a list of strings."}}},
    {.name = "$ContextAliases", .attributes = kNoAttributes, .usage = "$ContextAliases gives an association of the aliases of contexts and the contexts they stand for.", .value = value_ContextAliases},
    {.name = "$InputFileName", .attributes = kProtected, .usage = "$InputFileName is a global variable whose value is the absolute file name of the file from which input to the system is currently being sought.", .value = value_InputFileName},
    {.name = "$LoadedFiles", .attributes = kProtected, .usage = "$LoadedFiles is the list of the files that Get has read, in their order.", .value = value_LoadedFiles},
    {.name = "$Path", .attributes = kNoAttributes, .usage = "$Path gives a list of directories to search in attempting to find an external file.", .value = value_Path},
};

}  // namespace

std::vector<std::string> context_file_candidates(const std::string& name) {
  if (!is_context(name)) return {name};
  std::string path = name.substr(0, name.size() - 1);
  std::replace(path.begin(), path.end(), '`', '/');
  const std::string leaf = fs::path(path).filename();
  return {path + ".wl", path + ".m", path + "/Kernel/init.wl", path + "/Kernel/init.m", path + "/init.wl", path + "/init.m",
          path + "/Kernel/" + leaf + ".wl", path + "/" + leaf + ".wl", path + "/Kernel/" + leaf + ".m", path + "/" + leaf + ".m",
          dump_file_of_context(name), path + ".mx"};
}

const std::string& current_source_file() { return source_file(); }
void set_current_source_file(std::string name) { source_file() = std::move(name); }

std::vector<std::string>& package_search_path() {
  static std::vector<std::string> path = [] {
    std::vector<std::string> places{"."};
    if (const char* home = std::getenv("HOME")) {
      places.push_back(std::string(home) + "/.local/share/lykos/Applications");
      places.push_back(home);
    }
    return places;
  }();
  return path;
}

std::string dump_file_of_context(const std::string& context) {
  std::string path = context.substr(0, context.size() - 1);
  std::replace(path.begin(), path.end(), '`', '/');
  const std::string leaf = fs::path(path).filename();
  const Expr system = evaluate(Expr(sym::DollarSystemID));
  return path + ".mx/" + (system.is_string() ? system.string_value() : "") + "/" + leaf + ".mx";
}

std::optional<std::string> find_source_file(const std::string& name, const std::vector<std::string>* given) {
  std::error_code error;
  if (is_context(name) && given == nullptr)
    if (auto file = find_paclet_file(name)) return file;
  std::vector<std::string> places = given != nullptr ? *given : package_search_path();
  if (given == nullptr && !source_file().empty()) places.push_back(fs::path(source_file()).parent_path().string());
  for (const std::string& candidate : context_file_candidates(name)) {
    if (fs::path(candidate).is_absolute() && fs::is_regular_file(candidate, error)) return candidate;
    for (const std::string& place : places) {
      const fs::path path = fs::path(place) / candidate;
      if (!is_context(name) && fs::is_directory(path, error)) {
        for (const char* init : {"init.wl", "init.m", "Kernel/init.wl", "Kernel/init.m"})
          if (fs::is_regular_file(path / init, error)) return fs::absolute(path / init, error).lexically_normal().string();
      }
      if (fs::is_regular_file(path, error)) return fs::absolute(path, error).lexically_normal().string();
    }
  }
  return std::nullopt;
}

Expr each_expression(std::string_view text, const std::string& file_name, const std::function<Expr(const Expr&)>& take) {
  SourceScope scope(file_name);
  std::size_t offset = after_first_line(text);
  Expr last;
  const SymbolResolver resolve = current_resolver();
  while (offset < text.size()) {
    const ParseStep step = parse_next(text, offset, resolve);
    if (step.error) {
      say_file_syntax_error(*step.error, text, file_name);
      return failed();
    }
    if (!step.expression) break;
    last = take(step.expression->value);
    if (step.next <= offset) break;
    offset = step.next;
  }
  return last;
}

Expr evaluate_source(std::string_view text, const std::string& file_name) {
  return each_expression(text, file_name, [](const Expr& e) { return evaluate(e); });
}

Expr need_package(const Expr& context, const Expr& origin) {
  if (!context.is_string()) return failed();
  const std::string name = context.string_value();
  if (package_is_loaded(name) || is_built_in(name)) return sym::Null;
  const Expr loaded = evaluate(make_normal(sym::Get, {context}));
  if (loaded.is(sym::DollarFailed) || !package_is_loaded(name)) {
    message(origin.is(sym::BeginPackage) ? Expr(sym::Needs) : origin, "nocont", {context});
    return failed();
  }
  return sym::Null;
}

void register_packages(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
