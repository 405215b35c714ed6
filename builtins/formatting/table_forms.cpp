// table_forms.cpp - rows, columns, grids and tables: wrappers laid out by the printers.
#include "builtins/formatting/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr const char* kTableOptions =
    "{TableAlignments -> Automatic, TableDepth -> Infinity, TableDirections -> Column, TableHeadings -> None, TableSpacing -> Automatic}";

constexpr Builtin kBuiltins[] = {
    {.name = "Row",
     .usage = "Row[{e1, e2, ...}] is printed as the expressions next to each other.\n"
              "Row[list, s] has the separator s between them.",
     .options = "{Alignment -> Automatic, BaselinePosition -> Automatic, ImageMargins -> 0, ImageSize -> Automatic}"},
    {.name = "Column",
     .usage = "Column[{e1, e2, ...}] is printed as the expressions below each other.\n"
              "Column[list, alignment] aligns them Left, Center or Right.\n"
              "Column[list, alignment, spacing] leaves that many lines between them.",
     .options = "{Alignment -> Left, Background -> None, BaselinePosition -> Automatic, Dividers -> None, Frame -> None, "
                "ItemSize -> Automatic, ItemStyle -> None, Spacings -> Automatic}"},
    {.name = "ColumnForm", .usage = "ColumnForm[{e1, e2, ...}] is printed as the expressions below each other."},
    {.name = "Grid",
     .usage = "Grid[{{e11, e12, ...}, {e21, ...}, ...}] is printed as a grid of the expressions.",
     .options = "{Alignment -> Center, AllowScriptLevelChange -> True, Background -> None, BaselinePosition -> Automatic, "
                "Dividers -> {}, Frame -> None, ItemSize -> Automatic, ItemStyle -> None, Spacings -> Automatic}"},
    {.name = "Multicolumn",
     .usage = "Multicolumn[list, n] is printed as the elements filled into n columns.\n"
              "Multicolumn[list, {rows, Automatic}] chooses the number of columns for that many rows.",
     .options = "{Alignment -> Automatic, Appearance -> Vertical, Background -> None, Dividers -> None, Frame -> None, "
                "ItemSize -> Automatic, ItemStyle -> None, Spacings -> Automatic}"},
    {.name = "TableForm",
     .usage = "TableForm[list] is printed as a table: first level down, second level across, and so on.",
     .options = kTableOptions},
    {.name = "MatrixForm", .usage = "MatrixForm[list] is printed as a matrix, all columns equally wide.", .options = kTableOptions},
    {.name = "SpanFromLeft", .usage = "SpanFromLeft in a grid stands for the continuation of the item to its left."},
    {.name = "SpanFromAbove", .usage = "SpanFromAbove in a grid stands for the continuation of the item above it."},
    {.name = "SpanFromBoth", .usage = "SpanFromBoth in a grid stands for the continuation of an item that spans both ways."},
};

}  // namespace

void register_table_forms(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
