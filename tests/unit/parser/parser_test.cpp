// parser_test.cpp - text to expressions: the FullForm of what is written, errors with their places, hostile input.
#include "tests/unit/catch.h"

#include <string>

#include "expr/expr.h"
#include "expr/operators.h"
#include "formatting/formatting.h"
#include "parser/grammar_check.h"
#include "parser/parser.h"

using namespace lykos;

namespace {

std::string full_form(std::string_view source) {
  const ParseResult result = parse_all(source, plain_resolver());
  if (result.error) return "error " + result.error->tag + ": " + result.error->message;
  std::string out;
  for (const ParsedExpression& parsed : result.expressions) {
    if (!out.empty()) out += " ;; ";
    out += to_full_form(parsed.value);
  }
  return out;
}

struct Row {
  const char* source;
  const char* expected;
};

void check(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    INFO(row.source);
    CHECK(full_form(row.source) == row.expected);
  }
}

SyntaxError error_of(std::string_view source) {
  const ParseResult result = parse_all(source, plain_resolver());
  REQUIRE(result.error.has_value());
  return *result.error;
}

}  // namespace

TEST_CASE("parser: arithmetic", "[parser]") {
  check({
      {"a+b", "Plus[a, b]"},
      {"a+b+c", "Plus[a, b, c]"},
      {"(a+b)+c", "Plus[Plus[a, b], c]"},
      {"a+(b+c)", "Plus[a, Plus[b, c]]"},
      {"a-b", "Plus[a, Times[-1, b]]"},
      {"a-b-c", "Plus[a, Times[-1, b], Times[-1, c]]"},
      {"a - 3", "Plus[a, -3]"},
      {"a - 2 b", "Plus[a, Times[-1, Times[2, b]]]"},
      {"-x", "Times[-1, x]"},
      {"-3", "-3"},
      {"-(3)", "-3"},
      {"- -3", "Times[-1, -3]"},
      {"-3^2", "Times[-1, Power[3, 2]]"},
      {"-a b", "Times[Times[-1, a], b]"},
      {"-3 x", "Times[-3, x]"},
      {"-a/b", "Times[Times[-1, a], Power[b, -1]]"},
      {"+a", "Plus[a]"},
      {"+a + b", "Plus[a, b]"},
      {"a + +b", "Plus[a, b]"},
      {"a b", "Times[a, b]"},
      {"a*b*c", "Times[a, b, c]"},
      {"a b*c d", "Times[a, b, c, d]"},
      {"2x", "Times[2, x]"},
      {"2 (x+1)", "Times[2, Plus[x, 1]]"},
      {"(a)(b)", "Times[a, b]"},
      {"2 3", "Times[2, 3]"},
      {"a {b}", "Times[a, List[b]]"},
      {"f (x)", "Times[f, x]"},
      {"x y^2 z", "Times[x, Power[y, 2], z]"},
      {"a/b", "Times[a, Power[b, -1]]"},
      {"1/2", "Times[1, Power[2, -1]]"},
      {"2/x", "Times[2, Power[x, -1]]"},
      {"a/b/c", "Times[Times[a, Power[b, -1]], Power[c, -1]]"},
      {"a/b c", "Times[Times[a, Power[b, -1]], c]"},
      {"a/-3", "Times[a, Power[-3, -1]]"},
      {"1/.5", "Times[1, Power[0.5`, -1]]"},
      {"a^b^c", "Power[a, Power[b, c]]"},
      {"a^-b", "Power[a, Times[-1, b]]"},
      {"a^-b*c", "Times[Power[a, Times[-1, b]], c]"},
      {"2^-1", "Power[2, -1]"},
      {"a.b.c", "Dot[a, b, c]"},
      {"a.b*c", "Times[Dot[a, b], c]"},
      {"a**b**c", "NonCommutativeMultiply[a, b, c]"},
      {"a\xC3\x97" "b", "Times[a, b]"},
      {"a\\[Times]b", "Times[a, b]"},
      {"a\xE2\x88\x92" "b", "Plus[a, Times[-1, b]]"},
      {"a\\[Divide]b", "Times[a, Power[b, -1]]"},
      {"a \\[PlusMinus] b", "PlusMinus[a, b]"},
      {"\\[PlusMinus]b", "PlusMinus[b]"},
      {"a\\[Cross]b", "Cross[a, b]"},
      {"a\\[CircleTimes]b\\[CircleTimes]c", "CircleTimes[a, b, c]"},
      {"\\[Sqrt]x", "Sqrt[x]"},
      {"\xE2\x88\x9A" "x+1", "Plus[Sqrt[x], 1]"},
      {"\\[Integral] f[x] x \\[DifferentialD] x", "Integrate[Times[f[x], x], x]"},
  });
}

