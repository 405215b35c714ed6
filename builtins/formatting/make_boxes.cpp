// make_boxes.cpp - ToBoxes and MakeBoxes: expressions as low-level boxes, from the same notation the printers use.
//
// StandardForm writes operators with their characters (\[Rule], \[Equal]), keeps precision marks and writes f[x]; TraditionalForm
// puts higher degrees first, writes f(x), small function names and brackets for absolute values. MakeBoxes definitions, Format
// definitions and up-values of MakeBoxes apply at every level.
#include <algorithm>
#include <string_view>

#include "builtins/formatting/boxes.h"
#include "builtins/formatting/register.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "formatting/notation.h"
#include "formatting/traditional.h"

namespace lykos::builtins {
namespace {

Expr row(std::vector<Expr> parts) {
  if (parts.size() == 1) return parts[0];
  return make_normal(sym::RowBox, {make_list(std::move(parts))});
}
Expr word(std::string text) { return Expr::string(std::move(text)); }
Expr character(char32_t code) { return Expr::string(character_to_utf8(code)); }
Expr option(const char* name, const Expr& value) { return make_rule(Expr::symbol(name), value); }

constexpr char32_t kLeftAssociation = 0xF113;
constexpr char32_t kRightAssociation = 0xF114;
constexpr char32_t kNoBreak = 0x2060;
constexpr char32_t kLeftBar = 0xF603;
constexpr char32_t kRightBar = 0xF604;

struct SymbolCharacter {
  KnownSymbol symbol;
  char32_t character;
};
constexpr SymbolCharacter kSymbols[] = {{sym::Pi, 0x03C0}, {sym::E, 0xF74D}, {sym::Infinity, 0x221E}, {sym::Degree, 0x00B0}};
constexpr char32_t kImaginaryUnit = 0xF74E;

// Operators that boxes write with a character of their own.
constexpr SymbolCharacter kOperators[] = {{sym::Rule, 0xF522}, {sym::RuleDelayed, 0xF51F}, {sym::Equal, 0xF431}, {sym::Unequal, 0x2260},
                                          {sym::LessEqual, 0x2264}, {sym::GreaterEqual, 0x2265}, {sym::Element, 0x2208}, {sym::NotElement, 0x2209},
                                          {sym::TwoWayRule, 0xF120}, {sym::DirectedEdge, 0xF3D5}, {sym::UndirectedEdge, 0xF3D4}};
constexpr SymbolCharacter kTraditionalOperators[] = {{sym::And, 0x2227}, {sym::Or, 0x2228}, {sym::Not, 0x00AC}};

struct FunctionName {
  KnownSymbol symbol;
  const char* name;
};
constexpr FunctionName kTraditionalNames[] = {
    {sym::Sin, "sin"}, {sym::Cos, "cos"}, {sym::Tan, "tan"}, {sym::Cot, "cot"}, {sym::Sec, "sec"}, {sym::Csc, "csc"}, {sym::Sinh, "sinh"}, {sym::Cosh, "cosh"},
    {sym::Tanh, "tanh"}, {sym::Coth, "coth"}, {sym::Log, "log"}, {sym::Max, "max"}, {sym::Min, "min"}, {sym::Arg, "arg"}, {sym::Det, "det"}, {sym::Erf, "erf"},
    {sym::Sign, "sgn"}, {sym::GCD, "gcd"}, {sym::LCM, "lcm"}, {sym::Re, "Re"}, {sym::Im, "Im"}, {sym::Gamma, "\xCE\x93"}, {sym::Zeta, "\xCE\xB6"}};
constexpr FunctionName kInverseNames[] = {{sym::ArcSin, "sin"}, {sym::ArcCos, "cos"}, {sym::ArcTan, "tan"}, {sym::ArcCot, "cot"}, {sym::ArcSinh, "sinh"},
                                          {sym::ArcCosh, "cosh"}, {sym::ArcTanh, "tanh"}, {sym::ArcSec, "sec"}, {sym::ArcCsc, "csc"}};

class BoxMaker {
 public:
  explicit BoxMaker(BoxForm form) : form_(form), traditional_(form == BoxForm::Traditional) {}

