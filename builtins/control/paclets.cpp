// paclets.cpp - PacletDirectoryLoad, PacletDirectoryUnload, PacletFind, PacletObject: packages described by a PacletInfo.wl.
//
// PacletInfo.wl holds PacletObject[<|"Name" -> ..., "Version" -> ..., "Extensions" -> {{"Kernel", "Root" -> dir, "Context" -> ctx}}|>]
// (or the older Paclet[Name -> ..., Extensions -> ...]); it is read, never evaluated.
#include "builtins/control/paclets.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "builtins/control/register.h"
#include "builtins/support.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

namespace fs = std::filesystem;

struct Paclet {
  std::string name;
  std::string version = "0";
  std::string location;
  Expr description;                                              // the association of PacletObject
  std::vector<std::pair<std::string, std::vector<std::string>>> contexts;   // context and the files it may be in
};
struct LoadedDirectory {
  std::string path;
  std::vector<Paclet> paclets;
};
std::vector<LoadedDirectory>& directories() {
  static std::vector<LoadedDirectory> list;
  return list;
}

// The value of a key given as a string or as a symbol, in an association or among rules.
MaybeExpr entry(const Expr& rules, std::string_view key) {
  for (const Expr& rule : rules.args()) {
    if (!rule.is_rule()) continue;
    const Expr& name = rule[0];
    if (name.is_string() ? name.string_value() == key : name.is_symbol() && name.symbol_node().name == key) return rule[1];
  }
  return std::nullopt;
}

std::string text_entry(const Expr& rules, std::string_view key, const std::string& otherwise) {
  const MaybeExpr value = entry(rules, key);
  return value && value->is_string() ? value->string_value() : otherwise;
}

void add_context(Paclet& paclet, const fs::path& root, const Expr& spec) {
  std::string context;
  std::vector<std::string> files;
  if (spec.is_string()) {
    context = spec.string_value();
  } else if (spec.is_list() && spec.size() >= 2 && spec[0].is_string() && spec[1].is_string()) {   // {"P`", "file.wl"}
    context = spec[0].string_value();
    files.push_back((root / spec[1].string_value()).string());
  }
  if (!context.ends_with('`')) return;
  const std::size_t before = context.size() >= 2 ? context.rfind('`', context.size() - 2) : std::string::npos;
  const std::string leaf = context.substr(before == std::string::npos ? 0 : before + 1);
  for (const std::string& name : {leaf, context})
    for (const std::string& file : context_file_candidates(name)) files.push_back((root / file).string());
  for (const char* file : {"init.wl", "init.m", "Kernel/init.wl", "Kernel/init.m"}) files.push_back((root / file).string());
  paclet.contexts.emplace_back(context, std::move(files));
}