TEST_CASE("parser: comparison and logic", "[parser]") {
  check({
      {"a==b", "Equal[a, b]"},
      {"a==b==c", "Equal[a, b, c]"},
      {"a<b<=c", "Inequality[a, Less, b, LessEqual, c]"},
      {"a<b<c", "Less[a, b, c]"},
      {"a!=b", "Unequal[a, b]"},
      {"a>=b>c==d", "Inequality[a, GreaterEqual, b, Greater, c, Equal, d]"},
      {"a<-1", "Less[a, -1]"},
      {"a\xE2\x89\xA4" "b", "LessEqual[a, b]"},
      {"a\\[NotEqual]b", "Unequal[a, b]"},
      {"a \\[Equal] b", "Equal[a, b]"},
      {"a===b", "SameQ[a, b]"},
      {"a===b===c", "SameQ[a, b, c]"},
      {"a=!=b", "UnsameQ[a, b]"},
      {"a==b===c", "SameQ[Equal[a, b], c]"},
      {"a&&b||c&&d", "Or[And[a, b], And[c, d]]"},
      {"a||b||c", "Or[a, b, c]"},
      {"!a", "Not[a]"},
      {"!a&&b", "And[Not[a], b]"},
      {"!a==b", "Not[Equal[a, b]]"},
      {"!!a", "Not[Not[a]]"},
      {"a \\[And] b", "And[a, b]"},
      {"a \\[Xor] b \\[Xor] c", "Xor[a, b, c]"},
      {"a || b \\[Xor] c", "Or[a, Xor[b, c]]"},
      {"\\[Not] a", "Not[a]"},
      {"a \\[Implies] b \\[Implies] c", "Implies[a, Implies[b, c]]"},
      {"x \\[Element] Reals", "Element[x, Reals]"},
      {"x \xE2\x88\x88 Reals", "Element[x, Reals]"},
      {"x \\[NotElement] Reals", "NotElement[x, Reals]"},
      {"a \\[Union] b \\[Union] c", "Union[a, b, c]"},
      {"a \\[Conditioned] b", "Conditioned[a, b]"},
      {"n!", "Factorial[n]"},
      {"n!!", "Factorial2[n]"},
      {"n! m", "Times[Factorial[n], m]"},
      {"x!=5", "Unequal[x, 5]"},
      {"-3!", "Times[-1, Factorial[3]]"},
  });
}

TEST_CASE("parser: assignment and statements", "[parser]") {
  check({
      {"a=b=c", "Set[a, Set[b, c]]"},
      {"a:=b", "SetDelayed[a, b]"},
      {"f[x_]:=x^2", "SetDelayed[f[Pattern[x, Blank[]]], Power[x, 2]]"},
      {"a^=b", "UpSet[a, b]"},
      {"a^:=b", "UpSetDelayed[a, b]"},
      {"a=.", "Unset[a]"},
      {"a = .", "Unset[a]"},
      {"a=.5", "Set[a, 0.5`]"},
      {"a/:f[a]=b", "TagSet[a, f[a], b]"},
      {"a/:f[a]:=b", "TagSetDelayed[a, f[a], b]"},
      {"a/:f[a]=.", "TagUnset[a, f[a]]"},
      {"a;b", "CompoundExpression[a, b]"},
      {"a;b;", "CompoundExpression[a, b, Null]"},
      {"a;", "CompoundExpression[a, Null]"},
      {"a; ;b", "CompoundExpression[a, Null, b]"},
      {"(a;b;);c", "CompoundExpression[CompoundExpression[a, b, Null], c]"},
      {"a=1;-b", "CompoundExpression[Set[a, 1], Times[-1, b]]"},
      {"a+=b", "AddTo[a, b]"},
      {"a-=b", "SubtractFrom[a, b]"},
      {"a*=b", "TimesBy[a, b]"},
      {"a/=b", "DivideBy[a, b]"},
      {"a//=f", "ApplyTo[a, f]"},
      {"i++", "Increment[i]"},
      {"++i", "PreIncrement[i]"},
      {"i--", "Decrement[i]"},
      {"--i", "PreDecrement[i]"},
      {"a--b", "Times[Decrement[a], b]"},
      {"x = y = 3; z", "CompoundExpression[Set[x, Set[y, 3]], z]"},
      {"a >> file.m", "Put[a, \"file.m\"]"},
      {"a >>> \"b c\"", "PutAppend[a, \"b c\"]"},
      {"<<pkg`", "Get[\"pkg`\"]"},
      {"<< \"file.m\"", "Get[\"file.m\"]"},
      {"<<a/b.wl; c", "CompoundExpression[Get[\"a/b.wl\"], c]"},
      {"f::usage", "MessageName[f, \"usage\"]"},
      {"f::usage = \"x\"", "Set[MessageName[f, \"usage\"], \"x\"]"},
      {"f::\"a b\"", "MessageName[f, \"a b\"]"},
      {"f::tag::lang", "MessageName[f, \"tag\", \"lang\"]"},
      {"?Plus", "Information[\"Plus\", Rule[LongForm, False]]"},
      {"??Plus", "Information[\"Plus\", Rule[LongForm, True]]"},
      {"? Sin*", "Information[\"Sin*\", Rule[LongForm, False]]"},
  });
}

