// file_system.cpp - the disk: what exists, directories, copying, renaming, deleting.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include "builtins/files/write_file.h"
#include "builtins/strings/encoding.h"
#include "builtins/strings/string_calls.h"
#include "builtins/strings/string_pattern.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> path_argument(const Call& call, std::size_t index) {
  auto path = file_argument(call.arg(index));
  if (!path || path->empty()) {
    call.message("fstr", {call.arg(index)});
    return std::nullopt;
  }
  return path;
}

MaybeExpr failure(const Call& call, std::string_view tag, std::initializer_list<Expr> args) {
  call.message(tag, args);
  return failed();
}

// ---- asking

MaybeExpr builtin_FileExistsQ(Call& call) {
  if (call.arg(0).is_list()) return make_normal(Expr(sym::Map), {Expr(sym::FileExistsQ), call.arg(0)});
  const auto path = path_argument(call, 0);
  if (!path) return std::nullopt;
  struct stat info {};
  return Expr::boolean(stat(path->c_str(), &info) == 0);
}

MaybeExpr builtin_DirectoryQ(Call& call) {
  const auto path = path_argument(call, 0);
  if (!path) return std::nullopt;
  struct stat info {};
  return Expr::boolean(stat(path->c_str(), &info) == 0 && S_ISDIR(info.st_mode));
}

MaybeExpr builtin_FileType(Call& call) {
  const auto path = path_argument(call, 0);
  if (!path) return std::nullopt;
  struct stat info {};
  if (stat(path->c_str(), &info) != 0) return Expr(sym::None);
  if (S_ISREG(info.st_mode)) return Expr(sym::File);
  if (S_ISDIR(info.st_mode)) return Expr(sym::Directory);
  return Expr::symbol("Special");
}

MaybeExpr builtin_FileByteCount(Call& call) {
  const auto path = path_argument(call, 0);
  if (!path) return std::nullopt;
  struct stat info {};
  if (stat(path->c_str(), &info) != 0) return failure(call, "fdnfnd", {string_expr(*path)});
  if (S_ISDIR(info.st_mode)) return failure(call, "fdir", {string_expr(*path)});
  return Expr::integer(info.st_size);
}

// FileDate["file"], FileDate["file", "Modification" | "Access" | "Change" | "Creation"]
MaybeExpr builtin_FileDate(Call& call) {
  const auto path = path_argument(call, 0);
  if (!path) return std::nullopt;
  struct stat info {};
  if (stat(path->c_str(), &info) != 0) return failure(call, "fdnfnd", {string_expr(*path)});
  timespec when = info.st_mtim;
  if (call.size() == 2) {
    const auto kind = string_argument(call.arg(1));
    if (kind == "Access") when = info.st_atim;
    else if (kind == "Change" || kind == "Creation") when = info.st_ctim;
    else if (kind != "Modification") return call.message("datetype", {call.arg(1)});
  }
  return make_normal(Expr(sym::FromUnixTime), {Expr::real(static_cast<double>(when.tv_sec) + static_cast<double>(when.tv_nsec) * 1e-9)});
}

// FileHash["file"], FileHash["file", type], FileHash["file", type, format]
MaybeExpr builtin_FileHash(Call& call) {
  const auto path = path_argument(call, 0);
  if (!path) return std::nullopt;
  std::string reason;
  const auto bytes = read_whole_file(*path, reason);
  if (!bytes) return failure(call, "fdnfnd", {string_expr(*path)});
  std::vector<Expr> args = {make_byte_array(std::vector<std::uint8_t>(bytes->begin(), bytes->end())), Expr::string("MD5")};
  if (call.size() >= 2) args[1] = call.arg(1);
  if (call.size() == 3) args.push_back(call.arg(2));
  return make_normal(Expr(sym::Hash), std::move(args));
}

// ---- FileNames

struct NameFilter {
  StringPatternPtr pattern;   // nullptr: every name
  bool accepts(const std::string& name) const {
    if (!pattern) return true;
    StringSearch search(pattern, name);
    return search.find(0);
  }
};