  Expr make(const Expr& expr, int min_precedence = 0) const {
    const RecursionGuard guard;
    // A definition may lead back to itself.
    if (depth_ >= kMaxPrintDepth) return word(to_full_form(expr));
    if (MaybeExpr custom = by_definition(expr)) return *custom;
    int result = precedence::kAtom;
    ++depth_;
    Expr boxes = plain(expr, result);
    --depth_;
    if (result >= min_precedence) return boxes;
    return row({word("("), std::move(boxes), word(")")});
  }

  // Without the definitions for the whole.
  Expr plain(const Expr& expr, int& result) const {
    if (const MaybeExpr formatted = apply_format_hook(expr, traditional_ ? "TraditionalForm" : "StandardForm")) {
      if (const std::string* text = verbatim_text(*formatted)) return word(*text);
      return make(*formatted);
    }
    if (expr.is_number()) return number(expr, result);
    if (expr.is_string()) return word(quote_string(expr.string_value()));
    if (expr.is_symbol()) return symbol(expr);
    if (expr.is_association()) return association(expr);
    if (!expr.is_normal()) return word(to_input_form(expr));
    if (expr.has_head(sym::Plus) && expr.size() >= 2) {
      result = precedence::kPlus;
      return sum(expr);
    }
    if (expr.has_head(sym::Times) && expr.size() >= 2) {
      result = precedence::kTimes;
      return product(expr, result);
    }
    if (expr.has_head(sym::Power, 2)) return power(expr, result);
    if (MaybeExpr boxes = wrapper(expr, result)) return *boxes;
    if (traditional_)
      if (MaybeExpr boxes = traditional_call(expr, result)) return *boxes;
    return notation(expr, result);
  }

 private:
  // MakeBoxes[expr, form] by a rule of MakeBoxes or of a symbol in the expression.
  MaybeExpr by_definition(const Expr& expr) const {
    const SymbolDefinitions* own = Expr(sym::MakeBoxes).symbol_node().definitions;
    const Expr* head = &expr;
    while (head->kind() == Kind::Normal) head = &head->head();
    const SymbolDefinitions* theirs = head->is_symbol() ? head->symbol_node().definitions : nullptr;
    const bool own_rules = own != nullptr && !own->down.empty();
    const bool their_rules = theirs != nullptr && !theirs->up.empty();
    if (!own_rules && !their_rules) return std::nullopt;
    const Expr call = make_normal(sym::MakeBoxes, {expr, traditional_ ? Expr(sym::TraditionalForm) : Expr(sym::StandardForm)});
    if (their_rules)
      if (MaybeExpr boxes = theirs->up.apply_and_evaluate(call)) return boxes;
    return own_rules ? own->down.apply_and_evaluate(call) : std::nullopt;
  }

  Expr symbol(const Expr& expr) const {
    for (const SymbolCharacter& entry : kSymbols)
      if (expr.is(entry.symbol)) return character(entry.character);
    if (expr == imaginary_unit()) return character(kImaginaryUnit);
    return word(symbol_text(expr));
  }

  Expr number(const Expr& expr, int& result) const {
    if (expr.is_complex()) {
      const Expr sum = complex_as_sum(expr);
      result = sum.has_head(sym::Plus) ? precedence::kPlus : precedence::kTimes;
      return make(sum);
    }
    if (expr.is_rational()) {
      result = precedence::kTimes;
      const Rational& value = expr.rational_value();
      const Expr body = make_normal(sym::FractionBox, {word(abs(value.numerator()).to_string()), word(value.denominator().to_string())});
      return value.sign() < 0 ? row({word("-"), body}) : body;
    }
    const std::string text = expr.is_integer() ? expr.to_integer().to_string() : to_full_form(expr);
    if (text.front() != '-') return word(text);
    result = precedence::kMinus;
    return row({word("-"), word(text.substr(1))});
  }