TEST_CASE("parser: rules and patterns", "[parser]") {
  check({
      {"a->b", "Rule[a, b]"},
      {"a->b->c", "Rule[a, Rule[b, c]]"},
      {"a:>b", "RuleDelayed[a, b]"},
      {"a\\[Rule]b", "Rule[a, b]"},
      {"a\xEF\x94\xA2" "b", "Rule[a, b]"},
      {"a\\[RuleDelayed]b", "RuleDelayed[a, b]"},
      {"a<->b", "TwoWayRule[a, b]"},
      {"a\\[DirectedEdge]b", "DirectedEdge[a, b]"},
      {"a/.b", "ReplaceAll[a, b]"},
      {"a/.b/.c", "ReplaceAll[ReplaceAll[a, b], c]"},
      {"a/.b->c", "ReplaceAll[a, Rule[b, c]]"},
      {"a//.b:>c", "ReplaceRepeated[a, RuleDelayed[b, c]]"},
      {"a/;b", "Condition[a, b]"},
      {"a/;b/;c", "Condition[Condition[a, b], c]"},
      {"f[x_]:=x/;x>0", "SetDelayed[f[Pattern[x, Blank[]]], Condition[x, Greater[x, 0]]]"},
      {"_", "Blank[]"},
      {"__", "BlankSequence[]"},
      {"___", "BlankNullSequence[]"},
      {"_h", "Blank[h]"},
      {"__Integer", "BlankSequence[Integer]"},
      {"x_", "Pattern[x, Blank[]]"},
      {"x__", "Pattern[x, BlankSequence[]]"},
      {"x___h", "Pattern[x, BlankNullSequence[h]]"},
      {"x_h", "Pattern[x, Blank[h]]"},
      {"x_.", "Optional[Pattern[x, Blank[]]]"},
      {"_.", "Optional[Blank[]]"},
      {"x_:def", "Optional[Pattern[x, Blank[]], def]"},
      {"x_Integer:3", "Optional[Pattern[x, Blank[Integer]], 3]"},
      {"x:patt", "Pattern[x, patt]"},
      {"x:a|b", "Pattern[x, Alternatives[a, b]]"},
      {"x:_Integer", "Pattern[x, Blank[Integer]]"},
      {"x:patt:def", "Optional[Pattern[x, patt], def]"},
      {"x:{a_,b_}->a", "Rule[Pattern[x, List[Pattern[a, Blank[]], Pattern[b, Blank[]]]], a]"},
      {"_?f", "PatternTest[Blank[], f]"},
      {"x_?NumberQ", "PatternTest[Pattern[x, Blank[]], NumberQ]"},
      {"_?f[x]", "PatternTest[Blank[], f][x]"},
      {"x_Integer?Positive", "PatternTest[Pattern[x, Blank[Integer]], Positive]"},
      {"a|b|c", "Alternatives[a, b, c]"},
      {"a..", "Repeated[a]"},
      {"a...", "RepeatedNull[a]"},
      {"_..", "Repeated[Blank[]]"},
      {"{__Integer..}", "List[Repeated[BlankSequence[Integer]]]"},
      {"1..", "Repeated[1]"},
      {"a~~b~~c", "StringExpression[a, b, c]"},
      {"a_ b_", "Times[Pattern[a, Blank[]], Pattern[b, Blank[]]]"},
      {"x _", "Times[x, Blank[]]"},
      {"f[x_,y_:2,z___]", "f[Pattern[x, Blank[]], Optional[Pattern[y, Blank[]], 2], Pattern[z, BlankNullSequence[]]]"},
      {"a`b_c`d", "Pattern[a`b, Blank[c`d]]"},
  });
}

