// write_file.h - whole files in and out. Writing goes to a temporary name beside the target and is renamed when complete, so
// a reader never sees half a file and a failure leaves the old one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "expr/expr.h"

namespace lykos::builtins {

/// The bytes of a file; nullopt with a reason ("No such file or directory") when it cannot be read.
std::optional<std::string> read_whole_file(const std::string& path, std::string& reason);
/// Replaces the file by these bytes; false with a reason on failure.
bool write_whole_file(const std::string& path, std::string_view bytes, std::string& reason);
/// Adds bytes at the end, making the file if there is none.
bool append_to_file(const std::string& path, std::string_view bytes, std::string& reason);

/// A file argument: a string or File["name"]; `~` is expanded. nullopt for anything else.
std::optional<std::string> file_argument(const Expr& expr);
/// "~" and "~/x" with the home directory put in.
std::string expand_home(std::string_view path);
/// Absolute and without "." and ".." (links are not followed).
std::string absolute_path(std::string_view path);
/// True for names such as "http://..." that would need a network.
bool is_url(std::string_view name);
/// The path of a "file://" URL, or the name itself.
std::string without_file_scheme(std::string_view name);
/// A fresh path in the temporary directory, e.g. "/tmp/m-1f3a...".
std::string temporary_path(std::string_view prefix, std::string_view suffix);
std::string temporary_directory();

}  // namespace lykos::builtins
