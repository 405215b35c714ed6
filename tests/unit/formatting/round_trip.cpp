// InputForm reads back: parse, print, parse again, same expression.
#include "formatting/formatting.h"
#include "parser/parser.h"

#include <utility>

#include "../catch.h"

namespace lykos::test {
namespace {

Expr parsed(const std::string& text) {
  const ParseResult result = parse_one(text, plain_resolver());
  INFO(text);
  REQUIRE(!result.error.has_value());
  REQUIRE(result.expressions.size() == 1);
  return result.expressions[0].value;
}

const char* const kTexts[] = {
    "a + b c", "-a", "-(a b)", "a/b/c", "(a/b)^c", "a^b^c", "(a^b)^c", "a - b - c", "a - (b - c)", "!a && b", "a && b || c",
    "(a || b) && c", "!(a || b)", "a -> b -> c", "(a -> b) -> c", "a /. b -> c", "x_ + y_", "x_.", "x_:2", "x:(a | b)", "(x:a) | b",
    "f[x_] := x^2", "(# + 1 &) /@ {1, 2}", "#[[2]] &", "f @@ g @@ h", "(f @@ g) @@ h", "a; b; c", "a;", "(a; b) &", "a = b = c",
    "(a = b) + 1", "a == b == c", "(a == b) == c", "a < b <= c", "1 ;; 3", ";;", "x[[1 ;; 3, 2]]", "-2 x", "(-2)^x", "-2^x", "x^-1",
    "x^(-1/2)", "2/3", "-2/3 x", "1.5*^10 x", "\"a\\\"b\" <> \"c\\\\n\\n\"", "a ~~ b", "a ** b", "a . b . c", "(-a) . b", "a!", "a!!",
    "(a!)!", "x++", "++x", "x += 2", "f'[x]", "f''[x]", "Derivative[1, 0][f][x, y]", "<|a -> b, \"c\" :> d|>", "x_?NumberQ",
    "_?(# > 0 &)", "x_Integer?EvenQ", "a /; b /; c", "x__", "x___h", "__", "##2", "#name", "a..", "a...", "(1)..", "%", "%5", "a @* b",
    "a /* b", "f::tag", "a =.", "f /: g[f] = 3", "f /: g[f] := 3", "{a, {b}}", "(a; b)[c]", "(f -> g)[x]", "f[x][y]", "-x^2",
    "(-x)^2", "2 - 3 I", "I x", "(1 + 2 I) x", "a @@@ b", "a //@ b", "Function[x, x^2]", "Function[{x, y}, x + y]", "a === b",
    "a =!= b", "a != b", "a >= b", "Sqrt[x]", "E^-x", "a/(b c)", "(a + b)/(c + d)", "-(a + b)", "1/2 + x/3 - y/4",
    "12345678901234567890", "1.2`20", "1.2`20*^40", "0.1", "-0.1 x", "a - 0.5", "\"tab\\tnl\\n\u00FC\"", "a //. b", "a ^:= b", "a ^= b",
    "x:_h", "x:_:3", "Optional[a | b, 3]", "Pattern[f[x], y]", "Blank[f[x]]", "Slot[x]", "Slot[-1]", "Part[x]", "Span[1]",
    "Span[1, 2, 3]", "Plus[a]", "Times[a]", "Power[a]", "Power[a, b, c]", "Set[a]", "Rule[a, b, c]", "And[a]", "Or[]", "Not[a, b]",
    "a (-b)", "a (-2)", "a*(1/2)", "(1/2)^x", "(1/2) x y", "3*4", "2^3", "(2/3)^-2", "(a b)^2", "(a b) c", "a (b c)", "a + (b + c)",
    "-(-a)", "-(2 a)", "a - (-b)", "a - (-2)", "a - (-2 b)", "p[x_ /; x > 0]", "a <-> b", "(a &)[b]", "a; (b; c)", "(a -> b) /; c",
    "x_ -> y", "{x_, ___}", "f[a, , b]", "a |-> b", "Inequality[a, Less, b]", "Not[Not[a]]", "a~f~b", "2.", "2. . x", "x . 2.",
};

}  // namespace

TEST_CASE("formatting: InputForm reads back to the same expression") {
  for (const char* text : kTexts) {
    const Expr expr = parsed(text);
    const std::string printed = to_input_form(expr);
    const Expr again = parsed(printed);
    INFO(text << "   printed " << printed << "   before " << to_full_form(expr) << "   after " << to_full_form(again));
    CHECK(again == expr);
  }
}

// A product with negative powers is written as a quotient, evaluated or held, as the original writes it; what is read back has the
// factor 1/b^c for b^(-c), which evaluates to the same, and is written the same.
TEST_CASE("formatting: quotients read back to the same text") {
  const std::pair<const char*, const char*> kQuotients[] = {
      {"x^n E^(-x)", "x^n/E^x"}, {"a b^(-2)", "a/b^2"}, {"a b^-n c^(-m)", "a/(b^n*c^m)"},
      {"a (b + c)^(-2)", "a/(b + c)^2"}, {"Hold[x E^(-x^2)]", "Hold[x/E^x^2]"}, {"x^(-2)", "x^(-2)"}, {"E^(-x)", "E^(-x)"}};
  for (const auto& [text, printed] : kQuotients) {
    INFO(text);
    CHECK(to_input_form(parsed(text)) == printed);
    CHECK(to_input_form(parsed(printed)) == printed);
  }
}

}  // namespace lykos::test