TEST_CASE("parser: functions and calls", "[parser]") {
  check({
      {"f[x]", "f[x]"},
      {"f[]", "f[]"},
      {"f[,]", "f[Null, Null]"},
      {"f[a,,b]", "f[a, Null, b]"},
      {"f[a,]", "f[a, Null]"},
      {"f[x][y]", "f[x][y]"},
      {"f[[1]]", "Part[f, 1]"},
      {"f[[1,2]]", "Part[f, 1, 2]"},
      {"f[[1]][[2]]", "Part[Part[f, 1], 2]"},
      {"f[g[[1]]]", "f[Part[g, 1]]"},
      {"f[[g[1]]]", "Part[f, g[1]]"},
      {"f[[]]", "Part[f]"},
      {"f\\[LeftDoubleBracket]1\\[RightDoubleBracket]", "Part[f, 1]"},
      {"f\xE3\x80\x9A" "1,2\xE3\x80\x9B", "Part[f, 1, 2]"},
      {"{}", "List[]"},
      {"{a,b}", "List[a, b]"},
      {"{{1,2},{3}}", "List[List[1, 2], List[3]]"},
      {"<||>", "Association[]"},
      {"<|a->1,b:>2|>", "Association[Rule[a, 1], RuleDelayed[b, 2]]"},
      {"f@x", "f[x]"},
      {"f@g@x", "f[g[x]]"},
      {"x//f", "f[x]"},
      {"x//f//g", "g[f[x]]"},
      {"x//f[#]&", "Function[f[Slot[1]]][x]"},
      {"f@@x", "Apply[f, x]"},
      {"f@@@x", "MapApply[f, x]"},
      {"f/@x", "Map[f, x]"},
      {"f/@g/@x", "Map[f, Map[g, x]]"},
      {"f//@x", "MapAll[f, x]"},
      {"f@*g@*h", "Composition[f, g, h]"},
      {"f/*g", "RightComposition[f, g]"},
      {"f@*g@x", "Composition[f, g][x]"},
      {"a~f~b", "f[a, b]"},
      {"a~f~b~g~c", "g[f[a, b], c]"},
      {"a~f[x]~b", "f[x][a, b]"},
      {"#&", "Function[Slot[1]]"},
      {"#1+#2&", "Function[Plus[Slot[1], Slot[2]]]"},
      {"##", "SlotSequence[1]"},
      {"##2", "SlotSequence[2]"},
      {"#name&", "Function[Slot[\"name\"]]"},
      {"#\"a b\"", "Slot[\"a b\"]"},
      {"#0", "Slot[0]"},
      {"#^2&/@{1,2}", "Map[Function[Power[Slot[1], 2]], List[1, 2]]"},
      {"x->#&", "Function[Rule[x, Slot[1]]]"},
      {"f=#&", "Set[f, Function[Slot[1]]]"},
      {"#&&#2&", "Function[And[Slot[1], Slot[2]]]"},
      {"x|->x^2", "Function[x, Power[x, 2]]"},
      {"{x,y}|->x+y", "Function[List[x, y], Plus[x, y]]"},
      {"x\\[Function]x", "Function[x, x]"},
      {"f'", "Derivative[1][f]"},
      {"f''[x]", "Derivative[2][f][x]"},
      {"f'[x]^2", "Power[Derivative[1][f][x], 2]"},
      {"a<>b<>c", "StringJoin[a, b, c]"},
      {"%", "Out[]"},
      {"%%", "Out[-2]"},
      {"%%%", "Out[-3]"},
      {"%12", "Out[12]"},
      {"\\[LeftFloor]x\\[RightFloor]", "Floor[x]"},
      {"\xE2\x8C\x88x\xE2\x8C\x89", "Ceiling[x]"},
      {"m\\[Transpose]", "Transpose[m]"},
      {"-f[x]", "Times[-1, f[x]]"},
      {"f@-x", "f[Times[-1, x]]"},
      {"++f[x]", "PreIncrement[f[x]]"},
      {"(f)[x]", "f[x]"},
      {"a\n[b]", "error sntxb: an expression cannot begin with '['"},
  });
}