  Expr association(const Expr& expr) const {
    std::vector<Expr> inner;
    for (const AssociationEntry& entry : expr.association().entries) {
      if (!inner.empty()) inner.push_back(word(","));
      inner.push_back(row({make(entry.key, precedence::kRule + 1), character(entry.delayed ? 0xF51F : 0xF522), make(entry.value, precedence::kRule)}));
    }
    std::vector<Expr> parts{character(kLeftAssociation)};
    if (!inner.empty()) parts.push_back(row(std::move(inner)));
    parts.push_back(character(kRightAssociation));
    return row(std::move(parts));
  }

  // ---- sums, products, powers

  Expr sum(const Expr& plus) const {
    std::vector<Expr> parts;
    const std::vector<Expr> terms = traditional_ ? traditional_order(plus) : std::vector<Expr>(plus.args().begin(), plus.args().end());
    for (const Expr& term : terms) {
      const MaybeExpr negated = parts.empty() ? std::nullopt : negated_term(term);
      if (!parts.empty()) parts.push_back(word(negated ? "-" : "+"));
      parts.push_back(make(negated ? *negated : term, precedence::kPlus + 1));
    }
    return row(std::move(parts));
  }

  Expr product_row(const std::vector<Expr>& factors) const {
    if (factors.empty()) return word("1");
    std::vector<Expr> parts;
    for (const Expr& factor : factors) {
      if (!parts.empty()) parts.push_back(word(" "));
      parts.push_back(make(factor, parts.empty() && factor.is_number() ? precedence::kTimes : precedence::kMinus + 1));
    }
    return row(std::move(parts));
  }
  Expr fraction(const std::vector<Expr>& numerator, const std::vector<Expr>& denominator) const {
    const auto side = [this](const std::vector<Expr>& factors) { return factors.size() == 1 ? make(factors[0]) : product_row(factors); };
    return make_normal(sym::FractionBox, {side(numerator), side(denominator)});
  }
  Expr product(const Expr& times, int& result) const {
    const ProductParts parts = split_product(times, Dialect::Output);
    const Expr body = parts.denominator.empty() ? product_row(parts.numerator) : fraction(parts.numerator, parts.denominator);
    if (!parts.minus) return body;
    result = precedence::kMinus;
    return row({word("-"), body});
  }
  Expr power(const Expr& power, int& result) const {
    if (is_one_half(power[1]) && power[1].rational_value().sign() > 0) {
      result = precedence::kCall;
      return make_normal(sym::SqrtBox, {make(power[0])});
    }
    if (power[1].is_number()) {
      if (const MaybeExpr positive = negated_exponent(power[1])) {
        result = precedence::kTimes;
        const bool one = positive->is_small_integer() && positive->small_integer() == 1;
        return fraction({}, {one ? power[0] : make_normal(sym::Power, {power[0], *positive})});
      }
    }
    result = precedence::kPower;
    // sin^2(x), as it is written.
    if (traditional_ && power[0].is_normal() && power[0].size() == 1 && power[1].is_integer() && sign_of_real(power[1]) > 0)
      if (const char* name = traditional_name(power[0].head()))
        return row({make_normal(sym::SuperscriptBox, {word(name), make(power[1])}), word("("), make(power[0][0]), word(")")});
    return make_normal(sym::SuperscriptBox, {make(power[0], precedence::kPower + 1), make(power[1])});
  }

  // ---- operators and calls