void collect_names(const std::string& directory, const std::string& prefix, std::int64_t depth, const NameFilter& filter,
                   std::set<std::string>& names) {
  std::error_code error;
  fs::directory_iterator at(directory, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const std::string name = at->path().filename().string();
    const std::string full = prefix.empty() ? name : prefix == "/" ? "/" + name : prefix + "/" + name;
    if (filter.accepts(name)) names.insert(full);
    std::error_code ignored;
    if (depth > 1 && at->is_directory(ignored) && !at->is_symlink(ignored)) collect_names(at->path().string(), full, depth - 1, filter, names);
    check_interrupt();
  }
}

// FileNames[], [form], [form, dir], [form, {dir1, ...}, n]
MaybeExpr builtin_FileNames(Call& call) {
  NameFilter filter;
  if (call.size() >= 1 && !call.arg(0).is(sym::All)) {
    PatternOptions options;
    options.anchor = PatternAnchor::Whole;
    options.wildcards = true;
    options.ignore_case = call.option(Expr(sym::IgnoreCase)).is_true();
    const Expr& form = call.arg(0);
    // "dir/*.txt" looks in dir.
    if (form.is_string() && form.string_value().find('/') != std::string::npos && call.size() == 1) {
      const std::string& text = form.string_value();
      const std::size_t slash = text.rfind('/');
      const std::string directory = slash == 0 ? "/" : text.substr(0, slash);
      return make_normal(Expr(sym::FileNames), {Expr::string(text.substr(slash + 1)), Expr::string(directory)});
    }
    filter.pattern = compile_string_pattern(form, options);
    if (!filter.pattern) return std::nullopt;
  }
  std::int64_t depth = 1;
  if (call.size() == 3) {
    const auto n = count_argument(call.arg(2), true);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(3)});
    depth = *n;
  }
  std::vector<std::string> directories = {""};
  if (call.size() >= 2) {
    directories.clear();
    const auto given = call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)};
    for (const Expr& one : given) {
      auto path = file_argument(one);
      if (!path) return call.message("fstr", {one});
      while (path->size() > 1 && path->back() == '/') path->pop_back();
      directories.push_back(*path);
    }
  }
  std::set<std::string> names;
  for (const std::string& directory : directories) collect_names(directory.empty() ? "." : directory, directory, depth, filter, names);
  return string_list(std::vector<std::string>(names.begin(), names.end()));
}

// ---- the working directory

std::vector<std::string>& directory_stack() {
  static std::vector<std::string> stack;
  return stack;
}

std::string current_directory() {
  std::error_code error;
  return fs::current_path(error).string();
}

MaybeExpr builtin_Directory(Call&) { return Expr::string(current_directory()); }

MaybeExpr builtin_SetDirectory(Call& call) {
  std::string target = "~";
  if (call.size() == 1) {
    const auto path = path_argument(call, 0);
    if (!path) return std::nullopt;
    target = *path;
  }
  const std::string before = current_directory();
  if (chdir(expand_home(target).c_str()) != 0) return failure(call, "cdir", {string_expr(target)});
  directory_stack().push_back(before);
  return Expr::string(current_directory());
}

MaybeExpr builtin_ResetDirectory(Call& call) {
  if (directory_stack().empty()) {
    call.message("dtop", {});
    return Expr::string(current_directory());
  }
  const std::string target = directory_stack().back();
  directory_stack().pop_back();
  if (chdir(target.c_str()) != 0) return failure(call, "cdir", {string_expr(target)});
  return Expr::string(current_directory());
}

MaybeExpr builtin_DirectoryStack(Call&) {
  std::vector<std::string> stack(directory_stack().rbegin(), directory_stack().rend());
  return string_list(stack);
}

// ---- changing

// The path named by the argument, one in the folder of temporary files without it; what the builtin gives instead when it cannot be made.
std::optional<MaybeExpr> path_to_create(Call& call, std::string& path) {
  if (call.size() == 0) {
    path = temporary_path("m-", "");
  } else {
    const auto given = path_argument(call, 0);
    if (!given) return MaybeExpr();
    path = *given;
  }
  std::error_code error;
  if (!fs::exists(path, error)) return std::nullopt;
  call.message("eexist", {string_expr(path)});
  return MaybeExpr(failed());
}