TEST_CASE("parser: spans", "[parser]") {
  check({
      {";;", "Span[1, All]"},
      {"a;;", "Span[a, All]"},
      {";;b", "Span[1, b]"},
      {"a;;b", "Span[a, b]"},
      {"a;;b;;c", "Span[a, b, c]"},
      {";;;;c", "Span[1, All, c]"},
      {"a;;;;c", "Span[a, All, c]"},
      {";;b;;c", "Span[1, b, c]"},
      {"a;;b;;", "Times[Span[a, b], Span[1, All]]"},
      {"x[[2;;-1]]", "Part[x, Span[2, -1]]"},
      {"x[[;;,1]]", "Part[x, Span[1, All], 1]"},
      {"x[[1;;;;2]]", "Part[x, Span[1, All, 2]]"},
      {"1+1;;2", "Span[Plus[1, 1], 2]"},
      {"a;;b==c", "Equal[Span[a, b], c]"},
  });
}

TEST_CASE("parser: numbers", "[parser]") {
  check({
      {"123", "123"},
      {"0012", "12"},
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"1.5", "1.5`"},
      {".5", "0.5`"},
      {"5.", "5.`"},
      {"1.5`", "1.5`"},
      {"16^^ff", "255"},
      {"2^^1011", "11"},
      {"36^^Zz", "1295"},
      {"16^^f.8", "15.5`"},
      {"2*^3", "2000"},
      {"2*^-3", "Rational[1, 500]"},
      {"1.5*^3", "1500.`"},
      {"1*^6", "1000000"},
      {"16^^f*^2", "3840"},
      {"2.x", "Times[2.`, x]"},
      {"1.5 2", "Times[1.5`, 2]"},
      {"3.0e2", "Times[3.`, e2]"},
      {"0.30000000000000004", "0.30000000000000004`"},
      {"37^^12", "error base: Requested base 37 in 37^^12 should be between 2 and 36"},
      {"2^^12", "error digit: Digit at position 2 in 12 is too large to be used in base 2"},
      {"1*^99999999999999999999", "error noprec: the exponent or precision of 1*^99999999999999999999 is out of range"},
  });
  const auto precision = [](const char* source) {
    const ParseResult result = parse_all(source, plain_resolver());
    REQUIRE(!result.error);
    const Expr& value = result.expressions.at(0).value;
    return value.is_big_real() ? std::string("arbitrary") : value.is_real() ? std::string("machine") : std::string("exact");
  };
  CHECK(precision("1.5`20") == "arbitrary");
  CHECK(precision("1.5``20") == "arbitrary");
  CHECK(precision("2.`10*^5") == "arbitrary");
  CHECK(precision("3.14159265358979323846") == "arbitrary");
  CHECK(precision("1.*^400") == "arbitrary");
  CHECK(precision("3.1415926535897931") == "machine");
}

