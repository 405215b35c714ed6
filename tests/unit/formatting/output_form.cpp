// OutputForm: two-dimensional layout, tables, number forms and line breaking.
#include "formatting/formatting.h"

#include "build.h"
#include "expr/association.h"
#include "../catch.h"

namespace lykos::test {
namespace {

const Expr a = v("a"), b = v("b"), c = v("c"), d = v("d"), x = v("x"), y = v("y");

std::string out(const Expr& expr) { return to_output_form(expr, 0); }

}  // namespace

TEST_CASE("formatting: OutputForm: powers and scripts") {
  CHECK(out(power(a, n(4))) == " 4\na");
  CHECK(out(power(a, times({f(v("g"), {b}), power(c, n(-1))}))) == " g[b]/c\na");
  CHECK(out(power(plus({n(1), power(x, n(2))}), n(2))) == "      2 2\n(1 + x )");
  CHECK(out(power(times({a, power(b, n(-1))}), n(2))) == " a 2\n(-)\n b");
  CHECK(out(times({n(-1), power(x, n(-2))})) == "  -2\n-x");
  CHECK(out(power(sym::E, times({n(-1), power(x, n(2))}))) == "   2\n -x\nE");
  CHECK(out(f(sym::Subscript, {a, n(4)})) == "a\n 4");
  CHECK(out(f(sym::Subsuperscript, {a, v("p"), v("q")})) == " q\na\n p");
}

TEST_CASE("formatting: OutputForm: fractions") {
  const Expr nested = power(plus({n(1), power(plus({n(1), power(a, n(-1))}), n(-1))}), n(-1));
  CHECK(out(nested) == "    1\n---------\n      1\n1 + -----\n        1\n    1 + -\n        a");
  CHECK(out(power(nested, q(1, 2))) ==
        "         1\nSqrt[---------]\n           1\n     1 + -----\n             1\n         1 + -\n             a");
  CHECK(out(q(-3, 4)) == "  3\n-(-)\n  4");
  CHECK(out(times({a, power(b, n(-1))})) == "a\n-\nb");
  CHECK(out(times({n(-1), a, power(b, n(-1))})) == "  a\n-(-)\n  b");
  CHECK(out(times({q(-1, 2), x})) == "-x\n--\n2");
  CHECK(out(times({q(-3, 4), x})) == "-3 x\n----\n 4");
  CHECK(out(plus({a, times({q(-1, 2), x})})) == "    x\na - -\n    2");
  CHECK(out(power(x, q(-1, 2))) == "   1\n-------\nSqrt[x]");
}

TEST_CASE("formatting: OutputForm: numbers") {
  CHECK(out(r(1e6)) == "     6\n1. 10");
  CHECK(out(r(-1e-6)) == "      -6\n-1. 10");
  CHECK(out(Expr::complex(1.09e12, 3.)) == "       12\n1.09 10   + 3. I");
  CHECK(out(r(2.)) == "2.");
  CHECK(out(r(-0.00001)) == "-0.00001");
  CHECK(out(Expr::complex(n(1), n(2))) == "1 + 2 I");
  CHECK(out(Expr::big_real(BigReal::from_string("-4.32", 4))) == "-4.320");
  CHECK(to_input_form(Expr::big_real(BigReal::from_string("-4.32", 4))) == "-4.32`4.");
}

TEST_CASE("formatting: OutputForm: sums, products, calls and strings") {
  CHECK(out(times({n(2), x})) == "2 x");
  CHECK(out(times({n(-1), a, b})) == "-(a b)");
  CHECK(out(plus({n(-1), x})) == "-1 + x");
  CHECK(out(list({s("a"), s("b")})) == "{a, b}");
  CHECK(out(make_association({{a, x, false}, {s("b"), y, false}})) == "<|a -> x, b -> y|>");
  CHECK(out(list({power(x, n(2)), times({a, power(b, n(-1))})})) == "  2  a\n{x , -}\n     b");
  CHECK(out(f(f(f(sym::Derivative, {n(1)}), {v("f")}), {x})) == "f'[x]");
  CHECK(out(f(f(f(sym::Derivative, {n(1), n(0)}), {v("f")}), {x, y})) == " (1,0)\nf     [x, y]");
  CHECK(out(f(sym::HoldForm, {plus({n(1), n(1)})})) == "1 + 1");
  CHECK(out(f(sym::Graphics, {list({})})) == "-Graphics-");
  CHECK(out(f(sym::Inequality, {a, Expr(sym::Less), b, Expr(sym::LessEqual), c})) == "a < b <= c");
  CHECK(out(f(sym::StringForm, {s("`1` and `` or `1`"), a, b})) == "a and b or a");
  CHECK(out(f(sym::StringForm, {s("x ` y")})) == "x ` y");
  CHECK(out(f(sym::Row, {list({n(1), s("-"), n(2)})})) == "1-2");
  CHECK(out(f(sym::Row, {list({a, b, c}), s(", ")})) == "a, b, c");
  CHECK(out(f(sym::InputForm, {s("a")})) == "\"a\"");
  CHECK(out(f(sym::FullForm, {plus({a, b})})) == "Plus[a, b]");
}

TEST_CASE("formatting: OutputForm: tables") {
  const Expr matrix = list({list({a, b}), list({c, d})});
  CHECK(out(f(sym::Grid, {matrix})) == "a   b\n\nc   d");
  CHECK(out(f(sym::MatrixForm, {matrix})) == "a   b\n\nc   d");
  CHECK(out(f(sym::TableForm, {matrix})) == "a   b\n\nc   d");
  CHECK(out(f(sym::MatrixForm, {list({list({n(1), n(22), n(3)}), list({n(444), n(5), n(6)})})})) == "1     22    3\n\n444   5     6");
  CHECK(out(f(sym::TableForm, {list({n(1), n(2)})})) == "1\n\n2");
  CHECK(out(f(sym::Column, {list({n(1), n(2), n(3)})})) == "1\n2\n3");
  CHECK(out(f(sym::TableForm, {matrix, make_rule(sym::TableSpacing, list({n(0), n(1)}))})) == "a b\nc d");
  CHECK(out(f(sym::TableForm, {matrix, make_rule(sym::TableHeadings, Expr(sym::Automatic))})) ==
        "    1   2\n\n1   a   b\n\n2   c   d");
}

TEST_CASE("formatting: OutputForm: number forms") {
  CHECK(out(f(sym::NumberForm, {r(123456789.)})) == "            8\n1.23457 \u00D7 10");
  CHECK(out(f(sym::NumberForm, {r(3.14159265), n(3)})) == "3.14");
  CHECK(out(f(sym::NumberForm, {r(1.5), list({n(5), n(3)})})) == "1.500");
  CHECK(out(f(sym::NumberForm, {r(2.675), list({n(5), n(2)})})) == "2.68");
  CHECK(out(f(sym::NumberForm, {n(1234567), make_rule(sym::DigitBlock, n(3))})) == "1,234,567");
  CHECK(out(f(sym::NumberForm, {r(1234.567), make_rule(sym::DigitBlock, n(3))})) == "1,234.57");
  CHECK(out(f(sym::NumberForm, {r(1.23456789), n(9), make_rule(sym::DigitBlock, n(3))})) == "1.234 567 89");
  CHECK(out(f(sym::ScientificForm, {r(12345.678)})) == "            4\n1.23457 \u00D7 10");
  CHECK(out(f(sym::ScientificForm, {r(-9876.5)})) == "            3\n-9.8765 \u00D7 10");
  CHECK(out(f(sym::EngineeringForm, {r(12345.678)})) == "            3\n12.3457 \u00D7 10");
  CHECK(out(f(sym::AccountingForm, {r(-1234567.)})) == "(1234567.)");
  CHECK(out(f(sym::AccountingForm, {r(1234.5678), n(3)})) == "1230.");
  CHECK(out(f(sym::PaddedForm, {list({n(1), n(-22), n(333)}), n(4)})) == "{    1,   -22,   333}");
  CHECK(out(f(sym::PaddedForm, {r(1.5), list({n(4), n(2)})})) == "  1.50");
  CHECK(out(f(sym::PaddedForm, {n(12345), n(3)})) == " 12345");
  CHECK(out(f(sym::PercentForm, {r(0.25)})) == "25.%");
  CHECK(out(f(sym::BaseForm, {n(10), n(2)})) == "1010\n    2");
}

TEST_CASE("formatting: OutputForm: long lines are broken after separators") {
  std::vector<Expr> numbers;
  for (int i = 1; i <= 40; ++i) numbers.push_back(n(i));
  const std::string text = to_output_form(make_list(numbers), 40);
  CHECK(text.substr(0, text.find('\n')) == "{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, ");
  CHECK(text.find("\n \n>    13, 14") != std::string::npos);
  const std::string digits(100, '7');
  const std::string number = to_output_form(Expr::integer(Integer::from_digits(digits)), 40);
  CHECK(number.substr(0, 41) == std::string(39, '7') + "\\\n");
  CHECK(labelled_output("Out[1]= ", times({a, power(b, n(-1))})) == "        a\nOut[1]= -\n        b");
  CHECK(labelled_output("Out[3]//MatrixForm= ", f(sym::MatrixForm, {list({list({n(1), n(2)}), list({n(2), n(4)})})})) ==
        "Out[3]//MatrixForm= 1   2\n\n                    2   4");
}

TEST_CASE("formatting: OutputForm: TeX, C and Fortran") {
  CHECK(to_tex_form(plus({n(1), times({n(2), x}), power(x, n(2))})) == "x^2+2 x+1");
  CHECK(to_tex_form(times({a, power(b, n(-1))})) == "\\frac{a}{b}");
  CHECK(to_tex_form(power(f(sym::Sin, {x}), n(2))) == "\\sin ^2(x)");
  CHECK(to_tex_form(power(x, q(1, 2))) == "\\sqrt{x}");
  CHECK(to_tex_form(power(x, n(10))) == "x^{10}");
  CHECK(to_tex_form(list({s("ab"), v("xyz")})) == "\\{\\text{ab},\\text{xyz}\\}");
  CHECK(to_c_form(plus({n(1), times({n(2), x}), power(x, n(2))})) == "1 + 2*x + Power(x,2)");
  CHECK(to_c_form(times({q(3, 4), x})) == "(3*x)/4.");
  CHECK(to_c_form(q(1, 2)) == "0.5");
  CHECK(to_fortran_form(power(x, n(2))) == "x**2");
  CHECK(to_fortran_form(f(sym::Equal, {a, b})) == "a.eq.b");
}

TEST_CASE("formatting: OutputForm: Short and Shallow") {
  std::vector<Expr> numbers;
  for (int i = 1; i <= 1000; ++i) numbers.push_back(n(i));
  const std::string text = out(f(sym::Short, {make_list(numbers)}));
  CHECK(text.size() <= 80);
  CHECK(text.find("<<") != std::string::npos);
  CHECK(text.substr(0, 6) == "{1, 2,");
  CHECK(text.substr(text.size() - 6) == " 1000}");
  CHECK(out(f(sym::Shallow, {make_list(numbers)})) == "{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, <<990>>}");
}

TEST_CASE("formatting: OutputForm: deep nesting in output") {
  Expr deep = x;
  for (int i = 0; i < 100000; ++i) deep = make_list({deep});
  CHECK(out(deep).size() > 200000);
}

}  // namespace lykos::test
