// packages.h - reading files of code: Get, Needs, and the search for packages.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos::builtins {

void mark_package_loaded(const std::string& context);
bool package_is_loaded(const std::string& context);
/// Needs["P`"]: loads the package unless it is loaded; $Failed (with messages for `origin`) when it is not found.
Expr need_package(const Expr& context, const Expr& origin);
/// The file for Get["name"]: a path, or a context P`Q` looked for as P/Q.wl, P/Q.m, P/Kernel/init.wl ... along $Path.
/// A directory stands for its init file. `places` are searched in place of $Path when they are given.
std::optional<std::string> find_source_file(const std::string& name, const std::vector<std::string>* places = nullptr);
/// Evaluates the text of a file expression by expression; the last value. Syntax errors are messages with file:line:column.
Expr evaluate_source(std::string_view text, const std::string& file_name);
/// The same with another use of the expressions: each is read only after the one before it was taken.
Expr each_expression(std::string_view text, const std::string& file_name, const std::function<Expr(const Expr&)>& take);
/// $InputFileName while files are read.
const std::string& current_source_file();
void set_current_source_file(std::string name);
std::vector<std::string>& package_search_path();
/// P.mx/$SystemID/P.mx, where DumpSave["P`", ...] puts a package.
std::string dump_file_of_context(const std::string& context);

}  // namespace lykos::builtins
