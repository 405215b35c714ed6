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

#include "builtins/control/names.h"
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

Expr object_of(const Paclet& paclet) { return make_normal(sym::PacletObject, {paclet.description}); }

bool matches_name(const std::string& name, const Expr& wanted) {
  if (wanted.is_string()) return matches_wildcard(name, wanted.string_value());
  if (wanted.is_list() || wanted.has_head(sym::Alternatives)) return std::any_of(wanted.args().begin(), wanted.args().end(), [&](const Expr& e) { return matches_name(name, e); });
  return wanted.is(sym::All);
}

// <|"Name" -> ..., "Context" -> ..., "Version" -> ...|>: every entry must hold.
bool meets(const Paclet& paclet, const Expr& criteria) {
  for (const AssociationEntry& entry : criteria.association().entries) {
    const std::string key = entry.key.is_string() ? entry.key.string_value() : "";
    bool holds = true;
    if (key == "Name") holds = matches_name(paclet.name, entry.value);
    else if (key == "Version") holds = matches_name(paclet.version, entry.value);
    else if (key == "Location") holds = entry.value == Expr::string(paclet.location);
    else if (key == "Context")
      holds = std::any_of(paclet.contexts.begin(), paclet.contexts.end(), [&](const auto& context) { return matches_name(context.first, entry.value); });
    if (!holds) return false;
  }
  return true;
}

bool is_wanted(const Paclet& paclet, std::span<const Expr> args) {
  if (args.empty()) return true;
  if (args[0].is_association() ? !meets(paclet, args[0]) : !(args[0].is(sym::All) || matches_name(paclet.name, args[0].is_list() && args[0].size() > 0 ? args[0][0] : args[0]))) return false;
  const Expr* version = args[0].is_list() && args[0].size() == 2 ? &args[0].args()[1] : nullptr;
  if (version != nullptr && !matches_name(paclet.version, *version)) return false;
  return args.size() < 2 || !args[1].is_association() || meets(paclet, args[1]);
}

// The loaded paclets that are wanted, the highest versions first.
std::vector<const Paclet*> wanted_paclets(std::span<const Expr> args) {
  std::vector<const Paclet*> found;
  for (const LoadedDirectory& directory : directories())
    for (const Paclet& paclet : directory.paclets)
      if (is_wanted(paclet, args)) found.push_back(&paclet);
  std::stable_sort(found.begin(), found.end(), [](const Paclet* a, const Paclet* b) { return version_before(b->version, a->version); });
  return found;
}

// PacletFind["name"], PacletFind[All], PacletFind[<|"Context" -> ...|>], PacletFind["name", criteria]
MaybeExpr builtin_PacletFind(Call& call) {
  Builder list(sym::List);
  for (const Paclet* paclet : wanted_paclets(call.args())) list.push(object_of(*paclet));
  return list.finish();
}

// PacletObject["name"] is the loaded paclet of that name, PacletObject[File["dir"]] the one in a directory.
MaybeExpr builtin_PacletObject(Call& call) {
  if (call[0].has_head(sym::File, 1) && call[0][0].is_string()) {
    std::error_code error;
    const auto paclet = read_paclet(fs::absolute(call[0][0].string_value(), error).lexically_normal());
    if (paclet) return object_of(*paclet);
    return make_normal(sym::Failure, {Expr::string("PacletNotFound"), make_association({{Expr::string("MessageTemplate"), Expr::string("There is no paclet in `1`."), false},
                                                                                           {Expr::string("MessageParameters"), make_list({call[0]}), false}})});
  }
  if (!call[0].is_string() && !call[0].is_list()) return std::nullopt;
  const std::vector<const Paclet*> found = wanted_paclets(call.args());
  if (!found.empty()) return object_of(*found.front());
  return make_normal(sym::Failure, {Expr::string("PacletNotFound"), make_association({{Expr::string("MessageTemplate"), Expr::string("No paclet named `1` is loaded."), false},
                                                                                         {Expr::string("MessageParameters"), make_list({call[0]}), false}})});
}

bool is_paclet(const Expr& e) { return e.has_head(sym::PacletObject, 1) && e[0].is_association(); }
MaybeExpr builtin_PacletObjectQ(Call& call) { return Expr::boolean(is_paclet(call[0])); }

// The file of an asset, as its "Asset" extension names it: "name" or {"name", "file"} below its root.
MaybeExpr asset_of(const Expr& object, const Expr& name) {
  const MaybeExpr location = entry(object[0], "Location");
  const MaybeExpr extensions = entry(object[0], "Extensions");
  if (!location || !location->is_string() || !extensions || !extensions->is_list()) return std::nullopt;
  for (const Expr& extension : extensions->args()) {
    if (!extension.is_list() || extension.size() == 0 || (extension[0] != Expr::string("Asset") && extension[0] != Expr::string("Resource"))) continue;
    const MaybeExpr assets = entry(extension, extension[0] == Expr::string("Asset") ? "Assets" : "Resources");
    if (!assets || !assets->is_list()) continue;
    const fs::path root = fs::path(location->string_value()) / text_entry(extension, "Root", ".");
    for (const Expr& asset : assets->args()) {
      const bool pair = asset.is_list() && asset.size() >= 2 && asset[1].is_string();
      if ((pair ? asset[0] : asset) != name || (!pair && !asset.is_string())) continue;
      return Expr::string((root / (pair ? asset[1] : asset).string_value()).lexically_normal().string());
    }
  }
  return std::nullopt;
}

