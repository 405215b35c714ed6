// InputForm and FullForm of expressions built by hand.
#include "formatting/formatting.h"

#include "build.h"
#include "expr/association.h"
#include "../catch.h"

namespace lykos::test {
namespace {

const Expr a = v("a"), b = v("b"), c = v("c"), x = v("x"), y = v("y");

Expr blank() { return f(sym::Blank, {}); }
Expr pattern(const Expr& name) { return f(sym::Pattern, {name, blank()}); }
Expr slot(int i) { return f(sym::Slot, {n(i)}); }

}  // namespace

TEST_CASE("formatting: InputForm writes reals with the shortest digits that read back") {
  CHECK(format_real_input(0.1) == "0.1");
  CHECK(format_real_input(100000.) == "100000.");
  CHECK(format_real_input(1e6) == "1.*^6");
  CHECK(format_real_input(1234567.891) == "1.234567891*^6");
  CHECK(format_real_input(0.00001) == "0.00001");
  CHECK(format_real_input(1e-6) == "1.*^-6");
  CHECK(format_real_input(3.141592653589793) == "3.141592653589793");
  CHECK(format_real_input(-2.5) == "-2.5");
  CHECK(format_real_input(1.09e12) == "1.09*^12");
  CHECK(format_real_input(2.) == "2.");
}

TEST_CASE("formatting: OutputForm reals have six digits, judged after rounding") {
  CHECK(format_real_output(3.14159265) == "3.14159");
  CHECK(format_real_output(2.) == "2.");
  CHECK(format_real_output(999999.4) == "999999.");
  CHECK(format_real_output(999999.6) == "1.*^6");
  CHECK(format_real_output(0.1 + 0.2) == "0.3");
  CHECK(format_real_output(0.) == "0.");
  CHECK(format_real_output(123456.7) == "123457.");
}

TEST_CASE("formatting: InputForm of sums, products and quotients") {
  CHECK(to_input_form(plus({n(-1), x})) == "-1 + x");
  CHECK(to_input_form(plus({a, times({n(-1), b})})) == "a - b");
  CHECK(to_input_form(plus({a, times({n(-2), b}), n(-3)})) == "a - 2*b - 3");
  CHECK(to_input_form(times({n(2), x})) == "2*x");
  CHECK(to_input_form(times({n(-1), x})) == "-x");
  CHECK(to_input_form(times({n(-1), a, b})) == "-(a*b)");
  CHECK(to_input_form(times({q(1, 2), x})) == "x/2");
  CHECK(to_input_form(times({q(-1, 2), x})) == "-1/2*x");
  CHECK(to_input_form(times({q(-3, 4), x})) == "(-3*x)/4");
  CHECK(to_input_form(times({q(3, 2), x, y})) == "(3*x*y)/2");
  CHECK(to_input_form(times({a, power(b, n(-1))})) == "a/b");
  CHECK(to_input_form(times({n(-1), a, power(b, n(-1))})) == "-(a/b)");
  CHECK(to_input_form(times({n(-1), power(x, n(-2))})) == "-x^(-2)");
  CHECK(to_input_form(times({q(-1, 2), power(x, n(-2))})) == "-1/2*1/x^2");
  CHECK(to_input_form(times({power(a, n(-1)), power(b, n(-2))})) == "1/(a*b^2)");
  CHECK(to_input_form(times({q(1, 2), power(a, n(-1))})) == "1/(2*a)");
  CHECK(to_input_form(times({plus({a, b}), power(c, n(-1))})) == "(a + b)/c");
  CHECK(to_input_form(times({n(5), power(x, n(2)), power(y, times({n(-1), x}))})) == "(5*x^2)/y^x");
  CHECK(to_input_form(plus({a, times({q(-1, 2), x})})) == "a - x/2");
  CHECK(to_input_form(times({n(2), plus({a, b})})) == "2*(a + b)");
}

TEST_CASE("formatting: InputForm of powers") {
  CHECK(to_input_form(power(x, n(2))) == "x^2");
  CHECK(to_input_form(power(x, n(-1))) == "x^(-1)");
  CHECK(to_input_form(power(x, q(1, 2))) == "Sqrt[x]");
  CHECK(to_input_form(power(x, q(-1, 2))) == "1/Sqrt[x]");
  CHECK(to_input_form(power(x, q(2, 3))) == "x^(2/3)");
  CHECK(to_input_form(power(x, power(y, a))) == "x^y^a");
  CHECK(to_input_form(power(power(x, y), a)) == "(x^y)^a");
  CHECK(to_input_form(power(n(-1), q(1, 3))) == "(-1)^(1/3)");
  CHECK(to_input_form(power(plus({n(1), power(a, n(-1))}), n(-1))) == "(1 + a^(-1))^(-1)");
  CHECK(to_input_form(power(a, times({f(v("g"), {b}), power(c, n(-1))}))) == "a^(g[b]/c)");
}

TEST_CASE("formatting: InputForm of complex numbers") {
  CHECK(to_input_form(Expr::complex(n(4), n(6))) == "4 + 6*I");
  CHECK(to_input_form(Expr::complex(q(11, 5), q(-2, 5))) == "11/5 - (2*I)/5");
  CHECK(to_input_form(Expr::complex(n(0), n(1))) == "I");
  CHECK(to_input_form(Expr::complex(n(0), n(-1))) == "-I");
  CHECK(to_input_form(Expr::complex(1.09e12, 3.)) == "1.09*^12 + 3.*I");
  CHECK(to_input_form(times({Expr::complex(n(0), n(2)), x})) == "(2*I)*x");
  CHECK(to_input_form(times({Expr::complex(n(1), n(2)), x})) == "(1 + 2*I)*x");
  CHECK(to_input_form(plus({Expr::complex(n(1), n(2)), x})) == "(1 + 2*I) + x");
}

TEST_CASE("formatting: InputForm of patterns, functions and assignments") {
  CHECK(to_input_form(pattern(x)) == "x_");
  CHECK(to_input_form(f(sym::Pattern, {x, f(sym::Blank, {Expr(sym::Integer)})})) == "x_Integer");
  CHECK(to_input_form(f(sym::Pattern, {x, f(sym::BlankSequence, {})})) == "x__");
  CHECK(to_input_form(f(sym::Optional, {pattern(x)})) == "x_.");
  CHECK(to_input_form(f(sym::Optional, {pattern(x), n(0)})) == "x_:0");
  CHECK(to_input_form(f(sym::Pattern, {x, f(sym::Alternatives, {a, b})})) == "x:a | b");
  CHECK(to_input_form(f(sym::PatternTest, {blank(), v("f")})) == "_?f");
  CHECK(to_input_form(f(sym::PatternTest, {pattern(x), v("f")})) == "(x_)?f");
  CHECK(to_input_form(power(pattern(x), n(2))) == "(x_)^2");
  CHECK(to_input_form(f(sym::Condition, {pattern(x), f(sym::Greater, {x, n(0)})})) == "x_ /; x > 0");
  CHECK(to_input_form(f(sym::Function, {plus({slot(1), n(1)})})) == "#1 + 1 & ");
  CHECK(to_input_form(list({f(sym::Function, {slot(1)})})) == "{#1 & }");
  CHECK(to_input_form(f(f(sym::Function, {slot(1)}), {x})) == "(#1 & )[x]");
  CHECK(to_input_form(f(sym::Map, {f(sym::Function, {power(slot(1), n(2))}), x})) == "(#1^2 & ) /@ x");
  CHECK(to_input_form(f(sym::CompoundExpression, {a, b})) == "a; b");
  CHECK(to_input_form(f(sym::CompoundExpression, {a, Expr(sym::Null)})) == "a; ");
  CHECK(to_input_form(f(sym::SetDelayed, {f(v("f"), {pattern(x)}), x})) == "f[x_] := x");
  CHECK(to_input_form(f(sym::Rule, {a, f(sym::Rule, {b, c})})) == "a -> b -> c");
  CHECK(to_input_form(f(sym::Span, {n(1), n(3)})) == "1 ;; 3");
  CHECK(to_input_form(f(sym::Part, {x, n(1), n(2)})) == "x[[1,2]]");
  CHECK(to_input_form(f(sym::Not, {f(sym::And, {a, b})})) == " !(a && b)");
  CHECK(to_input_form(f(sym::Or, {f(sym::And, {a, b}), c})) == "(a && b) || c");
  CHECK(to_input_form(f(sym::Equal, {a, b})) == "a == b");
  CHECK(to_input_form(f(sym::MessageName, {v("f"), s("tag")})) == "f::tag");
}

TEST_CASE("formatting: InputForm quotes strings and shows associations and infinities") {
  CHECK(to_input_form(s("a\"b\\c\n")) == "\"a\\\"b\\\\c\\n\"");
  CHECK(to_script_form(list({s("a"), s("b")})) == "{a, b}");
  CHECK(to_input_form(make_association({{s("k"), n(1), false}, {a, b, true}})) == "<|\"k\" -> 1, a :> b|>");
  CHECK(to_input_form(f(sym::DirectedInfinity, {n(1)})) == "Infinity");
  CHECK(to_input_form(f(sym::DirectedInfinity, {n(-1)})) == "-Infinity");
  CHECK(to_input_form(f(sym::DirectedInfinity, {})) == "ComplexInfinity");
  CHECK(to_input_form(f(f(f(sym::Derivative, {n(1)}), {v("f")}), {x})) == "Derivative[1][f][x]");
}

TEST_CASE("formatting: FullForm writes heads only") {
  CHECK(to_full_form(times({q(1, 2), power(x, n(2))})) == "Times[Rational[1, 2], Power[x, 2]]");
  CHECK(to_full_form(list({r(1.5), s("a")})) == "List[1.5`, \"a\"]");
  CHECK(to_full_form(Expr::complex(n(1), n(2))) == "Complex[1, 2]");
  CHECK(to_full_form(make_association({{a, n(1), false}})) == "Association[Rule[a, 1]]");
}

TEST_CASE("formatting: no nesting is too deep to print") {
  Expr deep = x;
  for (int i = 0; i < 200000; ++i) deep = make_list({deep});
  CHECK(to_full_form(deep).size() > 1000000);
  CHECK(to_input_form(deep).size() > 1000000);
  
}

}  // namespace lykos::test
