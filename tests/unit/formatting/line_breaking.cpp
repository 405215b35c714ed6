// line_breaking.cpp - one-line forms in several lines, broken where published sessions of the original break them.
#include "formatting/line_breaking.h"

#include "build.h"
#include "formatting/formatting.h"
#include "parser/parser.h"
#include "../catch.h"

namespace lykos::test {
namespace {

Expr parsed(const std::string& text) { return parse_one(text, plain_resolver()).expressions.at(0).value; }
std::string lines(const std::string& text) { return to_input_form(parsed(text), 78); }

}  // namespace

TEST_CASE("formatting: InputForm is broken at its least nested place") {
  CHECK(lines("{Sqrt[1/2 + s^2 - Sqrt[1 + 4*s^2 - w^2]/2] - Sqrt[1/2 + s^2 - Sqrt[1 + 4*s^2 - w^2]/2 - x^2], "
              "Sqrt[1/2 + s^2 + Sqrt[1 + 4*s^2 - w^2]/2] - Sqrt[1/2 + s^2 + Sqrt[1 + 4*s^2 - w^2]/2 - x^2]}") ==
        "{Sqrt[1/2 + s^2 - Sqrt[1 + 4*s^2 - w^2]/2] - \n  Sqrt[1/2 + s^2 - Sqrt[1 + 4*s^2 - w^2]/2 - x^2], \n"
        " Sqrt[1/2 + s^2 + Sqrt[1 + 4*s^2 - w^2]/2] - \n  Sqrt[1/2 + s^2 + Sqrt[1 + 4*s^2 - w^2]/2 - x^2]}");
  CHECK(lines("9.057536156834611*^-7 + (-3.4095942257419586*^-6 + 5.404823786543283*^-6*etot)*etot + 1.1697477588685719*sigetot^2") ==
        "9.057536156834611*^-7 + (-3.4095942257419586*^-6 + \n   5.404823786543283*^-6*etot)*etot + 1.1697477588685719*sigetot^2");
  CHECK(lines("InterpretationBox[StyleBox[\"Integrate[F[x], x]\", ShowStringCharacters -> True, NumberMarks -> True], "
              "InputForm[Integrate[F[x], x]], Editable -> True, AutoDelete -> True]") ==
        "InterpretationBox[StyleBox[\"Integrate[F[x], x]\", ShowStringCharacters -> True, \n"
        "  NumberMarks -> True], InputForm[Integrate[F[x], x]], Editable -> True, \n AutoDelete -> True]");
}

TEST_CASE("formatting: long strings and numbers are cut, and read back") {
  const std::string digits(200, '7');
  const std::string text = "{" + digits + ", \"" + std::string(30, 'x') + "\\n\\\"" + std::string(90, 'y') + "\\[Alpha]\", " + digits + ".5`210}";
  const std::string broken = lines(text);
  for (std::size_t begin = 0; begin < broken.size();) {
    const std::size_t end = std::min(broken.find('\n', begin), broken.size());
    CHECK(end - begin <= 79);     // the blank behind a comma may hang over
    begin = end + 1;
  }
  CHECK(parsed(broken) == parsed(text));
}

TEST_CASE("formatting: code for compilers") {
  const Expr pre = parsed("(rb^2*(xa - xb) + ra^2*(-xa + xb) + (xa + xb)*(xa^2 - 2*xa*xb + xb^2 + (ya - yb)^2))/(zz*(xa^2 - 2*xa*xb + xb^2 + (ya - yb)^2))");
  CHECK(to_c_form(pre, 78) ==
        "   (Power(rb,2)*(xa - xb) + Power(ra,2)*(-xa + xb) + \n"
        "      (xa + xb)*(Power(xa,2) - 2*xa*xb + Power(xb,2) + Power(ya - yb,2)))/\n"
        "    (zz*(Power(xa,2) - 2*xa*xb + Power(xb,2) + Power(ya - yb,2)))");
}

}  // namespace lykos::test