// PacletObject[assoc]["property"], PacletObject[assoc]["AssetLocation", "name"]
MaybeExpr property_PacletObject(Call& call) {
  const Expr& object = call.expr().head();
  if (!is_paclet(object) || call.size() == 0 || call.size() > 2) return std::nullopt;
  if (call.size() == 2) {
    if (call[0] != Expr::string("AssetLocation") && call[0] != Expr::string("Asset")) return std::nullopt;
    const MaybeExpr file = asset_of(object, call[1]);
    return file ? *file : missing("AssetNotFound", call[1]);
  }
  if (call[0] == Expr::string("Properties")) {
    Builder names(sym::List);
    for (const AssociationEntry& e : object[0].association().entries) names.push(e.key);
    return names.finish();
  }
  const Expr* value = association_find(object[0], call[0]);
  return value != nullptr ? *value : missing("KeyAbsent", call[0]);
}

// PacletInformation["name"], PacletInformation[paclet]: its description as a list of rules
MaybeExpr builtin_PacletInformation(Call& call) {
  Expr object = call[0];
  if (!is_paclet(object)) {
    const std::vector<const Paclet*> found = wanted_paclets(call.args());
    if (found.empty()) return make_list({});
    object = object_of(*found.front());
  }
  Builder rules(sym::List);
  for (const AssociationEntry& e : object[0].association().entries) rules.push(make_normal(sym::Rule, {e.key, e.value}));
  return rules.finish();
}

// PacletManager`PacletResource["name", "resource"]
MaybeExpr builtin_PacletResource(Call& call) {
  const std::vector<const Paclet*> found = is_paclet(call[0]) ? std::vector<const Paclet*>{} : wanted_paclets(call.args().first(1));
  if (!is_paclet(call[0]) && found.empty()) return failed();
  const MaybeExpr file = asset_of(is_paclet(call[0]) ? call[0] : object_of(*found.front()), call[1]);
  return file ? *file : failed();
}

// PacletDataRebuild[]: the directories are read again.
MaybeExpr builtin_PacletDataRebuild(Call&) {
  std::vector<std::string> paths;
  for (const LoadedDirectory& directory : directories()) paths.push_back(directory.path);
  for (const std::string& path : paths) load_directory(path);
  return Expr(sym::Null);
}

constexpr MessageTexts kPath = {{"path", "A string or File object is expected instead of `1`."}};

constexpr Builtin kBuiltins[] = {
    {.name = "PacletDirectoryLoad", .fn = builtin_PacletDirectoryLoad, .arity = exactly(1),
     .usage = "PacletDirectoryLoad[dir] makes the paclets found in dir and up to two levels below it available in this session.\nPacletDirectoryLoad[{dir1, dir2, ...}] loads several directories.",
     .messages = kPath},
    {.name = "PacletDirectoryUnload", .fn = builtin_PacletDirectoryUnload, .arity = exactly(1),
     .usage = "PacletDirectoryUnload[dir] makes the paclets found in dir unavailable again.", .messages = kPath},
    {.name = "PacletFind", .fn = builtin_PacletFind, .arity = between(0, 2),
     .usage = "PacletFind[\"name\"] gives a list of the loaded paclets with the specified name, in which * stands for any characters.\n"
              "PacletFind[All] gives all of them.\nPacletFind[<|\"Context\" -> ctx, ...|>] gives those that meet the criteria."},
    {.name = "PacletObject", .fn = builtin_PacletObject, .arity = exactly(1),
     .usage = "PacletObject[assoc] represents a paclet.\nPacletObject[\"name\"] gives the loaded paclet of that name.\nPacletObject[File[\"dir\"]] gives the paclet in a directory.",
     .sub_fn = property_PacletObject},
    {.name = "PacletObjectQ", .fn = builtin_PacletObjectQ, .arity = exactly(1), .usage = "PacletObjectQ[expr] is True if expr is a paclet."},
    {.name = "PacletDataRebuild", .fn = builtin_PacletDataRebuild, .arity = exactly(0), .usage = "PacletDataRebuild[] reads the directories of paclets again."},
    {.name = "PacletManager`PacletInformation", .fn = builtin_PacletInformation, .arity = exactly(1), .usage = "PacletManager`PacletInformation[paclet] gives the description of a paclet as a list of rules."},
    {.name = "PacletManager`PacletResource", .fn = builtin_PacletResource, .arity = exactly(2), .usage = "PacletManager`PacletResource[paclet, name] gives the file of a resource of a paclet."},
    {.name = "PacletManager`PacletDirectoryAdd", .fn = builtin_PacletDirectoryLoad, .arity = exactly(1), .usage = "PacletManager`PacletDirectoryAdd[dir] is PacletDirectoryLoad[dir].", .messages = kPath},
    {.name = "PacletManager`PacletDirectoryRemove", .fn = builtin_PacletDirectoryUnload, .arity = exactly(1), .usage = "PacletManager`PacletDirectoryRemove[dir] is PacletDirectoryUnload[dir].", .messages = kPath},
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