  static const SymbolCharacter* find(std::span<const SymbolCharacter> table, const Expr& head) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const SymbolCharacter& entry) { return head.is(entry.symbol); });
    return found == table.end() ? nullptr : &*found;
  }
  Expr operator_word(const Expr& head, std::string text) const {
    const SymbolCharacter* entry = traditional_ ? find(kTraditionalOperators, head) : nullptr;
    if (entry == nullptr) entry = find(kOperators, head);
    return entry != nullptr ? character(entry->character) : word(std::move(text));
  }

  Expr notation(const Expr& expr, int& result) const {
    const Notation notation = notate(expr, Dialect::Output);
    result = notation.precedence;
    std::vector<Expr> parts;
    std::vector<Expr> inner;      // arguments between brackets form a row of their own
    int depth = 0;
    for (const Piece& piece : notation.pieces) {
      const bool separator = piece.is_text && (piece.text == ", " || piece.text == ",");
      const bool opens = piece.is_text && (piece.text == "[" || piece.text == "{" || piece.text == "[[" || piece.text == "<|");
      const bool closes = piece.is_text && (piece.text == "]" || piece.text == "}" || piece.text == "]]" || piece.text == "|>");
      if (closes && depth > 0 && --depth == 0 && !inner.empty()) parts.push_back(row(std::exchange(inner, {})));
      std::vector<Expr>& target = depth > 0 ? inner : parts;
      if (!piece.is_text) {
        target.push_back(make(piece.expr, piece.precedence));
      } else if (separator) {
        target.push_back(word(","));
      } else {
        const std::size_t first = piece.text.find_first_not_of(' ');
        const std::size_t last = piece.text.find_last_not_of(' ');
        if (first != std::string::npos) target.push_back(bracket_or_operator(expr.head(), piece.text.substr(first, last - first + 1)));
      }
      if (opens) ++depth;
    }
    return row(std::move(parts));
  }
  Expr bracket_or_operator(const Expr& head, std::string text) const {
    if (text == "[[") return character(0x301A);
    if (text == "]]") return character(0x301B);
    if (traditional_ && text == "[" && !head.is(sym::Part)) return word("(");
    if (traditional_ && text == "]" && !head.is(sym::Part)) return word(")");
    return operator_word(head, std::move(text));
  }

  static const char* traditional_name(const Expr& head) {
    for (const FunctionName& entry : kTraditionalNames)
      if (head.is(entry.symbol)) return entry.name;
    return nullptr;
  }
  Expr argument_row(const Expr& expr) const {
    std::vector<Expr> inner;
    for (const Expr& argument : expr.args()) {
      if (!inner.empty()) inner.push_back(word(","));
      inner.push_back(make(argument));
    }
    return row(std::move(inner));
  }
  MaybeExpr traditional_call(const Expr& expr, int& result) const {
    if (expr.size() == 0) return std::nullopt;
    if (expr.has_head(sym::Abs, 1)) return row({character(kLeftBar), make(expr[0]), character(kRightBar)});
    if (expr.has_head(sym::Floor, 1)) return row({character(0x230A), make(expr[0]), character(0x230B)});
    if (expr.has_head(sym::Ceiling, 1)) return row({character(0x2308), make(expr[0]), character(0x2309)});
    MaybeExpr name;
    if (const char* text = traditional_name(expr.head())) name = word(text);
    for (const FunctionName& entry : kInverseNames)
      if (expr.head().is(entry.symbol)) name = make_normal(sym::SuperscriptBox, {word(entry.name), row({word("-"), word("1")})});
    if (!name) return std::nullopt;
    result = precedence::kCall;
    return row({*name, word("("), argument_row(expr), word(")")});
  }

  // ---- wrappers with boxes of their own

  // Forms that are text: InputForm and OutputForm in one string, FullForm in rows with the heads in front.
  Expr text_form(const Expr& expr) const {
    const Expr shown = option("ShowStringCharacters", sym::True);
    const Expr marked = make_rule(sym::NumberMarks, sym::True);
    if (expr.has_head(sym::FullForm))
      return make_normal(sym::TagBox, {make_normal(sym::StyleBox, {full_form(expr[0]), option("ShowSpecialCharacters", sym::False), shown, marked}), sym::FullForm});
    if (expr.has_head(sym::InputForm))
      return make_normal(sym::InterpretationBox, {make_normal(sym::StyleBox, {word(to_input_form(expr[0])), shown, marked}), expr,
                                                  option("Editable", sym::True), option("AutoDelete", sym::True)});
    return make_normal(sym::InterpretationBox, {make_normal(Expr::symbol("PaneBox"), {word(quote_string(to_output_form(expr[0])))}), expr, option("Editable", sym::False)});
  }
  // Forms for other programs are one string, too: TeXForm, CForm, FortranForm, MathMLForm.
  Expr code_form(const Expr& expr) const {
    const Expr text = evaluate(make_normal(sym::ToString, {expr}));
    return make_normal(sym::InterpretationBox, {word(quote_string(text.is_string() ? text.string_value() : to_output_form(expr))), expr,
                                                option("Editable", sym::True), option("AutoDelete", sym::True)});
  }
  // TraditionalForm[e] and Format[e, TraditionalForm] within another form.
  static MaybeExpr other_form(const Expr& expr) {
    const bool format = expr.has_head(sym::Format, 2) && (expr[1].is(sym::StandardForm) || expr[1].is(sym::TraditionalForm));
    if (!format && !expr.has_head(sym::StandardForm, 1) && !expr.has_head(sym::TraditionalForm, 1)) return std::nullopt;
    const Expr form = format ? expr[1] : expr.head();
    const Expr boxes = make_normal(sym::FormBox, {boxes_of(expr[0], form.is(sym::TraditionalForm) ? BoxForm::Traditional : BoxForm::Standard), form});
    if (!format) return make_normal(sym::TagBox, {boxes, form, option("Editable", sym::True)});
    return make_normal(sym::TagBox, {boxes, make_normal(sym::Function, {make_normal(sym::Format, {make_normal(sym::Slot, {Expr::integer(1)}), form})})});
  }

  // ---- graphics: a box for each primitive, directives and options as they are

  static bool is_primitive(const Expr& head) {
    static constexpr const char* kPrimitives[] = {"Point", "Line", "Arrow", "Polygon", "Rectangle", "Disk", "Circle", "BezierCurve", "BSplineCurve", "FilledCurve",
                                                  "Raster", "Sphere", "Cuboid", "Cylinder", "Cone", "Tube", "Tetrahedron", "Hexahedron", "GraphicsGroup", "Polyhedron"};
    if (!head.is_symbol()) return false;
    const std::string name = symbol_text(head);
    return std::find(std::begin(kPrimitives), std::end(kPrimitives), name) != std::end(kPrimitives);
  }
  Expr primitives(const Expr& expr) const {
    const RecursionGuard guard;
    if (expr.is_list() && !expr.is_packed()) {
      std::vector<Expr> parts;
      for (const Expr& part : expr.args()) parts.push_back(primitives(part));
      return make_list(std::move(parts));
    }
    if (!expr.is_normal() || !expr.head().is_symbol()) return expr;
    if (expr.has_head(sym::Text) || expr.head() == Expr::symbol("Inset")) {
      if (expr.size() == 0) return expr;
      std::vector<Expr> parts(expr.args().begin(), expr.args().end());
      parts[0] = make_normal(sym::FormBox, {boxes_of(expr[0], BoxForm::Traditional), sym::TraditionalForm});
      return make_normal(Expr::symbol("InsetBox"), std::move(parts));
    }
    if (!is_primitive(expr.head())) return expr;
    std::vector<Expr> parts(expr.args().begin(), expr.args().end());
    if (expr.head() == Expr::symbol("GraphicsGroup") && !parts.empty()) parts[0] = primitives(parts[0]);
    return make_normal(Expr::symbol((symbol_text(expr.head()) + "Box").c_str()), std::move(parts));
  }
  Expr graphics(const Expr& expr) const {
    std::vector<Expr> parts(expr.args().begin(), expr.args().end());
    parts[0] = primitives(parts[0]);
    return make_normal(Expr::symbol(expr.has_head(sym::Graphics) ? "GraphicsBox" : "Graphics3DBox"), std::move(parts));
  }
  Expr full_form(const Expr& expr) const {
    const RecursionGuard guard;
    if (!expr.is_normal()) {
      const std::string text = to_full_form(expr);
      return expr.is_real_number() && text.front() == '-' ? row({word("-"), word(text.substr(1))}) : word(text);
    }
    std::vector<Expr> inner;
    for (const Expr& argument : expr.args()) {
      if (!inner.empty()) inner.push_back(word(","));
      inner.push_back(full_form(argument));
    }
    std::vector<Expr> parts{full_form(expr.head()), word("[")};
    if (!inner.empty()) parts.push_back(row(std::move(inner)));
    parts.push_back(word("]"));
    return row(std::move(parts));
  }

  static Expr automatic_sizes() {
    const Expr automatic = make_list({make_list({sym::Automatic})});
    return option("GridBoxItemSize", make_list({make_rule(word("Columns"), automatic), make_rule(word("Rows"), automatic)}));
  }
  static Expr interpretation(const Expr& form) {
    const Expr variable = intern_symbol("BoxForm`", "e$");
    return make_normal(sym::Function, {variable, make_normal(form, {variable})});
  }
  Expr cells(const Expr& table) const {
    std::vector<Expr> rows;
    for (const Expr& line : table.args()) {
      std::vector<Expr> cells;
      if (line.is_list()) {
        for (const Expr& cell : line.args()) cells.push_back(make(cell));
      } else {
        cells.push_back(make(line));
      }
      rows.push_back(make_list(std::move(cells)));
    }
    return make_list(std::move(rows));
  }

  MaybeExpr wrapper(const Expr& expr, int& result) const {
    if (expr.has_head(sym::Subscript, 2)) return make_normal(sym::SubscriptBox, {make(expr[0], precedence::kCall), make(expr[1])});
    if (expr.has_head(sym::Superscript, 2)) return make_normal(sym::SuperscriptBox, {make(expr[0], precedence::kCall), make(expr[1])});
    if (expr.has_head(sym::Subsuperscript, 3))
      return make_normal(sym::TemplateBox, {make_list({make(expr[0]), make(expr[1]), make(expr[2])}), word("Subsuperscript"), option("SyntaxForm", sym::SubsuperscriptBox)});
    if (expr.has_head(sym::Overscript, 2)) return make_normal(sym::OverscriptBox, {make(expr[0]), make(expr[1])});
    if (expr.has_head(sym::Underscript, 2)) return make_normal(sym::UnderscriptBox, {make(expr[0]), make(expr[1])});
    if (expr.has_head(sym::RawBoxes, 1) || expr.has_head(sym::DisplayForm, 1)) return expr[0];
    if (expr.has_head(sym::Interpretation, 2)) return make_normal(sym::InterpretationBox, {make(expr[0]), expr[1]});
    if (expr.has_head(sym::Framed) && expr.size() >= 1) return make_normal(sym::FrameBox, {make(expr[0]), option("StripOnInput", sym::False)});
    if (expr.has_head(sym::HoldForm, 1)) return make_normal(sym::TagBox, {make(expr[0]), sym::HoldForm});
    if (expr.has_head(sym::InputForm, 1) || expr.has_head(sym::FullForm, 1) || expr.has_head(sym::OutputForm, 1)) return text_form(expr);
    if (expr.has_head(sym::TeXForm, 1) || expr.has_head(sym::CForm, 1) || expr.has_head(sym::FortranForm, 1) || expr.has_head(sym::MathMLForm, 1)) return code_form(expr);
    if (MaybeExpr boxes = other_form(expr)) return *boxes;
    if ((expr.has_head(sym::Graphics) || expr.has_head(sym::Graphics3D)) && expr.size() >= 1) return graphics(expr);
    if (expr.has_head(sym::Style) && expr.size() >= 1) {
      std::vector<Expr> parts{make(expr[0])};
      parts.insert(parts.end(), expr.args().begin() + 1, expr.args().end());
      parts.push_back(option("StripOnInput", sym::False));
      return make_normal(sym::StyleBox, std::move(parts));
    }
    if (expr.has_head(sym::Row) && expr.size() >= 1 && expr[0].is_list()) {
      std::vector<Expr> parts;
      for (const Expr& e : expr[0].args()) parts.push_back(make(e));
      if (expr.size() == 1) return make_normal(sym::TemplateBox, {make_list(std::move(parts)), word("RowDefault")});
      parts.insert(parts.begin(), make(expr[1]));
      return make_normal(sym::TemplateBox, {make_list(std::move(parts)), word("RowWithSeparators")});
    }
    if (expr.has_head(sym::Column) && expr.size() >= 1 && expr[0].is_list())
      return make_normal(sym::TagBox, {make_normal(sym::GridBox, {cells(expr[0]), option("DefaultBaseStyle", word("Column")),
                                                                  option("GridBoxAlignment", make_list({make_rule(word("Columns"), make_list({make_list({sym::Left})}))})), automatic_sizes()}),
                                       word("Column")});
    if (expr.has_head(sym::Grid) && expr.size() >= 1 && expr[0].is_list())
      return make_normal(sym::TagBox, {make_normal(sym::GridBox, {cells(expr[0]), option("AutoDelete", sym::False), automatic_sizes()}), word("Grid")});
    if ((expr.has_head(sym::MatrixForm) || expr.has_head(sym::TableForm)) && expr.size() >= 1 && expr[0].is_list()) return table(expr);
    if (traditional_ || expr.has_head(sym::Integrate, 2)) {
      if (MaybeExpr boxes = integral(expr)) {
        result = precedence::kTimes;
        return boxes;
      }
    }
    return std::nullopt;
  }

  Expr table(const Expr& expr) const {
    const bool matrix = expr.has_head(sym::MatrixForm);
    const bool rows = std::all_of(expr[0].args().begin(), expr[0].args().end(), [](const Expr& e) { return e.is_list(); });
    const Expr grid = matrix || rows
                          ? make_normal(sym::GridBox, {cells(expr[0]), option("RowSpacings", Expr::integer(1)), option("ColumnSpacings", Expr::integer(matrix ? 1 : 3)),
                                                       option("RowAlignments", sym::Baseline), option("ColumnAlignments", matrix ? Expr(sym::Center) : Expr(sym::Left))})
                          : make_normal(sym::TagBox, {make_normal(sym::GridBox, {cells(expr[0]), option("RowSpacings", Expr::integer(1)), option("ColumnAlignments", sym::Left),
                                                                                 option("ColumnAlignments", sym::Left)}),
                                                      sym::Column});
    if (!matrix) return make_normal(sym::TagBox, {grid, interpretation(sym::TableForm)});
    return make_normal(sym::TagBox, {row({word("("), character(kNoBreak), grid, character(kNoBreak), word(")")}), interpretation(sym::MatrixForm)});
  }

  MaybeExpr integral(const Expr& expr) const {
    if (!expr.has_head(sym::Integrate, 2)) return std::nullopt;
    const bool definite = expr[1].has_head(sym::List, 3);
    if (!definite && !expr[1].is_symbol()) return std::nullopt;
    const Expr sign = character(0x222B);
    const Expr left = definite ? make_normal(sym::SubsuperscriptBox, {sign, make(expr[1][1]), make(expr[1][2])}) : sign;
    const Expr variable = definite ? expr[1][0] : expr[1];
    return row({left, row({make(expr[0], precedence::kPlus + 1), row({character(0xF74C), make(variable)})})});
  }

  BoxForm form_;
  bool traditional_;
  mutable int depth_ = 0;
};