// CreateDirectory[], CreateDirectory["dir"]: parents are made too.
MaybeExpr builtin_CreateDirectory(Call& call) {
  std::string path;
  if (const auto refused = path_to_create(call, path)) return *refused;
  std::error_code error;
  const bool parents = !call.option(Expr(sym::CreateIntermediateDirectories)).is_false();
  if (parents) fs::create_directories(path, error);
  else fs::create_directory(path, error);
  if (error) return failure(call, "nffil", {string_expr(path), string_expr(error.message())});
  return Expr::string(absolute_path(path));
}

MaybeExpr builtin_CreateFile(Call& call) {
  std::string path;
  if (const auto refused = path_to_create(call, path)) return *refused;
  std::error_code error;
  if (const auto parent = fs::path(path).parent_path(); !parent.empty()) fs::create_directories(parent, error);
  std::string reason;
  if (!write_whole_file(path, "", reason)) return failure(call, "nffil", {string_expr(path), string_expr(reason)});
  return Expr::string(absolute_path(path));
}

MaybeExpr builtin_CreateTemporary(Call& call) {
  const std::string path = temporary_path("m-", "");
  std::string reason;
  if (!write_whole_file(path, "", reason)) return failure(call, "nffil", {string_expr(path), string_expr(reason)});
  return Expr::string(path);
}

MaybeExpr builtin_DeleteFile(Call& call) {
  const auto targets = call.arg(0).is_list() ? elements_of(call.arg(0)) : std::vector<Expr>{call.arg(0)};
  for (const Expr& target : targets) {
    const auto path = file_argument(target);
    if (!path) return call.message("fstr", {target});
    struct stat info {};
    if (lstat(path->c_str(), &info) != 0) return failure(call, "fdnfnd", {string_expr(*path)});
    if (S_ISDIR(info.st_mode)) return failure(call, "fdir", {string_expr(*path)});
    if (unlink(path->c_str()) != 0) return failure(call, "nffil", {string_expr(*path), string_expr(std::strerror(errno))});
  }
  return Expr();
}

MaybeExpr builtin_DeleteDirectory(Call& call) {
  const auto targets = call.arg(0).is_list() ? elements_of(call.arg(0)) : std::vector<Expr>{call.arg(0)};
  const bool contents = call.option(Expr(sym::DeleteContents)).is_true();
  for (const Expr& target : targets) {
    const auto path = file_argument(target);
    if (!path) return call.message("fstr", {target});
    std::error_code error;
    if (!fs::is_directory(*path, error)) return failure(call, "nodir", {string_expr(*path)});
    if (contents) {
      fs::remove_all(*path, error);
    } else {
      if (!fs::is_empty(*path, error)) return failure(call, "dirne", {string_expr(*path)});
      fs::remove(*path, error);
    }
    if (error) return failure(call, "nffil", {string_expr(*path), string_expr(error.message())});
  }
  return Expr();
}

// The shared part of copying and renaming: source must exist, target must not unless OverwriteTarget -> True.
struct Move {
  std::string source, target;
};
std::optional<Move> read_move(Call& call, bool directory) {
  const auto source = path_argument(call, 0);
  const auto target = source ? path_argument(call, 1) : std::nullopt;
  if (!target) return std::nullopt;
  std::error_code error;
  if (!fs::exists(*source, error)) {
    call.message("fdnfnd", {string_expr(*source)});
    return std::nullopt;
  }
  if (fs::is_directory(*source, error) != directory) {
    call.message(directory ? "nodir" : "fdir", {string_expr(*source)});
    return std::nullopt;
  }
  const bool overwrite = !directory && call.option(Expr(sym::OverwriteTarget)).is_true();
  if (fs::exists(*target, error) && !overwrite) {
    call.message("eexist", {string_expr(*target)});
    return std::nullopt;
  }
  return Move{*source, *target};
}