TEST_CASE("parser: strings, names and characters", "[parser]") {
  check({
      {"\"abc\"", "\"abc\""},
      {R"("a\"b\\c")", R"("a\"b\\c")"},
      {"a`b", "a`b"},
      {"`b", "b"},
      {"$x1", "$x1"},
      {"\\[Pi]", "Pi"},
      {"\xCF\x80", "Pi"},
      {"\\[Infinity]", "Infinity"},
      {"90\\[Degree]", "Times[90, Degree]"},
      {"90\xC2\xB0", "Times[90, Degree]"},
      {"\\[ImaginaryI]", "I"},
      {"\\[ExponentialE]", "E"},
      {"a\\[InvisibleComma]b", "error sntxf: 'a' cannot be followed by '\\[InvisibleComma]'"},
      {"f[a\\[InvisibleComma]b]", "f[a, b]"},
      {"(* c *) a (* d (* e *) *) + b", "Plus[a, b]"},
      {"a (**) b", "Times[a, b]"},
      {"a + \\\n b", "Plus[a, b]"},
      {"", ""},
      {"  (* only a comment *) ", ""},
      {"a\nb", "a ;; b"},
      {"a +\nb", "Plus[a, b]"},
      {"a\n+ b", "a ;; Plus[b]"},
      {"f[a\n,\nb]", "f[a, b]"},
      {"(a\nb)", "Times[a, b]"},
      {"x = 1;\ny = 2", "CompoundExpression[Set[x, 1], Null] ;; Set[y, 2]"},
      {"a\r\nb", "a ;; b"},
      {"c =\n5", "Set[c, 5]"},
  });
  const auto text = [](const char* source) {
    const ParseResult result = parse_all(source, plain_resolver());
    REQUIRE(!result.error);
    REQUIRE(result.expressions.at(0).value.is_string());
    return result.expressions.at(0).value.string_value();
  };
  CHECK(text(R"("\n\t")") == "\n\t");
  CHECK(text(R"("\[Alpha]\:03b1\.41\101\|01F600")") == "\xCE\xB1\xCE\xB1" "AA\xF0\x9F\x98\x80");
  CHECK(text("\"a\\\nb\"") == "ab");
  CHECK(text("\"a\nb\"") == "a\nb");
  CHECK(text(R"("\[NoSuchName]")") == "\\[NoSuchName]");
  const ParseResult greek = parse_all("\\[Alpha]1", plain_resolver());
  REQUIRE(!greek.error);
  CHECK(greek.expressions.at(0).value.symbol_node().name == "\xCE\xB1" "1");
}

TEST_CASE("parser: errors name the place", "[parser]") {
  SyntaxError error = error_of("f[a, {b, c]");
  CHECK(error.tag == "bktwrn");
  CHECK(error.line == 1);
  CHECK(error.column == 11);
  CHECK(error.message == "']' does not close the '{' at line 1, column 6");

  error = error_of("x = 1\n g[a");
  CHECK(error.tag == "bktmcp");
  CHECK(error.incomplete);
  CHECK(error.line == 2);
  CHECK(error.column == 3);
  CHECK(error.message == "a closing ']' is missing for the '[' at line 2, column 3");

  error = error_of("a + * b");
  CHECK(error.tag == "sntxf");
  CHECK(error.column == 5);
  CHECK(error.message == "'+' cannot be followed by '*'");
  CHECK(error.report("a + * b", "t.wl") == "t.wl:1:5: '+' cannot be followed by '*'\n  a + * b\n      ^");

  CHECK(error_of(")").tag == "bktmop");
  CHECK(error_of("a )").tag == "bktmop");
  CHECK(error_of("* a").tag == "sntxb");
  CHECK(error_of("a +").tag == "sntxi");
  CHECK(error_of("\"abc").tag == "sntue");
  CHECK(error_of("(* abc").tag == "sntue");
  CHECK(error_of("a (* abc").tag == "sntue");
  CHECK(error_of("a , b").tag == "sntxf");
  CHECK(error_of("()").tag == "sntxf");
  CHECK(error_of("\\[NoSuch]").tag == "sntufn");
  CHECK(error_of("\"\\q\"").tag == "stresc");
  CHECK(error_of("\\(x").tag == "sntbox");
  CHECK(full_form("\\(x\\^2\\)") == "SuperscriptBox[\"x\", \"2\"]");
  CHECK(full_form("\\!\\(x\\^2\\) y") == "Times[Power[x, 2], y]");
  CHECK(error_of("a ~f b").tag == "sntxf");
  CHECK(error_of("a /: b").tag == "sntxi");
  CHECK(error_of("a /: b c]").tag == "sntxf");
  CHECK(error_of("f::").tag == "sntxi");
  CHECK(error_of("f::+").tag == "sntxf");
  CHECK(error_of("\xFF").tag == "sntutf");
  CHECK(error_of("a\xC0\x80").tag == "sntutf");

  // Expressions before the error are given, and reading can go on after it.
  const ParseResult result = parse_all("a\nb )\nc", plain_resolver());
  CHECK(result.expressions.size() == 1);
  const ParseStep step = parse_next("b )\nc", 0, plain_resolver());
  REQUIRE(step.error);
  CHECK(step.next == 4);
}

