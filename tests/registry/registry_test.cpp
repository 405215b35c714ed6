// registry_test.cpp - what must hold of every builtin row: the row is the only statement of a builtin, so a slip in it shows
// everywhere (attributes, options, ?Name, completion).
#include "builtins/all.h"
#include "builtins/library.h"
#include "evaluator/evaluator.h"
#include "evaluator/registry.h"
#include "expr/symbol.h"
#include "parser/parser.h"

#include "../unit/catch.h"

#include <set>
#include <string>

namespace lykos::registry_tests {
namespace {

const std::vector<const Builtin*>& rows() {
  static const bool registered = [] {
    builtins::register_all();
    return true;
  }();
  (void)registered;
  return registry().rows();
}

std::string base_name(const std::string& full) {
  const std::size_t mark = full.rfind('`');
  return mark == std::string::npos ? full : full.substr(mark + 1);
}

bool is_internal(const std::string& full) { return full.find("`Private`") != std::string::npos; }

// Symbols the language leaves open for definitions: notations without a meaning of their own, and the formatting hook.
bool is_open(const std::string& name) {
  static const std::set<std::string> operators{"CenterDot", "CircleTimes", "CirclePlus", "CircleDot", "CircleMinus", "PlusMinus", "RightArrow", "LongRightArrow",
                                               "DoubleLongRightArrow", "DoubleLongLeftRightArrow", "LeftArrow", "AngleBracket", "Del", "Proportional", "TildeTilde",
                                               "SmallCircle", "Star", "Bra", "Ket", "DoubleRightTee", "Square", "Wedge"};
  return operators.contains(name) || name == "MakeBoxes" || name.starts_with("Subscript") || name.starts_with("Superscript") || name == "Subsuperscript" || name.starts_with("Over") ||
         name.starts_with("Under") || name.starts_with("Super") || name == "SubPlus" || name == "SubMinus" || name == "SubStar";
}

// {a -> b, "c" :> d}: a list with nothing but rules in it.
bool is_list_of_rules(const Expr& e) {
  if (!e.is_list()) return false;
  for (const Expr& rule : e.args())
    if (!rule.is_rule()) return false;
  return true;
}

}  // namespace

TEST_CASE("registry: names are unique") {
  std::set<std::string> seen;
  for (const Builtin* row : rows()) {
    INFO(row->name);
    std::string name = row->name;
    if (name.starts_with("System`") && !is_internal(name)) name = name.substr(7);
    CHECK(seen.insert(name).second);
    CHECK_FALSE(base_name(name).empty());
  }
  CHECK(seen.size() > 500);
}

TEST_CASE("registry: every function says what it does") {
  for (const Builtin* row : rows()) {
    if (is_internal(row->name)) continue;
    if (row->fn == nullptr && row->held_fn == nullptr && row->sub_fn == nullptr) continue;
    INFO(row->name);
    CHECK(std::string(row->usage).size() > 10);
    // "Plus" may say "x + y represents ..."; but each usage ends a sentence and has no empty lines.
    CHECK(std::string(row->usage).find("\n\n") == std::string::npos);
  }
}

TEST_CASE("registry: options are lists of rules") {
  for (const Builtin* row : rows()) {
    const std::string text = row->options;
    if (text.empty()) continue;
    INFO(row->name << " " << text);
    const ParseResult parsed = parse_one(text, plain_resolver());
    REQUIRE_FALSE(parsed.error.has_value());
    REQUIRE(parsed.expressions.size() == 1);
    CHECK(is_list_of_rules(parsed.expressions[0].value));
    std::set<std::string> names;
    for (const Expr& rule : parsed.expressions[0].value.args()) {
      if (!rule.is_rule()) continue;
      const std::string name = rule[0].is_symbol() ? std::string(rule[0].symbol_node().name) : rule[0].is_string() ? rule[0].string_value() : "";
      INFO(name);
      CHECK_FALSE(name.empty());
      CHECK(names.insert(name).second);
    }
  }
}

TEST_CASE("registry: attributes make sense") {
  for (const Builtin* row : rows()) {
    INFO(row->name);
    const bool variable = base_name(row->name).starts_with("$");
    if (!variable && !is_internal(row->name) && !is_open(row->name)) CHECK((row->attributes & kProtected) != 0);
    // No builtin is a temporary symbol, and a stub would be loaded from a package.
    CHECK((row->attributes & (kTemporary | kStub)) == 0);
    // HoldAllComplete already holds everything.
    if ((row->attributes & kHoldAllComplete) != 0) CHECK((row->attributes & kHoldAll) == 0);
    CHECK((row->arity.max < 0 || row->arity.min <= row->arity.max));
    CHECK(row->arity.min >= 0);
  }
}

TEST_CASE("registry: message tags are unique in a row, and the slots are readable") {
  for (const Builtin* row : rows()) {
    std::set<std::string> tags;
    for (std::size_t i = 0; i < row->messages.count; ++i) {
      const MessageText& message = row->messages.items[i];
      REQUIRE(message.tag != nullptr);
      REQUIRE(message.text != nullptr);
      INFO(row->name << "::" << message.tag);
      CHECK(tags.insert(message.tag).second);
      const std::string text = message.text;
      CHECK_FALSE(text.empty());
      // Wherever a digit follows a backquote, the slot is closed by another one.
      for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
        const std::size_t end = text.find_first_not_of("0123456789", at + 1);
        if (end == at + 1) continue;
        CHECK((end != std::string::npos && text[end] == '`'));
        at = end;
      }
    }
  }
}

TEST_CASE("registry: every unit written in the language loads without a message") {
  rows();
  std::string said;
  set_message_sink([&](const MessageEvent& event) { said += event.symbol.symbol_node().name + "::" + event.tag + " "; });
  for (const builtins::LibraryUnit& unit : builtins::library_units()) {
    INFO(unit.name);
    said.clear();
    CHECK_NOTHROW(builtins::library_function(unit.name, "probe"));
    CHECK(said.empty());
  }
  set_message_sink({});
}

}  // namespace lykos::registry_tests