// ---- boxes as text

bool holds_boxes(const Expr& e) {
  return e.has_head(sym::RowBox) || e.has_head(sym::GridBox) || e.has_head(sym::TagBox) || e.has_head(sym::FormBox) || e.has_head(sym::StyleBox) ||
         e.has_head(sym::FractionBox) || e.has_head(sym::SuperscriptBox) || e.has_head(sym::SubscriptBox) || e.has_head(sym::SubsuperscriptBox) ||
         e.has_head(sym::SqrtBox) || e.has_head(sym::RadicalBox) || e.has_head(sym::OverscriptBox) || e.has_head(sym::UnderscriptBox);
}

// Rows and grids keep their braces; everything else within boxes is in FullForm.
void append_boxes(std::string& out, const Expr& e, bool list_of_boxes) {
  if (e.is_list() && list_of_boxes) {
    out += "{";
    for (std::size_t i = 0; i < e.size(); ++i) {
      if (i > 0) out += ", ";
      append_boxes(out, e[i], true);
    }
    out += "}";
  } else if (holds_boxes(e)) {
    out += to_full_form(e.head()) + "[";
    for (std::size_t i = 0; i < e.size(); ++i) {
      if (i > 0) out += ", ";
      append_boxes(out, e[i], i == 0 && (e.has_head(sym::RowBox) || e.has_head(sym::GridBox)));
    }
    out += "]";
  } else {
    out += to_full_form(e);
  }
}

