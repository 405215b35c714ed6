// colors.cpp - the named colours and named line styles, which are values, and computing with colours (colors.wl).
#include "builtins/graphics/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

Expr of(KnownSymbol head, std::initializer_list<Expr> parts) { return make_normal(head, parts); }

Expr value_Red() { return of(sym::RGBColor, {Expr::integer(1), Expr::integer(0), Expr::integer(0)}); }
Expr value_Green() { return of(sym::RGBColor, {Expr::integer(0), Expr::integer(1), Expr::integer(0)}); }
Expr value_Blue() { return of(sym::RGBColor, {Expr::integer(0), Expr::integer(0), Expr::integer(1)}); }
Expr value_Black() { return of(sym::GrayLevel, {Expr::integer(0)}); }
Expr value_White() { return of(sym::GrayLevel, {Expr::integer(1)}); }
Expr value_Gray() { return of(sym::GrayLevel, {Expr::real(0.5)}); }
Expr value_Cyan() { return of(sym::RGBColor, {Expr::integer(0), Expr::integer(1), Expr::integer(1)}); }
Expr value_Magenta() { return of(sym::RGBColor, {Expr::integer(1), Expr::integer(0), Expr::integer(1)}); }
Expr value_Yellow() { return of(sym::RGBColor, {Expr::integer(1), Expr::integer(1), Expr::integer(0)}); }
Expr value_Brown() { return of(sym::RGBColor, {Expr::real(0.6), Expr::real(0.4), Expr::real(0.2)}); }
Expr value_Orange() { return of(sym::RGBColor, {Expr::integer(1), Expr::real(0.5), Expr::integer(0)}); }
Expr value_Pink() { return of(sym::RGBColor, {Expr::integer(1), Expr::real(0.5), Expr::real(0.5)}); }
Expr value_Purple() { return of(sym::RGBColor, {Expr::real(0.5), Expr::integer(0), Expr::real(0.5)}); }
Expr value_LightRed() { return of(sym::RGBColor, {Expr::integer(1), Expr::real(0.85), Expr::real(0.85)}); }
Expr value_LightGreen() { return of(sym::RGBColor, {Expr::real(0.88), Expr::integer(1), Expr::real(0.88)}); }
Expr value_LightBlue() { return of(sym::RGBColor, {Expr::real(0.87), Expr::real(0.94), Expr::integer(1)}); }
Expr value_LightGray() { return of(sym::GrayLevel, {Expr::real(0.85)}); }
Expr value_LightCyan() { return of(sym::RGBColor, {Expr::real(0.9), Expr::real(1.0), Expr::real(1.0)}); }
Expr value_LightMagenta() { return of(sym::RGBColor, {Expr::real(1.0), Expr::real(0.9), Expr::real(1.0)}); }
Expr value_LightYellow() { return of(sym::RGBColor, {Expr::integer(1), Expr::integer(1), Expr::real(0.85)}); }
Expr value_LightBrown() { return of(sym::RGBColor, {Expr::real(0.94), Expr::real(0.91), Expr::real(0.88)}); }
Expr value_LightOrange() { return of(sym::RGBColor, {Expr::integer(1), Expr::real(0.9), Expr::real(0.8)}); }
Expr value_LightPink() { return of(sym::RGBColor, {Expr::real(1.0), Expr::real(0.925), Expr::real(0.925)}); }
Expr value_LightPurple() { return of(sym::RGBColor, {Expr::real(0.94), Expr::real(0.88), Expr::real(0.94)}); }
Expr value_Transparent() { return of(sym::GrayLevel, {Expr::integer(0), Expr::integer(0)}); }

Expr value_Thick() { return of(sym::Thickness, {sym::Large}); }
Expr value_Thin() { return of(sym::Thickness, {sym::Tiny}); }
Expr value_Dashed() { return of(sym::Dashing, {make_list({sym::Small, sym::Small})}); }
Expr value_Dotted() { return of(sym::Dashing, {make_list({Expr::integer(0), sym::Small})}); }
Expr value_DotDashed() { return of(sym::Dashing, {make_list({Expr::integer(0), sym::Small, sym::Small, sym::Small})}); }

MaybeExpr builtin_of_colors(Call& call) { return call_library(call, "graphics/colors"); }

#define LYKOS_COLOR(wl_name) {.name = #wl_name, .usage = #wl_name " is a color.", .value = value_##wl_name}
#define LYKOS_LINE(wl_name) {.name = #wl_name, .usage = #wl_name " is a line style.", .value = value_##wl_name}

constexpr Builtin kBuiltins[] = {
    LYKOS_COLOR(Red),
    LYKOS_COLOR(Green),
    LYKOS_COLOR(Blue),
    LYKOS_COLOR(Black),
    LYKOS_COLOR(White),
    LYKOS_COLOR(Gray),
    LYKOS_COLOR(Cyan),
    LYKOS_COLOR(Magenta),
    LYKOS_COLOR(Yellow),
    LYKOS_COLOR(Brown),
    LYKOS_COLOR(Orange),
    LYKOS_COLOR(Pink),
    LYKOS_COLOR(Purple),
    LYKOS_COLOR(LightRed),
    LYKOS_COLOR(LightGreen),
    LYKOS_COLOR(LightBlue),
    LYKOS_COLOR(LightGray),
    LYKOS_COLOR(LightCyan),
    LYKOS_COLOR(LightMagenta),
    LYKOS_COLOR(LightYellow),
    LYKOS_COLOR(LightBrown),
    LYKOS_COLOR(LightOrange),
    LYKOS_COLOR(LightPink),
    LYKOS_COLOR(LightPurple),
    LYKOS_COLOR(Transparent),
    LYKOS_LINE(Thick),
    LYKOS_LINE(Thin),
    LYKOS_LINE(Dashed),
    LYKOS_LINE(Dotted),
    LYKOS_LINE(DotDashed),
    {.name = "Blend", .fn = builtin_of_colors, .arity = between(1, 2), .usage = "Blend[{c1, c2}, x] blends two colors, with the fraction x of the second.\nBlend[{c1, c2, ...}] is an equal blend."},
    {.name = "Lighter", .fn = builtin_of_colors, .arity = between(1, 2), .usage = "Lighter[color, f] is the color mixed with the fraction f of white."},
    {.name = "Darker", .fn = builtin_of_colors, .arity = between(1, 2), .usage = "Darker[color, f] is the color mixed with the fraction f of black."},
    {.name = "RandomColor", .fn = builtin_of_colors, .arity = between(0, 1), .usage = "RandomColor[] gives a random color.\nRandomColor[n] gives n of them."},
    {.name = "ColorQ", .fn = builtin_of_colors, .arity = exactly(1), .usage = "ColorQ[expr] gives True if expr is a color."},
    {.name = "ColorDistance", .fn = builtin_of_colors, .arity = exactly(2), .usage = "ColorDistance[c1, c2] gives the distance of two colors as they are seen."},
    {.name = "ColorNegate", .fn = builtin_of_colors, .arity = exactly(1), .usage = "ColorNegate[color] gives the opposite color."},
};

}  // namespace

void register_colors(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
