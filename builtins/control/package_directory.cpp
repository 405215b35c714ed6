// package_directory.cpp - packages whose files begin with Package["P`"].
//
// All files beside and below the one that is read belong to the package. Each has a context of its own for what it keeps to itself:
// P`file`PackagePrivate`. PackageExport["f"] makes P`f, PackageScope["g"] makes P`PackageScope`g, which all files of the package see;
// both are found in all files before any is evaluated. PackageImport["Q`"] is Needs["Q`"] for the file.
#include "builtins/control/package_directory.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>

#include "builtins/control/packages.h"
#include "builtins/files/write_file.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "evaluator/syntax_messages.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

namespace fs = std::filesystem;

// Reads names without making symbols that stay in anyone's way.
Expr resolve_aside(std::string_view written) {
  const std::size_t quote = written.rfind('`');
  return intern_symbol("System`Private`", written.substr(quote == std::string_view::npos ? 0 : quote + 1));
}

// Where the next expression begins: after white space and comments.
std::size_t next_expression(std::string_view text, std::size_t at) {
  for (;;) {
    while (at < text.size() && (std::isspace(static_cast<unsigned char>(text[at])) != 0 || text[at] == ';')) ++at;
    if (text.substr(at, 2) != "(*") return at;
    int depth = 0;
    do {
      if (text.substr(at, 2) == "(*") {
        ++depth;
        at += 2;
      } else if (text.substr(at, 2) == "*)") {
        --depth;
        at += 2;
      } else {
        ++at;
      }
    } while (depth > 0 && at < text.size());
  }
}

// A directive: Package, PackageExport, PackageScope, PackageImport ... and the strings or symbol names in it.
struct Directive {
  std::string name;
  std::vector<std::string> words;
  std::size_t next = 0;
};

std::optional<Directive> directive_at(std::string_view text, std::size_t at) {
  static constexpr std::string_view kNames[] = {"Package", "PackageExport", "PackageExported", "PackageScope", "PackageScoped", "PackageImport", "PackageInitialize"};
  std::size_t end = at;
  while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
  const std::string_view name = text.substr(at, end - at);
  if (end >= text.size() || text[end] != '[' || std::find(std::begin(kNames), std::end(kNames), name) == std::end(kNames)) return std::nullopt;
  const ParseStep step = parse_next(text, at, resolve_aside);
  if (step.error || !step.expression) return std::nullopt;
  Expr call = step.expression->value;
  if (call.has_head(sym::CompoundExpression) && call.size() > 0) call = Expr(call[0]);
  Directive directive{std::string(name), {}, step.next};
  const auto collect = [&](const auto& self, const Expr& e) -> void {
    if (e.is_string()) directive.words.push_back(e.string_value());
    if (e.is_symbol() && !e.is(sym::Null)) directive.words.push_back(e.symbol_node().name);
    if (e.is_list())
      for (const Expr& part : e.args()) self(self, part);
  };
  if (call.kind() == Kind::Normal)
    for (const Expr& arg : call.args()) collect(collect, arg);
  return directive;
}

// Calls `found` with each directive of a source, wherever one stands at the beginning of an expression.
template <class Found>
void each_directive(std::string_view text, const Found& found) {
  std::size_t at = 0;
  while (at < text.size()) {
    at = next_expression(text, at);
    if (at >= text.size()) return;
    if (const auto directive = directive_at(text, at)) {
      found(*directive);
      at = std::max(directive->next, at + 1);
      continue;
    }
    const ParseStep step = parse_next(text, at, resolve_aside);
    if (step.error || !step.expression || step.next <= at) return;
    at = step.next;
  }
}

struct Source {
  std::string path, text, context;
};

std::vector<Source> sources_of(const std::string& context, const fs::path& first) {
  std::vector<fs::path> paths;
  std::error_code error;
  const fs::path root = first.parent_path();
  for (fs::recursive_directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
    const std::string kind = it->path().extension().string();
    if (it->is_regular_file(error) && (kind == ".wl" || kind == ".m") && it->path() != first) paths.push_back(it->path());
  }
  std::sort(paths.begin(), paths.end());
  paths.insert(paths.begin(), first);
  std::vector<Source> sources;
  for (const fs::path& path : paths) {
    std::string reason;
    auto text = read_whole_file(path.string(), reason);
    if (!text) continue;
    if (package_of_source(*text) != context) continue;
    std::string own = fs::relative(path, root, error).replace_extension("").string();
    std::replace(own.begin(), own.end(), '/', '`');
    own.erase(std::remove_if(own.begin(), own.end(), [](char c) { return c != '`' && c != '$' && std::isalnum(static_cast<unsigned char>(c)) == 0; }), own.end());
    sources.push_back({path.string(), std::move(*text), context + own + "`PackagePrivate`"});
  }
  return sources;
}

class ContextScope {
 public:
  ContextScope() : context_(current_context()), path_(context_path()) {}
  ~ContextScope() {
    set_current_context(context_);
    set_context_path(path_);
  }
  ContextScope(const ContextScope&) = delete;
  ContextScope& operator=(const ContextScope&) = delete;

 private:
  std::string context_;
  std::vector<std::string> path_;
};

Expr evaluate_package_source(const Source& source, const std::string& package) {
  const ContextScope scope;
  std::vector<std::string> path{"System`", package, package + "PackageScope`"};
  each_directive(source.text, [&](const Directive& directive) {
    if (directive.name != "PackageImport") return;
    for (const std::string& name : directive.words) {
      need_package(Expr::string(name), sym::Needs);
      path.push_back(name);
    }
  });
  set_current_context(source.context);
  set_context_path(std::move(path));
  const std::string before = current_source_file();
  set_current_source_file(source.path);
  Expr last;
  std::size_t at = 0;
  while ((at = next_expression(source.text, at)) < source.text.size()) {
    if (const auto directive = directive_at(source.text, at)) {
      at = std::max(directive->next, at + 1);
      continue;
    }
    const ParseStep step = parse_next(source.text, at, current_resolver());
    if (step.error) {
      say_file_syntax_error(*step.error, source.text, source.path);
      last = failed();
      break;
    }
    if (!step.expression) break;
    last = evaluate(step.expression->value);
    if (step.next <= at) break;
    at = step.next;
  }
  set_current_source_file(before);
  return last;
}

}  // namespace

std::optional<std::string> package_of_source(std::string_view text) {
  const auto directive = directive_at(text, next_expression(text, 0));
  if (!directive || directive->words.size() != 1 || !directive->words[0].ends_with('`')) return std::nullopt;
  if (directive->name != "Package" && directive->name != "PackageInitialize") return std::nullopt;
  return directive->words[0];
}

Expr load_package_directory(const std::string& context, const std::string& file) {
  const std::vector<Source> sources = sources_of(context, file);
  for (const Source& source : sources)
    each_directive(source.text, [&](const Directive& directive) {
      const bool shared = directive.name.starts_with("PackageScope");
      if (!shared && !directive.name.starts_with("PackageExport")) return;
      for (const std::string& name : directive.words) intern_symbol(shared ? context + "PackageScope`" : context, name);
    });
  mark_package_loaded(context);
  Expr last;
  for (const Source& source : sources) last = evaluate_package_source(source, context);
  std::vector<std::string> path = context_path();
  if (std::find(path.begin(), path.end(), context) == path.end()) {
    path.insert(path.begin(), context);
    set_context_path(std::move(path));
  }
  return last;
}

}  // namespace lykos::builtins
