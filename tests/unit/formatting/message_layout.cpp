// message_layout.cpp - wide messages broken as published sessions of the original show them.
#include "repl/message_layout.h"

#include "tests/unit/catch.h"

#include "expr/symbol.h"

using namespace lykos;

namespace {

Expr form(std::string text, std::vector<Expr> args) {
  args.insert(args.begin(), Expr::string(std::move(text)));
  return make_normal(sym::StringForm, std::move(args));
}
Expr word(std::string text) { return Expr::string(std::move(text)); }

}  // namespace

TEST_CASE("messages: narrow ones are left alone", "[messages]") {
  CHECK(broken_message("f::tag: ", form("`1` is short.", {word("x")}), 78).empty());
}

TEST_CASE("messages: a text that fits its own line moves below the label", "[messages]") {
  CHECK(broken_message("SparseArray::list: ", form("List expected at position `1` in `2`.", {Expr::integer(1), word("SparseArray[$Failed, {1000, 1000}]")}), 78) ==
        "SparseArray::list: \n   List expected at position 1 in SparseArray[$Failed, {1000, 1000}].");
}

TEST_CASE("messages: others are broken between their fragments", "[messages]") {
  CHECK(broken_message("General::stop: ", form("Further output of `1` will be suppressed during this calculation.", {word("SetDelayed::write")}), 78) ==
        "General::stop: Further output of SetDelayed::write\n     will be suppressed during this calculation.");
  const std::string follow = "\"`1`\" cannot be followed by \"`2`\".";
  CHECK(broken_message("Syntax::sntxf: ", form(follow, {word("{Head[7], Head[1/7], Head[7.0], Head[7 + 2/"), word("[ImaginaryI]}")}), 78) ==
        "Syntax::sntxf: \"{Head[7], Head[1/7], Head[7.0], Head[7 + 2/\"\n     cannot be followed by \"[ImaginaryI]}\".");
  CHECK(broken_message("Syntax::sntxf: ", form(follow, {word("Resolve[Exists[x, x*x/x==0&&x/2!="), word("=0, x <= 10]] ")}), 78) ==
        "Syntax::sntxf: \"Resolve[Exists[x, x*x/x==0&&x/2!=\" cannot be followed by \n    \"=0, x <= 10]] \".");
}

TEST_CASE("messages: a label longer than a fifth of the line stands alone", "[messages]") {
  const std::string text = "`1` is neither a list of replacement rules nor a valid dispatch table, and so cannot be used for replacing.";
  CHECK(broken_message("ReplaceAll::reps: ", form(text, {word("{listSort}")}), 80) ==
        "ReplaceAll::reps: \n   {listSort} is neither a list of replacement rules nor a valid dispatch table,\n     and so cannot be used for replacing.");
  CHECK(broken_message("Solve::naqs: ", form("`1` is not a quantified system of equations and inequalities.", {word("(a + b) (c + d)")}), 80) ==
        "Solve::naqs: (a + b) (c + d) is not a quantified system of equations and\n     inequalities.");
}

TEST_CASE("messages: what does not fit behind an expression begins a line", "[messages]") {
  const std::string text = "Options expected (instead of `1`) beyond position `2` in `3`. An option must be a rule or a list of rules.";
  CHECK(broken_message("Plot::nonopt: ", form(text, {word("{y, 0, 10}"), Expr::integer(2), word("Plot[2 x - y == 4, {x, 0, -10}, {y, 0, 10}]")}), 80) ==
        "Plot::nonopt: Options expected (instead of {y, 0, 10}) beyond position 2 in \n    Plot[2 x - y == 4, {x, 0, -10}, {y, 0, 10}]\n    . An option must be a rule or a list of rules.");
}

TEST_CASE("messages: expressions of several lines stand in the line", "[messages]") {
  const Expr quotient = make_normal(sym::Times, {intern_symbol("Global`", "a"), make_normal(sym::Power, {intern_symbol("Global`", "b"), Expr::integer(-1)})});
  CHECK(broken_message("NIntegrate::inumr: ", form("The integrand `1` has evaluated to non-numerical values for all sampling points in the region with boundaries `2`.", {quotient, word("{{0, 1}}")}), 78) ==
        "NIntegrate::inumr: \n"
        "                 a\n   The integrand - has evaluated to non-numerical values for all sampling\n                 b\n"
        "     points in the region with boundaries {{0, 1}}.");
}