MaybeExpr finish_move(const Call& call, const Move& move, const std::error_code& error) {
  if (error) return failure(call, "nffil", {string_expr(move.target), string_expr(error.message())});
  return Expr::string(absolute_path(move.target));
}

MaybeExpr builtin_CopyFile(Call& call) {
  const auto move = read_move(call, false);
  if (!move) return failed();
  std::error_code error;
  fs::copy_file(move->source, move->target, fs::copy_options::overwrite_existing, error);
  return finish_move(call, *move, error);
}
MaybeExpr builtin_CopyDirectory(Call& call) {
  const auto move = read_move(call, true);
  if (!move) return failed();
  std::error_code error;
  fs::copy(move->source, move->target, fs::copy_options::recursive | fs::copy_options::copy_symlinks, error);
  return finish_move(call, *move, error);
}
MaybeExpr rename_path(Call& call, bool directory) {
  const auto move = read_move(call, directory);
  if (!move) return failed();
  std::error_code error;
  fs::rename(move->source, move->target, error);
  if (error == std::errc::cross_device_link) {
    error.clear();
    fs::copy(move->source, move->target, fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
    if (!error) fs::remove_all(move->source, error);
  }
  return finish_move(call, *move, error);
}
MaybeExpr builtin_RenameFile(Call& call) { return rename_path(call, false); }
MaybeExpr builtin_RenameDirectory(Call& call) { return rename_path(call, true); }

Expr value_InitialDirectory() {
  static const Expr initial = Expr::string(current_directory());
  return initial;
}

constexpr MessageTexts kMessages = {{"fstr", "File specification `1` is not a string of one or more characters."},
                                    {"fdnfnd", "Directory or file \"`1`\" not found."},
                                    {"fdir", "\"`1`\" is a directory."},
                                    {"nodir", "Directory \"`1`\" not found."},
                                    {"dirne", "Directory \"`1`\" not empty. Use DeleteContents -> True."},
                                    {"eexist", "\"`1`\" already exists."},
                                    {"cdir", "Cannot set current directory to `1`."},
                                    {"dtop", "Directory stack is empty."},
                                    {"nffil", "The operation on \"`1`\" failed: `2`."},
                                    {"datetype", "`1` is not \"Modification\", \"Access\", \"Change\" or \"Creation\"."}};

constexpr Builtin kBuiltins[] = {
    {.name = "FileExistsQ", .fn = builtin_FileExistsQ, .arity = exactly(1), .usage = "FileExistsQ[\"name\"] gives True if the file or directory with the name exists.", .messages = kMessages},
    {.name = "DirectoryQ", .fn = builtin_DirectoryQ, .arity = exactly(1), .usage = "DirectoryQ[\"name\"] gives True if a directory with the name exists.", .messages = kMessages},
    {.name = "FileType",
     .fn = builtin_FileType,
     .arity = exactly(1),
     .usage = "FileType[\"file\"] gives the type of a file: File, Directory, Special, or None if it does not exist.",
     .messages = kMessages},
    {.name = "FileByteCount", .fn = builtin_FileByteCount, .arity = exactly(1), .usage = "FileByteCount[\"file\"] gives the number of bytes in a file.", .messages = kMessages},
    {.name = "FileDate",
     .fn = builtin_FileDate,
     .arity = between(1, 2),
     .usage = "FileDate[\"file\"] gives the date and time at which a file was last modified.\n"
              "FileDate[\"file\", \"type\"] gives its \"Modification\", \"Access\" or \"Change\" date.",
     .messages = kMessages},
    {.name = "FileHash",
     .fn = builtin_FileHash,
     .arity = between(1, 3),
     .usage = "FileHash[\"file\"] gives an integer MD5 hash code for the contents of a file.\n"
              "FileHash[\"file\", \"type\"] uses another hash, such as \"SHA256\".\n"
              "FileHash[\"file\", \"type\", \"format\"] gives it in a format such as \"HexString\".",
     .messages = kMessages},
    {.name = "FileNames",
     .fn = builtin_FileNames,
     .arity = between(0, 3),
     .usage = "FileNames[] lists all files in the current working directory.\n"
              "FileNames[form] lists all files whose names match the string pattern form.\n"
              "FileNames[form, {dir1, dir2, ...}] lists matching files in the directories.\n"
              "FileNames[form, dirs, n] includes files up to n levels down.",
     .options = "{IgnoreCase -> False}",
     .messages = kMessages},
    {.name = "Directory", .fn = builtin_Directory, .arity = exactly(0), .usage = "Directory[] gives the current working directory.", .messages = kMessages},
    {.name = "SetDirectory",
     .fn = builtin_SetDirectory,
     .arity = between(0, 1),
     .usage = "SetDirectory[\"dir\"] sets the current working directory to dir.\nSetDirectory[] sets it to the home directory.",
     .messages = kMessages},
    {.name = "ResetDirectory", .fn = builtin_ResetDirectory, .arity = exactly(0), .usage = "ResetDirectory[] resets the current working directory to its previous value.", .messages = kMessages},
    {.name = "DirectoryStack", .fn = builtin_DirectoryStack, .arity = exactly(0), .usage = "DirectoryStack[] gives the directory stack of SetDirectory.", .messages = kMessages},
    {.name = "CreateDirectory",
     .fn = builtin_CreateDirectory,
     .arity = between(0, 1),
     .usage = "CreateDirectory[\"dir\"] creates a directory and gives its full name.\nCreateDirectory[] creates one in $TemporaryDirectory.",
     .options = "{CreateIntermediateDirectories -> True}",
     .messages = kMessages},
    {.name = "CreateFile",
     .fn = builtin_CreateFile,
     .arity = between(0, 1),
     .usage = "CreateFile[\"file\"] creates an empty file and gives its full name.\nCreateFile[] creates one in $TemporaryDirectory.",
     .messages = kMessages},
    {.name = "CreateTemporary", .fn = builtin_CreateTemporary, .arity = exactly(0), .usage = "CreateTemporary[] creates an empty temporary file and gives its name.", .messages = kMessages},
    {.name = "DeleteFile",
     .fn = builtin_DeleteFile,
     .arity = exactly(1),
     .usage = "DeleteFile[\"file\"] deletes a file.\nDeleteFile[{\"file1\", \"file2\", ...}] deletes a list of files.",
     .messages = kMessages},
    {.name = "DeleteDirectory",
     .fn = builtin_DeleteDirectory,
     .arity = exactly(1),
     .usage = "DeleteDirectory[\"dir\"] deletes an empty directory.\nDeleteDirectory[\"dir\", DeleteContents -> True] deletes it with everything in it.",
     .options = "{DeleteContents -> False}",
     .messages = kMessages},
    {.name = "CopyFile",
     .fn = builtin_CopyFile,
     .arity = exactly(2),
     .usage = "CopyFile[\"file1\", \"file2\"] copies file1 to file2.",
     .options = "{OverwriteTarget -> False}",
     .messages = kMessages},
    {.name = "RenameFile",
     .fn = builtin_RenameFile,
     .arity = exactly(2),
     .usage = "RenameFile[\"file1\", \"file2\"] renames file1 to file2.",
     .options = "{OverwriteTarget -> False}",
     .messages = kMessages},
    {.name = "CopyDirectory", .fn = builtin_CopyDirectory, .arity = exactly(2), .usage = "CopyDirectory[\"dir1\", \"dir2\"] copies the directory dir1 to dir2.", .messages = kMessages},
    {.name = "RenameDirectory", .fn = builtin_RenameDirectory, .arity = exactly(2), .usage = "RenameDirectory[\"dir1\", \"dir2\"] renames the directory dir1 to dir2.", .messages = kMessages},
    {.name = "$InitialDirectory", .usage = "$InitialDirectory gives the working directory when the program was started.", .value = value_InitialDirectory},
};

}  // namespace

void register_file_system(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