std::optional<Paclet> read_paclet(const fs::path& directory) {
  std::error_code error;
  fs::path info = directory / "PacletInfo.wl";
  if (!fs::exists(info, error)) info = directory / "PacletInfo.m";
  std::ifstream in(info, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream text;
  text << in.rdbuf();
  const ParseResult parsed = parse_one(text.str(), plain_resolver());
  if (parsed.error || parsed.expressions.empty()) return std::nullopt;
  Expr rules = parsed.expressions.back().value;
  if (!rules.is_normal()) return std::nullopt;
  // PacletObject[<|...|>] is read unevaluated: the association is still an expression with that head.
  if (rules.size() == 1 && (rules[0].has_head(sym::Association) || rules[0].is_association() || rules[0].is_list())) rules = Expr(rules[0]);
  Paclet paclet;
  paclet.name = text_entry(rules, "Name", directory.filename().string());
  paclet.version = text_entry(rules, "Version", "0");
  paclet.location = directory.string();
  std::vector<AssociationEntry> entries;
  for (const Expr& rule : rules.args())
    if (rule.is_rule()) entries.push_back({rule[0].is_symbol() ? Expr::string(rule[0].symbol_node().name) : rule[0], rule[1], false});
  entries.push_back({Expr::string("Location"), Expr::string(paclet.location), false});
  paclet.description = make_association(std::move(entries));
  const MaybeExpr extensions = entry(rules, "Extensions");
  if (!extensions || !extensions->is_list()) return paclet;
  for (const Expr& extension : extensions->args()) {
    if (!extension.is_list() || extension.size() == 0 || extension[0] != Expr::string("Kernel")) continue;
    const fs::path root = (directory / text_entry(extension, "Root", ".")).lexically_normal();
    const MaybeExpr contexts = entry(extension, "Context");
    if (!contexts) {
      add_context(paclet, root, Expr::string(paclet.name + "`"));
    } else if (contexts->is_list()) {
      for (const Expr& context : contexts->args()) add_context(paclet, root, context);
    } else {
      add_context(paclet, root, *contexts);
    }
  }
  return paclet;
}

bool version_before(const std::string& a, const std::string& b) {
  const char* left = a.data();
  const char* right = b.data();
  const char* const left_end = left + a.size();
  const char* const right_end = right + b.size();
  while (left < left_end && right < right_end) {
    long x = 0;
    long y = 0;
    left = std::from_chars(left, left_end, x).ptr;
    right = std::from_chars(right, right_end, y).ptr;
    if (x != y) return x < y;
    if (left < left_end) ++left;
    if (right < right_end) ++right;
  }
  return right < right_end;
}

MaybeExpr directory_argument(const Expr& e) {
  if (e.is_string()) return e;
  if (e.has_head(sym::File, 1) && e[0].is_string()) return e[0];
  return std::nullopt;
}

Expr loaded_directories() {
  std::vector<std::string> paths;
  for (const LoadedDirectory& directory : directories()) paths.push_back(directory.path);
  return string_list(paths);
}

void load_directory(const std::string& given) {
  std::error_code error;
  const std::string path = fs::absolute(given, error).lexically_normal().string();
  std::erase_if(directories(), [&](const LoadedDirectory& d) { return d.path == path; });
  LoadedDirectory loaded{path, {}};
  const auto look = [&](const auto& self, const fs::path& place, int depth) -> void {
    if (auto paclet = read_paclet(place)) loaded.paclets.push_back(std::move(*paclet));
    if (depth == 0) return;
    std::error_code failure;
    for (fs::directory_iterator it(place, failure), end; !failure && it != end; it.increment(failure))
      if (it->is_directory(failure)) self(self, it->path(), depth - 1);
  };
  constexpr int kLevelsBelow = 2;
  look(look, path, kLevelsBelow);
  directories().push_back(std::move(loaded));
}

// PacletDirectoryLoad["dir"], PacletDirectoryLoad[{dir1, ...}]
MaybeExpr builtin_PacletDirectoryLoad(Call& call) {
  for (const Expr& e : call[0].is_list() ? call[0].args() : call.args().first(1)) {
    const MaybeExpr name = directory_argument(e);
    if (!name) return call.message("path", {e});
    load_directory(name->string_value());
  }
  return loaded_directories();
}

MaybeExpr builtin_PacletDirectoryUnload(Call& call) {
  for (const Expr& e : call[0].is_list() ? call[0].args() : call.args().first(1)) {
    const MaybeExpr name = directory_argument(e);
    if (!name) return call.message("path", {e});
    std::error_code error;
    const std::string path = fs::absolute(name->string_value(), error).lexically_normal().string();
    std::erase_if(directories(), [&](const LoadedDirectory& d) { return d.path == path; });
  }
  return loaded_directories();
}

// PacletFind["name"], PacletFind[All]: the highest versions first.
MaybeExpr builtin_PacletFind(Call& call) {
  std::vector<const Paclet*> found;
  for (const LoadedDirectory& directory : directories())
    for (const Paclet& paclet : directory.paclets)
      if (call.size() == 0 || call[0].is(sym::All) || (call[0].is_string() && call[0].string_value() == paclet.name)) found.push_back(&paclet);
  std::stable_sort(found.begin(), found.end(), [](const Paclet* a, const Paclet* b) { return version_before(b->version, a->version); });
  Builder list(sym::List);
  for (const Paclet* paclet : found) list.push(make_normal(sym::PacletObject, {paclet->description}));
  return list.finish();
}

// PacletObject["name"] is the loaded paclet of that name.
MaybeExpr builtin_PacletObject(Call& call) {
  if (!call[0].is_string()) return std::nullopt;
  const Paclet* best = nullptr;
  for (const LoadedDirectory& directory : directories())
    for (const Paclet& paclet : directory.paclets)
      if (paclet.name == call[0].string_value() && (best == nullptr || version_before(best->version, paclet.version))) best = &paclet;
  if (best != nullptr) return make_normal(sym::PacletObject, {best->description});
  return make_normal(sym::Failure, {Expr::string("PacletNotFound"), make_association({{Expr::string("MessageTemplate"), Expr::string("No paclet named `1` is loaded."), false},
                                                                                         {Expr::string("MessageParameters"), make_list({call[0]}), false}})});
}

// PacletObject[assoc]["property"]
MaybeExpr property_PacletObject(Call& call) {
  const Expr& object = call.expr().head();
  if (call.size() != 1 || object.size() != 1 || !object[0].is_association()) return std::nullopt;
  const Expr* value = association_find(object[0], call[0]);
  return value != nullptr ? *value : missing("KeyAbsent", call[0]);
}

constexpr MessageTexts kPath = {{"path", "A string or File object is expected instead of `1`."}};

constexpr Builtin kBuiltins[] = {
    {.name = "PacletDirectoryLoad", .fn = builtin_PacletDirectoryLoad, .arity = exactly(1),
     .usage = "PacletDirectoryLoad[dir] makes the paclets found in dir and up to two levels below it available in this session.\nPacletDirectoryLoad[{dir1, dir2, ...}] loads several directories.",
     .messages = kPath},
    {.name = "PacletDirectoryUnload", .fn = builtin_PacletDirectoryUnload, .arity = exactly(1),
     .usage = "PacletDirectoryUnload[dir] makes the paclets found in dir unavailable again.", .messages = kPath},
    {.name = "PacletFind", .fn = builtin_PacletFind, .arity = between(0, 1),
     .usage = "PacletFind[\"name\"] gives a list of the loaded paclets with the specified name.\nPacletFind[All] gives all of them."},
    {.name = "PacletObject", .fn = builtin_PacletObject, .arity = exactly(1),
     .usage = "PacletObject[assoc] represents a paclet.\nPacletObject[\"name\"] gives the loaded paclet of that name.", .sub_fn = property_PacletObject},
};

}  // namespace

std::optional<std::string> find_paclet_file(const std::string& context) {
  std::error_code error;
  const Paclet* best = nullptr;
  std::optional<std::string> found;
  for (const LoadedDirectory& directory : directories())
    for (const Paclet& paclet : directory.paclets) {
      if (best != nullptr && !version_before(best->version, paclet.version)) continue;
      for (const auto& [name, files] : paclet.contexts) {
        if (name != context) continue;
        const auto file = std::find_if(files.begin(), files.end(), [&](const std::string& f) { return fs::is_regular_file(f, error); });
        if (file == files.end()) continue;
        best = &paclet;
        found = *file;
        break;
      }
    }
  return found;
}

void register_paclets(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
