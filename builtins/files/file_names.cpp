// file_names.cpp - names of files as text: joining, splitting, extensions, absolute names. Nothing here looks at the disk except
// AbsoluteFileName and FindFile.
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "builtins/files/write_file.h"
#include "builtins/strings/string_calls.h"
#include "builtins/strings/text.h"
#include "builtins/control/packages.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// The option OperatingSystem -> "Windows" makes names of that system.
bool for_windows(const Call& call) { return call.option(Expr(sym::OperatingSystem)) == Expr::string("Windows"); }

std::vector<std::string> split_windows_name(std::string_view name) {
  std::vector<std::string> parts;
  if (name.starts_with("\\\\")) {   // \\server\share
    const std::size_t end = std::min(name.find_first_of("\\/", 2), name.size());
    parts.emplace_back(name.substr(0, end));
    name.remove_prefix(end);
  }
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find_first_of("\\/", at), name.size());
    if (end > at) parts.emplace_back(name.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::vector<std::string> split_name(std::string_view name) {
  std::vector<std::string> parts;
  if (!name.empty() && name[0] == '/') parts.emplace_back();   // the root
  std::size_t at = 0;
  while (at < name.size()) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    if (end > at) parts.emplace_back(name.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::string join_parts(std::span<const std::string> parts) {
  std::string name;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && (name.empty() || name.back() != '/')) name += '/';
    name += parts[i];
  }
  if (parts.size() == 1 && parts[0].empty()) name = "/";
  return name;
}

// f(name) for a name, File["name"], or a list of them.
MaybeExpr map_names(const Call& call, const Expr& subject, const std::function<MaybeExpr(const std::string&)>& f) {
  if (subject.is_list()) {
    Builder results(sym::List, subject.size());
    for (const Expr& part : subject.args()) {
      MaybeExpr one = map_names(call, part, f);
      if (!one) return std::nullopt;
      results.push(std::move(*one));
    }
    return results.finish();
  }
  if (subject.is_string()) return f(subject.string_value());
  if (subject.has_head(sym::File, 1) && subject[0].is_string()) return f(subject[0].string_value());
  return call.message("fstr", {subject});
}

// FileNameJoin[{n1, n2, ...}]
MaybeExpr builtin_FileNameJoin(Call& call) {
  if (!call.arg(0).is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  std::vector<std::string> parts;
  if (for_windows(call)) {
    std::string name;
    for (const Expr& part : call.arg(0).args()) {
      if (!part.is_string()) return call.message("fstr", {part});
      std::string text = part.string_value();
      std::replace(text.begin(), text.end(), '/', '\\');
      if (!name.empty() && name.back() != '\\') name += '\\';
      name += name.empty() ? text : text.substr(std::min(text.find_first_not_of('\\'), text.size()));
    }
    return Expr::string(name);
  }
  for (const Expr& part : call.arg(0).args()) {
    std::string text;
    if (part.is_string()) text = part.string_value();
    else if (part.has_head(sym::File, 1) && part[0].is_string()) text = part[0].string_value();
    else return call.message("fstr", {part});
    // "dir/" and "/sub" meet with one separator.
    while (text.size() > 1 && text.back() == '/') text.pop_back();
    if (!parts.empty()) {
      const std::size_t first = text.find_first_not_of('/');
      text = first == std::string::npos ? "" : text.substr(first);
      if (text.empty()) continue;
    }
    parts.push_back(std::move(text));
  }
  return Expr::string(join_parts(parts));
}

MaybeExpr builtin_FileNameSplit(Call& call) {
  const bool windows = for_windows(call);
  return map_names(call, call.arg(0), [windows](const std::string& name) -> MaybeExpr {
    return string_list(windows ? split_windows_name(name) : split_name(name));
  });
}

// ToFileName["dir"], ToFileName["dir", "name"], ToFileName[{"dir1", ...}, "name"]: the older form of FileNameJoin.
MaybeExpr builtin_ToFileName(Call& call) {
  std::string name;
  const auto add = [&](const Expr& part) {
    if (!part.is_string()) return false;
    name += part.string_value();
    if (!name.empty() && name.back() != '/') name += '/';
    return true;
  };
  for (const Expr& part : call.arg(0).is_list() ? call.arg(0).args() : std::span<const Expr>(&call.args()[0], 1))
    if (!add(part)) return call.message("fstr", {part});
  if (call.size() == 2) {
    if (!call.arg(1).is_string()) return call.message("fstr", {call.arg(1)});
    name += call.arg(1).string_value();
  }
  return Expr::string(name);
}

MaybeExpr builtin_FileNameDepth(Call& call) {
  return map_names(call, call.arg(0), [](const std::string& name) -> MaybeExpr {
    return Expr::integer(static_cast<std::int64_t>(split_name(name).size()));
  });
}

// FileNameTake[name], [name, n], [name, {m, n}]
MaybeExpr builtin_FileNameTake(Call& call) {
  return map_names(call, call.arg(0), [&](const std::string& name) -> MaybeExpr {
    const auto parts = split_name(name);
    const Expr spec = call.size() == 2 ? call.arg(1) : Expr::integer(-1);
    const auto range = read_sequence_spec(spec, static_cast<std::int64_t>(parts.size()));
    if (!range || range->step != 1) return call.message("mseqs", {spec});
    const std::int64_t first = std::max<std::int64_t>(range->first, 1);
    const std::int64_t last = std::min<std::int64_t>(range->last, static_cast<std::int64_t>(parts.size()));
    if (first > last) return Expr::string("");
    return Expr::string(join_parts(std::span(parts).subspan(static_cast<std::size_t>(first - 1), static_cast<std::size_t>(last - first + 1))));
  });
}

MaybeExpr builtin_FileNameDrop(Call& call) {
  return map_names(call, call.arg(0), [&](const std::string& name) -> MaybeExpr {
    auto parts = split_name(name);
    const Expr spec = call.size() == 2 ? call.arg(1) : Expr::integer(-1);
    const auto range = read_sequence_spec(spec, static_cast<std::int64_t>(parts.size()));
    if (!range || range->step != 1) return call.message("mseqs", {spec});
    const std::int64_t first = std::max<std::int64_t>(range->first, 1);
    const std::int64_t last = std::min<std::int64_t>(range->last, static_cast<std::int64_t>(parts.size()));
    if (first <= last) parts.erase(parts.begin() + (first - 1), parts.begin() + last);
    return Expr::string(join_parts(parts));
  });
}

std::string_view last_part(std::string_view name) {
  while (name.size() > 1 && name.back() == '/') name.remove_suffix(1);
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

MaybeExpr builtin_FileBaseName(Call& call) {
  return map_names(call, call.arg(0), [](const std::string& name) -> MaybeExpr {
    const std::string_view part = last_part(name);
    const std::size_t dot = part.rfind('.');
    return string_expr(dot == std::string_view::npos ? part : part.substr(0, dot));
  });
}

MaybeExpr builtin_FileExtension(Call& call) {
  return map_names(call, call.arg(0), [](const std::string& name) -> MaybeExpr {
    const std::string_view part = last_part(name);
    const std::size_t dot = part.rfind('.');
    return string_expr(dot == std::string_view::npos ? std::string_view() : part.substr(dot + 1));
  });
}

// DirectoryName["name"] keeps the final separator; DirectoryName["name", n] goes n levels up.
MaybeExpr builtin_DirectoryName(Call& call) {
  std::int64_t levels = 1;
  if (call.size() == 2) {
    const auto n = count_argument(call.arg(1));
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
    levels = *n;
  }
  return map_names(call, call.arg(0), [&](const std::string& name) -> MaybeExpr {
    std::string_view rest = name;
    for (std::int64_t i = 0; i < levels; ++i) {
      while (rest.size() > 1 && rest.back() == '/') rest.remove_suffix(1);
      const std::size_t slash = rest.rfind('/');
      if (slash == std::string_view::npos || rest == "/") return Expr::string("");
      rest = rest.substr(0, slash + 1);
    }
    return string_expr(rest);
  });
}

MaybeExpr builtin_ParentDirectory(Call& call) {
  std::string directory = call.size() >= 1 ? file_argument(call.arg(0)).value_or("") : ".";
  if (directory.empty()) return call.message("fstr", {call.arg(0)});
  std::int64_t levels = 1;
  if (call.size() == 2) {
    const auto n = count_argument(call.arg(1));
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
    levels = *n;
  }
  std::filesystem::path path(absolute_path(directory));
  for (std::int64_t i = 0; i < levels && path != path.root_path(); ++i) path = path.parent_path();
  return Expr::string(path.string());
}

MaybeExpr builtin_ExpandFileName(Call& call) {
  return map_names(call, call.arg(0), [](const std::string& name) -> MaybeExpr { return Expr::string(absolute_path(name)); });
}

MaybeExpr builtin_AbsoluteFileName(Call& call) {
  return map_names(call, call.arg(0), [&](const std::string& name) -> MaybeExpr {
    std::error_code error;
    const auto real = std::filesystem::canonical(expand_home(name), error);
    if (error) {
      call.message("fdnfnd", {string_expr(name)});
      return failed();
    }
    return Expr::string(real.string());
  });
}

// FindFile["name"], FindFile["context`"]: the file that Get would read.
MaybeExpr builtin_FindFile(Call& call) {
  const auto given = file_argument(call.arg(0));
  if (!given) return call.message("fstr", {call.arg(0)});
  if (!given->empty() && given->back() == '`') {   // what Get["context`"] reads
    const auto file = find_source_file(*given);
    return file ? Expr::string(*file) : failed();
  }
  const std::vector<std::string> candidates{*given};
  std::vector<std::string> directories = {"."};
  const Expr path = evaluate(Expr::symbol("$Path"));
  if (path.is_list()) {
    for (const Expr& directory : path.args()) {
      if (directory.is_string()) directories.push_back(expand_home(directory.string_value()));
    }
  }
  std::error_code error;
  for (const std::string& candidate : candidates) {
    if (!candidate.empty() && candidate[0] == '/') {
      if (std::filesystem::exists(candidate, error)) return Expr::string(absolute_path(candidate));
      continue;
    }
    for (const std::string& directory : directories) {
      const std::string full = directory + "/" + candidate;
      if (std::filesystem::exists(full, error)) return Expr::string(absolute_path(full));
    }
  }
  return failed();
}

MaybeExpr builtin_URLParse(Call& call) {
  // scheme://user@host:port/path?query#fragment, RFC 3986 appendix B.
  const auto text = string_argument(call.arg(0));
  if (!text) return call.message("fstr", {call.arg(0)});
  std::string_view rest = *text;
  Expr scheme(sym::None), user(sym::None), domain(sym::None), port(sym::None), fragment(sym::None);
  std::vector<Expr> query;
  if (const std::size_t hash_mark = rest.find('#'); hash_mark != std::string_view::npos) {
    fragment = string_expr(rest.substr(hash_mark + 1));
    rest = rest.substr(0, hash_mark);
  }
  if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
    std::string_view fields = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
    while (!fields.empty()) {
      const std::size_t end = std::min(fields.find('&'), fields.size());
      const std::string_view field = fields.substr(0, end);
      const std::size_t equals = std::min(field.find('='), field.size());
      query.push_back(make_rule(string_expr(field.substr(0, equals)), string_expr(field.substr(std::min(equals + 1, field.size())))));
      fields.remove_prefix(std::min(end + 1, fields.size()));
    }
  }
  if (const std::size_t colon = rest.find("://"); colon != std::string_view::npos) {
    scheme = string_expr(rest.substr(0, colon));
    rest.remove_prefix(colon + 3);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    rest = rest.substr(slash);
    if (const std::size_t at = authority.find('@'); at != std::string_view::npos) {
      user = string_expr(authority.substr(0, at));
      authority.remove_prefix(at + 1);
    }
    if (const std::size_t at = authority.rfind(':'); at != std::string_view::npos && authority.find(']', at) == std::string_view::npos) {
      const std::string digits(authority.substr(at + 1));
      if (!digits.empty() && digits.size() < 6 && digits.find_first_not_of("0123456789") == std::string::npos) port = Expr::integer(std::stoi(digits));
      authority = authority.substr(0, at);
    }
    domain = string_expr(authority);
  }
  std::vector<AssociationEntry> entries = {{Expr::string("Scheme"), scheme, false},
                                           {Expr::string("User"), user, false},
                                           {Expr::string("Domain"), domain, false},
                                           {Expr::string("Port"), port, false},
                                           {Expr::string("Path"), string_list(split_name(rest)), false},
                                           {Expr::string("Query"), make_list(std::move(query)), false},
                                           {Expr::string("Fragment"), fragment, false}};
  const Expr all = make_association(std::move(entries));
  if (call.size() == 1) return all;
  const Expr* value = association_find(all, call.arg(1));
  return value != nullptr ? *value : missing("KeyAbsent", call.arg(1));
}

Expr value_PathnameSeparator() { return Expr::string("/"); }
Expr value_RootDirectory() { return Expr::string("/"); }
Expr value_TemporaryDirectory() { return Expr::string(temporary_directory()); }

constexpr MessageTexts kNameMessages = {{"fstr", "File specification `1` is not a string of one or more characters."},
                                        {"fdnfnd", "Directory or file \"`1`\" not found."},
                                        {"mseqs", "Sequence specification (+n, -n, {+n}, {-n} or {m, n}) expected instead of `1`."}};

constexpr Builtin kBuiltins[] = {
    {.name = "FileNameJoin",
     .fn = builtin_FileNameJoin,
     .arity = exactly(1),
     .usage = "FileNameJoin[{\"name1\", \"name2\", ...}] joins the namei together into a file name.",
     .options = "{OperatingSystem :> $OperatingSystem}",
     .messages = kNameMessages},
    {.name = "FileNameSplit",
     .fn = builtin_FileNameSplit,
     .arity = exactly(1),
     .usage = "FileNameSplit[\"name\"] splits a file name into a list of parts.",
     .options = "{OperatingSystem :> $OperatingSystem}",
     .messages = kNameMessages},
    {.name = "ToFileName",
     .fn = builtin_ToFileName,
     .arity = between(1, 2),
     .usage = "ToFileName[\"directory\", \"name\"] gives the full name of a file in a directory.\n"
              "ToFileName[{dir1, dir2, ...}, name] gives it for nested directories.",
     .messages = kNameMessages},
    {.name = "FileNameDepth", .fn = builtin_FileNameDepth, .arity = exactly(1), .usage = "FileNameDepth[\"file\"] gives the number of path elements in a file name.", .messages = kNameMessages},
    {.name = "FileNameTake",
     .fn = builtin_FileNameTake,
     .arity = between(1, 2),
     .usage = "FileNameTake[\"name\"] gives the last path element in a file name.\n"
              "FileNameTake[\"name\", n] gives the first n path elements, FileNameTake[\"name\", -n] the last n.\n"
              "FileNameTake[\"name\", {m, n}] gives elements m through n.",
     .messages = kNameMessages},
    {.name = "FileNameDrop",
     .fn = builtin_FileNameDrop,
     .arity = between(1, 2),
     .usage = "FileNameDrop[\"name\"] drops the last path element in a file name.\n"
              "FileNameDrop[\"name\", n] drops the first n path elements, FileNameDrop[\"name\", -n] the last n.\n"
              "FileNameDrop[\"name\", {m, n}] drops elements m through n.",
     .messages = kNameMessages},
    {.name = "FileBaseName", .fn = builtin_FileBaseName, .arity = exactly(1), .usage = "FileBaseName[\"file\"] gives the base name for a file, without its extension.", .messages = kNameMessages},
    {.name = "FileExtension", .fn = builtin_FileExtension, .arity = exactly(1), .usage = "FileExtension[\"file\"] gives the file extension for a file name.", .messages = kNameMessages},
    {.name = "DirectoryName",
     .fn = builtin_DirectoryName,
     .arity = between(1, 2),
     .usage = "DirectoryName[\"name\"] extracts the directory name from the specification for a file.\n"
              "DirectoryName[\"name\", n] applies DirectoryName n times.",
     .messages = kNameMessages},
    {.name = "ParentDirectory",
     .fn = builtin_ParentDirectory,
     .arity = between(0, 2),
     .usage = "ParentDirectory[] gives the parent of the current working directory.\n"
              "ParentDirectory[\"dir\"] gives the parent of the directory dir.\nParentDirectory[\"dir\", n] goes n levels up.",
     .messages = kNameMessages},
    {.name = "ExpandFileName",
     .fn = builtin_ExpandFileName,
     .arity = exactly(1),
     .usage = "ExpandFileName[\"name\"] textually expands name to have the form of an absolute file or directory name.",
     .messages = kNameMessages},
    {.name = "AbsoluteFileName",
     .fn = builtin_AbsoluteFileName,
     .arity = exactly(1),
     .usage = "AbsoluteFileName[\"name\"] gives the full absolute version of the name for a file that exists.",
     .messages = kNameMessages},
    {.name = "FindFile",
     .fn = builtin_FindFile,
     .arity = exactly(1),
     .usage = "FindFile[\"name\"] finds the file that would be loaded by Get[name], looking along $Path.",
     .messages = kNameMessages},
    {.name = "URLParse",
     .fn = builtin_URLParse,
     .arity = between(1, 2),
     .usage = "URLParse[\"url\"] gives an association of the components of a URL.\nURLParse[\"url\", component] gives one of them.",
     .messages = kNameMessages},
    {.name = "$PathnameSeparator", .usage = "$PathnameSeparator is the separator in file names.", .value = value_PathnameSeparator},
    {.name = "$RootDirectory", .usage = "$RootDirectory gives the root directory of your file system.", .value = value_RootDirectory},
    {.name = "$TemporaryDirectory", .usage = "$TemporaryDirectory gives the main system directory for temporary files.", .value = value_TemporaryDirectory},
};

}  // namespace

void register_file_names(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
