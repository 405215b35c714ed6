// styles.cpp - wrappers that decorate what they hold. On a text terminal only the content is shown.
#include "builtins/formatting/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr Builtin kBuiltins[] = {
    {.name = "Style", .usage = "Style[expr, options...] is shown as expr in the given style; in text, as expr."},
    {.name = "Framed", .usage = "Framed[expr] is shown as expr in a frame; in text, as expr."},
    {.name = "Highlighted", .usage = "Highlighted[expr] is shown as expr with a coloured background; in text, as expr."},
    {.name = "Panel", .usage = "Panel[expr] is shown as expr on a panel; in text, as expr."},
    {.name = "Pane", .usage = "Pane[expr] is shown as expr in a pane of its own; in text, as expr."},
    {.name = "Item", .usage = "Item[expr, options] is an element of a grid, row or column with options of its own."},
    {.name = "Tooltip", .usage = "Tooltip[expr, label] is shown as expr, with the label when the pointer is over it."},
    {.name = "Mouseover", .usage = "Mouseover[expr, over] is shown as expr, and as over under the pointer."},
    {.name = "PopupWindow", .usage = "PopupWindow[expr, contents] is shown as expr and opens the contents in a window."},
    {.name = "Hyperlink", .usage = "Hyperlink[label, address] is shown as the label, leading to the address."},
    {.name = "Labeled", .usage = "Labeled[expr, label] is shown as expr with a label beside it; in text, as expr."},
    {.name = "Legended", .usage = "Legended[expr, legend] is shown as expr with a legend; in text, as expr."},
    {.name = "Magnify", .usage = "Magnify[expr, s] is shown as expr, s times as large; in text, as expr."},
    {.name = "Rotate", .usage = "Rotate[expr, angle] is shown as expr turned by the angle; in text, as expr."},
    {.name = "Invisible", .usage = "Invisible[expr] leaves the room that expr would take."},
    {.name = "Interpretation", .attributes = kProtected | kHoldAll | kReadProtected,
     .usage = "Interpretation[shown, expr] is shown as the first and stands for the second."},
    {.name = "Spacer", .usage = "Spacer[w] is shown as empty space of that width; in text, as a blank."},
};

}  // namespace

void register_styles(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