BoxForm form_argument(const Call& call) {
  return call.size() == 2 && call[1].is(sym::TraditionalForm) ? BoxForm::Traditional : BoxForm::Standard;
}

// ToBoxes[expr], ToBoxes[expr, form]
MaybeExpr builtin_ToBoxes(Call& call) {
  const BoxForm form = form_argument(call);
  Expr boxes = boxes_of(call[0], form);
  if (form == BoxForm::Traditional) boxes = make_normal(sym::FormBox, {std::move(boxes), sym::TraditionalForm});
  return boxes;
}

// MakeBoxes[expr], MakeBoxes[expr, form]: the argument is not evaluated.
MaybeExpr builtin_MakeBoxes(Call& call) {
  if (call.size() == 1) return boxes_of(call[0], BoxForm::Standard);
  if (!call[1].is_symbol()) return std::nullopt;
  return built_in_boxes(call[0], form_argument(call));
}

constexpr Builtin kBuiltins[] = {
    {.name = "ToBoxes", .fn = builtin_ToBoxes, .arity = between(1, 2),
     .usage = "ToBoxes[expr] gives the low-level boxes of expr in StandardForm.\nToBoxes[expr, form] gives those of a form."},
    {.name = "MakeBoxes", .fn = builtin_MakeBoxes, .arity = between(1, 2), .attributes = kHoldAllComplete,
     .usage = "MakeBoxes[expr] gives the low-level boxes of expr without evaluating it.\nMakeBoxes[expr, form] gives those of a form.\nMakeBoxes[f[x_], form_] := boxes defines how f[x] is typeset."},
};

}  // namespace

Expr boxes_of(const Expr& expr, BoxForm form) { return BoxMaker(form).make(expr); }
Expr built_in_boxes(const Expr& expr, BoxForm form) {
  int result = precedence::kAtom;
  return BoxMaker(form).plain(expr, result);
}

std::string boxes_in_string(const Expr& expr, BoxForm form) {
  Expr boxes = boxes_of(expr, form);
  if (form == BoxForm::Traditional)
    boxes = make_normal(sym::FormBox, {std::move(boxes), sym::TraditionalForm});
  else if (boxes.is_string())
    boxes = make_normal(sym::RowBox, {make_list({std::move(boxes)})});
  std::string text;
  append_boxes(text, boxes, false);
  return "\\!\\(\\*" + text + "\\)";
}

void register_make_boxes(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