TEST_CASE("parser: completeness", "[parser]") {
  CHECK(is_complete("1+1") == Completeness::Complete);
  CHECK(is_complete("") == Completeness::Complete);
  CHECK(is_complete("f[x") == Completeness::Incomplete);
  CHECK(is_complete("a +") == Completeness::Incomplete);
  CHECK(is_complete("c =") == Completeness::Incomplete);
  CHECK(is_complete("\"abc") == Completeness::Incomplete);
  CHECK(is_complete("(* c") == Completeness::Incomplete);
  CHECK(is_complete("a;") == Completeness::Complete);
  CHECK(is_complete("a]") == Completeness::Invalid);
  CHECK(is_complete("a + * b") == Completeness::Invalid);
  CHECK(syntax_length("a+b") == 3);
  CHECK(syntax_length("a+b) c") == 3);
  CHECK(syntax_length("f[x") == 4);
}

TEST_CASE("parser: the grammar is sound", "[parser]") { CHECK(parsing::grammar_problems() == 0); }

TEST_CASE("parser: long names", "[parser]") {
  CHECK(long_name_character("Alpha") == char32_t{0x3B1});
  CHECK(long_name_character("Rule") == char32_t{0xF522});
  CHECK(!long_name_character("Nonsense"));
  CHECK(character_long_name(0x3B1) == "Alpha");
  CHECK(!character_long_name(U'a'));
}

TEST_CASE("parser: every operator of the table can be written", "[parser]") {
  for (const Operator& row : operators()) {
    const std::string spelling = *row.spelling != '\0' ? row.spelling : character_to_utf8(row.character);
    const std::string source = row.form == OperatorForm::Prefix ? spelling + " a" : row.form == OperatorForm::Postfix ? "a " + spelling : "a " + spelling + " b";
    INFO(source);
    const std::string head = row.head;
    if (head == "Infix" || head == "TagSet" || head == "Integrate") continue;
    const ParseResult result = parse_all(source, plain_resolver());
    CHECK(!result.error);
    CHECK(result.expressions.size() == 1);
  }
}

TEST_CASE("parser: hostile input ends in an error, not a crash", "[parser]") {
  const auto repeated = [](const char* text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
  };
  for (const char* opener : {"(", "{", "f[", "f[[", "<|", "-", "!", "a^", "a->", "a=", "f@", "a/@", "++", "#&/@", "x_:", "a;;(", "\\[Sqrt]", "a|->", "(*", "a?(", "a~f[", "!!"}) {
    INFO(opener);
    const ParseResult result = parse_all(repeated(opener, 200000), plain_resolver());
    CHECK(result.error.has_value());
  }
  // Nesting below the limit works; long flat and left-grouped input is no nesting at all.
  // The sanitizers' stack frames are several times larger, and the parser's limit is on the stack, too.
#if defined(__SANITIZE_ADDRESS__)
  constexpr int kDeep = 1000;
#else
  constexpr int kDeep = 5000;
#endif
  CHECK(!parse_all(repeated("(", kDeep) + "a" + repeated(")", kDeep), plain_resolver()).error);
  CHECK(parse_all(repeated("(", 100000) + "a" + repeated(")", 100000), plain_resolver()).error->tag == "sntdep");
  CHECK(!parse_all(repeated("a+", 200000) + "b", plain_resolver()).error);
  CHECK(!parse_all("x" + repeated("//f", 100000), plain_resolver()).error);
  CHECK(!parse_all("x" + repeated("[y]", 100000), plain_resolver()).error);
  CHECK(!parse_all(repeated("a ", 200000), plain_resolver()).error);
  CHECK(!parse_all(repeated("(*", 50000) + repeated("*)", 50000), plain_resolver()).error);
  CHECK(!parse_all(repeated("a;", 100000), plain_resolver()).error);
  // Every byte value alone and after a letter.
  for (int byte = 0; byte < 256; ++byte) {
    (void)parse_all(std::string(1, static_cast<char>(byte)), plain_resolver());
    (void)parse_all(std::string("a") + static_cast<char>(byte), plain_resolver());
    (void)parse_all(std::string("\\") + static_cast<char>(byte), plain_resolver());
    (void)parse_all(std::string("\"\\") + static_cast<char>(byte) + "\"", plain_resolver());
  }
}
